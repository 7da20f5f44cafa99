//! What customers do with orders: confirm, look at them, order again.

use std::sync::Arc;

use crate::app::estimate::estimate;
use crate::app::zone::start_of_day;
use crate::app::{Admins, AppError, Clock, Effects, Notifier, ProviderCalls, pause, random, zone};
use crate::domain::access::Limit;
use crate::domain::estimate::Estimate;
use crate::domain::money::Rupiah;
use crate::domain::notification::{Notification, OrderNotification};
use crate::domain::opening::Pause;
use crate::domain::order::{Order, OrderHistoryEntry, OrderHistoryKind, OrderId, OrderState, PaidBy, Told};
use crate::domain::place::Place;
use crate::domain::provider::ProviderName;
use crate::domain::quote::Quote;
use crate::domain::role::Right;
use crate::domain::shop::Shop;
use crate::domain::target::Answer;
use crate::domain::time::Millis;
use crate::domain::wallet::Transfer;
use crate::storage::{LedgerWrite, OrderWrite, Store, Write};

/// What became of a confirmation.
#[derive(Clone, Debug)]
pub enum Placement {
    /// The order is queued as soon as the effects are committed.
    Placed(Box<Order>),
    /// It would break one of the customer's limits.
    Limited(Limit),
    /// The wallet holds less than the price.
    TooLittle { balance: Rupiah, missing: Rupiah },
    /// The confirmation is too old; this is what it offered.
    Expired(Repeat),
    /// Confirmed before; the card shows what became of the order.
    Used,
    /// The item is not sold any more.
    Gone { category: String },
    /// The shop takes no orders now: by its owner's will, or else because of the provider.
    Closed(Option<Pause>),
    /// No such quote of this customer.
    Unknown,
}

/// What is to be bought once more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repeat {
    pub category: String,
    pub sku: String,
    pub answers: Vec<Answer>,
    /// What it cost then.
    pub price: Rupiah,
}

/// Customers' orders.
pub struct Orders {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) admins: Admins,
    pub(super) notifier: Notifier,
    pub(super) provider: Arc<ProviderCalls>,
}

