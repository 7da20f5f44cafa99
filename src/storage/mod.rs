//! The only module with SQL. Reads are `find_*` and `list_*` on [`Reader`]. Writes go through [`Store::commit`], which commits a list of
//! [`Write`]s completely or not at all.
//!
//! SQLite ([`open()`]): one task owns the only writing connection. It commits all waiting lists together, each in a savepoint, so that
//! they share one sync to disk (`synchronous=FULL`). A caller that is dropped cannot leave a transaction half done.
//!
//! PostgreSQL ([`connect()`]): the same SQL, with a transaction and a task for each list, and several processes at the same time. `lease.rs`
//! divides the work between them, and a commit of one process wakes the others.

mod age;
mod audit;
mod backup;
mod balance_snapshot;
mod batch;
mod bill;
mod broadcast;
mod cart;
mod catalog;
mod column;
mod command_list;
mod connection;
mod dead_letter;
mod dialogue;
mod error;
mod export;
mod fence;
mod game_account;
mod inbox;
mod kept_alert;
mod lease;
mod ledger;
mod ledger_check;
#[cfg(feature = "demo")]
mod ledger_view;
mod location;
mod maintenance;
mod message;
mod moved_group;
mod open;
mod order;
mod order_list;
mod origin;
mod outbox;
mod payment;
mod payment_figures;
mod payout;
mod person;
mod postgres;
mod price;
mod proof;
mod provider_query;
mod provider_status;
mod reader;
mod readers;
mod receipt_key;
mod reminder;
mod restore;
mod restore_hold;
mod role;
mod sales;
mod settings;
mod sql;
mod store;
mod wake_up;
mod write;
mod write_probe;
mod writer;

pub use age::{encrypt, try_recipient};
pub use audit::{AuditEntry, AuditWrite};
pub use backup::{BackupError, BackupSummary, last_backup, record_backup};
pub use balance_snapshot::BalanceSnapshotWrite;
pub use bill::BillWrite;
pub use broadcast::{BroadcastWrite, Recipients};
pub use cart::CartWrite;
pub use catalog::{CatalogWrite, ProviderBalance};
pub use command_list::{CommandList, CommandListWrite};
pub use dialogue::{Dialogue, DialogueWrite, Keyboard};
pub use error::{CommitError, ReadError};
pub use export::{After, AuditRow, LedgerRow, OrderRow};
pub use fence::{LEADER_LEASE, LeaseWrite};
pub use game_account::GameAccountWrite;
pub use inbox::{InboxWrite, RawUpdate, StoredUpdate};
pub use kept_alert::{KeptAlert, KeptAlertWrite};
pub use ledger::{Difference, LedgerWrite, TransferLine};
pub use ledger_check::{check_ledger, check_ledger_on};
#[cfg(feature = "demo")]
pub use ledger_view::{PaymentSums, TransferRow};
pub use location::Location;
pub use maintenance::MaintenanceWrite;
pub use message::MessageWrite;
pub use moved_group::MovedGroupWrite;
pub use open::{OpenError, Opened, open, open_to_read};
pub use order::OrderWrite;
pub use outbox::{OutboxBody, OutboxMessage, OutboxWrite, QueuedMessage, ShownMessage};
pub use payment::PaymentWrite;
pub use payout::PayoutWrite;
pub use person::PersonWrite;
/// For the test that shows why these options are needed.
#[doc(hidden)]
pub use postgres::pool_options;
pub use postgres::{connect, connect_to_read};
pub use price::{PriceChange, PriceWrite};
pub use proof::ProofWrite;
pub use provider_query::{ProviderQuery, ProviderQueryWrite, QueuedQuery};
pub use provider_status::{ProviderStatus, ProviderStatusWrite};
pub use reader::Reader;
pub use receipt_key::ReceiptKeyWrite;
pub use reminder::ReminderWrite;
pub use restore::{RestoreError, Restored};
pub use restore_hold::RestoreWrite;
pub use role::RoleWrite;
pub use sales::{EndedOrder, SalesDay, SalesWrite};
pub use settings::SettingsWrite;
pub use store::Store;
pub use wake_up::WakeUps;
pub use write::Write;
pub use write_probe::WriteProbeWrite;

use column::{from_json, from_word, readable, to_json, word};
