//! What is said about items and about the order of categories, in `shop.toml` and by settings that override it.

use odzreshop_bot::domain::catalog::ItemSettings;
use odzreshop_bot::domain::locale::LocalText;
use odzreshop_bot::domain::shop::Shop;
use serde_json::{Value, json};

use super::shop_file::{ONE_GAME, shop, wrong};
use super::with_required;

fn slugs(shop: &Shop) -> Vec<&str> {
    shop.categories.iter().map(|category| category.slug.as_str()).collect()
}

/// Games with these slugs.
fn games(slugs: &[&str]) -> String {
    slugs.iter().map(|slug| ONE_GAME.replace("\"g\"", &format!("\"{slug}\""))).collect()
}

#[test]
fn items_are_named_hidden_and_popular() {
    let items = "[[category.item]]\nsku = \"g-1.5\"\nlabel = { id = \"Satu\", en = \"One\" }\npopular = true\n\
         [[category.item]]\nsku = \"g-2\"\nhidden = true\n";
    let game = shop(&format!("{ONE_GAME}{items}")).categories.remove(0);
    let label = [("id", "Satu"), ("en", "One")].map(|(code, text)| (code.to_owned(), text.to_owned()));
    let one = ItemSettings { label: Some(LocalText::PerLocale(label.into())), hidden: false, popular: true };
    let two = ItemSettings { hidden: true, ..ItemSettings::default() };
    assert_eq!(game.items, [("g-1.5".to_owned(), one), ("g-2".to_owned(), two)].into());
    assert!(game.sells("g-1.5") && game.sells("never seen") && !game.sells("g-2"));
    assert!(!game.hidden && !game.popular);
}

#[test]
fn popular_games_come_first_and_the_order_counts_within() {
    let popular = |slug: &str| games(&[slug]).replace("name = \"G\"", "name = \"G\"\npopular = true");
    let text =
        format!("[shop]\ncategory_order = [\"c\", \"e\"]\n{}{}{}{}", games(&["a", "b", "c"]), popular("d"), popular("e"), games(&["f"]));
    assert_eq!(slugs(&shop(&text)), ["e", "d", "c", "a", "b", "f"]);
    let problems = wrong(&format!("[shop]\n\ncategory_order = [\"g\", \"h\"]\n{ONE_GAME}"));
    assert!(problems.len() == 1 && problems[0].0 == "shop.category_order" && problems[0].2.contains("there is no \"h\""), "{problems:?}");
}

#[test]
fn a_wrong_item_is_one_problem() {
    let item = "[[category.item]]\nsku = \"a\"\n";
    let long = format!("{item}label = \"{}\"\n", "x".repeat(41));
    let twice = item.repeat(2);
    for (text, path, remedy) in [
        ("[[category.item]]\nhidden = true\n", "category[0].item[0].sku", "the provider's code"),
        (twice.as_str(), "category[0].item[1].sku", "a unique sku"),
        (long.as_str(), "category[0].item[0].label", "1 to 40"),
        ("[[category.item]]\nsku = \"a\"\nlabel = { fr = \"x\" }\n", "category[0].item[0].label.fr", "id, en"),
        ("[[category.item]]\nsku = \"a\"\nhidden = 1\n", "category[0].item[0].hidden", "true or false"),
        ("[[category.item]]\nsku = \"a\"\nhiden = true\n", "category[0].item[0].hiden", "did you mean `hidden`?"),
    ] {
        let problems = wrong(&format!("{ONE_GAME}{text}"));
        assert_eq!(problems.len(), 1, "{text}: {problems:?}");
        assert!(problems[0].0 == path && problems[0].2.contains(remedy), "{text}: {problems:?}");
    }
}

#[test]
fn settings_change_items_and_add_and_order_categories() {
    let source = super::read(&with_required(&[]), &[("shop.toml", ONE_GAME)]).unwrap().shop_source;
    let read = |text: &str, settings: &[(&str, Value)]| {
        let settings: Vec<(String, Value)> = settings.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
        source.read(&|_| Ok(text.to_owned()), &settings)
    };
    let added = json!({ "slug": "c", "name": "C", "target": "{id}", "field": [{ "key": "id", "label": "ID", "pattern": "[0-9]+" }] });
    let settings = [
        ("category.a.item.a-1.5.hidden", json!(true)),
        ("category.a.item.a-1.5.label", json!({ "id": "Satu", "en": "One" })),
        ("category.c", added.clone()),
        ("category.c.hidden", json!(true)),
        ("category.gone.item.x.hidden", json!(true)),
        ("shop.category_order", json!(["c", "gone", "b"])),
    ];
    let changed = read(&games(&["a", "b"]), &settings).unwrap();
    assert_eq!(slugs(&changed), ["c", "b", "a"]);
    let item = &changed.categories[2].items["a-1.5"];
    assert!(item.hidden && item.label.is_some() && changed.categories[0].hidden);
    // The file has the item and the category itself meanwhile.
    let file = format!("{}[[category.item]]\nsku = \"a-1.5\"\npopular = true\n{}", games(&["a"]), games(&["c", "b"]));
    let changed = read(&file, &settings).unwrap();
    assert_eq!(slugs(&changed), ["c", "b", "a"]);
    assert!(changed.categories[2].items["a-1.5"].popular && changed.categories[2].items["a-1.5"].hidden);
    assert_eq!(changed.categories[0].name, LocalText::from("G"));
    for (key, value) in [("category.d", json!("x")), ("category.a.item.x", json!(1)), ("category.a.item.x.hiden", json!(true))] {
        assert!(read(&games(&["a"]), &[(key, value)]).is_err(), "{key}");
    }
}

#[test]
fn rules_between_fields_are_read_and_checked() {
    let two = ONE_GAME.replace("target = \"{id}\"", "CHECK\ntarget = \"{id}{server}\"")
        + "[[category.field]]\nkey = \"server\"\nlabel = \"Server\"\nchoices = [{ value = \"a\", label = \"A\" }]\n";
    let with = |rule: &str| two.replace("CHECK", &format!("check = [{{ {rule} }}]"));
    let rules = shop(&with(r#"when = "id", matches = "^8", field = "server", must = "a""#)).categories.remove(0).checks;
    assert_eq!((rules.len(), rules[0].matches.as_str(), rules[0].must.as_str()), (1, "^8", "a"));
    for (rule, key, remedy) in [
        (r#"matches = "^8", field = "server", must = "a""#, "when", "the field that is looked at"),
        (r#"when = "uid", matches = "^8", field = "server", must = "a""#, "when", "a field of this category"),
        (r#"when = "id", matches = "[", field = "server", must = "a""#, "matches", "a regular expression"),
        (r#"when = "id", matches = "^8", field = "sever", must = "a""#, "field", "a field of this category"),
        (r#"when = "id", matches = "^8", field = "id", must = "8""#, "field", "another field"),
        (r#"when = "id", matches = "^8", field = "server", must = "A""#, "must", "of a choice its `value`"),
        (r#"when = "id", matches = "^8", field = "server", must = "a", els = 1"#, "els", "one of"),
    ] {
        let problems = wrong(&with(rule));
        assert_eq!(problems.len(), 1, "{rule}: {problems:?}");
        assert!(problems[0].0 == format!("category[0].check[0].{key}") && problems[0].2.contains(remedy), "{rule}: {problems:?}");
    }
}