impl Orders {
    /// Turns a quote into an order whose card is the message `card_message_id`. The price is read again before it is sent.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn place(
        &self,
        shop: &Shop,
        user_id: i64,
        place: Place,
        quote_id: &str,
        card_message_id: i64,
        effects: &mut Effects,
    ) -> Result<Placement, AppError> {
        let quote = match self.confirmable(shop, user_id, quote_id).await? {
            Ok(quote) => quote,
            Err(refused) => return Ok(refused),
        };
        if let Some((balance, missing)) = self.too_little(shop, user_id, quote.price).await? {
            return Ok(Placement::TooLittle { balance, missing });
        }
        let order = self.queue(shop, quote, place, card_message_id, effects).await?;
        Ok(Placement::Placed(Box::new(order)))
    }

    /// The quote that a customer confirms, if an order of it may be made now, its money apart; else why not.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(super) async fn confirmable(&self, shop: &Shop, user_id: i64, quote_id: &str) -> Result<Result<Quote, Placement>, AppError> {
        let Some((quote, used)) = self.store.find_quote(quote_id).await?.filter(|(quote, _)| quote.user_id == user_id) else {
            return Ok(Err(Placement::Unknown));
        };
        if used {
            return Ok(Err(Placement::Used));
        }
        if quote.expires_at < self.clock.now() {
            let Quote { category, sku, answers, price, .. } = quote;
            return Ok(Err(Placement::Expired(Repeat { category, sku, answers, price })));
        }
        let pause = pause(shop, self.clock.now());
        if pause.is_some() || !self.provider.is_open() {
            return Ok(Err(Placement::Closed(pause)));
        }
        if !shop.sells(&quote.category, &quote.sku) {
            return Ok(Err(Placement::Gone { category: quote.category }));
        }
        let limit = self.limit_reached(shop, user_id, quote.price).await?;
        Ok(limit.map_or(Ok(quote), |limit| Err(Placement::Limited(limit))))
    }

    /// Uses a quote up and queues its order; a wallet's money is held for it in the same commit.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(super) async fn queue(
        &self,
        shop: &Shop,
        quote: Quote,
        place: Place,
        card_message_id: i64,
        effects: &mut Effects,
    ) -> Result<Order, AppError> {
        let (now, quote_id) = (self.clock.now(), quote.id.clone());
        let paid_by = payer(shop, quote.price);
        let mut order = new_order(quote, paid_by, self.provider.name(), place, card_message_id, now);
        let is_unverified = shop.categories.iter().any(|category| category.slug == order.category && !category.verified);
        order.told.unverified = is_unverified && !self.store.has_delivered(&order.category).await?;
        let entry = OrderHistoryEntry { at: now, state: OrderState::Queued, kind: OrderHistoryKind::Created, detail: None };
        effects.push(Write::Order(OrderWrite::UseQuote { id: quote_id, now }));
        if paid_by == PaidBy::Wallet {
            effects.push(Write::Ledger(LedgerWrite::Transfer(Transfer::hold(&order, now))));
        }
        effects.push(Write::Order(OrderWrite::Add { order: order.clone(), entry }));
        if order.told.unverified {
            let unverified = OrderNotification::Unverified { order: order.id.clone() };
            effects.extend(self.notifier.to_admins(&Notification::Order(unverified)));
        }
        Ok(order)
    }

    /// Saves what a customer is shown and may confirm.
    pub fn offer(&self, quote: Quote, effects: &mut Effects) {
        effects.push(Write::Order(OrderWrite::AddQuote(quote)));
    }

    /// The number of an open order of this customer for the same item and target.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn twin(&self, quote: &Quote) -> Result<Option<String>, AppError> {
        Ok(self.store.find_twin(quote.user_id, &quote.sku, &quote.target).await?.map(|order| order.number))
    }

    /// How long an order of this item usually takes, where enough were delivered.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn estimate(&self, sku: &str) -> Result<Option<Estimate>, AppError> {
        estimate(&self.store, sku, self.clock.now()).await
    }

    /// One page of somebody's orders, newest first, and how many they have.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list(&self, user_id: i64, page: usize, per_page: usize) -> Result<(Vec<Order>, usize), AppError> {
        let (limit, offset) =
            (i64::try_from(per_page).unwrap_or(i64::MAX), i64::try_from(page.saturating_mul(per_page)).unwrap_or(i64::MAX));
        let (orders, count) = self.store.list_orders(user_id, limit, offset).await?;
        Ok((orders, usize::try_from(count).unwrap_or(0)))
    }

    /// One order with its history, for its customer and for admins.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find(&self, user_id: i64, id: &OrderId) -> Result<Option<(Order, Vec<OrderHistoryEntry>)>, AppError> {
        let Some(order) = self.store.find_order(id).await? else { return Ok(None) };
        if order.user_id != user_id && !self.admins.may(user_id, Right::Look) {
            return Ok(None);
        }
        let history = self.store.list_history(id).await?;
        Ok(Some((order, history)))
    }

    /// The order with this number, for its customer and for admins.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_numbered(&self, user_id: i64, number: &str) -> Result<Option<OrderId>, AppError> {
        let order = self.store.find_order_called(number).await?.filter(|order| order.number == number);
        let is_theirs = |order: &Order| order.user_id == user_id || self.admins.may(user_id, Right::Look);
        Ok(order.filter(is_theirs).map(|order| order.id))
    }

    /// Which limit somebody has reached already, or would with an order of `price`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn limit_reached(&self, shop: &Shop, user_id: i64, price: Rupiah) -> Result<Option<Limit>, AppError> {
        let (open, spent) = self.store.count_spending(user_id, start_of_day(self.clock.now(), zone(shop))).await?;
        let own = self.store.find_person(user_id).await?.map(|person| person.limits).unwrap_or_default();
        Ok(shop.limits.with(own).allow(open, spent, price).err())
    }

    /// What the customer may spend; `None` while the wallet is off.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn available(&self, shop: &Shop, user_id: i64) -> Result<Option<Rupiah>, AppError> {
        Ok(if shop.wallet.enabled { Some(self.store.find_balance(user_id).await?.available) } else { None })
    }

    /// What the customer may spend and how much is missing, when the wallet is on and holds less than `price`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn too_little(&self, shop: &Shop, user_id: i64, price: Rupiah) -> Result<Option<(Rupiah, Rupiah)>, AppError> {
        let available = self.available(shop, user_id).await?;
        Ok(available.filter(|available| *available < price).map(|available| (available, price - available)))
    }

    /// What an order of this customer bought, to buy it again.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn repeat(&self, user_id: i64, id: &OrderId) -> Result<Option<Repeat>, AppError> {
        let order = self.store.find_order(id).await?.filter(|order| order.user_id == user_id);
        Ok(order.map(|order| Repeat { category: order.category, sku: order.sku, answers: order.answers, price: order.price }))
    }
}

/// Who pays an order of this price. The ledger has no transfers of nothing.
fn payer(shop: &Shop, price: Rupiah) -> PaidBy {
    if shop.wallet.enabled && price > Rupiah::ZERO { PaidBy::Wallet } else { PaidBy::Shop }
}

fn new_order(quote: Quote, paid_by: PaidBy, provider: ProviderName, place: Place, card_message_id: i64, now: Millis) -> Order {
    let (id, number) = random::order_id(now);
    Order {
        id,
        number,
        quote: quote.id,
        user_id: quote.user_id,
        chat_id: place.chat_id,
        topic: place.topic,
        card_message_id,
        provider,
        category: quote.category,
        sku: quote.sku,
        item: quote.item,
        target: quote.target,
        answers: quote.answers,
        price: quote.price,
        cost: quote.cost,
        state: OrderState::Queued,
        version: 1,
        attempts: 0,
        polls: 0,
        invoice: None,
        sn: None,
        reason: None,
        due_at: Some(now),
        created_at: now,
        sent_at: None,
        send_deadline: None,
        placed_at: None,
        ended_at: None,
        evidence: None,
        resolved_by: None,
        resolved_in: None,
        resends: 0,
        told: Told { processing: true, ..Told::default() },
        paid_by,
    }
}
