//! The purchase as a table: each input at each step.

use super::*;
use crate::domain::catalog::{PriceList, STALE_AFTER_MS, Service};
use crate::domain::pricing::Pricing;
use crate::domain::samples;
use crate::domain::target::{Choice, Invalid, Pattern, Template};

static LOCALE: Locale = Locale(String::new());
const NOW: Millis = Millis(10_000_000);

fn pattern(key: &str, pattern: &str) -> Field {
    Field { key: key.into(), label: key.into(), shape: Shape::Pattern(Pattern::new(pattern).unwrap()), example: None, help: None }
}

fn category(slug: &str, fields: Vec<Field>, target: &str) -> Category {
    let target = Template::parse(target, &fields).unwrap();
    Category { fields, target, ..samples::category(slug) }
}

/// `ml` with two fields and 50 items, `gi` with a choice, `empty` with nothing on its price list, `hidden` unknown to the provider.
fn catalog() -> Catalog {
    let choice = |value: &str, label: &str| Choice { value: value.into(), label: label.into() };
    let server = Field { shape: Shape::Choices(vec![choice("os_asia", "Asia"), choice("os_euro", "Europe")]), ..pattern("server", ".") };
    let ml = vec![pattern("user_id", "[0-9]{5,12}"), pattern("zone_id", "[0-9]{3,6}")];
    let service = |n: i64| Service { sku: format!("s{n}"), name: format!("Item {n}"), cost: Rupiah(1_000 + n), active: n < 50 };
    let price_list = |count| PriceList { services: (0..count).map(service).collect(), skipped: Vec::new(), fetched_at: NOW };
    Catalog {
        categories: vec![
            category("ml", ml, "{user_id}{zone_id}"),
            category("gi", vec![pattern("uid", "[0-9]{9}"), server], "{uid}|{server}"),
            category("empty", vec![], ""),
            category("hidden", vec![], ""),
        ],
        price_lists: [("ml".to_owned(), price_list(55)), ("gi".to_owned(), price_list(1)), ("empty".to_owned(), price_list(0))].into(),
        unknown: ["hidden".to_owned()].into(),
        stale: Default::default(),
        pricing: Pricing::default(),
    }
}

fn context(catalog: &Catalog) -> Context<'_> {
    Context { catalog, now: NOW, user_id: 7, locale: &LOCALE, tier: None, pause: None, closed: None, confirm_seconds: 600, quote_id: "new" }
}

fn answers(pairs: &[(&str, &str)]) -> Vec<Answer> {
    pairs.iter().map(|(key, value)| Answer { key: (*key).into(), value: (*value).into() }).collect()
}

fn target(given: &[(&str, &str)]) -> Step {
    Step::Target { category: "ml".into(), sku: "s3".into(), answers: answers(given), page: 2 }
}

fn confirm() -> Step {
    let answers = answers(&[("user_id", "12345"), ("zone_id", "678")]);
    Step::Confirm { category: "ml".into(), sku: "s3".into(), answers, page: 2, quote: "old".into() }
}

fn choosing() -> Step {
    Step::Target { category: "gi".into(), sku: "s0".into(), answers: answers(&[("uid", "812345678")]), page: 0 }
}

/// Where they stand, what they see, and why: in one line.
fn told(next: &Next) -> String {
    let given = |answers: &[Answer]| answers.iter().map(|answer| answer.value.as_str()).collect::<Vec<_>>().join(",");
    let step = match &next.step {
        Step::Menu => "menu".to_owned(),
        Step::Items { category, page } => format!("items {category} {page}"),
        Step::Target { category, sku, answers, page } => format!("target {category} {sku} {page} [{}]", given(answers)),
        Step::Confirm { category, sku, answers, page, quote } => format!("confirm {category} {sku} {page} [{}] {quote}", given(answers)),
        other => format!("{other:?}"),
    };
    let (screen, hint) = match &next.screen {
        Screen::Menu { page, pages, hint, .. } => (format!("Menu {page}/{pages}"), *hint),
        Screen::Items { page, pages, hint, .. } => (format!("Items {page}/{pages}"), *hint),
        Screen::Ask(Question { field, hint, .. }) => (format!("Ask {}", field.key), *hint),
        Screen::Confirm(confirmation) => ("Confirm".to_owned(), confirmation.hint),
        other => (format!("{other:?}").split([' ', '(']).next().unwrap_or_default().to_owned(), None),
    };
    assert_eq!(next.quote.is_some(), screen == "Confirm", "a quote for a confirmation, and for nothing else");
    let hint = hint.map(|hint| format!(", {hint:?}")).unwrap_or_default();
    format!("{step} / {screen}{hint}")
}

