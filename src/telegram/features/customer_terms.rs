//! What is agreed with one customer: limits in place of the shop's, and the tier whose prices they pay. Each change is looked at before it
//! counts. Rights are checked at every step.

use crate::app::TermsOutcome;
use crate::dialogue::screen::Hint;
use crate::dialogue::{CustomerTermsAction, CustomersAction, OwnLimit, PricesAction, Step};
use crate::domain::access::{Limits, OwnLimits};
use crate::domain::money::Rupiah;
use crate::domain::person::Person;
use crate::domain::price_input::read_flat;
use crate::i18n::Words;
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::features::{customers, purchase};
use crate::telegram::view::hint::hint;
use crate::telegram::view::page::{Button, Page};
use crate::telegram::view::price::tier_line;
use crate::telegram::view::toast::Toast;
use crate::telegram::view::{access, button, html};

/// Tiers on one page.
const TIERS_PER_PAGE: usize = 8;
/// The shop's own limit has the same bounds: `access.max_open_orders`.
const OPEN_ORDERS: std::ops::RangeInclusive<i64> = 1..=100;
/// Another admin has changed the same meanwhile.
const CHANGED: Toast = Toast::new("toast-terms-changed");

/// Why a limit is asked for again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remark {
    /// What any page may say.
    Hint(Hint),
    /// What was typed is no such limit.
    Invalid,
}

/// A button about a customer's limits or tier.
pub async fn press(mut ctx: UpdateContext, action: CustomerTermsAction) -> HandlerResult {
    match action {
        CustomerTermsAction::AskLimit { user, limit } => ask(ctx, user, limit, None, None).await,
        CustomerTermsAction::SetLimits { user, from, to } => {
            let (app, admin) = (ctx.app.clone(), ctx.user_id());
            let outcome = app.terms.set_limits(admin, user, from, to, &mut ctx.effects).await?;
            show_after(ctx, outcome).await
        }
        CustomerTermsAction::SetTier { user, from, to } => {
            let (app, admin) = (ctx.app.clone(), ctx.user_id());
            let outcome = app.terms.set_tier(admin, user, from, to, &mut ctx.effects).await?;
            show_after(ctx, outcome).await
        }
        CustomerTermsAction::Limits { user } | CustomerTermsAction::AskLimits { user, .. } => show(ctx, user, action).await,
        CustomerTermsAction::Tiers { user, .. } | CustomerTermsAction::AskTier { user, .. } => show(ctx, user, action).await,
    }
}

/// The pages that change nothing.
async fn show(ctx: UpdateContext, user: i64, action: CustomerTermsAction) -> HandlerResult {
    let Some(person) = ctx.app.access.person(user).await? else { return ctx.toast_only(Toast::STALE_BUTTON) };
    let page = match action {
        CustomerTermsAction::AskLimits { to, .. } => confirm_limits(&person, to, ctx.settings.limits, &ctx.words),
        CustomerTermsAction::AskTier { to, .. } => confirm_tier(&person, to.as_deref(), &ctx.words),
        CustomerTermsAction::Tiers { page, .. } => {
            let tiers = ctx.settings.pricing.chat.tiers(ctx.now);
            tiers_of(&person, &tiers, page, &ctx.words)
        }
        _ => limits_of(&person, ctx.settings.limits, &ctx.words),
    };
    ctx.reply(&Step::Menu, &page, None)
}

async fn show_after(ctx: UpdateContext, outcome: TermsOutcome) -> HandlerResult {
    match outcome {
        TermsOutcome::Set(person) => customers::show_person(ctx, person, Some(Toast::DONE)).await,
        TermsOutcome::Late(person) => customers::show_person(ctx, person, Some(CHANGED)).await,
        TermsOutcome::Unknown => ctx.toast_only(Toast::STALE_BUTTON),
    }
}

/// Asks for a limit.
pub async fn ask(ctx: UpdateContext, user: i64, limit: OwnLimit, remark: Option<Remark>, toast: Option<Toast>) -> HandlerResult {
    let Some(person) = ctx.app.access.person(user).await? else { return purchase::show_menu(ctx, None).await };
    let page = ask_own_limit(&person, limit, remark, &ctx.words);
    ctx.reply(&Step::OwnLimit { user, limit }, &page, toast)
}

/// The limit was typed: the limits with it are looked at.
pub async fn receive(ctx: UpdateContext, user: i64, limit: OwnLimit, text: Option<String>) -> HandlerResult {
    let Some(text) = text else { return ask(ctx, user, limit, Some(Remark::Hint(Hint::TextOnly)), None).await };
    let Some(person) = ctx.app.access.person(user).await? else { return purchase::show_menu(ctx, None).await };
    let to = match limit {
        OwnLimit::Daily => {
            let daily = read_flat(&text).filter(|daily| *daily >= Rupiah::ZERO);
            daily.map(|daily| OwnLimits { daily_limit: Some(daily), ..person.limits })
        }
        OwnLimit::OpenOrders => {
            let open = text.trim().parse().ok().filter(|open| OPEN_ORDERS.contains(open));
            open.map(|open| OwnLimits { max_open_orders: Some(open), ..person.limits })
        }
    };
    let Some(to) = to else { return ask(ctx, user, limit, Some(Remark::Invalid), None).await };
    let page = confirm_limits(&person, to, ctx.settings.limits, &ctx.words);
    ctx.reply(&Step::Menu, &page, None)
}

