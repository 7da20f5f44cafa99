//! The shop's account at its bank, where the money of its own code arrives. The bank tells nobody.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use chrono::Utc;

/// The method of bills that show the shop's own code.
pub(super) const OWN_CODE: &str = "qris";

/// What arrived on the shop's account at its bank: the amount, and when, in unix time in milliseconds; by the reference of the bill that was
/// meant.
#[derive(Default)]
pub(super) struct OwnAccount(Mutex<BTreeMap<String, (i64, i64)>>);

impl OwnAccount {
    /// What arrived for a bill.
    pub(super) fn received(&self, reference: &str) -> Option<(i64, i64)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(reference).copied()
    }

    /// Somebody pays; `false`: they did before.
    pub(super) fn pay(&self, reference: &str, amount: i64) -> bool {
        let mut received = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_new = !received.contains_key(reference);
        received.entry(reference.to_owned()).or_insert((amount, Utc::now().timestamp_millis()));
        is_new
    }
}