fn press(action: &PurchaseAction) -> Input<'_> {
    Input::Press(action)
}

#[test]
fn each_input_at_each_step() {
    let catalog = catalog();
    let steps = [
        ("menu", Step::Menu),
        ("invoice", Step::Invoice { order: OrderId("o".into()) }),
        ("items", Step::Items { category: "ml".into(), page: 1 }),
        ("first", target(&[])),
        ("second", target(&[("user_id", "12345")])),
        ("choosing", choosing()),
        ("confirm", confirm()),
    ];
    let actions = [
        ("menu", PurchaseAction::Menu { page: 0 }),
        ("category", PurchaseAction::Category { category: "ml".into(), page: 1 }),
        ("item", PurchaseAction::Item { category: "ml".into(), sku: "s5".into(), page: 1 }),
        ("choose", PurchaseAction::Choose { value: "os_asia".into() }),
        ("choose foreign", PurchaseAction::Choose { value: "os_mars".into() }),
        ("back", PurchaseAction::Back),
        ("cancel", PurchaseAction::Cancel),
        ("other", PurchaseAction::Again { order: OrderId("o".into()) }),
    ];
    let presses = actions.iter().map(|(name, action)| (*name, Input::Press(action)));
    let texts = ["12345", "12345 (678)", "asia", "x", ""].map(|text| (text, Input::Text(text)));
    let inputs: Vec<_> = presses.chain(texts).chain([("photo", Input::Other)]).collect();
    let mut table = String::new();
    for (at, step) in &steps {
        for (name, input) in &inputs {
            table += &format!("{at} + {name:?} = {}\n", told(&advance(step, *input, context(&catalog))));
        }
    }
    assert_eq!(table.trim(), TABLE.trim(), "\n{table}");
}

