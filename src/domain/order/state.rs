//! What an order is called, and where it stands.

use serde::{Deserialize, Serialize};

/// An order's identity and our `ref_id` at the provider: a UUIDv7 in text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OrderId(pub String);

/// Where an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderState {
    /// Confirmed, not sent yet.
    Queued,
    /// The intent to send is on disk; the call may be under way.
    Sending,
    /// The provider has it.
    Pending,
    /// Nobody knows whether the provider has it.
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

    /// The word for databases and texts.
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

    /// Whether the order is still somebody's open business.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Queued | Self::Sending | Self::Pending | Self::Uncertain)
    }
}
