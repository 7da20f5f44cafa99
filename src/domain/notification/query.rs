//! Notifications with the answers to provider queries.

use serde::{Deserialize, Serialize};

use crate::domain::money::Rupiah;
use crate::domain::order::OrderId;

/// The answer to a provider query, for the admin who asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum QueryNotification {
    /// No answer yet; the provider is asked again.
    StillAsking,
    /// The account at the provider.
    Balance { answer: Result<ProviderAccount, Trouble> },
    /// One of our orders, and what the provider says about it now.
    Inspection { order: OrderId, answer: Option<Result<InvoiceReport, Trouble>> },
    /// The outcome of an admin's decision about an uncertain order, after the provider was asked about this invoice.
    #[serde(alias = "settling")]
    Resolution { order: OrderId, invoice: String, outcome: ResolutionOutcome },
    /// What the provider lists under the slug of a category that an admin wants to add.
    SlugTried { slug: String, answer: Result<SlugListing, Trouble> },
    /// An invoice that belongs to none of our orders.
    ForeignInvoice { invoice: String, answer: Result<InvoiceReport, Trouble> },
}

/// The outcome of an admin's decision about an uncertain order, after the provider was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResolutionOutcome {
    /// The provider knows the invoice, and item and target match: its status is checked from now on.
    Placed,
    /// The invoice belongs to another order of ours.
    Taken,
    /// The provider says that the invoice is for another item.
    OtherItem,
    /// The provider says that the invoice is for another target.
    OtherTarget,
    /// The order was resolved in the meantime.
    Already,
    /// The provider could not be asked, or does not know the invoice; nothing was changed.
    Unasked(Trouble),
    /// The invoice was removed from the order, which is uncertain again.
    TakenBack,
    /// The invoice can't be removed, because the provider knows it.
    Known,
}

/// The account at the provider, as an admin sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderAccount {
    /// The account holder's name.
    pub name: String,
    /// The account's tier, in the provider's words.
    pub tier: String,
    /// The provider balance; `None` when what the provider wrote is not surely a number of rupiah.
    pub balance: Option<Rupiah>,
    /// What the provider wrote in place of a balance that can be read: foreign text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub odd_balance: Option<String>,
}

/// What the provider lists under a slug.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlugListing {
    /// How many items.
    pub items: usize,
    /// The names of the first ones: foreign text.
    pub examples: Vec<String>,
}

/// What the provider says about an invoice now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceReport {
    /// The provider's status word.
    pub word: String,
    /// The serial number.
    pub sn: Option<String>,
    /// The provider's remark.
    pub message: Option<String>,
    /// The code of the item.
    #[serde(default)]
    pub sku: Option<String>,
    /// The name of the item.
    pub item: Option<String>,
    pub target: Option<String>,
    /// What it cost us.
    pub cost: Option<Rupiah>,
}

/// Why a provider query has no answer, to be shown to admins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// 401.
    Key,
    /// 403.
    Ip,
    /// 404: the provider does not know it.
    NotFound,
    /// 429.
    Busy,
    /// Any other documented refusal, in the provider's words.
    Refused(String),
    /// No answer, or an invalid one.
    NoAnswer,
}