/// A customer's limits, their own and the shop's.
pub fn limits_of(person: &Person, shop: Limits, words: &Words) -> Page {
    let user = person.id;
    let ask = |key, limit| vec![button::button(words, key, CustomerTermsAction::AskLimit { user, limit })];
    let mut rows = vec![ask("button-own-daily", OwnLimit::Daily), ask("button-own-open", OwnLimit::OpenOrders)];
    if person.limits != OwnLimits::default() {
        rows.push(vec![button::button(words, "button-own-as-shop", CustomerTermsAction::AskLimits { user, to: OwnLimits::default() })]);
    }
    rows.push(vec![back(user, words)]);
    html::page(vec![words.say("own-limits", &[]), access::who(person, words), limit_lines(person.limits, shop, words)], rows)
}

/// These limits: really?
pub fn confirm_limits(person: &Person, to: OwnLimits, shop: Limits, words: &Words) -> Page {
    let (user, from) = (person.id, person.limits);
    let yes = button::button(words, "button-own-save", CustomerTermsAction::SetLimits { user, from, to });
    let change = [("own-before", from), ("own-after", to)]
        .map(|(key, limits)| format!("{}\n{}", words.say(key, &[]), limit_lines(limits, shop, words)));
    let [before, after] = change;
    let title = words.say("own-limits-confirm", &[]);
    html::page(vec![title, access::who(person, words), before, after], vec![vec![yes], vec![back(user, words)]])
}

/// A limit is to be typed.
pub fn ask_own_limit(person: &Person, limit: OwnLimit, remark: Option<Remark>, words: &Words) -> Page {
    let user = person.id;
    let (question, invalid, open) = match limit {
        OwnLimit::Daily => ("own-ask-daily", "hint-invalid-own-daily", OwnLimits { daily_limit: None, ..person.limits }),
        OwnLimit::OpenOrders => ("own-ask-open", "hint-invalid-own-open", OwnLimits { max_open_orders: None, ..person.limits }),
    };
    let remark = match remark {
        None => String::new(),
        Some(Remark::Hint(shared)) => hint(Some(shared), words),
        Some(Remark::Invalid) => words.say(invalid, &[]),
    };
    let as_shop = button::button(words, "button-own-open-value", CustomerTermsAction::AskLimits { user, to: open });
    let back = button::button(words, "button-back", CustomerTermsAction::Limits { user });
    html::page(vec![remark, words.say(question, &[]), access::who(person, words)], vec![vec![as_shop], vec![back]])
}

/// The tiers that a customer could have.
pub fn tiers_of(person: &Person, tiers: &[&str], page: usize, words: &Words) -> Page {
    let user = person.id;
    let pages = tiers.len().div_ceil(TIERS_PER_PAGE).max(1);
    let page = page.min(pages - 1);
    let ask = |to: Option<&str>| CustomerTermsAction::AskTier { user, to: to.map(str::to_owned) };
    let others = tiers.iter().filter(|tier| person.tier.as_deref() != Some(**tier)).skip(page * TIERS_PER_PAGE).take(TIERS_PER_PAGE);
    let mut rows: Vec<Vec<Button>> = others.map(|tier| vec![button::named(&format!("🏷 {tier}"), "🏷", ask(Some(tier)))]).collect();
    rows.push(button::turn((page, pages), |page| CustomerTermsAction::Tiers { user, page }));
    if person.tier.is_some() {
        rows.push(vec![button::button(words, "button-own-no-tier", ask(None))]);
    }
    if tiers.is_empty() {
        rows.push(vec![button::button(words, "button-admin-prices", PricesAction::List { page: 0 })]);
    }
    rows.push(vec![back(user, words)]);
    let question = words.say(if tiers.is_empty() { "own-tiers-none" } else { "own-tiers" }, &[]);
    html::page(vec![question, access::who(person, words), tier_line(person.tier.as_deref(), words)], rows)
}

/// This tier: really?
pub fn confirm_tier(person: &Person, to: Option<&str>, words: &Words) -> Page {
    let user = person.id;
    let action = CustomerTermsAction::SetTier { user, from: person.tier.clone(), to: to.map(str::to_owned) };
    let change = [("own-before", person.tier.as_deref()), ("own-after", to)];
    let [before, after] = change.map(|(key, tier)| format!("{}\n{}", words.say(key, &[]), tier_line(tier, words)));
    let rows = vec![vec![button::button(words, "button-own-save", action)], vec![back(user, words)]];
    html::page(vec![words.say("own-tier-confirm", &[]), access::who(person, words), before, after], rows)
}

/// What limits a customer.
fn limit_lines(own: OwnLimits, shop: Limits, words: &Words) -> String {
    let limits = shop.with(own);
    let daily = if limits.daily_limit == Rupiah::ZERO { words.say("own-no-limit", &[]) } else { limits.daily_limit.to_string() };
    let value = |value: String, is_own: bool| if is_own { value } else { words.say("own-as-shop", &[("value", value.into())]) };
    let daily = html::say(words, "own-daily", &[("value", value(daily, own.daily_limit.is_some()).into())]);
    let open = value(limits.max_open_orders.to_string(), own.max_open_orders.is_some());
    format!("{daily}\n{}", html::say(words, "own-open", &[("value", open.into())]))
}

fn back(user: i64, words: &Words) -> Button {
    button::button(words, "button-back-to-customer", CustomersAction::Show { user })
}
