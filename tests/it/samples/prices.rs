//! The pages about prices, and about what is agreed with one customer.

use odzreshop_bot::app::{ListedRule, PastChange, PriceChange, Proposal};
use odzreshop_bot::dialogue::screen::{Hint, Title};
use odzreshop_bot::dialogue::{OwnLimit, RuleValue};
use odzreshop_bot::domain::access::{Limits, OwnLimits};
use odzreshop_bot::domain::catalog::Service;
use odzreshop_bot::domain::locale::LocalText;
use odzreshop_bot::domain::markup::{BasisPoints, Markup};
use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::notification::{EndedPromo, Notification, PriceNotification};
use odzreshop_bot::domain::person::Person;
use odzreshop_bot::domain::price_preview::{DraftCheck, Preview, PreviewLine};
use odzreshop_bot::domain::price_rule::{Rule, RuleChange, RuleDraft, RuleKey, RuleWish, Scope, ScopeName};
use odzreshop_bot::i18n::Words;
use odzreshop_bot::telegram::features::{customer_terms, price_draft, prices};

use super::pages::{Sample, sample};
use super::{NOW, Taste};

const MARKUP: Markup = Markup { percent: Some(BasisPoints(250)), flat: Some(Rupiah(-500)), round_up_to: Some(Rupiah(100)) };

fn key(taste: &Taste, promo: bool) -> RuleKey {
    RuleKey { tier: Some(taste.words.clone()), scope: Scope::Sku("ml-86".to_owned()), promo }
}

fn rule(promo: bool) -> Rule {
    Rule { markup: MARKUP, until: promo.then_some(NOW) }
}

fn names(taste: &Taste) -> [ScopeName; 3] {
    let category = ScopeName::Category { emoji: "⚔️".to_owned(), name: LocalText::Plain(taste.game.clone()) };
    [ScopeName::Shop, category, ScopeName::Item(taste.item.clone())]
}

fn draft(taste: &Taste, promo: bool, wish: RuleWish) -> RuleDraft {
    RuleDraft { key: key(taste, promo), wish, seen: 3 }
}

/// What is told about prices.
pub fn promos_ended(taste: &Taste) -> Notification {
    let promo = |what: &ScopeName| EndedPromo { key: key(taste, true), what: what.clone(), rule: rule(true) };
    PriceNotification::PromosEnded { promos: names(taste).iter().cycle().take(20).map(promo).collect() }.into()
}

/// The rules, drafts and changes of prices.
pub fn of_prices(taste: &Taste, words: &Words) -> Vec<Sample> {
    let [shop, category, item] = names(taste);
    let listed = |what: &ScopeName, promo| ListedRule { key: key(taste, promo), what: what.clone(), rule: rule(promo), differs: promo };
    let rules: Vec<ListedRule> = [&shop, &category, &item].into_iter().cycle().take(9).map(|what| listed(what, true)).collect();
    let plain = [ListedRule { key: RuleKey::SHOP, what: ScopeName::Shop, rule: Rule::default(), differs: false }];
    let title = || Title { slug: "mobile-legends".to_owned(), name: LocalText::Plain(taste.game.clone()), emoji: "⚔️".to_owned() };
    let service = Service { sku: "ml-86".to_owned(), name: taste.item.clone(), cost: Rupiah(18_000), active: true };
    let tiers = vec![taste.words.as_str(); 9];
    let items = prices::ForWhat::Items { category: title(), items: vec![service; 9] };
    let past = |number, before, after, undo: bool| PastChange {
        change: PriceChange { version: number, admin: 2_001, at: NOW, change: RuleChange { key: key(taste, true), before, after } },
        what: item.clone(),
        admin: undo.then(|| taste.person()),
        undo: undo.then(|| draft(taste, true, RuleWish::AsFile)),
    };
    let changes = [past(2, Some(rule(false)), Some(rule(true)), true), past(1, None, Some(Rule::default()), false)];
    let mut samples = vec![
        sample("price_list", prices::price_list(&rules, 0, words)),
        sample("price_list", prices::price_list(&plain, 7, words)),
        sample("whose_price", prices::whose_price(&tiers, 1, words)),
        sample("what_price", prices::what_price(None, &prices::ForWhat::Categories(vec![title(); 9]), 0, words)),
        sample("what_price", prices::what_price(Some(&taste.words), &items, 0, words)),
        sample("what_price", prices::what_price(Some(&taste.words), &prices::ForWhat::Categories(vec![title()]), 0, words)),
        sample("ask_tier_name", prices::ask_tier_name(Some(words.say("hint-invalid-tier", &[])), words)),
        sample("ask_new_name", prices::ask_new_name(&taste.words, Some(words.say("hint-tier-taken", &[])), words)),
        sample("tier_renamed", prices::tier_renamed(&taste.words, &taste.person, words)),
        sample("price_history", prices::price_history(&changes, (0, 2), words)),
        sample("price_history", prices::price_history(&[], (0, 1), words)),
        sample("price_saved", price_draft::price_saved(&category, Some(rule(true)), draft(taste, true, RuleWish::Remove), words)),
        sample("price_saved", price_draft::price_saved(&item, None, draft(taste, false, RuleWish::AsFile), words)),
    ];
    samples.extend(of_drafts(taste, words));
    let invalid = Some(price_draft::Remark::Invalid);
    for value in [RuleValue::Percent, RuleValue::Flat, RuleValue::RoundUpTo, RuleValue::Until] {
        let draft = draft(taste, true, RuleWish::Set(rule(true)));
        samples.push(sample("ask_rule_value", price_draft::ask_rule_value(&draft, value, invalid, (NOW, NOW.plus_ms(5)), words)));
    }
    samples
}

