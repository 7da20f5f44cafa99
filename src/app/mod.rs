//! Use cases: read, let the domain decide, write.
//!
//! Each service holds just what it uses, and [`App`] composes them. A use case that a person asks for returns [`Effects`], which the caller
//! commits together with its own; one that a worker starts commits its effects itself. Nothing in this module knows Telegram, and nothing
//! outside it decides what happens to an order. A use case that depends on the shop's settings takes them as an argument, because its caller
//! has read them once and must not see two versions.

mod access;
mod admin_alerts;
mod admins;
mod alert_desk;
mod answer;
mod audit;
mod audit_log;
mod backup;
mod bill;
mod broadcast;
mod cart;
mod catalog;
pub mod catalog_changes;
mod catalog_editor;
mod clock;
mod closing;
mod collect;
mod command_lists;
mod dates;
mod desk;
mod effects;
mod epoch;
mod estimate;
mod export;
mod export_files;
mod figures;
mod game_accounts;
mod gateways;
mod heartbeats;
mod job;
mod leadership;
mod maintenance;
mod message;
mod notifier;
mod opening;
mod order;
mod order_list;
mod overview;
mod pay;
mod payout;
mod poll;
mod price_digest;
mod prices;
mod proof;
mod provider;
mod provider_query;
mod random;
mod receipt;
mod reconciliation;
mod refusals;
mod resolve;
mod roles;
mod session;
mod settings;
mod star_refunds;
mod stars;
mod submit;
mod terms;
mod transitions;
mod unmatched;
mod verification;
mod wallet;
mod write_probe;
mod wrong_targets;
mod zone;

use std::sync::{Arc, Mutex};

use crate::domain::shop::Shop;
use crate::payment::Gateway;
use crate::provider::Client;
use crate::storage::{Location, Store};
use refusals::Refusals;

use transitions::Transitions;

pub use access::{Access, AccessDecision, AccessWish, CardLimit, Waiting};
pub use admin_alerts::AdminAlerts;
pub use admins::{AdminChat, Admins};
pub use alert_desk::{AlertDesk, AlertState};
pub use answer::ProviderQueries;
pub use audit_log::{AuditLog, AuditPage};
pub use backup::{BackupPart, BackupState, Backups};
pub use bill::{BillOpening, BillWish, Bills};
pub use broadcast::{BroadcastStart, Broadcasts};
pub use cart::{CartBill, CartOpening, Carts};
pub use catalog::Catalogs;
pub use catalog_editor::{CatalogEditor, CatalogItem, CatalogOverview, CategoryFile};
pub use clock::Clock;
pub use closing::DayClosing;
pub use collect::{Collector, Hinted};
pub use command_lists::CommandLists;
pub use dates::{Day, day_at, read_iso};
pub use desk::{BillFile, DeskFound, PaymentDesk, PaymentReadings, PaymentsOverview};
pub use effects::{AppError, Effects};
pub use epoch::LeaderEpoch;
pub use export::{ExportError, Exported, FileLimit, export};
pub use export_files::{ExportFile, ExportLimits, ExportOffer, Exports};
pub use figures::{Figures, SalesReport, SpanFigures};
pub use game_accounts::GameAccounts;
pub use gateways::Gateways;
pub use heartbeats::Heartbeats;
pub use job::JobQueue;
pub use leadership::Leadership;
pub use maintenance::Maintenance;
pub use message::{AdminMessageOutcome, CustomerMessageOutcome, Messages, PastMessage, Recipient};
pub use notifier::{NotificationSource, Notifier, UncertainOrders, WAITING_SHOWN};
pub use opening::{ShopSwitch, Switch, SwitchState, pause, read_planned_pause};
pub use order::{Orders, Placement, Repeat};
pub use order_list::OrderFile;
pub use overview::{Overview, ShopOverview};
pub use pay::{Approval, Payments};
pub use payout::{PayoutEnd, PayoutOpening, PayoutWish, Payouts};
pub use poll::Poller;
pub use price_digest::PriceDigests;
pub use prices::{ListedRule, PastChange, PriceSaved, Prices, Proposal, TierRenamed};
pub use proof::{ProofOutcome, ProofReceipt, Proofs};
pub use provider::ProviderCalls;
pub use provider_query::invoice;
pub use random::token;
pub use receipt::{Receipts, SHARED_PREFIX, public_key, verify};
pub use reconciliation::Reconciliation;
pub use resolve::{Asker, Resolution, Resolver};
pub use roles::{Found, Member, RoleChange, Roles};
pub use session::{Session, Sessions};
pub use settings::{ReadShop, ReloadError, ShopFile, ShopSettings};
pub use star_refunds::{RefundAnswer, StarRefunds};
pub use stars::{StarPayment, Stars};
pub use submit::Submitter;
pub use terms::{Terms, TermsOutcome};
pub use unmatched::{PaymentFile, UnmatchedOutcome, UnmatchedPayments};
pub use verification::{Marked, Verification};
pub use wallet::{Allowance, Customer, MoveByHand, Wallets};
pub use write_probe::{WRITE_PROBE_EVERY, WriteProbe};
pub use wrong_targets::WrongTargets;
pub use zone::{end_of_day, read_moment, zone};