const TABLE: &str = r#"
menu + "menu" = menu / Menu 0/1
menu + "category" = items ml 1 / Items 1/3
menu + "item" = target ml s5 1 [] / Ask user_id
menu + "choose" = menu / Menu 0/1
menu + "choose foreign" = menu / Menu 0/1
menu + "back" = menu / Menu 0/1
menu + "cancel" = menu / Cancelled
menu + "other" = menu / Menu 0/1
menu + "12345" = menu / Menu 0/1, UseButtons
menu + "12345 (678)" = menu / Menu 0/1, UseButtons
menu + "asia" = menu / Menu 0/1, UseButtons
menu + "x" = menu / Menu 0/1, UseButtons
menu + "" = menu / Menu 0/1, UseButtons
menu + "photo" = menu / Menu 0/1, UseButtons
invoice + "menu" = menu / Menu 0/1
invoice + "category" = items ml 1 / Items 1/3
invoice + "item" = target ml s5 1 [] / Ask user_id
invoice + "choose" = menu / Menu 0/1
invoice + "choose foreign" = menu / Menu 0/1
invoice + "back" = menu / Menu 0/1
invoice + "cancel" = menu / Cancelled
invoice + "other" = menu / Menu 0/1
invoice + "12345" = menu / Menu 0/1, UseButtons
invoice + "12345 (678)" = menu / Menu 0/1, UseButtons
invoice + "asia" = menu / Menu 0/1, UseButtons
invoice + "x" = menu / Menu 0/1, UseButtons
invoice + "" = menu / Menu 0/1, UseButtons
invoice + "photo" = menu / Menu 0/1, UseButtons
items + "menu" = menu / Menu 0/1
items + "category" = items ml 1 / Items 1/3
items + "item" = target ml s5 1 [] / Ask user_id
items + "choose" = items ml 1 / Items 1/3
items + "choose foreign" = items ml 1 / Items 1/3
items + "back" = menu / Menu 0/1
items + "cancel" = menu / Cancelled
items + "other" = items ml 1 / Items 1/3
items + "12345" = items ml 1 / Items 1/3, UseButtons
items + "12345 (678)" = items ml 1 / Items 1/3, UseButtons
items + "asia" = items ml 1 / Items 1/3, UseButtons
items + "x" = items ml 1 / Items 1/3, UseButtons
items + "" = items ml 1 / Items 1/3, UseButtons
items + "photo" = items ml 1 / Items 1/3, UseButtons
first + "menu" = menu / Menu 0/1
first + "category" = items ml 1 / Items 1/3
first + "item" = target ml s5 1 [] / Ask user_id
first + "choose" = target ml s3 2 [] / Ask user_id, Invalid(Form)
first + "choose foreign" = target ml s3 2 [] / Ask user_id, Invalid(Form)
first + "back" = items ml 2 / Items 2/3
first + "cancel" = menu / Cancelled
first + "other" = target ml s3 2 [] / Ask user_id
first + "12345" = target ml s3 2 [12345] / Ask zone_id
first + "12345 (678)" = confirm ml s3 2 [12345,678] new / Confirm
first + "asia" = target ml s3 2 [] / Ask user_id, Invalid(Form)
first + "x" = target ml s3 2 [] / Ask user_id, Invalid(Form)
first + "" = target ml s3 2 [] / Ask user_id, Invalid(Empty)
first + "photo" = target ml s3 2 [] / Ask user_id, TextOnly
second + "menu" = menu / Menu 0/1
second + "category" = items ml 1 / Items 1/3
second + "item" = target ml s5 1 [] / Ask user_id
second + "choose" = target ml s3 2 [12345] / Ask zone_id, Invalid(Form)
second + "choose foreign" = target ml s3 2 [12345] / Ask zone_id, Invalid(Form)
second + "back" = target ml s3 2 [] / Ask user_id
second + "cancel" = menu / Cancelled
second + "other" = target ml s3 2 [12345] / Ask zone_id
second + "12345" = confirm ml s3 2 [12345,12345] new / Confirm
second + "12345 (678)" = confirm ml s3 2 [12345,678] new / Confirm
second + "asia" = target ml s3 2 [12345] / Ask zone_id, Invalid(Form)
second + "x" = target ml s3 2 [12345] / Ask zone_id, Invalid(Form)
second + "" = target ml s3 2 [12345] / Ask zone_id, Invalid(Empty)
second + "photo" = target ml s3 2 [12345] / Ask zone_id, TextOnly
choosing + "menu" = menu / Menu 0/1
choosing + "category" = items ml 1 / Items 1/3
choosing + "item" = target ml s5 1 [] / Ask user_id
choosing + "choose" = confirm gi s0 0 [812345678,os_asia] new / Confirm
choosing + "choose foreign" = target gi s0 0 [812345678] / Ask server, Invalid(Form)
choosing + "back" = target gi s0 0 [] / Ask uid
choosing + "cancel" = menu / Cancelled
choosing + "other" = target gi s0 0 [812345678] / Ask server
choosing + "12345" = target gi s0 0 [812345678] / Ask server, Invalid(Form)
choosing + "12345 (678)" = target gi s0 0 [812345678] / Ask server, Invalid(Form)
choosing + "asia" = confirm gi s0 0 [812345678,os_asia] new / Confirm
choosing + "x" = target gi s0 0 [812345678] / Ask server, Invalid(Form)
choosing + "" = target gi s0 0 [812345678] / Ask server, Invalid(Empty)
choosing + "photo" = target gi s0 0 [812345678] / Ask server, TextOnly
confirm + "menu" = menu / Menu 0/1
confirm + "category" = items ml 1 / Items 1/3
confirm + "item" = target ml s5 1 [] / Ask user_id
confirm + "choose" = confirm ml s3 2 [12345,678] new / Confirm
confirm + "choose foreign" = confirm ml s3 2 [12345,678] new / Confirm
confirm + "back" = target ml s3 2 [12345] / Ask zone_id
confirm + "cancel" = menu / Cancelled
confirm + "other" = confirm ml s3 2 [12345,678] new / Confirm
confirm + "12345" = confirm ml s3 2 [12345,678] new / Confirm, UseButtons
confirm + "12345 (678)" = confirm ml s3 2 [12345,678] new / Confirm, UseButtons
confirm + "asia" = confirm ml s3 2 [12345,678] new / Confirm, UseButtons
confirm + "x" = confirm ml s3 2 [12345,678] new / Confirm, UseButtons
confirm + "" = confirm ml s3 2 [12345,678] new / Confirm, UseButtons
confirm + "photo" = confirm ml s3 2 [12345,678] new / Confirm, UseButtons
"#;

