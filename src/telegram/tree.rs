//! The handler tree: who may do what, in which order that is asked, and which endpoint does it. It is built from nothing, so that a
//! test can check its types: a dependency that nobody provides fails there and not at the first customer.

use std::ops::ControlFlow;

use dptree::{Handler, case, deps};

use crate::dialogue::Action;
use crate::domain::order::OrderId;
use crate::domain::time::Millis;
use crate::telegram::arrival::{Command, Kind};
use crate::telegram::handlers::{access, admin, general, orders, purchase, settle};
use crate::telegram::press::Verdict;
use crate::telegram::turn::{Outcome, Turn};

/// The tree.
pub type Tree = Handler<'static, Outcome>;

/// What the tree routes by: what came, and for a press whether it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    Group,
    Membership { blocked: bool },
    Press(Verdict),
    Command(Command),
    UnknownCommand,
    Text(String),
    Other,
}

/// What is known of the way to Telegram, for `/status`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen(pub Option<Millis>);

/// Hands a turn to the endpoint that is meant for it.
///
/// # Errors
/// What the endpoint says.
pub async fn dispatch(tree: &Tree, turn: Turn, seen: Seen) -> Outcome {
    let (event, effects) = (event(&turn), turn.effects.clone());
    match tree.dispatch(deps![turn, event, seen]).await {
        ControlFlow::Break(outcome) => outcome,
        // The tree ends in branches for every event; what falls through keeps the effects that it came with.
        ControlFlow::Continue(_) => Ok(effects),
    }
}

/// Builds the tree.
pub fn build() -> Tree {
    dptree::entry()
        // What happens in groups comes first: nothing below may ever answer there, but for the buttons of the admins' cards.
        .branch(case![Event::Group].endpoint(general::greet_group))
        .branch(case![Event::Membership { blocked }].endpoint(general::membership))
        // A press that does not count is answered before any door: it must not ask to be let in.
        .branch(case![Event::Press(verdict)].branch(bad_presses()).branch(admin_presses()).branch(public_presses()))
        .branch(case![Event::Command(command)].branch(public_commands()))
        // The door. Below are only those who may buy.
        .branch(dptree::filter(|turn: Turn| !turn.app.may_enter(&turn.session)).endpoint(access::wait_at_door))
        .branch(case![Event::Press(verdict)].branch(customer_presses()))
        .branch(case![Event::Command(command)].branch(customer_commands()).branch(admin_commands()).endpoint(general::unknown_command))
        .branch(case![Event::UnknownCommand].endpoint(general::unknown_command))
        .branch(case![Event::Text(text)].endpoint(|turn: Turn, text: String| general::receive(turn, Some(text))))
        .branch(case![Event::Other].endpoint(|turn: Turn| general::receive(turn, None)))
}

fn bad_presses() -> Tree {
    dptree::entry()
        .branch(case![Verdict::Doubled].endpoint(general::doubled))
        .branch(case![Verdict::Stale].endpoint(general::stale))
        .branch(case![Verdict::Foreign].endpoint(general::foreign))
}

/// The buttons of cards for admins, in their group too. Each endpoint asks for the right itself.
fn admin_presses() -> Tree {
    case![Verdict::Valid(action)]
        .branch(case![Action::Decide { user, admit }].endpoint(|turn: Turn, (user, admit): (i64, bool)| access::decide(turn, user, admit)))
        .branch(case![Action::Placed { order }].endpoint(|turn: Turn, order: OrderId| settle::ask_invoice(turn, order, None, None)))
        .branch(case![Action::NotPlaced { order }].endpoint(settle::ask_not_placed))
        .branch(
            case![Action::SurelyPlaced { order, invoice }]
                .endpoint(|turn: Turn, (order, invoice): (OrderId, String)| settle::surely_placed(turn, order, invoice)),
        )
        .branch(case![Action::SurelyNotPlaced { order }].endpoint(settle::surely_not_placed))
        .branch(case![Action::Resend { order }].endpoint(settle::ask_resend))
        .branch(case![Action::SurelyResend { order }].endpoint(settle::surely_resend))
        .branch(case![Action::TakeBack { order }].endpoint(settle::take_back))
}

/// Help and language are for everybody, also in front of the door.
fn public_presses() -> Tree {
    case![Verdict::Valid(action)]
        .branch(case![Action::Languages].endpoint(general::languages))
        .branch(case![Action::Language { code }].endpoint(general::choose_language))
        .branch(case![Action::Help].endpoint(general::help))
}

fn public_commands() -> Tree {
    dptree::entry().branch(case![Command::Language].endpoint(general::languages)).branch(case![Command::Help].endpoint(general::help))
}

fn customer_presses() -> Tree {
    case![Verdict::Valid(action)]
        .branch(case![Action::Confirm { quote }].endpoint(purchase::confirm))
        .branch(case![Action::Orders { page }].endpoint(orders::list))
        .branch(
            case![Action::Order { order, page }].endpoint(|turn: Turn, (order, page): (OrderId, usize)| orders::detail(turn, order, page)),
        )
        .branch(case![Action::Again { order }].endpoint(purchase::again))
        .endpoint(purchase::choose)
}

fn customer_commands() -> Tree {
    dptree::entry()
        .branch(case![Command::Start(payload)].endpoint(general::start))
        .branch(case![Command::Menu].endpoint(general::menu))
        .branch(case![Command::Orders].endpoint(|turn: Turn| orders::list(turn, 0)))
        .branch(case![Command::Cancel].endpoint(general::cancel))
}

fn admin_commands() -> Tree {
    dptree::filter(|turn: Turn| turn.session.is_admin)
        .branch(case![Command::Balance].endpoint(admin::balance))
        .branch(case![Command::Status(name)].endpoint(|turn: Turn, name: String, seen: Seen| admin::status(turn, name, seen.0)))
}

fn event(turn: &Turn) -> Event {
    match &turn.arrival.kind {
        Kind::Group => Event::Group,
        Kind::Membership { blocked } => Event::Membership { blocked: *blocked },
        Kind::Press(_) => Event::Press(turn.verdict.clone().unwrap_or(Verdict::Foreign)),
        Kind::Command(command) => Event::Command(command.clone()),
        Kind::UnknownCommand => Event::UnknownCommand,
        Kind::Text(text) => Event::Text(text.clone()),
        Kind::Other => Event::Other,
    }
}

#[cfg(test)]
mod tests {
    use dptree::Type;

    use super::*;

    #[test]
    fn the_tree_gets_everything_it_needs() {
        let given = [Type::of::<Turn>(), Type::of::<Event>(), Type::of::<Seen>()];
        dptree::type_check(build().sig(), &deps![], &given);
    }

    #[test]
    #[should_panic(expected = "Seen")]
    fn a_missing_dependency_is_noticed() {
        let given = [Type::of::<Turn>(), Type::of::<Event>()];
        dptree::type_check(build().sig(), &deps![], &given);
    }
}
