//! A role in words.

use crate::domain::role::Role;
use crate::i18n::Words;

/// What it is called.
pub fn name(role: Role, words: &Words) -> String {
    words.say(
        match role {
            Role::Owner => "role-owner",
            Role::Admin => "role-admin",
            Role::Support => "role-support",
        },
        &[],
    )
}

/// What it may do.
pub fn may(role: Role, words: &Words) -> String {
    words.say(
        match role {
            Role::Owner => "role-owner-may",
            Role::Admin => "role-admin-may",
            Role::Support => "role-support-may",
        },
        &[],
    )
}
