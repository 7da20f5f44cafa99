//! `/catalog` and 🗂: the games and their items as they are sold. What is changed here counts at once and wins over `shop.toml`. Rights are
//! checked at every press.

use std::sync::Arc;

use crate::app::{CatalogItem, CatalogOverview, CategoryFile, catalog_changes};
use crate::dialogue::purchase::title;
use crate::dialogue::{CatalogAction, CatalogQuestion, Step};
use crate::domain::catalog::{CatalogChange, CatalogEntry, CatalogMark, Category};
use crate::domain::locale::LocalText;
use crate::domain::role::Right;
use crate::domain::setting::SettingChange;
use crate::domain::shop::Shop;
use crate::domain::target::Field;
use crate::i18n::Words;
use crate::telegram::bot_command::{Audience, BotCommand};
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::features::{catalog_digest, catalog_form};
use crate::telegram::view::page::{Button, Page};
use crate::telegram::view::toast::Toast;
use crate::telegram::view::{button, html, layout};

/// The command.
pub const CATALOG: BotCommand = BotCommand {
    name: "catalog",
    audience: Audience::Staff(Right::RunShop),
    description: "command-catalog",
    help: Some("help-catalog"),
    endpoint: || dptree::endpoint(|ctx: UpdateContext| list(ctx, 0, None)),
};

/// Categories on one page.
pub const CATEGORIES_PER_PAGE: usize = 12;
/// Items on one page.
pub const ITEMS_PER_PAGE: usize = 8;

/// What was just done, and how to take it back.
#[derive(Clone, Debug)]
pub struct Done {
    /// The text that says it.
    pub key: &'static str,
    /// `None` after something was taken back.
    pub undo: Option<CatalogChange>,
}

/// A button of the catalogue.
pub async fn press(ctx: UpdateContext, action: CatalogAction) -> HandlerResult {
    match action {
        CatalogAction::List { page } => list(ctx, page, None).await,
        CatalogAction::Show { entry } => show(ctx, entry).await,
        CatalogAction::Items { category, page } => items(ctx, category, page).await,
        CatalogAction::Mark { entry, mark, on } => {
            let key = match (mark, on) {
                (CatalogMark::Hidden, true) => "catalog-hidden",
                (CatalogMark::Hidden, false) => "catalog-shown",
                _ => "catalog-saved",
            };
            save(ctx, catalog_changes::marked(entry, mark, on), key).await
        }
        CatalogAction::Move { category, up } => match catalog_changes::moved(&ctx.settings, &category, up) {
            Some(change) => save(ctx, change, "catalog-saved").await,
            None => ctx.toast_only(Toast::STALE_BUTTON),
        },
        CatalogAction::Ask { question } => catalog_form::ask(ctx, question, None, None).await,
        CatalogAction::Save { change } => save(ctx, change, "catalog-saved").await,
        CatalogAction::Undo { change } => save(ctx, change, "catalog-undone").await,
        CatalogAction::AskAsFile { entry } => ask_as_file(ctx, entry).await,
        CatalogAction::Digest => catalog_digest::show(ctx).await,
    }
}

async fn list(ctx: UpdateContext, page: usize, done: Option<Done>) -> HandlerResult {
    let shop = ctx.settings.clone();
    list_of(ctx, &shop, page, done, &[]).await
}

async fn list_of(ctx: UpdateContext, shop: &Shop, page: usize, done: Option<Done>, made: &[SettingChange]) -> HandlerResult {
    let overview = ctx.app.catalog_editor.overview(shop, made).await?;
    let page = categories(&overview, page, done.as_ref(), &ctx.words);
    ctx.reply(&Step::Menu, &page, None)
}

async fn show(ctx: UpdateContext, entry: CatalogEntry) -> HandlerResult {
    let shop = ctx.settings.clone();
    show_of(ctx, &shop, entry, None, &[]).await
}

