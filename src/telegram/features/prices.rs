//! `/prices`: the rules of prices, new ones, and what was changed. A rule itself is changed in [`price_draft`]. Rights are checked at every
//! step.

use crate::app::{ListedRule, PastChange, TierRenamed};
use crate::dialogue::purchase::title;
use crate::dialogue::screen::{Hint, Title};
use crate::dialogue::{PricesAction, Step};
use crate::domain::catalog::Service;
use crate::domain::price_input::read_tier;
use crate::domain::price_rule::{RuleKey, Scope};
use crate::domain::role::Right;
use crate::i18n::Words;
use crate::telegram::bot_command::{Audience, BotCommand};
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::features::price_draft;
use crate::telegram::view::hint::hint;
use crate::telegram::view::page::{Button, Page};
use crate::telegram::view::price::{rule_name, rule_text};
use crate::telegram::view::toast::Toast;
use crate::telegram::view::{button, html, layout};

/// The command.
pub const PRICES: BotCommand = BotCommand {
    name: "prices",
    audience: Audience::Staff(Right::RunShop),
    description: "command-prices",
    help: Some("help-prices"),
    endpoint: || dptree::endpoint(|ctx: UpdateContext| list(ctx, 0)),
};

/// Rules, tiers, categories or items on one page.
pub const PER_PAGE: usize = 8;
/// Changes on one page of the history.
pub const CHANGES_PER_PAGE: usize = 5;

/// What is for sale in a place where a rule can be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ForWhat {
    Categories(Vec<Title>),
    Items { category: Title, items: Vec<Service> },
}

/// A button about prices.
pub async fn press(ctx: UpdateContext, action: PricesAction) -> HandlerResult {
    match action {
        PricesAction::List { page } => list(ctx, page).await,
        PricesAction::ForWhom { page } => for_whom(ctx, page),
        PricesAction::AskTier => ask_tier(ctx, None, None).await,
        PricesAction::AskTierName { tier } => ask_name(ctx, tier, None, None),
        PricesAction::RenameTier { from, to } => rename(ctx, from, to).await,
        PricesAction::ForWhat { tier, page } => for_what(ctx, tier, None, page).await,
        PricesAction::InCategory { tier, category, page } => for_what(ctx, tier, Some(category), page).await,
        PricesAction::Edit { key } => price_draft::edit(ctx, key).await,
        PricesAction::Look { draft, page } => price_draft::look(ctx, draft, page, None).await,
        PricesAction::Ask { draft, value } => price_draft::ask(ctx, draft, value, None, None).await,
        PricesAction::Save { draft } => price_draft::save(ctx, draft).await,
        PricesAction::History { page } => history(ctx, page).await,
    }
}

async fn list(ctx: UpdateContext, page: usize) -> HandlerResult {
    let rules = ctx.app.prices.rules(&ctx.settings);
    let page = price_list(&rules, page, &ctx.words);
    ctx.reply(&Step::Menu, &page, None)
}

fn for_whom(ctx: UpdateContext, page: usize) -> HandlerResult {
    let tiers = ctx.settings.pricing.chat.tiers(ctx.now);
    let page = whose_price(&tiers, page, &ctx.words);
    ctx.reply(&Step::Menu, &page, None)
}

async fn for_what(ctx: UpdateContext, tier: Option<String>, category: Option<String>, page: usize) -> HandlerResult {
    let catalogs = &ctx.app.catalogs;
    let catalog = match &category {
        Some(slug) => catalogs.for_category(&ctx.settings, slug, ctx.now).await,
        None => catalogs.current(&ctx.settings),
    };
    let what = match category.and_then(|slug| catalog.category(&slug)) {
        None => ForWhat::Categories(catalog.visible().map(title).collect()),
        Some(category) => {
            let listed = catalog.price_lists.get(&category.slug);
            let mut items: Vec<Service> = listed.map(|price_list| price_list.services.clone()).unwrap_or_default();
            items.sort_by(|a, b| (a.cost, &a.name, &a.sku).cmp(&(b.cost, &b.name, &b.sku)));
            ForWhat::Items { category: title(category), items }
        }
    };
    let page = what_price(tier.as_deref(), &what, page, &ctx.words);
    ctx.reply(&Step::Menu, &page, None)
}

/// Asks for the name of a new tier. `remark` says what is wrong with the last answer.
pub async fn ask_tier(ctx: UpdateContext, remark: Option<String>, toast: Option<Toast>) -> HandlerResult {
    let page = ask_tier_name(remark, &ctx.words);
    ctx.reply(&Step::PriceTier, &page, toast)
}

/// The name is asked for once more, because something else came.
pub async fn show_again(ctx: UpdateContext, remark: Option<Hint>, toast: Option<Toast>) -> HandlerResult {
    let remark = remark.map(|remark| hint(Some(remark), &ctx.words));
    ask_tier(ctx, remark, toast).await
}

