//! `📤`, for admins: orders, transfers and the audit log of some days as a file.

use crate::app::ExportOffer;
use crate::dialogue::screen::Hint;
use crate::dialogue::{ExportAction, Step};
use crate::domain::day_span::DaySpan;
use crate::domain::export::{ExportFormat, ExportKind};
use crate::i18n::Words;
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::features::figures;
use crate::telegram::view::hint::hint;
use crate::telegram::view::page::{Button, ButtonKind, Page};
use crate::telegram::view::toast::Toast;
use crate::telegram::view::{button, export, html};

/// The days that are offered first.
const USUAL: DaySpan = DaySpan::Last { days: 30 };
/// The file is being made.
const COMING: Toast = Toast::new("toast-export-coming");

/// A button of the exports.
pub async fn press(mut ctx: UpdateContext, action: ExportAction) -> HandlerResult {
    match action {
        ExportAction::Choose => {
            let page = export_menu(&ctx.words);
            ctx.reply(&Step::Menu, &page, None)
        }
        ExportAction::Show { what, span } => show(ctx, what, span, None).await,
        ExportAction::Ask { what } => ask(ctx, what, None, None),
        ExportAction::Send { what, span, format } => {
            let (app, settings, place) = (ctx.app.clone(), ctx.settings.clone(), ctx.place());
            let offer = app.exports.offer(&settings, what, span, format).await?;
            app.exports.ask(place, offer.wish, &mut ctx.effects);
            show(ctx, what, span, Some(COMING)).await
        }
    }
}

async fn show(ctx: UpdateContext, what: ExportKind, span: DaySpan, toast: Option<Toast>) -> HandlerResult {
    let offer = ctx.app.exports.offer(&ctx.settings, what, span, ExportFormat::Csv).await?;
    let page = export_days(&offer, span, &ctx.words);
    ctx.reply(&Step::Menu, &page, toast)
}

/// The days were typed.
pub async fn receive_days(ctx: UpdateContext, what: ExportKind, text: Option<String>) -> HandlerResult {
    match text.map(|text| ctx.app.figures.read(&ctx.settings, &html::clean(&text))) {
        Some(Some(span)) => show(ctx, what, span, None).await,
        Some(None) => {
            let remark = ctx.words.say("hint-invalid-days", &[]);
            ask(ctx, what, Some(remark), None)
        }
        None => show_again(ctx, what, Some(Hint::TextOnly), None).await,
    }
}

/// Asks for the days again, because something else came.
pub async fn show_again(ctx: UpdateContext, what: ExportKind, again: Option<Hint>, toast: Option<Toast>) -> HandlerResult {
    let remark = hint(again, &ctx.words);
    ask(ctx, what, Some(remark), toast)
}

fn ask(ctx: UpdateContext, what: ExportKind, remark: Option<String>, toast: Option<Toast>) -> HandlerResult {
    let page = ask_export_days(what, remark, &ctx.words);
    ctx.reply(&Step::ExportDays { what }, &page, toast)
}

/// What can be exported.
pub fn export_menu(words: &Words) -> Page {
    let choice = |what| Button {
        label: words.say(export::name_of(what), &[]),
        kind: ButtonKind::Callback(ExportAction::Show { what, span: USUAL }.into()),
    };
    let mut rows: Vec<Vec<Button>> = ExportKind::ALL.map(|what| vec![choice(what)]).into();
    rows.push(vec![button::admin(words)]);
    html::page(vec![words.say("export-choose", &[])], rows)
}

/// Of which days, and in which form.
pub fn export_days(offer: &ExportOffer, span: DaySpan, words: &Words) -> Page {
    let what = offer.wish.what;
    let tab = |usual| figures::tab(usual, usual == span, ExportAction::Show { what, span: usual }, words);
    let mut rows = button::grid(DaySpan::USUAL.into_iter().map(tab), 2);
    rows.push(vec![button::button(words, "button-sales-days", ExportAction::Ask { what })]);
    if offer.rows > 0 {
        let form = |format: ExportFormat| Button {
            label: format.as_str().to_uppercase(),
            kind: ButtonKind::Callback(ExportAction::Send { what, span, format }.into()),
        };
        rows.push(vec![form(ExportFormat::Csv), form(ExportFormat::Xlsx)]);
    }
    rows.push(vec![button::button(words, "button-export", ExportAction::Choose), button::admin(words)]);
    let next = words.say(if offer.rows > 0 { "export-form" } else { "export-none" }, &[]);
    html::page(vec![export::caption(&offer.wish, offer.rows, words), next], rows)
}

/// The days are to be typed; `remark` is above.
pub fn ask_export_days(what: ExportKind, remark: Option<String>, words: &Words) -> Page {
    let back = button::button(words, "button-export", ExportAction::Show { what, span: USUAL });
    html::page(vec![remark.unwrap_or_default(), words.say("sales-ask-days", &[])], vec![vec![back]])
}
