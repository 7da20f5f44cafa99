//! The events of an order, and the entries of its history.

use serde::{Deserialize, Serialize};

use crate::domain::money::Rupiah;
use crate::domain::order::OrderState;
use crate::domain::reconciliation::Evidence;
use crate::domain::time::Millis;

/// An event in the life of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrderEvent {
    /// A worker is about to send the order. Must be on disk before the first byte leaves.
    Send {
        /// After this time no answer can come any more.
        deadline: Millis,
    },
    /// It can't be sent now (the price can't be checked, or the shop is closed); nothing was sent.
    Postponed,
    /// It waited too long to be sent.
    Expired,
    /// Its price changed before it was sent; the customer gets a new quote.
    PriceChanged { quote: String },
    /// Its item was removed from the price list before it was sent.
    Unavailable,
    /// Before it was sent, the provider refused the shop itself: key, address, vendor balance. Waiting would not help.
    NotAccepted {
        refusal: Refusal,
        /// The provider's words, if this order met the refusal.
        detail: String,
    },
    /// The call surely never reached the provider.
    NotSent { detail: String },
    /// The provider was busy (429); it did not accept the order.
    Busy { retry_after_ms: Option<i64> },
    /// The provider refused it in a documented form.
    Refused { refusal: Refusal, detail: String },
    /// The provider accepted it.
    Placed(Receipt),
    /// The answer does not show whether the provider accepted it.
    Unclear { detail: String },
    /// The process died, or the deadline passed, while it was being sent.
    Orphaned,
    /// Reconciliation has new evidence about it.
    Reconciled(Evidence),
    /// An admin found that it was placed, under this invoice; the provider knows the invoice, and item and target match.
    FoundPlaced { admin: i64, invoice: String },
    /// An admin found that it was not placed. Only when it is decidable.
    FoundNotPlaced { admin: i64 },
    /// The owner allows resolution by evidence, and the provider balance proves that it was placed.
    ProvedPlaced,
    /// The owner allows resolution by evidence, and the provider balance proves that it was not placed. Only when it is decidable.
    ProvedNotPlaced,
    /// It shall be sent again under the same `ref_id`, which the owner declares to be safe; requested by an admin, or automatic.
    ResendWanted { admin: Option<i64> },
    /// A worker is about to send it again. Must be on disk before the first byte leaves. Not again until it is decidable again.
    Resend { deadline: Millis },
    /// Sending it again gave no invoice.
    ResendUnclear { detail: String },
    /// The provider does not know the invoice that an admin gave: the order is uncertain again.
    TakenBack { admin: i64 },
    /// The provider answered a status check.
    Seen(StatusReport),
    /// A status check gave no usable answer.
    PollFailed,
}

/// The provider's answer when it accepts an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    pub invoice: String,
    /// What it charged, if the answer says so.
    pub cost: Option<Rupiah>,
    /// What the provider wrote in place of a cost that can be read: foreign text.
    pub odd_cost: Option<String>,
    /// The provider balance before and after, if the answer says so.
    pub balance_before: Option<Rupiah>,
    pub balance_after: Option<Rupiah>,
    /// The order's status in this answer.
    pub status_report: StatusReport,
}

/// What the provider says about an order at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusReport {
    /// The meaning of the status word.
    pub status: StatusWord,
    /// The status word itself.
    pub word: String,
    /// The serial number; a success may have none yet.
    pub sn: Option<String>,
    /// The provider's remark.
    pub message: Option<String>,
}

/// What a status word means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatusWord {
    /// In progress.
    Pending,
    /// Delivered.
    Success,
    /// Surely not delivered.
    Failed,
    /// An unknown word: the order stays pending.
    Unknown(String),
}

/// A documented refusal of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// 400 "Insufficient balance": the provider balance does not cover it.
    InsufficientBalance,
    /// 400 "Missing fields".
    MissingFields,
    /// 400 whose message says that the item can't be had now.
    ItemUnavailable,
    /// 400 whose message is about the ID that the customer gave.
    TargetRejected,
    /// 400 with any other message in the API's form.
    BadRequest,
    /// 401.
    Key,
    /// 403.
    Ip,
    /// 404.
    NotFound,
    /// 405.
    Method,
    /// 503 "Vendor balance depleted".
    VendorDepleted,
}

/// One entry of an order's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderHistoryEntry {
    pub at: Millis,
    /// The order's state after it.
    pub state: OrderState,
    pub kind: OrderHistoryKind,
    /// For admins: an invoice, the provider's words, who decided.
    pub detail: Option<String>,
}

/// The kind of a history entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderHistoryKind {
    /// Confirmed by the customer.
    Created,
    /// The intent to send it is on disk.
    Sending,
    /// Never sent: it waited too long, its item was removed from the list, or the provider refused the shop before.
    Cancelled,
    /// Never sent: its price changed.
    PriceChanged,
    /// The attempt surely did not reach the provider.
    NotSent,
    /// The provider was busy.
    Busy,
    /// The provider refused it.
    Refused,
    /// The provider accepted it.
    Placed,
    /// The answer did not show whether the provider accepted it.
    Unclear,
    /// No answer came, because the process died or the deadline passed.
    Orphaned,
    /// An admin found that it was placed.
    FoundPlaced,
    /// An admin found that it was not placed.
    FoundNotPlaced,
    /// The provider balance proves that it was placed.
    ProvedPlaced,
    /// The provider balance proves that it was not placed.
    ProvedNotPlaced,
    /// It shall be sent again under the same `ref_id`.
    ResendWanted,
    /// The intent to send it again is on disk.
    Resent,
    /// Sending it again did not show it either.
    ResendUnclear,
    /// An admin removed the wrong invoice.
    TakenBack,
    /// Delivered.
    Success,
    /// The provider says that it failed.
    Failed,
    /// The serial number of an order that succeeded without one.
    SnArrived,
}
