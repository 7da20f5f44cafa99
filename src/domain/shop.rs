//! The shop's settings: what `shop.toml` says besides the categories.

use crate::domain::access::{Limits, Mode};
use crate::domain::catalog::Category;
use crate::domain::locale::Locale;
use crate::domain::money::Rupiah;
use crate::domain::pricing::Pricing;

/// All of `shop.toml`, checked.
#[derive(Clone, Debug)]
pub struct Shop {
    /// The shop's name.
    pub name: String,
    /// For users whose language we don't have.
    pub locale: Locale,
    /// Whom customers turn to, as shown: `@odzreshop`.
    pub support: String,
    /// The IANA name of the zone in which times are shown and days begin.
    pub timezone: String,
    /// How customers are let in.
    pub mode: Mode,
    /// What one customer may have under way and spend.
    pub limits: Limits,
    /// How long a confirmation stays valid, in seconds.
    pub confirm_seconds: i64,
    /// The pricing rules.
    pub pricing: Pricing,
    /// How the provider is to be treated.
    pub provider: ProviderLimits,
    /// How open orders are asked after.
    pub polling: Polling,
    /// The games, in the order in which they are shown.
    pub categories: Vec<Category>,
}

/// `[provider]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProviderLimits {
    /// Calls a minute, all endpoints together.
    pub requests_per_minute: u32,
    /// How long an order call may take, in seconds, before its outcome is uncertain.
    pub order_timeout_seconds: u64,
    /// Admins are told once when the provider balance falls below.
    pub low_balance: Rupiah,
    /// Who resolves an uncertain order.
    pub resolve_uncertain: Resolve,
    /// The owner's word that the provider answers a repeated `ref_id` with the first order instead of taking a second. Untrue, it costs
    /// double deliveries.
    pub ref_id_dedupes: bool,
}

/// `provider.resolve_uncertain`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolve {
    /// An admin, always.
    ByHand,
    /// The bot where the evidence is unambiguous, else an admin.
    ByEvidence,
}

/// `[polling]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Polling {
    /// Seconds from placing to the first question.
    pub first_seconds: i64,
    /// Minutes of waiting after which the customer is told.
    pub tell_customer_after_minutes: i64,
    /// Minutes of waiting after which admins are told.
    pub tell_admins_after_minutes: i64,
}
