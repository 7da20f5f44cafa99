//! What admins do about uncertain orders, in two steps each. Rights are checked here, where it happens, for the buttons stand in groups too.

use crate::app::{self, Resolution};
use crate::dialogue::Step;
use crate::dialogue::screen::{Hint, Screen};
use crate::domain::order::{Order, OrderId};
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::handlers::admin::typing;
use crate::telegram::view::Toast;

/// First step: the provider has this uncertain order; its invoice is asked for.
pub async fn ask_invoice(ctx: UpdateContext, order: OrderId, hint: Option<Hint>, toast: Option<Toast>) -> HandlerResult {
    if !ctx.session.is_admin {
        return ctx.toast_only(Toast::AdminOnly);
    }
    let resolution = ctx.app.resolver.resolvable(&order).await?;
    let step = Step::Invoice { order };
    next(ctx, resolution, &step, toast, |order| Screen::AskInvoice { order, hint })
}

/// The invoice was typed: it is shown once more before it counts.
pub async fn receive_invoice(ctx: UpdateContext, order: OrderId, text: Option<String>) -> HandlerResult {
    let Some(text) = text else { return ask_invoice(ctx, order, Some(Hint::TextOnly), None).await };
    let app = ctx.app.clone();
    let Some(invoice) = app::invoice(&text) else { return ask_invoice(ctx, order, Some(Hint::InvalidInvoice), None).await };
    if app.resolver.is_invoice_taken(&invoice).await? {
        return ask_invoice(ctx, order, Some(Hint::InvoiceTaken), None).await;
    }
    match app.resolver.resolvable(&order).await? {
        Resolution::Unknown => ctx.reply(&Step::Menu, &Screen::NoSuchOrder { asked: order.0 }, None),
        resolution => next(ctx, resolution, &Step::Menu, None, |order| Screen::SurelyPlaced { order, invoice }),
    }
}

/// First step: the provider never had it; that is asked once more.
pub async fn ask_not_placed(ctx: UpdateContext, order: OrderId) -> HandlerResult {
    if !ctx.session.is_admin {
        return ctx.toast_only(Toast::AdminOnly);
    }
    let resolution = ctx.app.resolver.decidable(&order).await?;
    next(ctx, resolution, &Step::Menu, None, |order| Screen::SurelyNotPlaced { order })
}

/// First step: send it again; that is asked once more.
pub async fn ask_resend(ctx: UpdateContext, order: OrderId) -> HandlerResult {
    if !ctx.session.is_admin {
        return ctx.toast_only(Toast::AdminOnly);
    }
    let resolution = ctx.app.resolver.decidable(&order).await?;
    next(ctx, resolution, &Step::Menu, None, |order| Screen::SurelyResend { order })
}

/// Second step: yes, the provider has it under this invoice. The provider is asked, and the answer comes as a message.
pub async fn surely_placed(mut ctx: UpdateContext, order: OrderId, invoice: String) -> HandlerResult {
    if !ctx.session.is_admin {
        return ctx.toast_only(Toast::AdminOnly);
    }
    let user_id = ctx.user_id();
    let resolution = ctx.app.clone().resolver.claim_placed(user_id, &order, &invoice, &mut ctx.effects).await?;
    next(ctx, resolution, &Step::Menu, None, |_| Screen::Verifying)
}

/// Second step: yes, the provider never had it.
pub async fn surely_not_placed(mut ctx: UpdateContext, order: OrderId) -> HandlerResult {
    if !ctx.session.is_admin {
        return ctx.toast_only(Toast::AdminOnly);
    }
    let resolution = ctx.app.clone().resolver.found_not_placed(&ctx.settings, ctx.user_id(), &order, &mut ctx.effects).await?;
    next(ctx, resolution, &Step::Menu, Some(Toast::Done), |order| Screen::Resolved { order })
}

/// Second step: yes, send it again. The answer comes as a message to all admins.
pub async fn surely_resend(mut ctx: UpdateContext, order: OrderId) -> HandlerResult {
    if !ctx.session.is_admin {
        return ctx.toast_only(Toast::AdminOnly);
    }
    let resolution = ctx.app.clone().resolver.want_resend(&ctx.settings, ctx.user_id(), &order, &mut ctx.effects).await?;
    next(ctx, resolution, &Step::Menu, None, |_| Screen::Verifying)
}

/// The invoice by which an admin found it placed is wrong. The provider is asked, and the answer comes as a message.
pub async fn take_back(mut ctx: UpdateContext, order: OrderId) -> HandlerResult {
    if !ctx.session.is_admin {
        return ctx.toast_only(Toast::AdminOnly);
    }
    let user_id = ctx.user_id();
    ctx.app.clone().resolver.take_back(user_id, &order, &mut ctx.effects);
    ctx.call(user_id, "sendChatAction", typing(user_id));
    ctx.reply(&Step::Menu, &Screen::Verifying, None)
}

/// Goes on to `screen`, and shows why not where that can't be.
fn next(
    ctx: UpdateContext,
    resolution: Resolution,
    step: &Step,
    toast: Option<Toast>,
    screen: impl FnOnce(Order) -> Screen,
) -> HandlerResult {
    match resolution {
        Resolution::Done(order) => ctx.reply(step, &screen(*order), toast),
        Resolution::Already(order) => ctx.reply(&Step::Menu, &Screen::AlreadyResolved { order: *order }, Some(Toast::Settled)),
        Resolution::TooEarly(order, from) => ctx.reply(&Step::Menu, &Screen::TooEarly { order: *order, from }, None),
        Resolution::Unknown => ctx.toast_only(Toast::StaleButton),
    }
}
