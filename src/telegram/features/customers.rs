//! `/find` and `/customers`, for admins: orders and customers by what they are called, a customer's page, and adding to a wallet or taking from it in three steps. Rights are checked at
//! every step.

use crate::app::{Allowance, Customer, MoveByHand};
use crate::dialogue::screen::Hint;
use crate::dialogue::{
    AccessAction, AdminMessageAction, CustomerTermsAction, CustomersAction, DecidedOn, OpenedFrom, PayoutAction, PurchaseAction,
    RolesAction, Step,
};
use crate::domain::access::{AccessGate, AccessStatus, OwnLimits, access_gate};
use crate::domain::grapheme;
use crate::domain::message::ConversationKey;
use crate::domain::money::Rupiah;
use crate::domain::order::Order;
use crate::domain::order_filter::OrderFilter;
use crate::domain::person::Person;
use crate::domain::role::Right;
use crate::domain::time::Millis;
use crate::domain::wallet::{ByHand, MIN_REASON_CHARS};
use crate::i18n::Words;
use crate::telegram::bot_command::{Audience, BotCommand};
use crate::telegram::command::Command;
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::features::{admin_orders, bills, purchase};
use crate::telegram::view::hint::hint;
use crate::telegram::view::layout::line;
use crate::telegram::view::page::{Button, Page, ShopFacts};
use crate::telegram::view::price::tier_line;
use crate::telegram::view::toast::Toast;
use crate::telegram::view::{access, button, html, payment};

/// The command.
pub const FIND: BotCommand = BotCommand {
    name: "find",
    audience: Audience::Staff(Right::Look),
    description: "command-find",
    help: Some("help-find"),
    endpoint: || dptree::endpoint(|ctx: UpdateContext, command: Command| find(ctx, command.argument)),
};

/// `/customers`: everybody whom the bot met.
pub const CUSTOMERS: BotCommand = BotCommand {
    name: "customers",
    audience: Audience::Staff(Right::Look),
    description: "command-customers",
    help: Some("help-customers"),
    endpoint: || dptree::endpoint(|ctx: UpdateContext| list(ctx, 0)),
};

/// Customers on one page.
pub const CUSTOMERS_PER_PAGE: usize = 8;
/// Longest text that is searched by, in characters: no name, number or target is longer.
const MAX_SEARCH_CHARS: usize = 128;
/// Longest reason, in characters.
const MAX_REASON_CHARS: usize = 200;

/// Why the amount or the reason is asked for again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remark {
    /// What any page may say.
    Hint(Hint),
    /// The typed text is no amount.
    InvalidAmount,
    /// The typed reason is too short or too long.
    InvalidReason,
    /// The admin may not do it; never [`Allowance::Allowed`].
    Refused(Allowance),
}

impl Remark {
    fn text(self, words: &Words) -> String {
        match self {
            Self::Hint(shared) => hint(Some(shared), words),
            Self::InvalidAmount => words.say("hint-invalid-amount", &[]),
            Self::InvalidReason => words.say("hint-invalid-reason", &[]),
            Self::Refused(allowance) => refusal(allowance, words),
        }
    }
}

/// A button about a customer.
pub async fn press(ctx: UpdateContext, action: CustomersAction) -> HandlerResult {
    match action {
        CustomersAction::List { page } => list(ctx, page).await,
        CustomersAction::Search { text } => find(ctx, text).await,
        CustomersAction::Show { user } => show(ctx, user, None).await,
        CustomersAction::AskAmount { user, what } => ask(ctx, Step::Amount { user, what }, None, None).await,
        CustomersAction::Move { user, what, amount, reason } => move_by_hand(ctx, MoveByHand { user, what, amount, reason }).await,
    }
}

