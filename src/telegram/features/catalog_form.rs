//! What is typed about the catalogue: names, the slug of a new category, its questions, and trying them. Everything is shown before it is
//! saved. Rights are checked at every step.

use crate::app::{AppError, ReloadError, catalog_changes};
use crate::dialogue::purchase::{lines, title};
use crate::dialogue::screen::Hint;
use crate::dialogue::{CatalogAction, CatalogQuestion, Step};
use crate::domain::catalog::{CatalogChange, CatalogEntry, Category, MAX_ITEM_LABEL_CHARS};
use crate::domain::definition::{Definition, DefinitionError};
use crate::domain::locale::LocalText;
use crate::domain::shop::Shop;
use crate::domain::target::{self, Answer};
use crate::i18n::{self, Words};
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::view::confirmation::target_line;
use crate::telegram::view::hint::hint;
use crate::telegram::view::notification::settings_rejected;
use crate::telegram::view::page::{Button, Page};
use crate::telegram::view::toast::Toast;
use crate::telegram::view::{button, html, layout};

/// Longest name of a category, in characters: what `shop.toml` takes too.
const MAX_NAME_CHARS: usize = 64;
/// Longest slug, and the characters in it: what `shop.toml` takes too.
const MAX_SLUG_CHARS: usize = 64;
/// Longest emoji, in characters: what `shop.toml` takes too.
const MAX_EMOJI_CHARS: usize = 16;

/// Asks for something about the catalogue; `remark` says what is wrong with the last answer.
pub async fn ask(ctx: UpdateContext, question: CatalogQuestion, remark: Option<String>, toast: Option<Toast>) -> HandlerResult {
    let page = ask_catalog(&question, &ctx.settings.categories, remark, &ctx.words);
    ctx.reply(&Step::Catalog { question }, &page, toast)
}

/// Asks for it again, because something else came.
pub async fn show_again(ctx: UpdateContext, question: CatalogQuestion, remark: Option<Hint>, toast: Option<Toast>) -> HandlerResult {
    let remark = remark.map(|remark| hint(Some(remark), &ctx.words));
    ask(ctx, question, remark, toast).await
}

/// Something was typed.
pub async fn receive(ctx: UpdateContext, question: CatalogQuestion, text: Option<String>) -> HandlerResult {
    let Some(text) = text else { return show_again(ctx, question, Some(Hint::TextOnly), None).await };
    match question.clone() {
        CatalogQuestion::Slug => receive_slug(ctx, &text).await,
        CatalogQuestion::NewName { category } => match read_name(&text, MAX_NAME_CHARS, true) {
            Some((emoji, name)) => ask(ctx, CatalogQuestion::NewFields { category, emoji, name }, None, None).await,
            None => again(ctx, question, "hint-catalog-name", &[("max", MAX_NAME_CHARS)]).await,
        },
        CatalogQuestion::Name { entry } => {
            let most = if entry.sku.is_some() { MAX_ITEM_LABEL_CHARS } else { MAX_NAME_CHARS };
            match read_name(&text, most, entry.sku.is_none()) {
                Some((emoji, name)) => show_name(ctx, question, entry, emoji, name).await,
                None => again(ctx, question, "hint-catalog-name", &[("max", most)]).await,
            }
        }
        CatalogQuestion::NewFields { category, emoji, name } => match Definition::read(&text, &[]) {
            Ok(definition) => {
                let change = catalog_changes::added(&category, emoji.as_deref(), &name, &definition);
                show_fields(ctx, question, &category, change).await
            }
            Err(error) => wrong_fields(ctx, question, error).await,
        },
        CatalogQuestion::Fields { category } => {
            let Some(before) = find(&ctx.settings.categories, &category).cloned() else {
                return ask(ctx, CatalogQuestion::Slug, None, None).await;
            };
            match Definition::read(&text, &before.fields) {
                Ok(definition) => show_fields(ctx, question, &category, catalog_changes::defined(&before, &definition)).await,
                Err(error) => wrong_fields(ctx, question, error).await,
            }
        }
        CatalogQuestion::Try { category } => try_answer(ctx, question, &category, &text).await,
    }
}

