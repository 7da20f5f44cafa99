//! How admins resolve an uncertain order, in two steps each. Rights are checked here too, because the buttons are also shown in groups.

use crate::app::{self, Asker, Resolution};
use crate::dialogue::screen::Hint;
use crate::dialogue::{PurchaseAction, ResolutionAction, Step};
use crate::domain::order::{Order, OrderId};
use crate::domain::time::Millis;
use crate::i18n::Words;
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::features::status::no_such_order;
use crate::telegram::view::hint::hint;
use crate::telegram::view::layout::line;
use crate::telegram::view::page::Page;
use crate::telegram::view::toast::Toast;
use crate::telegram::view::{admin_order, button, html, uncertain};

/// Why the invoice is asked for again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remark {
    /// What any page may say.
    Hint(Hint),
    /// The typed text is no invoice: empty, too long, or more than one word.
    InvalidInvoice,
    /// The typed invoice is that of another order.
    InvoiceTaken,
}

impl Remark {
    fn text(self, words: &Words) -> String {
        match self {
            Self::Hint(shared) => hint(Some(shared), words),
            Self::InvalidInvoice => words.say("hint-invalid-invoice", &[]),
            Self::InvoiceTaken => words.say("hint-invoice-taken", &[]),
        }
    }
}

/// A button that resolves an uncertain order.
pub async fn press(mut ctx: UpdateContext, action: ResolutionAction) -> HandlerResult {
    let (app, user_id) = (ctx.app.clone(), ctx.user_id());
    let asker = Asker { admin: user_id, place: ctx.place() };
    match action {
        ResolutionAction::AskInvoice { order } => ask_for_invoice(ctx, order, None, None).await,
        ResolutionAction::AskNotPlaced { order } => {
            let resolution = app.resolver.decidable(&order).await?;
            next(ctx, resolution, &Step::Menu, None, confirm_not_placed)
        }
        ResolutionAction::AskResend { order } => {
            let resolution = app.resolver.decidable(&order).await?;
            next(ctx, resolution, &Step::Menu, None, confirm_resend)
        }
        // The provider is asked, and the answer comes as a notification.
        ResolutionAction::ConfirmPlaced { order, invoice } => {
            let resolution = app.resolver.claim_placed(asker, &order, &invoice, &mut ctx.effects).await?;
            next(ctx, resolution, &Step::Menu, None, |_, words| verifying(words))
        }
        ResolutionAction::ConfirmNotPlaced { order } => {
            let resolution = app.resolver.found_not_placed(&ctx.settings, user_id, &order, &mut ctx.effects).await?;
            next(ctx, resolution, &Step::Menu, Some(Toast::DONE), resolved)
        }
        // The answer comes as a notification to all admins.
        ResolutionAction::ConfirmResend { order } => {
            let resolution = app.resolver.want_resend(&ctx.settings, asker, &order, &mut ctx.effects).await?;
            next(ctx, resolution, &Step::Menu, None, |_, words| verifying(words))
        }
        ResolutionAction::TakeBack { order } => {
            app.resolver.take_back(asker, &order, &mut ctx.effects);
            ctx.show_typing();
            let page = verifying(&ctx.words);
            ctx.reply(&Step::Menu, &page, None)
        }
    }
}

/// Asks for the invoice again, with a hint.
pub async fn show_again(ctx: UpdateContext, order: OrderId, hint: Option<Hint>, toast: Option<Toast>) -> HandlerResult {
    ask_for_invoice(ctx, order, hint.map(Remark::Hint), toast).await
}

/// The invoice was typed: it is shown again before it counts.
pub async fn receive_invoice(ctx: UpdateContext, order: OrderId, text: Option<String>) -> HandlerResult {
    let Some(text) = text else { return ask_for_invoice(ctx, order, Some(Remark::Hint(Hint::TextOnly)), None).await };
    let app = ctx.app.clone();
    let Some(invoice) = app::invoice(&text) else { return ask_for_invoice(ctx, order, Some(Remark::InvalidInvoice), None).await };
    if app.resolver.is_invoice_taken(&invoice).await? {
        return ask_for_invoice(ctx, order, Some(Remark::InvoiceTaken), None).await;
    }
    match app.resolver.resolvable(&order).await? {
        Resolution::Unknown => {
            let page = no_such_order(&order.0, &ctx.words);
            ctx.reply(&Step::Menu, &page, None)
        }
        resolution => next(ctx, resolution, &Step::Menu, None, |order, words| confirm_placed(order, &invoice, words)),
    }
}