/// The orders and the customers that an admin searches by `text`: the page of the only one, or a list of them.
async fn find(ctx: UpdateContext, text: String) -> HandlerResult {
    let text = grapheme::start(&html::clean(&text), MAX_SEARCH_CHARS).to_owned();
    if text.is_empty() {
        let page = line("find-whom", &[], &ctx.words);
        return ctx.reply(&Step::Menu, &page, None);
    }
    if let Some(found) = ctx.app.desk.find(&text).await? {
        return bills::find(ctx, found).await;
    }
    let people = ctx.app.wallets.find_people(&text).await?;
    let orders = ctx.app.orders.search(&text).await?;
    match (orders.as_slice(), people.as_slice()) {
        ([order], []) => admin_orders::show(ctx, order.id.clone(), OpenedFrom::List { filter: OrderFilter::All, page: 0 }).await,
        ([], [person]) => show(ctx, person.id, None).await,
        (orders, people) => {
            let page = found(orders, people, &text, ctx.now, &ctx.words);
            ctx.reply(&Step::Menu, &page, None)
        }
    }
}

/// Everybody whom the bot met, the newest first.
async fn list(ctx: UpdateContext, page: usize) -> HandlerResult {
    let (people, count) = ctx.app.access.people(page, CUSTOMERS_PER_PAGE).await?;
    let pages = (page, count.div_ceil(CUSTOMERS_PER_PAGE).max(1));
    let page = customers(&people, pages, count, &ctx.words);
    ctx.reply(&Step::Menu, &page, None)
}

async fn show(ctx: UpdateContext, user: i64, toast: Option<Toast>) -> HandlerResult {
    let Some(person) = ctx.app.access.person(user).await? else { return ctx.toast_only(Toast::STALE_BUTTON) };
    show_person(ctx, person, toast).await
}

/// The page of somebody as they are once what was just decided is written.
pub async fn show_person(ctx: UpdateContext, person: Person, toast: Option<Toast>) -> HandlerResult {
    let Some(found) = ctx.app.wallets.customer(person.id).await? else { return ctx.toast_only(Toast::STALE_BUTTON) };
    let decider = match &person.decision {
        Some(decision) if decision.admin == ctx.user_id() => Some(ctx.session.person.clone()),
        _ => ctx.app.access.decider(&person).await?,
    };
    let acts = Acts {
        // Of the access of somebody with a role there is nothing to decide.
        is_staff: ctx.app.admins.role(person.id).is_some(),
        gate: access_gate(ctx.settings.mode, person.access, false),
    };
    let page = customer(&Customer { person, ..found }, decider.as_ref(), acts, &ctx.words, &ctx.shop);
    ctx.reply(&Step::Menu, &page, toast)
}

/// The amount was typed.
pub async fn receive_amount(ctx: UpdateContext, user: i64, what: ByHand, text: Option<String>) -> HandlerResult {
    let again = Step::Amount { user, what };
    let Some(text) = text else { return ask(ctx, again, Some(Remark::Hint(Hint::TextOnly)), None).await };
    let Some(amount) = Rupiah::read(&text) else { return ask(ctx, again, Some(Remark::InvalidAmount), None).await };
    match ctx.app.wallets.allowance(&ctx.settings, ctx.user_id(), user, what, amount).await? {
        Allowance::Allowed => ask(ctx, Step::Reason { user, what, amount }, None, None).await,
        refused => ask(ctx, again, Some(Remark::Refused(refused)), None).await,
    }
}

/// The reason was typed: everything is shown once more before it counts.
pub async fn receive_reason(ctx: UpdateContext, user: i64, what: ByHand, amount: Rupiah, text: Option<String>) -> HandlerResult {
    let again = Step::Reason { user, what, amount };
    let Some(text) = text else { return ask(ctx, again, Some(Remark::Hint(Hint::TextOnly)), None).await };
    let reason = html::clean(&text);
    if !(MIN_REASON_CHARS..=MAX_REASON_CHARS).contains(&reason.chars().count()) {
        return ask(ctx, again, Some(Remark::InvalidReason), None).await;
    }
    if !is_allowed(&ctx) {
        return purchase::show_menu(ctx, None).await;
    }
    let Some(found) = ctx.app.wallets.customer(user).await? else { return purchase::show_menu(ctx, None).await };
    let wish = MoveByHand { user, what, amount, reason };
    let page = confirm_move(&found, &wish, &ctx.words);
    ctx.reply(&Step::Menu, &page, None)
}