/// A category or an item as it is under these settings.
async fn show_of(ctx: UpdateContext, shop: &Arc<Shop>, entry: CatalogEntry, done: Option<Done>, made: &[SettingChange]) -> HandlerResult {
    let file = ctx.app.settings.of_file();
    let Some(found) = ctx.app.catalog_editor.category(shop, file.as_ref(), &entry.category, made).await? else {
        return list_of(ctx, shop, 0, done, made).await;
    };
    let page = match &entry.sku {
        None => category(&found, done.as_ref(), &ctx.words),
        Some(sku) => match found.items.iter().find(|item| item.service.sku == *sku) {
            Some(shown) => item(&found, shown, entry.page, done.as_ref(), &ctx.words),
            None => items_of(&found, entry.page, &ctx.words),
        },
    };
    ctx.reply(&Step::Menu, &page, None)
}

async fn items(ctx: UpdateContext, slug: String, page: usize) -> HandlerResult {
    let shop = ctx.settings.clone();
    let Some(found) = ctx.app.catalog_editor.category(&shop, None, &slug, &[]).await? else { return list(ctx, 0, None).await };
    let page = items_of(&found, page, &ctx.words);
    ctx.reply(&Step::Menu, &page, None)
}

/// Makes a change if the shop would be right with it, and shows what it is about.
async fn save(mut ctx: UpdateContext, change: CatalogChange, key: &'static str) -> HandlerResult {
    let shop = match catalog_form::preview(&ctx, &change).await? {
        Ok(shop) => Arc::new(shop),
        Err(report) => return catalog_form::refused(ctx, &report),
    };
    let (app, undoes) = (ctx.app.clone(), key == "catalog-undone");
    let back = app.catalog_editor.change(ctx.user_id(), &change, undoes, &mut ctx.effects).await?;
    let done = Some(Done { key, undo: Some(back).filter(|_| !undoes) });
    match change.entry {
        Some(entry) => show_of(ctx, &shop, entry, done, &change.settings).await,
        None => list_of(ctx, &shop, 0, done, &change.settings).await,
    }
}

async fn ask_as_file(ctx: UpdateContext, entry: Option<CatalogEntry>) -> HandlerResult {
    let change = ctx.app.catalog_editor.as_file(entry.as_ref()).await?;
    let is_added = match (&entry, ctx.app.settings.of_file()) {
        (Some(CatalogEntry { category, sku: None, .. }), Some(file)) => !file.categories.iter().any(|of_file| of_file.slug == *category),
        _ => false,
    };
    let page = confirm_as_file(change, is_added, &ctx.words);
    ctx.reply(&Step::Menu, &page, None)
}

/// The categories, each with a button to its page.
pub fn categories(overview: &CatalogOverview, page: usize, done: Option<&Done>, words: &Words) -> Page {
    let pages = overview.categories.len().div_ceil(CATEGORIES_PER_PAGE).max(1);
    let page = page.min(pages - 1);
    let shown = overview.categories.iter().skip(page * CATEGORIES_PER_PAGE).take(CATEGORIES_PER_PAGE);
    let one = |(category, unknown): &(Category, bool)| {
        let name = format!("{}{}", signs(category, *unknown), layout::title(&title(category), words));
        let entry = CatalogEntry { category: category.slug.clone(), sku: None, page: 0 };
        button::named(&name, &category.slug, CatalogAction::Show { entry })
    };
    let mut rows = undo(done, words);
    rows.extend(button::grid(shown.map(one), 2));
    rows.push(button::turn((page, pages), |page| CatalogAction::List { page }));
    rows.push(vec![
        button::button(words, "button-catalog-add", CatalogAction::Ask { question: CatalogQuestion::Slug }),
        button::button(words, "button-catalog-digest", CatalogAction::Digest),
    ]);
    if overview.reordered {
        rows.push(vec![button::button(words, "button-as-file", CatalogAction::AskAsFile { entry: None })]);
    }
    rows.push(vec![button::admin(words)]);
    let count = i64::try_from(overview.categories.len()).unwrap_or(i64::MAX);
    let differs = overview.reordered.then(|| words.say("catalog-reordered", &[]));
    let blocks = vec![
        said(done, words),
        words.say("catalog-title", &[("count", count.into())]),
        differs.unwrap_or_default(),
        words.say("catalog-signs", &[]),
        button::page_number((page, pages), words),
    ];
    html::page(blocks, rows)
}

