//! `/bills`, for admins: the payment desk. What is open, what waits for a decision, what a number belongs to, and the figures of each method,
//! in one message.

use crate::app::{BillFile, DeskFound, SpanFigures};
use crate::dialogue::screen::Hint;
use crate::dialogue::{BillList, BillsAction, CustomersAction, PayoutAction, ProofKey, PurchaseAction, Step, UnmatchedAction};
use crate::domain::bill::{Bill, BillId, BillState};
use crate::domain::payment::{Payment, PaymentsWaiting};
use crate::domain::payment_figures::MethodFigures;
use crate::domain::payout::Payout;
use crate::domain::role::Right;
use crate::i18n::Words;
use crate::telegram::bot_command::{Audience, BotCommand};
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::features::{payout, proof, unmatched};
use crate::telegram::view::bill::{self, money};
use crate::telegram::view::hint::hint;
use crate::telegram::view::page::{Button, ButtonKind, Page};
use crate::telegram::view::payment::{self, bill_state, method};
use crate::telegram::view::toast::Toast;
use crate::telegram::view::{access, button, html};

/// The command.
pub const BILLS: BotCommand = BotCommand {
    name: "bills",
    audience: Audience::PaymentStaff(Right::Look),
    description: "command-bills",
    help: Some("help-bills"),
    endpoint: || dptree::endpoint(overview),
};

/// Bills, payments or payouts on one page.
pub const PER_PAGE: usize = 8;
/// Longest of a bill's words from its method, in characters.
const MAX_WORD_CHARS: usize = 100;
/// The method is being asked.
const LOOKING: Toast = Toast::new("toast-bill-looking");

/// A button of the payment desk.
pub async fn press(ctx: UpdateContext, action: BillsAction) -> HandlerResult {
    match action {
        BillsAction::Overview => overview(ctx).await,
        BillsAction::List { list, page } => show_list(ctx, list, page).await,
        BillsAction::Search => ask(ctx, None, None),
        BillsAction::Figures => show_figures(ctx).await,
        BillsAction::Bill { bill } => show_bill(ctx, &bill, None).await,
        BillsAction::Look { bill } => look(ctx, &bill).await,
        BillsAction::Proof { bill } => show_proof(ctx, &bill).await,
    }
}

async fn overview(ctx: UpdateContext) -> HandlerResult {
    let waiting = ctx.app.desk.waiting().await?;
    let page = desk(&waiting, &ctx.words);
    ctx.update(&Step::Menu, &page, None)
}

async fn show_list(ctx: UpdateContext, list: BillList, page: usize) -> HandlerResult {
    let desk = &ctx.app.desk;
    let (rows, count) = match list {
        BillList::Open | BillList::Review => {
            let (bills, count) = desk.bills(list == BillList::Review, page, PER_PAGE).await?;
            (bills.iter().map(|bill| bill_button(bill, &ctx.words)).collect::<Vec<_>>(), count)
        }
        BillList::Unmatched => {
            let (payments, count) = desk.unmatched(page, PER_PAGE).await?;
            (payments.iter().map(|payment| payment_button(payment, &ctx.words)).collect(), count)
        }
        BillList::Payouts => {
            let (payouts, count) = desk.payouts(page, PER_PAGE).await?;
            (payouts.iter().map(|payout| payout_button(payout, &ctx.words)).collect(), count)
        }
    };
    let pages = (page, count.div_ceil(PER_PAGE).max(1));
    let page = listed(list, rows, pages, count, &ctx.words);
    ctx.update(&Step::Menu, &page, None)
}

/// A bill's page.
pub async fn show_bill(ctx: UpdateContext, id: &BillId, toast: Option<Toast>) -> HandlerResult {
    let Some(file) = ctx.app.desk.bill(id).await? else { return ctx.toast_only(Toast::STALE_BUTTON) };
    let page = bill_page(&file, &ctx.words);
    ctx.update(&Step::Menu, &page, toast)
}

async fn look(mut ctx: UpdateContext, id: &BillId) -> HandlerResult {
    let (app, admin) = (ctx.app.clone(), ctx.user_id());
    let looks = app.desk.look_now(admin, id, &mut ctx.effects).await?;
    show_bill(ctx, id, Some(if looks { LOOKING } else { Toast::STALE_BUTTON })).await
}

/// The last photo that was sent for a bill, with the buttons that decide about it, as a new message.
async fn show_proof(ctx: UpdateContext, id: &BillId) -> HandlerResult {
    let proof = ctx.app.desk.bill(id).await?.and_then(|file| file.proofs.into_iter().last());
    match proof {
        Some(last) => proof::show_below(ctx, ProofKey { bill: last.bill, picture: last.picture }).await,
        None => ctx.toast_only(Toast::STALE_BUTTON),
    }
}

async fn show_figures(ctx: UpdateContext) -> HandlerResult {
    let spans = ctx.app.figures.of_payments(&ctx.settings).await?;
    let page = figures(&spans, &ctx.words);
    ctx.update(&Step::Menu, &page, None)
}