/// Asks for the amount or the reason again, because something else came.
pub async fn show_again(ctx: UpdateContext, step: Step, hint: Option<Hint>, toast: Option<Toast>) -> HandlerResult {
    ask(ctx, step, hint.map(Remark::Hint), toast).await
}

/// Asks for the input of `step`. Shows the menu instead if the person may not change wallets (any more).
async fn ask(ctx: UpdateContext, step: Step, remark: Option<Remark>, toast: Option<Toast>) -> HandlerResult {
    let (Step::Amount { user, .. } | Step::Reason { user, .. }) = step else { return purchase::show_menu(ctx, None).await };
    if !is_allowed(&ctx) {
        return purchase::show_menu(ctx, None).await;
    }
    let Some(found) = ctx.app.wallets.customer(user).await? else { return purchase::show_menu(ctx, None).await };
    let page = match step {
        Step::Reason { what, amount, .. } => ask_reason(&found, what, amount, remark, &ctx.words),
        Step::Amount { what, .. } => ask_amount(&found, what, remark, &ctx.words),
        _ => return purchase::show_menu(ctx, None).await,
    };
    ctx.reply(&step, &page, toast)
}

/// Whether this person may change wallets now.
fn is_allowed(ctx: &UpdateContext) -> bool {
    ctx.session.may(Right::MoveMoney) && ctx.settings.wallet.enabled
}

async fn move_by_hand(mut ctx: UpdateContext, wish: MoveByHand) -> HandlerResult {
    let (app, admin) = (ctx.app.clone(), ctx.user_id());
    // A press that counts belongs to a keyboard.
    let Some(press) = ctx.keyboard.as_ref().map(|keyboard| keyboard.token.clone()) else { return ctx.toast_only(Toast::STALE_BUTTON) };
    let Some(before) = app.wallets.customer(wish.user).await? else { return ctx.toast_only(Toast::STALE_BUTTON) };
    let allowance = app.wallets.move_by_hand(&ctx.settings, admin, wish.clone(), &press, &mut ctx.effects).await?;
    let page = match allowance {
        Allowance::Allowed => moved(&before, &wish, &ctx.words),
        refused => not_moved(refused, wish.user, &ctx.words),
    };
    ctx.reply(&Step::Menu, &page, None)
}

/// Several orders and people, or nothing.
pub fn found(orders: &[Order], people: &[Person], text: &str, now: Millis, words: &Words) -> Page {
    let key = if people.is_empty() && orders.is_empty() { "find-nothing" } else { "find-several" };
    let from = || OpenedFrom::Search { text: text.to_owned() };
    let mut rows: Vec<_> = orders.iter().map(|order| vec![admin_orders::order_button(order, from(), now, words)]).collect();
    let person = |person: &Person| {
        let name = person.username.as_ref().map_or_else(|| person.name.clone(), |username| format!("{} @{username}", person.name));
        let name = Some(html::clean(&name)).filter(|name| !name.is_empty()).unwrap_or_else(|| person.id.to_string());
        vec![button::named(&format!("👤 {name}"), "👤", CustomersAction::Show { user: person.id })]
    };
    rows.extend(people.iter().map(person));
    html::page(vec![html::say(words, key, &[("text", text.into())])], rows)
}

/// Everybody, each with a button to their page.
pub fn customers(people: &[Person], pages: (usize, usize), count: usize, words: &Words) -> Page {
    let person = |person: &Person| {
        let name = format!("{} {}", sign(person.access), html::clean(&person.name));
        let name = person.username.as_ref().map_or_else(|| name.clone(), |username| format!("{name} @{username}"));
        vec![button::named(&name, &person.id.to_string(), CustomersAction::Show { user: person.id })]
    };
    let mut rows: Vec<_> = people.iter().map(person).collect();
    rows.push(button::turn(pages, |page| CustomersAction::List { page }));
    rows.push(vec![button::admin(words)]);
    let title = words.say("customers-title", &[("count", i64::try_from(count).unwrap_or(i64::MAX).into())]);
    html::page(vec![title, words.say("customers-find", &[]), button::page_number(pages, words)], rows)
}

