//! The buttons by which admins choose which alerts they get.

use serde::{Deserialize, Serialize};

use crate::domain::alert::{AlertChange, AlertKind};

/// What a button about alerts does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do")]
pub enum AlertsAction {
    /// All kinds.
    #[serde(rename = "alerts")]
    List,
    /// One kind.
    #[serde(rename = "alerts_kind")]
    Show { kind: AlertKind },
    /// From a digest: who waits for approval, as a new message, so that the digest stays.
    #[serde(rename = "alerts_waiting")]
    Waiting,
    /// Ask for the quiet hours.
    #[serde(rename = "alerts_ask_quiet")]
    AskQuietHours,
    /// Change a setting.
    #[serde(rename = "alerts_set")]
    Set { change: AlertChange },
}

impl AlertsAction {
    /// See [`Action::is_single_use`](crate::dialogue::Action::is_single_use). A change sets a value, so a second press does no harm.
    pub fn is_single_use(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialogue::Action;
    use crate::domain::alert::AlertMode;
    use crate::domain::opening::OpeningHours;

    #[test]
    fn the_buttons_keep_their_form() {
        let kind = AlertKind::Requests;
        let set = |change| AlertsAction::Set { change };
        let cases: [(&str, AlertsAction); 9] = [
            (r#"{"do":"alerts_waiting"}"#, AlertsAction::Waiting),
            (r#"{"do":"alerts"}"#, AlertsAction::List),
            (r#"{"do":"alerts_kind","kind":"requests"}"#, AlertsAction::Show { kind }),
            (r#"{"do":"alerts_ask_quiet"}"#, AlertsAction::AskQuietHours),
            (
                r#"{"do":"alerts_set","change":{"mode":{"kind":"requests","mode":"digest"}}}"#,
                set(AlertChange::Mode { kind, mode: AlertMode::Digest }),
            ),
            (r#"{"do":"alerts_set","change":{"topic":{"kind":"requests","topic":7}}}"#, set(AlertChange::Topic { kind, topic: Some(7) })),
            (
                r#"{"do":"alerts_set","change":{"quiet_hours":{"hours":{"from":1320,"until":420}}}}"#,
                set(AlertChange::QuietHours { hours: Some(OpeningHours { from: 1_320, until: 420 }) }),
            ),
            (r#"{"do":"alerts_set","change":{"quiet_hours":{"hours":null}}}"#, set(AlertChange::QuietHours { hours: None })),
            (r#"{"do":"alerts_set","change":"as_file"}"#, set(AlertChange::AsFile)),
        ];
        for (json, action) in cases {
            assert_eq!(serde_json::to_string(&action).unwrap(), json);
            assert_eq!(serde_json::from_str::<Action>(json).unwrap(), action.into(), "{json}");
        }
    }
}
