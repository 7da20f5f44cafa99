//! What can happen to an order, and what is kept of it.

use serde::{Deserialize, Serialize};

use crate::domain::money::Rupiah;
use crate::domain::order::OrderState;
use crate::domain::reconciliation::Evidence;
use crate::domain::time::Millis;

/// Something that happened to an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrderEvent {
    /// A worker is about to send it. To be on disk before the first byte leaves.
    Send {
        /// When an answer can no longer come.
        deadline: Millis,
    },
    /// It can't be sent right now (the price can't be read again, the shop is closed); nothing was sent.
    Postponed,
    /// It waited too long to be sent.
    Expired,
    /// Its price changed before it was sent; the customer gets a new quote.
    PriceChanged { quote: String },
    /// Its item left the list before it was sent.
    Unavailable,
    /// The provider refuses us before it was sent: key, address, vendor balance. Waiting would not help.
    NotAccepted {
        refusal: Refusal,
        /// The provider's words, if this order met the refusal.
        detail: String,
    },
    /// The call surely never reached the provider.
    NotSent { detail: String },
    /// The provider had no time (429); it did not take the order.
    Busy { retry_after_ms: Option<i64> },
    /// The provider refused it in a documented form.
    Refused { refusal: Refusal, detail: String },
    /// The provider took it.
    Placed(Receipt),
    /// The answer does not tell whether the provider took it.
    Unclear { detail: String },
    /// The process died, or the deadline passed, while it was being sent.
    Orphaned,
    /// The provider balance was weighed for it, and says something new.
    Reconciled(Evidence),
    /// An admin found that the provider has it, under this invoice; the provider knows it, and it fits.
    FoundPlaced { admin: i64, invoice: String },
    /// An admin found that the provider never had it. Only when it is settled.
    FoundNotPlaced { admin: i64 },
    /// The owner lets evidence resolve, and the provider balance proves that the provider has it.
    ProvedPlaced,
    /// The owner lets evidence resolve, and the provider balance proves that the provider never had it. Only when it is settled.
    ProvedNotPlaced,
    /// It is to be sent again under the same `ref_id`, which the owner declares to be safe: by an admin's wish, or by itself.
    ResendWanted { admin: Option<i64> },
    /// A worker is about to send it again. To be on disk before the first byte leaves; nobody else does until it is settled again.
    Resend { deadline: Millis },
    /// Sending it again has brought no invoice.
    ResendUnclear { detail: String },
    /// The provider does not know the invoice by which an admin had found it placed: it is uncertain as before.
    TakenBack { admin: i64 },
    /// A worker is about to ask the provider; nobody else does until then.
    Polling { until: Millis },
    /// The provider was asked and answered.
    Seen(StatusReport),
    /// The provider was asked and gave no answer that decides anything.
    PollFailed,
}

/// What the provider says when it takes an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    pub invoice: String,
    /// What it charged, if it said so.
    pub cost: Option<Rupiah>,
    /// Our provider balance before and after, if it said so.
    pub balance_before: Option<Rupiah>,
    pub balance_after: Option<Rupiah>,
    /// The state it gave at once.
    pub status_report: StatusReport,
}

/// What the provider says of an order at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusReport {
    /// What its word means.
    pub status: StatusWord,
    /// The word itself.
    pub word: String,
    /// The serial number; a success may come without.
    pub sn: Option<String>,
    /// The provider's remark.
    pub message: Option<String>,
}

/// What a status word means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatusWord {
    /// Under way.
    Pending,
    /// Delivered.
    Success,
    /// Surely not delivered.
    Failed,
    /// No word that we know: the order stays pending.
    Unknown(String),
}

/// A documented refusal of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// 400 "Insufficient balance": our provider balance does not cover it.
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

/// One line of an order's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderHistoryEntry {
    pub at: Millis,
    /// The state that it brought the order into.
    pub state: OrderState,
    pub kind: OrderHistoryKind,
    /// For admins: an invoice, the provider's words, who decided.
    pub detail: Option<String>,
}

/// What a history tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderHistoryKind {
    /// Confirmed by the customer.
    Created,
    /// The intent to send it is on disk.
    Sending,
    /// Never sent: it waited too long, its item left the list, or the provider refused us before.
    Cancelled,
    /// Never sent: its price changed.
    PriceChanged,
    /// An attempt that surely never reached the provider.
    NotSent,
    /// An attempt for which the provider had no time.
    Busy,
    /// The provider refused it.
    Refused,
    /// The provider took it.
    Placed,
    /// The answer did not tell whether the provider took it.
    Unclear,
    /// No answer came, because the process died or the deadline passed.
    Orphaned,
    /// An admin's word: the provider has it.
    FoundPlaced,
    /// An admin's word: the provider never had it.
    FoundNotPlaced,
    /// Proved by the provider balance: the provider has it.
    ProvedPlaced,
    /// Proved by the provider balance: the provider never had it.
    ProvedNotPlaced,
    /// It is to be sent again under the same `ref_id`.
    ResendWanted,
    /// The intent to send it again is on disk.
    Resent,
    /// Sending it again did not tell either.
    ResendUnclear,
    /// An admin's word that the provider has it was taken back.
    TakenBack,
    /// Delivered.
    Success,
    /// The provider says that it failed.
    Failed,
    /// The serial number that a success had come without.
    SnArrived,
}
