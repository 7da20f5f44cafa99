//! One's own orders.

use crate::dialogue::Step;
use crate::dialogue::purchase;
use crate::dialogue::screen::{ORDERS_PER_PAGE, Screen};
use crate::domain::notification::{Notification, OrderNotification};
use crate::domain::order::OrderId;
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::view::{self, Toast};

/// `/orders`, and the pages behind it.
pub async fn list(ctx: UpdateContext, page: usize) -> HandlerResult {
    let (orders, count) = ctx.app.orders_of(ctx.user_id(), page, ORDERS_PER_PAGE).await?;
    let pages = count.div_ceil(ORDERS_PER_PAGE).max(1);
    ctx.reply(&Step::Menu, &Screen::Orders { orders, page, pages }, None)
}

/// One order with its history, reached from this page of the history.
pub async fn detail(mut ctx: UpdateContext, order: OrderId, page: usize) -> HandlerResult {
    let Some((order, history)) = ctx.app.order_for(ctx.user_id(), &order).await? else { return ctx.toast_only(Toast::NotYours) };
    let category = ctx.app.shop().categories.iter().find(|category| category.slug == order.category);
    let lines = category.map(|category| purchase::lines(category, &order.answers)).unwrap_or_default();
    let category = category.map(purchase::title);
    // An admin looking at their own purchase is a customer.
    let admin = ctx.session.is_admin && order.user_id != ctx.user_id();
    // What the page can't hold comes below it, once more.
    if view::has_long_sn(&order, category.as_ref(), &lines, &ctx.words) {
        let arrived = Notification::Order(OrderNotification::SnArrived { order: order.id.clone() });
        ctx.app.notify(ctx.user_id(), arrived, &mut ctx.effects);
    }
    ctx.reply(&Step::Menu, &Screen::OrderDetail { order, history, category, lines, page, admin }, None)
}
