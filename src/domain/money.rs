//! Money: whole rupiah in an integer, so that sums have no rounding errors.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An amount in whole rupiah. Arithmetic saturates, so that a huge amount cannot wrap around to a small one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rupiah(pub i64);

impl Rupiah {
    /// Zero rupiah.
    pub const ZERO: Self = Self(0);
}

impl Rupiah {
    /// Reads an amount as people type it: `25000`, `25.000`, `Rp 25.000`, `25rb`, `25k`. Anything else, zero, and a trillion or more is
    /// `None`: an amount that was guessed could be wrong by a factor of a thousand.
    pub fn read(text: &str) -> Option<Self> {
        const MAX_DIGITS: usize = 12;
        let text = text.trim().to_ascii_lowercase();
        let text = text.strip_prefix("rp").map_or(text.as_str(), str::trim_start);
        let (digits, thousands) = match text.strip_suffix("rb").or_else(|| text.strip_suffix('k')) {
            Some(digits) => (digits, 1_000),
            None => (text, 1),
        };
        let groups: Vec<&str> = digits.split('.').collect();
        let are_digits = groups.iter().all(|group| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit()));
        // `25.000rb` is more likely a slip than 25 million.
        let grouped = groups.len() == 1
            || (thousands == 1 && groups.iter().enumerate().all(|(i, group)| if i == 0 { group.len() <= 3 } else { group.len() == 3 }));
        let digits = groups.concat();
        if !are_digits || !grouped || digits.starts_with('0') || digits.len() > MAX_DIGITS {
            return None;
        }
        digits.parse::<i64>().ok()?.checked_mul(thousands).filter(|amount| *amount < 1_000_000_000_000).map(Self)
    }
}

impl std::ops::Add for Rupiah {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl std::ops::Sub for Rupiah {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

/// In the Indonesian form, on every screen and in both languages: `Rp 18.500`, with a no-break space.
impl fmt::Display for Rupiah {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.unsigned_abs().to_string();
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}Rp\u{a0}")?;
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                f.write_str(".")?;
            }
            write!(f, "{digit}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Rupiah;

    #[test]
    fn is_written_with_dots_between_thousands() {
        for (amount, text) in [
            (0, "Rp\u{a0}0"),
            (999, "Rp\u{a0}999"),
            (1_000, "Rp\u{a0}1.000"),
            (18_500, "Rp\u{a0}18.500"),
            (1_234_567, "Rp\u{a0}1.234.567"),
            (-500, "-Rp\u{a0}500"),
            (i64::MAX, "Rp\u{a0}9.223.372.036.854.775.807"),
            (i64::MIN, "-Rp\u{a0}9.223.372.036.854.775.808"),
        ] {
            assert_eq!(Rupiah(amount).to_string(), text);
        }
    }

    #[test]
    fn an_amount_is_read_only_in_the_usual_forms() {
        for (text, amount) in [
            ("25000", 25_000),
            (" 25.000 ", 25_000),
            ("Rp 25.000", 25_000),
            ("rp25000", 25_000),
            ("RP 1.250.000", 1_250_000),
            ("25rb", 25_000),
            ("25RB", 25_000),
            ("Rp 25rb", 25_000),
            ("25k", 25_000),
            ("1", 1),
            ("999.999.999.999", 999_999_999_999),
        ] {
            assert_eq!(Rupiah::read(text), Some(Rupiah(amount)), "{text:?}");
        }
        for text in [
            "",
            "0",
            "-25000",
            "+25000",
            "025000",
            "25,000",
            "25.00",
            "2500.000",
            "25..000",
            ".000",
            "25.",
            "25.000rb",
            "2.5k",
            "2,5rb",
            "25 rb",
            "25rbk",
            "25krb",
            "rb",
            "k",
            "Rp",
            "Rp -5",
            "25 000",
            "25\u{a0}000",
            "2e5",
            "0x10",
            "٢٥٠٠٠",
            "２５０００",
            "25jt",
            "25.000,00",
            "25000 rupiah",
            "dua puluh",
            "1000000000000",
            "999999999999k",
            "99999999999999999999999999",
            "25000\n25000",
        ] {
            assert_eq!(Rupiah::read(text), None, "{text:?}");
        }
    }

    #[test]
    fn sums_saturate() {
        assert_eq!(Rupiah(i64::MAX) + Rupiah(1), Rupiah(i64::MAX));
        assert_eq!(Rupiah(i64::MIN) - Rupiah(1), Rupiah(i64::MIN));
    }
}
