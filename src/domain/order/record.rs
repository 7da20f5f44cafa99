//! One order, whole: what is stored of it.

use serde::{Deserialize, Serialize};

use crate::domain::money::Rupiah;
use crate::domain::order::{OrderId, OrderState, Refusal};
use crate::domain::reconciliation::Evidence;
use crate::domain::target::Answer;
use crate::domain::time::Millis;

/// Why an order ended without success.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndReason {
    /// The provider refused it in a documented form.
    Refused(Refusal),
    /// The provider could not be reached; nothing was sent.
    Unreachable,
    /// The provider had no time for us, again and again; nothing was taken.
    Busy,
    /// The provider says that it failed; its own words, if it gave any.
    Provider(Option<String>),
    /// An admin found that the provider never had it.
    NotPlaced,
    /// It waited too long to be sent.
    Expired,
    /// The price changed before it was sent.
    PriceChanged,
    /// The item left the provider's list before it was sent.
    Unavailable,
}

/// One order, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    pub id: OrderId,
    /// What people call it: eight letters and digits.
    pub number: String,
    /// The confirmation it came from; one quote makes one order at most.
    pub quote: String,
    pub user_id: i64,
    pub chat_id: i64,
    /// The message that is its card.
    pub card_message_id: i64,
    /// The category's slug.
    pub category: String,
    /// The provider's code of the item.
    pub sku: String,
    /// The provider's name of the SKU when it was confirmed.
    pub item: String,
    /// What the provider gets.
    pub target: String,
    /// The target's fields, apart.
    pub answers: Vec<Answer>,
    /// What the customer pays.
    pub price: Rupiah,
    /// What the provider takes.
    pub cost: Rupiah,
    pub state: OrderState,
    /// Counts the changes; an update names the version it leaves.
    pub version: i64,
    /// How often it was taken up for sending.
    pub attempts: i64,
    /// How often the provider was asked after it.
    pub polls: i64,
    /// The provider's name for it.
    pub invoice: Option<String>,
    /// The serial number.
    pub sn: Option<String>,
    /// Why it ended without success.
    pub reason: Option<EndReason>,
    /// When a worker has to look at it next; `None` when nothing is left to do.
    pub due_at: Option<Millis>,
    pub created_at: Millis,
    /// When the last sending began.
    pub sent_at: Option<Millis>,
    /// A sending that is not answered by then counts as lost. Kept while the order is uncertain.
    pub send_deadline: Option<Millis>,
    /// When the provider took it; an admin's word dates back to the sending.
    pub placed_at: Option<Millis>,
    pub ended_at: Option<Millis>,
    /// What the last reconciliation with the provider balance found.
    pub evidence: Option<Evidence>,
    /// The admin by whose word it was placed.
    #[serde(alias = "settled_by")]
    pub resolved_by: Option<i64>,
    /// How often it was sent again under the same `ref_id`, after its first sending had become uncertain.
    #[serde(default)]
    pub resends: i64,
    /// What was told already and is not told again.
    pub told: Told,
}

/// Which one-time notifications an order has already caused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The customer: it takes longer than usual.
    pub customer_slow: bool,
    /// The admins: it has been under way for long.
    pub admins_slow: bool,
    /// The admins: a status word that we don't know.
    #[serde(alias = "odd_word")]
    pub unknown_word: bool,
    /// The admins: the provider contradicts the end that it gave.
    pub flipped: bool,
    /// The admins: the provider balance proves that it was placed.
    #[serde(default)]
    pub proved: bool,
}
