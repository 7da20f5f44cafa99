//! The shop's settings from `shop.toml`.

use crate::domain::access::{Limits, Mode};
use crate::domain::alert::AlertSettings;
use crate::domain::catalog::Category;
use crate::domain::locale::{LocalText, Locale};
use crate::domain::money::Rupiah;
use crate::domain::opening::Opening;
use crate::domain::payment_method::PaymentMethod;
use crate::domain::pricing::Pricing;
use crate::domain::qris::StaticCode;

/// All of `shop.toml`, checked.
#[derive(Clone, Debug)]
pub struct Shop {
    /// The shop's name.
    pub name: String,
    /// The language for users whose language the bot does not have.
    pub locale: Locale,
    /// The contact for customers, as shown: `@odzreshop`.
    pub support: String,
    /// How customers pay the shop while it has no wallet, in the owner's words.
    pub payment_note: Option<LocalText>,
    /// Whether a receipt shows the serial number whole.
    pub receipt_sn: bool,
    /// When the shop takes orders.
    pub opening: Opening,
    /// The IANA name of the time zone for shown times and for the daily limit.
    pub timezone: String,
    /// How customers get access.
    pub mode: Mode,
    /// The limits of each customer.
    pub limits: Limits,
    /// How long a confirmation stays valid, in seconds.
    pub confirm_seconds: i64,
    /// The pricing rules.
    pub pricing: Pricing,
    /// The settings for the provider.
    pub provider: ProviderLimits,
    /// The settings for status checks of orders.
    pub polling: Polling,
    /// Whether customers pay from a wallet.
    pub wallet: WalletSettings,
    /// Which alerts admins get, when and where.
    pub alerts: AlertSettings,
    /// Copies of the database that the bot makes by itself.
    pub backup: BackupSettings,
    /// The games, in the order in which they are shown: popular ones first.
    pub categories: Vec<Category>,
}

/// `[backup]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BackupSettings {
    /// A copy is made when the last one is this old; 0 = none is made.
    pub every_hours: i64,
    /// How many copies are kept.
    pub keep: i64,
    /// Where, from the SQLite file's folder, or with PostgreSQL from where the bot runs; `None` means `backups` there.
    pub folder: Option<String>,
    /// The age key for which copies are encrypted; `None` leaves them readable.
    pub age_recipient: Option<String>,
    /// The chat to which encrypted copies are sent.
    pub telegram_chat: Option<i64>,
}

/// `[provider]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProviderLimits {
    /// The most calls per minute, all endpoints together.
    pub requests_per_minute: u32,
    /// The timeout of the order call in seconds; after it the order is uncertain.
    pub order_timeout_seconds: u64,
    /// Admins are told once when the provider balance falls below this.
    pub low_balance: Rupiah,
    /// Who resolves an uncertain order.
    pub resolve_uncertain: Resolve,
    /// The owner declares that the provider answers a repeated `ref_id` with the first order instead of accepting a second one. If this is
    /// wrong, it costs double deliveries.
    pub ref_id_dedupes: bool,
}

/// `[wallet]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WalletSettings {
    /// Whether every order is paid from its customer's wallet. If not, nobody sees a wallet.
    pub enabled: bool,
    /// The amounts that customers choose from.
    pub presets: Vec<Rupiah>,
    /// The least that one bill asks for.
    pub minimum: Rupiah,
    /// The most that one bill asks for.
    pub maximum: Rupiah,
    /// No new bill would bring a wallet above this. What arrives is credited all the same.
    pub max_balance: Rupiah,
    /// How long a bill can be paid, as customers are told, in minutes.
    pub bill_minutes: i64,
    /// How long after its bill was opened an order is still made when the bill is paid, in minutes.
    pub cart_minutes: i64,
    /// The gateways, the one that is asked first at the beginning.
    pub gateways: Vec<PaymentMethod>,
    /// Pakasir.
    pub pakasir: GatewaySettings,
    /// Midtrans.
    pub midtrans: GatewaySettings,
    /// The most that one admin may add to wallets per day, without a payment.
    pub daily_grants: Rupiah,
    /// The shop's own QRIS code, if customers pay by it.
    pub qris: Option<QrisSettings>,
    /// What one Telegram Star counts in rupiah, if customers pay by Stars.
    pub rupiah_per_star: Option<i64>,
}

impl Shop {
    /// Whether customers may buy this item, should the provider list it.
    pub fn sells(&self, category: &str, sku: &str) -> bool {
        self.categories.iter().any(|sold| sold.slug == category && sold.sells(sku))
    }
}

impl WalletSettings {
    /// The shop's own code, while customers may open bills of it.
    pub fn open_qris(&self) -> Option<&QrisSettings> {
        self.qris.as_ref().filter(|qris| self.enabled && qris.enabled)
    }

    /// What one Telegram Star counts in rupiah, while customers may open bills in Stars.
    pub fn star_rate(&self) -> Option<i64> {
        self.rupiah_per_star.filter(|_| self.enabled)
    }
}

/// `[wallet.qris]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QrisSettings {
    /// Whether customers may open new bills of it.
    pub enabled: bool,
    pub code: StaticCode,
    /// A bill asks for 1 to so many rupiah more than wanted, which the wallet gets too, so that admins can tell payments apart.
    pub unique: i64,
    /// What one admin may approve alone.
    pub approve_alone: Rupiah,
}

impl WalletSettings {
    /// Whether customers may pay by this method.
    pub fn offers(&self, method: PaymentMethod) -> bool {
        self.of_gateway(method).is_some_and(|gateway| gateway.enabled)
    }

    /// Whether the customer pays the method's fee on top of what they want.
    pub fn fee_on_top(&self, method: PaymentMethod) -> bool {
        self.of_gateway(method).is_some_and(|gateway| gateway.fee_on_top)
    }

    /// Whether what the method calls a test is credited like money.
    pub fn tests_count(&self, method: PaymentMethod) -> bool {
        self.of_gateway(method).is_some_and(|gateway| gateway.test)
    }

    fn of_gateway(&self, method: PaymentMethod) -> Option<&GatewaySettings> {
        match method {
            PaymentMethod::Pakasir => Some(&self.pakasir),
            PaymentMethod::Midtrans => Some(&self.midtrans),
            PaymentMethod::Qris | PaymentMethod::Bank | PaymentMethod::Stars => None,
        }
    }
}

/// `[wallet.pakasir]` and the like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GatewaySettings {
    /// Whether new bills are opened there. Those that are open are looked at all the same.
    pub enabled: bool,
    /// Whether the customer pays the gateway's fee, on top of what they want; else the shop bears it.
    pub fee_on_top: bool,
    /// Whether what the gateway calls a test is credited like money.
    pub test: bool,
}

/// `provider.resolve_uncertain`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolve {
    /// Always an admin.
    ByHand,
    /// The bot if the evidence is unambiguous, else an admin.
    ByEvidence,
}

/// `[polling]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Polling {
    /// Seconds from placing an order to its first status check.
    pub first_seconds: i64,
    /// Minutes of waiting after which the customer is told.
    pub tell_customer_after_minutes: i64,
    /// Minutes of waiting after which admins are told.
    pub tell_admins_after_minutes: i64,
}
