//! Buying: from the category to the confirmed order.

use crate::app::{Placement, Repeat, token};
use crate::dialogue::purchase;
use crate::dialogue::screen::{Hint, Screen};
use crate::dialogue::{Action, Input, Step};
use crate::domain::notification::{Notification, OrderNotification};
use crate::domain::order::OrderId;
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::view::Toast;

/// A button that leads on, or back, through the purchase.
pub async fn choose(ctx: UpdateContext, action: Action) -> HandlerResult {
    if action == Action::Cancel && !ctx.keyboard.as_ref().is_some_and(|keyboard| keyboard.screen) {
        // An offer that came by itself is turned down; what is under way elsewhere in the chat is not touched.
        return ctx.replace(&Screen::Cancelled, None);
    }
    let step = ctx.step();
    let looked_at = match (&action, &step) {
        (Action::Category { category, .. } | Action::Item { category, .. }, _) => Some(category),
        (Action::Back, Step::Target { category, .. } | Step::Confirm { category, .. }) => Some(category),
        _ => None,
    };
    let catalogs = &ctx.app.catalogs;
    let catalog = match looked_at {
        Some(category) => catalogs.for_category(&ctx.settings, category, ctx.now).await,
        None => catalogs.current(&ctx.settings),
    };
    let quote_id = token();
    let next = purchase::advance(&step, Input::Press(&action), ctx.context(&catalog, &quote_id));
    ctx.next(next, None).await
}

/// The confirmation: the quote becomes an order, and this message its card.
pub async fn confirm(mut ctx: UpdateContext, quote: String) -> HandlerResult {
    let app = ctx.app.clone();
    let user_id = ctx.user_id();
    // A confirmation is always a press on a message; without one there would be no card.
    let Some(card) = ctx.pressed_message() else { return ctx.toast_only(Toast::StaleButton) };
    let screen = match app.orders.place(&ctx.settings, user_id, user_id, &quote, card, &mut ctx.effects).await? {
        Placement::Placed(order) => {
            app.notifier.notify(user_id, Notification::Order(OrderNotification::Card { order: order.id }), &mut ctx.effects);
            return ctx.leave(&Step::Menu);
        }
        Placement::Used => return ctx.toast_only(Toast::Doubled),
        Placement::Unknown => return ctx.toast_only(Toast::NotYours),
        Placement::Limited(limit) => Screen::Limited(limit),
        Placement::Expired(same) => return quote_again(ctx, same, Some(Hint::QuoteExpired)).await,
        Placement::Closed => Screen::Closed,
    };
    let step = ctx.step();
    ctx.reply(&step, &screen, None)
}

/// The same once more, at today's price: straight to a new confirmation.
pub async fn again(ctx: UpdateContext, order: OrderId) -> HandlerResult {
    let Some(repeat) = ctx.app.orders.repeat(ctx.user_id(), &order).await? else { return ctx.toast_only(Toast::NotYours) };
    quote_again(ctx, repeat, None).await
}

async fn quote_again(ctx: UpdateContext, Repeat { category, sku, answers, price }: Repeat, hint: Option<Hint>) -> HandlerResult {
    let catalog = ctx.app.catalogs.for_category(&ctx.settings, &category, ctx.now).await;
    let quote_id = token();
    let mut next = purchase::question(&category, &sku, answers, 0, hint, ctx.context(&catalog, &quote_id));
    if let Screen::Confirm(confirmation) = &mut next.screen {
        confirmation.old_price = Some(price).filter(|old| *old != confirmation.price);
    }
    ctx.next(next, None).await
}
