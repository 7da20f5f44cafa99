//! Unmatched payments: money that came but is not exactly what was asked for. An admin credits it, whole or in part, or sets it aside. The
//! payment is decided once: of two admins who press at the same time one is first, and the other sees who.

use std::sync::Arc;

use crate::app::audit::audit;
use crate::app::{Admins, AppError, Bills, Clock, Effects, Notifier};
use crate::domain::bill::{Bill, BillEvent};
use crate::domain::cart::CartLapse;
use crate::domain::money::Rupiah;
use crate::domain::notification::BillNotification;
use crate::domain::payment::{AsideReason, Payment};
use crate::domain::payment_method::PaymentMethod;
use crate::domain::person::Person;
use crate::domain::place::Place;
use crate::domain::role::Right;
use crate::domain::shop::Shop;
use crate::domain::wallet::Transfer;
use crate::storage::{LedgerWrite, PaymentWrite, Store, Write};

/// A payment with what an admin looks at before deciding about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentFile {
    pub payment: Payment,
    /// The bill that it pays, as far as one is known.
    pub bill: Option<Bill>,
    /// Whose it is: that bill's customer, or who paid, where the method says that.
    pub person: Option<Person>,
    /// The admin who decided about it.
    pub decider: Option<Person>,
    /// The most that may be credited for it.
    pub most: Rupiah,
}

/// What became of a decision about an unmatched payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnmatchedOutcome {
    /// It counts as soon as the effects are committed; this is the payment then.
    Done(Box<Payment>),
    /// It was decided before.
    Already,
    /// More than may be credited for it.
    TooMuch { most: Rupiah },
    /// They are no admin, or there is no such payment or customer.
    Denied,
}

/// Unmatched payments.
pub struct UnmatchedPayments {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) admins: Admins,
    pub(super) notifier: Notifier,
    pub(super) bills: Arc<Bills>,
}

impl UnmatchedPayments {
    /// A payment, decided or not.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find(&self, shop: &Shop, method: PaymentMethod, id: &str) -> Result<Option<PaymentFile>, AppError> {
        let Some(payment) = self.store.find_payment(method, id).await? else { return Ok(None) };
        let bill = match &payment.bill {
            Some(bill) => self.store.find_bill(bill).await?,
            None => None,
        };
        let person = match bill.as_ref().map(|bill| bill.user_id).or(payment.payer) {
            Some(customer) => self.store.find_person(customer).await?,
            None => None,
        };
        let decider = match payment.actor {
            Some(admin) => self.store.find_person(admin).await?,
            None => None,
        };
        let most = payment.most(bill.as_ref(), shop.wallet.star_rate());
        Ok(Some(PaymentFile { payment, bill, person, decider, most }))
    }

    /// The customer who is meant by the number of a bill, an id, an @username or a name; `None` when that is nobody, or several.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn owner(&self, text: &str) -> Result<Option<Person>, AppError> {
        if let Some(bill) = self.store.find_bill_called(text).await? {
            return Ok(self.store.find_person(bill.user_id).await?);
        }
        let mut people = self.store.find_people(text, 2).await?;
        Ok(if people.len() == 1 { people.pop() } else { None })
    }

    /// A customer by their id.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn person(&self, id: i64) -> Result<Option<Person>, AppError> {
        Ok(self.store.find_person(id).await?)
    }

    /// An admin credits `amount` for a payment: to its bill's customer or its payer, or, where nobody knows them, to `user`. The customer is told. An order
    /// that waits for the bill does not go on by itself, because the customer asked for something else than this money; they are offered it.
    ///
    /// # Errors
    /// When the database cannot be read. The commit conflicts when another admin was first.
    pub async fn credit(
        &self,
        shop: &Shop,
        admin: i64,
        (method, id): (PaymentMethod, &str),
        user: i64,
        amount: Rupiah,
        effects: &mut Effects,
    ) -> Result<UnmatchedOutcome, AppError> {
        let found = if self.admins.may(admin, Right::MoveMoney) { self.find(shop, method, id).await? } else { None };
        let Some(PaymentFile { payment, bill, most, .. }) = found else {
            return Ok(UnmatchedOutcome::Denied);
        };
        if !payment.is_unmatched() {
            return Ok(UnmatchedOutcome::Already);
        }
        if amount > most || amount <= Rupiah::ZERO {
            return Ok(UnmatchedOutcome::TooMuch { most });
        }
        let user = bill.as_ref().map(|bill| bill.user_id).or(payment.payer).unwrap_or(user);
        if self.store.find_person(user).await?.is_none() {
            return Ok(UnmatchedOutcome::Denied);
        }
        let (now, bill_id) = (self.clock.now(), payment.bill.clone());
        let transfer = Transfer::payment(method, id, user, amount, Some(admin), now);
        effects.push(Write::Ledger(LedgerWrite::Transfer(transfer)));
        let payment = Payment { credited: Some(amount), actor: Some(admin), ..payment };
        self.decide(payment.clone(), effects);
        effects.push(audit(admin, "credit_payment", format!("{}:{id}", method.as_str()), format!("{} to {user}", amount.0), now));
        let place = bill.as_ref().map_or(Place::chat(user), Bill::place);
        if let Some(bill) = bill {
            self.bills.end_cart(&bill, CartLapse::ByHand, effects).await?;
            // A bill that nobody has seen a code of stays as it is.
            let paid = self.bills.apply(bill, BillEvent::Paid, effects);
            paid.map(drop).or_else(|illegal| if illegal.state.has_code() { Err(illegal) } else { Ok(()) })?;
        }
        let told = BillNotification::Credited { user, bill: bill_id, amount, order: None };
        self.notifier.notify_at(place, told.into(), effects);
        Ok(UnmatchedOutcome::Done(Box::new(payment)))
    }

    /// An admin sets a payment aside: nobody gets it, and it waits no more.
    ///
    /// # Errors
    /// When the database cannot be read. The commit conflicts when another admin was first.
    pub async fn set_aside(
        &self,
        admin: i64,
        (method, id): (PaymentMethod, &str),
        reason: AsideReason,
        effects: &mut Effects,
    ) -> Result<UnmatchedOutcome, AppError> {
        let found = if self.admins.may(admin, Right::MoveMoney) { self.store.find_payment(method, id).await? } else { None };
        let Some(payment) = found else { return Ok(UnmatchedOutcome::Denied) };
        if !payment.is_unmatched() {
            return Ok(UnmatchedOutcome::Already);
        }
        let (now, word) = (self.clock.now(), reason.as_str().to_owned());
        let payment = Payment { actor: Some(admin), note: Some(word.clone()), ..payment };
        self.decide(payment.clone(), effects);
        effects.push(audit(admin, "set_aside_payment", format!("{}:{id}", method.as_str()), word, now));
        Ok(UnmatchedOutcome::Done(Box::new(payment)))
    }

    /// Writes the decision down, and brings the cards of all admins up to date.
    fn decide(&self, payment: Payment, effects: &mut Effects) {
        let card = BillNotification::Unmatched { method: payment.method, payment: payment.id.clone() };
        effects.push(Write::Payment(PaymentWrite::Decide(payment)));
        effects.extend(self.notifier.to_admins(&card.into()));
    }
}