/// A draft by everything that can be said of it.
fn of_drafts(taste: &Taste, words: &Words) -> Vec<Sample> {
    let line = |new: i64| PreviewLine {
        sku: "ml-86".to_owned(),
        name: taste.item.clone(),
        cost: Rupiah(18_000),
        today: Rupiah(18_500),
        new: Rupiah(new),
    };
    let lines: Vec<PreviewLine> = [19_000, 18_500, 17_000].into_iter().cycle().take(7).map(line).collect();
    let preview = Preview { lines, changed: 4, below_cost: 2 };
    let proposal = |wish, promo, check| Proposal {
        draft: draft(taste, promo, wish),
        what: ScopeName::Item(taste.item.clone()),
        before: Some(rule(promo)),
        after: None,
        in_file: Some(MARKUP),
        preview: preview.clone(),
        check,
        meanwhile: Some(taste.person()),
    };
    let empty = Proposal {
        preview: Preview::default(),
        before: None,
        in_file: None,
        meanwhile: None,
        ..proposal(RuleWish::Set(Rule::default()), false, DraftCheck::Unchecked)
    };
    let set = |promo| RuleWish::Set(rule(promo));
    let shown = [
        proposal(set(false), false, DraftCheck::BelowCost(2)),
        proposal(set(false), false, DraftCheck::Unchanged),
        proposal(set(true), true, DraftCheck::Allowed),
        proposal(set(true), true, DraftCheck::NoEnd),
        proposal(set(true), true, DraftCheck::Ended),
        proposal(RuleWish::Remove, false, DraftCheck::Allowed),
        proposal(RuleWish::Remove, true, DraftCheck::Allowed),
        proposal(RuleWish::AsFile, false, DraftCheck::Allowed),
        empty,
    ];
    shown.iter().map(|proposal| sample("price_draft", price_draft::price_draft(proposal, 0, words))).collect()
}

/// What is agreed with one customer.
pub fn of_terms(taste: &Taste, words: &Words) -> Vec<Sample> {
    let shop = Limits { max_open_orders: 3, daily_limit: Rupiah(1_000_000) };
    let own = OwnLimits { daily_limit: Some(Rupiah::ZERO), max_open_orders: Some(5) };
    let agreed = Person { tier: Some(taste.words.clone()), limits: own, ..taste.person() };
    let tiers = vec![taste.item.as_str(); 9];
    let invalid = Some(customer_terms::Remark::Invalid);
    let typed = Some(customer_terms::Remark::Hint(Hint::TextOnly));
    vec![
        sample("limits_of", customer_terms::limits_of(&taste.person(), shop, words)),
        sample("limits_of", customer_terms::limits_of(&agreed, shop, words)),
        sample("confirm_limits", customer_terms::confirm_limits(&taste.person(), own, shop, words)),
        sample("ask_own_limit", customer_terms::ask_own_limit(&agreed, OwnLimit::Daily, invalid, words)),
        sample("ask_own_limit", customer_terms::ask_own_limit(&agreed, OwnLimit::OpenOrders, invalid, words)),
        sample("ask_own_limit", customer_terms::ask_own_limit(&agreed, OwnLimit::OpenOrders, typed, words)),
        sample("tiers_of", customer_terms::tiers_of(&agreed, &tiers, 0, words)),
        sample("tiers_of", customer_terms::tiers_of(&taste.person(), &[], 0, words)),
        sample("confirm_tier", customer_terms::confirm_tier(&taste.person(), Some(&taste.words), words)),
        sample("confirm_tier", customer_terms::confirm_tier(&agreed, None, words)),
    ]
}
