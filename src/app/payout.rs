//! Payouts: the wallet first, the world second. The commit that opens a payout takes its amount from the wallet; the one who sends the money
//! (an admin by hand, or a program) says later what became of it, and where it surely was not sent, the amount comes back, once.

use crate::app::audit::audit;
use crate::app::{Admins, AppError, Clock, Effects, Notifier, random};
use crate::domain::money::Rupiah;
use crate::domain::notification::{Notification, PayoutNotification};
use crate::domain::payment_method::PaymentMethod;
use crate::domain::payout::{Payout, PayoutState};
use crate::domain::person::Person;
use crate::domain::role::Right;
use crate::domain::wallet::Transfer;
use crate::storage::{LedgerWrite, PayoutWrite, Store, Write};

/// What an admin wants to pay out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayoutWish {
    pub user: i64,
    /// By which the money is to be sent.
    pub method: PaymentMethod,
    /// The payment that is given back, where it is one.
    pub payment: Option<String>,
    pub amount: Rupiah,
    /// Where to. The customer reads it.
    pub destination: String,
}

/// What became of the wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PayoutOpening {
    /// The amount leaves the wallet as soon as the effects are committed.
    Opened(Box<Payout>),
    /// They are no admin, or there is no such customer.
    Denied,
    /// More than there is in the wallet.
    BeyondBalance { available: Rupiah },
    /// The payment is given back already, or is being given back.
    Already(Box<Payout>),
}

/// What became of what somebody said about a payout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PayoutEnd {
    /// It counts as soon as the effects are committed.
    Ended(Box<Payout>),
    /// It was known before.
    Already(Box<Payout>),
    /// There is no such payout, or it is not theirs to say.
    Denied,
}

/// Payouts.
pub struct Payouts {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) admins: Admins,
    pub(super) notifier: Notifier,
}

impl Payouts {
    /// Why an admin can't pay this amount out of a wallet now; `None` when they can.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn refusal(&self, admin: i64, user: i64, amount: Rupiah) -> Result<Option<PayoutOpening>, AppError> {
        if !self.admins.may(admin, Right::MoveMoney) || self.store.find_person(user).await?.is_none() {
            return Ok(Some(PayoutOpening::Denied));
        }
        let available = self.store.find_balance(user).await?.available;
        Ok((amount > available).then_some(PayoutOpening::BeyondBalance { available }))
    }

    /// Opens a payout: its amount leaves the wallet, and the customer is told. `press` is the token of the pressed keyboard: one press, one
    /// payout.
    ///
    /// # Errors
    /// When the database cannot be read. The commit conflicts with `the balance` when the money was spent at the same time.
    pub async fn open(&self, admin: i64, wish: PayoutWish, press: &str, effects: &mut Effects) -> Result<PayoutOpening, AppError> {
        if let Some(refused) = self.refusal(admin, wish.user, wish.amount).await? {
            return Ok(refused);
        }
        if let Some(payment) = &wish.payment
            && let Some(known) = self.store.find_payout_of(wish.method, payment).await?
        {
            return Ok(PayoutOpening::Already(Box::new(known)));
        }
        Ok(PayoutOpening::Opened(Box::new(self.take(admin, wish, press, effects))))
    }

    /// The same for a caller who knows that there is nothing against it.
    pub(super) fn take(&self, admin: i64, wish: PayoutWish, press: &str, effects: &mut Effects) -> Payout {
        let PayoutWish { user, method, payment, amount, destination } = wish;
        let now = self.clock.now();
        let (_, number) = random::bill_id(now);
        let payout = Payout {
            id: press.to_owned(),
            number,
            user_id: user,
            method,
            payment,
            amount,
            destination,
            state: PayoutState::Open,
            admin: Some(admin),
            created_at: now,
            ended_by: None,
            ended_at: None,
        };
        effects.push(Write::Ledger(LedgerWrite::Transfer(Transfer::payout(&payout))));
        effects.push(Write::Payout(PayoutWrite::Add(payout.clone())));
        let detail = format!("{} by {}: {}", amount.0, method.as_str(), payout.destination);
        effects.push(audit(admin, "payout", payout.number.clone(), detail, now));
        self.tell(&payout, PayoutNotification::Opened { payout: payout.id.clone() }, effects);
        payout
    }

    /// An admin says what became of a payout that is sent by hand.
    ///
    /// # Errors
    /// When the database cannot be read. The commit conflicts when another admin was first.
    pub async fn end_by_hand(&self, admin: i64, id: &str, sent: bool, effects: &mut Effects) -> Result<PayoutEnd, AppError> {
        let found = if self.admins.may(admin, Right::MoveMoney) { self.store.find_payout(id).await? } else { None };
        match found.filter(|payout| payout.method == PaymentMethod::Bank) {
            Some(payout) => Ok(self.end(payout, sent, Some(admin), effects)),
            None => Ok(PayoutEnd::Denied),
        }
    }

    /// It is known what became of a payout: the customer has the money (`sent`), or surely does not get it, and the amount comes back. `by` is
    /// the admin who says so, where no program found out. The right to say it is the caller's to check.
    pub fn end(&self, payout: Payout, sent: bool, by: Option<i64>, effects: &mut Effects) -> PayoutEnd {
        let now = self.clock.now();
        let Some(payout) = payout.clone().end(sent, by, now) else { return PayoutEnd::Already(Box::new(payout)) };
        let id = payout.id.clone();
        let told = if sent {
            PayoutNotification::Done { payout: id }
        } else {
            effects.push(Write::Ledger(LedgerWrite::Transfer(Transfer::returned(&payout, now))));
            PayoutNotification::Returned { payout: id }
        };
        effects.push(Write::Payout(PayoutWrite::End(payout.clone())));
        if let Some(admin) = by {
            let action = if sent { "payout_done" } else { "payout_returned" };
            effects.push(audit(admin, action, payout.number.clone(), payout.amount.0.to_string(), now));
        }
        self.tell(&payout, told, effects);
        PayoutEnd::Ended(Box::new(payout))
    }

    /// A payout and its customer.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find(&self, id: &str) -> Result<Option<(Payout, Person)>, AppError> {
        let Some(payout) = self.store.find_payout(id).await? else { return Ok(None) };
        let person = self.store.find_person(payout.user_id).await?;
        Ok(person.map(|person| (payout, person)))
    }

    fn tell(&self, payout: &Payout, notification: PayoutNotification, effects: &mut Effects) {
        self.notifier.notify(payout.user_id, Notification::Payout(notification), effects);
    }
}
