//! Buying: from the category to the confirmed order.

use crate::app::{Placement, Repeat, token};
use crate::dialogue::purchase;
use crate::dialogue::screen::{Hint, Screen};
use crate::dialogue::{Action, Input, Step};
use crate::domain::notice::Notice;
use crate::domain::order::OrderId;
use crate::telegram::turn::{Outcome, Turn};
use crate::telegram::view::Toast;

/// A button that leads on, or back, through the purchase.
pub async fn choose(turn: Turn, action: Action) -> Outcome {
    if action == Action::Cancel && !turn.keyboard.as_ref().is_some_and(|keyboard| keyboard.screen) {
        // An offer that came by itself is turned down; what is under way elsewhere in the chat is not touched.
        return turn.replace(&Screen::Cancelled, None);
    }
    let step = turn.step();
    let looked_at = match (&action, &step) {
        (Action::Category { category, .. } | Action::Item { category, .. }, _) => Some(category),
        (Action::Back, Step::Target { category, .. } | Step::Confirm { category, .. }) => Some(category),
        _ => None,
    };
    let catalogs = turn.app.catalogs();
    let catalog = match looked_at {
        Some(category) => catalogs.for_category(category, turn.now).await,
        None => catalogs.current(),
    };
    let quote_id = token();
    let next = purchase::advance(&step, Input::Press(&action), turn.context(&catalog, &quote_id));
    turn.next(next, None).await
}

/// The confirmation: the quote becomes an order, and this message its card.
pub async fn confirm(mut turn: Turn, quote: String) -> Outcome {
    let app = turn.app.clone();
    let user_id = turn.user_id();
    // A confirmation is always a press on a message; without one there would be no card.
    let Some(card) = turn.pressed_message() else { return turn.toast_only(Toast::StaleButton) };
    let screen = match app.place(user_id, user_id, &quote, card, &mut turn.effects).await? {
        Placement::Placed(order) => {
            app.enqueue_notice(user_id, Notice::Card { order: order.id }, &mut turn.effects);
            return turn.leave(&Step::Menu);
        }
        Placement::Used => return turn.toast_only(Toast::Doubled),
        Placement::Unknown => return turn.toast_only(Toast::NotYours),
        Placement::Limited(limit) => Screen::Limited(limit),
        Placement::Expired(same) => return quote_again(turn, same, Some(Hint::QuoteExpired)).await,
        Placement::Closed => Screen::Closed,
    };
    let step = turn.step();
    turn.reply(&step, &screen, None)
}

/// The same once more, at today's price: straight to a new confirmation.
pub async fn again(turn: Turn, order: OrderId) -> Outcome {
    let Some(repeat) = turn.app.repeat(turn.user_id(), &order).await? else { return turn.toast_only(Toast::NotYours) };
    quote_again(turn, repeat, None).await
}

async fn quote_again(turn: Turn, Repeat { category, sku, answers, price }: Repeat, hint: Option<Hint>) -> Outcome {
    let catalog = turn.app.catalogs().for_category(&category, turn.now).await;
    let quote_id = token();
    let mut next = purchase::question(&category, &sku, answers, 0, hint, turn.context(&catalog, &quote_id));
    if let Screen::Confirm(confirmation) = &mut next.screen {
        confirmation.old_price = Some(price).filter(|old| *old != confirmation.price);
    }
    turn.next(next, None).await
}
