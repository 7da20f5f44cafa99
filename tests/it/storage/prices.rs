//! Pricing rules of the chat: what counts, the history, and changes at the same time; terms of single customers.

use odzreshop_bot::domain::access::OwnLimits;
use odzreshop_bot::domain::markup::Markup;
use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::order::{Order, OrderState};
use odzreshop_bot::domain::person::Person;
use odzreshop_bot::domain::price_rule::{CHAT_RULES, PriceRules, Rule, RuleChange, RuleKey};
use odzreshop_bot::storage::{PersonWrite, PriceChange, PriceWrite, Write};

use super::{Database, NOW, add, on_both, order};

fn rule(flat: i64) -> Rule {
    Rule { markup: Markup { flat: Some(Rupiah(flat)), ..Markup::default() }, until: None }
}

fn change(version: i64, flat: i64) -> (PriceChange, PriceRules) {
    let change = RuleChange { key: RuleKey::SHOP, before: None, after: Some(rule(flat)) };
    let mut rules = PriceRules::default();
    rules.put(RuleKey::SHOP, rule(flat));
    (PriceChange { version, admin: 9, at: NOW, change }, rules)
}

fn write((change, rules): (PriceChange, PriceRules)) -> Write {
    Write::Price(PriceWrite::Change { change, rules })
}

async fn of_two_changes_at_the_same_time_one_counts(database: Database) {
    let base = database.open().await;
    assert_eq!(base.store.find_price_rules().await.unwrap(), (PriceRules::default(), 0));
    base.commit([write(change(1, 5))]).await;
    let before = base.store.find_settings_version().await.unwrap();
    assert_eq!(base.conflict([write(change(1, 7))]).await, "the prices");
    assert_eq!(base.store.find_price_rules().await.unwrap(), (change(1, 5).1, 1), "the other is not seen at all");
    assert_eq!(base.store.find_settings_version().await.unwrap(), before);
    base.commit([write(change(2, 7))]).await;
    assert!(base.store.find_settings_version().await.unwrap() > before, "every process sees it");
    let base = base.reopen().await;
    assert_eq!(base.store.find_price_rules().await.unwrap(), (change(2, 7).1, 2));
    assert_eq!(base.store.list_settings().await.unwrap()[0].0, CHAT_RULES);
    let (changes, count) = base.store.list_price_changes(1, 0).await.unwrap();
    assert_eq!((changes, count), (vec![change(2, 7).0], 2));
    assert_eq!(base.store.list_price_changes(5, 1).await.unwrap().0, [change(1, 5).0]);
}

async fn terms_change_from_what_was_seen(database: Database) {
    let base = database.open().await;
    let person = Person { id: 7, name: "Budi".to_owned(), ..Person::default() };
    base.commit([Write::Person(PersonWrite::Meet { person: person.clone(), now: NOW })]).await;
    let tier = |from: Option<&str>, to: Option<&str>| {
        Write::Person(PersonWrite::SetTier { user_id: 7, from: from.map(str::to_owned), to: to.map(str::to_owned) })
    };
    base.commit([tier(None, Some("a"))]).await;
    assert_eq!(base.conflict([tier(None, Some("b"))]).await, "the customer's tier");
    base.commit([tier(Some("a"), Some("b"))]).await;
    let own = OwnLimits { daily_limit: Some(Rupiah::ZERO), max_open_orders: Some(5) };
    let limits = |from, to| Write::Person(PersonWrite::SetLimits { user_id: 7, from, to });
    base.commit([limits(OwnLimits::default(), own)]).await;
    assert_eq!(base.conflict([limits(OwnLimits::default(), own)]).await, "the customer's limits");
    let expected = Person { tier: Some("b".to_owned()), limits: own, ..person.clone() };
    let base = base.reopen().await;
    assert_eq!(base.store.find_person(7).await.unwrap(), Some(expected));
    base.commit([Write::Person(PersonWrite::Meet { person, now: NOW }), tier(Some("b"), None), limits(own, OwnLimits::default())]).await;
    assert_eq!(base.store.find_person(7).await.unwrap().unwrap().tier, None);
    let zero = OwnLimits { max_open_orders: Some(0), ..OwnLimits::default() };
    assert!(base.store.commit(vec![limits(OwnLimits::default(), zero)]).await.is_err(), "nobody could order");
}

async fn what_a_customer_spent_is_what_was_delivered(database: Database) {
    let base = database.open().await;
    assert_eq!(base.store.sum_orders_of(7).await.unwrap(), (0, Rupiah::ZERO));
    for (id, user_id, state) in
        [("a", 7, OrderState::Success), ("b", 7, OrderState::Failed), ("c", 7, OrderState::Pending), ("d", 8, OrderState::Success)]
    {
        base.commit([add(Order { user_id, state, price: Rupiah(18_500), ..order(id) })]).await;
    }
    assert_eq!(base.store.sum_orders_of(7).await.unwrap(), (3, Rupiah(18_500)));
}

on_both! {
    of_two_changes_at_the_same_time_one_counts,
    terms_change_from_what_was_seen,
    what_a_customer_spent_is_what_was_delivered,
}
