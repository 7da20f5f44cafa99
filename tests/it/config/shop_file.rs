//! `shop.toml`: the sample of the interface, the built-in file, and every kind of problem.

use odzreshop_bot::domain::access::{Limits, Mode};
use odzreshop_bot::domain::locale::LocalText;
use odzreshop_bot::domain::markup::{BasisPoints, Markup};
use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::payment_method::PaymentMethod;
use odzreshop_bot::domain::pricing::{Buyer, Priced};
use odzreshop_bot::domain::shop::{GatewaySettings, Polling, ProviderLimits, Resolve, Shop, WalletSettings};
use odzreshop_bot::domain::target::{self, Answer, Shape};

use super::{read, with_required};
use crate::samples::static_code;

/// The sample of the interface.
const SAMPLE: &str = include_str!("interface_sample.toml");

/// The shortest list of games.
pub(super) const ONE_GAME: &str = r#"
[[category]]
slug = "g"
name = "G"
target = "{id}"
[[category.field]]
key = "id"
label = "ID"
pattern = "[0-9]+"
"#;

pub(super) fn shop(text: &str) -> Shop {
    read(&with_required(&[]), &[("shop.toml", text)]).unwrap_or_else(|problems| panic!("{problems}")).shop
}

/// A problem: path, line, and found and remedy together.
pub(super) fn wrong(text: &str) -> Vec<(String, usize, String)> {
    let problems = match read(&with_required(&[]), &[("shop.toml", text)]) {
        Ok(_) => panic!("accepted:\n{text}"),
        Err(problems) => problems.0,
    };
    let path = |name: &str| name.trim_start_matches("shop.toml").trim_start_matches(": ").to_owned();
    problems.iter().map(|p| (path(&p.name), p.line.unwrap_or(0), format!("{} {}", p.found, p.remedy))).collect()
}

#[test]
fn the_sample_of_the_interface_is_valid() {
    let shop = shop(SAMPLE);
    assert_eq!(
        (shop.name.as_str(), shop.locale.0.as_str(), shop.support.as_str(), shop.timezone.as_str()),
        ("Odzreshop", "id", "@odzreshop", "Asia/Jakarta")
    );
    assert_eq!((shop.mode, shop.confirm_seconds), (Mode::Approval, 600));
    assert_eq!(shop.limits, Limits { max_open_orders: 3, daily_limit: Rupiah(1_000_000) });
    let item = Priced { sku: "ml-86", category: "other", category_rule: Markup::default(), cost: Rupiah(18_501) };
    assert_eq!(shop.pricing.price(item, Buyer::default()), Rupiah(18_501));
    let provider = ProviderLimits {
        requests_per_minute: 60,
        order_timeout_seconds: 60,
        low_balance: Rupiah(100_000),
        resolve_uncertain: Resolve::ByHand,
        ref_id_dedupes: false,
    };
    assert_eq!(shop.provider, provider);
    assert_eq!(shop.polling, Polling { first_seconds: 3, tell_customer_after_minutes: 15, tell_admins_after_minutes: 60 });

    assert_eq!(shop.categories.len(), 1);
    let game = &shop.categories[0];
    assert_eq!((game.slug.as_str(), &game.name, game.emoji.as_str()), ("mobile-legends", &LocalText::from("Mobile Legends"), "⚔️"));
    assert_eq!(game.pricing, Markup { percent: Some(BasisPoints(250)), ..Markup::default() });
    assert!(game.verified, "an owner's own game is verified unless it says otherwise");
    let help = LocalText::PerLocale(
        [("id", "Buka profil di dalam game."), ("en", "Open your profile in the game.")]
            .map(|(code, text)| (code.into(), text.into()))
            .into(),
    );
    assert_eq!((&game.fields[0].label, game.fields[0].help.as_ref()), (&"User ID".into(), Some(&help)));
    let answers = target::read(&game.fields, "123456789 (1234)").unwrap();
    assert_eq!(game.target.fill(&answers).as_deref(), Some("1234567891234"));
}

