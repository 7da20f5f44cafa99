//! What changed in the provider's price lists between two moments: for admins, once a day.

use serde::{Deserialize, Serialize};

use crate::domain::catalog::{Category, PriceList, Service};
use crate::domain::locale::LocalText;
use crate::domain::money::Rupiah;
use crate::domain::time::Millis;

/// So many changes are named; the others are counted. With long names they still fit one message.
pub const MAX_DIGEST_LINES: usize = 30;

/// What happened to one item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemChange {
    /// It costs more.
    Up { from: Rupiah, to: Rupiah },
    /// It costs less.
    Down { from: Rupiah, to: Rupiah },
    /// It can be ordered, which it could not before.
    New { cost: Rupiah },
    /// It can't be ordered any more.
    Gone,
}

/// One line of a digest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigestLine {
    /// The category's name.
    pub category: LocalText,
    /// The provider's name of the item: foreign text.
    pub item: String,
    pub change: ItemChange,
}

/// What changed since a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceDigest {
    pub since: Millis,
    /// At most [`MAX_DIGEST_LINES`].
    pub lines: Vec<DigestLine>,
    /// How many more there are.
    pub more: usize,
}

impl PriceDigest {
    /// A digest of all these changes.
    pub fn new(since: Millis, mut lines: Vec<DigestLine>) -> Self {
        let more = lines.len().saturating_sub(MAX_DIGEST_LINES);
        lines.truncate(MAX_DIGEST_LINES);
        Self { since, lines, more }
    }
}

/// What changed in a category, of the items that are sold: by kind, then by name.
pub fn compare(category: &Category, before: &PriceList, after: &PriceList) -> Vec<DigestLine> {
    let is_sold = |service: &&Service| service.active && category.sells(&service.sku);
    let before: Vec<&Service> = before.services.iter().filter(is_sold).collect();
    let after: Vec<&Service> = after.services.iter().filter(is_sold).collect();
    let line = |service: &Service, change| DigestLine { category: category.name.clone(), item: service.name.clone(), change };
    let changed = |now: &&Service| match before.iter().find(|then| then.sku == now.sku) {
        None => Some(line(now, ItemChange::New { cost: now.cost })),
        Some(then) if then.cost < now.cost => Some(line(now, ItemChange::Up { from: then.cost, to: now.cost })),
        Some(then) if then.cost > now.cost => Some(line(now, ItemChange::Down { from: then.cost, to: now.cost })),
        Some(_) => None,
    };
    let gone = before.iter().filter(|then| !after.iter().any(|now| now.sku == then.sku)).map(|then| line(then, ItemChange::Gone));
    let mut lines: Vec<DigestLine> = after.iter().filter_map(changed).chain(gone).collect();
    let kind = |change: &ItemChange| match change {
        ItemChange::Up { .. } => 0,
        ItemChange::Down { .. } => 1,
        ItemChange::New { .. } => 2,
        ItemChange::Gone => 3,
    };
    lines.sort_by(|a, b| (kind(&a.change), &a.item).cmp(&(kind(&b.change), &b.item)));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::catalog::ItemSettings;
    use crate::domain::samples;

    fn list(services: &[(&str, i64, bool)]) -> PriceList {
        let service = |(sku, cost, active): &(&str, i64, bool)| Service {
            sku: (*sku).to_owned(),
            name: format!("Item {sku}"),
            cost: Rupiah(*cost),
            active: *active,
        };
        PriceList { services: services.iter().map(service).collect(), skipped: Vec::new(), fetched_at: Millis(0) }
    }

    fn category() -> Category {
        let items = [("hidden".to_owned(), ItemSettings { hidden: true, ..ItemSettings::default() })].into();
        Category { items, ..samples::category("ml") }
    }

    #[test]
    fn each_change_is_named_once() {
        let before = list(&[("a", 10, true), ("b", 10, true), ("c", 10, true), ("d", 10, true), ("e", 10, false), ("hidden", 10, true)]);
        let after = list(&[
            ("b", 12, true),
            ("a", 9, true),
            ("c", 10, true),
            ("d", 10, false),
            ("e", 10, true),
            ("f", 7, true),
            ("hidden", 99, true),
        ]);
        let found: Vec<(String, ItemChange)> =
            compare(&category(), &before, &after).into_iter().map(|line| (line.item, line.change)).collect();
        let expected = [
            ("Item b", ItemChange::Up { from: Rupiah(10), to: Rupiah(12) }),
            ("Item a", ItemChange::Down { from: Rupiah(10), to: Rupiah(9) }),
            ("Item e", ItemChange::New { cost: Rupiah(10) }),
            ("Item f", ItemChange::New { cost: Rupiah(7) }),
            ("Item d", ItemChange::Gone),
        ];
        assert_eq!(found, expected.map(|(item, change)| (item.to_owned(), change)));
        assert_eq!(compare(&category(), &after, &after), []);
    }

    #[test]
    fn a_long_digest_counts_what_it_does_not_name() {
        let line = DigestLine { category: "ML".into(), item: "x".into(), change: ItemChange::Gone };
        let digest = PriceDigest::new(Millis(5), vec![line; MAX_DIGEST_LINES + 3]);
        assert_eq!((digest.lines.len(), digest.more), (MAX_DIGEST_LINES, 3));
    }
}