/// The name of a tier was typed: its first rule follows.
pub async fn receive_tier(ctx: UpdateContext, text: Option<String>) -> HandlerResult {
    let Some(text) = text else { return show_again(ctx, Some(Hint::TextOnly), None).await };
    let Some(name) = read_tier(&html::clean(&text)) else {
        let remark = ctx.words.say("hint-invalid-tier", &[]);
        return ask_tier(ctx, Some(remark), None).await;
    };
    // The same name in other letters is the same tier.
    let same = ctx.settings.pricing.chat.tiers(ctx.now).into_iter().find(|tier| tier.to_lowercase() == name.to_lowercase());
    let tier = same.map(str::to_owned).unwrap_or(name);
    for_what(ctx, Some(tier), None, 0).await
}

/// Asks for another name of a tier. `remark` says what is wrong with the last answer.
fn ask_name(ctx: UpdateContext, tier: String, remark: Option<String>, toast: Option<Toast>) -> HandlerResult {
    let page = ask_new_name(&tier, remark, &ctx.words);
    ctx.reply(&Step::TierName { tier }, &page, toast)
}

/// The same once more, because something else came.
///
/// # Errors
/// When the page cannot be put into JSON.
pub fn show_name_again(ctx: UpdateContext, tier: String, remark: Option<Hint>, toast: Option<Toast>) -> HandlerResult {
    let remark = remark.map(|remark| hint(Some(remark), &ctx.words));
    ask_name(ctx, tier, remark, toast)
}

/// Another name for a tier was typed.
pub async fn receive_name(ctx: UpdateContext, tier: String, text: Option<String>) -> HandlerResult {
    let Some(text) = text else { return show_name_again(ctx, tier, Some(Hint::TextOnly), None) };
    match read_tier(&html::clean(&text)) {
        Some(name) => rename(ctx, tier, name).await,
        None => {
            let remark = ctx.words.say("hint-invalid-tier", &[]);
            ask_name(ctx, tier, Some(remark), None)
        }
    }
}

async fn rename(mut ctx: UpdateContext, from: String, to: String) -> HandlerResult {
    let (app, admin) = (ctx.app.clone(), ctx.user_id());
    match app.prices.rename_tier(admin, &from, &to, &mut ctx.effects).await? {
        TierRenamed::Renamed => {
            let page = tier_renamed(&from, &to, &ctx.words);
            ctx.reply(&Step::Menu, &page, None)
        }
        TierRenamed::Taken => {
            let remark = ctx.words.say("hint-tier-taken", &[]);
            ask_name(ctx, from, Some(remark), None)
        }
        TierRenamed::Gone => list(ctx, 0).await,
    }
}

async fn history(ctx: UpdateContext, page: usize) -> HandlerResult {
    let (changes, count) = ctx.app.prices.history(&ctx.settings, page, CHANGES_PER_PAGE).await?;
    let page = price_history(&changes, (page, count.div_ceil(CHANGES_PER_PAGE).max(1)), &ctx.words);
    ctx.reply(&Step::Menu, &page, None)
}

/// All rules that count, each with a button to change it.
pub fn price_list(rules: &[ListedRule], page: usize, words: &Words) -> Page {
    let (shown, pages) = cut(rules, page);
    let rule = |listed: &ListedRule| {
        let text = format!("✏️ {}: {}", rule_name(&listed.key, &listed.what, words), rule_text(Some(listed.rule), words));
        vec![button::named(&text, "✏️", PricesAction::Edit { key: listed.key.clone() })]
    };
    let mut rows: Vec<Vec<Button>> = shown.iter().map(rule).collect();
    rows.push(button::turn(pages, |page| PricesAction::List { page }));
    rows.push(vec![
        button::button(words, "button-price-add", PricesAction::ForWhom { page: 0 }),
        button::button(words, "button-price-history", PricesAction::History { page: 0 }),
    ]);
    rows.push(vec![button::admin(words)]);
    let differ = i64::try_from(rules.iter().filter(|listed| listed.differs).count()).unwrap_or(i64::MAX);
    let differ = if differ > 0 { words.say("prices-differ", &[("count", differ.into())]) } else { String::new() };
    html::page(vec![words.say("prices-title", &[]), words.say("prices-order", &[]), differ, button::page_number(pages, words)], rows)
}

/// A new rule: for whom?
pub fn whose_price(tiers: &[&str], page: usize, words: &Words) -> Page {
    let (shown, pages) = cut(tiers, page);
    let for_what = |tier: Option<&str>| PricesAction::ForWhat { tier: tier.map(str::to_owned), page: 0 };
    let mut rows = vec![vec![button::button(words, "button-price-everybody", for_what(None))]];
    rows.extend(shown.iter().map(|tier| vec![button::named(&format!("🏷 {tier}"), "🏷", for_what(Some(tier)))]));
    rows.push(button::turn(pages, |page| PricesAction::ForWhom { page }));
    rows.push(vec![button::button(words, "button-price-tier", PricesAction::AskTier)]);
    rows.push(vec![back(words)]);
    html::page(vec![words.say("price-for-whom", &[]), button::page_number(pages, words)], rows)
}

