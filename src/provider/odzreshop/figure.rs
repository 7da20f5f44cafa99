//! Amounts of rupiah in the forms that PHP programs, decimal columns of databases and Indonesian hands give them. A figure is read where it
//! is surely a number of rupiah; where a separator could be either thousands or a fraction, it is not.

use crate::domain::money::Rupiah;

/// The largest amount believed, in rupiah: more than all the money there is, and a thousand of it still fit a sum in the database.
const AMOUNT_MAX: i64 = 1_000_000_000_000_000;
/// The largest exponent read; beyond it no amount is believed.
const EXPONENT_MAX: usize = 30;

/// A number of rupiah as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Figure {
    /// Whole rupiah, rounded down.
    pub floor: Rupiah,
    /// Whether nothing was rounded.
    pub is_whole: bool,
}

impl Figure {
    /// Reads `18500`, `18500.00`, `1.85e4`, `-2500`, `Rp 18.500`, `Rp 18.500,00`, `1.234.567`, `1,234,567.50`.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (negative, rest) = sign(text.trim());
        let (named, rest) = currency(rest);
        let (negative, rest) = if named && !negative { sign(rest) } else { (negative, rest) };
        let (units, fraction) = if named { parts(rest, true)? } else { exponent(rest).unwrap_or_else(|| parts(rest, false))? };
        let units: i64 = units.parse().ok()?;
        let is_whole = fraction.bytes().all(|digit| digit == b'0');
        let floor = if negative { -units - i64::from(!is_whole) } else { units };
        (-AMOUNT_MAX..=AMOUNT_MAX).contains(&floor).then_some(Self { floor: Rupiah(floor), is_whole })
    }
}

fn sign(text: &str) -> (bool, &str) {
    text.strip_prefix('-').map_or((false, text), |rest| (true, rest.trim_start()))
}

/// Without the currency's name, and whether it was there.
fn currency(text: &str) -> (bool, &str) {
    let named = |name: &str| text.get(..name.len()).filter(|start| start.eq_ignore_ascii_case(name)).map(|_| &text[name.len()..]);
    match ["rp.", "rp", "idr"].into_iter().find_map(named) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text),
    }
}

/// `1.85e4`, as JSON may write a number; the outer `None` when there is no exponent, the inner when it is not read.
fn exponent(text: &str) -> Option<Option<(String, String)>> {
    let (number, exponent) = text.split_once(['e', 'E'])?;
    let (units, fraction) = number.split_once('.').unwrap_or((number, ""));
    let (down, exponent) = match exponent.strip_prefix('-') {
        Some(exponent) => (true, exponent),
        None => (false, exponent.strip_prefix('+').unwrap_or(exponent)),
    };
    let exponent = exponent.parse::<usize>().ok().filter(|exponent| *exponent <= EXPONENT_MAX);
    if !is_digits(units) || !(fraction.is_empty() || is_digits(fraction)) {
        return Some(None);
    }
    Some(exponent.map(|exponent| {
        let zeros = "0".repeat(exponent);
        let (digits, point) = if down {
            (format!("{zeros}{units}{fraction}"), units.len())
        } else {
            (format!("{units}{fraction}{zeros}"), units.len() + exponent)
        };
        (digits[..point].to_owned(), digits[point..].to_owned())
    }))
}

/// The digits before and after the fraction's separator. `named`: the text has `Rp` before it, so a single dot before three digits
/// separates thousands, as Indonesians write it.
fn parts(text: &str, named: bool) -> Option<(String, String)> {
    if !text.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',') {
        return None;
    }
    let last = text.rfind(['.', ',']);
    let Some(last) = last else { return is_digits(text).then(|| (text.to_owned(), String::new())) };
    let (separator, tail) = (text[last..].chars().next()?, &text[last + 1..]);
    let other = if separator == '.' { ',' } else { '.' };
    let head = &text[..last];
    if head.contains(separator) {
        // `1.234.567`: the same one twice separates thousands, if no other is there.
        return (!text.contains(other)).then(|| grouped(text, separator))?.map(|units| (units, String::new()));
    }
    if head.contains(other) {
        return is_digits(tail).then(|| grouped(head, other))?.map(|units| (units, tail.to_owned()));
    }
    let could_be_thousands = tail.len() == 3 && (1..=3).contains(&head.len()) && !head.starts_with('0');
    if could_be_thousands {
        return (named && separator == '.').then(|| grouped(text, separator))?.map(|units| (units, String::new()));
    }
    // `Rp 18.50` and `Rp 1850.000` are slips of a hand; a column of a database has one or two digits behind a long number.
    let is_fraction = is_digits(head) && is_digits(tail) && (!named || (head.len() > 3 && tail.len() <= 2));
    is_fraction.then(|| (head.to_owned(), tail.to_owned()))
}

/// `1.234.567` without its separators.
fn grouped(text: &str, separator: char) -> Option<String> {
    let mut groups = text.split(separator);
    let first = groups.next()?;
    let sound = is_digits(first) && first.len() <= 3 && groups.all(|group| group.len() == 3 && is_digits(group));
    sound.then(|| text.replace(separator, ""))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unambiguous_amount_is_read() {
        for (text, floor, is_whole) in [
            ("18500", 18_500, true),
            (" 0 ", 0, true),
            ("18500.00", 18_500, true),
            ("18500,00", 18_500, true),
            ("499999.5", 499_999, false),
            ("499999.500", 499_999, false),
            ("481500.25", 481_500, false),
            ("0.500", 0, false),
            ("-2500", -2_500, true),
            ("-2500.25", -2_501, false),
            ("1.85e4", 18_500, true),
            ("1.85E+4", 18_500, true),
            ("4999995e-1", 499_999, false),
            ("5e-3", 0, false),
            ("Rp 18.500", 18_500, true),
            ("rp1.234.567", 1_234_567, true),
            ("Rp. 18.500,00", 18_500, true),
            ("IDR 18500", 18_500, true),
            ("Rp 18500.00", 18_500, true),
            ("-Rp 2.500", -2_500, true),
            ("Rp -2.500", -2_500, true),
            ("1.234.567", 1_234_567, true),
            ("1,234,567.50", 1_234_567, false),
            ("1.234.567,00", 1_234_567, true),
            ("1000000000000000", 1_000_000_000_000_000, true),
        ] {
            assert_eq!(Figure::read(text), Some(Figure { floor: Rupiah(floor), is_whole }), "{text}");
        }
    }

    #[test]
    fn an_ambiguous_number_is_not_read() {
        for text in [
            "",
            "Rp",
            "Rp .",
            "Rp .500",
            ".5",
            "5.",
            "18.500",
            "18,500",
            "Rp 18,500",
            "Rp 18.50",
            "Rp 1850.000",
            "1.23.456",
            "1.2345.678",
            "1,234.567.8",
            "--5",
            "5-",
            "1e",
            "1e99",
            "e5",
            "1e5.5",
            "much",
            "é",
            "$5",
            "1 000",
            "1e300",
            "99999999999999999999",
            "1000000000000001",
            "Rp 9.223.372.036.854.775.807",
        ] {
            assert_eq!(Figure::read(text), None, "{text}");
        }
    }
}
