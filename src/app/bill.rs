//! Customers' bills: opened, looked at when they are due, cancelled, ended. What money does to them is in `pay.rs`.
//!
//! A handler opens a bill: [`Bills::open`] for a gateway, whose code a worker then asks for; [`Bills::open_static`] for the shop's own code,
//! which needs nobody. Each change of a bill that its customer has seen puts its card on the way again.

use std::sync::Arc;

use crate::app::{AppError, Clock, Effects, Gateways, Notifier, random};
use crate::domain::bill::{self, AMOUNT_REST_MS, Bill, BillEvent, BillId, BillState, FIRST, IllegalBillEvent, Slip, unique_amount};
use crate::domain::cart::{Cart, CartLapse, CartState};
use crate::domain::money::Rupiah;
use crate::domain::notification::{BillNotification, CartNotification, Notification};
use crate::domain::payment_method::{PaymentMethod, PaymentWay};
use crate::domain::place::Place;
use crate::domain::shop::Shop;
use crate::domain::stars::{most_rupiah, stars_for};
use crate::storage::{BillWrite, CartWrite, Store, Write};

/// What a customer wants to pay into the wallet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BillWish {
    pub user_id: i64,
    /// Where the bill is shown.
    pub place: Place,
    pub wanted: Rupiah,
}

/// What became of the wish for a bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BillOpening {
    /// It is there as soon as the effects are committed.
    Opened(Box<Bill>),
    /// The customer has an open one already: that is shown again.
    Already(Box<Bill>),
    /// Less than the least, or more than the most that one bill may ask for.
    OutOfRange { minimum: Rupiah, maximum: Rupiah },
    /// The wallet would hold more than it may.
    BalanceFull { maximum: Rupiah },
    /// Every amount near this one is asked of somebody else now.
    NoAmountFree,
    /// There is no gateway to ask.
    NoGateway,
}

/// Bills.
pub struct Bills {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) notifier: Notifier,
    pub(super) gateways: Arc<Gateways>,
}

impl Bills {
    /// The ways to pay that are there now.
    pub fn ways(&self, shop: &Shop) -> Vec<PaymentWay> {
        let gateway = shop.wallet.enabled && !self.gateways.offered(shop).is_empty();
        let ways = [
            gateway.then_some(PaymentWay::Gateway),
            shop.wallet.open_qris().map(|_| PaymentWay::Static),
            shop.wallet.star_rate().map(|_| PaymentWay::Stars),
        ];
        ways.into_iter().flatten().collect()
    }

    /// Opens a bill that is paid in this way.
    ///
    /// # Errors
    /// When the database cannot be read. The commit conflicts with `the amount` when another process took it at the same time.
    pub async fn open_by(&self, shop: &Shop, wish: BillWish, way: PaymentWay, effects: &mut Effects) -> Result<BillOpening, AppError> {
        match (way, shop.wallet.open_qris()) {
            (PaymentWay::Gateway, _) => self.open(shop, wish, effects).await,
            (PaymentWay::Static, Some(qris)) => {
                let code = |payable| qris.code.with_amount(Rupiah(payable));
                self.open_static(shop, wish, qris.unique, &code, effects).await
            }
            (PaymentWay::Static, None) => Ok(BillOpening::NoGateway),
            (PaymentWay::Stars, _) => self.open_stars(shop, wish, effects).await,
        }
    }

