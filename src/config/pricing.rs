//! Pricing rules of `shop.toml`: of the shop, of one SKU, of a category.

use std::collections::BTreeMap;

use crate::domain::markup::Markup;
use crate::domain::money::Rupiah;
use crate::domain::pricing::Pricing;

use super::toml_reader::Section;

/// Most of any amount in the file, in rupiah: a thousand million. More is a typing error.
pub(super) const MAX_RUPIAH: i64 = 1_000_000_000;

/// The rules of `[pricing]`.
pub(super) fn read_pricing(mut pricing: Section<'_>) -> Pricing {
    let shop = read_markup_keys(&mut pricing);
    let skus = pricing.section("sku").entries();
    pricing.close();
    let sku: BTreeMap<String, Markup> = skus.into_iter().map(|(sku, rule)| (sku, read_markup(rule))).collect();
    Pricing { shop, sku, ..Pricing::default() }
}

/// A pricing rule in a table of its own.
pub(super) fn read_markup(mut rule: Section<'_>) -> Markup {
    let markup = read_markup_keys(&mut rule);
    rule.close();
    markup
}

fn read_markup_keys(rule: &mut Section<'_>) -> Markup {
    Markup {
        percent: rule.percent("percent"),
        flat: rule.optional_number("flat", 0..=MAX_RUPIAH).map(Rupiah),
        round_up_to: rule.optional_number("round_up_to", 1..=1_000_000).map(Rupiah),
    }
}
