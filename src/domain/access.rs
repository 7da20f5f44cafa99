//! Who may order, and how much.

use serde::{Deserialize, Serialize};

use crate::domain::money::Rupiah;
use crate::domain::time::Millis;

/// How customers get access.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// An admin approves each customer once.
    Approval,
    /// Everybody may order except those who were rejected or blocked.
    Open,
}

/// A person's access to the shop.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessStatus {
    /// No access requested yet.
    #[default]
    #[serde(alias = "new")]
    Unknown,
    /// Access requested; no admin has decided yet.
    #[serde(alias = "asked")]
    Requested,
    /// An admin approved them.
    #[serde(alias = "admitted")]
    Approved,
    /// An admin rejected them.
    #[serde(alias = "refused")]
    Rejected,
    /// An admin shut them out. Their open orders go on.
    Blocked,
}

/// The last decision about somebody's access.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastDecision {
    /// Whose it is.
    pub admin: i64,
    pub at: Millis,
    /// What the access was before.
    pub from: AccessStatus,
    /// Why, in the admin's words; for admins only.
    pub reason: Option<String>,
}

/// What an admin does about somebody's access.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessAct {
    Approve,
    Reject,
    /// Shut out a person who may order, or may ask to.
    Block,
    /// Take back a block.
    Unblock,
    /// Take back an approval or a rejection.
    Undo,
}

impl AccessAct {
    /// The access afterwards; `None` when there is nothing to do: another act was first. `last` is the last decision.
    pub fn apply(self, access: AccessStatus, last: Option<&LastDecision>) -> Option<AccessStatus> {
        use AccessStatus::{Approved, Blocked, Rejected, Requested, Unknown};
        let before = last.map(|decision| decision.from);
        match (self, access) {
            (Self::Approve, Unknown | Requested | Rejected) => Some(Approved),
            (Self::Reject, Requested) => Some(Rejected),
            (Self::Block, Unknown | Requested | Approved) => Some(Blocked),
            (Self::Unblock, Blocked) => Some(before.filter(|from| *from != Rejected && *from != Blocked).unwrap_or(Approved)),
            // Somebody approved who had not asked: the decision is open now, so they wait for it like those who asked.
            (Self::Undo, Approved | Rejected) => {
                before.filter(|from| *from != Blocked).map(|from| if from == Unknown { Requested } else { from })
            }
            _ => None,
        }
    }
}

/// What a person may do now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessGate {
    /// Order.
    Open,
    /// Request access: the admins get a message to decide.
    Ask,
    /// Wait for the admins' decision.
    Wait,
    /// Nothing: rejected or blocked.
    Shut,
}

/// What a person with this access status may do. Those who have a role in the shop may always order.
pub fn access_gate(mode: Mode, access: AccessStatus, is_staff: bool) -> AccessGate {
    match (mode, access) {
        _ if is_staff => AccessGate::Open,
        (_, AccessStatus::Rejected | AccessStatus::Blocked) => AccessGate::Shut,
        (Mode::Open, _) | (_, AccessStatus::Approved) => AccessGate::Open,
        (Mode::Approval, AccessStatus::Unknown) => AccessGate::Ask,
        (Mode::Approval, AccessStatus::Requested) => AccessGate::Wait,
    }
}

/// The limits of each customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most open orders at a time; at least 1.
    pub max_open_orders: i64,
    /// The most rupiah per day in the shop's time zone; zero means no limit.
    pub daily_limit: Rupiah,
}

/// Which limit an order would exceed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Limit {
    /// The customer already has this many open orders.
    OpenOrders(i64),
    /// The order would exceed the daily limit.
    Daily {
        /// The rest of today's limit.
        left: Rupiah,
    },
}

/// One customer's own limits; what is missing is the shop's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnLimits {
    /// Zero means no limit.
    pub daily_limit: Option<Rupiah>,
    /// At least 1.
    pub max_open_orders: Option<i64>,
}

impl Limits {
    /// The limits of a customer who has `own` ones.
    #[must_use]
    pub fn with(self, own: OwnLimits) -> Self {
        Self {
            max_open_orders: own.max_open_orders.unwrap_or(self.max_open_orders),
            daily_limit: own.daily_limit.unwrap_or(self.daily_limit),
        }
    }