#[test]
fn a_confirmation_says_what_the_order_will_be() {
    let catalog = catalog();
    let next = advance(&target(&[]), Input::Text("12345 (678)"), context(&catalog));
    let quote = next.quote.clone().unwrap();
    assert_eq!((quote.id.as_str(), quote.user_id, quote.category.as_str(), quote.sku.as_str()), ("new", 7, "ml", "s3"));
    assert_eq!((quote.item.as_str(), quote.target.as_str()), ("Item 3", "12345678"));
    assert_eq!((quote.price, quote.cost, quote.expires_at), (Rupiah(1_003), Rupiah(1_003), NOW.plus_seconds(600)));
    let Screen::Confirm(shown) = next.screen else { panic!("{:?}", next.screen) };
    assert_eq!((shown.item, shown.price, shown.quote, shown.minutes), (quote.item, quote.price, quote.id, 10));
    assert_eq!((shown.old_price, shown.twin), (None, None));
    let line = |label: &str, value: &str| Line { label: label.into(), value: value.into() };
    assert_eq!(shown.lines, [line("user_id", "12345"), line("zone_id", "678")]);
}

#[test]
fn a_choice_is_sent_by_value_and_shown_by_label() {
    let catalog = catalog();
    for input in [press(&PurchaseAction::Choose { value: "os_euro".into() }), Input::Text("europe"), Input::Text("os_euro")] {
        let next = advance(&choosing(), input, context(&catalog));
        assert_eq!(next.quote.unwrap().target, "812345678|os_euro");
        let Screen::Confirm(shown) = next.screen else { panic!("{:?}", next.screen) };
        assert_eq!(shown.lines[1].value, "Europe".into());
    }
}

#[test]
fn a_short_validity_is_still_a_minute() {
    let catalog = catalog();
    let next = show(&confirm(), None, Context { confirm_seconds: 30, ..context(&catalog) });
    assert!(matches!(next.screen, Screen::Confirm(Confirmation { minutes: 1, .. })));
}

#[test]
fn answers_that_no_longer_fit_are_asked_again() {
    let mut catalog = catalog();
    let full = [("user_id", "12345"), ("zone_id", "678")];
    let at = |catalog: &Catalog, given: &[(&str, &str)]| told(&question("ml", "s3", answers(given), 0, None, context(catalog)));
    assert_eq!(at(&catalog, &full), "confirm ml s3 0 [12345,678] new / Confirm");
    assert_eq!(at(&catalog, &[("user_id", "12345"), ("zone_id", "x")]), "target ml s3 0 [12345] / Ask zone_id");
    assert_eq!(at(&catalog, &[("user_id", "x"), ("zone_id", "678")]), "target ml s3 0 [] / Ask user_id");
    assert_eq!(at(&catalog, &[("zone_id", "678"), ("user_id", "12345")]), "target ml s3 0 [] / Ask user_id", "in another order");
    assert_eq!(at(&catalog, &[full[0], full[1], ("more", "1")]), "confirm ml s3 0 [12345,678] new / Confirm", "one too many");
    // The owner renames a field, or asks for another form, while somebody is at it.
    catalog.categories[0].fields[0].shape = Shape::Pattern(Pattern::new("[0-9]{9}").unwrap());
    assert_eq!(at(&catalog, &full), "target ml s3 0 [] / Ask user_id");
    catalog.categories[0].fields[0] = pattern("player", "[0-9]+");
    assert_eq!(at(&catalog, &full), "target ml s3 0 [] / Ask player");
}

#[test]
fn a_text_for_a_field_that_was_removed_is_harmless() {
    let mut catalog = catalog();
    catalog.categories[0] = category("ml", vec![pattern("user_id", "[0-9]{5,12}")], "{user_id}");
    let step = target(&[("user_id", "12345"), ("zone_id", "678")]);
    assert_eq!(told(&advance(&step, Input::Text("9"), context(&catalog))), "confirm ml s3 2 [12345] new / Confirm");
}

#[test]
fn a_refused_shop_sells_nothing_but_every_step_can_be_left() {
    let catalog = catalog();
    for cause in [ClosedReason::Key, ClosedReason::Ip, ClosedReason::VendorDepleted] {
        let closed = Context { closed: Some(cause), ..context(&catalog) };
        let at = |step: &Step, input: Input| told(&advance(step, input, closed));
        for step in [Step::Menu, Step::Items { category: "ml".into(), page: 0 }, target(&[]), confirm()] {
            for action in [
                PurchaseAction::Menu { page: 0 },
                PurchaseAction::Category { category: "ml".into(), page: 0 },
                PurchaseAction::Item { category: "ml".into(), sku: "s3".into(), page: 0 },
                PurchaseAction::Back,
            ] {
                assert_eq!(at(&step, press(&action)), "menu / Closed", "{step:?} {action:?}");
            }
            assert_eq!(at(&step, press(&PurchaseAction::Cancel)), "menu / Cancelled");
        }
        assert_eq!(at(&target(&[]), Input::Text("12345 (678)")), "menu / Closed");
    }
}