/// What a bill, a payment or a payout is found by.
pub async fn find(ctx: UpdateContext, found: DeskFound) -> HandlerResult {
    match found {
        DeskFound::Bill(bill) => show_bill(ctx, &bill, None).await,
        DeskFound::Payment { method, id } => {
            let file = ctx.app.unmatched.find(&ctx.settings, method, &id).await?;
            let Some(file) = file else { return ctx.toast_only(Toast::STALE_BUTTON) };
            let page = unmatched::card(&file, &ctx.words);
            ctx.reply(&Step::Menu, &page, None)
        }
        DeskFound::Payout(id) => payout::show(ctx, &id, None).await,
    }
}

/// A number was typed.
pub async fn receive(ctx: UpdateContext, text: Option<String>) -> HandlerResult {
    let remark = match text.as_deref().map(html::clean) {
        Some(text) => match ctx.app.desk.find(&text).await? {
            Some(found) => return find(ctx, found).await,
            None => html::say(&ctx.words, "bills-not-found", &[("text", text.into())]),
        },
        None => hint(Some(Hint::TextOnly), &ctx.words),
    };
    ask(ctx, Some(remark), None)
}

/// Asks for the number again, because something else came.
pub async fn show_again(ctx: UpdateContext, again: Option<Hint>, toast: Option<Toast>) -> HandlerResult {
    let remark = hint(again, &ctx.words);
    ask(ctx, Some(remark), toast)
}

fn ask(ctx: UpdateContext, remark: Option<String>, toast: Option<Toast>) -> HandlerResult {
    let page = ask_number(remark, &ctx.words);
    ctx.reply(&Step::BillSearch, &page, toast)
}

/// The desk: how much waits.
pub fn desk(waiting: &PaymentsWaiting, words: &Words) -> Page {
    let lists = [
        (BillList::Open, "button-bills-open", waiting.open),
        (BillList::Review, "button-bills-review", waiting.review),
        (BillList::Unmatched, "button-bills-unmatched", waiting.unmatched),
        (BillList::Payouts, "button-bills-payouts", waiting.payouts),
    ];
    let list = |(list, key, count): (BillList, &str, i64)| Button {
        label: words.say(key, &[("count", count.to_string().into())]),
        kind: ButtonKind::Callback(BillsAction::List { list, page: 0 }.into()),
    };
    let mut rows = button::grid(lists.into_iter().map(list), 2);
    rows.push(vec![
        button::button(words, "button-bills-search", BillsAction::Search),
        button::button(words, "button-bills-figures", BillsAction::Figures),
    ]);
    rows.push(vec![button::admin(words)]);
    let since = waiting.since.map(|at| html::say(words, "bills-waiting-since", &[("time", words.time(at).into())]));
    html::page(vec![words.say("bills-title", &[]), since.unwrap_or_else(|| words.say("bills-nothing-waits", &[]))], rows)
}

/// One of the lists.
pub fn listed(list: BillList, items: Vec<Button>, pages: (usize, usize), count: usize, words: &Words) -> Page {
    let key = match list {
        BillList::Open => "bills-open",
        BillList::Review => "bills-review",
        BillList::Unmatched => "bills-unmatched",
        BillList::Payouts => "bills-payouts",
    };
    let title = words.say(key, &[("count", i64::try_from(count).unwrap_or(i64::MAX).into())]);
    let mut rows: Vec<Vec<Button>> = items.into_iter().map(|item| vec![item]).collect();
    rows.push(button::turn(pages, |page| BillsAction::List { list, page }));
    rows.push(vec![button::bills(words), button::menu(words)]);
    let empty = if count == 0 { words.say("bills-none", &[]) } else { String::new() };
    html::page(vec![title, empty, button::page_number(pages, words)], rows)
}

/// A bill in a list.
pub fn bill_button(bill: &Bill, words: &Words) -> Button {
    let name = format!("{} · {}", bill.number, bill_state(bill.state, words));
    button::priced(&name, bill.amount, BillsAction::Bill { bill: bill.id.clone() })
}

/// An unmatched payment in a list.
pub fn payment_button(payment: &Payment, words: &Words) -> Button {
    let name = format!("{} · {} · {}", money(payment.received, payment.unit, words), method(payment.method, words), payment.id);
    button::named(&name, &payment.id, UnmatchedAction::Show { key: payment::key(payment) })
}

/// A payout in a list.
pub fn payout_button(payout: &Payout, words: &Words) -> Button {
    let name = format!("{} · {}", payout.number, method(payout.method, words));
    button::priced(&name, payout.amount, PayoutAction::Show { payout: payout.id.clone() })
}

