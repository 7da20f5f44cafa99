//! What a pricing rule adds to the cost of an item.

use serde::{Deserialize, Serialize};

use crate::domain::money::Rupiah;

/// Hundredths of a percent: 2.5 % is `BasisPoints(250)`. Integers, so that a price is exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BasisPoints(pub i64);

/// What one rule says. A value that is missing in a rule comes from the next more general rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Markup {
    /// The share of the cost that is added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<BasisPoints>,
    /// The amount that is added after that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flat: Option<Rupiah>,
    /// The price is rounded up to a multiple of this; at least 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub round_up_to: Option<Rupiah>,
}

impl Markup {
    /// This rule, with missing values from a more general one.
    #[must_use]
    pub fn or(self, general: Self) -> Self {
        Self {
            percent: self.percent.or(general.percent),
            flat: self.flat.or(general.flat),
            round_up_to: self.round_up_to.or(general.round_up_to),
        }
    }

    /// Whether a value of it takes something off the cost.
    pub fn takes_off(self) -> bool {
        self.percent.is_some_and(|points| points.0 < 0) || self.flat.is_some_and(|amount| amount < Rupiah::ZERO)
    }

    /// Whether the selling price is the cost, except for rounding.
    pub fn adds_nothing(self) -> bool {
        self.percent.is_none_or(|points| points.0 <= 0) && self.flat.is_none_or(|amount| amount <= Rupiah::ZERO)
    }

    /// Cost, percent and flat, rounded up: it may be below the cost. Saturates at the largest amount.
    pub fn raw(self, cost: Rupiah) -> Rupiah {
        let percent = self.percent.map_or(0, |points| points.0);
        let flat = self.flat.map_or(0, |amount| amount.0);
        let step = i128::from(self.round_up_to.map_or(1, |amount| amount.0).max(1));
        let cost_wide = i128::from(cost.0);
        let margin = (cost_wide * i128::from(percent) + 9_999).div_euclid(10_000);
        let raw = cost_wide + margin + i128::from(flat);
        let rounded = (raw + step - 1).div_euclid(step) * step;
        Rupiah(i64::try_from(rounded).unwrap_or(i64::MAX))
    }
}