#[test]
fn settings_may_be_left_out() {
    let (bare, full) = (shop(ONE_GAME), shop(SAMPLE));
    assert_eq!((bare.name, bare.locale, bare.support, bare.timezone), (full.name, full.locale, full.support, full.timezone));
    assert_eq!((bare.mode, bare.limits, bare.confirm_seconds), (full.mode, full.limits, full.confirm_seconds));
    assert_eq!((bare.provider, bare.polling), (full.provider, full.polling));
    assert_eq!(bare.wallet, wallet());
}

#[test]
fn the_wallet_is_switched_on() {
    let shop = shop(&format!("[wallet]\nenabled = true\n[wallet.grants]\ndaily = 50_000\n{ONE_GAME}"));
    assert_eq!(shop.wallet, WalletSettings { enabled: true, daily_grants: Rupiah(50_000), ..wallet() });
}

/// The wallet without a word about it.
fn wallet() -> WalletSettings {
    WalletSettings {
        enabled: false,
        presets: [20_000, 50_000, 100_000, 200_000].map(Rupiah).to_vec(),
        minimum: Rupiah(10_000),
        maximum: Rupiah(1_000_000),
        max_balance: Rupiah(5_000_000),
        bill_minutes: 15,
        cart_minutes: 25,
        gateways: vec![PaymentMethod::Pakasir, PaymentMethod::Midtrans],
        pakasir: GatewaySettings { enabled: true, fee_on_top: false, test: false },
        midtrans: GatewaySettings { enabled: true, fee_on_top: false, test: false },
        daily_grants: Rupiah(1_000_000),
        qris: None,
        rupiah_per_star: None,
    }
}

#[test]
fn stars_are_on_while_their_section_is_there() {
    let on = shop(&format!("[wallet]\nenabled = true\n[wallet.stars]\nrupiah_per_star = 150\n{ONE_GAME}")).wallet;
    assert_eq!((on.rupiah_per_star, on.star_rate()), (Some(150), Some(150)));
    let off = shop(&format!("[wallet.stars]\nrupiah_per_star = 150\n{ONE_GAME}")).wallet;
    assert_eq!((off.rupiah_per_star, off.star_rate()), (Some(150), None), "the wallet is off");
    let problems = wrong(&format!("[wallet.stars]\n{ONE_GAME}"));
    assert!(problems.len() == 1 && problems[0].0 == "wallet.stars.rupiah_per_star", "{problems:?}");
}

#[test]
fn the_shops_own_code_is_read() {
    let code = static_code("ODZRESHOP");
    let shop = shop(&format!("[wallet.qris]\ncode = \" {code} \"\nunique = 99\napprove_alone = 0\n{ONE_GAME}"));
    let qris = shop.wallet.qris.clone().unwrap();
    assert_eq!((qris.code.merchant(), qris.unique, qris.approve_alone, qris.enabled), ("ODZRESHOP", 99, Rupiah(0), true));
    assert!(shop.wallet.open_qris().is_none(), "the wallet is off");
    let problems = wrong(&format!("[wallet.qris]\nunique = 0\n{ONE_GAME}"));
    let expected = [("wallet.qris.code", "the text of the shop's printed QRIS"), ("wallet.qris.unique", "from 1 to 999")];
    assert_eq!(problems.len(), expected.len(), "{problems:?}");
    for (problem, (path, remedy)) in problems.iter().zip(expected) {
        assert!(problem.0 == path && problem.2.contains(remedy), "{problem:?}");
    }
}

#[test]
fn the_usual_presets_are_those_that_a_bill_may_ask_for() {
    let shop = shop(&format!("[wallet]\nmaximum = 60_000\n{ONE_GAME}"));
    assert_eq!(shop.wallet.presets, [20_000, 50_000].map(Rupiah));
}

