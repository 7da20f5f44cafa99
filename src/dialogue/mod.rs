//! The dialogue, pure: `(Step, Input) -> (Step, Screen, Option<Quote>)`.
//!
//! A [`Step`] is the current step of a person's dialogue, stored in the database. An [`Action`] is what a button does; each feature has its
//! own. The purchase is a reducer ([`purchase::advance`]) that decides which [`Screen`](screen::Screen) comes next, as facts without words.
//! Nothing here knows Telegram or a language.

pub mod access;
pub mod action;
pub mod admin;
pub mod admin_orders;
pub mod alerts;
pub mod audit;
pub mod bills;
pub mod broadcast;
pub mod catalog;
pub mod customer_terms;
pub mod customers;
pub mod export;
pub mod figures;
pub mod game_accounts;
pub mod help;
pub mod language;
pub mod message;
pub mod opening;
pub mod orders;
pub mod payout;
pub mod prices;
pub mod proof;
pub mod purchase;
pub mod resolution;
pub mod rights;
pub mod roles;
pub mod screen;
pub mod stars;
pub mod step;
pub mod top_up;
pub mod typed;
pub mod unmatched;
pub mod verification;
pub mod wallet;

pub use access::{AccessAction, DecidedOn};
pub use action::Action;
pub use admin::AdminAction;
pub use admin_orders::{AdminOrdersAction, OpenedFrom};
pub use alerts::AlertsAction;
pub use audit::{AuditAction, AuditFilter};
pub use bills::{BillList, BillsAction};
pub use broadcast::BroadcastAction;
pub use catalog::{CatalogAction, CatalogQuestion};
pub use customer_terms::{CustomerTermsAction, OwnLimit};
pub use customers::CustomersAction;
pub use export::ExportAction;
pub use figures::FiguresAction;
pub use game_accounts::GameAccountsAction;
pub use help::HelpAction;
pub use language::LanguageAction;
pub use message::{AdminMessageAction, CustomerMessageAction};
pub use opening::OpeningAction;
pub use orders::OrdersAction;
pub use payout::PayoutAction;
pub use prices::{PricesAction, RuleValue};
pub use proof::{ProofAction, ProofKey};
pub use purchase::{Input, PurchaseAction};
pub use resolution::ResolutionAction;
pub use roles::RolesAction;
pub use stars::StarsAction;
pub use step::{STEP_SCHEMA, Step};
pub use top_up::TopUpAction;
pub use unmatched::{PaymentKey, UnmatchedAction};
pub use verification::VerificationAction;
pub use wallet::WalletAction;
