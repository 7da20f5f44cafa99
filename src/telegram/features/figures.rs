//! `/today` and `📊`, for admins: the figures of some days, of today first.

use crate::app::SalesReport;
use crate::dialogue::screen::Hint;
use crate::dialogue::{Action, FiguresAction, Step};
use crate::domain::day_span::DaySpan;
use crate::domain::payment_figures::MethodFigures;
use crate::domain::role::Right;
use crate::domain::sales::{FailureKind, SalesFigures, Sold};
use crate::i18n::Words;
use crate::telegram::bot_command::{Audience, BotCommand};
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::view::hint::hint;
use crate::telegram::view::page::{Button, ButtonKind, Page, Photo};
use crate::telegram::view::payment::method;
use crate::telegram::view::toast::Toast;
use crate::telegram::view::{button, chart, html};

/// The command.
pub const TODAY: BotCommand = BotCommand {
    name: "today",
    audience: Audience::Staff(Right::SeeCosts),
    description: "command-today",
    help: Some("help-today"),
    endpoint: || dptree::endpoint(today),
};

/// How many of the best items are named.
const BEST_ITEMS: usize = 5;

/// A button of the figures.
pub async fn press(ctx: UpdateContext, action: FiguresAction) -> HandlerResult {
    match action {
        FiguresAction::Show { span } => show(ctx, span).await,
        FiguresAction::Ask => ask(ctx, None, None),
        FiguresAction::Chart { span } => show_chart(ctx, span).await,
    }
}

/// The figures of today.
pub async fn today(ctx: UpdateContext) -> HandlerResult {
    show(ctx, DaySpan::Today).await
}

async fn show(ctx: UpdateContext, span: DaySpan) -> HandlerResult {
    let report = ctx.app.figures.report(&ctx.settings, span).await?;
    let page = sales_report(span, &report, &ctx.words);
    ctx.reply(&Step::Menu, &page, None)
}

/// Sends the picture below; the figures stay, with new buttons.
async fn show_chart(mut ctx: UpdateContext, span: DaySpan) -> HandlerResult {
    let report = ctx.app.figures.report(&ctx.settings, span).await?;
    let (chart, page) = (sales_chart(span, &report, &ctx.words), sales_report(span, &report, &ctx.words));
    ctx.say_besides(&chart)?;
    ctx.reply(&Step::Menu, &page, None)
}

/// The days were typed.
pub async fn receive_days(ctx: UpdateContext, text: Option<String>) -> HandlerResult {
    match text.map(|text| ctx.app.figures.read(&ctx.settings, &html::clean(&text))) {
        Some(Some(span)) => show(ctx, span).await,
        Some(None) => {
            let remark = ctx.words.say("hint-invalid-days", &[]);
            ask(ctx, Some(remark), None)
        }
        None => show_again(ctx, Some(Hint::TextOnly), None).await,
    }
}

/// Asks for the days again, because something else came.
pub async fn show_again(ctx: UpdateContext, again: Option<Hint>, toast: Option<Toast>) -> HandlerResult {
    let remark = hint(again, &ctx.words);
    ask(ctx, Some(remark), toast)
}

fn ask(ctx: UpdateContext, remark: Option<String>, toast: Option<Toast>) -> HandlerResult {
    let page = ask_days(remark, &ctx.words);
    ctx.reply(&Step::FiguresDays, &page, toast)
}

/// What the orders of some days add up to.
pub fn sales_report(span: DaySpan, report: &SalesReport, words: &Words) -> Page {
    let figures = &report.figures;
    let blocks = vec![
        title(span, report, words),
        orders(figures, report.open, words),
        money(figures, words),
        fees(&figures.payments, words),
        times(figures, words),
        best("sales-best-items", figures.best_items(BEST_ITEMS).into_iter().map(|item| (item.name.as_str(), item.sold)), words),
        best("sales-best-customers", report.customers.iter().map(|(name, sold)| (name.as_str(), *sold)), words),
        failures(&figures.failures_by_count(), words),
    ];
    let mut rows =
        button::grid(DaySpan::USUAL.into_iter().map(|usual| tab(usual, usual == span, FiguresAction::Show { span: usual }, words)), 2);
    let chart = (report.days.len() > 1).then(|| button::button(words, "button-sales-chart", FiguresAction::Chart { span }));
    rows.push(std::iter::once(button::button(words, "button-sales-days", FiguresAction::Ask)).chain(chart).collect());
    rows.push(vec![button::admin(words)]);
    html::page(blocks, rows)
}

/// Turnover and orders of each day as a picture.
pub fn sales_chart(span: DaySpan, report: &SalesReport, words: &Words) -> Page {
    html::photo(vec![title(span, report, words)], Vec::new(), Photo::Chart(chart::chart(&report.days, words)))
}

fn title(span: DaySpan, report: &SalesReport, words: &Words) -> String {
    let (since, last) = (words.date(report.since), words.date(report.last));
    match span {
        DaySpan::Today => words.say("sales-today", &[("since", words.time(report.since).into())]),
        DaySpan::Yesterday => words.say("sales-yesterday", &[("date", since.into())]),
        DaySpan::Last { days } => {
            words.say("sales-last", &[("days", i64::from(days).into()), ("since", since.into()), ("last", last.into())])
        }
        DaySpan::Between { .. } if since == last => words.say("sales-day", &[("date", since.into())]),
        DaySpan::Between { .. } => words.say("sales-between", &[("since", since.into()), ("last", last.into())]),
    }
}

