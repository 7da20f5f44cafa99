//! Roles: what each of the people who run the shop may do.

use serde::{Deserialize, Serialize};

/// What somebody is in the shop, apart from a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// An id of `ADMIN_IDS`. Nobody becomes one in the chat, so that no stolen phone can take the shop from its owners.
    Owner,
    /// Everything but the roles.
    Admin,
    /// Sees and answers. Decides nothing, and sees no cost.
    Support,
}

/// What one may or may not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// See customers, who waits for approval, orders, bills and payments.
    Look,
    /// Write to customers, and hear what they answer.
    Answer,
    /// See costs, margins, figures, the provider balance, and whatever the provider says.
    SeeCosts,
    /// Get alerts privately.
    HearAlerts,
    /// Approve, reject, block and unblock customers.
    DecideAccess,
    /// Resolve orders, credit payments, add to wallets and take from them, pay out.
    MoveMoney,
    /// Prices, catalogue, opening hours, settings, broadcasts.
    RunShop,
    /// Give roles and take them away.
    ManageRoles,
}

impl Role {
    /// The roles that an owner gives in the chat.
    pub const GIVEN: [Self; 2] = [Self::Admin, Self::Support];

    /// Its word in the audit log.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Admin => "admin",
            Self::Support => "support",
        }
    }

    /// Whether this role has this right.
    pub const fn may(self, right: Right) -> bool {
        match right {
            Right::Look | Right::Answer => true,
            Right::SeeCosts | Right::HearAlerts | Right::DecideAccess | Right::MoveMoney | Right::RunShop => {
                matches!(self, Self::Owner | Self::Admin)
            }
            Right::ManageRoles => matches!(self, Self::Owner),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_has_its_rights() {
        let table = [
            (Right::Look, [true, true, true]),
            (Right::Answer, [true, true, true]),
            (Right::SeeCosts, [true, true, false]),
            (Right::HearAlerts, [true, true, false]),
            (Right::DecideAccess, [true, true, false]),
            (Right::MoveMoney, [true, true, false]),
            (Right::RunShop, [true, true, false]),
            (Right::ManageRoles, [true, false, false]),
        ];
        for (right, may) in table {
            assert_eq!([Role::Owner, Role::Admin, Role::Support].map(|role| role.may(right)), may, "{right:?}");
        }
    }

    #[test]
    fn roles_keep_their_words() {
        for role in [Role::Owner, Role::Admin, Role::Support] {
            assert_eq!(serde_json::to_string(&role).unwrap(), format!("\"{}\"", role.as_str()));
        }
    }
}