#[test]
fn while_the_provider_is_silent_lists_are_shown_but_nothing_is_sold() {
    let catalog = catalog();
    let stale = Context { closed: Some(ClosedReason::Failing), ..context(&catalog) };
    let at = |step: &Step, action: &PurchaseAction| told(&advance(step, press(action), stale));
    let item = PurchaseAction::Item { category: "ml".into(), sku: "s3".into(), page: 0 };
    assert_eq!(at(&Step::Menu, &PurchaseAction::Menu { page: 0 }), "menu / Menu 0/1, OnlyLooking");
    let category = PurchaseAction::Category { category: "ml".into(), page: 1 };
    assert_eq!(at(&Step::Menu, &category), "items ml 1 / Items 1/3, OnlyLooking");
    assert_eq!(at(&Step::Menu, &item), "menu / Closed");
    assert_eq!(at(&target(&[]), &PurchaseAction::Back), "items ml 2 / Items 2/3, OnlyLooking");
    assert_eq!(at(&confirm(), &PurchaseAction::Back), "menu / Closed");
    assert_eq!(told(&advance(&target(&[]), Input::Text("12345 (678)"), stale)), "menu / Closed");
}

#[test]
fn a_missing_item_or_category_is_reported() {
    let mut catalog = catalog();
    let item = |sku: &str| PurchaseAction::Item { category: "ml".into(), sku: sku.into(), page: 1 };
    let at = |catalog: &Catalog, step: &Step, action: &PurchaseAction| told(&advance(step, press(action), context(catalog)));
    assert_eq!(at(&catalog, &Step::Menu, &item("s54")), "items ml 1 / Gone", "inactive");
    assert_eq!(at(&catalog, &Step::Menu, &item("nothing")), "items ml 1 / Gone");
    let category = |slug: &str| PurchaseAction::Category { category: slug.into(), page: 0 };
    assert_eq!(at(&catalog, &Step::Menu, &category("empty")), "menu / NothingOnSale");
    assert_eq!(at(&catalog, &Step::Menu, &category("hidden")), "menu / Menu 0/1, CategoryGone");
    assert_eq!(at(&catalog, &Step::Menu, &category("../etc")), "menu / Menu 0/1, CategoryGone");
    catalog.price_lists.remove("ml");
    assert_eq!(at(&catalog, &target(&[("user_id", "12345")]), &PurchaseAction::Back), "target ml s3 2 [] / Loading");
    assert_eq!(told(&show(&confirm(), None, context(&catalog))), "target ml s3 2 [12345,678] / Loading");
    catalog.unknown.insert("ml".into());
    assert_eq!(told(&advance(&target(&[]), Input::Text("12345"), context(&catalog))), "menu / Menu 0/1, CategoryGone");
}

#[test]
fn pages_stay_within_what_there_is() {
    let mut catalog = catalog();
    for (page, shown, count) in [(0, 0, 20), (1, 1, 20), (2, 2, 10), (3, 2, 10), (usize::MAX, 2, 10)] {
        let next = advance(&Step::Menu, press(&PurchaseAction::Category { category: "ml".into(), page }), context(&catalog));
        assert_eq!(next.step, Step::Items { category: "ml".into(), page: shown });
        let Screen::Items { offers, page, pages, .. } = next.screen else { panic!("{:?}", next.screen) };
        assert_eq!((offers.len(), page, pages), (count, shown, 3));
        assert_eq!(offers[0].sku, format!("s{}", shown * ITEMS_PER_PAGE), "cheapest first");
    }
    catalog.categories = (0..165).map(|n| category(&format!("c{n}"), vec![], "")).collect();
    for (page, shown, count) in [(0, 0, 80), (2, 2, 5), (usize::MAX, 2, 5)] {
        let next = menu(page, None, context(&catalog));
        let Screen::Menu { categories, page, pages, .. } = next.screen else { panic!("{:?}", next.screen) };
        assert_eq!((categories.len(), page, pages), (count, shown, 3));
    }
    catalog.categories.clear();
    assert_eq!(told(&menu(5, None, context(&catalog))), "menu / Menu 0/1");
}

