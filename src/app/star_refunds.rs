//! Stars that are given back: by an admin, the wallet first and Telegram second; or by Telegram itself, which says so afterwards.

use crate::app::{AppError, Clock, Effects, Notifier, PayoutOpening, PayoutWish, Payouts, random};
use crate::domain::money::Rupiah;
use crate::domain::notification::{BillNotification, PayoutNotification};
use crate::domain::payment::Payment;
use crate::domain::payment_method::PaymentMethod;
use crate::domain::payout::{Payout, PayoutState};
use crate::domain::shop::Shop;
use crate::domain::wallet::Transfer;
use crate::storage::{CommitError, LedgerWrite, PaymentWrite, PayoutWrite, ReminderWrite, Store, Write};

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
    /// The payout that gives a payment in Stars back, all of it, for this reason; `None` when it was set aside, or nobody knows what it is worth:
    /// what was not credited counts by the shop's rate.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn wish(&self, shop: &Shop, charge: &str, reason: &str) -> Result<Option<PayoutWish>, AppError> {
        let Some(payment) = self.store.find_payment(PaymentMethod::Stars, charge).await? else { return Ok(None) };
        let by_rate = || Some(payment.most(None, shop.wallet.star_rate())).filter(|worth| payment.is_unmatched() && *worth > Rupiah::ZERO);
        let (Some(amount), Some(user)) = (payment.credited.or_else(by_rate), payment.payer) else { return Ok(None) };
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

    /// Why a payment can't be given back now; `None` when it can.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn refusal(&self, admin: i64, wish: &PayoutWish) -> Result<Option<PayoutOpening>, AppError> {
        // What nobody got is not taken from what they have.
        let amount = if self.find_unmatched(wish).await?.is_some() { Rupiah::ZERO } else { wish.amount };
        self.payouts.refusal(admin, wish.user, amount).await
    }

    /// An admin gives a payment back: its amount leaves the wallet as soon as the effects are committed; then Telegram is asked. What nobody got
    /// is credited in the same commit, so that it leaves like any other.
    ///
    /// # Errors
    /// When the database cannot be read. The commit conflicts when another admin was first, or the money was spent at the same time.
    pub async fn open(&self, admin: i64, wish: PayoutWish, press: &str, effects: &mut Effects) -> Result<PayoutOpening, AppError> {
        let Some(payment) = self.find_unmatched(&wish).await? else { return self.payouts.open(admin, wish, press, effects).await };
        if let Some(refused) = self.refusal(admin, &wish).await? {
            return Ok(refused);
        }
        let (now, user, amount) = (self.clock.now(), wish.user, wish.amount);
        let (id, bill) = (payment.id.clone(), payment.bill.clone());
        let transfer = Transfer::payment(payment.method, &id, user, amount, Some(admin), now);
        effects.push(Write::Ledger(LedgerWrite::Transfer(transfer)));
        effects.push(Write::Payment(PaymentWrite::Decide(Payment { credited: Some(amount), actor: Some(admin), ..payment })));
        let card = BillNotification::Unmatched { method: PaymentMethod::Stars, payment: id };
        effects.extend(self.notifier.to_admins(&card.into()));
        self.notifier.notify(user, BillNotification::Credited { user, bill, amount, order: None }.into(), effects);
        Ok(PayoutOpening::Opened(Box::new(self.payouts.take(admin, wish, press, effects))))
    }

    /// The payment to give back, when nobody got it yet.
    async fn find_unmatched(&self, wish: &PayoutWish) -> Result<Option<Payment>, AppError> {
        let Some(charge) = &wish.payment else { return Ok(None) };
        Ok(self.store.find_payment(wish.method, charge).await?.filter(Payment::is_unmatched))
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
