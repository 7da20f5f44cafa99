//! Stars that are given back: by an admin, the wallet first and Telegram second; or by Telegram itself, which says so afterwards.

use crate::app::{AppError, Clock, Effects, Notifier, PayoutWish, Payouts, random};
use crate::domain::money::Rupiah;
use crate::domain::notification::{BillNotification, PayoutNotification};
use crate::domain::payment::Payment;
use crate::domain::payment_method::PaymentMethod;
use crate::domain::payout::{Payout, PayoutState};
use crate::domain::wallet::Transfer;
use crate::storage::{CommitError, LedgerWrite, PayoutWrite, ReminderWrite, Store, Write};

/// Most refunds that are asked for in one round.
const AT_ONCE: i64 = 20;
/// Where a refund goes, as its customer reads it.
const DESTINATION: &str = "Telegram Stars";

/// What Telegram answered to a refund.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefundAnswer {
    /// The customer has the Stars.
    GivenBack,
    /// They surely do not get them, and why.
    Refused { word: String },
}

/// Refunds of Stars.
pub struct StarRefunds {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) notifier: Notifier,
    pub(super) payouts: Payouts,
}

impl StarRefunds {
    /// The payout that gives a payment in Stars back, all of it, for this reason; `None` when it was never credited.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn wish(&self, charge: &str, reason: &str) -> Result<Option<PayoutWish>, AppError> {
        let Some(payment) = self.store.find_payment(PaymentMethod::Stars, charge).await? else { return Ok(None) };
        let (Some(amount), Some(user)) = (payment.credited, payment.payer) else { return Ok(None) };
        let destination = format!("{DESTINATION}: {reason}");
        Ok(Some(PayoutWish { user, method: payment.method, payment: Some(payment.id), amount, destination }))
    }

    /// The payout that gives a payment back already, or has done so.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find(&self, charge: &str) -> Result<Option<Payout>, AppError> {
        Ok(self.store.find_payout_of(PaymentMethod::Stars, charge).await?)
    }

    /// Refunds that Telegram has to be asked for.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn due(&self) -> Result<Vec<Payout>, AppError> {
        Ok(self.store.list_open_payouts_by(PaymentMethod::Stars, AT_ONCE).await?)
    }

    /// Telegram answered for sure. Where it refused, the amount comes back and the admins are told. Commits.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn answered(&self, payout: Payout, answer: RefundAnswer) -> Result<(), AppError> {
        let mut effects = Effects::new();
        let payment = payout.payment.clone().unwrap_or_default();
        let sent = answer == RefundAnswer::GivenBack;
        self.payouts.end(payout, sent, None, &mut effects);
        if let RefundAnswer::Refused { word } = answer {
            effects.extend(self.notifier.to_admins(&BillNotification::StarsRefused { payment, word }.into()));
        }
        self.commit(effects).await
    }

    /// Telegram says that a payment was given back. Where that was our doing, it is the answer to it. If not, the wallet gives what it still
    /// has, and the admins are told, once.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn given_back(&self, charge: &str, effects: &mut Effects) -> Result<(), AppError> {
        if let Some(payout) = self.store.find_payout_of(PaymentMethod::Stars, charge).await? {
            if payout.state == PayoutState::Open {
                self.payouts.end(payout, true, None, effects);
            }
            return Ok(());
        }
        let told = format!("stars_back:{charge}");
        if self.store.find_reminder(&told).await?.is_some() {
            return Ok(());
        }
        let Some(payment) = self.store.find_payment(PaymentMethod::Stars, charge).await? else {
            tracing::warn!(charge, "Stars of an unknown payment were given back");
            return Ok(());
        };
        let taken = self.take(&payment, effects).await?;
        let missing = payment.credited.unwrap_or(Rupiah::ZERO) - taken;
        let now = self.clock.now();
        effects.push(Write::Reminder(ReminderWrite::Sent { name: told.into(), now }));
        effects.extend(self.notifier.to_admins(&BillNotification::StarsBack { payment: payment.id, taken, missing }.into()));
        Ok(())
    }

    /// The same of Telegram's list of transactions. Commits.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub async fn compare(&self, charge: &str) -> Result<(), AppError> {
        let mut effects = Effects::new();
        self.given_back(charge, &mut effects).await?;
        self.commit(effects).await
    }

    /// Takes what the wallet still has of a payment, and tells the customer.
    async fn take(&self, payment: &Payment, effects: &mut Effects) -> Result<Rupiah, AppError> {
        let (Some(credited), Some(user_id)) = (payment.credited, payment.payer) else { return Ok(Rupiah::ZERO) };
        let amount = self.store.find_balance(user_id).await?.available.min(credited);
        if amount <= Rupiah::ZERO {
            return Ok(Rupiah::ZERO);
        }
        let now = self.clock.now();
        let (_, number) = random::bill_id(now);
        let payout = Payout {
            id: random::token(),
            number,
            user_id,
            method: PaymentMethod::Stars,
            payment: Some(payment.id.clone()),
            amount,
            destination: DESTINATION.to_owned(),
            state: PayoutState::Done,
            admin: None,
            created_at: now,
            ended_by: None,
            ended_at: Some(now),
        };
        effects.push(Write::Ledger(LedgerWrite::Transfer(Transfer::payout(&payout))));
        effects.push(Write::Payout(PayoutWrite::Add(payout.clone())));
        self.notifier.notify(user_id, PayoutNotification::Done { payout: payout.id }.into(), effects);
        Ok(amount)
    }

    /// Commits; what was known by then changes nothing.
    async fn commit(&self, effects: Effects) -> Result<(), AppError> {
        match self.store.commit(effects).await {
            Err(CommitError::Conflict(what)) => {
                tracing::debug!(what, "a refund changed meanwhile");
                Ok(())
            }
            done => Ok(done?),
        }
    }
}
