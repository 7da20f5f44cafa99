//! What admins type about prices: percentages and amounts in the usual forms. What could mean two things is not read.

use crate::domain::markup::BasisPoints;
use crate::domain::money::Rupiah;

/// Least and most percentage, in hundredths of a percent: less than minus 90 or more than 1,000 is a typing error.
const PERCENT: std::ops::RangeInclusive<i64> = -9_000..=100_000;
/// Most of an amount that is added or taken off.
const MAX_FLAT: i64 = 1_000_000_000;
/// Most that a price is rounded up to.
const MAX_STEP: i64 = 1_000_000;
/// Longest name of a tier, in characters: it stands on buttons.
const MAX_TIER_CHARS: usize = 30;

/// `2,5`, `2.5 %`, `-3%`, `3 persen`; at most two decimals.
pub fn read_percent(text: &str) -> Option<BasisPoints> {
    let text = text.trim().to_lowercase();
    let text = ["%", "persen", "percent"].iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(&text);
    let (negative, digits) = sign(text);
    let (whole, decimals) = digits.split_once([',', '.']).unwrap_or((digits, "0"));
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !are_digits(whole) || !are_digits(decimals) || decimals.len() > 2 || whole.len() > 4 {
        return None;
    }
    let points: i64 = format!("{whole}{decimals:0<2}").parse().ok()?;
    Some(if negative { -points } else { points }).filter(|points| PERCENT.contains(points)).map(BasisPoints)
}

/// `500`, `Rp 500`, `1rb`, `1.500`, `-500`, `0`.
pub fn read_flat(text: &str) -> Option<Rupiah> {
    let (negative, text) = sign(text);
    let unsigned = text.to_lowercase();
    let digits = unsigned.strip_prefix("rp").map_or(unsigned.as_str(), str::trim_start);
    let amount = if digits == "0" { Some(Rupiah::ZERO) } else { Rupiah::read(text) };
    let amount = amount.filter(|amount| amount.0 <= MAX_FLAT)?;
    Some(if negative { Rupiah::ZERO - amount } else { amount })
}

/// The amount to whose multiples prices are rounded up: `100`, `Rp 500`, `1rb`.
pub fn read_step(text: &str) -> Option<Rupiah> {
    Rupiah::read(text).filter(|step| step.0 <= MAX_STEP)
}

/// A tier's name, as one line.
pub fn read_tier(text: &str) -> Option<String> {
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (1..=MAX_TIER_CHARS).contains(&name.chars().count()).then_some(name)
}

/// Whether there is a minus before it, and what follows the sign.
fn sign(text: &str) -> (bool, &str) {
    let text = text.trim();
    match text.strip_prefix(['-', '−', '–']) {
        Some(rest) => (true, rest.trim()),
        None => (false, text.strip_prefix('+').unwrap_or(text).trim()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_is_read_in_the_usual_forms() {
        for (text, points) in [
            ("2,5", 250),
            ("2.5 %", 250),
            (" 2,50% ", 250),
            ("3", 300),
            ("3 persen", 300),
            ("3 Percent", 300),
            ("0", 0),
            ("0,07", 7),
            ("+1", 100),
            ("-3%", -300),
            ("−2,5 %", -250),
            ("1000", 100_000),
            ("-90", -9_000),
        ] {
            assert_eq!(read_percent(text), Some(BasisPoints(points)), "{text:?}");
        }
        for text in ["", "%", "2,345", "2,", ",5", "Rp 500", "1rb", "dua", "1.000,5", "1001", "-90,01", "--1", "2 5", "1e1", "5%%", "٢"] {
            assert_eq!(read_percent(text), None, "{text:?}");
        }
    }

    #[test]
    fn an_amount_has_a_sign_and_may_be_nothing() {
        for (text, amount) in [
            ("500", 500),
            ("Rp 500", 500),
            ("1rb", 1_000),
            ("1.500", 1_500),
            ("0", 0),
            ("Rp 0", 0),
            ("-500", -500),
            ("− Rp 500", -500),
            ("+1k", 1_000),
            ("1.000.000.000", 1_000_000_000),
        ] {
            assert_eq!(read_flat(text), Some(Rupiah(amount)), "{text:?}");
        }
        for text in ["", "2,5", "2.5 %", "Rp", "-", "1.000.000.001", "lima ratus", "00", "--5"] {
            assert_eq!(read_flat(text), None, "{text:?}");
        }
    }

    #[test]
    fn prices_are_rounded_to_something() {
        assert_eq!(["100", "Rp 500", "1rb", "1000000"].map(read_step), [100, 500, 1_000, 1_000_000].map(|n| Some(Rupiah(n))));
        assert_eq!(["0", "-100", "1000001", "ratusan"].map(read_step), [None; 4]);
    }

    #[test]
    fn a_tier_has_a_short_name() {
        assert_eq!(read_tier("  Reseller \n emas ").as_deref(), Some("Reseller emas"));
        assert_eq!([read_tier(" \n"), read_tier(&"x".repeat(31))], [None, None]);
    }
}
