//! The buttons by which admins change prices.

use serde::{Deserialize, Serialize};

use crate::domain::price_rule::{RuleDraft, RuleKey};

/// A value of a rule that is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleValue {
    Percent,
    Flat,
    RoundUpTo,
    /// When a promo ends.
    Until,
}

/// What a button about prices does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do")]
pub enum PricesAction {
    /// A page of the rules.
    #[serde(rename = "prices")]
    List { page: usize },
    /// Ask for another name of a tier.
    #[serde(rename = "price_tier_name")]
    AskTierName { tier: String },
    /// Give a tier another name.
    #[serde(rename = "price_tier_rename")]
    RenameTier { from: String, to: String },
    /// A new rule: for whom?
    #[serde(rename = "price_for_whom")]
    ForWhom { page: usize },
    /// Ask for the name of a new tier.
    #[serde(rename = "price_tier")]
    AskTier,
    /// A new rule for these customers: for what?
    #[serde(rename = "price_for_what")]
    ForWhat { tier: Option<String>, page: usize },
    /// The same within a category.
    #[serde(rename = "price_in_category")]
    InCategory { tier: Option<String>, category: String, page: usize },
    /// Begin to change this rule.
    #[serde(rename = "price_rule")]
    Edit { key: RuleKey },
    /// What this draft would do, from this page of the items on.
    #[serde(rename = "price_draft")]
    Look { draft: RuleDraft, page: usize },
    /// Ask for a value of the draft.
    #[serde(rename = "price_value")]
    Ask { draft: RuleDraft, value: RuleValue },
    /// Yes, from now on.
    #[serde(rename = "price_save")]
    Save { draft: RuleDraft },
    /// A page of what was changed, by whom and when.
    #[serde(rename = "price_history")]
    History { page: usize },
}

impl PricesAction {
    /// See [`Action::is_single_use`](crate::dialogue::Action::is_single_use).
    pub fn is_single_use(&self) -> bool {
        matches!(self, Self::Save { .. } | Self::RenameTier { .. })
    }
}
