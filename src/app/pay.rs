//! Money that arrived: the one place where a payment becomes a transfer to a wallet.
//!
//! The transfer, the payment, the bill and what the customer is told are one commit. A payment is credited by its method's id of it, so that
//! however often it is seen, by however many processes, one commit wins and the others change nothing and say nothing.

use std::sync::Arc;

use crate::app::audit::audit;
use crate::app::cart::CartEnd;
use crate::app::{AppError, Bills, Carts, Clock, Effects, Notifier};
use crate::domain::bill::{Bill, BillEvent, BillId};
use crate::domain::money::Rupiah;
use crate::domain::notification::{BillNotification, Notification};
use crate::domain::order::OrderId;
use crate::domain::payment::{Payment, SeenPayment, Unit, Unmatched, match_payment};
use crate::domain::payment_method::PaymentMethod;
use crate::domain::shop::Shop;
use crate::domain::wallet::Transfer;
#[cfg(debug_assertions)]
use crate::failpoint::{self, Failpoint};
use crate::storage::{LedgerWrite, PaymentWrite, Store, Write};

/// What became of an admin's approval of a proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Approval {
    /// It is credited as soon as the effects are committed.
    Credited(Box<Bill>),
    /// It was credited before, by this admin.
    Already(Box<Payment>),
    /// There is no such bill of the shop's own code.
    Unknown,
}

/// Payments.
pub struct Payments {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) notifier: Notifier,
    pub(super) bills: Arc<Bills>,
    pub(super) carts: Arc<Carts>,
}

impl Payments {
    /// A method says that a bill is paid. What was asked for is credited, and an order that waits for it goes on; anything else is unmatched,
    /// and the admins get a card. Commits.
    ///
    /// # Errors
    /// When something can't be read or written. A conflict: another process was first.
    pub async fn arrived(&self, shop: &Arc<Shop>, bill: Bill, seen: SeenPayment) -> Result<(), AppError> {
        let mut effects = Effects::new();
        self.receive(shop, bill, seen, &mut effects).await?;
        Ok(self.store.commit(effects).await?)
    }

    /// The same, for a caller who commits.
    ///
    /// # Errors
    /// When something can't be read.
    pub async fn receive(&self, shop: &Arc<Shop>, bill: Bill, seen: SeenPayment, effects: &mut Effects) -> Result<(), AppError> {
        let SeenPayment { ref id, received, unit, paid_at, payer, .. } = seen;
        if let Some(known) = self.store.find_payment(bill.method, id).await? {
            // What nobody got is with the admins.
            if known.credited.is_none() {
                self.looked(bill, effects)?;
            }
            return Ok(());
        }
        let payment = Payment {
            method: bill.method,
            id: id.clone(),
            bill: Some(bill.id.clone()),
            payer,
            received,
            unit,
            credited: None,
            seen_at: self.clock.now(),
            paid_at,
            actor: None,
            unmatched: None,
            note: None,
        };
        match match_payment(&bill, &seen, shop.wallet.tests_count(bill.method)) {
            Ok(amount) => {
                let was = bill.clone();
                self.credit(bill, Payment { credited: Some(amount), ..payment }, amount, effects)?;
                #[cfg(debug_assertions)]
                if failpoint::is_on(Failpoint::SplitCart) {
                    self.store.commit(std::mem::take(effects)).await?;
                    tokio::time::sleep(failpoint::BETWEEN_COMMITS).await;
                }
                let order = match self.carts.go_on(shop, &was, amount, effects).await? {
                    CartEnd::None => None,
                    CartEnd::Placed(order) => Some(order),
                    // That says it with the money.
                    CartEnd::Lapsed => return Ok(()),
                };
                self.tell(&was, amount, order, effects);
            }
            Err(why) => {
                tracing::warn!(bill = %bill.id.0, received, ?why, "a payment is not credited by itself");
                let unmatched = BillNotification::Unmatched { method: payment.method, payment: payment.id.clone() };
                effects.push(Write::Payment(PaymentWrite::Add(Payment { unmatched: Some(why), ..payment })));
                self.looked(bill, effects)?;
                effects.extend(self.notifier.to_admins(&Notification::Bill(unmatched)));
            }
        }
        Ok(())
    }

