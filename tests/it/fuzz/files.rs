//! Random environments and `shop.toml` files: each gives a valid configuration or a report.

use std::io;
use std::path::Path;

use odzreshop_bot::config::{Config, Sources};
use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::pricing::{Buyer, Priced};
use odzreshop_bot::domain::target::MAX_ANSWER_CHARS;
use proptest::collection::{btree_map, vec};
use proptest::prelude::{BoxedStrategy, Just, Strategy, any};
use proptest::prop_oneof;
use proptest::sample::{Index, select};

use crate::chance;

const TOKEN: &str = "123456789:AAcanaryTOKENcanaryTOKENcanary_-0";
const KEY: &str = "canary-key-5f2e";
const BUILT_IN: &str = include_str!("../../../src/config/shop.toml");

fn with_file(text: &str) -> Result<Config, String> {
    let vars = [("TELOXIDE_TOKEN", TOKEN), ("ODZRESHOP_API_KEY", KEY)].map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    let text = text.to_owned();
    let read_file = move |path: &Path| if path == Path::new("shop.toml") { Ok(text.clone()) } else { Err(io::ErrorKind::NotFound.into()) };
    Config::read(&Sources { vars, read_file: &read_file }, &["id", "en"]).map_err(|problems| problems.to_string())
}

fn value() -> BoxedStrategy<String> {
    let odd = ["-1", "0", "1e999", "nan", "99999999999999999999", "0x7fffffffffffffff", "true", "[]", "{}", "1979-05-27", "\"\""];
    prop_oneof![
        select(odd.to_vec()).prop_map(str::to_owned),
        any::<i64>().prop_map(|number| number.to_string()),
        any::<f64>().prop_map(|number| format!("{number:?}")),
        any::<String>().prop_map(|text| format!("{text:?}")),
        "[a-z\"'{}\\[\\]=,.# ]{0,20}",
    ]
    .boxed()
}

/// The built-in file with some lines removed, some doubled, some with another value, some random.
fn file() -> impl Strategy<Value = String> {
    let harm = prop_oneof![
        4 => value().prop_map(|value| (1, value)),
        1 => Just((0, String::new())),
        1 => Just((2, String::new())),
        1 => any::<String>().prop_map(|line| (3, line)),
    ];
    let harmed = vec((any::<Index>(), harm), 0..4).prop_map(|harms| {
        let mut lines: Vec<String> = BUILT_IN.lines().map(str::to_owned).collect();
        for (at, (how, with)) in harms {
            let at = at.index(lines.len());
            let line = lines[at].clone();
            match (how, line.split_once('=')) {
                (0, _) => drop(lines.remove(at)),
                (1, Some((key, _))) => lines[at] = format!("{key}= {with}"),
                (2, _) => lines.insert(at, line),
                _ => lines[at] = with,
            }
        }
        lines.join("\n")
    });
    let deep = (1..20_000_usize, select(vec!["[", "{a=", "a."])).prop_map(|(depth, open)| format!("x = {}", open.repeat(depth)));
    prop_oneof![12 => harmed, 1 => any::<String>(), 1 => deep]
}

#[test]
fn a_shop_file_gives_a_valid_shop_or_a_report() {
    chance::check(8, &file(), |text| match with_file(&text) {
        Ok(Config { shop, .. }) => {
            assert!(!shop.categories.is_empty() && shop.timezone.parse::<chrono_tz::Tz>().is_ok());
            assert!((30..=86_400).contains(&shop.confirm_seconds) && shop.limits.max_open_orders >= 1);
            assert!((1..=600).contains(&shop.polling.first_seconds) && shop.limits.daily_limit >= Rupiah::ZERO);
            assert!(shop.provider.requests_per_minute >= 1 && (5..=300).contains(&shop.provider.order_timeout_seconds));
            for category in &shop.categories {
                for cost in [1, 18_500, i64::MAX].map(Rupiah) {
                    let item = Priced { sku: "sku", category: &category.slug, category_rule: category.pricing, cost };
                    assert!(shop.pricing.price(item, Buyer::default()) >= cost, "sold below cost");
                }
                let examples = category.fields.iter().filter_map(|field| field.example.as_ref());
                assert!(examples.clone().all(|example| example.chars().count() <= MAX_ANSWER_CHARS));
            }
        }
        Err(report) => {
            assert!(report.contains("shop.toml") && report.contains("expected: "), "{report}");
            let odd = report.chars().find(|c| c.is_control() && *c != '\n');
            assert_eq!(odd, None, "{report:?}");
        }
    });
}

#[test]
fn any_environment_gives_a_configuration_or_a_report_without_secrets() {
    let names = [
        "TELOXIDE_API_URL",
        "ODZRESHOP_API_URL",
        "DATABASE_URL",
        "ADMIN_IDS",
        "ADMIN_CHAT_ID",
        "SHOP_FILE",
        "LOG_FORMAT",
        "RUST_LOG",
        "WEBHOOK_URL",
        "WEBHOOK_LISTEN",
        "OPS_LISTEN",
    ];
    // The secrets in the wrong place, inside another text.
    let value = prop_oneof![
        any::<String>(),
        "[0-9,: -]{0,30}",
        "(https?|sqlite|postgres|ftp)://[a-z0-9.:@/?#\\[\\]-]{0,30}",
        select(vec![TOKEN.to_owned(), KEY.to_owned(), format!("https://x/bot{TOKEN}/"), format!("https://u:{KEY}@h/"), format!("a={KEY}")]),
    ];
    let vars = btree_map(select(names.to_vec()), value, 0..5);
    chance::check(8, &vars, |vars| {
        let secrets = [("TELOXIDE_TOKEN", TOKEN), ("ODZRESHOP_API_KEY", KEY)].map(|(name, value)| (name.to_owned(), value.to_owned()));
        let vars = vars.into_iter().map(|(name, value)| (name.to_owned(), value)).chain(secrets).collect();
        let read_file = |_: &Path| Err(io::ErrorKind::NotFound.into());
        let told = match Config::read(&Sources { vars, read_file: &read_file }, &["id", "en"]) {
            Ok(config) => {
                assert!(config.admins.iter().all(|admin| *admin > 0));
                assert!(config.provider.url.scheme() == "https" || config.provider.url.scheme() == "http");
                format!("{:?}{:?}{:?}", config.telegram.token, config.provider.api_key, config.warnings())
            }
            Err(problems) => problems.to_string(),
        };
        assert!(!told.contains(TOKEN) && !told.contains(KEY), "{told}");
    });
}
