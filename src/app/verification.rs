//! Categories that somebody has verified: admins mark one after an order of it was delivered. The mark is a setting that overrides
//! `shop.toml`.

use serde_json::Value;

use crate::app::audit::audit;
use crate::app::{AppError, Clock, Effects, Notifier};
use crate::domain::notification::{Notification, OrderNotification};
use crate::domain::order::{OrderId, OrderState};
use crate::domain::shop::Shop;
use crate::storage::{SettingsWrite, Store, Write};

/// What became of marking a category.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marked {
    /// It is marked, or the mark is taken back.
    Done,
    /// It was so before.
    Already,
    /// No such order, not a delivered one, or its category is not in the shop any more.
    Unknown,
}

/// Marks categories.
pub struct Verification {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) notifier: Notifier,
}

impl Verification {
    /// Marks the category of a delivered order as verified, or takes the mark back. The admins' cards of this order are edited. Asked for by
    /// an admin.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn mark(&self, shop: &Shop, admin: i64, id: &OrderId, verified: bool, effects: &mut Effects) -> Result<Marked, AppError> {
        let Some(order) = self.store.find_order(id).await?.filter(|order| order.state == OrderState::Success) else {
            return Ok(Marked::Unknown);
        };
        let Some(category) = shop.categories.iter().find(|category| category.slug == order.category) else {
            return Ok(Marked::Unknown);
        };
        if category.verified == verified {
            return Ok(Marked::Already);
        }
        let (value, action) = if verified { (Value::Bool(true), "verify_category") } else { (Value::Null, "unverify_category") };
        let (key, now) = (format!("category.{}.verified", category.slug), self.clock.now());
        effects.push(Write::Settings(SettingsWrite::Set { key, value, now }));
        effects.push(audit(admin, action, category.slug.clone(), order.number, now));
        effects.extend(self.notifier.to_admins(&Notification::Order(OrderNotification::Unverified { order: order.id })));
        Ok(Marked::Done)
    }
}
