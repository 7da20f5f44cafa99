//! How long an order of an item usually takes, read from the shop's own deliveries.

use crate::app::AppError;
use crate::domain::estimate::{Estimate, MOST, WINDOW_DAYS};
use crate::domain::time::Millis;
use crate::storage::Store;

const DAY_MS: i64 = 24 * 3_600_000;

/// What the deliveries of the last days say about this item; `None` where there are too few.
pub(super) async fn estimate(store: &Store, sku: &str, now: Millis) -> Result<Option<Estimate>, AppError> {
    Ok(Estimate::of(store.list_delivery_times(sku, now.plus_ms(-WINDOW_DAYS * DAY_MS), MOST).await?))
}
