//! All writes as values; there is no other way to write to the database. Each feature defines its writes next to its SQL, and [`Write`]
//! combines them. A new feature is one line in the list, and one in [`Write::wake_up`] if it wakes a loop.

use crate::storage::CommitError;
use crate::storage::audit::AuditWrite;
use crate::storage::balance_snapshot::BalanceSnapshotWrite;
use crate::storage::bill::BillWrite;
use crate::storage::broadcast::BroadcastWrite;
use crate::storage::cart::CartWrite;
use crate::storage::catalog::CatalogWrite;
use crate::storage::command_list::CommandListWrite;
use crate::storage::connection::Connection;
use crate::storage::dialogue::DialogueWrite;
use crate::storage::fence::LeaseWrite;
use crate::storage::game_account::GameAccountWrite;
use crate::storage::inbox::InboxWrite;
use crate::storage::kept_alert::KeptAlertWrite;
use crate::storage::ledger::LedgerWrite;
use crate::storage::maintenance::MaintenanceWrite;
use crate::storage::message::MessageWrite;
use crate::storage::moved_group::MovedGroupWrite;
use crate::storage::order::OrderWrite;
use crate::storage::outbox::OutboxWrite;
use crate::storage::payment::PaymentWrite;
use crate::storage::payout::PayoutWrite;
use crate::storage::person::PersonWrite;
use crate::storage::price::PriceWrite;
use crate::storage::proof::ProofWrite;
use crate::storage::provider_query::ProviderQueryWrite;
use crate::storage::provider_status::ProviderStatusWrite;
use crate::storage::receipt_key::ReceiptKeyWrite;
use crate::storage::reminder::ReminderWrite;
use crate::storage::restore_hold::RestoreWrite;
use crate::storage::role::RoleWrite;
use crate::storage::sales::SalesWrite;
use crate::storage::settings::SettingsWrite;
use crate::storage::wake_up::WakeUp;
use crate::storage::write_probe::WriteProbeWrite;

macro_rules! compose {
    ($($feature:ident($write:ident)),* $(,)?) => {
        /// One change. A list of changes is committed together, in the order of the list.
        // A list has a few writes and lives for one commit: boxes would save nothing.
        #[allow(clippy::large_enum_variant)]
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
    Role(RoleWrite),
    MovedGroup(MovedGroupWrite),
    Dialogue(DialogueWrite),
    Order(OrderWrite),
    Outbox(OutboxWrite),
    KeptAlert(KeptAlertWrite),
    Catalog(CatalogWrite),
    BalanceSnapshot(BalanceSnapshotWrite),
    ProviderQuery(ProviderQueryWrite),
    ProviderStatus(ProviderStatusWrite),
    Audit(AuditWrite),
    WriteProbe(WriteProbeWrite),
    Maintenance(MaintenanceWrite),
    Lease(LeaseWrite),
    Settings(SettingsWrite),
    Price(PriceWrite),
    Restore(RestoreWrite),
    Ledger(LedgerWrite),
    Bill(BillWrite),
    Payment(PaymentWrite),
    Payout(PayoutWrite),
    Proof(ProofWrite),
    Reminder(ReminderWrite),
    CommandList(CommandListWrite),
    Broadcast(BroadcastWrite),
    Cart(CartWrite),
    Sales(SalesWrite),
    Message(MessageWrite),
    ReceiptKey(ReceiptKeyWrite),
    GameAccount(GameAccountWrite),
}

impl Write {
    /// Which loop has work to do after this write.
    pub(super) fn wake_up(&self) -> Option<WakeUp> {
        match self {
            Self::Inbox(write) => write.wake_up(),
            Self::Order(write) => write.wake_up(),
            Self::Outbox(write) => write.wake_up(),
            Self::ProviderQuery(write) => write.wake_up(),
            Self::Bill(write) => write.wake_up(),
            _ => None,
        }
    }
}
