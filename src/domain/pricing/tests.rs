//! Which price the rules make, case by case.

use super::*;
use crate::domain::markup::BasisPoints;
use crate::domain::price_rule::Rule;

fn markup(percent: i64, flat: i64, round_up_to: i64) -> Markup {
    Markup { percent: Some(BasisPoints(percent)), flat: Some(Rupiah(flat)), round_up_to: Some(Rupiah(round_up_to)) }
}

fn percent(points: i64) -> Markup {
    Markup { percent: Some(BasisPoints(points)), ..Markup::default() }
}

fn flat(amount: i64) -> Markup {
    Markup { flat: Some(Rupiah(amount)), ..Markup::default() }
}

const NOW: Millis = Millis(1_000);

/// An item of Mobile Legends that costs Rp 1,000.
fn item(sku: &str) -> Priced<'_> {
    Priced { sku, category: "ml", category_rule: Markup::default(), cost: Rupiah(1_000) }
}

fn key(tier: Option<&str>, scope: Scope, promo: bool) -> RuleKey {
    RuleKey { tier: tier.map(str::to_owned), scope, promo }
}

fn sku() -> Scope {
    Scope::Sku("ml-86".to_owned())
}

fn category() -> Scope {
    Scope::Category("ml".to_owned())
}

/// The shop's rules: 10 % in the file, and these of the chat.
fn pricing(rules: &[(RuleKey, Markup)]) -> Pricing {
    let mut chat = PriceRules::default();
    for (key, markup) in rules {
        let until = key.promo.then_some(NOW.plus_ms(1));
        chat.put(key.clone(), Rule { markup: *markup, until });
    }
    Pricing { shop: percent(1_000), sku: BTreeMap::new(), chat }
}

#[test]
fn a_price_is_cost_and_percent_and_flat_rounded_up() {
    for (rule, cost, price) in [
        (Markup::default(), 18_500, 18_500),
        (markup(250, 0, 1), 18_500, 18_963),
        (markup(250, 0, 100), 18_500, 19_000),
        (markup(0, 500, 1_000), 18_500, 19_000),
        (markup(0, 0, 100), 18_500, 18_500),
        (markup(-5_000, 0, 1), 18_500, 18_500),
        (markup(0, -1_000, 1), 500, 500),
        (markup(1, 0, 1), 1, 2),
        (markup(0, 0, 0), 7, 7),
        (markup(10_000, 0, 1), i64::MAX, i64::MAX),
    ] {
        let pricing = Pricing { shop: rule, ..Pricing::default() };
        let item = Priced { cost: Rupiah(cost), ..item("s") };
        assert_eq!(pricing.price(item, Buyer::default()), Rupiah(price), "{rule:?} of {cost}");
    }
}

#[test]
fn the_most_specific_rule_of_the_file_wins_value_by_value() {
    let pricing = Pricing { shop: markup(100, 1, 10), sku: [("ml-86".to_owned(), flat(7))].into(), chat: PriceRules::default() };
    let price = |sku, category_rule| {
        let item = Priced { sku, category: "ml", category_rule, cost: Rupiah(100) };
        pricing.price(item, Buyer::default())
    };
    assert_eq!(price("other", Markup::default()), Rupiah(110));
    assert_eq!(price("other", percent(1_000)), Rupiah(120));
    assert_eq!(price("ml-86", percent(1_000)), Rupiah(120));
    assert_eq!(price("ml-86", Markup::default()), Rupiah(110));
}

/// What ml-86 costs a customer without a tier, and one of the tier `r`.
#[test]
fn which_rule_applies() {
    let all = |scope| key(None, scope, false);
    let tier = |scope| key(Some("r"), scope, false);
    let promo = |scope| key(None, scope, true);
    for (name, rules, everybody, reseller) in [
        ("the file", vec![], 1_100, 1_100),
        ("the chat replaces the file", vec![(all(Scope::Shop), percent(2_000))], 1_200, 1_200),
        ("what it leaves open is not the file's", vec![(all(Scope::Shop), flat(7))], 1_007, 1_007),
        ("the category before the shop", vec![(all(category()), percent(300)), (all(Scope::Shop), percent(2_000))], 1_030, 1_030),
        ("the SKU before its category", vec![(all(sku()), percent(100)), (all(category()), percent(300))], 1_010, 1_010),
        ("value by value", vec![(all(sku()), flat(5)), (all(category()), percent(300))], 1_035, 1_035),
        ("a tier", vec![(tier(Scope::Shop), percent(200))], 1_100, 1_020),
        ("a tier's shop before everybody's SKU", vec![(tier(Scope::Shop), percent(200)), (all(sku()), percent(100))], 1_010, 1_020),
        ("a tier's SKU before its shop", vec![(tier(sku()), percent(50)), (tier(Scope::Shop), percent(200))], 1_100, 1_005),
        ("another tier", vec![(key(Some("x"), Scope::Shop, false), percent(200))], 1_100, 1_100),
        ("a promo for everybody", vec![(promo(Scope::Shop), percent(-500)), (tier(sku()), percent(200))], 950, 950),
        (
            "a tier's promo before everybody's",
            vec![(promo(sku()), percent(-500)), (key(Some("r"), Scope::Shop, true), percent(-900))],
            950,
            910,
        ),
        ("a promo's other values are the usual ones", vec![(promo(Scope::Shop), flat(-300))], 800, 800),
        ("no promo asks for nothing", vec![(promo(Scope::Shop), flat(-90_000))], 1, 1),
        ("a removed rule", vec![(all(Scope::Shop), Markup::default())], 1_000, 1_000),
        ("below the cost without a promo", vec![(all(Scope::Shop), percent(-500)), (tier(sku()), flat(-9))], 1_000, 1_000),
        ("of another category", vec![(all(Scope::Category("ff".to_owned())), percent(0))], 1_100, 1_100),
    ] {
        let pricing = pricing(&rules);
        let price = |tier| pricing.price(item("ml-86"), Buyer { tier, now: NOW }).0;
        assert_eq!((price(None), price(Some("r"))), (everybody, reseller), "{name}");
        assert_eq!(price(Some("nobody knows it")), everybody, "{name}");
    }
}

#[test]
fn a_promo_ends_to_the_millisecond() {
    let pricing = pricing(&[(key(None, Scope::Shop, true), percent(-1_000))]);
    let price = |now| pricing.price(item("ml-86"), Buyer { tier: None, now }).0;
    assert_eq!([price(Millis(0)), price(NOW), price(NOW.plus_ms(1)), price(NOW.plus_ms(2))], [900, 900, 1_100, 1_100]);
}
