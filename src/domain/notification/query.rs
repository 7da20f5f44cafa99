//! The answers to what admins ask the provider.

use serde::{Deserialize, Serialize};

use crate::domain::money::Rupiah;
use crate::domain::order::OrderId;

/// An answer to the admin who asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum QueryNotification {
    /// The admin who asked: the provider takes its time; it is asked again.
    StillAsking,
    /// The admin who asked: the provider account.
    Balance { answer: Result<ProviderAccount, Trouble> },
    /// The admin who asked: our order, and what the provider says of it now.
    Inspection { order: OrderId, answer: Option<Result<InvoiceReport, Trouble>> },
    /// The admin who decided: what came of their word about an order, after the provider was asked about this invoice.
    #[serde(alias = "settling")]
    Resolution { order: OrderId, invoice: String, outcome: ResolutionOutcome },
    /// The admin who asked: an invoice that is not one of our orders'.
    ForeignInvoice { invoice: String, answer: Result<InvoiceReport, Trouble> },
}

/// What came of an admin's word about an uncertain order, after the provider was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResolutionOutcome {
    /// The provider has it under that invoice, and it fits: the order is followed from now on.
    Placed,
    /// The invoice is that of another order of ours.
    Taken,
    /// The provider says that the invoice is for another item.
    OtherItem,
    /// The provider says that the invoice is for another target.
    OtherTarget,
    /// The order was resolved meanwhile.
    Already,
    /// The provider could not be asked, or does not know the invoice; nothing was changed.
    Unasked(Trouble),
    /// The word that it was placed is taken back: the order is uncertain again.
    TakenBack,
    /// It can't be taken back: the provider knows the invoice.
    Known,
}

/// The provider account, as an admin sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderAccount {
    /// The account holder's name.
    pub name: String,
    /// The account's tier, a word of the provider's.
    pub tier: String,
    /// Our provider balance there; `None` when what the provider wrote is not surely a number of rupiah.
    pub balance: Option<Rupiah>,
    /// What the provider wrote in place of a balance that can be read: foreign text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub odd_balance: Option<String>,
}

/// What the provider says of an invoice now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceReport {
    /// The provider's word.
    pub word: String,
    /// The serial number.
    pub sn: Option<String>,
    /// The provider's remark.
    pub message: Option<String>,
    /// The code of what was bought.
    #[serde(default)]
    pub sku: Option<String>,
    /// What was bought.
    pub item: Option<String>,
    /// For which target.
    pub target: Option<String>,
    /// What it cost us.
    pub cost: Option<Rupiah>,
}

/// Why the provider could not be asked, for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// 401.
    Key,
    /// 403.
    Ip,
    /// 404: the provider knows no such thing.
    NotFound,
    /// 429.
    Busy,
    /// Any other documented refusal, in the provider's words.
    Refused(String),
    /// No answer, or none that makes sense.
    NoAnswer,
}
