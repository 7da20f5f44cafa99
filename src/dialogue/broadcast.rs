//! The buttons by which admins write to many customers.

use serde::{Deserialize, Serialize};

use crate::domain::broadcast::Audience;

/// What a button about a broadcast does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do")]
pub enum BroadcastAction {
    /// The one that runs, or the question for a text.
    #[serde(rename = "broadcast")]
    Show,
    /// Everybody reads the same text.
    #[serde(rename = "broadcast_same")]
    SameForAll { broadcast: String },
    /// Choose who gets it.
    #[serde(rename = "broadcast_choose")]
    ChooseAudience { broadcast: String },
    /// First step: to these.
    #[serde(rename = "broadcast_ask")]
    Ask { broadcast: String, audience: Audience },
    /// Second step: yes.
    #[serde(rename = "broadcast_start")]
    Start { broadcast: String, audience: Audience },
    /// A customer wants no more of them.
    #[serde(rename = "broadcast_opt_out")]
    OptOut,
    /// A customer wants them again.
    #[serde(rename = "broadcast_opt_in")]
    OptIn,
    /// Write to nobody more.
    #[serde(rename = "broadcast_stop")]
    Stop { broadcast: String },
}

impl BroadcastAction {
    /// See [`Action::is_single_use`](crate::dialogue::Action::is_single_use).
    pub fn is_single_use(&self) -> bool {
        matches!(self, Self::Start { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialogue::Action;

    #[test]
    fn the_buttons_keep_their_form() {
        let (broadcast, audience) = (|| "b".to_owned(), || Audience::WithBalance);
        let cases: [(&str, BroadcastAction); 8] = [
            (r#"{"do":"broadcast"}"#, BroadcastAction::Show),
            (r#"{"do":"broadcast_same","broadcast":"b"}"#, BroadcastAction::SameForAll { broadcast: broadcast() }),
            (r#"{"do":"broadcast_choose","broadcast":"b"}"#, BroadcastAction::ChooseAudience { broadcast: broadcast() }),
            (
                r#"{"do":"broadcast_ask","broadcast":"b","audience":"with_balance"}"#,
                BroadcastAction::Ask { broadcast: broadcast(), audience: audience() },
            ),
            (
                r#"{"do":"broadcast_start","broadcast":"b","audience":"with_balance"}"#,
                BroadcastAction::Start { broadcast: broadcast(), audience: audience() },
            ),
            (r#"{"do":"broadcast_opt_out"}"#, BroadcastAction::OptOut),
            (r#"{"do":"broadcast_opt_in"}"#, BroadcastAction::OptIn),
            (r#"{"do":"broadcast_stop","broadcast":"b"}"#, BroadcastAction::Stop { broadcast: broadcast() }),
        ];
        for (json, action) in cases {
            assert_eq!(serde_json::to_string(&action).unwrap(), json);
            assert_eq!(serde_json::from_str::<Action>(json).unwrap(), action.into(), "{json}");
        }
    }
}
