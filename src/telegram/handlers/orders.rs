//! One's own orders.

use crate::dialogue::Step;
use crate::dialogue::purchase;
use crate::dialogue::screen::{ORDERS_PER_PAGE, Screen};
use crate::domain::order::OrderId;
use crate::telegram::turn::{Outcome, Turn};
use crate::telegram::view::Toast;

/// `/orders`, and the pages behind it.
pub async fn list(turn: Turn, page: usize) -> Outcome {
    let (orders, count) = turn.app.orders_of(turn.user_id(), page, ORDERS_PER_PAGE).await?;
    let pages = count.div_ceil(ORDERS_PER_PAGE).max(1);
    turn.reply(&Step::Menu, &Screen::Orders { orders, page, pages }, None)
}

/// One order with its trail, reached from this page of the history.
pub async fn detail(turn: Turn, order: OrderId, page: usize) -> Outcome {
    let Some((order, trail)) = turn.app.order_for(turn.user_id(), &order).await? else { return turn.toast_only(Toast::NotYours) };
    let category = turn.app.shop().categories.iter().find(|category| category.slug == order.category);
    let lines = category.map(|category| purchase::lines(category, &order.answers)).unwrap_or_default();
    let category = category.map(purchase::title);
    // An admin looking at their own purchase is a customer.
    let admin = turn.session.is_admin && order.user_id != turn.user_id();
    turn.reply(&Step::Menu, &Screen::OrderDetail { order, trail, category, lines, page, admin }, None)
}
