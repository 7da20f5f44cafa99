//! Prices: from an item's cost to what the customer pays.

use std::collections::BTreeMap;

use crate::domain::money::Rupiah;

/// Hundredths of a percent: 2.5 % is `BasisPoints(250)`. Integers, so that a price is exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BasisPoints(pub i64);

/// One pricing rule of `shop.toml`. A value that is missing in a rule comes from the next more general rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Markup {
    /// The share of the cost that is added.
    pub percent: Option<BasisPoints>,
    /// The amount that is added after that.
    pub flat: Option<Rupiah>,
    /// The price is rounded up to a multiple of this; at least 1.
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

    /// The selling price for an item that costs `cost`. It is never below the cost, and saturates at the largest amount.
    pub fn price(self, cost: Rupiah) -> Rupiah {
        let percent = self.percent.map_or(0, |points| points.0);
        let flat = self.flat.map_or(0, |amount| amount.0);
        let step = i128::from(self.round_up_to.map_or(1, |amount| amount.0).max(1));
        let cost_wide = i128::from(cost.0);
        let margin = (cost_wide * i128::from(percent) + 9_999).div_euclid(10_000);
        let raw = cost_wide + margin + i128::from(flat);
        let rounded = (raw + step - 1).div_euclid(step) * step;
        let price = i64::try_from(rounded).unwrap_or(i64::MAX);
        Rupiah(price).max(cost)
    }
}

/// The shop's rule and the rules of single SKUs; a category contains its own rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pricing {
    /// The most general rule.
    pub shop: Markup,
    /// By SKU.
    pub sku: BTreeMap<String, Markup>,
}

impl Pricing {
    /// The selling price of `sku` in a category with the rule `category`: the most specific rule wins.
    pub fn price(&self, sku: &str, category: Markup, cost: Rupiah) -> Rupiah {
        let own = self.sku.get(sku).copied().unwrap_or_default();
        own.or(category).or(self.shop).price(cost)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn markup(percent: i64, flat: i64, round_up_to: i64) -> Markup {
        Markup { percent: Some(BasisPoints(percent)), flat: Some(Rupiah(flat)), round_up_to: Some(Rupiah(round_up_to)) }
    }

    #[test]
    fn a_price_is_cost_and_percent_and_flat_rounded_up() {
        for (rule, cost, price) in [
            (Markup::default(), 18_500, 18_500),
            (markup(250, 0, 1), 18_500, 18_963),
            (markup(250, 0, 100), 18_500, 19_000),
            (markup(0, 500, 1_000), 18_500, 19_000),
            (markup(0, 0, 100), 18_500, 18_500),
            (markup(-5_000, 0, 1), 18_500, 18_500),
            (markup(0, -1_000, 1), 500, 500),
            (markup(1, 0, 1), 1, 2),
            (markup(0, 0, 0), 7, 7),
            (markup(10_000, 0, 1), i64::MAX, i64::MAX),
        ] {
            assert_eq!(rule.price(Rupiah(cost)), Rupiah(price), "{rule:?} of {cost}");
        }
    }

    #[test]
    fn the_most_specific_rule_wins_key_by_key() {
        let sku = Markup { flat: Some(Rupiah(7)), ..Markup::default() };
        let pricing = Pricing { shop: markup(100, 1, 10), sku: [("ml-86".to_owned(), sku)].into() };
        let category = Markup { percent: Some(BasisPoints(1_000)), ..Markup::default() };
        assert_eq!(pricing.price("other", Markup::default(), Rupiah(100)), Rupiah(110));
        assert_eq!(pricing.price("other", category, Rupiah(100)), Rupiah(120));
        assert_eq!(pricing.price("ml-86", category, Rupiah(100)), Rupiah(120));
        assert_eq!(pricing.price("ml-86", Markup::default(), Rupiah(100)), Rupiah(110));
    }
}
