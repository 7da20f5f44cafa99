//! What a change of a pricing rule would do to real items, and whether it may be saved.

use crate::domain::catalog::{Catalog, Category, Service};
use crate::domain::money::Rupiah;
use crate::domain::price_rule::{Rule, RuleDraft, RuleKey, RuleWish, Scope};
use crate::domain::pricing::{Buyer, Pricing};
use crate::domain::time::Millis;

/// One item before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviewLine {
    pub sku: String,
    /// The provider's name of the item: foreign text.
    pub name: String,
    pub cost: Rupiah,
    pub today: Rupiah,
    pub new: Rupiah,
}

/// Every item that a rule is for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// By category, the cheapest first.
    pub lines: Vec<PreviewLine>,
    /// How many get another price.
    pub changed: usize,
    /// How many the rules would sell below their cost, and lower than before.
    pub below_cost: usize,
}

/// Whether a draft may be saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftCheck {
    Allowed,
    /// It changes nothing.
    Unchanged,
    /// So many items would be sold below their cost, which only a promo may do.
    BelowCost(usize),
    /// It takes something off the cost, and there is no price list to look at.
    Unchecked,
    /// A promo without an end.
    NoEnd,
    /// A promo that would be over already.
    Ended,
}

/// What becomes of the items of `key` when `after` replaces `before`, for a customer of its tier.
pub fn preview(catalog: &Catalog, before: &Pricing, after: &Pricing, key: &RuleKey, now: Millis) -> Preview {
    let buyer = Buyer { tier: key.tier.as_deref(), now };
    let mut preview = Preview::default();
    for category in catalog.visible() {
        let services = catalog.price_lists.get(&category.slug).map_or(&[][..], |price_list| &price_list.services);
        let mut services: Vec<&Service> = services.iter().filter(|service| is_for(&key.scope, category, service)).collect();
        services.sort_by_key(|service| (service.cost, &service.name, &service.sku));
        for service in services {
            let item = service.priced(category);
            let (today, new) = (before.price(item, buyer), after.price(item, buyer));
            let raw = after.raw(item, buyer);
            preview.changed += usize::from(today != new);
            preview.below_cost += usize::from(raw < service.cost && raw < before.raw(item, buyer));
            preview.lines.push(PreviewLine { sku: service.sku.clone(), name: service.name.clone(), cost: service.cost, today, new });
        }
    }
    preview
}

fn is_for(scope: &Scope, category: &Category, service: &Service) -> bool {
    match scope {
        Scope::Shop => service.active,
        Scope::Category(slug) => service.active && *slug == category.slug,
        Scope::Sku(sku) => *sku == service.sku,
    }
}

