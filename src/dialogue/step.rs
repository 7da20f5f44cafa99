//! The steps of a dialogue.

use serde::{Deserialize, Serialize};

use crate::dialogue::catalog::CatalogQuestion;
use crate::dialogue::customer_terms::OwnLimit;
use crate::dialogue::prices::RuleValue;
use crate::dialogue::proof::ProofKey;
use crate::dialogue::unmatched::PaymentKey;
use crate::domain::bill::BillId;
use crate::domain::export::ExportKind;
use crate::domain::message::ConversationKey;
use crate::domain::money::Rupiah;
use crate::domain::order::OrderId;
use crate::domain::price_rule::RuleDraft;
use crate::domain::target::Answer;
use crate::domain::time::Millis;
use crate::domain::wallet::ByHand;

/// The current step of a person's dialogue. Stored as JSON with [`STEP_SCHEMA`]; a step of another schema counts as the menu.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Step {
    /// No purchase and no input: the menu, or a page that leads back to it.
    #[default]
    Menu,
    /// Choosing an item of a category.
    Items { category: String, page: usize },
    /// Shown the menu, or the items of this category, with the hint that what they typed says nothing.
    Unclear {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        category: Option<String>,
        page: usize,
        at: Millis,
    },
    /// Answering the category's fields one by one; `answers` has those already given.
    Target { category: String, sku: String, answers: Vec<Answer>, page: usize },
    /// All is answered, and they are asked about answers that don't go together.
    Check { category: String, sku: String, answers: Vec<Answer>, page: usize },
    /// Looking at what they are about to buy.
    Confirm { category: String, sku: String, answers: Vec<Answer>, page: usize, quote: String },
    /// An admin is typing the invoice of an uncertain order.
    Invoice { order: OrderId },
    /// An admin is typing how much to add to a customer's wallet or to take from it.
    Amount { user: i64, what: ByHand },
    /// An admin is typing why.
    Reason { user: i64, what: ByHand, amount: Rupiah },
    /// A customer is typing what the game account of an order is to be called.
    AccountName { order: OrderId },
    /// A customer is typing how much to add to their wallet.
    TopUpAmount,
    /// A customer is about to send a photo that proves a payment.
    Proof { bill: BillId },
    /// An admin is typing what arrived for a bill.
    ProofAmount {
        #[serde(flatten)]
        proof: ProofKey,
    },
    /// An admin is typing the number of a bill, a payment or a payout.
    BillSearch,
    /// An admin is typing how much to credit for an unmatched payment.
    UnmatchedAmount {
        #[serde(flatten)]
        key: PaymentKey,
    },
    /// An admin is typing whose an unmatched payment is.
    UnmatchedOwner {
        #[serde(flatten)]
        key: PaymentKey,
        amount: Rupiah,
    },
    /// An admin is typing how much to pay out of a customer's wallet.
    PayoutAmount { user: i64 },
    /// An admin is typing where to.
    PayoutDestination { user: i64, amount: Rupiah },
    /// An admin is typing why a payment in Stars is given back.
    StarsReason { payment: String },
    /// An admin is typing why a customer is blocked.
    BlockReason { user: i64 },
    /// An admin is typing what customers read while the shop is closed.
    ClosedNote,
    /// An admin is typing from when until when the shop is to be closed.
    PlannedPause,
    /// An admin is typing the opening hours.
    OpeningHours,
    /// An admin is typing the quiet hours.
    QuietHours,
    /// An admin is typing what many customers are to read.
    BroadcastText,
    /// An admin is typing the same in English.
    BroadcastEnglish { broadcast: String },
    /// An owner is typing who is to get a role.
    RolePerson,
    /// An admin is typing something about the catalogue.
    Catalog { question: CatalogQuestion },
    /// An admin is typing the days whose figures they want to see.
    FiguresDays,
    /// An admin is typing the days that they want to export.
    ExportDays { what: ExportKind },
    /// An admin is typing the name of a new tier.
    PriceTier,
    /// An admin is typing another name for a tier.
    TierName { tier: String },
    /// An admin is typing a value of a pricing rule.
    PriceValue { draft: RuleDraft, value: RuleValue },
    /// An admin is typing a limit for one customer.
    OwnLimit { user: i64, limit: OwnLimit },
    /// An admin is typing a message to a customer.
    Message {
        #[serde(flatten)]
        to: ConversationKey,
        /// The version of the conversation that they were shown.
        #[serde(default)]
        seen: Option<i64>,
    },
    /// A customer is writing to the shop: what they ask, or what they answer. `since`: what was closed before is open for them again.
    MessageToShop { order: Option<OrderId>, answers: bool, since: Millis },
}

impl Step {
    /// The category whose price list this step shows.
    pub fn category(&self) -> Option<&str> {
        match self {
            Self::Items { category, .. }
            | Self::Target { category, .. }
            | Self::Check { category, .. }
            | Self::Confirm { category, .. } => Some(category),
            Self::Unclear { category, .. } => category.as_deref(),
            _ => None,
        }
    }
}

/// The version of [`Step`]'s form. Raise it when a stored step can no longer be read.
pub const STEP_SCHEMA: i64 = 1;
