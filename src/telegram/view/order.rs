//! An order as its customer sees it.

use crate::dialogue::screen::{Line, Title};
use crate::dialogue::{CustomerMessageAction, OrdersAction, PurchaseAction};
use crate::domain::money::Rupiah;
use crate::domain::order::{Cause, EndReason, Order, OrderId, OrderState, PaidBy, cause};
use crate::i18n::{Value, Words};
use crate::telegram::view::layout::{support, title};
use crate::telegram::view::order_state::{emoji, state};
use crate::telegram::view::page::{Button, ButtonKind, Page, ShopFacts, TextFile};
use crate::telegram::view::{button, html, share};

/// Longest text that a client copies (Bot API, `CopyTextButton`).
const MAX_COPY_CHARS: usize = 256;

/// Most lines of a serial number in a message. Telegram formats at most 100 parts of a message (Bot API, formatting options), and a line
/// that is not formatted can't be copied by a tap.
const MAX_SN_LINES: usize = 80;

/// Room for the headline and the label above a serial number, in UTF-16 units.
const AROUND_SN_UNITS: usize = 200;

/// An order with what makes it readable.
pub struct Subject<'a> {
    pub order: &'a Order,
    pub category: Option<&'a Title>,
    /// The target's fields with their names, if known.
    pub lines: &'a [Line],
    /// What the customer may spend now, for an order paid from the wallet.
    pub available: Option<Rupiah>,
}

/// The card of an order in its present state. If the order has ended, it is short: the message that follows says the rest. If it is being
/// sent without delay, it is as good as being processed.
pub fn card(subject: &Subject, words: &Words, shop: &ShopFacts) -> Page {
    let order = subject.order;
    if order.told.processing && matches!(order.state, OrderState::Queued | OrderState::Sending) {
        let processed = Order { state: OrderState::Pending, ..order.clone() };
        return card(&Subject { order: &processed, ..*subject }, words, shop);
    }
    let headline = headline(order, words);
    if order.state.is_open() {
        return with_headline(headline, subject, words, shop);
    }
    let number = html::say(words, "order-number", &[("number", (&order.number).into())]);
    let rows = vec![vec![ask(order.id.clone(), words)], vec![details(&order.id, words), button::menu(words)]];
    html::page(vec![format!("{headline}\n{number}")], rows)
}

/// The state of an order, as a sign and a word.
pub fn headline(order: &Order, words: &Words) -> String {
    match order.reason {
        Some(EndReason::PriceChanged) => format!("{} <b>{}</b>", sign(order), words.say("state-price-changed", &[])),
        _ => format!("{} <b>{}</b>", sign(order), state(order.state, words)),
    }
}

/// The sign of an order's state. An order whose price changed was not cancelled by anybody.
pub fn sign(order: &Order) -> &'static str {
    if order.reason == Some(EndReason::PriceChanged) { "🏷" } else { emoji(order.state) }
}

/// The card of an order under another headline.
pub fn with_headline(headline: String, subject: &Subject, words: &Words, shop: &ShopFacts) -> Page {
    let order = subject.order;
    let mut rows = Vec::new();
    rows.push(copy_sn(order, words).into_iter().chain(receipt(order, words)).collect());
    let share = share::button(&order.category, Some(&order.sku), &order.item, words, shop).filter(|_| order.state == OrderState::Success);
    rows.push(std::iter::once(ask(order.id.clone(), words)).chain(share).collect());
    let mut last = Vec::new();
    if order.state.is_open() {
        last.push(details(&order.id, words));
    } else {
        last.extend(again(order, words));
    }
    last.push(button::menu(words));
    rows.push(last);
    match sn(order).filter(|_| needs_file(subject, words)) {
        Some(content) => {
            let file = TextFile { name: format!("{}.txt", order.number), content };
            html::document(vec![headline, words.say("order-sn-in-file", &[]), facts(subject, words), money(subject, words)], rows, file)
        }
        None => html::page(vec![headline, facts(subject, words), outcome(order, words, shop), money(subject, words)], rows),
    }
}

/// Whether the serial number is longer, or has more lines, than a message about this order allows, so that it is sent as a document.
pub fn needs_file(subject: &Subject, words: &Words) -> bool {
    let sn = if subject.order.state == OrderState::Success { sn(subject.order) } else { None };
    sn.is_some_and(|sn| {
        let units = html::shown_units(&facts(subject, words)) + sn.encode_utf16().count() + AROUND_SN_UNITS;
        units > html::MAX_TEXT_UNITS || sn.lines().count() > MAX_SN_LINES
    })
}

/// Number, item, target, price and time.
pub fn facts(subject: &Subject, words: &Words) -> String {
    let order = subject.order;
    let mut lines = vec![html::say(words, "order-number", &[("number", (&order.number).into())])];
    lines.extend(subject.category.map(|category| html::safe(&title(category, words), html::MAX_VALUE_CHARS)));
    lines.push(html::say(words, "order-item", &[("item", (&order.item).into())]));
    lines.extend(target(subject, words));
    lines.push(html::say(words, "order-price", &[("price", order.price.into())]));
    lines.push(html::say(words, "order-time", &[("time", words.time(order.created_at).into())]));
    lines.join("\n")
}

fn target(subject: &Subject, words: &Words) -> Vec<String> {
    if !subject.lines.is_empty() {
        return subject.lines.iter().map(|line| html::code_line(words.pick(&line.label), words.pick(&line.value))).collect();
    }
    let values: Vec<String> = subject.order.answers.iter().map(|answer| html::code(&answer.value)).collect();
    if values.is_empty() { Vec::new() } else { vec![format!("{} {}", words.say("order-target", &[]), values.join(" "))] }
}

