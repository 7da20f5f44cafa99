//! The only module with SQL. Reading: `find_*` and `list_*` on [`Reader`]. Writing: [`Store::commit`] with a list of [`Write`]s, all or
//! nothing.
//!
//! SQLite ([`open()`]): one task owns the one writing connection. It takes as many waiting lists as there are and commits them together, a
//! savepoint each: with `synchronous=FULL` that makes durable cheap, and no caller that goes away can leave a transaction half done.
//!
//! PostgreSQL ([`connect()`]): the same SQL, a transaction and a task for each list, and several processes at the same time. What they share
//! out among them (leases, chats) is in `lease.rs`; what one commits wakes the others.

mod audit;
mod backup;
mod balance_snapshot;
mod catalog;
mod column;
mod dead_letter;
mod dialogue;
mod error;
mod fence;
mod inbox;
mod lease;
mod maintenance;
mod open;
mod order;
mod origin;
mod outbox;
mod person;
mod postgres;
mod provider_query;
mod provider_status;
mod reader;
mod sql;
mod store;
mod wake_up;
mod write;
mod write_probe;
mod writer;

pub use audit::{AuditEntry, AuditWrite};
pub use backup::{BackupError, backup};
pub use balance_snapshot::BalanceSnapshotWrite;
pub use catalog::{CatalogWrite, ProviderBalance};
pub use dialogue::{Dialogue, DialogueWrite, Keyboard};
pub use error::{CommitError, ReadError};
pub use fence::LeaseWrite;
pub use inbox::{InboxWrite, RawUpdate, StoredUpdate};
pub use maintenance::MaintenanceWrite;
pub use open::{OpenError, Opened, open};
pub use order::OrderWrite;
pub use outbox::{OutboxBody, OutboxMessage, OutboxWrite, QueuedMessage};
pub use person::PersonWrite;
pub use postgres::connect;
/// For the test that shows what they are good for.
#[doc(hidden)]
pub use postgres::pool_options;
pub use provider_query::{ProviderQuery, ProviderQueryWrite, QueuedQuery};
pub use provider_status::{ProviderStatus, ProviderStatusWrite};
pub use reader::Reader;
pub use store::Store;
pub use wake_up::WakeUps;
pub use write::Write;
pub use write_probe::WriteProbeWrite;

use column::{from_json, from_word, readable, to_json, word};
