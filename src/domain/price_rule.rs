//! Pricing rules that admins set in the chat: for whom and what each counts, and how one of them is changed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::locale::LocalText;
use crate::domain::markup::Markup;
use crate::domain::time::Millis;

/// The place of these rules among the settings that override `shop.toml`. The file itself has no such place.
pub const CHAT_RULES: &str = "pricing.chat";

/// What a rule is for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    Shop,
    /// By its slug.
    Category(String),
    Sku(String),
}

/// For whom a rule counts, and for what: there is one rule of each.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RuleKey {
    /// Only for customers of this tier; `None` means for everybody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<String>,
    pub scope: Scope,
    /// Whether it ends by itself, and may sell below the cost until then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub promo: bool,
}

impl RuleKey {
    /// The rule of the shop for everybody.
    pub const SHOP: Self = Self { tier: None, scope: Scope::Shop, promo: false };
}

/// What a rule is for, by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScopeName {
    Shop,
    Category {
        emoji: String,
        name: LocalText,
    },
    /// An item by the provider's name, else by its code: foreign text.
    Item(String),
}

/// What a rule says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    #[serde(flatten)]
    pub markup: Markup,
    /// When it ends: only promos do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Millis>,
}

impl Rule {
    /// Whether it counts at this time.
    pub fn is_live(&self, now: Millis) -> bool {
        self.until.is_none_or(|until| now < until)
    }
}

/// All rules of the chat. In JSON a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Entry>", into = "Vec<Entry>")]
pub struct PriceRules(BTreeMap<RuleKey, Rule>);

#[derive(Serialize, Deserialize)]
struct Entry {
    #[serde(flatten)]
    key: RuleKey,
    #[serde(flatten)]
    rule: Rule,
}

impl From<Vec<Entry>> for PriceRules {
    fn from(entries: Vec<Entry>) -> Self {
        Self(entries.into_iter().map(|Entry { key, rule }| (key, rule)).collect())
    }
}

impl From<PriceRules> for Vec<Entry> {
    fn from(rules: PriceRules) -> Self {
        rules.0.into_iter().map(|(key, rule)| Entry { key, rule }).collect()
    }
}

impl PriceRules {
    /// What the rule for this says, if the chat has one.
    pub fn get(&self, key: &RuleKey) -> Option<&Rule> {
        self.0.get(key)
    }

    /// Sets the rule for this.
    pub fn put(&mut self, key: RuleKey, rule: Rule) {
        self.0.insert(key, rule);
    }

    /// In the order of their keys.
    pub fn iter(&self) -> impl Iterator<Item = (&RuleKey, &Rule)> {
        self.0.iter()
    }

    /// The tiers, by name: those that have a rule at this time. A tier is nothing else.
    pub fn tiers(&self, now: Millis) -> Vec<&str> {
        let live = self.0.iter().filter(|(_, rule)| rule.is_live(now));
        let mut tiers: Vec<&str> = live.filter_map(|(key, _)| key.tier.as_deref()).collect();
        tiers.dedup();
        tiers
    }

    /// These rules after a change; promos that are over are left out.
    #[must_use]
    pub fn with(&self, key: &RuleKey, rule: Option<Rule>, now: Millis) -> Self {
        let mut rules = self.clone();
        match rule {
            Some(rule) => rules.0.insert(key.clone(), rule),
            None => rules.0.remove(key),
        };
        rules.0.retain(|_, rule| rule.is_live(now));
        rules
    }
}

/// What is to become of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleWish {
    /// It says this.
    Set(Rule),
    /// There is none, also when `shop.toml` has one.
    Remove,
    /// What `shop.toml` says.
    AsFile,
}

/// A change of a rule that an admin looks at before it counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleDraft {
    #[serde(flatten)]
    pub key: RuleKey,
    pub wish: RuleWish,
    /// How many changes of prices there were when the admin began: a later one was not seen.
    pub seen: i64,
}

impl RuleDraft {
    /// What the rules of the chat have for the key afterwards. `in_file`: whether `shop.toml` has a rule for it.
    pub fn outcome(&self, in_file: bool) -> Option<Rule> {
        match self.wish {
            RuleWish::Set(rule) => Some(rule),
            RuleWish::Remove => in_file.then(Rule::default),
            RuleWish::AsFile => None,
        }
    }
}

/// A change of a rule, for the history: what the rules of the chat had for it before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleChange {
    #[serde(flatten)]
    pub key: RuleKey,
    pub before: Option<Rule>,
    pub after: Option<Rule>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::markup::BasisPoints;
    use crate::domain::money::Rupiah;

    fn key(tier: Option<&str>, promo: bool) -> RuleKey {
        RuleKey { tier: tier.map(str::to_owned), scope: Scope::Sku("ml-86".to_owned()), promo }
    }

    #[test]
    fn rules_are_a_list_in_json() {
        let markup = Markup { percent: Some(BasisPoints(-250)), flat: Some(Rupiah(500)), round_up_to: None };
        let mut rules = PriceRules::default();
        rules.put(RuleKey::SHOP, Rule::default());
        rules.put(key(Some("reseller"), true), Rule { markup, until: Some(Millis(7)) });
        let json = r#"[{"scope":"shop"},{"tier":"reseller","scope":{"sku":"ml-86"},"promo":true,"percent":-250,"flat":500,"until":7}]"#;
        assert_eq!(serde_json::to_string(&rules).unwrap(), json);
        assert_eq!(serde_json::from_str::<PriceRules>(json).unwrap(), rules);
        assert!(serde_json::from_str::<PriceRules>(r#"[{"percent":5}]"#).is_err());
    }

    #[test]
    fn a_change_touches_one_rule_and_leaves_out_what_is_over() {
        let until = |at| Rule { until: Some(Millis(at)), ..Rule::default() };
        let mut rules = PriceRules::default();
        rules.put(key(None, false), Rule::default());
        rules.put(key(None, true), until(5));
        rules.put(key(Some("b"), false), Rule::default());
        rules.put(key(Some("a"), true), until(9));
        assert_eq!(rules.tiers(Millis(6)), ["a", "b"]);
        assert_eq!(rules.tiers(Millis(9)), ["b"]);
        let after = rules.with(&key(None, false), None, Millis(6));
        assert_eq!(after.iter().map(|(key, _)| key.tier.as_deref()).collect::<Vec<_>>(), [Some("a"), Some("b")]);
        assert_eq!(after.with(&key(None, false), Some(Rule::default()), Millis(9)).iter().count(), 2);
    }

    #[test]
    fn what_a_draft_leaves_behind() {
        let rule = Rule { markup: Markup { flat: Some(Rupiah(1)), ..Markup::default() }, until: None };
        let draft = |wish| RuleDraft { key: RuleKey::SHOP, wish, seen: 0 };
        for (wish, in_file, left) in [
            (RuleWish::Set(rule), true, Some(rule)),
            (RuleWish::Remove, true, Some(Rule::default())),
            (RuleWish::Remove, false, None),
            (RuleWish::AsFile, true, None),
        ] {
            assert_eq!(draft(wish).outcome(in_file), left, "{wish:?}");
        }
    }
}
