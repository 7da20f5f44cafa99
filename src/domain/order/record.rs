//! One order, whole: what is stored of it.

use serde::{Deserialize, Serialize};

use crate::domain::money::Rupiah;
use crate::domain::order::{OrderId, OrderState, Refusal};
use crate::domain::place::Place;
use crate::domain::provider::ProviderName;
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
    /// The provider was busy at every attempt and accepted nothing.
    Busy,
    /// The provider says that it failed; its message, if it gave one. Customers get only its [`cause`](crate::domain::order::cause()).
    Provider(Option<String>),
    /// An admin found, or the balance proved, that it was not placed.
    NotPlaced,
    /// It waited too long to be sent.
    Expired,
    /// The price changed before it was sent.
    PriceChanged,
    /// The item was removed from the provider's list before it was sent.
    Unavailable,
}

/// Who pays an order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaidBy {
    /// The shop's balance at the provider, without anything from the customer.
    #[default]
    Shop,
    /// The customer's wallet.
    Wallet,
}

impl PaidBy {
    /// The word for the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Shop => "shop",
            Self::Wallet => "wallet",
        }
    }
}

/// One order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    pub id: OrderId,
    /// The number that people use: eight letters and digits.
    pub number: String,
    /// The confirmed quote; a quote becomes at most one order.
    pub quote: String,
    pub user_id: i64,
    pub chat_id: i64,
    /// The topic of that chat in which it was ordered: what is told about it belongs there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<i64>,
    /// The id of the message with its card.
    pub card_message_id: i64,
    /// The provider that delivers it.
    #[serde(default)]
    pub provider: ProviderName,
    /// The category's slug.
    pub category: String,
    /// The provider's code of the item.
    pub sku: String,
    /// The provider's name of the item at the confirmation.
    pub item: String,
    /// What the provider gets.
    pub target: String,
    /// The fields of the target.
    pub answers: Vec<Answer>,
    /// What the customer pays.
    pub price: Rupiah,
    /// What the provider charges.
    pub cost: Rupiah,
    pub state: OrderState,
    /// Increases by one with each change; an update names the version that it replaces.
    pub version: i64,
    /// The number of attempts to send it.
    pub attempts: i64,
    /// The number of status checks.
    pub polls: i64,
    /// The provider's id for it.
    pub invoice: Option<String>,
    /// The serial number.
    pub sn: Option<String>,
    /// Why it ended without success.
    pub reason: Option<EndReason>,
    /// When a worker has to process it next; `None` when there is nothing left to do.
    pub due_at: Option<Millis>,
    pub created_at: Millis,
    /// When it was last sent; sending it again while uncertain does not change this.
    pub sent_at: Option<Millis>,
    /// If there is no answer by then, the sending counts as lost. Kept while the order is uncertain.
    pub send_deadline: Option<Millis>,
    /// When the provider accepted it; if an admin found it, the time of the sending.
    pub placed_at: Option<Millis>,
    pub ended_at: Option<Millis>,
    /// The last result of its reconciliation.
    pub evidence: Option<Evidence>,
    /// The admin who decided that it was placed.
    #[serde(alias = "settled_by")]
    pub resolved_by: Option<i64>,
    /// Where an admin resolved it when it was uncertain: there they are told how it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved_in: Option<Place>,
    /// How often it was sent again under the same `ref_id` while uncertain.
    #[serde(default)]
    pub resends: i64,
    /// The one-time notifications that were sent already.
    pub told: Told,
    /// Who pays it.
    #[serde(default)]
    pub paid_by: PaidBy,
}

/// Which one-time notifications an order has already caused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The customer, by the card that the order has now: it is being processed. That of a new order says so from the first, because there
    /// is nothing to see of the moment in which it is sent.
    #[serde(default)]
    pub processing: bool,
    /// The customer: it takes longer than usual.
    pub customer_slow: bool,
    /// The admins: it takes much longer than usual.
    pub admins_slow: bool,
    /// The admins: an unknown status word.
    #[serde(alias = "odd_word")]
    pub unknown_word: bool,
    /// The admins: the provider contradicts the final status that it gave.
    pub flipped: bool,
    /// The admins: the provider balance proves that it was placed.
    #[serde(default)]
    pub proved: bool,
    /// The admins: nothing of its category was delivered yet, and nobody has verified the category's target format. Their card follows it.
    #[serde(default)]
    pub unverified: bool,
    /// The customer and the admins: it succeeded, but its serial number never came. It is not checked any more.
    #[serde(default)]
    pub sn_missing: bool,
}