/// Everything about a bill.
pub fn bill_page(file: &BillFile, words: &Words) -> Page {
    let BillFile { bill, person, payments, proofs } = file;
    let time = |key, at| html::say(words, key, &[("time", words.time(at).into())]);
    let mut facts = vec![
        html::say(words, "bill-page-state", &[("state", bill_state(bill.state, words).into())]),
        html::say(words, "bill-page-asked", &[("asked", bill::amount(bill, words).into()), ("amount", bill.amount.into())]),
        html::say(words, "bill-page-method", &[("method", method(bill.method, words).into())]),
    ];
    facts.extend(bill.reference.as_ref().map(|reference| html::say(words, "bill-page-reference", &[("reference", reference.into())])));
    let mut times = vec![time("bill-page-created", bill.created_at), time("bill-page-until", bill.expires_at)];
    times.extend(bill.ended_at.map(|at| time("bill-page-ended", at)));
    times.extend(bill.looked_at.map(|at| time("bill-page-looked", at)));
    let word = bill.word.as_deref().map(html::clean).filter(|word| !word.is_empty());
    times.extend(word.map(|word| html::say(words, "bill-page-word", &[("word", html::cut(&word, MAX_WORD_CHARS).into())])));
    let who = person.as_ref().map(|person| access::who(person, words)).unwrap_or_default();
    let title = html::say(words, "bill-title", &[("number", (&bill.number).into())]);
    let blocks = vec![title, facts.join("\n"), who, times.join("\n"), came(payments, words)];
    html::page(blocks, bill_rows(bill, payments, !proofs.is_empty(), words))
}

fn came(payments: &[Payment], words: &Words) -> String {
    let line = |payment: &Payment| {
        let became = payment::decided(payment, None, words).unwrap_or_else(|| payment::why(payment, words));
        let args = [("amount", money(payment.received, payment.unit, words).into()), ("time", words.time(payment.seen_at).into())];
        format!("{}\n{became}", html::say(words, "bill-page-payment", &args))
    };
    payments.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn bill_rows(bill: &Bill, payments: &[Payment], has_proof: bool, words: &Words) -> Vec<Vec<Button>> {
    let id = || bill.id.clone();
    let mut rows: Vec<Vec<Button>> =
        payments.iter().filter(|payment| payment.is_unmatched()).map(|payment| vec![payment_button(payment, words)]).collect();
    if has_proof {
        rows.push(vec![button::button(words, "button-bill-proof", BillsAction::Proof { bill: id() })]);
    }
    let looked_at = matches!(bill.state, BillState::Waiting | BillState::Expired | BillState::Cancelled);
    if looked_at && bill.method.can_be_asked() {
        rows.push(vec![button::button(words, "button-bill-look", BillsAction::Look { bill: id() })]);
    }
    rows.push(vec![button::button(words, "button-customer", CustomersAction::Show { user: bill.user_id }), button::bills(words)]);
    rows
}

/// The figures of each method, for today and before.
pub fn figures(spans: &[SpanFigures], words: &Words) -> Page {
    let span = |span: &SpanFigures| {
        let title = match span.days {
            1 => words.say("figures-today", &[]),
            days => words.say("figures-days", &[("days", i64::from(days).into())]),
        };
        let methods = span.methods.iter().map(|figures| of_method(figures, words));
        let lines: Vec<String> = std::iter::once(title).chain(methods).collect();
        if span.methods.is_empty() { format!("{}\n{}", lines.join("\n"), words.say("figures-none", &[])) } else { lines.join("\n") }
    };
    let mut blocks = vec![words.say("figures-title", &[])];
    blocks.extend(spans.iter().map(span));
    html::page(blocks, vec![vec![button::bills(words), button::menu(words)]])
}

fn of_method(figures: &MethodFigures, words: &Words) -> String {
    let named =
        [("method", method(figures.method, words).into()), ("count", figures.credited.to_string().into()), ("gross", figures.gross.into())];
    let mut parts = vec![html::say(words, "figures-method", &named)];
    // What is not known is said and not guessed.
    if figures.credited > 0 && figures.fee_unknown == 0 {
        parts.push(html::say(words, "figures-fee", &[("fee", figures.fee.into()), ("net", (figures.gross - figures.fee).into())]));
    } else if figures.credited > 0 {
        parts.push(html::say(words, "figures-fee-unknown", &[("count", figures.fee_unknown.to_string().into())]));
    }
    parts.extend(figures.delays.within(50).zip(figures.delays.within(95)).map(|(median, p95)| {
        let span = |seconds: i64| words.span(seconds.saturating_mul(1_000)).into();
        html::say(words, "figures-delay", &[("median", span(median)), ("p95", span(p95))])
    }));
    if figures.unmatched > 0 {
        parts.push(html::say(words, "figures-unmatched", &[("count", figures.unmatched.to_string().into())]));
    }
    parts.join(" · ")
}

/// The number is to be typed; `remark` is above.
pub fn ask_number(remark: Option<String>, words: &Words) -> Page {
    let cancel = button::button(words, "button-cancel", PurchaseAction::Cancel);
    html::page(vec![remark.unwrap_or_default(), words.say("bills-ask-number", &[])], vec![vec![cancel]])
}
