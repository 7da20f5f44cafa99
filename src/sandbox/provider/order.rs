//! An order that the simulated provider has accepted, and how it ends: automatically when its time has come, or by hand.

use chrono::{DateTime, Utc};

/// The status word of an open order.
pub const PENDING: &str = "pending";
/// The word for a delivered order.
pub const SUCCESS: &str = "success";
/// The word for an order that was not delivered.
pub const FAILED: &str = "failed";

/// An order the provider took: its price left the balance.
#[derive(Clone, Debug)]
pub struct TakenOrder {
    /// The provider's number, `INV-XXXXXXXX-<unix seconds>`.
    pub invoice: String,
    /// The customer's own number, if one was sent.
    pub ref_id: Option<String>,
    /// The SKU's code.
    pub sku: String,
    /// The SKU's name when the order was accepted.
    pub product_name: String,
    /// Where to deliver, as sent.
    pub target: String,
    /// The SKU's price when the order was accepted, rupiah.
    pub price: i64,
    /// The word that `/status` answers.
    pub status: String,
    /// Serial number.
    pub sn: Option<String>,
    /// The sentence that `/status` answers.
    pub message: String,
    /// Balance before the price left it, rupiah.
    pub balance_before: i64,
    /// Balance after the price left it, rupiah.
    pub balance_after: i64,
    /// When it was accepted.
    pub created_at: DateTime<Utc>,
    /// When its status last changed.
    pub updated_at: DateTime<Utc>,
    /// The price went back to the balance.
    pub refunded: bool,
    pub(super) plan: Option<Plan>,
}

/// The end of an order that is not ended by hand.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub(super) at: DateTime<Utc>,
    pub(super) end: End,
}

#[derive(Clone, Debug)]
pub(super) enum End {
    Delivered { sn: Option<String> },
    Failed { message: String },
}

impl TakenOrder {
    /// When it ends automatically; `None` once it has ended, or if it must be ended by hand.
    pub fn ends_at(&self) -> Option<DateTime<Utc>> {
        self.plan.as_ref().map(|plan| plan.at)
    }

    /// Ends the order, and says by how much that changes the balance: a failed order gives the
    /// price back, one that is delivered after all takes it again.
    pub(super) fn finish(&mut self, end: End, at: DateTime<Utc>) -> i64 {
        self.plan = None;
        self.updated_at = at;
        let refund = match end {
            End::Delivered { sn } => {
                self.status = SUCCESS.to_owned();
                self.message = "Transaksi berhasil".to_owned();
                self.sn = sn;
                false
            }
            End::Failed { message } => {
                self.status = FAILED.to_owned();
                self.message = message;
                true
            }
        };
        let was_refunded = std::mem::replace(&mut self.refunded, refund);
        self.price * (i64::from(refund) - i64::from(was_refunded))
    }
}
