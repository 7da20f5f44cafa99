//! The epoch of this process's leadership: whether it may act, and the fencing token of what it commits.

use std::sync::atomic::{AtomicI64, Ordering};

use crate::storage::{LEADER_LEASE, LeaseWrite, Write};

/// Not the leader.
const NONE: i64 = -1;

/// The epoch, while this process is the leader.
pub struct LeaderEpoch(AtomicI64);

impl LeaderEpoch {
    pub(super) fn new() -> Self {
        Self(AtomicI64::new(NONE))
    }

    /// This process leads from now on, or (`None`) no longer.
    pub fn set(&self, epoch: Option<i64>) {
        self.0.store(epoch.unwrap_or(NONE), Ordering::Release);
    }

    /// The epoch, while this process is the leader.
    pub fn current(&self) -> Option<i64> {
        Some(self.0.load(Ordering::Acquire)).filter(|epoch| *epoch != NONE)
    }
}

/// Commits only while the leadership lasts: a process that has taken it over meanwhile is not interfered with.
pub(super) fn fence(epoch: i64) -> Write {
    Write::Lease(LeaseWrite::Fence { lease: LEADER_LEASE, epoch })
}