fn sign(access: AccessStatus) -> &'static str {
    match access {
        AccessStatus::Unknown => "👤",
        AccessStatus::Requested => "⏳",
        AccessStatus::Approved => "✅",
        AccessStatus::Rejected | AccessStatus::Blocked => "🚫",
    }
}

/// What an admin may do about a customer's access.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acts {
    pub is_staff: bool,
    pub gate: AccessGate,
}

/// The buttons that change somebody's access; each of them can be taken back by another.
fn access_buttons(person: &Person, acts: Acts, words: &Words) -> Vec<Vec<Button>> {
    if acts.is_staff {
        return Vec::new();
    }
    let user = person.id;
    let approve = || button::button(words, "button-approve", AccessAction::Decide { user, approve: true, on: DecidedOn::Customer });
    let block = || button::button(words, "button-block", AccessAction::AskBlock { user });
    let undo = access::undo(person, DecidedOn::Customer, words);
    let buttons = match person.access {
        AccessStatus::Blocked => vec![button::button(words, "button-unblock", AccessAction::Unblock { user })],
        AccessStatus::Rejected => std::iter::once(approve()).chain(undo).collect(),
        AccessStatus::Approved => std::iter::once(block()).chain(undo).collect(),
        AccessStatus::Unknown | AccessStatus::Requested if acts.gate == AccessGate::Open => vec![block()],
        AccessStatus::Unknown | AccessStatus::Requested => vec![approve(), block()],
    };
    vec![buttons]
}

/// A customer, with the buttons that change their access, and the wallet while it is on.
pub fn customer(customer: &Customer, decider: Option<&Person>, acts: Acts, words: &Words, shop: &ShopFacts) -> Page {
    let access_status = words.say(
        match customer.person.access {
            AccessStatus::Unknown => "access-status-unknown",
            AccessStatus::Requested => "access-status-requested",
            AccessStatus::Approved => "access-status-approved",
            AccessStatus::Rejected => "access-status-rejected",
            AccessStatus::Blocked => "access-status-blocked",
        },
        &[],
    );
    let orders = [("orders", customer.orders.to_string().into()), ("spent", customer.spent.into())];
    let mut facts = vec![
        access::who(&customer.person, words),
        html::mention(&words.say("customer-profile", &[]), customer.person.id),
        html::say(words, "customer-access", &[("access", access_status.into())]),
    ];
    facts.extend(customer.since.map(|since| html::say(words, "customer-since", &[("time", words.time(since).into())])));
    let chosen = customer.person.chosen.as_ref().map(|locale| words.of(locale).say("language-name", &[]));
    facts.extend(chosen.map(|language| html::say(words, "customer-language", &[("language", language.into())])));
    facts.push(html::say(words, "customer-orders", &orders));
    facts.extend(customer.person.tier.as_deref().map(|tier| tier_line(Some(tier), words)));
    facts.extend((customer.person.limits != OwnLimits::default()).then(|| words.say("customer-own-limits", &[])));
    let mut rows = access_buttons(&customer.person, acts, words);
    if shop.wallet {
        facts.push(payment::funds(customer.balance, words));
        let user = customer.person.id;
        let ask = |key, what| button::button(words, key, CustomersAction::AskAmount { user, what });
        rows.push(vec![ask("button-grant", ByHand::Grant), ask("button-take", ByHand::Take)]);
        rows.push(vec![button::button(words, "button-payout", PayoutAction::AskAmount { user })]);
    }
    let user = customer.person.id;
    rows.push(vec![
        button::button(words, "button-own-limits", CustomerTermsAction::Limits { user }),
        button::button(words, "button-own-tier", CustomerTermsAction::Tiers { user, page: 0 }),
    ]);
    rows.push(vec![
        button::button(words, "button-message", AdminMessageAction::Write { to: ConversationKey { user, order: None } }),
        button::button(words, "button-role", RolesAction::Choose { user }),
    ]);
    rows.push(vec![button::menu(words)]);
    let decided = customer.person.decision.as_ref().and_then(|_| access::decided(&customer.person, decider, words)).unwrap_or_default();
    html::page(vec![words.say("customer-title", &[]), facts.join("\n"), decided], rows)
}