async fn again(ctx: UpdateContext, question: CatalogQuestion, key: &str, numbers: &[(&str, usize)]) -> HandlerResult {
    let args: Vec<_> = numbers.iter().map(|(name, number)| (*name, i64::try_from(*number).unwrap_or(i64::MAX).into())).collect();
    let remark = ctx.words.say(key, &args);
    ask(ctx, question, Some(remark), None).await
}

/// The provider is asked before anything else is; the answer comes as a message with the way on.
async fn receive_slug(mut ctx: UpdateContext, text: &str) -> HandlerResult {
    let slug = text.trim().to_lowercase();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !(1..=MAX_SLUG_CHARS).contains(&slug.len()) || !slug.chars().all(plain) {
        return again(ctx, CatalogQuestion::Slug, "hint-catalog-slug", &[]).await;
    }
    if find(&ctx.settings.categories, &slug).is_some() {
        return again(ctx, CatalogQuestion::Slug, "hint-catalog-slug-taken", &[]).await;
    }
    let (app, place) = (ctx.app.clone(), ctx.place());
    app.catalog_editor.try_slug(place, slug.clone(), &mut ctx.effects);
    let page = trying_slug(&slug, &ctx.words);
    ctx.reply(&Step::Menu, &page, None)
}

async fn show_name(
    ctx: UpdateContext,
    question: CatalogQuestion,
    entry: CatalogEntry,
    emoji: Option<String>,
    name: LocalText,
) -> HandlerResult {
    let change = catalog_changes::renamed(entry, emoji.as_deref(), &name);
    if let Err(report) = preview(&ctx, &change).await? {
        return refused(ctx, &report);
    }
    let page = confirm_name(question, emoji.as_deref(), &name, change, &ctx.words);
    ctx.reply(&Step::Menu, &page, None)
}

/// Shows what customers would be asked, and what the provider would get for the examples.
async fn show_fields(ctx: UpdateContext, question: CatalogQuestion, slug: &str, change: CatalogChange) -> HandlerResult {
    let shop = match preview(&ctx, &change).await? {
        Ok(shop) => shop,
        Err(report) => return refused(ctx, &report),
    };
    let Some(category) = find(&shop.categories, slug) else { return ask(ctx, CatalogQuestion::Slug, None, None).await };
    let page = confirm_fields(question, category, change, &ctx.words);
    ctx.reply(&Step::Menu, &page, None)
}

async fn wrong_fields(ctx: UpdateContext, question: CatalogQuestion, error: DefinitionError) -> HandlerResult {
    let (key, line) = match error {
        DefinitionError::Count => ("hint-catalog-fields-count", None),
        DefinitionError::Line(line) => ("hint-catalog-fields-line", Some(line)),
        DefinitionError::Rule(line) => ("hint-catalog-fields-rule", Some(line)),
        DefinitionError::Example(line) => ("hint-catalog-fields-example", Some(line)),
        DefinitionError::Target => ("hint-catalog-fields-target", None),
    };
    let line: Vec<(&str, usize)> = line.map(|line| ("line", line)).into_iter().collect();
    again(ctx, question, key, &line).await
}

/// Reads an answer as a customer's would be; nothing is ordered.
async fn try_answer(ctx: UpdateContext, question: CatalogQuestion, slug: &str, text: &str) -> HandlerResult {
    let Some(category) = find(&ctx.settings.categories, slug).cloned() else { return ask(ctx, CatalogQuestion::Slug, None, None).await };
    match target::read(&category.fields, text) {
        Ok(answers) => {
            let page = tried(&category, &answers, &ctx.words);
            ctx.reply(&Step::Catalog { question }, &page, None)
        }
        Err(invalid) => show_again(ctx, question, Some(Hint::Invalid(invalid)), None).await,
    }
}

