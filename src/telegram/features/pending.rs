//! `/pending`, for admins: who waits for approval, and which orders wait for a decision.

use crate::app::{UncertainOrders, WAITING_SHOWN};
use crate::dialogue::Step;
use crate::domain::role::Right;
use crate::telegram::bot_command::{Audience, BotCommand};
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::view::page::Button;
use crate::telegram::view::toast::Toast;
use crate::telegram::view::{access, uncertain};

/// The command.
pub const PENDING: BotCommand = BotCommand {
    name: "pending",
    audience: Audience::Staff(Right::Look),
    description: "command-pending",
    help: Some("help-pending"),
    endpoint: || dptree::endpoint(|ctx: UpdateContext| show(ctx, 0)),
};

/// People on one page.
pub const PEOPLE_PER_PAGE: usize = WAITING_SHOWN;

/// A page of those who wait.
pub async fn show(ctx: UpdateContext, page: usize) -> HandlerResult {
    show_after(ctx, page, None, None, None).await
}

/// The same after something was done: `remark` says what, with the button that takes it back; `except` waits no longer.
pub async fn show_after(
    ctx: UpdateContext,
    page: usize,
    except: Option<i64>,
    remark: Option<(String, Option<Button>)>,
    toast: Option<Toast>,
) -> HandlerResult {
    let mut waiting = ctx.app.access.waiting(page, PEOPLE_PER_PAGE, except).await?;
    let pages = waiting.count.div_ceil(PEOPLE_PER_PAGE).max(1);
    let page = if waiting.people.is_empty() && page > 0 { pages - 1 } else { page };
    if waiting.people.is_empty() && waiting.count > 0 {
        waiting = ctx.app.access.waiting(page, PEOPLE_PER_PAGE, except).await?;
    }
    let decides = ctx.session.may(Right::DecideAccess);
    let UncertainOrders { orders, count } = ctx.app.notifier.uncertain().await?;
    let orders = uncertain::waiting(&orders, count, &ctx.words);
    let page = access::waiting(&waiting.people, (page, pages), remark, orders, decides, &ctx.words);
    ctx.update(&Step::Menu, &page, toast)
}
