//! Notifications about the provider, and about the shop closing and opening because of it.

use serde::{Deserialize, Serialize};

use crate::domain::alert::AlertKind;
use crate::domain::catalog::Skipped;
use crate::domain::locale::LocalText;
use crate::domain::money::Rupiah;
use crate::domain::price_digest::PriceDigest;
use crate::domain::reconciliation::DayDifference;
use crate::domain::time::Millis;

/// A notification about the provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ProviderNotification {
    /// Admins: the provider refuses us or fails; the shop is closed.
    ShopClosed { cause: ClosedReason },
    /// Admins: the provider works again; the shop is open.
    ShopOpen,
    /// Admins: the provider balance fell below the threshold.
    #[serde(alias = "deposit_low")]
    ProviderBalanceLow { balance: Rupiah },
    /// Admins: what the provider wrote as our provider balance is not surely a number of rupiah, so it is not known.
    BalanceUnreadable { written: String },
    /// Admins: what the provider wrote as the price that it charged for an order is not surely a number of rupiah.
    ChargeUnreadable { number: String, written: String },
    /// Admins: on the day that began at `day` the provider balance did not fall by what the orders cost.
    DayDiffers { day: Millis, found: DayDifference },
    /// Admins: the provider does not know a category of `shop.toml`; it is hidden.
    CategoryUnknown { slug: String },
    /// Admins: the provider called this many targets of a category, or of one of its items, wrong in a row; it is hidden.
    TargetsFail { category: String, name: LocalText, sku: Option<String>, wrong: usize, customers: usize },
    /// Admins: what changed in the provider's price lists since the last time.
    PricesChanged { digest: PriceDigest },
    /// Admins: entries of the provider's list for a category can't be read, and are not sold.
    EntriesSkipped { slug: String, skipped: Vec<Skipped> },
}

impl ProviderNotification {
    /// What kind of alert it is.
    pub(super) fn alert_kind(&self) -> AlertKind {
        match self {
            Self::ShopClosed { .. } | Self::ShopOpen => AlertKind::Shop,
            Self::ProviderBalanceLow { .. } | Self::BalanceUnreadable { .. } | Self::ChargeUnreadable { .. } | Self::DayDiffers { .. } => {
                AlertKind::Balance
            }
            Self::CategoryUnknown { .. } | Self::TargetsFail { .. } | Self::PricesChanged { .. } | Self::EntriesSkipped { .. } => {
                AlertKind::Catalog
            }
        }
    }
}

/// Why the shop is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClosedReason {
    /// 401: the API key is rejected.
    Key,
    /// 403: our IP address is not on the provider's whitelist.
    Ip,
    /// 503: the provider's own vendor balance is used up.
    VendorDepleted,
    /// Repeated failures: no answer, or none that makes sense.
    Failing,
}
