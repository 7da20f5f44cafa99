//! Orders as admins look at them: lists by state, an order's page, and asking the provider about it. Rights are checked at every press.

use crate::app::OrderFile;
use crate::dialogue::{AdminMessageAction, AdminOrdersAction, CustomersAction, OpenedFrom, Step};
use crate::domain::message::ConversationKey;
use crate::domain::order::{Order, OrderId, OrderState};
use crate::domain::order_filter::OrderFilter;
use crate::domain::role::Right;
use crate::domain::time::Millis;
use crate::i18n::Words;
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::view::order::{self, Subject};
use crate::telegram::view::page::{Button, ButtonKind, Page, ShopFacts};
use crate::telegram::view::toast::Toast;
use crate::telegram::view::{access, admin_order, button, html, order_history, uncertain};

/// Orders on one page of a list.
pub const ORDERS_PER_PAGE: usize = 8;

/// The provider is being asked; its answer comes as a message.
const ASKING: Toast = Toast::new("toast-asking-provider");

/// A button about orders.
pub async fn press(ctx: UpdateContext, action: AdminOrdersAction) -> HandlerResult {
    match action {
        AdminOrdersAction::List { filter, page } => list(ctx, filter, page).await,
        AdminOrdersAction::Show { order, from } => show(ctx, order, from).await,
        AdminOrdersAction::Details { order, from } => details(ctx, order, from).await,
        AdminOrdersAction::Ask { order } => ask(ctx, order).await,
    }
}

/// `/orders` with the name of a list.
pub async fn command(ctx: UpdateContext, name: &str) -> HandlerResult {
    if let Some(filter) = OrderFilter::read(name) {
        return list(ctx, filter, 0).await;
    }
    let page = which_list(&ctx.words);
    ctx.reply(&Step::Menu, &page, None)
}

async fn list(ctx: UpdateContext, filter: OrderFilter, page: usize) -> HandlerResult {
    let (found, is_more) = ctx.app.orders.page_of(filter, page, ORDERS_PER_PAGE).await?;
    let page = order_list(filter, &found, page, is_more, ctx.now, &ctx.words);
    ctx.reply(&Step::Menu, &page, None)
}

/// An order's page.
pub async fn show(ctx: UpdateContext, order: OrderId, from: OpenedFrom) -> HandlerResult {
    let Some(file) = ctx.app.orders.file(&order).await? else { return ctx.toast_only(Toast::STALE_BUTTON) };
    let page = order_page(&file, from, ctx.session.may(Right::SeeCosts), &ctx.words, &ctx.shop);
    ctx.reply(&Step::Menu, &page, None)
}

async fn details(ctx: UpdateContext, order: OrderId, from: OpenedFrom) -> HandlerResult {
    let Some(file) = ctx.app.orders.file(&order).await? else { return ctx.toast_only(Toast::STALE_BUTTON) };
    let page = order_details(&file, from, &ctx.words, &ctx.shop);
    ctx.reply(&Step::Menu, &page, None)
}

/// Asks the provider about the order: the answer comes as a notification, as that of `/status`.
async fn ask(mut ctx: UpdateContext, order: OrderId) -> HandlerResult {
    let (app, place) = (ctx.app.clone(), ctx.place());
    app.queries.inspect_order(place, order, &mut ctx.effects);
    ctx.show_typing();
    ctx.toast_only(ASKING)
}

/// The name that was typed after `/orders` is that of no list.
pub fn which_list(words: &Words) -> Page {
    html::page(vec![words.say("admin-orders-which", &[])], vec![tabs(None, words), vec![button::admin(words)]])
}

/// A page of a list: a button for each order.
pub fn order_list(filter: OrderFilter, found: &[Order], page: usize, is_more: bool, now: Millis, words: &Words) -> Page {
    let from = OpenedFrom::List { filter, page };
    let mut rows = vec![tabs(Some(filter), words)];
    rows.extend(found.iter().map(|order| vec![order_button(order, from.clone(), now, words)]));
    let pages = page + 1 + usize::from(is_more);
    rows.push(button::turn((page, pages), |page| AdminOrdersAction::List { filter, page }));
    rows.push(vec![button::admin(words)]);
    let title = html::say(words, "admin-orders-title", &[("list", words.say(name_of(filter), &[]).into())]);
    let number = words.say("admin-orders-page", &[("page", (page + 1).to_string().into())]);
    let number = if pages > 1 { number } else { String::new() };
    let none = if found.is_empty() { words.say("admin-orders-none", &[]) } else { String::new() };
    html::page(vec![title, none, number], rows)
}