#[test]
fn an_old_list_is_marked() {
    let catalog = catalog();
    let at = |now| {
        let next =
            advance(&Step::Menu, press(&PurchaseAction::Category { category: "ml".into(), page: 0 }), Context { now, ..context(&catalog) });
        matches!(next.screen, Screen::Items { stale_since: Some(NOW), .. })
    };
    assert_eq!((at(NOW.plus_ms(STALE_AFTER_MS)), at(NOW.plus_ms(STALE_AFTER_MS + 1))), (false, true));
}

#[test]
fn an_invalid_answer_is_explained_and_earlier_answers_stay() {
    let catalog = catalog();
    for (text, invalid) in [
        ("x", Invalid::Form),
        ("", Invalid::Empty),
        ("1\n2", Invalid::Lines),
        ("1234\u{200b}5", Invalid::Invisible),
        ("１２３４５", Invalid::ForeignDigits),
        (&"1".repeat(65), Invalid::TooLong),
        ("678 678", Invalid::Form),
    ] {
        let next = advance(&target(&[("user_id", "12345")]), Input::Text(text), context(&catalog));
        assert_eq!(next.step, target(&[("user_id", "12345")]), "{text:?}");
        let Screen::Ask(Question { answered, hint, .. }) = next.screen else { panic!("{:?}", next.screen) };
        assert_eq!((answered.len(), hint), (1, Some(Hint::Invalid(invalid))), "{text:?}");
    }
}

#[test]
fn a_known_account_answers_all_that_is_asked_now() {
    let catalog = catalog();
    let known = |category: &str, given: &[(&str, &str)], step: &Step| told(&use_account(step, category, answers(given), context(&catalog)));
    let both = [("user_id", "12345"), ("zone_id", "678")];
    for step in [target(&[]), target(&[("user_id", "99999")])] {
        assert_eq!(known("ml", &both, &step), "confirm ml s3 2 [12345,678] new / Confirm");
    }
    assert_eq!(
        known("ml", &[("user_id", "12345"), ("zone_id", "x")], &target(&[])),
        "target ml s3 2 [12345] / Ask zone_id",
        "it fits no more"
    );
    assert_eq!(
        known("gi", &[("uid", "812345678"), ("server", "os_asia")], &target(&[])),
        "target ml s3 2 [] / Ask user_id",
        "of another game"
    );
    assert_eq!(known("ml", &both, &Step::Menu), "menu / Menu 0/1", "nothing is asked");
}

#[test]
fn a_category_without_fields_goes_straight_to_the_confirmation() {
    let mut catalog = catalog();
    catalog.categories[2] = category("empty", vec![], "");
    catalog.price_lists.insert("empty".into(), catalog.price_lists["gi"].clone());
    let item = PurchaseAction::Item { category: "empty".into(), sku: "s0".into(), page: 0 };
    let next = advance(&Step::Menu, press(&item), context(&catalog));
    assert_eq!(told(&next), "confirm empty s0 0 [] new / Confirm");
    assert_eq!(told(&advance(&next.step, press(&PurchaseAction::Back), context(&catalog))), "items empty 0 / Items 0/1");
}

#[test]
fn a_category_that_was_never_listed_is_not_called_sold_out() {
    let catalog = Catalog { price_lists: Default::default(), ..catalog() };
    let category = PurchaseAction::Category { category: "ml".into(), page: 0 };
    let next = advance(&Step::Menu, Input::Press(&category), context(&catalog));
    assert_eq!(told(&next), "items ml 0 / Loading");
    assert_eq!(told(&advance(&next.step, Input::Press(&PurchaseAction::LookAgain), context(&catalog))), "items ml 0 / Loading");
    let typed = advance(&target(&[("user_id", "12345")]), Input::Text("678"), context(&catalog));
    assert_eq!(told(&typed), "target ml s3 2 [12345,678] / Loading", "what was typed is kept");
    let in_vain = Catalog { stale: ["ml".to_owned()].into(), ..catalog.clone() };
    assert_eq!(told(&advance(&Step::Menu, Input::Press(&category), context(&in_vain))), "menu / Closed");
    let failing = Context { closed: Some(ClosedReason::Failing), ..context(&catalog) };
    assert_eq!(told(&advance(&Step::Menu, Input::Press(&category), failing)), "menu / Closed");
}