/// A new rule for these customers: for what?
pub fn what_price(tier: Option<&str>, what: &ForWhat, page: usize, words: &Words) -> Page {
    let tier = || tier.map(str::to_owned);
    let edit = |scope| PricesAction::Edit { key: RuleKey { tier: tier(), scope, promo: false } };
    let who = tier().unwrap_or_else(|| words.say("price-everybody", &[]));
    let (question, pages, mut rows) = match what {
        ForWhat::Categories(categories) => {
            let (shown, pages) = cut(categories, page);
            let mut rows = vec![vec![button::button(words, "button-price-shop", edit(Scope::Shop))]];
            rows.extend(shown.iter().map(|title| {
                let action = PricesAction::InCategory { tier: tier(), category: title.slug.clone(), page: 0 };
                vec![button::named(&layout::title(title, words), &title.slug, action)]
            }));
            rows.push(button::turn(pages, |page| PricesAction::ForWhat { tier: tier(), page }));
            rows.extend(tier().map(|tier| vec![button::button(words, "button-tier-rename", PricesAction::AskTierName { tier })]));
            (html::say(words, "price-for-what", &[("who", who.into())]), pages, rows)
        }
        ForWhat::Items { category, items } => {
            let (shown, pages) = cut(items, page);
            let mut rows = vec![vec![button::button(words, "button-price-category", edit(Scope::Category(category.slug.clone())))]];
            rows.extend(shown.iter().map(|item| vec![button::named(&item.name, &item.sku, edit(Scope::Sku(item.sku.clone())))]));
            let here = |page| PricesAction::InCategory { tier: tier(), category: category.slug.clone(), page };
            rows.push(button::turn(pages, here));
            let args = [("who", who.into()), ("category", layout::title(category, words).into())];
            (html::say(words, "price-in-category", &args), pages, rows)
        }
    };
    rows.push(vec![back(words)]);
    html::page(vec![question, button::page_number(pages, words)], rows)
}

/// The name of a new tier is to be typed.
pub fn ask_tier_name(remark: Option<String>, words: &Words) -> Page {
    html::page(vec![remark.unwrap_or_default(), words.say("price-ask-tier", &[])], vec![vec![back(words)]])
}

/// Another name for this tier is to be typed.
pub fn ask_new_name(tier: &str, remark: Option<String>, words: &Words) -> Page {
    let question = html::say(words, "price-ask-tier-name", &[("tier", tier.into())]);
    html::page(vec![remark.unwrap_or_default(), question], vec![vec![back(words)]])
}

/// The tier has another name, which can be taken back.
pub fn tier_renamed(from: &str, to: &str, words: &Words) -> Page {
    let undo = PricesAction::RenameTier { from: to.to_owned(), to: from.to_owned() };
    let text = html::say(words, "price-tier-renamed", &[("from", from.into()), ("to", to.into())]);
    html::page(vec![text], vec![vec![button::button(words, "button-undo-act", undo)], vec![back(words)]])
}

/// What was changed, by whom and when; each change with a button that takes it back, while that is possible.
pub fn price_history(changes: &[PastChange], pages: (usize, usize), words: &Words) -> Page {
    let line = |past: &PastChange| {
        let change = &past.change.change;
        // Of tiers and promos `shop.toml` says nothing.
        let nothing = if change.key.tier.is_none() && !change.key.promo { "price-text-file" } else { "price-text-none" };
        let text = |rule: Option<_>| rule.map_or_else(|| words.say(nothing, &[]), |rule| rule_text(Some(rule), words));
        let admin = past.admin.as_ref().map_or_else(|| past.change.admin.to_string(), |admin| admin.name.clone());
        let args = [
            ("number", past.change.version.to_string().into()),
            ("time", words.time(past.change.at).into()),
            ("admin", admin.into()),
            ("rule", rule_name(&change.key, &past.what, words).into()),
            ("before", text(change.before).into()),
            ("after", text(change.after).into()),
        ];
        html::say(words, "price-change", &args)
    };
    let undo = changes.iter().filter_map(|past| {
        let draft = past.undo.clone()?;
        Some(button::named(&format!("↩️ {}", past.change.version), "↩️", PricesAction::Look { draft, page: 0 }))
    });
    let mut rows = vec![undo.collect()];
    rows.push(button::turn(pages, |page| PricesAction::History { page }));
    rows.push(vec![back(words)]);
    let mut blocks = vec![words.say(if changes.is_empty() { "price-history-none" } else { "price-history" }, &[])];
    blocks.extend(changes.iter().map(line));
    blocks.push(button::page_number(pages, words));
    html::page(blocks, rows)
}

/// One page of all, and which it is of how many; a page that is gone is the last.
fn cut<T>(all: &[T], page: usize) -> (&[T], (usize, usize)) {
    let pages = all.len().div_ceil(PER_PAGE).max(1);
    let page = page.min(pages - 1);
    let from = page * PER_PAGE;
    (&all[from..all.len().min(from + PER_PAGE)], (page, pages))
}

fn back(words: &Words) -> Button {
    button::button(words, "button-prices", PricesAction::List { page: 0 })
}
