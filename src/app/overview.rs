//! The shop at a glance: the overview for admins, and what an admin has missed.

use std::sync::Arc;

use crate::app::admins::Admins;
use crate::app::catalog::Catalogs;
use crate::app::clock::Clock;
use crate::app::effects::{AppError, Effects};
use crate::app::notifier::Notifier;
use crate::app::provider::ProviderCalls;
use crate::app::provider_query::ask;
use crate::domain::money::Rupiah;
use crate::domain::notification::{ClosedReason, Notification, ProviderNotification};
use crate::domain::order::OrderState;
use crate::domain::shop::Shop;
use crate::domain::time::Millis;
use crate::storage::{ProviderQuery, Store};

/// Uncertain orders that an admin gets at the first `/start`: more would drown them.
const CATCH_UP: i64 = 20;

/// The shop at a glance.
#[derive(Clone, Debug)]
pub struct Overview {
    pub orders: Vec<(OrderState, i64)>,
    pub oldest_open: Option<(String, Millis)>,
    pub closed: Option<ClosedReason>,
    pub provider_seen: Option<Millis>,
    pub balance: Option<Rupiah>,
    /// People whose access request is not decided.
    pub requests: i64,
    pub inbox: i64,
    pub outbox: i64,
    pub started_at: Millis,
}

/// Reads how the shop stands.
pub struct ShopOverview {
    store: Store,
    clock: Clock,
    admins: Admins,
    notifier: Notifier,
    provider: Arc<ProviderCalls>,
    catalogs: Arc<Catalogs>,
    started_at: Millis,
}

impl ShopOverview {
    pub(super) fn new(
        store: Store,
        clock: Clock,
        admins: Admins,
        notifier: Notifier,
        provider: Arc<ProviderCalls>,
        catalogs: Arc<Catalogs>,
    ) -> Self {
        let started_at = clock.now();
        Self { store, clock, admins, notifier, provider, catalogs, started_at }
    }

    /// When this process began.
    pub fn started_at(&self) -> Millis {
        self.started_at
    }

    /// The shop at a glance.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn read(&self) -> Result<Overview, AppError> {
        Ok(Overview {
            orders: self.store.count_orders().await?,
            oldest_open: self.store.find_oldest_open().await?.map(|order| (order.number, order.created_at)),
            closed: self.provider.closed(),
            provider_seen: self.provider.seen(),
            balance: self.store.find_provider_balance(self.provider.name()).await?.map(|provider_balance| provider_balance.amount),
            requests: self.store.count_requested(None).await?.0,
            inbox: self.store.count_waiting_updates().await?,
            outbox: self.store.count_waiting_messages().await?,
            started_at: self.started_at,
        })
    }

    /// What is wrong and which orders wait for a decision, for an admin whom no message could reach before: Telegram lets a bot write only to those who wrote first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn catch_up(&self, shop: &Shop, admin: i64, effects: &mut Effects) -> Result<(), AppError> {
        if self.admins.chat().is_some() {
            // Their group was reached all the time.
            return Ok(());
        }
        let mut tell = |notification| self.notifier.notify(admin, notification, effects);
        if let Some(cause) = self.provider.closed() {
            tell(Notification::Provider(ProviderNotification::ShopClosed { cause }));
        }
        let (unknown, _) = self.catalogs.marks();
        for slug in unknown.into_iter().filter(|slug| shop.categories.iter().any(|category| category.slug == *slug)) {
            tell(Notification::Provider(ProviderNotification::CategoryUnknown { slug }));
        }
        if let Some(provider_balance) =
            self.store.find_provider_balance(self.provider.name()).await?.filter(|provider_balance| provider_balance.low)
        {
            tell(Notification::Provider(ProviderNotification::ProviderBalanceLow { balance: provider_balance.amount }));
        }
        for order in self.store.list_uncertain(None, CATCH_UP).await? {
            effects.push(ask(ProviderQuery::Evidence { order: order.id }, self.clock.now()));
        }
        Ok(())
    }
}
