//! `/find`, for admins: a customer's page, and adding to a wallet or taking from it in three steps. Rights are checked at every step.

use crate::app::{Allowance, Customer, MoveByHand};
use crate::dialogue::screen::Hint;
use crate::dialogue::{CustomersAction, PurchaseAction, Step};
use crate::domain::access::AccessStatus;
use crate::domain::money::Rupiah;
use crate::domain::person::Person;
use crate::domain::wallet::{ByHand, MIN_REASON_CHARS};
use crate::i18n::Words;
use crate::telegram::bot_command::{Audience, BotCommand};
use crate::telegram::command::Command;
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::features::purchase;
use crate::telegram::view::hint::hint;
use crate::telegram::view::layout::line;
use crate::telegram::view::page::{Button, Page, ShopFacts};
use crate::telegram::view::toast::Toast;
use crate::telegram::view::{button, html};

/// The command.
pub const FIND: BotCommand = BotCommand {
    name: "find",
    audience: Audience::Admins,
    description: "command-find",
    help: Some("help-find"),
    endpoint: || dptree::endpoint(find),
};

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
    if !ctx.session.is_admin {
        return ctx.toast_only(Toast::ADMIN_ONLY);
    }
    match action {
        CustomersAction::Show { user } => show(ctx, user, None).await,
        CustomersAction::AskAmount { user, what } => ask(ctx, Step::Amount { user, what }, None, None).await,
        CustomersAction::Move { user, what, amount, reason } => move_by_hand(ctx, MoveByHand { user, what, amount, reason }).await,
    }
}

/// What an admin searches by.
async fn find(ctx: UpdateContext, command: Command) -> HandlerResult {
    let text = html::clean(&command.argument);
    if text.is_empty() {
        let page = line("find-whom", &[], &ctx.words);
        return ctx.reply(&Step::Menu, &page, None);
    }
    let people = ctx.app.wallets.find_people(&text).await?;
    match people.as_slice() {
        [person] => show(ctx, person.id, None).await,
        people => {
            let page = found(people, &text, &ctx.words);
            ctx.reply(&Step::Menu, &page, None)
        }
    }
}

async fn show(ctx: UpdateContext, user: i64, toast: Option<Toast>) -> HandlerResult {
    let Some(found) = ctx.app.wallets.customer(user).await? else { return ctx.toast_only(Toast::STALE_BUTTON) };
    let page = customer(&found, &ctx.words, &ctx.shop);
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
    ctx.session.is_admin && ctx.settings.wallet.enabled
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

/// Several people, or nobody.
pub fn found(people: &[Person], text: &str, words: &Words) -> Page {
    let key = if people.is_empty() { "find-nobody" } else { "find-several" };
    let person = |person: &Person| {
        let name = person.username.as_ref().map_or_else(|| person.name.clone(), |username| format!("{} @{username}", person.name));
        vec![button::named(&name, &person.id.to_string(), CustomersAction::Show { user: person.id })]
    };
    html::page(vec![html::say(words, key, &[("text", text.into())])], people.iter().map(person).collect())
}

/// A customer, with the buttons that change the wallet while it is on.
pub fn customer(customer: &Customer, words: &Words, shop: &ShopFacts) -> Page {
    let access = words.say(
        match customer.person.access {
            AccessStatus::Unknown => "access-status-unknown",
            AccessStatus::Requested => "access-status-requested",
            AccessStatus::Approved => "access-status-approved",
            AccessStatus::Rejected => "access-status-rejected",
        },
        &[],
    );
    let mut facts = vec![
        who(customer, words),
        html::say(words, "customer-access", &[("access", access.into())]),
        html::say(words, "customer-orders", &[("orders", customer.orders.to_string().into())]),
    ];
    let mut rows = Vec::new();
    if shop.wallet {
        facts.push(funds(customer, words));
        let user = customer.person.id;
        let ask = |key, what| button::button(words, key, CustomersAction::AskAmount { user, what });
        rows.push(vec![ask("button-grant", ByHand::Grant), ask("button-take", ByHand::Take)]);
    }
    rows.push(vec![button::menu(words)]);
    html::page(vec![words.say("customer-title", &[]), facts.join("\n")], rows)
}

/// First step: the amount is to be typed.
pub fn ask_amount(customer: &Customer, what: ByHand, remark: Option<Remark>, words: &Words) -> Page {
    let key = match what {
        ByHand::Grant => "grant-ask-amount",
        ByHand::Take => "take-ask-amount",
    };
    let facts = format!("{}\n{}", who(customer, words), funds(customer, words));
    html::page(vec![said(remark, words), words.say(key, &[]), facts], vec![vec![cancel(words)]])
}

/// Second step: the reason is to be typed.
pub fn ask_reason(customer: &Customer, what: ByHand, amount: Rupiah, remark: Option<Remark>, words: &Words) -> Page {
    let key = match what {
        ByHand::Grant => "grant-ask-reason",
        ByHand::Take => "take-ask-reason",
    };
    let question = html::say(words, key, &[("amount", amount.into())]);
    html::page(vec![said(remark, words), question, who(customer, words)], vec![vec![cancel(words)]])
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
    let facts = format!("{}\n{}", who(customer, words), funds(customer, words));
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

/// Name, username and id.
fn who(customer: &Customer, words: &Words) -> String {
    let Person { id, name, username, .. } = &customer.person;
    let mut lines = vec![html::say(words, "admin-person-name", &[("name", name.into())])];
    lines.extend(username.as_ref().map(|name| html::say(words, "admin-person-username", &[("username", name.into())])));
    lines.push(html::say(words, "admin-person-id", &[("id", id.to_string().into())]));
    lines.join("\n")
}

fn funds(customer: &Customer, words: &Words) -> String {
    let balance = customer.balance;
    html::say(words, "customer-balance", &[("balance", balance.available.into()), ("held", balance.held.into())])
}

fn back(user: i64, words: &Words) -> Button {
    button::button(words, "button-back-to-customer", CustomersAction::Show { user })
}

fn cancel(words: &Words) -> Button {
    button::button(words, "button-cancel", PurchaseAction::Cancel)
}
