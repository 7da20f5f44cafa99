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
pub enum Standing {
    /// Never asked.
    #[default]
    New,
    /// Asked, no admin has answered yet.
    Asked,
    /// Let in by an admin.
    Admitted,
    /// Turned away by an admin.
    Refused,
}

/// What the door says to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// Come in.
    Open,
    /// Ask first: the admins are to get a card.
    Ask,
    /// Asked already; wait.
    Wait,
    /// Turned away.
    Shut,
}

/// What the door says to a person of this standing. Admins always come in.
pub fn door(mode: Mode, standing: Standing, is_admin: bool) -> Door {
    match (mode, standing) {
        _ if is_admin => Door::Open,
        (_, Standing::Refused) => Door::Shut,
        (Mode::Open, _) | (_, Standing::Admitted) => Door::Open,
        (Mode::Approval, Standing::New) => Door::Ask,
        (Mode::Approval, Standing::Asked) => Door::Wait,
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
        use {Door as D, Mode::*, Standing::*};
        for (mode, standing, is_admin, said) in [
            (Approval, New, false, D::Ask),
            (Approval, Asked, false, D::Wait),
            (Approval, Admitted, false, D::Open),
            (Approval, Refused, false, D::Shut),
            (Approval, New, true, D::Open),
            (Approval, Refused, true, D::Open),
            (Mode::Open, New, false, D::Open),
            (Mode::Open, Asked, false, D::Open),
            (Mode::Open, Refused, false, D::Shut),
        ] {
            assert_eq!(door(mode, standing, is_admin), said, "{mode:?} {standing:?} {is_admin}");
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