#[test]
fn the_built_in_file_sells_these_games() {
    let built_in = read(&with_required(&[]), &[]).unwrap().shop;
    let slugs: Vec<&str> = built_in.categories.iter().map(|category| category.slug.as_str()).collect();
    assert_eq!(
        slugs,
        [
            "mobile-legends",
            "free-fire",
            "pubg-mobile",
            "genshin-impact",
            "honkai-star-rail",
            "valorant",
            "call-of-duty-mobile",
            "honor-of-kings",
            "arena-of-valor",
            "magic-chess",
            "zenless-zone-zero",
            "wuthering-waves",
            "roblox",
            "point-blank",
            "fc-mobile",
            "delta-force",
        ]
    );
    // The settings in it are the defaults.
    let bare = shop(ONE_GAME);
    assert_eq!((built_in.name, built_in.limits, built_in.confirm_seconds), (bare.name, bare.limits, bare.confirm_seconds));
    assert_eq!((built_in.provider, built_in.polling, built_in.wallet), (bare.provider, bare.polling, bare.wallet));
    for game in &built_in.categories {
        assert!(!game.verified && !game.emoji.is_empty(), "{}", game.slug);
        let answer = |field: &target::Field| match &field.shape {
            Shape::Pattern(_) => field.accept(field.example.as_deref().expect("an example for each pattern")).unwrap(),
            Shape::Choices(choices) => Answer { key: field.key.clone(), value: choices[0].value.clone() },
        };
        assert!(game.target.fill(&game.fields.iter().map(answer).collect::<Vec<_>>()).is_some(), "{}", game.slug);
    }
}

#[test]
fn riot_ids_keep_their_inner_spaces_and_nothing_else() {
    let built_in = read(&with_required(&[]), &[]).unwrap().shop;
    let valorant = built_in.categories.iter().find(|category| category.slug == "valorant").unwrap();
    for (text, fits) in [("Budi Gaming#ID1", true), ("Budi #ID1", false), ("Budi#I", false), ("Budi", false), ("ab#123", false)] {
        assert_eq!(valorant.fields[0].accept(text).is_some(), fits, "{text}");
    }
}

#[test]
fn percentages_are_exact() {
    for (text, points) in [("2.5", 250), ("2.05", 205), ("0.29", 29), ("1000", 100_000), ("0", 0)] {
        let shop = shop(&format!("[pricing]\npercent = {text}\n{ONE_GAME}"));
        assert_eq!(shop.pricing.shop.percent, Some(BasisPoints(points)), "{text}");
    }
}

#[test]
fn a_sku_has_its_own_rule() {
    let shop = shop(&format!("[pricing.sku.\"ml-86\"]\npercent = 1.5\nflat = 500\nround_up_to = 100\n{ONE_GAME}"));
    let rule = Markup { percent: Some(BasisPoints(150)), flat: Some(Rupiah(500)), round_up_to: Some(Rupiah(100)) };
    assert_eq!(shop.pricing.sku, [("ml-86".to_owned(), rule)].into());
}

#[test]
fn the_file_in_the_manual_is_read() {
    let page = include_str!("../../../.github/docs/configuration.md");
    let file = page.split_once("```toml\n").unwrap().1.split_once("```").unwrap().0;
    assert_eq!(shop(file).categories[0].slug, "mobile-legends");
}