fn signs(category: &Category, unknown: bool) -> String {
    let signs = [(unknown, "🧩"), (category.hidden, "🙈"), (category.popular, "⭐"), (!category.verified, "🧪")];
    let signs: String = signs.iter().filter(|(is_so, _)| *is_so).map(|(_, sign)| *sign).collect();
    if signs.is_empty() { signs } else { format!("{signs} ") }
}

/// What was just done.
fn said(done: Option<&Done>, words: &Words) -> String {
    done.map(|done| words.say(done.key, &[])).unwrap_or_default()
}

/// The button that takes it back.
fn undo(done: Option<&Done>, words: &Words) -> Vec<Vec<Button>> {
    let change = done.and_then(|done| done.undo.clone());
    change.map(|change| vec![button::button(words, "button-undo-act", CatalogAction::Undo { change })]).into_iter().collect()
}

fn mark(words: &Words, entry: &CatalogEntry, mark: CatalogMark, is_so: bool) -> Button {
    let key = match (mark, is_so) {
        (CatalogMark::Hidden, false) => "button-catalog-hide",
        (CatalogMark::Hidden, true) => "button-catalog-show",
        (CatalogMark::Popular, false) => "button-catalog-popular",
        (CatalogMark::Popular, true) => "button-catalog-usual",
        (CatalogMark::Verified, false) => "button-verify",
        (CatalogMark::Verified, true) => "button-catalog-unverify",
    };
    button::button(words, key, CatalogAction::Mark { entry: entry.clone(), mark, on: !is_so })
}

/// A category: how it is sold, and what can be changed.
pub fn category(file: &CategoryFile, done: Option<&Done>, words: &Words) -> Page {
    let category = &file.category;
    let slug = || category.slug.clone();
    let entry = CatalogEntry { category: slug(), sku: None, page: 0 };
    let state = match (file.unknown, category.hidden) {
        (true, _) => "catalog-state-unknown",
        (false, true) => "catalog-state-hidden",
        (false, false) => "catalog-state-sold",
    };
    let hidden = file.items.iter().filter(|item| item.settings.hidden).count();
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX).into();
    let items = match file.fetched_at {
        Some(_) => words.say("catalog-items-count", &[("count", count(file.items.len())), ("hidden", count(hidden))]),
        None => words.say("catalog-items-unread", &[]),
    };
    let asked: Vec<&str> = category.fields.iter().map(|field| words.pick(&field.label)).collect();
    let target = category.target.to_string();
    let facts = [
        html::say(words, "catalog-slug", &[("slug", (&category.slug).into())]),
        words.say(state, &[]),
        words.say(if category.popular { "catalog-is-popular" } else { "catalog-is-usual" }, &[]),
        words.say(if category.verified { "catalog-is-verified" } else { "catalog-is-unverified" }, &[]),
        items,
        html::say(words, "catalog-asks", &[("fields", asked.join(", ").into()), ("target", target.into())]),
    ];
    let ask = |key, question| button::button(words, key, CatalogAction::Ask { question });
    let move_to = |key, up| button::button(words, key, CatalogAction::Move { category: slug(), up });
    let ups = file.up.then(|| move_to("button-catalog-up", true)).into_iter();
    let mut rows = undo(done, words);
    rows.push(vec![button::button(words, "button-catalog-items", CatalogAction::Items { category: slug(), page: 0 })]);
    rows.push(vec![mark(words, &entry, CatalogMark::Hidden, category.hidden), mark(words, &entry, CatalogMark::Popular, category.popular)]);
    rows.push(ups.chain(file.down.then(|| move_to("button-catalog-down", false))).collect());
    rows.push(vec![
        ask("button-catalog-rename", CatalogQuestion::Name { entry: entry.clone() }),
        ask("button-catalog-fields", CatalogQuestion::Fields { category: slug() }),
    ]);
    rows.push(vec![
        ask("button-catalog-try", CatalogQuestion::Try { category: slug() }),
        mark(words, &entry, CatalogMark::Verified, category.verified),
    ]);
    if file.changed {
        let key = if file.of_file.is_some() { "button-as-file" } else { "button-catalog-remove" };
        rows.push(vec![button::button(words, key, CatalogAction::AskAsFile { entry: Some(entry) })]);
    }
    rows.push(vec![button::button(words, "button-catalog-back", CatalogAction::List { page: 0 })]);
    let headline = format!("🗂 <b>{}</b>", html::safe(&layout::title(&title(category), words), html::MAX_VALUE_CHARS));
    html::page(vec![said(done, words), headline, facts.join("\n"), differences(file, words)], rows)
}

