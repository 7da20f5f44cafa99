//! The shop at a glance: the overview for admins, and what an admin has missed.

use std::sync::Arc;

use crate::app::{Admins, AppError, Catalogs, Effects, Notifier, ProviderCalls};
use crate::domain::money::Rupiah;
use crate::domain::notification::{AccessNotification, ClosedReason, Notification, OrderNotification, ProviderNotification};
use crate::domain::order::OrderState;
use crate::domain::place::Place;
use crate::domain::shop::Shop;
use crate::domain::time::Millis;
use crate::storage::Store;

/// Most cards of each kind that are shown once more at a time.
const CATCH_UP: i64 = 20;

/// How something is told: as an alert, or as an answer.
type Tell = fn(&Notifier, Place, Notification, &mut Effects);

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

    /// Tells an admin what is wrong, in their private chat. They may have missed it: Telegram lets a bot write only to people who wrote first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn catch_up(&self, shop: &Shop, place: Place, effects: &mut Effects) -> Result<(), AppError> {
        if self.admins.chat().is_some() {
            // The alerts went to their group.
            return Ok(());
        }
        self.tell_troubles(shop, place, Notifier::answer_at, effects).await
    }

    /// The bot is in the admins' group again: what was not told there meanwhile. Cards that are there already stay the only ones.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn catch_up_group(&self, shop: &Shop, effects: &mut Effects) -> Result<(), AppError> {
        let Some(group) = self.place_of_group() else { return Ok(()) };
        self.tell_troubles(shop, group, Notifier::notify_at, effects).await?;
        for person in self.store.list_requested(None, CATCH_UP, 0).await? {
            self.notifier.notify_at(group, Notification::Access(AccessNotification::Requested { user: person.id }), effects);
        }
        self.show_uncertain(None, effects).await
    }

    /// Shows the orders that wait for a decision, because a card may be lost: an admin deleted it, or it was sent before they could be
    /// reached. In the admins' group only cards that are not there any more are sent again.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn show_uncertain(&self, admin: Option<Place>, effects: &mut Effects) -> Result<(), AppError> {
        for order in self.store.list_uncertain(None, CATCH_UP).await? {
            match (self.place_of_group(), admin) {
                (Some(group), _) => {
                    self.notifier.notify_at(group, Notification::Order(OrderNotification::UncertainCard { order: order.id }), effects);
                }
                // Their client forgets what they delete, but Telegram still accepts edits of it. So it is a new message.
                (None, Some(admin)) => {
                    self.notifier.answer_at(admin, Notification::Order(OrderNotification::StillUncertain { order: order.id }), effects);
                }
                (None, None) => {}
            }
        }
        Ok(())
    }

    fn place_of_group(&self) -> Option<Place> {
        self.admins.chat().map(|group| Place { chat_id: group.chat_id, topic: group.topic })
    }

    async fn tell_troubles(&self, shop: &Shop, place: Place, tell: Tell, effects: &mut Effects) -> Result<(), AppError> {
        let mut tell = |notification| tell(&self.notifier, place, notification, effects);
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
        Ok(())
    }
}
