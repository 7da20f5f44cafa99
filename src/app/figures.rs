//! The figures of the shop's day, for admins.

use crate::app::zone::start_of_day;
use crate::app::{AppError, Clock, zone};
use crate::domain::money::Rupiah;
use crate::domain::order::OrderState;
use crate::domain::shop::Shop;
use crate::domain::time::Millis;
use crate::storage::Store;

/// The orders of one day of the shop's zone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayFigures {
    /// When the day began.
    pub since: Millis,
    /// Orders that ended on this day: delivered, and failed or cancelled.
    pub delivered: i64,
    pub failed: i64,
    /// Orders that are open now, whenever they were made.
    pub open: i64,
    /// What customers paid for the delivered orders.
    pub turnover: Rupiah,
    /// What the provider charged for the delivered orders.
    pub cost: Rupiah,
}

impl DayFigures {
    /// What is left of the turnover after the cost.
    pub fn margin(&self) -> Rupiah {
        self.turnover - self.cost
    }
}

/// Adds up the orders of a day.
pub struct Figures {
    pub(super) store: Store,
    pub(super) clock: Clock,
}

impl Figures {
    /// The figures of today, as the day is in the shop's zone.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn today(&self, shop: &Shop) -> Result<DayFigures, AppError> {
        let since = start_of_day(self.clock.now(), zone(shop));
        let mut figures = DayFigures { since, ..DayFigures::default() };
        for sum in self.store.sum_orders(since).await? {
            match sum.state {
                OrderState::Success => (figures.delivered, figures.turnover, figures.cost) = (sum.count, sum.price, sum.cost),
                OrderState::Failed | OrderState::Cancelled => figures.failed += sum.count,
                OrderState::Queued | OrderState::Sending | OrderState::Pending | OrderState::Uncertain => figures.open += sum.count,
            }
        }
        Ok(figures)
    }
}