#[test]
fn a_wrong_setting_is_one_problem_with_its_line() {
    for (section, setting, path, remedy) in [
        ("shop", "name = 5", "shop.name", "a text in quotes"),
        ("shop", "name = \" \"", "shop.name", "1 to 64"),
        ("shop", "name = \"a\\nb\"", "shop.name", "one line"),
        ("shop", "nam = \"A\"", "shop.nam", "did you mean `name`?"),
        ("shop", "nmae = \"A\"", "shop.nmae", "did you mean `name`?"),
        (
            "shop",
            "owner = \"A\"",
            "shop.owner",
            "one of: name, locale, support, payment_note, receipt_sn, closed, closed_note, hours, timezone, category_order",
        ),
        ("shop", "locale = \"fr\"", "shop.locale", "id, en"),
        ("shop", "timezone = \"Jakarta\"", "shop.timezone", "Asia/Jakarta"),
        ("access", "mode = \"closed\"", "access.mode", "\"approval\""),
        ("access", "max_open_orders = 0", "access.max_open_orders", "from 1 to 100"),
        ("access", "max_open_orders = 101", "access.max_open_orders", "from 1 to 100"),
        ("access", "max_open_orders = \"3\"", "access.max_open_orders", "\"3\" a whole number"),
        ("access", "daily_limit = -1", "access.daily_limit", "from 0 to"),
        ("access", "daily_limit = 1.5", "access.daily_limit", "whole number"),
        ("access", "daily_limit = 99999999999999999999", "access.daily_limit", "whole number"),
        ("access", "confirm_seconds = 29", "access.confirm_seconds", "from 30 to 86400"),
        ("pricing", "percent = -1", "pricing.percent", "from 0 to 1000"),
        ("pricing", "percent = 2.345", "pricing.percent", "two decimals"),
        ("pricing", "percent = \"2\"", "pricing.percent", "a percentage"),
        ("pricing", "flat = -1", "pricing.flat", "from 0 to"),
        ("pricing", "round_up_to = 0", "pricing.round_up_to", "from 1 to"),
        ("pricing.sku.ml-86", "fla = 1", "pricing.sku.\"ml-86\".fla", "did you mean `flat`?"),
        ("pricing.sku", "ml-86 = 500", "pricing.sku.\"ml-86\"", "500 a table"),
        ("provider", "requests_per_minute = 0", "provider.requests_per_minute", "from 1 to 6000"),
        ("provider", "order_timeout_seconds = 301", "provider.order_timeout_seconds", "from 5 to 300"),
        ("provider", "low_balance = -5", "provider.low_balance", "from 0 to"),
        ("provider", "resolve_uncertain = \"never\"", "provider.resolve_uncertain", "\"by_hand\""),
        ("provider", "ref_id_dedupes = \"yes\"", "provider.ref_id_dedupes", "true or false"),
        ("shop", "hours = \"8 to 23\"", "shop.hours", "\"08:00-23:00\""),
        ("shop", "closed = \"yes\"", "shop.closed", "true or false"),
        ("wallet", "enabled = 1", "wallet.enabled", "true or false"),
        ("wallet", "enable = true", "wallet.enable", "did you mean `enabled`?"),
        ("wallet", "presets = 20_000", "wallet.presets", "a list of 1 to 8"),
        ("wallet", "presets = []", "wallet.presets", "a list of 1 to 8"),
        ("wallet", "presets = [\"20_000\"]", "wallet.presets", "a list of 1 to 8"),
        ("wallet", "presets = [5_000]", "wallet.presets", "from 10000 to 1000000"),
        ("wallet", "minimum = 2_000_000", "wallet.minimum", "at most `maximum`"),
        ("wallet", "maximum = 20_000_000", "wallet.maximum", "from 1000 to"),
        ("wallet", "bill_minutes = 121", "wallet.bill_minutes", "from 1 to 120"),
        ("wallet", "cart_minutes = 15", "wallet.cart_minutes", "more than `bill_minutes`"),
        ("wallet.qris", "code = \"000201\"", "wallet.qris.code", "the checksum"),
        ("wallet.qris", "code = \"https://x.y\"", "wallet.qris.code", "breaks at character 1"),
        ("wallet", "gateways = \"pakasir\"", "wallet.gateways", "a list of texts"),
        ("wallet", "gateways = [\"tripay\"]", "wallet.gateways", "\"pakasir\", \"midtrans\""),
        ("wallet", "gateways = [\"pakasir\", \"pakasir\"]", "wallet.gateways", "each once"),
        ("wallet.pakasir", "fee = \"nobody\"", "wallet.pakasir.fee", "Bank Indonesia"),
        ("wallet.pakasir", "test = 1", "wallet.pakasir.test", "true or false"),
        ("wallet.midtrans", "fee = \"me\"", "wallet.midtrans.fee", "Bank Indonesia"),
        ("wallet.pakasir", "tests = true", "wallet.pakasir.tests", "did you mean `test`?"),
        ("wallet.stars", "rupiah_per_star = 0", "wallet.stars.rupiah_per_star", "from 1 to"),
        ("wallet.grants", "daily = -1", "wallet.grants.daily", "from 0 to"),
        ("backup", "every_hours = 745", "backup.every_hours", "from 0 to 744"),
        ("backup", "keep = 0", "backup.keep", "from 1 to 1000"),
        ("backup", "age_recipient = \"AGE-SECRET-KEY-1\"", "backup.age_recipient", "\"age1…\""),
        ("backup", "telegram_chat = 5", "backup.telegram_chat", "`age_recipient` too"),
        ("polling", "first_seconds = 601", "polling.first_seconds", "from 1 to 600"),
        ("polling", "tell_customer_after_minutes = 0", "polling.tell_customer_after_minutes", "from 1 to"),
        ("polling", "tell_admins_after_minutes = 0", "polling.tell_admins_after_minutes", "from 1 to"),
    ] {
        let problems = wrong(&format!("[{section}]\n\n{setting}\n{ONE_GAME}"));
        assert_eq!(problems.len(), 1, "{setting}: {problems:?}");
        assert_eq!((problems[0].0.as_str(), problems[0].1), (path, 3), "{setting}");
        assert!(problems[0].2.contains(remedy), "{setting}: {}", problems[0].2);
    }
}

