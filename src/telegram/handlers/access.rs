//! The door, from both sides.

use crate::app::{Decision, Entrance};
use crate::dialogue::Step;
use crate::dialogue::screen::Screen;
use crate::domain::access::Standing;
use crate::telegram::turn::{Outcome, Turn};
use crate::telegram::view::Toast;

/// Somebody who may not buy (yet): their request goes to the admins, once, and they see where it stands.
pub async fn wait_at_door(mut turn: Turn) -> Outcome {
    let app = turn.app.clone();
    let screen = match app.enter(&turn.session, &mut turn.effects) {
        Entrance::Waiting { fresh } => Screen::Waiting { fresh },
        // The gate in the tree lets nobody here who may come in.
        Entrance::Open | Entrance::Shut => Screen::Refused,
    };
    turn.reply(&Step::Menu, &screen, None)
}

/// An admin lets somebody in or turns them away. The first answer wins.
pub async fn decide(mut turn: Turn, user: i64, admit: bool) -> Outcome {
    let app = turn.app.clone();
    if !turn.session.is_admin {
        return turn.toast_only(Toast::AdminOnly);
    }
    let decision = app.decide(turn.user_id(), user, admit, &mut turn.effects).await?;
    let (person, first, toast) = match decision {
        Decision::Made(person) => (person, true, Toast::Done),
        Decision::Late(person) => (person, false, Toast::Settled),
        Decision::Unknown => return turn.toast_only(Toast::StaleButton),
    };
    let admitted = person.standing == Standing::Admitted;
    turn.replace(&Screen::Decided { name: person.name, id: person.id, admitted, first }, Some(toast))
}
