//! Notifications about prices.

use serde::{Deserialize, Serialize};

use crate::domain::price_rule::{Rule, RuleKey, ScopeName};

/// A notification about prices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PriceNotification {
    /// Admins: these promos are over.
    PromosEnded { promos: Vec<EndedPromo> },
}

/// A promo that is over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndedPromo {
    pub key: RuleKey,
    pub what: ScopeName,
    pub rule: Rule,
}