    /// A bill that is polled is looked at later again.
    fn looked(&self, bill: Bill, effects: &mut Effects) -> Result<(), AppError> {
        if bill.method.can_be_asked() {
            self.bills.apply(bill, BillEvent::Looked { word: None, over: false }, effects)?;
        }
        Ok(())
    }

    /// Money arrived for which there is no bill: the admins get a card, once. Commits.
    ///
    /// # Errors
    /// When something can't be read or written.
    pub async fn arrived_for_nobody(&self, method: PaymentMethod, seen: SeenPayment, test: bool) -> Result<(), AppError> {
        let mut effects = Effects::new();
        self.receive_for_nobody(method, seen, test, &mut effects).await?;
        Ok(self.store.commit(effects).await?)
    }

    /// The same, for a caller who commits.
    ///
    /// # Errors
    /// When something can't be read.
    pub async fn receive_for_nobody(
        &self,
        method: PaymentMethod,
        seen: SeenPayment,
        test: bool,
        effects: &mut Effects,
    ) -> Result<(), AppError> {
        if self.store.find_payment(method, &seen.id).await?.is_some() {
            return Ok(());
        }
        let SeenPayment { id, received, unit, paid_at, payer, test: says_test } = seen;
        let unmatched = Some(if test || says_test { Unmatched::Test } else { Unmatched::UnknownBill });
        let (bill, credited, actor, note, seen_at) = (None, None, None, None, self.clock.now());
        let payment = Payment { method, id, bill, payer, received, unit, credited, seen_at, paid_at, actor, unmatched, note };
        let card = BillNotification::Unmatched { method, payment: payment.id.clone() };
        effects.push(Write::Payment(PaymentWrite::Add(payment)));
        effects.extend(self.notifier.to_admins(&Notification::Bill(card)));
        Ok(())
    }

    /// An admin found on the bank statement what a customer paid for a bill of the shop's own code: `received`, which is what the wallet gets.
    /// A bill is approved once, in whatever state it is.
    ///
    /// # Errors
    /// When the database cannot be read. The commit conflicts when another admin was first.
    pub async fn approve(&self, admin: i64, bill: &BillId, received: Rupiah, effects: &mut Effects) -> Result<Approval, AppError> {
        let Some(bill) = self.store.find_bill(bill).await?.filter(|bill| bill.method == PaymentMethod::Qris) else {
            return Ok(Approval::Unknown);
        };
        // A static code has no payment ids: one proof, one bill, one payment.
        let id = bill.id.0.clone();
        if let Some(payment) = self.store.find_payment(bill.method, &id).await? {
            return Ok(Approval::Already(Box::new(payment)));
        }
        let now = self.clock.now();
        let payment = Payment {
            method: bill.method,
            id,
            bill: Some(bill.id.clone()),
            payer: None,
            received: received.0,
            unit: Unit::Rupiah,
            credited: Some(received),
            seen_at: now,
            paid_at: None,
            actor: Some(admin),
            unmatched: None,
            note: None,
        };
        let bill = self.credit(bill, payment, received, effects)?;
        self.tell(&bill, received, None, effects);
        effects.push(audit(admin, "approve_payment", bill.number.clone(), received.0.to_string(), now));
        Ok(Approval::Credited(Box::new(bill)))
    }

    /// The wallet gets `amount`, and the bill is paid. Who calls this tells the customer, once.
    fn credit(&self, bill: Bill, payment: Payment, amount: Rupiah, effects: &mut Effects) -> Result<Bill, AppError> {
        let transfer = Transfer::payment(payment.method, &payment.id, bill.user_id, amount, payment.actor, payment.seen_at);
        effects.push(Write::Ledger(LedgerWrite::Transfer(transfer)));
        effects.push(Write::Payment(PaymentWrite::Add(payment)));
        Ok(self.bills.apply(bill, BillEvent::Paid, effects)?)
    }

    /// The customer is told about the money; `order`: what it bought at once.
    fn tell(&self, bill: &Bill, amount: Rupiah, order: Option<OrderId>, effects: &mut Effects) {
        let credited = BillNotification::Credited { user: bill.user_id, bill: Some(bill.id.clone()), amount, order };
        self.notifier.notify(bill.chat_id, credited.into(), effects);
    }
}