/// An entry of the audit log.
pub use crate::storage::AuditRow;
/// A list of commands that Telegram shows.
pub use crate::storage::CommandList;
/// A change of a pricing rule, as it is in the history.
pub use crate::storage::PriceChange;
/// A line of the history of a customer's wallet.
pub use crate::storage::TransferLine;
/// The figures of a payment method.
/// The dialogue of a person in a chat, and what the buttons under a message do, as they are stored.
pub use crate::storage::{Dialogue, Keyboard};

/// All services of the shop. One for each process.
pub struct App {
    pub clock: Clock,
    pub heartbeats: Heartbeats,
    pub admins: Admins,
    pub settings: ShopSettings,
    pub notifier: Notifier,
    pub alerts: Arc<AdminAlerts>,
    pub alert_desk: AlertDesk,
    pub sessions: Sessions,
    pub access: Access,
    pub roles: Roles,
    pub broadcasts: Broadcasts,
    pub command_lists: CommandLists,
    pub catalogs: Arc<Catalogs>,
    pub orders: Arc<Orders>,
    pub receipts: Receipts,
    pub game_accounts: GameAccounts,
    pub provider: Arc<ProviderCalls>,
    pub submitter: Arc<Submitter>,
    pub poller: Arc<Poller>,
    pub queries: ProviderQueries,
    pub reconciliation: Arc<Reconciliation>,
    pub resolver: Arc<Resolver>,
    pub overview: ShopOverview,
    pub figures: Figures,
    pub closing: DayClosing,
    pub exports: Exports,
    pub audit_log: AuditLog,
    pub switch: ShopSwitch,
    pub catalog_editor: CatalogEditor,
    pub price_digests: PriceDigests,
    pub prices: Prices,
    pub terms: Terms,
    pub leadership: Leadership,
    pub maintenance: Arc<Maintenance>,
    pub verification: Verification,
    pub wrong_targets: WrongTargets,
    pub wallets: Wallets,
    pub messages: Messages,
    pub bills: Arc<Bills>,
    pub carts: Arc<Carts>,
    pub payments: Arc<Payments>,
    pub unmatched: UnmatchedPayments,
    pub desk: PaymentDesk,
    pub payouts: Payouts,
    pub proofs: Proofs,
    pub stars: Stars,
    pub star_refunds: StarRefunds,
    pub gateways: Arc<Gateways>,
    pub collector: Arc<Collector>,
    pub write_probe: WriteProbe,
    pub backups: Backups,
}

/// What an [`App`] is built from.
pub struct Parts {
    pub store: Store,
    /// Where the store is.
    pub database: Location,
    /// What `shop.toml` says now.
    pub shop: Shop,
    /// Reads it again.
    pub read_shop: ReadShop,
    pub clock: Clock,
    pub provider: Client,
    /// The payment gateways that there are credentials for.
    pub gateways: Vec<Gateway>,
    pub admins: Admins,
}

