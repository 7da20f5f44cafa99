//! The shop at a glance: the overview for admins, and what an admin has missed.

use std::sync::Arc;

use crate::app::provider_query::ask;
use crate::app::{Admins, AppError, Catalogs, Clock, Effects, Notifier, ProviderCalls};
use crate::domain::money::Rupiah;
use crate::domain::notification::{ClosedReason, Notification, ProviderNotification};
use crate::domain::order::OrderState;
use crate::domain::shop::Shop;
use crate::domain::time::Millis;
use crate::storage::{ProviderQuery, Store};

/// Most uncertain orders that an admin gets after the first `/start`.
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

/// Reads the overview.
pub struct ShopOverview {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) admins: Admins,
    pub(super) notifier: Notifier,
    pub(super) provider: Arc<ProviderCalls>,
    pub(super) catalogs: Arc<Catalogs>,
    /// When this process began.
    pub started_at: Millis,
}

impl ShopOverview {
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

    /// Tells an admin what is wrong and which orders wait for a decision. They may have missed it: Telegram lets a bot write only to people
    /// who wrote first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn catch_up(&self, shop: &Shop, admin: i64, effects: &mut Effects) -> Result<(), AppError> {
        if self.admins.chat().is_some() {
            // The alerts went to their group.
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