/// First step: the amount is to be typed.
pub fn ask_amount(customer: &Customer, what: ByHand, remark: Option<Remark>, words: &Words) -> Page {
    let key = match what {
        ByHand::Grant => "grant-ask-amount",
        ByHand::Take => "take-ask-amount",
    };
    let facts = format!("{}\n{}", access::who(&customer.person, words), payment::funds(customer.balance, words));
    html::page(vec![said(remark, words), words.say(key, &[]), facts], vec![vec![cancel(words)]])
}

/// Second step: the reason is to be typed.
pub fn ask_reason(customer: &Customer, what: ByHand, amount: Rupiah, remark: Option<Remark>, words: &Words) -> Page {
    let key = match what {
        ByHand::Grant => "grant-ask-reason",
        ByHand::Take => "take-ask-reason",
    };
    let question = html::say(words, key, &[("amount", amount.into())]);
    html::page(vec![said(remark, words), question, access::who(&customer.person, words)], vec![vec![cancel(words)]])
}

/// Third step: confirm.
pub fn confirm_move(customer: &Customer, wish: &MoveByHand, words: &Words) -> Page {
    let (key, label) = match wish.what {
        ByHand::Grant => ("grant-confirm", "button-grant-confirm"),
        ByHand::Take => ("take-confirm", "button-take-confirm"),
    };
    let question = html::say(words, key, &[("amount", wish.amount.into()), ("reason", (&wish.reason).into())]);
    let MoveByHand { user, what, amount, reason } = wish.clone();
    let yes = button::button(words, label, CustomersAction::Move { user, what, amount, reason });
    let facts = format!("{}\n{}", access::who(&customer.person, words), payment::funds(customer.balance, words));
    html::page(vec![question, facts], vec![vec![yes], vec![cancel(words)]])
}

/// It is done, and the customer is told.
pub fn moved(before: &Customer, wish: &MoveByHand, words: &Words) -> Page {
    let available = before.balance.available;
    let (key, balance) = match wish.what {
        ByHand::Grant => ("grant-done", available + wish.amount),
        ByHand::Take => ("take-done", available - wish.amount),
    };
    let text =
        html::say(words, key, &[("amount", wish.amount.into()), ("name", (&before.person.name).into()), ("balance", balance.into())]);
    html::page(vec![text], vec![vec![back(before.person.id, words), button::menu(words)]])
}

/// It was refused at the last step.
pub fn not_moved(refused: Allowance, user: i64, words: &Words) -> Page {
    html::page(vec![refusal(refused, words)], vec![vec![back(user, words), button::menu(words)]])
}

fn refusal(allowance: Allowance, words: &Words) -> String {
    match allowance {
        Allowance::OverDaily { left } => html::say(words, "grant-over-daily", &[("left", left.into())]),
        Allowance::BeyondBalance { available } => html::say(words, "take-beyond-balance", &[("balance", available.into())]),
        Allowance::Allowed | Allowance::Denied => words.say("move-denied", &[]),
    }
}

fn said(remark: Option<Remark>, words: &Words) -> String {
    remark.map(|remark| remark.text(words)).unwrap_or_default()
}

fn back(user: i64, words: &Words) -> Button {
    button::button(words, "button-back-to-customer", CustomersAction::Show { user })
}

fn cancel(words: &Words) -> Button {
    button::button(words, "button-cancel", PurchaseAction::Cancel)
}
