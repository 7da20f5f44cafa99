//! `/orders`: a customer's orders, and one of them with its history.

use crate::dialogue::{OrdersAction, Step, purchase};
use crate::domain::notification::{Notification, OrderNotification};
use crate::domain::order::{Order, OrderHistoryEntry, OrderId, OrderState};
use crate::domain::role::Right;
use crate::i18n::Words;
use crate::telegram::bot_command::{Audience, BotCommand};
use crate::telegram::command::Command;
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::features::{admin_orders, game_accounts, receipt};
use crate::telegram::view::layout::back_to_menu;
use crate::telegram::view::order::{self, Subject};
use crate::telegram::view::page::{Page, ShopFacts};
use crate::telegram::view::toast::Toast;
use crate::telegram::view::{admin_order, button, html, order_history, uncertain};

/// The command.
pub const ORDERS: BotCommand = BotCommand {
    name: "orders",
    audience: Audience::Customers,
    description: "command-orders",
    help: Some("help-orders"),
    endpoint: || dptree::endpoint(command),
};

/// Orders on one page.
pub const ORDERS_PER_PAGE: usize = 6;

/// Whether this is `/orders` with the name of one of the admins' lists.
pub fn is_for_admins(command: &Command) -> bool {
    command.name == ORDERS.name && !command.argument.is_empty()
}

/// Somebody's own orders; for an admin who names a list, that one of all orders.
async fn command(ctx: UpdateContext, command: Command) -> HandlerResult {
    if ctx.session.may(Right::Look) && is_for_admins(&command) {
        return admin_orders::command(ctx, &command.argument).await;
    }
    list(ctx, 0).await
}

/// A button of the order history.
pub async fn press(ctx: UpdateContext, action: OrdersAction) -> HandlerResult {
    match action {
        OrdersAction::List { page } => list(ctx, page).await,
        OrdersAction::Detail { order, page } => detail(ctx, order, page).await,
        OrdersAction::Receipt { order } => receipt::send(ctx, order).await,
    }
}

/// A page of the customer's orders.
pub async fn list(ctx: UpdateContext, page: usize) -> HandlerResult {
    let (found, count) = ctx.app.orders.list(ctx.user_id(), page, ORDERS_PER_PAGE).await?;
    let pages = count.div_ceil(ORDERS_PER_PAGE).max(1);
    let page = orders(&found, (page, pages), &ctx.words);
    ctx.reply(&Step::Menu, &page, None)
}

/// One order with its history, reached from this page of the list.
pub async fn detail(mut ctx: UpdateContext, order: OrderId, page: usize) -> HandlerResult {
    let Some((order, history)) = ctx.app.orders.find(ctx.user_id(), &order).await? else { return ctx.toast_only(Toast::NOT_YOURS) };
    let category = ctx.settings.categories.iter().find(|category| category.slug == order.category);
    let lines = category.map(|category| purchase::lines(category, &order.answers)).unwrap_or_default();
    let category = category.map(purchase::title);
    // An admin who looks at their own purchase is a customer.
    let admin = ctx.session.may(Right::SeeCosts) && order.user_id != ctx.user_id();
    let subject = Subject { order: &order, category: category.as_ref(), lines: &lines, available: None };
    // What is too long for the page follows as a message of its own.
    if order::needs_file(&subject, &ctx.words) {
        let arrived = Notification::Order(OrderNotification::SnArrived { order: order.id.clone() });
        ctx.app.clone().notifier.notify_at(ctx.place(), arrived, &mut ctx.effects);
    }
    let page = order_detail(&subject, &history, page, admin, &ctx.words, &ctx.shop);
    ctx.reply(&Step::Menu, &page, None)
}

/// Their orders, newest first.
pub fn orders(found: &[Order], pages: (usize, usize), words: &Words) -> Page {
    let line = |order: &Order| {
        let args = [
            ("emoji", order::sign(order).into()),
            ("item", html::cut(&order.item, 80).into()),
            ("number", (&order.number).into()),
            ("price", order.price.into()),
            ("time", words.time(order.created_at).into()),
        ];
        html::say(words, "orders-line", &args)
    };
    let open = |order: &Order| {
        button::named(&format!("🧾 {}", order.number), "🧾", OrdersAction::Detail { order: order.id.clone(), page: pages.0 })
    };
    let mut blocks = vec![words.say(if found.is_empty() { "orders-none" } else { "orders-title" }, &[])];
    blocks.extend(found.iter().map(line));
    blocks.push(button::page_number(pages, words));
    let mut rows = button::grid(found.iter().map(open), 2);
    rows.push(button::turn_named(pages, |page| OrdersAction::List { page }));
    rows.push(vec![back_to_menu(words)]);
    html::page(blocks, rows)
}

/// One order with its history, reached from this page of the list; `admin` shows what customers do not see.
pub fn order_detail(subject: &Subject, entries: &[OrderHistoryEntry], page: usize, admin: bool, words: &Words, shop: &ShopFacts) -> Page {
    let placed = subject.order;
    let headline = order::headline(placed, words);
    let facts = if admin { admin_order::facts(placed, None, words) } else { order::facts(subject, words) };
    let mut rows = Vec::new();
    rows.push(order::copy_sn(placed, words).into_iter().chain(order::receipt(placed, words).filter(|_| !admin)).collect());
    rows.extend(order::again(placed, words).map(|again| vec![again]));
    if !admin && placed.state == OrderState::Success {
        rows.push(vec![game_accounts::name_button(placed, words)]);
    }
    if admin {
        rows.extend(uncertain::buttons(placed, words, shop));
    } else {
        rows.push(vec![order::ask(placed.id.clone(), words)]);
    }
    rows.push(vec![button::button(words, "button-back-to-orders", OrdersAction::List { page }), button::menu(words)]);
    let outcome = if order::needs_file(subject, words) { words.say("order-sn-in-file", &[]) } else { order::outcome(placed, words, shop) };
    html::page(vec![headline, facts, outcome, order::money(subject, words), order_history::history(entries, admin, words)], rows)
}
