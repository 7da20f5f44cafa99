//! Prices: from an item's cost to what the customer pays.
//!
//! Rules come from `shop.toml` (of the shop, a category, a SKU) and from admins in the chat, who can replace each of these, and add rules
//! for the customers of one tier and promos, which end by themselves. A value that a rule leaves open comes from the next one that applies,
//! in this order:
//!
//! 1. a promo before a rule without an end,
//! 2. among these, a rule for the customer's tier before one for everybody,
//! 3. among these, the rule of the SKU before that of its category, and this before that of the shop.
//!
//! A price is never below the cost, but for one exception: while a promo applies, its admin wants that.

use std::collections::BTreeMap;

use crate::domain::markup::Markup;
use crate::domain::money::Rupiah;
use crate::domain::price_rule::{PriceRules, RuleKey, Scope};
use crate::domain::time::Millis;

/// The least that a promo asks for: the ledger has no transfers of nothing.
const LEAST: Rupiah = Rupiah(1);

/// One SKU, as a price depends on it.
#[derive(Clone, Copy, Debug)]
pub struct Priced<'a> {
    pub sku: &'a str,
    /// The slug of its category.
    pub category: &'a str,
    /// What `shop.toml` says for this category.
    pub category_rule: Markup,
    pub cost: Rupiah,
}

/// Who asks for a price, and when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Buyer<'a> {
    /// The customer's tier, if an admin gave them one.
    pub tier: Option<&'a str>,
    pub now: Millis,
}

/// All rules of the shop; a category contains what `shop.toml` says for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pricing {
    /// The most general rule of `shop.toml`.
    pub shop: Markup,
    /// What `shop.toml` says by SKU.
    pub sku: BTreeMap<String, Markup>,
    /// What admins set in the chat. A rule of these replaces the one of `shop.toml` for the same.
    pub chat: PriceRules,
}

impl Pricing {
    /// What the buyer pays for an item.
    pub fn price(&self, item: Priced<'_>, buyer: Buyer<'_>) -> Rupiah {
        let (markup, promo) = self.markup(item, buyer);
        markup.raw(item.cost).max(if promo { LEAST } else { item.cost })
    }

    /// What the rules alone say for an item, which may be below its cost.
    pub fn raw(&self, item: Priced<'_>, buyer: Buyer<'_>) -> Rupiah {
        self.markup(item, buyer).0.raw(item.cost)
    }

    /// All rules that apply in one, and whether a promo is among them.
    fn markup(&self, item: Priced<'_>, buyer: Buyer<'_>) -> (Markup, bool) {
        let tiers = [buyer.tier, None];
        let tiers = if buyer.tier.is_some() { &tiers[..] } else { &tiers[1..] };
        let scopes = [Scope::Sku(item.sku.to_owned()), Scope::Category(item.category.to_owned()), Scope::Shop];
        let (mut markup, mut in_promo) = (Markup::default(), false);
        for promo in [true, false] {
            for tier in tiers {
                for scope in &scopes {
                    let key = RuleKey { tier: tier.map(str::to_owned), scope: scope.clone(), promo };
                    if let Some(rule) = self.rule(&key, item.category_rule, buyer.now) {
                        markup = markup.or(rule);
                        in_promo |= promo;
                    }
                }
            }
        }
        (markup, in_promo)
    }

    fn rule(&self, key: &RuleKey, category_rule: Markup, now: Millis) -> Option<Markup> {
        match self.chat.get(key) {
            Some(rule) => rule.is_live(now).then_some(rule.markup),
            None => self.of_file(key, |_| Some(category_rule)),
        }
    }

    /// What `shop.toml` says for this; `category_rule` gives what is said for a category by its slug.
    pub fn of_file(&self, key: &RuleKey, category_rule: impl Fn(&str) -> Option<Markup>) -> Option<Markup> {
        let RuleKey { tier: None, scope, promo: false } = key else { return None };
        match scope {
            Scope::Shop => Some(self.shop),
            Scope::Category(slug) => category_rule(slug),
            Scope::Sku(sku) => self.sku.get(sku).copied(),
        }
    }
}

#[cfg(test)]
mod tests;
