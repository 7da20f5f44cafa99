//! `shop.toml`: what is sold, to whom and for how much. The file's format is part of the program's interface; the comments in the
//! built-in file describe it.

use std::cell::RefCell;

use toml::de::DeTable;

use crate::domain::access::{Limits, Mode};
use crate::domain::locale::Locale;
use crate::domain::money::Rupiah;
use crate::domain::opening::{Opening, OpeningHours};
use crate::domain::shop::{Polling, ProviderLimits, Resolve, Shop};

use super::alerts::read_alerts;
use super::backup::read_backup;
use super::category::{self, MAX_HELP_CHARS, MAX_NAME_CHARS};
use super::pricing::{MAX_RUPIAH, read_pricing};
use super::report::Problem;
use super::toml_reader::{File, Section};
use super::wallet::read_wallet;

/// The file that `init` writes. It is also the shop when there is no file.
pub const BUILT_IN: &str = include_str!("shop.toml");

/// A week, in minutes: nobody wants to wait longer to be told about a slow order.
const MAX_WAIT_MINUTES: i64 = 7 * 24 * 60;

/// Reads the text of a shop file; `name` is its name in reports, `locales` are the bot's languages.
pub(super) fn read(name: &str, text: &str, locales: &[&str]) -> Result<Shop, Vec<Problem>> {
    let file = File { name, text, problems: RefCell::default() };
    let (table, errors) = DeTable::parse_recoverable(text);
    // The values in a file with syntax errors are not checked: they may not be what the owner meant.
    let shop = errors.is_empty().then(|| read_root(Section::root(&file, table.get_ref()), locales));
    for error in errors {
        let remedy = format!("a file in TOML: {}", error.message());
        file.note("", error.span().map_or(0, |span| span.start), "a syntax error".to_owned(), remedy);
    }
    let mut problems = file.problems.take();
    problems.sort_by_key(|problem| problem.line);
    shop.filter(|_| problems.is_empty()).ok_or(problems)
}

fn read_root(mut root: Section<'_>, locales: &[&str]) -> Shop {
    let mut shop = root.section("shop");
    let name = shop.text("name", MAX_NAME_CHARS).unwrap_or_else(|| "Odzreshop".to_owned());
    let locale = read_locale(&mut shop, locales);
    let support = shop.text("support", MAX_NAME_CHARS).unwrap_or_else(|| "@odzreshop".to_owned());
    let payment_note = shop.local_text("payment_note", MAX_HELP_CHARS, locales);
    let receipt_sn = shop.flag("receipt_sn", false);
    let opening = read_opening(&mut shop, locales);
    let timezone = read_timezone(&mut shop);

    let mut access = root.section("access");
    let mode = read_mode(&mut access);
    let limits = Limits {
        max_open_orders: access.number("max_open_orders", 1..=100, 3),
        daily_limit: Rupiah(access.number("daily_limit", 0..=MAX_RUPIAH, 1_000_000)),
    };
    let confirm_seconds = access.number("confirm_seconds", 30..=86_400, 600);
    access.close();

    let pricing = read_pricing(root.section("pricing"));
    let provider = read_provider(root.section("provider"));
    let polling = read_polling(root.section("polling"));
    let wallet = read_wallet(root.section("wallet"));
    let alerts = read_alerts(root.section("alerts"));
    let backup = read_backup(root.section("backup"));
    let categories = category::read_all(&mut root, &mut shop, locales);
    shop.close();
    root.close();
    Shop {
        name,
        locale,
        support,
        payment_note,
        receipt_sn,
        opening,
        timezone,
        mode,
        limits,
        confirm_seconds,
        pricing,
        provider,
        polling,
        wallet,
        alerts,
        backup,
        categories,
    }
}

fn read_locale(shop: &mut Section<'_>, locales: &[&str]) -> Locale {
    let code = shop.text("locale", MAX_NAME_CHARS).unwrap_or_else(|| "id".to_owned());
    if !locales.contains(&code.as_str()) {
        shop.refuse("locale", format!("a language of the bot: {}", locales.join(", ")));
    }
    Locale(code)
}

fn read_opening(shop: &mut Section<'_>, locales: &[&str]) -> Opening {
    let (closed, closed_note) = (shop.flag("closed", false), shop.local_text("closed_note", MAX_HELP_CHARS, locales));
    let hours = match shop.text("hours", MAX_NAME_CHARS).as_deref() {
        None | Some("always") => None,
        Some(text) => OpeningHours::read(text).or_else(|| {
            shop.refuse("hours", "\"always\", or from when until when: \"08:00-23:00\"".to_owned());
            None
        }),
    };
    Opening { closed, closed_note, planned: None, hours }
}

fn read_timezone(shop: &mut Section<'_>) -> String {
    let zone = shop.text("timezone", MAX_NAME_CHARS).unwrap_or_else(|| "Asia/Jakarta".to_owned());
    if zone.parse::<chrono_tz::Tz>().is_err() {
        shop.refuse("timezone", "an IANA time zone: Asia/Jakarta, Asia/Makassar, Asia/Jayapura …".to_owned());
    }
    zone
}

fn read_mode(access: &mut Section<'_>) -> Mode {
    match access.text("mode", MAX_NAME_CHARS).as_deref() {
        None | Some("approval") => Mode::Approval,
        Some("open") => Mode::Open,
        Some(_) => {
            access.refuse("mode", "\"approval\" (an admin approves each customer once) or \"open\" (everybody may order)".to_owned());
            Mode::Approval
        }
    }
}

fn read_provider(mut provider: Section<'_>) -> ProviderLimits {
    let limits = ProviderLimits {
        requests_per_minute: u32::try_from(provider.number("requests_per_minute", 1..=6_000, 60)).unwrap_or(1), // the range fits
        order_timeout_seconds: provider.number("order_timeout_seconds", 5..=300, 60).unsigned_abs(),
        low_balance: Rupiah(provider.number("low_balance", 0..=MAX_RUPIAH, 100_000)),
        resolve_uncertain: read_resolve(&mut provider),
        ref_id_dedupes: provider.flag("ref_id_dedupes", false),
    };
    provider.close();
    limits
}

fn read_resolve(provider: &mut Section<'_>) -> Resolve {
    match provider.text("resolve_uncertain", MAX_NAME_CHARS).as_deref() {
        None | Some("by_hand") => Resolve::ByHand,
        Some("by_evidence") => Resolve::ByEvidence,
        Some(_) => {
            provider.refuse(
                "resolve_uncertain",
                "\"by_hand\" (an admin decides) or \"by_evidence\" (automatic if the provider balance proves it)".to_owned(),
            );
            Resolve::ByHand
        }
    }
}

fn read_polling(mut section: Section<'_>) -> Polling {
    let polling = Polling {
        first_seconds: section.number("first_seconds", 1..=600, 3),
        tell_customer_after_minutes: section.number("tell_customer_after_minutes", 1..=MAX_WAIT_MINUTES, 15),
        tell_admins_after_minutes: section.number("tell_admins_after_minutes", 1..=MAX_WAIT_MINUTES, 60),
    };
    section.close();
    polling
}
