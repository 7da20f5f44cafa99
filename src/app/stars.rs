//! Telegram Stars: whether an invoice may be paid, and money that arrived by one.

use std::sync::Arc;

use crate::app::{AppError, Clock, Effects, Notifier, Payments, ProviderCalls, pause};
use crate::domain::bill::BillId;
use crate::domain::notification::BillNotification;
use crate::domain::payment::{SeenPayment, Unit};
use crate::domain::payment_method::PaymentMethod;
use crate::domain::shop::Shop;
use crate::domain::stars::{Checkout, CheckoutRefusal, refusal};
use crate::domain::time::Millis;
use crate::storage::{CommitError, Store};

/// A payment in Telegram's list that is younger than this may still be on its way to us.
const ON_ITS_WAY_MS: i64 = 10 * 60_000;

/// Stars that somebody paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StarPayment {
    /// Telegram's id of the payment.
    pub charge: String,
    pub payer: i64,
    /// What the invoice carried: the id of its bill.
    pub payload: String,
    /// More than zero.
    pub stars: i64,
    pub paid_at: Millis,
}

/// Telegram Stars.
pub struct Stars {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) notifier: Notifier,
    pub(super) provider: Arc<ProviderCalls>,
    pub(super) payments: Arc<Payments>,
}

impl Stars {
    /// Why an invoice must not be paid now, if so. One read, because Telegram waits for the answer.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn check(&self, shop: &Shop, asked: &Checkout) -> Result<Option<CheckoutRefusal>, AppError> {
        let closed = !self.provider.is_open() || pause(shop, self.clock.now()).is_some();
        if closed || shop.wallet.star_rate().is_none() {
            return Ok(Some(CheckoutRefusal::Closed));
        }
        let found = self.store.find_bill_and_funds(&BillId(asked.payload.clone())).await?;
        let found = found.as_ref().map(|(bill, funds)| (bill, *funds));
        Ok(refusal(asked, found, shop.wallet.max_balance, self.clock.now()))
    }

    /// Stars arrived. The wallet gets the rupiah of the bill, however old it is; what fits no bill of the payer's is unmatched. A payment that
    /// is known changes nothing.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn paid(&self, shop: &Arc<Shop>, paid: StarPayment, effects: &mut Effects) -> Result<(), AppError> {
        let StarPayment { charge, payer, payload, stars, paid_at } = paid;
        let (method, unit) = (PaymentMethod::Stars, Unit::Stars);
        let seen = SeenPayment { id: charge, received: stars, unit, paid_at: Some(paid_at), payer: Some(payer), test: false };
        let bill = self.store.find_bill(&BillId(payload)).await?;
        match bill.filter(|bill| bill.method == method && bill.user_id == payer) {
            Some(bill) => self.payments.receive(shop, bill, seen, effects).await,
            None => self.payments.receive_for_nobody(method, seen, false, effects).await,
        }
    }

    /// Telegram lists a payment. One that is not known arrived all the same: it counts like any other, and the admins are told. Commits.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub async fn compare(&self, shop: &Arc<Shop>, listed: StarPayment) -> Result<(), AppError> {
        let charge = listed.charge.clone();
        let on_its_way = self.clock.now().since_ms(listed.paid_at) < ON_ITS_WAY_MS;
        if on_its_way || self.store.find_payment(PaymentMethod::Stars, &charge).await?.is_some() {
            return Ok(());
        }
        tracing::warn!(charge, "a payment in Stars was not known");
        let mut effects = Effects::new();
        self.paid(shop, listed, &mut effects).await?;
        effects.extend(self.notifier.to_admins(&BillNotification::StarsFound { payment: charge }.into()));
        match self.store.commit(effects).await {
            // It arrived meanwhile.
            Err(CommitError::Conflict(_)) => Ok(()),
            done => Ok(done?),
        }
    }
}
