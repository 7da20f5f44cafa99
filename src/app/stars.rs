//! Telegram Stars: whether an invoice may be paid, and money that arrived by one.

use std::sync::Arc;

use crate::app::{AppError, Clock, Effects, Payments, ProviderCalls};
use crate::domain::bill::BillId;
use crate::domain::payment::{SeenPayment, Unit};
use crate::domain::payment_method::PaymentMethod;
use crate::domain::shop::Shop;
use crate::domain::stars::{Checkout, CheckoutRefusal, refusal};
use crate::domain::time::Millis;
use crate::storage::Store;

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
    pub(super) provider: Arc<ProviderCalls>,
    pub(super) payments: Arc<Payments>,
}

impl Stars {
    /// Why an invoice must not be paid now, if so. One read, because Telegram waits for the answer.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn check(&self, shop: &Shop, asked: &Checkout) -> Result<Option<CheckoutRefusal>, AppError> {
        if shop.wallet.star_rate().is_none() || !self.provider.is_open() {
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
}