/// How it ended, or what comes next.
pub fn outcome(order: &Order, words: &Words, shop: &ShopFacts) -> String {
    match order.state {
        OrderState::Queued | OrderState::Sending => words.say("order-next-queued", &[]),
        OrderState::Pending if order.told.customer_slow => html::say(words, "order-next-slow", &whom(order, shop)),
        OrderState::Pending => words.say("order-next-pending", &[]),
        OrderState::Uncertain => support("order-next-uncertain", words, shop),
        OrderState::Success => sn(order).map_or_else(|| no_sn(order, words, shop), |sn| html::labelled(&words.say("order-sn", &[]), &sn)),
        OrderState::Failed | OrderState::Cancelled => failure(order, words, shop),
    }
}

/// What becomes of a serial number that is not there.
fn no_sn(order: &Order, words: &Words, shop: &ShopFacts) -> String {
    if order.told.sn_missing { support("order-sn-missing", words, shop) } else { words.say("order-sn-follows", &[]) }
}

/// Of an order paid from the wallet: where its price is.
pub fn money(subject: &Subject, words: &Words) -> String {
    let order = subject.order;
    let say = |key| html::say(words, key, &[("price", order.price.into())]);
    match (order.paid_by, order.state) {
        (PaidBy::Shop, _) | (PaidBy::Wallet, OrderState::Success) => String::new(),
        (PaidBy::Wallet, OrderState::Failed | OrderState::Cancelled) => {
            let balance = subject.available.map(|balance| html::say(words, "order-balance", &[("balance", balance.into())]));
            [Some(say("order-released")), balance].into_iter().flatten().collect::<Vec<_>>().join("\n")
        }
        (PaidBy::Wallet, _) => say("order-held"),
    }
}

fn failure(order: &Order, words: &Words, shop: &ShopFacts) -> String {
    let why = order.reason.as_ref().map_or_else(|| words.say("reason-unknown", &[]), |reason| reason_text(reason, words));
    let next = match order.reason {
        Some(EndReason::PriceChanged) => words.say("order-next-price-changed", &[]),
        _ => html::say(words, "order-next-failed", &whom(order, shop)),
    };
    format!("{why}\n{next}")
}

/// The support contact, and the number to mention.
fn whom<'a>(order: &'a Order, shop: &'a ShopFacts) -> [(&'static str, Value<'a>); 2] {
    [("number", (&order.number).into()), ("support", (&shop.support).into())]
}

/// Why an order ended without success, for its customer: in our words only, and never about our provider balance, key or address.
pub fn reason_text(reason: &EndReason, words: &Words) -> String {
    use crate::domain::order::Refusal as R;
    let key = match reason {
        EndReason::Refused(R::InsufficientBalance | R::Key | R::Ip | R::Method | R::MissingFields) => "reason-our-side",
        EndReason::Refused(R::ItemUnavailable) => "reason-item",
        EndReason::Refused(R::TargetRejected) => "reason-target",
        EndReason::Refused(R::BadRequest) => "reason-bad-request",
        EndReason::Refused(R::NotFound) => "reason-not-found",
        EndReason::Refused(R::VendorDepleted) => "reason-out-of-stock",
        EndReason::Unreachable => "reason-unreachable",
        EndReason::Busy => "reason-busy",
        EndReason::Provider(remark) => match remark.as_deref().map_or(Cause::Unknown, cause) {
            Cause::Balance | Cause::Fields => "reason-our-side",
            Cause::Item => "reason-item",
            Cause::Target => "reason-target",
            Cause::Unknown => "reason-provider",
        },
        EndReason::NotPlaced => "reason-not-placed",
        EndReason::Expired => "reason-expired",
        EndReason::PriceChanged => "reason-price-changed",
        EndReason::Unavailable => "reason-unavailable",
    };
    words.say(key, &[])
}

/// The serial number as it is shown and copied, if it has a visible character.
fn sn(order: &Order) -> Option<String> {
    order.sn.as_deref().map(html::visible).filter(|sn| !sn.is_empty())
}

/// The button that copies the serial number, if Telegram can copy all of it.
pub fn copy_sn(order: &Order, words: &Words) -> Option<Button> {
    let sn = sn(order).filter(|sn| order.state == OrderState::Success && sn.encode_utf16().count() <= MAX_COPY_CHARS)?;
    Some(Button { label: words.say("button-copy-sn", &[]), kind: ButtonKind::CopyText(sn) })
}

/// The receipt of a delivered order, to show to others.
pub fn receipt(order: &Order, words: &Words) -> Option<Button> {
    let receipt = || button::button(words, "button-receipt", OrdersAction::Receipt { order: order.id.clone() });
    (order.state == OrderState::Success).then(receipt)
}

/// Order the same again: of an order that has ended, unless a new price for it is waiting anyway.
pub fn again(order: &Order, words: &Words) -> Option<Button> {
    let ended = !order.state.is_open() && order.reason != Some(EndReason::PriceChanged);
    ended.then(|| button::button(words, "button-again", PurchaseAction::Again { order: order.id.clone() }))
}

/// The customer asks the shop about it.
pub fn ask(order: OrderId, words: &Words) -> Button {
    button::button(words, "button-ask-shop", CustomerMessageAction::Ask { order })
}

/// To the order with its history.
pub fn details(order: &OrderId, words: &Words) -> Button {
    button::button(words, "button-details", OrdersAction::Detail { order: order.clone(), page: 0 })
}