#[test]
fn a_wrong_category_is_one_problem() {
    let long = "x".repeat(65);
    let (long_name, long_slug) = (format!("name = \"{long}\""), format!("slug = \"{long}\""));
    for (line, changed, path, remedy) in [
        ("slug = \"g\"", "", "category[0].slug", "missing the provider's slug"),
        ("slug = \"g\"", "slug = \"Free Fire\"", "category[0].slug", "lower-case letters"),
        ("slug = \"g\"", long_slug.as_str(), "category[0].slug", "1 to 64"),
        ("name = \"G\"", "", "category[0].name", "missing"),
        ("name = \"G\"", long_name.as_str(), "category[0].name", "1 to 64"),
        ("name = \"G\"", "name = {}", "category[0].name", "id, en"),
        ("name = \"G\"", "name = { fr = \"G\" }", "category[0].name.fr", "id, en"),
        ("name = \"G\"", "name = { id = 5 }", "category[0].name.id", "a text in quotes"),
        ("name = \"G\"", "name = \"G\"\nverified = \"no\"", "category[0].verified", "true or false"),
        ("name = \"G\"", "name = \"G\"\nemoji = \"abcdefghijklmnopq\"", "category[0].emoji", "1 to 16"),
        ("name = \"G\"", "name = \"G\"\npricing = { percent = 2.5, flt = 1 }", "category[0].pricing.flt", "`flat`"),
        ("name = \"G\"", "name = \"G\"\npricing = 5", "category[0].pricing", "a table"),
        ("target = \"{id}\"", "", "category[0].target", "missing"),
        ("target = \"{id}\"", "target = \"{id\"", "category[0].target", "is not paired"),
        ("target = \"{id}\"", "target = \"{id}{zone}\"", "category[0].target", "`{zone}` is not a field"),
        ("target = \"{id}\"", "target = \"x\"", "category[0].target", "`id` does not appear"),
        ("key = \"id\"", "", "category[0].field[0].key", "missing"),
        ("key = \"id\"", "key = \"User ID\"", "category[0].field[0].key", "lower-case letters"),
        ("label = \"ID\"", "", "category[0].field[0].label", "missing"),
        ("pattern = \"[0-9]+\"", "", "category[0].field[0].pattern", "list of choices"),
        ("pattern = \"[0-9]+\"", "pattern = \"[0-9\"", "category[0].field[0].pattern", "unclosed character class"),
        ("pattern = \"[0-9]+\"", "pattern = \"a)(b\"", "category[0].field[0].pattern", "unopened group"),
        (
            "pattern = \"[0-9]+\"",
            "patern = \"[0-9]+\"\nchoices = [{ value = \"1\", label = \"1\" }]",
            "category[0].field[0].patern",
            "`pattern`",
        ),
        (
            "pattern = \"[0-9]+\"",
            "pattern = \"a\"\nchoices = [{ value = \"1\", label = \"1\" }]",
            "category[0].field[0].pattern",
            "not both",
        ),
        ("pattern = \"[0-9]+\"", "pattern = \"[0-9]+\"\nexample = \"abc\"", "category[0].field[0].example", "accepts"),
        ("pattern = \"[0-9]+\"", "choices = []", "category[0].field[0].choices", "a list of tables"),
        ("pattern = \"[0-9]+\"", "choices = [\"asia\"]", "category[0].field[0].choices", "a list of tables"),
        ("pattern = \"[0-9]+\"", "choices = [{ value = \"1\" }]", "category[0].field[0].choices[0].label", "missing"),
        ("pattern = \"[0-9]+\"", "choices = [{ label = \"1\" }]", "category[0].field[0].choices[0].value", "missing"),
        (
            "pattern = \"[0-9]+\"",
            "choices = [{ value = \"a\\u200bb\", label = \"1\" }]",
            "category[0].field[0].choices[0].value",
            "visible",
        ),
        (
            "pattern = \"[0-9]+\"",
            "choices = [{ value = \"1\", label = \"A\" }, { value = \"1\", label = \"B\" }]",
            "category[0].field[0].choices",
            "only once",
        ),
        (
            "pattern = \"[0-9]+\"",
            "choices = [{ value = \"1\", label = \"A\" }, { value = \"2\", label = \"A\" }]",
            "category[0].field[0].choices",
            "only once",
        ),
    ] {
        assert!(ONE_GAME.contains(line), "{line}");
        let problems = wrong(&ONE_GAME.replace(line, changed));
        assert_eq!(problems.len(), 1, "{changed}: {problems:?}");
        assert_eq!(problems[0].0, path, "{changed}");
        assert!(problems[0].2.contains(remedy), "{changed}: {}", problems[0].2);
    }
}

