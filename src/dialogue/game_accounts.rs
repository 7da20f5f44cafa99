//! The buttons about a customer's game accounts.

use serde::{Deserialize, Serialize};

use crate::domain::order::OrderId;

/// What a button about game accounts does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do")]
pub enum GameAccountsAction {
    /// Ask what the game account of this order is to be called.
    #[serde(rename = "ask_account_name")]
    AskName { order: OrderId },
    /// It has no name any more.
    #[serde(rename = "remove_account_name")]
    RemoveName { order: OrderId },
    /// Forget what can be forgotten: the second step.
    #[serde(rename = "forget_me")]
    Forget,
}

impl GameAccountsAction {
    /// See [`Action::is_single_use`](crate::dialogue::Action::is_single_use).
    pub fn is_single_use(&self) -> bool {
        match self {
            Self::AskName { .. } => false,
            Self::RemoveName { .. } | Self::Forget => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialogue::{Action, PurchaseAction};

    #[test]
    fn stored_actions_keep_their_form() {
        let order = || OrderId("o1".to_owned());
        let cases: [(&str, Action, bool); 4] = [
            (r#"{"do":"use_account","order":"o1"}"#, PurchaseAction::UseAccount { order: order() }.into(), false),
            (r#"{"do":"ask_account_name","order":"o1"}"#, GameAccountsAction::AskName { order: order() }.into(), false),
            (r#"{"do":"remove_account_name","order":"o1"}"#, GameAccountsAction::RemoveName { order: order() }.into(), true),
            (r#"{"do":"forget_me"}"#, GameAccountsAction::Forget.into(), true),
        ];
        for (json, action, single_use) in cases {
            assert_eq!(serde_json::from_str::<Action>(json).unwrap(), action, "{json}");
            assert_eq!((serde_json::to_string(&action).unwrap().as_str(), action.is_single_use()), (json, single_use));
        }
    }
}
