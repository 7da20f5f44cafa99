//! Who delivers: the providers, by name. What belongs to a provider carries its name: an order, a price list, the balance and its snapshots,
//! the provider status, the limiter and the breaker. A second one is a folder in `provider`, a row in the configuration, and a variant here.

use serde::{Deserialize, Serialize};

/// A provider's name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProviderName {
    /// odzreshop. Orders that were stored before providers had names are its own.
    #[default]
    Odzreshop,
}

impl ProviderName {
    /// The word for databases.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Odzreshop => "odzreshop",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ProviderName;

    #[test]
    fn the_word_is_the_same_everywhere() {
        let json = serde_json::to_string(&ProviderName::Odzreshop).unwrap();
        assert_eq!(json, format!("{:?}", ProviderName::Odzreshop.as_str()));
        assert_eq!(serde_json::from_str::<ProviderName>(&json).unwrap(), ProviderName::Odzreshop);
    }
}
