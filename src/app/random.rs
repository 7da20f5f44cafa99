//! Randomness: the only place of the shop that makes identities, tokens and jitter.

use rand::RngExt;
use uuid::{NoContext, Timestamp, Uuid};

use crate::domain::order::OrderId;
use crate::domain::order::number;
use crate::domain::retry::Jitter;
use crate::domain::time::Millis;

/// An opaque token of 122 random bits in 32 hexadecimal digits.
pub fn token() -> String {
    Uuid::new_v4().simple().to_string()
}

/// A new order's identity (UUIDv7: its time first, so that they sort) and its number.
pub(super) fn order_id(now: Millis) -> (OrderId, String) {
    let ms = u64::try_from(now.0).unwrap_or(0);
    let nanos = u32::try_from(ms % 1_000 * 1_000_000).unwrap_or(0);
    let uuid = Uuid::new_v7(Timestamp::from_unix(NoContext, ms / 1_000, nanos));
    (OrderId(uuid.to_string()), number(uuid.as_u128()))
}

/// A random share of a gap.
pub(super) fn jitter() -> Jitter {
    Jitter(rand::rng().random_range(-200..=200))
}