#[test]
fn lists_have_limits_and_no_duplicates() {
    let (category, field) = ONE_GAME.split_once("[[category.field]]").unwrap();
    let field = format!("[[category.field]]{field}");
    let choices = |count: usize| (0..count).map(|i| format!("{{ value = \"{i}\", label = \"{i}\" }}")).collect::<Vec<_>>().join(", ");
    let fields = |count: usize| {
        let names: String = (0..count).map(|i| format!("{{id{i}}}")).collect();
        let all: String = (0..count).map(|i| field.replace("\"id\"", &format!("\"id{i}\""))).collect();
        category.replace("{id}", &names) + &all
    };
    let games = |count: usize| (0..count).map(|i| ONE_GAME.replace("\"g\"", &format!("\"g{i}\""))).collect::<String>();
    let pattern = "pattern = \"[0-9]+\"";
    for (text, path) in [
        (String::new(), "category"),
        ("category = []".to_owned(), "category"),
        ("category = 5".to_owned(), "category"),
        (category.to_owned(), "category[0].field"),
        (ONE_GAME.repeat(2), "category[1].slug"),
        (ONE_GAME.to_owned() + &field, "category[0].field[1].key"),
        (ONE_GAME.replace(pattern, &format!("choices = [{}]", choices(25))), "category[0].field[0].choices"),
        (fields(6), "category[0].field"),
        (games(201), "category"),
        (format!("categorys = 1\n{ONE_GAME}"), "categorys"),
    ] {
        let problems = wrong(&text);
        assert_eq!(problems.iter().map(|(path, ..)| path.as_str()).collect::<Vec<_>>(), [path], "{problems:?}");
    }
    shop(&ONE_GAME.replace(pattern, &format!("choices = [{}]", choices(24))));
    shop(&fields(5));
    shop(&games(200));
}

#[test]
fn all_problems_in_the_file_are_reported_in_order() {
    let text = "[shop]\nlocale = \"fr\"\nnam = \"A\"\n[polling]\nfirst_seconds = 0\n".to_owned()
        + &ONE_GAME.replace("[0-9]+", "[0-9").replace("\"g\"", "\"G\"").replace("{id}", "{uid}")
        + "[pricing]\npercent = 2.345\n";
    let found: Vec<(String, usize)> = wrong(&text).into_iter().map(|(path, line, _)| (path, line)).collect();
    assert_eq!(
        found.iter().map(|(path, line)| (path.as_str(), *line)).collect::<Vec<_>>(),
        [
            ("shop.locale", 2),
            ("shop.nam", 3),
            ("polling.first_seconds", 5),
            ("category[0].slug", 8),
            ("category[0].target", 10),
            ("category[0].field[0].pattern", 14),
            ("pricing.percent", 16),
        ]
    );
}

#[test]
fn syntax_errors_are_reported_with_their_lines() {
    let problems = wrong("[shop]\nname = \n[access\nmode = \"open\"\n");
    assert_eq!(problems.iter().map(|(path, line, _)| (path.as_str(), *line)).collect::<Vec<_>>(), [("", 2), ("", 3)]);
    assert_eq!(wrong("[shop]\n[shop]\n")[0].1, 2);
}