/// Whether a draft may be saved. `before` is what counts for its key now, `after` what would.
pub fn check(draft: &RuleDraft, preview: &Preview, before: Option<Rule>, after: Option<Rule>, now: Millis) -> DraftCheck {
    if let (RuleWish::Set(rule), true) = (draft.wish, draft.key.promo) {
        match rule.until {
            None => return DraftCheck::NoEnd,
            Some(until) if until <= now => return DraftCheck::Ended,
            Some(_) => {}
        }
    }
    if before == after {
        return DraftCheck::Unchanged;
    }
    match draft.wish {
        RuleWish::Set(_) if draft.key.promo => DraftCheck::Allowed,
        RuleWish::Set(_) if preview.below_cost > 0 => DraftCheck::BelowCost(preview.below_cost),
        RuleWish::Set(Rule { markup, .. }) if preview.lines.is_empty() && markup.takes_off() => DraftCheck::Unchecked,
        RuleWish::Set(_) | RuleWish::Remove | RuleWish::AsFile => DraftCheck::Allowed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::catalog::PriceList;
    use crate::domain::markup::{BasisPoints, Markup};
    use crate::domain::samples::category;

    const NOW: Millis = Millis(1_000);

    /// Two games: one with the items a (Rp 1,000), b (Rp 100) and x, which is not on sale, the other with c.
    fn catalog() -> Catalog {
        let service = |sku: &str, cost, active| Service { sku: sku.into(), name: sku.to_uppercase(), cost: Rupiah(cost), active };
        let list = |services| PriceList { services, skipped: Vec::new(), fetched_at: NOW };
        let one = list(vec![service("a", 1_000, true), service("b", 100, true), service("x", 1, false)]);
        Catalog {
            categories: vec![category("one"), category("two")],
            price_lists: [("one".to_owned(), one), ("two".to_owned(), list(vec![service("c", 500, true)]))].into(),
            ..Catalog::default()
        }
    }

    fn key(scope: Scope, promo: bool) -> RuleKey {
        RuleKey { tier: None, scope, promo }
    }

    fn rule(percent: i64, flat: i64, until: Option<i64>) -> Rule {
        let markup = Markup { percent: Some(BasisPoints(percent)), flat: Some(Rupiah(flat)), round_up_to: None };
        Rule { markup, until: until.map(Millis) }
    }

    fn looked_at(catalog: &Catalog, draft: &RuleDraft) -> (Preview, DraftCheck) {
        let before = Pricing::default();
        let outcome = draft.outcome(false);
        let after = Pricing { chat: before.chat.with(&draft.key, outcome, NOW), ..before.clone() };
        let preview = preview(catalog, &before, &after, &draft.key, NOW);
        let check = check(draft, &preview, before.chat.get(&draft.key).copied(), outcome, NOW);
        (preview, check)
    }

    #[test]
    fn the_items_of_a_rule_are_shown_before_and_after() {
        let sku = |scope| {
            let draft = RuleDraft { key: key(scope, false), wish: RuleWish::Set(rule(0, 0, None)), seen: 0 };
            looked_at(&catalog(), &draft).0.lines.into_iter().map(|line| line.sku).collect::<Vec<_>>()
        };
        assert_eq!(sku(Scope::Shop), ["b", "a", "c"]);
        assert_eq!(sku(Scope::Category("one".into())), ["b", "a"]);
        assert_eq!(sku(Scope::Sku("x".into())), ["x"], "also one that is not on sale now");
        assert_eq!(sku(Scope::Sku("nobody".into())), Vec::<String>::new());
        let draft = RuleDraft { key: RuleKey::SHOP, wish: RuleWish::Set(rule(100, 5, None)), seen: 0 };
        let (preview, _) = looked_at(&catalog(), &draft);
        let b = PreviewLine { sku: "b".into(), name: "B".into(), cost: Rupiah(100), today: Rupiah(100), new: Rupiah(106) };
        assert_eq!((&preview.lines[0], preview.changed, preview.below_cost), (&b, 3, 0));
    }

    #[test]
    fn only_a_promo_with_an_end_to_come_sells_below_cost() {
        let one = || Scope::Category("one".to_owned());
        for (name, key, wish, expected) in [
            ("more than the cost", key(one(), false), RuleWish::Set(rule(100, 0, None)), DraftCheck::Allowed),
            ("at cost", key(one(), false), RuleWish::Set(rule(0, 0, None)), DraftCheck::Allowed),
            ("below cost", key(one(), false), RuleWish::Set(rule(-100, 0, None)), DraftCheck::BelowCost(2)),
            ("below cost where it is cheap", key(one(), false), RuleWish::Set(rule(1_000, -50, None)), DraftCheck::BelowCost(1)),
            ("less than it adds", key(one(), false), RuleWish::Set(rule(1_000, -10, None)), DraftCheck::Allowed),
            ("a promo", key(one(), true), RuleWish::Set(rule(-100, 0, Some(1_001))), DraftCheck::Allowed),
            ("a promo without an end", key(one(), true), RuleWish::Set(rule(-100, 0, None)), DraftCheck::NoEnd),
            ("a promo that is over", key(one(), true), RuleWish::Set(rule(-100, 0, Some(1_000))), DraftCheck::Ended),
            ("no list to look at", key(Scope::Sku("new".into()), false), RuleWish::Set(rule(0, -1, None)), DraftCheck::Unchecked),
            ("nothing off", key(Scope::Sku("new".into()), false), RuleWish::Set(rule(0, 1, None)), DraftCheck::Allowed),
            ("what is not there", key(one(), false), RuleWish::Remove, DraftCheck::Unchanged),
            ("what is as in the file", key(one(), false), RuleWish::AsFile, DraftCheck::Unchanged),
        ] {
            assert_eq!(looked_at(&catalog(), &RuleDraft { key, wish, seen: 0 }).1, expected, "{name}");
        }
    }
}
