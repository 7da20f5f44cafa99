//! What a reconciliation finds: a verdict with the numbers behind it.

use serde::{Deserialize, Serialize};

use crate::domain::money::Rupiah;
use crate::domain::time::Millis;

/// The most other orders that are considered; with more of them any difference can be explained.
pub const MAX_OTHERS: i64 = 1_000;
/// The count that stands for more than [`MAX_OTHERS`].
pub const CROWD: i64 = MAX_OTHERS + 1;

/// What the provider balance proves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The provider accepted the order.
    Placed,
    /// The provider did not accept it, or has refunded it.
    NotPlaced,
    /// The provider balance proves neither.
    CantTell(Doubt),
}

/// Why nothing is proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// There is no snapshot from before the order was sent.
    #[serde(alias = "no_look_before")]
    NoSnapshotBefore,
    /// There is no snapshot from after that.
    #[serde(alias = "no_look_after")]
    NoSnapshotAfter,
    /// The balance has not fallen yet, but the order may still be accepted.
    TooEarly,
    /// The cost of one of the orders is unknown.
    UnknownCost,
    /// A receipt does not show its own cost as charged.
    OddReceipt,
    /// Other orders can explain the difference too.
    OtherOrders,
    /// No sum of orders explains the difference: a top-up, or somebody else uses the account.
    Unexplained,
    /// The snapshots contradict each other: for example, the order was charged and refunded.
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
    /// The provider balance after that.
    pub after: Option<BalanceReading>,
    /// What other orders surely changed in between.
    pub others: Rupiah,
    /// How many other orders may or may not have changed the balance in between; [`CROWD`] if there are more than [`MAX_OTHERS`].
    pub open: i64,
}

impl Evidence {
    /// How much the balance fell beyond what other orders surely changed. `None` if this is unknown.
    pub fn difference(&self) -> Option<Rupiah> {
        if self.open >= CROWD {
            return None;
        }
        Some(self.before?.amount - self.after?.amount - self.others)
    }
}
