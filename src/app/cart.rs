//! Carts: orders that wait for the payment of one bill. The commit that credits the bill makes the order, or tells why not.

use std::sync::Arc;

use crate::app::{
    AppError, BillOpening, BillWish, Bills, Catalogs, Clock, Effects, Notifier, Orders, Placement, ProviderCalls, Repeat, pause, random,
};
use crate::domain::access::{AccessGate, access_gate};
use crate::domain::bill::{Bill, BillId, BillState};
use crate::domain::cart::{self, Cart, CartFacts, CartLapse, CartState};
use crate::domain::catalog::Offer;
use crate::domain::money::Rupiah;
use crate::domain::notification::{CartNotification, Notification, OrderNotification};
use crate::domain::order::OrderId;
use crate::domain::payment_method::PaymentWay;
use crate::domain::place::Place;
use crate::domain::pricing::Buyer;
use crate::domain::quote::Quote;
use crate::domain::shop::Shop;
use crate::domain::stars::stars_for;
use crate::storage::{CartWrite, CommitError, OrderWrite, Store, Write};

/// How many carts are ended at a time.
const EXPIRED_AT_ONCE: i64 = 100;

/// A bill that pays what is missing for an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CartBill {
    /// At least the least that a bill may ask for.
    pub wanted: Rupiah,
    /// How it is paid by QRIS: by a gateway, where there is one, because that is noticed without an admin.
    pub qris: Option<PaymentWay>,
    /// How many Telegram Stars it asks for, where it can be paid with them.
    pub stars: Option<i64>,
}

/// What became of the wish to pay for an order at once.
#[derive(Clone, Debug)]
pub enum CartOpening {
    /// The order waits for this bill as soon as the effects are committed.
    Opened(Box<Bill>),
    /// The wallet holds enough by now: the order can be confirmed.
    Enough,
    /// The order can't be made at all.
    Refused(Placement),
    /// There is no bill for it: another one is open, or the amount does not fit.
    NoBill(BillOpening),
}

/// What a payment made of the cart of its bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum CartEnd {
    /// There is none that waits.
    None,
    /// It became this order.
    Placed(OrderId),
    /// It became nothing, and the customer is told with the payment.
    Lapsed,
}

/// Carts.
pub struct Carts {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) notifier: Notifier,
    pub(super) provider: Arc<ProviderCalls>,
    pub(super) catalogs: Arc<Catalogs>,
    pub(super) orders: Arc<Orders>,
    pub(super) bills: Arc<Bills>,
}

impl Carts {
    /// The bill that pays what is missing for an order. `None` when there can be none.
    pub fn bill_for(&self, shop: &Shop, missing: Rupiah) -> Option<CartBill> {
        let wanted = missing.max(shop.wallet.minimum);
        let ways = self.bills.ways(shop);
        let qris = [PaymentWay::Gateway, PaymentWay::Static].into_iter().find(|way| ways.contains(way));
        let stars = shop.wallet.star_rate().and_then(|rate| stars_for(wanted, rate));
        let there = shop.wallet.enabled && wanted <= shop.wallet.maximum && (qris.is_some() || stars.is_some());
        there.then_some(CartBill { wanted, qris, stars })
    }

