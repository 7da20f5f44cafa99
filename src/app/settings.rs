//! The shop's settings as a snapshot.

use std::sync::Arc;

use tokio::sync::watch;

use crate::domain::shop::Shop;

/// The settings in force. One update, message or job takes them once and keeps them to its end.
pub struct ShopSettings {
    current: watch::Sender<Arc<Shop>>,
}

impl ShopSettings {
    pub(super) fn new(shop: Arc<Shop>) -> Self {
        Self { current: watch::Sender::new(shop) }
    }

    /// The settings in force.
    pub fn current(&self) -> Arc<Shop> {
        self.current.borrow().clone()
    }
}
