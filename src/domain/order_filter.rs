//! Which orders an admin lists.

use serde::{Deserialize, Serialize};

/// A list of orders. Open orders are listed from the oldest, because it has waited longest; ended ones from the one that ended last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderFilter {
    /// The open ones, then the ended ones.
    All,
    Open,
    Uncertain,
    /// Failed or cancelled.
    Failed,
}

impl OrderFilter {
    /// Every list, in the order in which admins see them.
    pub const ALL: [Self; 4] = [Self::All, Self::Open, Self::Uncertain, Self::Failed];

    /// The list of this name, as it is typed after `/orders`, in any case.
    pub fn read(name: &str) -> Option<Self> {
        match name.trim().to_ascii_lowercase().as_str() {
            "all" => Some(Self::All),
            "open" => Some(Self::Open),
            "uncertain" => Some(Self::Uncertain),
            "failed" => Some(Self::Failed),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_by_its_name() {
        let cases = [
            ("all", Some(OrderFilter::All)),
            (" Open ", Some(OrderFilter::Open)),
            ("UNCERTAIN", Some(OrderFilter::Uncertain)),
            ("failed", Some(OrderFilter::Failed)),
            ("", None),
            ("open failed", None),
        ];
        for (name, filter) in cases {
            assert_eq!(OrderFilter::read(name), filter, "{name:?}");
        }
    }
}
