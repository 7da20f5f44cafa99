//! What admins do about uncertain orders, in two steps each. Rights are checked here, where it happens, for the buttons stand in groups too.

use crate::app::{self, Resolution};
use crate::dialogue::Step;
use crate::dialogue::screen::{Hint, Screen};
use crate::domain::order::{Order, OrderId};
use crate::telegram::handlers::admin::typing;
use crate::telegram::turn::{Outcome, Turn};
use crate::telegram::view::Toast;

/// First step: the provider has this uncertain order; its invoice is asked for.
pub async fn ask_invoice(turn: Turn, order: OrderId, hint: Option<Hint>, toast: Option<Toast>) -> Outcome {
    if !turn.session.is_admin {
        return turn.toast_only(Toast::AdminOnly);
    }
    let resolution = turn.app.resolvable(&order).await?;
    let step = Step::Invoice { order };
    next(turn, resolution, &step, toast, |order| Screen::AskInvoice { order, hint })
}

/// The invoice was typed: it is shown once more before it counts.
pub async fn receive_invoice(turn: Turn, order: OrderId, text: Option<String>) -> Outcome {
    let Some(text) = text else { return ask_invoice(turn, order, Some(Hint::TextOnly), None).await };
    let app = turn.app.clone();
    let Some(invoice) = app::invoice(&text) else { return ask_invoice(turn, order, Some(Hint::InvalidInvoice), None).await };
    if app.is_invoice_taken(&invoice).await? {
        return ask_invoice(turn, order, Some(Hint::InvoiceTaken), None).await;
    }
    match app.resolvable(&order).await? {
        Resolution::Unknown => turn.reply(&Step::Menu, &Screen::NoSuchOrder { asked: order.0 }, None),
        resolution => next(turn, resolution, &Step::Menu, None, |order| Screen::SurelyPlaced { order, invoice }),
    }
}

/// First step: the provider never had it; that is asked once more.
pub async fn ask_not_placed(turn: Turn, order: OrderId) -> Outcome {
    if !turn.session.is_admin {
        return turn.toast_only(Toast::AdminOnly);
    }
    let resolution = turn.app.settled(&order).await?;
    next(turn, resolution, &Step::Menu, None, |order| Screen::SurelyNotPlaced { order })
}

/// First step: send it again; that is asked once more.
pub async fn ask_resend(turn: Turn, order: OrderId) -> Outcome {
    if !turn.session.is_admin {
        return turn.toast_only(Toast::AdminOnly);
    }
    let resolution = turn.app.settled(&order).await?;
    next(turn, resolution, &Step::Menu, None, |order| Screen::SurelyResend { order })
}

/// Second step: yes, the provider has it under this invoice. The provider is asked, and the answer comes as a message.
pub async fn surely_placed(mut turn: Turn, order: OrderId, invoice: String) -> Outcome {
    if !turn.session.is_admin {
        return turn.toast_only(Toast::AdminOnly);
    }
    let user_id = turn.user_id();
    let resolution = turn.app.clone().claim_placed(user_id, &order, &invoice, &mut turn.effects).await?;
    next(turn, resolution, &Step::Menu, None, |_| Screen::Verifying)
}

/// Second step: yes, the provider never had it.
pub async fn surely_not_placed(mut turn: Turn, order: OrderId) -> Outcome {
    if !turn.session.is_admin {
        return turn.toast_only(Toast::AdminOnly);
    }
    let resolution = turn.app.clone().found_not_placed(turn.user_id(), &order, &mut turn.effects).await?;
    next(turn, resolution, &Step::Menu, Some(Toast::Done), |order| Screen::Resolved { order })
}

/// Second step: yes, send it again. The answer comes as a message to all admins.
pub async fn surely_resend(mut turn: Turn, order: OrderId) -> Outcome {
    if !turn.session.is_admin {
        return turn.toast_only(Toast::AdminOnly);
    }
    let resolution = turn.app.clone().want_resend(turn.user_id(), &order, &mut turn.effects).await?;
    next(turn, resolution, &Step::Menu, None, |_| Screen::Verifying)
}

/// The invoice by which an admin found it placed is wrong. The provider is asked, and the answer comes as a message.
pub async fn take_back(mut turn: Turn, order: OrderId) -> Outcome {
    if !turn.session.is_admin {
        return turn.toast_only(Toast::AdminOnly);
    }
    let user_id = turn.user_id();
    turn.app.clone().take_back(user_id, &order, &mut turn.effects);
    turn.call(user_id, "sendChatAction", typing(user_id));
    turn.reply(&Step::Menu, &Screen::Verifying, None)
}

/// Goes on to `screen`, and shows why not where that can't be.
fn next(turn: Turn, resolution: Resolution, step: &Step, toast: Option<Toast>, screen: impl FnOnce(Order) -> Screen) -> Outcome {
    match resolution {
        Resolution::Done(order) => turn.reply(step, &screen(*order), toast),
        Resolution::Already(order) => turn.reply(&Step::Menu, &Screen::AlreadyResolved { order: *order }, Some(Toast::Settled)),
        Resolution::TooEarly(order, from) => turn.reply(&Step::Menu, &Screen::TooEarly { order: *order, from }, None),
        Resolution::Unknown => turn.toast_only(Toast::StaleButton),
    }
}