    /// Whether a customer with `open` open orders who spent `spent` today may place an order for `price`.
    ///
    /// # Errors
    /// The first limit that it would exceed.
    pub fn allow(&self, open: i64, spent: Rupiah, price: Rupiah) -> Result<(), Limit> {
        if open >= self.max_open_orders {
            return Err(Limit::OpenOrders(open));
        }
        if self.daily_limit > Rupiah::ZERO && spent + price > self.daily_limit {
            return Err(Limit::Daily { left: (self.daily_limit - spent).max(Rupiah::ZERO) });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn access_by_mode_and_status() {
        use {AccessGate as D, AccessStatus::*, Mode::*};
        for (mode, access, is_staff, status) in [
            (Approval, Unknown, false, D::Ask),
            (Approval, Requested, false, D::Wait),
            (Approval, Approved, false, D::Open),
            (Approval, Rejected, false, D::Shut),
            (Approval, Unknown, true, D::Open),
            (Approval, Rejected, true, D::Open),
            (Mode::Open, Unknown, false, D::Open),
            (Mode::Open, Requested, false, D::Open),
            (Mode::Open, Rejected, false, D::Shut),
            (Approval, Blocked, false, D::Shut),
            (Mode::Open, Blocked, false, D::Shut),
            (Approval, Blocked, true, D::Open),
        ] {
            assert_eq!(access_gate(mode, access, is_staff), status, "{mode:?} {access:?} {is_staff}");
        }
    }

    #[test]
    fn every_act_has_one_meaning_for_each_status() {
        use {AccessAct::*, AccessStatus::*};
        let all = [Unknown, Requested, AccessStatus::Approved, Rejected, Blocked];
        let after = |act: AccessAct, from: Option<AccessStatus>| {
            let last = from.map(|from| LastDecision { admin: 1, at: Millis(0), from, reason: None });
            all.map(|access| act.apply(access, last.as_ref()))
        };
        let (to, none) = (Some, None);
        for (act, from, expected) in [
            (Approve, None, [to(Approved), to(Approved), none, to(Approved), none]),
            (Reject, None, [none, to(Rejected), none, none, none]),
            (Block, None, [to(Blocked), to(Blocked), to(Blocked), none, none]),
            (Unblock, None, [none, none, none, none, to(Approved)]),
            (Unblock, Some(Requested), [none, none, none, none, to(Requested)]),
            (Unblock, Some(Rejected), [none, none, none, none, to(Approved)]),
            (Undo, None, [none; 5]),
            (Undo, Some(Requested), [none, none, to(Requested), to(Requested), none]),
            (Undo, Some(Rejected), [none, none, to(Rejected), to(Rejected), none]),
            (Undo, Some(Unknown), [none, none, to(Requested), to(Requested), none]),
            (Undo, Some(Blocked), [none; 5]),
        ] {
            assert_eq!(after(act, from), expected, "{act:?} after {from:?}");
        }
    }

    #[test]
    fn limits_count_open_orders_and_the_day() {
        let limits = Limits { max_open_orders: 3, daily_limit: Rupiah(100) };
        assert_eq!(limits.allow(2, Rupiah(0), Rupiah(100)), Ok(()));
        assert_eq!(limits.allow(3, Rupiah(0), Rupiah(1)), Err(Limit::OpenOrders(3)));
        assert_eq!(limits.allow(0, Rupiah(60), Rupiah(41)), Err(Limit::Daily { left: Rupiah(40) }));
        assert_eq!(limits.allow(0, Rupiah(200), Rupiah(1)), Err(Limit::Daily { left: Rupiah(0) }));
        let own = |daily, open| OwnLimits { daily_limit: daily, max_open_orders: open };
        assert_eq!(limits.with(OwnLimits::default()), limits);
        assert_eq!(limits.with(own(Some(Rupiah::ZERO), Some(9))), Limits { max_open_orders: 9, daily_limit: Rupiah::ZERO });
        assert_eq!(limits.with(own(None, Some(1))), Limits { max_open_orders: 1, ..limits });
        let boundless = Limits { daily_limit: Rupiah::ZERO, ..limits };
        assert_eq!(boundless.allow(0, Rupiah(i64::MAX), Rupiah(1)), Ok(()));
    }
}
