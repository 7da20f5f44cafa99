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

/// In the Indonesian form, on every screen and in both languages: `Rp 18.500`.
impl fmt::Display for Rupiah {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.unsigned_abs().to_string();
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}Rp ")?;
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
            (0, "Rp 0"),
            (999, "Rp 999"),
            (1_000, "Rp 1.000"),
            (18_500, "Rp 18.500"),
            (1_234_567, "Rp 1.234.567"),
            (-500, "-Rp 500"),
            (i64::MAX, "Rp 9.223.372.036.854.775.807"),
            (i64::MIN, "-Rp 9.223.372.036.854.775.808"),
        ] {
            assert_eq!(Rupiah(amount).to_string(), text);
        }
    }

    #[test]
    fn sums_saturate() {
        assert_eq!(Rupiah(i64::MAX) + Rupiah(1), Rupiah(i64::MAX));
        assert_eq!(Rupiah(i64::MIN) - Rupiah(1), Rupiah(i64::MIN));
    }
}
