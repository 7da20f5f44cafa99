//! Who may order, and how much.

use serde::{Deserialize, Serialize};

use crate::domain::money::Rupiah;

/// How customers are let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// An admin admits each customer once.
    Approval,
    /// Anybody may order who has not been refused.
    Open,
}

/// Where a person stands with the shop.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessStatus {
    /// Never asked.
    #[default]
    #[serde(alias = "new")]
    Unknown,
    /// Asked; no admin has answered yet.
    #[serde(alias = "asked")]
    Requested,
    /// An admin approved them.
    #[serde(alias = "admitted")]
    Approved,
    /// An admin rejected them.
    #[serde(alias = "refused")]
    Rejected,
}

/// What the door says to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessGate {
    /// Come in.
    Open,
    /// Ask first: the admins are to get a card.
    Ask,
    /// Asked already; wait.
    Wait,
    /// Turned away.
    Shut,
}

/// What the door says to a person of this access status. Admins always come in.
pub fn access_gate(mode: Mode, access: AccessStatus, is_admin: bool) -> AccessGate {
    match (mode, access) {
        _ if is_admin => AccessGate::Open,
        (_, AccessStatus::Rejected) => AccessGate::Shut,
        (Mode::Open, _) | (_, AccessStatus::Approved) => AccessGate::Open,
        (Mode::Approval, AccessStatus::Unknown) => AccessGate::Ask,
        (Mode::Approval, AccessStatus::Requested) => AccessGate::Wait,
    }
}

/// How much one customer may have under way and spend a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Open orders at a time; at least 1.
    pub max_open_orders: i64,
    /// Rupiah a day in the shop's time zone; zero means no limit.
    pub daily_limit: Rupiah,
}

/// Which limit an order would break.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Limit {
    /// That many open orders already.
    OpenOrders(i64),
    /// The order would pass the limit of the day; so much may still be spent.
    Daily {
        /// What is left of today's limit.
        left: Rupiah,
    },
}

impl Limits {
    /// Whether an order of `price` may be placed by somebody with `open` open orders who spent `spent` today.
    ///
    /// # Errors
    /// The first limit that it would break.
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
    fn the_door_opens_for_those_it_should() {
        use {AccessGate as D, AccessStatus::*, Mode::*};
        for (mode, access, is_admin, status) in [
            (Approval, Unknown, false, D::Ask),
            (Approval, Requested, false, D::Wait),
            (Approval, Approved, false, D::Open),
            (Approval, Rejected, false, D::Shut),
            (Approval, Unknown, true, D::Open),
            (Approval, Rejected, true, D::Open),
            (Mode::Open, Unknown, false, D::Open),
            (Mode::Open, Requested, false, D::Open),
            (Mode::Open, Rejected, false, D::Shut),
        ] {
            assert_eq!(access_gate(mode, access, is_admin), status, "{mode:?} {access:?} {is_admin}");
        }
    }

    #[test]
    fn limits_count_open_orders_and_the_day() {
        let limits = Limits { max_open_orders: 3, daily_limit: Rupiah(100) };
        assert_eq!(limits.allow(2, Rupiah(0), Rupiah(100)), Ok(()));
        assert_eq!(limits.allow(3, Rupiah(0), Rupiah(1)), Err(Limit::OpenOrders(3)));
        assert_eq!(limits.allow(0, Rupiah(60), Rupiah(41)), Err(Limit::Daily { left: Rupiah(40) }));
        assert_eq!(limits.allow(0, Rupiah(200), Rupiah(1)), Err(Limit::Daily { left: Rupiah(0) }));
        let boundless = Limits { daily_limit: Rupiah::ZERO, ..limits };
        assert_eq!(boundless.allow(0, Rupiah(i64::MAX), Rupiah(1)), Ok(()));
    }
}