/// The shop as it would be with this change, or the report of what would be wrong.
pub async fn preview(ctx: &UpdateContext, change: &CatalogChange) -> Result<Result<Shop, String>, AppError> {
    match ctx.app.settings.preview(&change.settings).await {
        Ok(shop) => Ok(Ok(shop)),
        Err(ReloadError::Problems(report)) => Ok(Err(report)),
        Err(ReloadError::Read(error)) => Err(error.into()),
    }
}

/// Says why a change is not possible; nothing is changed.
///
/// # Errors
/// When the page cannot be put into JSON.
pub fn refused(ctx: UpdateContext, report: &str) -> HandlerResult {
    let page = settings_rejected(report, &ctx.words);
    ctx.reply(&Step::Menu, &page, None)
}

fn find<'a>(categories: &'a [Category], slug: &str) -> Option<&'a Category> {
    categories.iter().find(|category| category.slug == slug)
}

/// One line for all languages, or one for each language of the bot, in their order. An emoji before the name of a category is apart.
fn read_name(text: &str, most: usize, with_emoji: bool) -> Option<(Option<String>, LocalText)> {
    let mut lines: Vec<String> = text.lines().map(html::clean).filter(|line| !line.is_empty()).collect();
    let mut emoji = None;
    for line in lines.iter_mut().filter(|_| with_emoji) {
        let apart = line.split_once(' ').filter(|(first, _)| first.chars().all(|c| !c.is_ascii() && !c.is_alphanumeric()));
        if let Some((first, name)) = apart.filter(|(first, _)| first.chars().count() <= MAX_EMOJI_CHARS) {
            emoji.get_or_insert(first.to_owned());
            *line = name.to_owned();
        }
    }
    if lines.iter().any(|line| line.chars().count() > most) {
        return None;
    }
    let locales = i18n::available();
    let name = match lines.len() {
        1 => LocalText::Plain(lines.remove(0)),
        count if count == locales.len() => LocalText::PerLocale(locales.into_iter().map(|locale| locale.0).zip(lines).collect()),
        _ => return None,
    };
    Some((emoji, name))
}

/// The text as it would be typed: one line, or one for each language.
fn typed(name: &LocalText) -> String {
    match name {
        LocalText::Plain(name) => name.clone(),
        LocalText::PerLocale(_) => i18n::available().iter().map(|locale| name.get(locale)).collect::<Vec<_>>().join("\n"),
    }
}

/// What is asked, with what is there now.
pub fn ask_catalog(question: &CatalogQuestion, categories: &[Category], remark: Option<String>, words: &Words) -> Page {
    let name_of =
        |slug: &str| find(categories, slug).map(|category| layout::title(&title(category), words)).unwrap_or_else(|| slug.to_owned());
    let (key, about, now) = match question {
        CatalogQuestion::Slug => ("catalog-ask-slug", String::new(), String::new()),
        CatalogQuestion::NewName { category } => ("catalog-ask-new-name", category.clone(), String::new()),
        CatalogQuestion::NewFields { name, .. } => ("catalog-ask-fields", words.pick(name).to_owned(), String::new()),
        CatalogQuestion::Name { entry } => match (&entry.sku, find(categories, &entry.category)) {
            (Some(sku), category) => {
                let label = category.and_then(|category| category.items.get(sku)).and_then(|item| item.label.as_ref());
                ("catalog-ask-label", sku.clone(), label.map(typed).unwrap_or_default())
            }
            (None, category) => {
                ("catalog-ask-name", name_of(&entry.category), category.map(|category| typed(&category.name)).unwrap_or_default())
            }
        },
        CatalogQuestion::Fields { category } => {
            let now = find(categories, category).map(|category| Definition::write(&category.fields, &category.target, words.locale()));
            ("catalog-ask-fields", name_of(category), now.unwrap_or_default())
        }
        CatalogQuestion::Try { category } => ("catalog-ask-try", name_of(category), String::new()),
    };
    let help = matches!(question, CatalogQuestion::NewFields { .. } | CatalogQuestion::Fields { .. });
    let help = if help { words.say("catalog-fields-help", &[]) } else { String::new() };
    let now = if now.is_empty() { now } else { format!("{}\n{}", words.say("catalog-now", &[]), html::code_lines(&now)) };
    html::page(
        vec![remark.unwrap_or_default(), html::say(words, key, &[("about", about.into())]), help, now],
        vec![vec![back(question, words)]],
    )
}