/// First step: the provider has this order; its invoice is asked for.
async fn ask_for_invoice(ctx: UpdateContext, order: OrderId, remark: Option<Remark>, toast: Option<Toast>) -> HandlerResult {
    let resolution = ctx.app.resolver.resolvable(&order).await?;
    next(ctx, resolution, &Step::Invoice { order }, toast, |order, words| ask_invoice(order, remark, words))
}

/// Shows `page`, or why the order can't be resolved now.
fn next(
    ctx: UpdateContext,
    resolution: Resolution,
    step: &Step,
    toast: Option<Toast>,
    page: impl FnOnce(&Order, &Words) -> Page,
) -> HandlerResult {
    match resolution {
        Resolution::Done(order) => {
            let page = page(&order, &ctx.words);
            ctx.reply(step, &page, toast)
        }
        Resolution::Already(order) => {
            let page = already_resolved(&order, &ctx.words);
            ctx.reply(&Step::Menu, &page, Some(Toast::ALREADY_DECIDED))
        }
        Resolution::TooEarly(order, from) => {
            let page = too_early(&order, from, &ctx.words);
            ctx.reply(&Step::Menu, &page, None)
        }
        Resolution::Unknown => ctx.toast_only(Toast::STALE_BUTTON),
    }
}

/// Whether it was placed can't be decided yet, only from this time on.
pub fn too_early(order: &Order, from: Millis, words: &Words) -> Page {
    let args = [("number", (&order.number).into()), ("time", words.time(from.up_to_minute()).into())];
    html::page(vec![html::say(words, "admin-too-early", &args)], Vec::new())
}

/// The admin is to type the invoice.
pub fn ask_invoice(order: &Order, remark: Option<Remark>, words: &Words) -> Page {
    let cancel = button::button(words, "button-cancel", PurchaseAction::Cancel);
    let blocks = vec![
        remark.map(|remark| remark.text(words)).unwrap_or_default(),
        words.say("admin-ask-invoice", &[]),
        admin_order::facts(order, None, words),
    ];
    html::page(blocks, vec![vec![cancel]])
}

/// Second step: confirm that it went through, under this invoice.
pub fn confirm_placed(order: &Order, invoice: &str, words: &Words) -> Page {
    let question = html::say(words, "admin-confirm-placed", &[("invoice", invoice.into())]);
    let action = ResolutionAction::ConfirmPlaced { order: order.id.clone(), invoice: invoice.to_owned() };
    confirm(question, "button-confirm-placed", action, order, words)
}

/// Second step: confirm that it did not go through.
pub fn confirm_not_placed(order: &Order, words: &Words) -> Page {
    let action = ResolutionAction::ConfirmNotPlaced { order: order.id.clone() };
    confirm(words.say("admin-confirm-not-placed", &[]), "button-confirm-not-placed", action, order, words)
}

/// Second step: confirm that it is sent again.
pub fn confirm_resend(order: &Order, words: &Words) -> Page {
    let action = ResolutionAction::ConfirmResend { order: order.id.clone() };
    confirm(words.say("admin-confirm-resend", &[]), "button-confirm-resend", action, order, words)
}

fn confirm(question: String, key: &str, action: ResolutionAction, order: &Order, words: &Words) -> Page {
    let rows = vec![vec![button::button(words, key, action)], vec![button::button(words, "button-cancel", PurchaseAction::Cancel)]];
    html::page(vec![question, admin_order::facts(order, None, words), uncertain::evidence(order, words)], rows)
}

/// The provider is asked to confirm what an admin says; the answer comes as a notification.
pub fn verifying(words: &Words) -> Page {
    line("admin-verifying", &[], words)
}

/// What an admin did to an order is done.
pub fn resolved(order: &Order, words: &Words) -> Page {
    uncertain::resolved("admin-resolved", order, words)
}

/// The order is no longer uncertain: another admin was faster, or evidence resolved it.
pub fn already_resolved(order: &Order, words: &Words) -> Page {
    uncertain::resolved("admin-already-resolved", order, words)
}
