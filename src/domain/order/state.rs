//! The id and the state of an order.

use serde::{Deserialize, Serialize};

/// An order's id, which is also its `ref_id` at the provider: a UUIDv7 as text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OrderId(pub String);

/// The state of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderState {
    /// Confirmed, not sent yet.
    Queued,
    /// The intent to send is on disk; the call may be in progress.
    Sending,
    /// The provider has accepted it.
    Pending,
    /// It is not known whether the provider has accepted it.
    Uncertain,
    /// Delivered.
    Success,
    /// Surely not delivered.
    Failed,
    /// Never sent.
    Cancelled,
}

impl OrderState {
    /// All states, in the order in which an order goes through them.
    pub const ALL: [Self; 7] = [Self::Queued, Self::Sending, Self::Pending, Self::Uncertain, Self::Success, Self::Failed, Self::Cancelled];

    /// Its name in the database and in texts.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Pending => "pending",
            Self::Uncertain => "uncertain",
            Self::Success => "success",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether the order has not ended yet.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Queued | Self::Sending | Self::Pending | Self::Uncertain)
    }
}