impl App {
    /// Builds the services. Price lists are the ones that were stored last.
    ///
    /// # Errors
    /// When the database cannot be read.
    // A list: each service once, with what it uses.
    #[allow(clippy::too_many_lines)]
    pub async fn new(parts: Parts) -> Result<Self, AppError> {
        let Parts { store, database, shop, read_shop, clock, provider, gateways, admins } = parts;
        let client = Arc::new(provider);
        let price_lists = store.list_price_lists(client.provider()).await?;
        admins.follow(&store).await?;
        let (s, c, a) = (|| store.clone(), || clock.clone(), || admins.clone());
        let notifier = Notifier { store: s(), clock: c(), admins: a() };
        let n = || notifier.clone();
        let settings = ShopSettings::open(s(), c(), client.clone(), n(), shop, read_shop).await?;
        let (alerts, epoch) = (Arc::new(AdminAlerts::new(n())), Arc::new(LeaderEpoch::new()));
        let refusals: Arc<Refusals> = Arc::default();
        let transitions = Transitions { store: s(), clock: c(), notifier: n(), refusals: refusals.clone() };
        let t = || transitions.clone();
        let provider = Arc::new(ProviderCalls::new(s(), c(), n(), alerts.clone(), client));
        let p = || provider.clone();
        let catalogs = Arc::new(Catalogs::new(s(), c(), p(), alerts.clone(), settings.current(), price_lists));
        let reconciliation = Arc::new(Reconciliation { store: s(), clock: c(), provider: p(), transitions: t() });
        let resolver = Arc::new(Resolver { store: s(), clock: c(), notifier: n(), provider: p(), transitions: t() });
        let submitter = Arc::new(Submitter::new(s(), c(), epoch.clone(), p(), catalogs.clone(), t()));
        let poller = Arc::new(Poller { store: s(), clock: c(), provider: p(), transitions: t() });
        let maintenance = Arc::new(Maintenance::new(s(), c()));
        let gateways = Arc::new(Gateways::new(c(), alerts.clone(), gateways));
        let bills = Arc::new(Bills { store: s(), clock: c(), notifier: n(), gateways: gateways.clone() });
        let orders = Arc::new(Orders { store: s(), clock: c(), admins: a(), notifier: n(), provider: p() });
        let (o, b) = (orders.clone(), bills.clone());
        let carts =
            Arc::new(Carts { store: s(), clock: c(), notifier: n(), provider: p(), catalogs: catalogs.clone(), orders: o, bills: b });
        let (b, k) = (bills.clone(), carts.clone());
        let payments = Arc::new(Payments { store: s(), clock: c(), notifier: n(), bills: b, carts: k });
        let (b, y, g) = (bills.clone(), payments.clone(), gateways.clone());
        let collector = Arc::new(Collector { store: s(), clock: c(), bills: b, payments: y, gateways: g });
        Ok(Self {
            settings,
            sessions: Sessions { store: s(), clock: c(), admins: a() },
            alert_desk: AlertDesk { store: s(), clock: c(), admins: a(), notifier: n() },
            access: Access { store: s(), clock: c(), admins: a(), notifier: n(), cards: CardLimit::default() },
            broadcasts: Broadcasts { store: s(), clock: c(), admins: a(), notifier: n(), told: Mutex::default() },
            roles: Roles { store: s(), clock: c(), admins: a(), notifier: n() },
            command_lists: CommandLists { store: s(), notifier: n() },
            orders,
            receipts: Receipts::open(&store, clock.now()).await?,
            game_accounts: GameAccounts { store: s(), clock: c() },
            queries: ProviderQueries {
                store: s(),
                clock: c(),
                notifier: n(),
                provider: p(),
                transitions: t(),
                reconciliation: reconciliation.clone(),
                resolver: resolver.clone(),
            },
            closing: DayClosing { store: s(), clock: c(), notifier: n(), provider: p() },
            figures: Figures { store: s(), clock: c() },
            audit_log: AuditLog { store: s() },
            exports: Exports { store: s(), notifier: n(), limits: export_files::LIMITS, turn: Default::default(), files: Mutex::default() },
            switch: ShopSwitch { store: s(), clock: c(), provider: p() },
            catalog_editor: CatalogEditor { store: s(), clock: c(), catalogs: catalogs.clone() },
            price_digests: PriceDigests { store: s(), clock: c(), notifier: n(), catalogs: catalogs.clone(), provider: p().name() },
            terms: Terms { store: s(), clock: c() },
            prices: Prices { store: s(), clock: c(), notifier: n(), catalogs: catalogs.clone() },
            overview: ShopOverview {
                store: s(),
                admins: a(),
                notifier: n(),
                provider: p(),
                catalogs: catalogs.clone(),
                started_at: clock.now(),
            },
            leadership: Leadership {
                store: s(),
                clock: c(),
                epoch: epoch.clone(),
                provider: p(),
                catalogs: catalogs.clone(),
                maintenance: maintenance.clone(),
                submitter: submitter.clone(),
                refusals,
            },
            verification: Verification { store: s(), clock: c(), notifier: n() },
            wrong_targets: WrongTargets { store: s(), clock: c(), notifier: n(), seen: Mutex::default() },
            wallets: Wallets { store: s(), clock: c(), admins: a(), notifier: n(), wrong_accounts: Mutex::default() },
            messages: Messages { store: s(), clock: c(), admins: a(), notifier: n() },
            unmatched: UnmatchedPayments { store: s(), clock: c(), admins: a(), notifier: n(), bills: bills.clone() },
            desk: PaymentDesk { store: s(), clock: c(), admins: a(), notifier: n(), bills: bills.clone(), gateways: gateways.clone() },
            payouts: Payouts { store: s(), clock: c(), admins: a(), notifier: n() },
            proofs: Proofs { store: s(), clock: c(), admins: a(), notifier: n(), bills: bills.clone(), payments: payments.clone() },
            stars: Stars { store: s(), clock: c(), notifier: n(), provider: p(), payments: payments.clone() },
            star_refunds: StarRefunds {
                store: s(),
                clock: c(),
                notifier: n(),
                payouts: Payouts { store: s(), clock: c(), admins: a(), notifier: n() },
            },
            bills,
            carts,
            payments,
            gateways,
            collector,
            write_probe: WriteProbe::new(s(), c(), epoch),
            backups: Backups { store: s(), clock: c(), notifier: n(), database },
            heartbeats: Heartbeats::default(),
            clock: c(),
            admins: a(),
            notifier: n(),
            alerts,
            catalogs,
            provider: p(),
            submitter,
            poller,
            reconciliation,
            resolver,
            maintenance,
        })
    }
}