/// Out of the question, to what it is about.
fn back(question: &CatalogQuestion, words: &Words) -> Button {
    let to = |entry: CatalogEntry| CatalogAction::Show { entry };
    let action = match question {
        CatalogQuestion::Slug | CatalogQuestion::NewName { .. } | CatalogQuestion::NewFields { .. } => CatalogAction::List { page: 0 },
        CatalogQuestion::Name { entry } => to(entry.clone()),
        CatalogQuestion::Fields { category } | CatalogQuestion::Try { category } => {
            to(CatalogEntry { category: category.clone(), sku: None, page: 0 })
        }
    };
    button::button(words, "button-back", action)
}

/// The provider is being asked.
pub fn trying_slug(slug: &str, words: &Words) -> Page {
    let back = button::button(words, "button-catalog-back", CatalogAction::List { page: 0 });
    html::page(vec![html::say(words, "catalog-slug-asked", &[("slug", slug.into())])], vec![vec![back]])
}

/// Save, write it again, or leave it.
fn save_rows(question: CatalogQuestion, change: CatalogChange, words: &Words) -> Vec<Vec<Button>> {
    let leave = back(&question, words);
    vec![
        vec![button::button(words, "button-catalog-save", CatalogAction::Save { change })],
        vec![button::button(words, "button-catalog-again", CatalogAction::Ask { question }), leave],
    ]
}

/// The new name as customers of each language read it.
pub fn confirm_name(question: CatalogQuestion, emoji: Option<&str>, name: &LocalText, change: CatalogChange, words: &Words) -> Page {
    let line = |locale| {
        let language = words.of(locale).say("language-name", &[]);
        let name = format!("{} {}", emoji.unwrap_or_default(), name.get(locale));
        html::say(words, "catalog-name-line", &[("language", language.into()), ("name", name.trim().into())])
    };
    let names = i18n::available().iter().map(line).collect::<Vec<_>>().join("\n");
    html::page(vec![words.say("catalog-confirm-name", &[]), names], save_rows(question, change, words))
}

/// What customers would be asked, tried with the examples.
pub fn confirm_fields(question: CatalogQuestion, category: &Category, change: CatalogChange, words: &Words) -> Page {
    let written = html::code_lines(&Definition::write(&category.fields, &category.target, words.locale()));
    let examples = Definition::examples(&category.fields).unwrap_or_default();
    let headline = html::say(words, "catalog-confirm-fields", &[("category", layout::title(&title(category), words).into())]);
    html::page(vec![headline, written, answered(category, &examples, words)], save_rows(question, change, words))
}

/// How an answer is read, and what the provider would get.
pub fn tried(category: &Category, answers: &[Answer], words: &Words) -> Page {
    let question = CatalogQuestion::Try { category: category.slug.clone() };
    html::page(vec![answered(category, answers, words), words.say("catalog-try-again", &[])], vec![vec![back(&question, words)]])
}

fn answered(category: &Category, answers: &[Answer], words: &Words) -> String {
    let mut told: Vec<String> = lines(category, answers).iter().map(|line| target_line(line, words)).collect();
    told.push(match (category.target.fill(answers), category.fields.get(answers.len())) {
        (Some(target), None) => html::say(words, "catalog-target", &[("target", target.into())]),
        (_, Some(next)) => html::say(words, "catalog-next-field", &[("field", words.pick(&next.label).into())]),
        (None, None) => String::new(),
    });
    told.join("\n")
}
