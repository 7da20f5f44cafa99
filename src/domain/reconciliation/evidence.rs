//! What a reconciliation finds: a verdict with the numbers behind it.

use serde::{Deserialize, Serialize};

use crate::domain::money::Rupiah;
use crate::domain::time::Millis;

/// Other orders that are brought into it; where there are more, any difference has an explanation.
pub const MAX_OTHERS: i64 = 1_000;
/// How many there are then, at least.
pub const CROWD: i64 = MAX_OTHERS + 1;

/// What the provider balance says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The provider took the order.
    Placed,
    /// It did not; or it did and has refunded it.
    NotPlaced,
    /// The provider balance proves neither.
    CantTell(Doubt),
}

/// Why nobody can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// The provider balance was not seen before the order was sent.
    #[serde(alias = "no_look_before")]
    NoSnapshotBefore,
    /// It was not seen after.
    #[serde(alias = "no_look_after")]
    NoSnapshotAfter,
    /// Nothing is gone so far, but the order may still be taken.
    TooEarly,
    /// The cost of an order concerned is not known.
    UnknownCost,
    /// A receipt near by does not show its own cost leave the provider balance.
    OddReceipt,
    /// Other orders explain the difference as well.
    OtherOrders,
    /// No sum of orders explains the difference: a top-up, or somebody else.
    Unexplained,
    /// The looks contradict each other: the money went and came back, say.
    Contradiction,
}

/// The provider balance at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BalanceReading {
    pub amount: Rupiah,
    pub at: Millis,
}

/// A verdict with the numbers behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    pub verdict: Verdict,
    /// The provider balance before the order was sent.
    pub before: Option<BalanceReading>,
    /// The provider balance after.
    pub after: Option<BalanceReading>,
    /// What other orders surely took in between.
    pub others: Rupiah,
    /// How many other orders may have moved the provider balance in between, or not; [`CROWD`] where they are too many to be counted.
    pub open: i64,
}

impl Evidence {
    /// What is missing from the provider balance and not explained by orders that are certain. None where these are not known either.
    pub fn difference(&self) -> Option<Rupiah> {
        if self.open >= CROWD {
            return None;
        }
        Some(self.before?.amount - self.after?.amount - self.others)
    }
}
