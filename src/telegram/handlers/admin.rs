//! What only admins do. Rights are checked by the gate in the tree, and again where something is decided.

use crate::app::{self, Inspection, Overview, Resolution};
use crate::dialogue::Step;
use crate::dialogue::screen::{Hint, Screen, ShopStatus};
use crate::domain::order::OrderId;
use crate::domain::time::Millis;
use crate::telegram::turn::{Outcome, Turn};
use crate::telegram::view::Toast;

/// `/balance`: the provider account. The answer comes as a message.
pub async fn balance(mut turn: Turn) -> Outcome {
    let user_id = turn.user_id();
    turn.app.clone().ask_balance(user_id, &mut turn.effects);
    turn.call(user_id, "sendChatAction", typing(user_id));
    Ok(turn.effects)
}

/// `/status`: the shop; with an invoice or an order's number: what the provider says of it now, and our trail.
pub async fn status(mut turn: Turn, name: String, telegram_seen: Option<Millis>) -> Outcome {
    let name = name.trim().to_owned();
    let app = turn.app.clone();
    if name.is_empty() {
        let overview = app.overview().await?;
        let screen = Screen::ShopStatus(shop_status(overview, telegram_seen, turn.now));
        return turn.reply(&Step::Menu, &screen, None);
    }
    let user_id = turn.user_id();
    match app.inspect(user_id, &name, &mut turn.effects).await? {
        Inspection::Asking => {
            turn.call(user_id, "sendChatAction", typing(user_id));
            Ok(turn.effects)
        }
        Inspection::Unknown => turn.reply(&Step::Menu, &Screen::NoSuchOrder { asked: name }, None),
    }
}

/// First step: the provider has this uncertain order; its invoice is asked for.
pub async fn ask_invoice(turn: Turn, order: OrderId, hint: Option<Hint>, toast: Option<Toast>) -> Outcome {
    if !turn.session.is_admin {
        return turn.toast_only(Toast::AdminOnly);
    }
    match turn.app.resolvable(&order).await? {
        Resolution::Done(order) => {
            let step = Step::Invoice { order: order.id.clone() };
            turn.reply(&step, &Screen::AskInvoice { order: *order, hint }, toast)
        }
        Resolution::Already(order) => turn.reply(&Step::Menu, &Screen::AlreadyResolved { order: *order }, Some(Toast::Settled)),
        Resolution::Unknown => turn.toast_only(Toast::StaleButton),
    }
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
        Resolution::Done(order) => turn.reply(&Step::Menu, &Screen::SurelyPlaced { order: *order, invoice }, None),
        Resolution::Already(order) => turn.reply(&Step::Menu, &Screen::AlreadyResolved { order: *order }, None),
        Resolution::Unknown => turn.reply(&Step::Menu, &Screen::NoSuchOrder { asked: order.0 }, None),
    }
}

/// First step: the provider never had it; that is asked once more.
pub async fn ask_not_placed(turn: Turn, order: OrderId) -> Outcome {
    if !turn.session.is_admin {
        return turn.toast_only(Toast::AdminOnly);
    }
    match turn.app.resolvable(&order).await? {
        Resolution::Done(order) => turn.reply(&Step::Menu, &Screen::SurelyNotPlaced { order: *order }, None),
        Resolution::Already(order) => turn.reply(&Step::Menu, &Screen::AlreadyResolved { order: *order }, Some(Toast::Settled)),
        Resolution::Unknown => turn.toast_only(Toast::StaleButton),
    }
}

/// Second step: yes, the provider has it under this invoice.
pub async fn surely_placed(mut turn: Turn, order: OrderId, invoice: String) -> Outcome {
    if !turn.session.is_admin {
        return turn.toast_only(Toast::AdminOnly);
    }
    let resolution = turn.app.clone().found_placed(turn.user_id(), &order, &invoice, &mut turn.effects).await?;
    resolved(turn, resolution)
}

/// Second step: yes, the provider never had it.
pub async fn surely_not_placed(mut turn: Turn, order: OrderId) -> Outcome {
    if !turn.session.is_admin {
        return turn.toast_only(Toast::AdminOnly);
    }
    let resolution = turn.app.clone().found_not_placed(turn.user_id(), &order, &mut turn.effects).await?;
    resolved(turn, resolution)
}

fn resolved(turn: Turn, resolution: Resolution) -> Outcome {
    match resolution {
        Resolution::Done(order) => turn.reply(&Step::Menu, &Screen::Resolved { order: *order }, Some(Toast::Done)),
        Resolution::Already(order) => turn.reply(&Step::Menu, &Screen::AlreadyResolved { order: *order }, Some(Toast::Settled)),
        Resolution::Unknown => turn.toast_only(Toast::StaleButton),
    }
}

fn typing(chat_id: i64) -> serde_json::Value {
    serde_json::json!({ "chat_id": chat_id, "action": "typing" })
}

fn shop_status(overview: Overview, telegram_seen: Option<Millis>, now: Millis) -> ShopStatus {
    ShopStatus {
        orders: overview.orders,
        oldest_open: overview.oldest_open,
        closed: overview.closed,
        provider_seen: overview.provider_seen,
        telegram_seen,
        balance: overview.balance,
        inbox: overview.inbox,
        outbox: overview.outbox,
        version: env!("CARGO_PKG_VERSION"),
        started_at: overview.started_at,
        now,
    }
}
