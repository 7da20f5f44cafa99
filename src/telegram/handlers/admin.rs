//! What only admins do. Rights are checked by the gate in the tree, and again where something is decided.

use crate::app::{Inspection, Overview};
use crate::dialogue::Step;
use crate::dialogue::screen::{Screen, ShopStatus};
use crate::domain::time::Millis;
use crate::telegram::context::{HandlerResult, UpdateContext};

/// `/balance`: the provider account. The answer comes as a message.
pub async fn balance(mut ctx: UpdateContext) -> HandlerResult {
    let user_id = ctx.user_id();
    ctx.app.clone().ask_balance(user_id, &mut ctx.effects);
    ctx.call(user_id, "sendChatAction", typing(user_id));
    Ok(ctx.effects)
}

/// `/status`: the shop; with an invoice or an order's number: what the provider says of it now, and our history.
pub async fn status(mut ctx: UpdateContext, name: String, telegram_seen: Option<Millis>) -> HandlerResult {
    let name = name.trim().to_owned();
    let app = ctx.app.clone();
    if name.is_empty() {
        let overview = app.overview().await?;
        let screen = Screen::ShopStatus(shop_status(overview, telegram_seen, ctx.now));
        return ctx.reply(&Step::Menu, &screen, None);
    }
    let user_id = ctx.user_id();
    match app.inspect(user_id, &name, &mut ctx.effects).await? {
        Inspection::Asking => {
            ctx.call(user_id, "sendChatAction", typing(user_id));
            Ok(ctx.effects)
        }
        Inspection::Unknown => ctx.reply(&Step::Menu, &Screen::NoSuchOrder { asked: name }, None),
    }
}

pub(super) fn typing(chat_id: i64) -> serde_json::Value {
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
        // The question itself waits until it is answered.
        inbox: (overview.inbox - 1).max(0),
        outbox: overview.outbox,
        version: env!("CARGO_PKG_VERSION"),
        started_at: overview.started_at,
        now,
    }
}
