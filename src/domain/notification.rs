//! Notifications: what somebody has to be told because something happened.
//!
//! A notification is stored in the transaction of its cause and put into words when it is sent, from the state of that moment and in the
//! recipient's language. So a card that was edited three times during an outage arrives once, and true.

use serde::{Deserialize, Serialize};

use crate::domain::money::Rupiah;
use crate::domain::order::OrderId;
use crate::domain::time::Millis;

/// Something to tell, to one chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Notification {
    /// Customer: the order's card, edited in place to the order's present state.
    Card { order: OrderId },
    /// Customer: the order has ended; a new message, because an edit does not ring.
    Ended { order: OrderId },
    /// Customer: the serial number of an order that had succeeded without one.
    SnArrived { order: OrderId },
    /// Customer: nobody knows yet whether the provider took the order; it is being checked, don't order again.
    Uncertain { order: OrderId },
    /// Customer: this takes longer than usual.
    Slow { order: OrderId },
    /// Customer: the price changed before the order was sent; here are both, confirm again with this quote.
    PriceChanged { order: OrderId, quote: String },
    /// Customer: an admin has let them in, or not.
    AccessDecided {
        #[serde(alias = "admitted")]
        approved: bool,
    },

    /// Admins: an order is uncertain; evidence, and buttons that resolve it. Edited in place when there is news.
    UncertainCard { order: OrderId },
    /// Admins: an uncertain order was placed, as the provider balance proves; its invoice is needed.
    ProvedPlaced { order: OrderId },
    /// Admins: an uncertain order was not placed, as the provider balance proves; it has failed by itself.
    ProvedNotPlaced { order: OrderId },
    /// Admins: an uncertain order was sent again, and now the provider has given its invoice.
    ResendPlaced { order: OrderId },
    /// Admins: an uncertain order was sent again, and it is as uncertain as before.
    ResendUnclear { order: OrderId },
    /// Admins: an order has been under way for long.
    SlowOrder { order: OrderId },
    /// Admins: the provider used a status word that we don't know; the order stays pending.
    #[serde(alias = "odd_word")]
    UnknownStatusWord { order: OrderId, word: String },
    /// Admins: the provider contradicts a final state that it gave before.
    Flipped { order: OrderId, word: String },
    /// Admins: the provider charged something else than it listed.
    CostDiffers { order: OrderId, listed: Rupiah, charged: Rupiah },
    /// Admins: the first order of a category whose target format nobody has verified.
    Unverified { order: OrderId },
    /// Admins: somebody asks to be let in.
    AccessRequest { user: i64 },
    /// Admins: the provider refuses us or fails; the shop is closed.
    ShopClosed { cause: ClosedReason },
    /// Admins: the provider is well again; the shop is open.
    ShopOpen,
    /// Admins: the provider balance fell below the threshold.
    #[serde(alias = "deposit_low")]
    ProviderBalanceLow { balance: Rupiah },
    /// Admins: the provider refused an order because the provider balance does not cover it.
    #[serde(alias = "deposit_short")]
    ProviderBalanceShort { order: OrderId },
    /// Admins: the provider does not know a category of `shop.toml`; it is hidden.
    CategoryUnknown { slug: String },
    /// Admins: an update could not be handled and was given up as a dead letter.
    #[serde(alias = "update_set_aside")]
    UpdateDeadLettered { update_id: i64 },
    /// Admins: what is stored of an order can't be read; it was given up as a dead letter.
    OrderUnreadable { id: String },
    /// Admins: Telegram was out of reach since then; now everything goes on.
    TelegramBack { since: Millis },
    /// Admins: nothing can be written since then. Never stored, for obvious reasons.
    DatabaseStuck { since: Millis },
    /// Admins: the database could not be written since then; now it can.
    DatabaseBack { since: Millis },

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

/// Why the shop is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClosedReason {
    /// 401: the API key is refused.
    Key,
    /// 403: our IP address is not on the provider's list.
    Ip,
    /// 503: the provider's own vendor balance is used up.
    VendorDepleted,
    /// Repeated failures: no answer, or none that makes sense.
    Failing,
}

/// The provider account, as an admin sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderAccount {
    /// The account holder's name.
    pub name: String,
    /// The account's tier, a word of the provider's.
    pub tier: String,
    /// Our provider balance there.
    pub balance: Rupiah,
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

impl Notification {
    /// The order that it is about.
    pub fn order(&self) -> Option<&OrderId> {
        match self {
            Self::Card { order }
            | Self::Ended { order }
            | Self::SnArrived { order }
            | Self::Uncertain { order }
            | Self::Slow { order }
            | Self::PriceChanged { order, .. }
            | Self::UncertainCard { order }
            | Self::ProvedPlaced { order }
            | Self::ProvedNotPlaced { order }
            | Self::ResendPlaced { order }
            | Self::ResendUnclear { order }
            | Self::Resolution { order, .. }
            | Self::SlowOrder { order }
            | Self::UnknownStatusWord { order, .. }
            | Self::Flipped { order, .. }
            | Self::CostDiffers { order, .. }
            | Self::Unverified { order }
            | Self::ProviderBalanceShort { order }
            | Self::Inspection { order, .. } => Some(order),
            Self::AccessDecided { .. }
            | Self::AccessRequest { .. }
            | Self::ShopClosed { .. }
            | Self::ShopOpen
            | Self::ProviderBalanceLow { .. }
            | Self::CategoryUnknown { .. }
            | Self::UpdateDeadLettered { .. }
            | Self::OrderUnreadable { .. }
            | Self::TelegramBack { .. }
            | Self::DatabaseStuck { .. }
            | Self::DatabaseBack { .. }
            | Self::StillAsking
            | Self::Balance { .. }
            | Self::ForeignInvoice { .. } => None,
        }
    }
}
