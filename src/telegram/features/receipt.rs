//! Receipts: a customer's own as a picture to show to others, and the check of one by anybody, by the link that is in its code.

use crate::app::SHARED_PREFIX;
use crate::dialogue::Step;
use crate::domain::notification::{Notification, OrderNotification};
use crate::domain::order::OrderId;
use crate::domain::receipt::SaleReceipt;
use crate::i18n::Words;
use crate::telegram::command::Command;
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::features::start;
use crate::telegram::view::page::Page;
use crate::telegram::view::toast::Toast;
use crate::telegram::view::{button, html, receipt};

/// The picture is on its way.
const COMING: Toast = Toast::new("toast-receipt-coming");

/// Sends the receipt of one of their own orders.
pub async fn send(mut ctx: UpdateContext, order: OrderId) -> HandlerResult {
    let app = ctx.app.clone();
    let own = app.orders.find(ctx.user_id(), &order).await?.is_some_and(|(order, _)| order.user_id == ctx.user_id());
    if !own {
        return ctx.toast_only(Toast::NOT_YOURS);
    }
    let place = ctx.place();
    app.notifier.notify_at(place, Notification::Order(OrderNotification::Receipt { order }), &mut ctx.effects);
    ctx.toast_only(COMING)
}

/// Whether this is `/start` with the payload of a receipt.
pub fn is_check(command: &Command) -> bool {
    command.name == start::START.name && command.argument.starts_with(SHARED_PREFIX)
}

/// Checks a receipt, for those too who may not order: a stranger was shown it. How often somebody may is bounded as for everything that they
/// send (`flood`), and guessing a mark is hopeless.
pub async fn check(ctx: UpdateContext, command: Command) -> HandlerResult {
    let found = ctx.app.receipts.check(&ctx.settings, &command.argument).await?;
    let may_order = ctx.app.access.may_order(&ctx.settings, &ctx.session);
    let page = match found {
        Some(receipt) => genuine_receipt(&receipt, may_order, &ctx.words),
        None => forged_receipt(&ctx.shop.name, may_order, &ctx.words),
    };
    ctx.reply(&Step::Menu, &page, None)
}

/// The shop gave this receipt out; what it says.
pub fn genuine_receipt(found: &SaleReceipt, may_order: bool, words: &Words) -> Page {
    let title = html::say(words, "receipt-genuine", &[("shop", (&found.shop).into())]);
    answer(vec![title, receipt::facts(found, words), words.say("receipt-compare", &[])], may_order, words)
}

/// The shop never gave this receipt out.
pub fn forged_receipt(shop: &str, may_order: bool, words: &Words) -> Page {
    answer(vec![html::say(words, "receipt-forged", &[("shop", shop.into())])], may_order, words)
}

/// Strangers get no button into the shop.
fn answer(blocks: Vec<String>, may_order: bool, words: &Words) -> Page {
    let rows = if may_order { vec![vec![button::menu(words)]] } else { Vec::new() };
    html::page(blocks, rows)
}
