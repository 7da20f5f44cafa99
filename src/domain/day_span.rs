//! Days that admins look at together: in figures, exports and lists.

use serde::{Deserialize, Serialize};

use crate::domain::time::Millis;

/// Whole days of the shop's zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DaySpan {
    /// The day so far.
    Today,
    Yesterday,
    /// So many days, today among them.
    Last {
        days: u16,
    },
    /// From the beginning of one day to the end of another, which is the beginning of the day after it.
    Between {
        since: Millis,
        until: Millis,
    },
}

impl DaySpan {
    /// Those that have a button.
    pub const USUAL: [Self; 4] = [Self::Today, Self::Yesterday, Self::Last { days: 7 }, Self::Last { days: 30 }];
}
