//! `[wallet]` of `shop.toml`: customers' money and how it comes in.

use crate::domain::money::Rupiah;
use crate::domain::payment_method::PaymentMethod;
use crate::domain::qris::StaticCode;
use crate::domain::shop::{GatewaySettings, QrisSettings, WalletSettings};

use super::category::MAX_NAME_CHARS;
use super::pricing::MAX_RUPIAH;
use super::toml_reader::Section;

/// The least that a bill may ask for: below it some banks refuse to pay.
const LEAST_BILL: i64 = 1_000;
/// The most that one QRIS payment may be (Bank Indonesia).
const MOST_BILL: i64 = 10_000_000;
/// Longest text of a QRIS code (the standard).
const MAX_CODE_CHARS: usize = 512;
/// The most that one Telegram Star may count, in rupiah: it is worth a few hundred.
const MOST_PER_STAR: i64 = 100_000;
/// Most presets: they are buttons, two in a row.
const MAX_PRESETS: usize = 8;

/// Reads the section.
pub(super) fn read_wallet(mut section: Section<'_>) -> WalletSettings {
    let enabled = section.flag("enabled", false);
    let minimum = section.number("minimum", LEAST_BILL..=MOST_BILL, 10_000);
    let maximum = section.number("maximum", LEAST_BILL..=MOST_BILL, 1_000_000);
    if minimum > maximum {
        section.refuse("minimum", format!("at most `maximum`, which is {maximum}"));
    }
    let presets = read_presets(&mut section, minimum, maximum);
    let max_balance = Rupiah(section.number("max_balance", LEAST_BILL..=MAX_RUPIAH, 5_000_000));
    let bill_minutes = section.number("bill_minutes", 1..=120, 15);
    let cart_minutes = section.number("cart_minutes", 2..=240, bill_minutes + 10);
    if cart_minutes <= bill_minutes {
        section.refuse("cart_minutes", format!("more than `bill_minutes`, which is {bill_minutes}"));
    }
    let qris = section.has("qris").then(|| read_qris(section.section("qris"))).flatten();
    let rupiah_per_star = section.has("stars").then(|| read_stars(section.section("stars"))).flatten();
    let gateways = read_gateways(&mut section);
    let [pakasir, midtrans] = ["pakasir", "midtrans"].map(|name| read_gateway(section.section(name)));
    let mut grants = section.section("grants");
    let daily_grants = Rupiah(grants.number("daily", 0..=MAX_RUPIAH, 1_000_000));
    grants.close();
    section.close();
    let (minimum, maximum) = (Rupiah(minimum), Rupiah(maximum));
    WalletSettings {
        enabled,
        presets,
        minimum,
        maximum,
        max_balance,
        bill_minutes,
        cart_minutes,
        gateways,
        pakasir,
        midtrans,
        daily_grants,
        qris,
        rupiah_per_star,
    }
}

/// What one Telegram Star counts in rupiah; `None` when something about it is wrong, which was noted.
fn read_stars(mut section: Section<'_>) -> Option<i64> {
    section.need("rupiah_per_star", "what a customer gets for one Telegram Star: rupiah_per_star = 150");
    let rate = section.optional_number("rupiah_per_star", 1..=MOST_PER_STAR);
    section.close();
    rate
}

/// The shop's own code; `None` when something about it is wrong, which was noted.
fn read_qris(mut section: Section<'_>) -> Option<QrisSettings> {
    section.need("code", "the text of the shop's printed QRIS code: code = \"000201…\"; any QR reader shows it");
    let enabled = section.flag("enabled", true);
    let text = section.text("code", MAX_CODE_CHARS);
    let code = text.and_then(|text| match StaticCode::parse(&text) {
        Ok(code) => Some(code),
        Err(error) => {
            section.refuse("code", error.to_string());
            None
        }
    });
    let unique = section.number("unique", 1..=999, 499);
    let approve_alone = Rupiah(section.number("approve_alone", 0..=MAX_RUPIAH, 500_000));
    section.close();
    code.map(|code| QrisSettings { enabled, code, unique, approve_alone })
}

/// The gateways in the order in which they are asked.
fn read_gateways(section: &mut Section<'_>) -> Vec<PaymentMethod> {
    let all = || PaymentMethod::GATEWAYS.to_vec();
    let Some(names) = section.texts("gateways", MAX_NAME_CHARS) else { return all() };
    let gateways: Option<Vec<PaymentMethod>> = names.iter().map(|name| PaymentMethod::gateway(name)).collect();
    let distinct = |gateways: &Vec<PaymentMethod>| gateways.iter().enumerate().all(|(i, gateway)| !gateways[..i].contains(gateway));
    gateways.filter(distinct).unwrap_or_else(|| {
        let known: Vec<String> = all().iter().map(|gateway| format!("\"{}\"", gateway.as_str())).collect();
        section.refuse("gateways", format!("a list of gateways, each once: {}", known.join(", ")));
        all()
    })
}

fn read_gateway(mut section: Section<'_>) -> GatewaySettings {
    let enabled = section.flag("enabled", true);
    let fee_on_top = match section.text("fee", MAX_NAME_CHARS).as_deref() {
        None | Some("shop") => false,
        Some("customer") => true,
        Some(_) => {
            let remedy = "\"shop\", or \"customer\", which Bank Indonesia forbids for QRIS: on your own responsibility";
            section.refuse("fee", remedy.to_owned());
            false
        }
    };
    let test = section.flag("test", false);
    section.close();
    GatewaySettings { enabled, fee_on_top, test }
}

/// The presets; without any in the file, those of the usual ones that a bill may ask for.
fn read_presets(section: &mut Section<'_>, minimum: i64, maximum: i64) -> Vec<Rupiah> {
    let fits = |amount: &i64| (minimum..=maximum).contains(amount);
    let Some(presets) = section.numbers("presets", MAX_PRESETS) else {
        return [20_000, 50_000, 100_000, 200_000].into_iter().filter(fits).map(Rupiah).collect();
    };
    if minimum <= maximum && !presets.iter().all(fits) {
        section.refuse("presets", format!("amounts from `minimum` to `maximum`: from {minimum} to {maximum}"));
    }
    presets.into_iter().map(Rupiah).collect()
}