    /// Opens a bill over what is missing for a quote, to be paid in this way, and a cart that waits for it. `card_message_id`: the message with
    /// the confirmation.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn open(
        &self,
        shop: &Shop,
        user_id: i64,
        place: Place,
        (quote_id, way): (&str, PaymentWay),
        card_message_id: i64,
        effects: &mut Effects,
    ) -> Result<CartOpening, AppError> {
        let quote = match self.orders.confirmable(shop, user_id, quote_id).await? {
            Ok(quote) => quote,
            Err(refused) => return Ok(CartOpening::Refused(refused)),
        };
        let Some((_, missing)) = self.orders.too_little(shop, user_id, quote.price).await? else { return Ok(CartOpening::Enough) };
        let Some(CartBill { wanted, qris, .. }) = self.bill_for(shop, missing) else {
            return Ok(CartOpening::NoBill(BillOpening::NoGateway));
        };
        let way = match way {
            PaymentWay::Stars => Some(way),
            PaymentWay::Gateway | PaymentWay::Static => qris,
        };
        let Some(way) = way else { return Ok(CartOpening::NoBill(BillOpening::NoGateway)) };
        let wish = BillWish { user_id, place, wanted };
        let bill = match self.bills.open_by(shop, wish, way, effects).await? {
            BillOpening::Opened(bill) => bill,
            other => return Ok(CartOpening::NoBill(other)),
        };
        // One whose bill is over, and that nobody paid.
        if let Some(old) = self.store.find_waiting_cart(user_id).await? {
            self.bills.lapse(old, CartLapse::Expired, effects);
        }
        let cart = Cart {
            id: random::token(),
            user_id,
            place,
            card_message_id,
            bill: bill.id.clone(),
            state: CartState::Waiting,
            order: None,
            lapse: None,
            ceiling: quote.price,
            expires_at: bill.created_at.plus_seconds(shop.wallet.cart_minutes * 60),
            quote,
        };
        effects.push(Write::Cart(CartWrite::Add(cart)));
        self.notifier.notify_at(place, Notification::Cart(CartNotification::Card { bill: bill.id.clone() }), effects);
        Ok(CartOpening::Opened(bill))
    }

    /// The customer does not want the order any more; the bill stays. `false` when it does not wait any more.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn leave(&self, user_id: i64, bill: &BillId, effects: &mut Effects) -> Result<bool, AppError> {
        match self.bills.find(user_id, bill).await? {
            Some(bill) => self.bills.end_cart(&bill, CartLapse::Cancelled, effects).await,
            None => Ok(false),
        }
    }

    /// What an order that waited for a bill was to be, to offer it again.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn repeat(&self, user_id: i64, bill: &BillId) -> Result<Option<Repeat>, AppError> {
        let cart = self.store.find_cart_of(bill).await?.filter(|cart| cart.user_id == user_id);
        Ok(cart.map(|Cart { quote, ceiling, .. }| Repeat {
            category: quote.category,
            sku: quote.sku,
            answers: quote.answers,
            price: ceiling,
        }))
    }

    /// A bill is paid with `amount`, which `effects` credit before: its order goes on, or the customer is told why not.
    pub(super) async fn go_on(&self, shop: &Arc<Shop>, bill: &Bill, amount: Rupiah, effects: &mut Effects) -> Result<CartEnd, AppError> {
        // The second payment of a bill finds that what became of the cart was told with the first.
        let told = bill.state == BillState::Paid;
        let cart = self.store.find_cart_of(&bill.id).await?.filter(|cart| cart.is_waited_for() && !told);
        let Some(cart) = cart else { return Ok(CartEnd::None) };
        let facts = self.facts(shop, &cart, bill, amount).await?;
        let lapse = match cart::decide(&cart, &facts) {
            Ok(offer) => return self.place(shop, cart, offer, effects).await.map(CartEnd::Placed),
            Err(lapse) => lapse,
        };
        self.lapse(shop, cart, lapse, &facts, amount, effects);
        Ok(CartEnd::Lapsed)
    }

    async fn facts(&self, shop: &Arc<Shop>, cart: &Cart, bill: &Bill, amount: Rupiah) -> Result<CartFacts, AppError> {
        let Quote { category, sku, price, .. } = &cart.quote;
        let person = self.store.find_person(cart.user_id).await?.unwrap_or_default();
        let buyer = Buyer { tier: person.tier.as_deref(), now: self.clock.now() };
        let offer = self.catalogs.current(shop).offer(category, sku, buyer);
        let price = offer.as_ref().map_or(*price, |offer| offer.price);
        Ok(CartFacts {
            now: self.clock.now(),
            bill: bill.state,
            quote_used: self.store.find_quote(&cart.quote.id).await?.is_none_or(|(_, used)| used),
            admitted: access_gate(shop.mode, person.access, self.orders.admins.role(cart.user_id).is_some()) == AccessGate::Open,
            open: self.provider.is_open() && shop.wallet.enabled && pause(shop, self.clock.now()).is_none(),
            limited: self.orders.limit_reached(shop, cart.user_id, price).await?.is_some(),
            available: self.store.find_balance(cart.user_id).await?.available + amount,
            offer,
        })
    }

    /// Carts whose time is over become nothing. Should their bills be paid all the same, the customers are asked again.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub async fn expire(&self) -> Result<(), AppError> {
        for cart in self.store.list_expired_carts(self.clock.now(), EXPIRED_AT_ONCE).await? {
            let mut effects = Effects::new();
            self.bills.lapse(cart, CartLapse::Expired, &mut effects);
            match self.store.commit(effects).await {
                // Paid or left at the same time.
                Ok(()) | Err(CommitError::Conflict(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    async fn place(&self, shop: &Shop, cart: Cart, offer: Offer, effects: &mut Effects) -> Result<OrderId, AppError> {
        let quote = Quote { price: offer.price, cost: offer.cost, ..cart.quote.clone() };
        let order = self.orders.queue(shop, quote, cart.place, cart.card_message_id, effects).await?;
        let card = Notification::Order(OrderNotification::Card { order: order.id.clone() });
        self.notifier.notify_at(cart.place, card, effects);
        effects.push(Write::Cart(CartWrite::End(Cart { state: CartState::Placed, order: Some(order.id.clone()), ..cart })));
        Ok(order.id)
    }

    fn lapse(&self, shop: &Shop, cart: Cart, lapse: CartLapse, facts: &CartFacts, amount: Rupiah, effects: &mut Effects) {
        let (user, place, price) = (cart.user_id, cart.place, cart.ceiling);
        let offer = facts.offer.clone().filter(|offer| facts.admitted && facts.open && !facts.limited && facts.available >= offer.price);
        let again = offer.filter(|_| lapse != CartLapse::Cancelled).map(|offer| {
            let expires_at = facts.now.plus_seconds(shop.confirm_seconds);
            let quote = cart.quote.clone();
            Quote { id: random::token(), price: offer.price, cost: offer.cost, expires_at, ..quote }
        });
        let quote = again.as_ref().map(|quote| quote.id.clone());
        effects.extend(again.map(|quote| Write::Order(OrderWrite::AddQuote(quote))));
        let bill = cart.bill.clone();
        if cart.state == CartState::Waiting {
            self.bills.lapse(cart, lapse, effects);
        }
        let lapsed = CartNotification::Lapsed { user, bill, amount, lapse, price, quote };
        self.notifier.notify_at(place, Notification::Cart(lapsed), effects);
    }
}
