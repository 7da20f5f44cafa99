//! The buttons by which owners give roles and take them away.

use serde::{Deserialize, Serialize};

use crate::domain::role::Role;

/// What a button about roles does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do")]
pub enum RolesAction {
    /// A page of those who have a role.
    #[serde(rename = "roles")]
    List { page: usize },
    /// Ask who is to get one.
    #[serde(rename = "role_add")]
    AskPerson,
    /// Somebody, with the roles to pick from.
    #[serde(rename = "role_of")]
    Choose { user: i64 },
    /// First step: this role, or none.
    #[serde(rename = "role_ask")]
    AskChange { user: i64, role: Option<Role> },
    /// Second step: yes.
    #[serde(rename = "role_change")]
    Change { user: i64, role: Option<Role> },
}

impl RolesAction {
    /// See [`Action::is_single_use`](crate::dialogue::Action::is_single_use).
    pub fn is_single_use(&self) -> bool {
        matches!(self, Self::Change { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialogue::Action;

    #[test]
    fn the_buttons_keep_their_form() {
        let cases: [(&str, RolesAction); 5] = [
            (r#"{"do":"roles","page":1}"#, RolesAction::List { page: 1 }),
            (r#"{"do":"role_add"}"#, RolesAction::AskPerson),
            (r#"{"do":"role_of","user":7}"#, RolesAction::Choose { user: 7 }),
            (r#"{"do":"role_ask","user":7,"role":"support"}"#, RolesAction::AskChange { user: 7, role: Some(Role::Support) }),
            (r#"{"do":"role_change","user":7,"role":null}"#, RolesAction::Change { user: 7, role: None }),
        ];
        for (json, action) in cases {
            assert_eq!(serde_json::to_string(&action).unwrap(), json);
            assert_eq!(serde_json::from_str::<Action>(json).unwrap(), action.into(), "{json}");
        }
    }
}