fn orders(figures: &SalesFigures, open: Option<i64>, words: &Words) -> String {
    let ended = [("sales-delivered", figures.delivered), ("sales-failed", figures.failed + figures.cancelled)];
    let line = |(key, count): (&str, i64)| words.say(key, &[("count", count.to_string().into())]);
    let lines = ended.into_iter().chain(open.map(|open| ("sales-open", open))).map(line);
    let rate = figures.success_permille().map(|rate| words.say("sales-rate", &[("rate", words.permille(rate).into())]));
    lines.chain(rate).collect::<Vec<_>>().join("\n")
}

fn money(figures: &SalesFigures, words: &Words) -> String {
    let lines = [("sales-turnover", figures.turnover), ("sales-cost", figures.cost), ("sales-margin", figures.margin())];
    let lines = lines.map(|(key, amount)| words.say(key, &[("amount", amount.into())]));
    format!("{}\n{}", words.say("sales-money", &[]), lines.join("\n"))
}

/// What is not known is said and not guessed.
fn fees(methods: &[MethodFigures], words: &Words) -> String {
    let line = |of: &MethodFigures| {
        let named = [("method", method(of.method, words).into()), ("fee", of.fee.into())];
        let unknown = words.say("sales-fee-unknown-of", &[("count", of.fee_unknown.to_string().into())]);
        match of.fee_unknown {
            0 => html::say(words, "sales-fee-of", &named),
            all if all == of.credited => format!("{} {unknown}", html::say(words, "sales-fee-none-of", &named)),
            _ => format!("{} {unknown}", html::say(words, "sales-fee-of", &named)),
        }
    };
    if methods.is_empty() { String::new() } else { methods.iter().map(line).collect::<Vec<_>>().join("\n") }
}

fn times(figures: &SalesFigures, words: &Words) -> String {
    let (Some(median), Some(p95)) = (figures.delays.within(50), figures.delays.within(95)) else { return String::new() };
    let span = |seconds: i64| words.span(seconds.saturating_mul(1_000)).into();
    words.say("sales-times", &[("median", span(median)), ("p95", span(p95))])
}

fn best<'a>(key: &str, sold: impl Iterator<Item = (&'a str, Sold)>, words: &Words) -> String {
    let line = |(at, (name, sold)): (usize, (&str, Sold))| {
        let place = (at + 1).to_string();
        let args =
            [("place", place.into()), ("name", name.into()), ("count", sold.count.to_string().into()), ("amount", sold.turnover.into())];
        html::say(words, "sales-best", &args)
    };
    let lines: Vec<String> = sold.enumerate().map(line).collect();
    if lines.is_empty() { String::new() } else { format!("{}\n{}", words.say(key, &[]), lines.join("\n")) }
}

fn failures(failures: &[(FailureKind, i64)], words: &Words) -> String {
    let line = |(kind, count): &(FailureKind, i64)| {
        words.say("sales-failure", &[("count", count.to_string().into()), ("why", words.say(why(*kind), &[]).into())])
    };
    let lines: Vec<String> = failures.iter().map(line).collect();
    if lines.is_empty() { String::new() } else { format!("{}\n{}", words.say("sales-failures", &[]), lines.join("\n")) }
}

fn why(kind: FailureKind) -> &'static str {
    match kind {
        FailureKind::Target => "failure-target",
        FailureKind::Item => "failure-item",
        FailureKind::Balance => "failure-balance",
        FailureKind::Vendor => "failure-vendor",
        FailureKind::Refused => "failure-refused",
        FailureKind::Unreachable => "failure-unreachable",
        FailureKind::Provider => "failure-provider",
        FailureKind::NotPlaced => "failure-not-placed",
        FailureKind::Expired => "failure-expired",
        FailureKind::PriceChanged => "failure-price-changed",
    }
}

/// The button of a usual span; the one that is shown is marked.
pub fn tab(span: DaySpan, shown: bool, action: impl Into<Action>, words: &Words) -> Button {
    let name = match span {
        DaySpan::Today => words.say("button-sales-today", &[]),
        DaySpan::Yesterday => words.say("button-sales-yesterday", &[]),
        DaySpan::Last { days } => words.say("button-sales-last", &[("days", i64::from(days).into())]),
        DaySpan::Between { .. } => words.say("button-sales-days", &[]),
    };
    let label = if shown { format!("• {name}") } else { name };
    Button { label, kind: ButtonKind::Callback(action.into()) }
}

/// The days are to be typed; `remark` is above.
pub fn ask_days(remark: Option<String>, words: &Words) -> Page {
    let back = button::button(words, "button-sales-back", FiguresAction::Show { span: DaySpan::Today });
    html::page(vec![remark.unwrap_or_default(), words.say("sales-ask-days", &[])], vec![vec![back]])
}
