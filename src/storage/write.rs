//! Everything that can be written, as values: the only way into the database. Each feature has its own writes beside its SQL; here they
//! are composed. A new feature is one line in each of the two lists.

use crate::storage::CommitError;
use crate::storage::audit::AuditWrite;
use crate::storage::balance_snapshot::BalanceSnapshotWrite;
use crate::storage::catalog::CatalogWrite;
use crate::storage::dialogue::DialogueWrite;
use crate::storage::inbox::InboxWrite;
use crate::storage::lease::LeaseWrite;
use crate::storage::ledger::LedgerWrite;
use crate::storage::maintenance::MaintenanceWrite;
use crate::storage::order::OrderWrite;
use crate::storage::outbox::OutboxWrite;
use crate::storage::person::PersonWrite;
use crate::storage::provider_query::ProviderQueryWrite;
use crate::storage::provider_status::ProviderStatusWrite;
use crate::storage::sql::Connection;
use crate::storage::wake_up::WakeUp;
use crate::storage::write_probe::WriteProbeWrite;

macro_rules! compose {
    ($($feature:ident($write:ident)),* $(,)?) => {
        /// One change. A list of them is committed together, in its order.
        #[derive(Clone, Debug)]
        pub enum Write {
            $(#[doc = concat!("See [`", stringify!($write), "`].")] $feature($write),)*
        }

        impl Write {
            pub(super) async fn apply(&self, db: &mut Connection) -> Result<(), CommitError> {
                match self {
                    $(Self::$feature(write) => write.apply(db).await,)*
                }
            }
        }
    };
}

compose! {
    Inbox(InboxWrite),
    Person(PersonWrite),
    Dialogue(DialogueWrite),
    Order(OrderWrite),
    Outbox(OutboxWrite),
    Catalog(CatalogWrite),
    BalanceSnapshot(BalanceSnapshotWrite),
    ProviderQuery(ProviderQueryWrite),
    ProviderStatus(ProviderStatusWrite),
    Audit(AuditWrite),
    WriteProbe(WriteProbeWrite),
    Maintenance(MaintenanceWrite),
    Lease(LeaseWrite),
    Ledger(LedgerWrite),
}

impl Write {
    /// Which loop has something to do now.
    pub(super) fn wake_up(&self) -> Option<WakeUp> {
        match self {
            Self::Inbox(write) => write.wake_up(),
            Self::Order(write) => write.wake_up(),
            Self::Outbox(write) => write.wake_up(),
            Self::ProviderQuery(write) => write.wake_up(),
            _ => None,
        }
    }
}