/// The lists; the one that is shown is marked.
fn tabs(shown: Option<OrderFilter>, words: &Words) -> Vec<Button> {
    let tab = |filter| {
        let name = words.say(name_of(filter), &[]);
        let label = if shown == Some(filter) { format!("• {name}") } else { name };
        Button { label, kind: ButtonKind::Callback(AdminOrdersAction::List { filter, page: 0 }.into()) }
    };
    OrderFilter::ALL.map(tab).to_vec()
}

fn name_of(filter: OrderFilter) -> &'static str {
    match filter {
        OrderFilter::All => "admin-orders-all",
        OrderFilter::Open => "admin-orders-open",
        OrderFilter::Uncertain => "admin-orders-uncertain",
        OrderFilter::Failed => "admin-orders-failed",
    }
}

/// `✅ 7K3M9Q2X · 86 Diamonds · Rp 18.500 · 3 menit`: the time since it was made, or since it ended. A long item is cut, the rest is whole.
pub fn order_button(order: &Order, from: OpenedFrom, now: Millis, words: &Words) -> Button {
    let age = words.span(now.since_ms(order.ended_at.unwrap_or(order.created_at)));
    let (before, after) = (format!("{} {} · ", order::sign(order), order.number), format!(" · {} · {age}", order.price));
    let room = button::MAX_LABEL_CHARS.saturating_sub(before.chars().count() + after.chars().count());
    let label = format!("{before}{}{after}", html::cut(&html::clean(&order.item), room));
    Button { label, kind: ButtonKind::Callback(AdminOrdersAction::Show { order: order.id.clone(), from }.into()) }
}

/// An order in short, with what an admin can do about it; `costs` shows what it cost.
pub fn order_page(file: &OrderFile, from: OpenedFrom, costs: bool, words: &Words, shop: &ShopFacts) -> Page {
    let order = &file.order;
    let number = html::say(words, "admin-order-number", &[("value", (&order.number).into())]);
    let facts = [
        html::say(words, "admin-order-item", &[("item", (&order.item).into()), ("sku", (&order.sku).into())]),
        html::say(words, "admin-order-target", &[("value", (&order.target).into())]),
        if costs {
            html::say(words, "admin-order-money", &[("cost", order.cost.into()), ("price", order.price.into())])
        } else {
            html::say(words, "admin-order-price", &[("price", order.price.into())])
        },
        html::say(words, "admin-order-created", &[("value", words.time(order.created_at).into())]),
    ];
    let customer = match &file.person {
        Some(person) => access::who(person, words),
        None => html::say(words, "admin-order-customer", &[("value", order.user_id.to_string().into())]),
    };
    let why = order.reason.as_ref().map(|reason| order::reason_text(reason, words)).unwrap_or_default();
    let id = || order.id.clone();
    let mut rows = uncertain::buttons(order, words, shop);
    rows.push(vec![
        button::button(words, "button-ask-provider", AdminOrdersAction::Ask { order: id() }),
        button::button(
            words,
            "button-message",
            AdminMessageAction::Write { to: ConversationKey { user: order.user_id, order: Some(id()) } },
        ),
    ]);
    rows.push(vec![
        button::button(words, "button-customer", CustomersAction::Show { user: order.user_id }),
        button::button(words, "button-details", AdminOrdersAction::Details { order: id(), from: from.clone() }),
    ]);
    rows.push(vec![back(from, words)]);
    html::page(vec![format!("{}\n{number}", order::headline(order, words)), facts.join("\n"), customer, why], rows)
}

/// Everything about an order.
pub fn order_details(file: &OrderFile, from: OpenedFrom, words: &Words, shop: &ShopFacts) -> Page {
    let order = &file.order;
    let subject = Subject { order, category: None, lines: &[], available: None };
    let outcome = match order.state {
        OrderState::Uncertain => uncertain::evidence(order, words),
        OrderState::Success if order::needs_file(&subject, words) => words.say("order-sn-in-file", &[]),
        OrderState::Success => order::outcome(order, words, shop),
        _ => order.reason.as_ref().map(|reason| order::reason_text(reason, words)).unwrap_or_default(),
    };
    let facts = admin_order::facts(order, file.person.as_ref(), words);
    let mut rows = vec![order::copy_sn(order, words).into_iter().collect()];
    rows.extend(uncertain::buttons(order, words, shop));
    rows.push(vec![button::button(words, "button-back-to-order", AdminOrdersAction::Show { order: order.id.clone(), from })]);
    html::page(vec![facts, outcome, order_history::history(&file.history, true, words)], rows)
}

fn back(from: OpenedFrom, words: &Words) -> Button {
    match from {
        OpenedFrom::List { filter, page } => button::button(words, "button-back-to-list", AdminOrdersAction::List { filter, page }),
        OpenedFrom::Search { text } => button::button(words, "button-back-to-search", CustomersAction::Search { text }),
    }
}