    /// Opens a bill at the first gateway that works. A worker asks for its code, and the customer gets its card then.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn open(&self, shop: &Shop, wish: BillWish, effects: &mut Effects) -> Result<BillOpening, AppError> {
        if let Some(refused) = self.refusal(shop, wish).await? {
            return Ok(refused);
        }
        let Some(method) = self.gateways.offered(shop).first().copied() else { return Ok(BillOpening::NoGateway) };
        let bill = self.new_bill(shop, wish, method);
        effects.push(Write::Bill(BillWrite::Add(bill.clone())));
        Ok(BillOpening::Opened(Box::new(bill)))
    }

    /// Opens a bill of the shop's own code: up to `unique` rupiah more than wanted, which the wallet gets too, so that no two customers are
    /// asked for the same amount at a time. `code` makes the text of the QR code for an amount.
    ///
    /// # Errors
    /// When the database cannot be read. The commit conflicts with `the amount` when another process took it at the same time.
    pub async fn open_static(
        &self,
        shop: &Shop,
        wish: BillWish,
        unique: i64,
        code: &(dyn Fn(i64) -> String + Sync),
        effects: &mut Effects,
    ) -> Result<BillOpening, AppError> {
        if let Some(refused) = self.refusal(shop, wish).await? {
            return Ok(refused);
        }
        let (now, method) = (self.clock.now(), PaymentMethod::Qris);
        let taken = self.store.list_claimed_amounts(method, now).await?;
        let Some(payable) = unique_amount(wish.wanted, unique, &taken, random::start()) else { return Ok(BillOpening::NoAmountFree) };
        let slip = Slip { asked: Rupiah(payable), amount: Rupiah(payable), payable, code: code(payable), expires_at: None };
        let bill = Bill { version: 0, ..self.new_bill(shop, wish, method) };
        let bill = bill::apply(bill, BillEvent::Opened(slip), now)?;
        let until = bill.expires_at.plus_ms(AMOUNT_REST_MS);
        effects.push(Write::Bill(BillWrite::Add(bill.clone())));
        effects.push(Write::Bill(BillWrite::Claim { method, payable, bill: bill.id.clone(), until, now }));
        effects.push(self.card(&bill));
        Ok(BillOpening::Opened(Box::new(bill)))
    }

    /// Opens a bill in Telegram Stars: Telegram shows the invoice, and says when it is paid.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn open_stars(&self, shop: &Shop, wish: BillWish, effects: &mut Effects) -> Result<BillOpening, AppError> {
        let Some(rate) = shop.wallet.star_rate() else { return Ok(BillOpening::NoGateway) };
        if let Some(refused) = self.refusal(shop, wish).await? {
            return Ok(refused);
        }
        let Some(stars) = stars_for(wish.wanted, rate) else {
            return Ok(BillOpening::OutOfRange { minimum: shop.wallet.minimum, maximum: most_rupiah(rate) });
        };
        let bill = Bill { version: 0, ..self.new_bill(shop, wish, PaymentMethod::Stars) };
        let bill = bill::apply(bill, BillEvent::Invoiced { stars }, self.clock.now())?;
        effects.push(Write::Bill(BillWrite::Add(bill.clone())));
        self.notifier.notify_at(bill.place(), invoice(&bill), effects);
        Ok(BillOpening::Opened(Box::new(bill)))
    }

    /// A customer's own bill.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find(&self, user_id: i64, id: &BillId) -> Result<Option<Bill>, AppError> {
        Ok(self.store.find_bill(id).await?.filter(|bill| bill.user_id == user_id))
    }

    /// The open bill of a customer.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_open(&self, user_id: i64) -> Result<Option<Bill>, AppError> {
        Ok(self.store.find_open_bill(user_id).await?)
    }

    /// Shows a bill once more, as a new message.
    pub fn show_again(&self, bill: &Bill, effects: &mut Effects) {
        let again = match bill.method {
            PaymentMethod::Stars => invoice(bill),
            _ => BillNotification::Again { bill: bill.id.clone() }.into(),
        };
        self.notifier.notify_at(bill.place(), again, effects);
    }

    /// The customer does not want a bill of theirs any more; `false` when it can't be cancelled any more.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn cancel(&self, user_id: i64, id: &BillId, effects: &mut Effects) -> Result<bool, AppError> {
        let cancelled = self.happens(user_id, id, BillEvent::Cancelled, effects).await?;
        if let Some(bill) = self.find(user_id, id).await?.filter(|_| cancelled) {
            self.end_cart(&bill, CartLapse::Cancelled, effects).await?;
        }
        Ok(cancelled)
    }

    /// The order that waits for a bill waits no more; `false` when there is none. Its money, should it come, goes to the wallet.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(super) async fn end_cart(&self, bill: &Bill, why: CartLapse, effects: &mut Effects) -> Result<bool, AppError> {
        let cart = self.store.find_cart_of(&bill.id).await?.filter(|cart| cart.state == CartState::Waiting);
        let waited = cart.is_some();
        if let Some(cart) = cart {
            self.lapse(cart, why, effects);
        }
        Ok(waited)
    }

    /// A cart becomes nothing.
    pub(super) fn lapse(&self, cart: Cart, why: CartLapse, effects: &mut Effects) {
        let card = CartNotification::Card { bill: cart.bill.clone() };
        self.notifier.notify_at(cart.place, card.into(), effects);
        effects.push(Write::Cart(CartWrite::End(Cart { state: CartState::Lapsed, lapse: Some(why), ..cart })));
    }

    /// The customer says that a bill of theirs is paid: it is looked at before all others. `false` when there is nothing to look at.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn look_now(&self, user_id: i64, id: &BillId, effects: &mut Effects) -> Result<bool, AppError> {
        self.happens(user_id, id, BillEvent::Hint { test: false }, effects).await
    }

    async fn happens(&self, user_id: i64, id: &BillId, event: BillEvent, effects: &mut Effects) -> Result<bool, AppError> {
        let Some(bill) = self.find(user_id, id).await? else { return Ok(false) };
        let moved = self.apply(bill, event, effects);
        Ok(moved.is_ok())
    }

    /// What is to be written because of an event of a bill: the bill, and its card when the customer sees a difference.
    ///
    /// # Errors
    /// When the event is not allowed in the bill's state.
    pub fn apply(&self, bill: Bill, event: BillEvent, effects: &mut Effects) -> Result<Bill, IllegalBillEvent> {
        let was = bill.state;
        let bill = bill::apply(bill, event, self.clock.now())?;
        effects.push(Write::Bill(BillWrite::Move(bill.clone())));
        if bill.state == BillState::Failed {
            let failed = BillNotification::Failed { bill: bill.id.clone() };
            effects.push(self.notifier.to_place(bill.place(), failed.into()));
        } else if bill.state != was && bill.opened_at.is_some() {
            effects.push(self.card(&bill));
        }
        Ok(bill)
    }

    fn card(&self, bill: &Bill) -> Write {
        self.notifier.to_place(bill.place(), BillNotification::Card { bill: bill.id.clone() }.into())
    }

    /// Why a bill can't be opened.
    async fn refusal(&self, shop: &Shop, wish: BillWish) -> Result<Option<BillOpening>, AppError> {
        let settings = &shop.wallet;
        if let Some(open) = self.store.find_open_bill(wish.user_id).await? {
            return Ok(Some(BillOpening::Already(Box::new(open))));
        }
        let (minimum, maximum) = (settings.minimum, settings.maximum);
        if wish.wanted < minimum || wish.wanted > maximum {
            return Ok(Some(BillOpening::OutOfRange { minimum, maximum }));
        }
        let balance = self.store.find_balance(wish.user_id).await?;
        let full = balance.available + balance.held + wish.wanted > settings.max_balance;
        Ok(full.then_some(BillOpening::BalanceFull { maximum: settings.max_balance }))
    }

    fn new_bill(&self, shop: &Shop, wish: BillWish, method: PaymentMethod) -> Bill {
        let now = self.clock.now();
        let (id, number) = random::bill_id(now);
        Bill {
            id,
            number,
            user_id: wish.user_id,
            chat_id: wish.place.chat_id,
            topic: wish.place.topic,
            method,
            state: BillState::Opening,
            version: 1,
            wanted: wish.wanted,
            amount: wish.wanted,
            payable: wish.wanted.0,
            reference: None,
            asked: None,
            code: None,
            openings: 0,
            opened_at: None,
            looked_at: None,
            word: None,
            test: false,
            due_at: Some(FIRST),
            expires_at: now.plus_seconds(shop.wallet.bill_minutes * 60),
            ended_at: None,
            created_at: now,
        }
    }
}

fn invoice(bill: &Bill) -> Notification {
    BillNotification::Invoice { bill: bill.id.clone() }.into()
}
