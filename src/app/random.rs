//! Randomness: the only place of the shop that makes identities, tokens and jitter.

use rand::RngExt;
use uuid::{NoContext, Timestamp, Uuid};

use crate::domain::bill::BillId;
use crate::domain::order::OrderId;
use crate::domain::order::number;
use crate::domain::retry::Jitter;
use crate::domain::time::Millis;

/// An opaque token of 122 random bits in 32 hexadecimal digits.
pub fn token() -> String {
    Uuid::new_v4().simple().to_string()
}

/// A new secret key.
pub(super) fn secret() -> [u8; 32] {
    rand::rng().random()
}

/// A new order's identity and its number.
pub(super) fn order_id(now: Millis) -> (OrderId, String) {
    let (id, number) = identity(now);
    (OrderId(id), number)
}

/// A new bill's identity and its number.
pub(super) fn bill_id(now: Millis) -> (BillId, String) {
    let (id, number) = identity(now);
    (BillId(id), number)
}

/// A UUIDv7 (its time first, so that they sort), and a number from it.
fn identity(now: Millis) -> (String, String) {
    let ms = u64::try_from(now.0).unwrap_or(0);
    let nanos = u32::try_from(ms % 1_000 * 1_000_000).unwrap_or(0);
    let uuid = Uuid::new_v7(Timestamp::from_unix(NoContext, ms / 1_000, nanos));
    (uuid.to_string(), number(uuid.as_u128()))
}

/// Any number: where a search begins.
pub(super) fn start() -> i64 {
    rand::rng().random_range(0..i64::from(i32::MAX))
}

/// A random share of a gap.
pub(super) fn jitter() -> Jitter {
    Jitter(rand::rng().random_range(-200..=200))
}