/// Where a category is not as in `shop.toml`.
fn differences(file: &CategoryFile, words: &Words) -> String {
    if !file.changed {
        return String::new();
    }
    let Some(of_file) = &file.of_file else { return words.say("catalog-added-here", &[]) };
    let now = &file.category;
    let asks = |category: &Category| {
        let label = |field: &Field| words.pick(&field.label).to_owned();
        (category.fields.iter().map(label).collect::<Vec<_>>().join(", "), category.target.to_string())
    };
    let named = (of_file.name != now.name || of_file.emoji != now.emoji)
        .then(|| html::say(words, "catalog-differs-name", &[("name", layout::title(&title(of_file), words).into())]));
    let (fields, target) = asks(of_file);
    let other_questions = asks(now) != (fields.clone(), target.clone());
    let asked = other_questions.then(|| html::say(words, "catalog-asks", &[("fields", fields.into()), ("target", target.into())]));
    let flag = |now: bool, of_file: bool, keys: [&str; 2]| (now != of_file).then(|| words.say(keys[usize::from(of_file)], &[]));
    let items = now.items.iter().filter(|(sku, item)| of_file.items.get(*sku).cloned().unwrap_or_default() != **item).count();
    let items = (items > 0).then(|| words.say("catalog-differs-items", &[("count", i64::try_from(items).unwrap_or(i64::MAX).into())]));
    let found = [
        named,
        flag(now.hidden, of_file.hidden, ["catalog-state-sold", "catalog-state-hidden"]),
        flag(now.popular, of_file.popular, ["catalog-is-usual", "catalog-is-popular"]),
        flag(now.verified, of_file.verified, ["catalog-is-unverified", "catalog-is-verified"]),
        asked,
        items,
    ];
    let found: Vec<String> = found.into_iter().flatten().collect();
    if found.is_empty() { String::new() } else { format!("{}\n{}", words.say("catalog-differs", &[]), found.join("\n")) }
}

/// What customers read as an item's name.
fn shown_name(item: &CatalogItem, words: &Words) -> String {
    let label = item.settings.label.as_ref().map(|label| words.pick(label).to_owned());
    let name = html::clean(&label.unwrap_or_else(|| item.service.name.clone()));
    if name.is_empty() { item.service.sku.clone() } else { name }
}

/// The items of a category, each with a button to its page.
pub fn items_of(file: &CategoryFile, page: usize, words: &Words) -> Page {
    let pages = file.items.len().div_ceil(ITEMS_PER_PAGE).max(1);
    let page = page.min(pages - 1);
    let slug = &file.category.slug;
    let one = |item: &CatalogItem| {
        let signs = [(!item.service.active, "⛔"), (item.settings.hidden, "🙈"), (item.settings.popular, "⭐")];
        let signs: String = signs.iter().filter(|(is_so, _)| *is_so).map(|(_, sign)| *sign).collect();
        let name = format!("{signs} {}", shown_name(item, words));
        let entry = CatalogEntry { category: slug.clone(), sku: Some(item.service.sku.clone()), page };
        vec![button::priced(name.trim(), item.price.unwrap_or(item.service.cost), CatalogAction::Show { entry })]
    };
    let mut rows: Vec<Vec<Button>> = file.items.iter().skip(page * ITEMS_PER_PAGE).take(ITEMS_PER_PAGE).map(one).collect();
    rows.push(button::turn((page, pages), |page| CatalogAction::Items { category: slug.clone(), page }));
    let entry = CatalogEntry { category: slug.clone(), sku: None, page: 0 };
    rows.push(vec![button::button(words, "button-back", CatalogAction::Show { entry })]);
    let key = if file.fetched_at.is_none() { "catalog-items-unread" } else { "catalog-items-title" };
    let name = layout::title(&title(&file.category), words);
    let text = html::say(words, key, &[("category", name.into())]);
    html::page(vec![text, words.say("catalog-items-signs", &[]), button::page_number((page, pages), words)], rows)
}

/// An item, from this page of the list: how it is sold, and what can be changed.
pub fn item(file: &CategoryFile, shown: &CatalogItem, page: usize, done: Option<&Done>, words: &Words) -> Page {
    let (settings, service) = (&shown.settings, &shown.service);
    let entry = CatalogEntry { category: file.category.slug.clone(), sku: Some(service.sku.clone()), page };
    let state = match (service.active, settings.hidden) {
        (false, _) => "catalog-item-inactive",
        (true, true) => "catalog-state-hidden",
        (true, false) => "catalog-state-sold",
    };
    let of_file = file.of_file.as_ref().map(|category| category.items.get(&service.sku).cloned().unwrap_or_default());
    let label = |label: Option<&LocalText>| match label {
        Some(LocalText::PerLocale(texts)) => texts.values().cloned().collect::<Vec<_>>().join(" · "),
        Some(LocalText::Plain(text)) => text.clone(),
        None => words.say("catalog-no-label", &[]),
    };
    let price = shown.price.map_or_else(|| "–".to_owned(), |price| price.to_string());
    let mut facts = vec![
        html::say(words, "catalog-item-category", &[("category", layout::title(&title(&file.category), words).into())]),
        html::say(words, "catalog-item-name", &[("name", (&service.name).into()), ("sku", (&service.sku).into())]),
        html::say(words, "catalog-item-label", &[("label", label(settings.label.as_ref()).into())]),
        html::say(words, "admin-order-money", &[("cost", service.cost.into()), ("price", price.into())]),
        words.say(state, &[]),
        words.say(if settings.popular { "catalog-is-popular" } else { "catalog-is-usual" }, &[]),
    ];
    if let Some(of_file) = of_file.filter(|of_file| of_file != settings) {
        let hidden = words.say(if of_file.hidden { "catalog-state-hidden" } else { "catalog-state-sold" }, &[]);
        let popular = words.say(if of_file.popular { "catalog-is-popular" } else { "catalog-is-usual" }, &[]);
        let label = html::say(words, "catalog-item-label", &[("label", label(of_file.label.as_ref()).into())]);
        facts.extend([String::new(), words.say("catalog-differs", &[]), label, hidden, popular]);
    }
    let mut rows = undo(done, words);
    rows.push(vec![mark(words, &entry, CatalogMark::Hidden, settings.hidden), mark(words, &entry, CatalogMark::Popular, settings.popular)]);
    let rename = CatalogAction::Ask { question: CatalogQuestion::Name { entry: entry.clone() } };
    rows.push(vec![button::button(words, "button-catalog-label", rename)]);
    if shown.changed {
        rows.push(vec![button::button(words, "button-as-file", CatalogAction::AskAsFile { entry: Some(entry) })]);
    }
    let list = CatalogAction::Items { category: file.category.slug.clone(), page };
    rows.push(vec![button::button(words, "button-catalog-back-to-items", list)]);
    let headline = format!("💎 <b>{}</b>", html::safe(&shown_name(shown, words), html::MAX_VALUE_CHARS));
    html::page(vec![said(done, words), headline, facts.join("\n")], rows)
}

/// Really as in `shop.toml`; for a category that is not there: really remove it?
pub fn confirm_as_file(change: CatalogChange, is_added: bool, words: &Words) -> Page {
    let back = change.entry.clone().map_or(CatalogAction::List { page: 0 }, |entry| CatalogAction::Show { entry });
    let (text, yes) = if is_added {
        ("catalog-confirm-remove", "button-catalog-remove-yes")
    } else {
        ("catalog-confirm-as-file", "button-catalog-as-file-yes")
    };
    let rows = vec![vec![button::button(words, yes, CatalogAction::Save { change })], vec![button::button(words, "button-back", back)]];
    html::page(vec![words.say(text, &[])], rows)
}
