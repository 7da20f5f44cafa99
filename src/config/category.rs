//! `[[category]]` of `shop.toml`: a game, the questions for its target, and the target's form.

use crate::domain::catalog::Category;
use crate::domain::definition::{MAX_CHOICES, MAX_FIELDS};
use crate::domain::markup::Markup;
use crate::domain::target::{self, Choice, Field, MAX_ANSWER_CHARS, Pattern, Shape, Template, is_invisible};

use super::check::read_checks;
use super::item::read_items;
use super::pricing::read_markup;
use super::report::quoted;
use super::toml_reader::Section;

/// Longest name of the shop, a game, a field or a choice: a button shows about this many characters.
pub(super) const MAX_NAME_CHARS: usize = 64;
/// Most games in one shop: 25 screens of eight.
const MAX_CATEGORIES: usize = 200;
/// Longest slug: it is the payload of a deep link, which Telegram limits to this.
const MAX_SLUG_CHARS: usize = 64;
/// Longest name of a field in the template.
const MAX_KEY_CHARS: usize = 32;
/// Longest emoji: a family of four is eleven characters.
const MAX_EMOJI_CHARS: usize = 16;
/// Most aliases of a game.
const MAX_ALIASES: usize = 30;
/// Longest template or pattern.
const MAX_RULE_CHARS: usize = 256;
/// Longest help text: a paragraph above the question.
pub(super) const MAX_HELP_CHARS: usize = 500;

/// Reads every `[[category]]`, in the order of the menu: popular ones first, both as `category_order` of `[shop]` says and then as they are in
/// the file. Problems are recorded in the file; if there are any, the list must not be used.
pub(super) fn read_all(root: &mut Section<'_>, shop: &mut Section<'_>, locales: &[&str]) -> Vec<Category> {
    root.need("category", "at least one [[category]]: a game to sell");
    let sections = root.sections("category").unwrap_or_default();
    if sections.len() > MAX_CATEGORIES {
        root.refuse("category", format!("at most {MAX_CATEGORIES} categories, not {}", sections.len()));
    }
    let mut slugs: Vec<String> = Vec::new();
    let mut categories = Vec::new();
    for mut section in sections {
        let slug = read_slug(&mut section);
        if slug.as_ref().is_some_and(|slug| slugs.contains(slug)) {
            section.refuse("slug", "a unique slug: an earlier category has the same one".to_owned());
        }
        slugs.extend(slug.clone());
        categories.extend(read(&mut section, slug, locales));
        section.close();
    }
    let order = shop.texts("category_order", MAX_SLUG_CHARS).unwrap_or_default();
    if let Some(unknown) = order.iter().find(|slug| !slugs.contains(slug)) {
        shop.refuse("category_order", format!("slugs of categories in this file; there is no {}", quoted(unknown)));
    }
    let place = |slug: &str| order.iter().position(|placed| placed == slug).unwrap_or(order.len());
    categories.sort_by_key(|category: &Category| (!category.popular, place(&category.slug)));
    categories
}

fn read(section: &mut Section<'_>, slug: Option<String>, locales: &[&str]) -> Option<Category> {
    section.need("name", "the game's name, as customers see it");
    let name = section.local_text("name", MAX_NAME_CHARS, locales);
    let aliases = read_aliases(section);
    let emoji = section.text("emoji", MAX_EMOJI_CHARS).unwrap_or_default();
    section.need("target", "what the provider gets, built from the fields: \"{user_id}\"");
    let template = section.text("target", MAX_RULE_CHARS);
    let pricing = section.section("pricing");
    let pricing: Markup = read_markup(pricing);
    let verified = section.flag("verified", true);
    let (hidden, popular) = (section.flag("hidden", false), section.flag("popular", false));
    let items = read_items(section, locales);
    let fields = read_fields(section, locales);
    let checks = read_checks(section, fields.as_deref());
    let target = fields.as_ref().zip(template).and_then(|(fields, template)| {
        let target = Template::parse(&template, fields);
        target.map_err(|error| section.refuse("target", format!("a template built from the fields: {error}"))).ok()
    });
    Some(Category {
        slug: slug?,
        name: name?,
        aliases,
        emoji,
        fields: fields?,
        checks,
        target: target?,
        pricing,
        verified,
        hidden,
        popular,
        items,
    })
}

/// What customers call the game besides its name.
fn read_aliases(section: &mut Section<'_>) -> Vec<String> {
    let aliases = section.texts("aliases", MAX_NAME_CHARS).unwrap_or_default();
    if aliases.len() > MAX_ALIASES || aliases.iter().any(|alias| !alias.contains(char::is_alphabetic)) {
        section.refuse("aliases", format!("at most {MAX_ALIASES} names, each with a letter: [\"mlbb\"]"));
    }
    aliases
}

fn read_slug(section: &mut Section<'_>) -> Option<String> {
    section.need("slug", "the provider's slug of the game: \"mobile-legends\"");
    let slug = section.text("slug", MAX_SLUG_CHARS)?;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !slug.chars().all(plain) {
        section.refuse("slug", "only lower-case letters, digits and hyphens: \"mobile-legends\"".to_owned());
        return None;
    }
    Some(slug)
}

/// The fields, or `None` if the key of one is missing or wrong; then the template can't be checked.
fn read_fields(category: &mut Section<'_>, locales: &[&str]) -> Option<Vec<Field>> {
    category.need("field", "at least one [[category.field]]: what the customer is asked");
    let sections = category.sections("field")?;
    if sections.len() > MAX_FIELDS {
        category.refuse("field", format!("at most {MAX_FIELDS} fields, not {}", sections.len()));
    }
    let mut fields: Vec<Field> = Vec::new();
    let mut all_named = !sections.is_empty();
    for mut section in sections {
        match read_field(&mut section, locales) {
            Some(field) if fields.iter().any(|earlier| earlier.key == field.key) => {
                section.refuse("key", "a unique key: an earlier field of this category has the same one".to_owned());
            }
            Some(field) => fields.push(field),
            None => all_named = false,
        }
        section.close();
    }
    all_named.then_some(fields)
}

/// One field. A wrong label or shape is recorded as a problem and replaced by an empty one, so that reading can continue.
fn read_field(section: &mut Section<'_>, locales: &[&str]) -> Option<Field> {
    let key = read_key(section);
    section.need("label", "what the customer is asked for: \"User ID\"");
    let label = section.local_text("label", MAX_NAME_CHARS, locales);
    let shape = read_shape(section, locales);
    let example = section.text("example", MAX_ANSWER_CHARS);
    let help = section.local_text("help", MAX_HELP_CHARS, locales);
    let shape_is_known = shape.is_some();
    let field = Field {
        key: key?,
        label: label.unwrap_or_else(|| "".into()),
        shape: shape.unwrap_or_else(|| Shape::Choices(Vec::new())),
        example,
        help,
    };
    if let Some(example) = field.example.as_deref().filter(|_| shape_is_known)
        && target::read(std::slice::from_ref(&field), example).is_err()
    {
        section.refuse("example", "an answer that the field itself accepts".to_owned());
    }
    Some(field)
}

fn read_key(section: &mut Section<'_>) -> Option<String> {
    section.need("key", "the field's name in `target`: \"user_id\"");
    let key = section.text("key", MAX_KEY_CHARS)?;
    if !key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_') {
        section.refuse("key", "only lower-case letters, digits and underscores: \"user_id\"".to_owned());
        return None;
    }
    Some(key)
}

fn read_shape(section: &mut Section<'_>, locales: &[&str]) -> Option<Shape> {
    let pattern = section.text("pattern", MAX_RULE_CHARS);
    let choices = section.sections("choices");
    match (section.has("pattern"), choices) {
        (true, None) => read_pattern(section, &pattern?).map(Shape::Pattern),
        (false, Some(choices)) => read_choices(section, choices, locales).map(Shape::Choices),
        (true, Some(_)) => {
            section.refuse("pattern", "either a pattern or choices, not both".to_owned());
            None
        }
        (false, None) => {
            section.refuse("pattern", "a pattern that the whole answer matches, \"[0-9]{5,12}\", or a list of choices".to_owned());
            None
        }
    }
}

fn read_pattern(section: &Section<'_>, text: &str) -> Option<Pattern> {
    let pattern = Pattern::new(text);
    pattern
        .map_err(|error| {
            // The message of the regex crate has several lines; the last one is the reason.
            let message = error.to_string();
            let reason = message.lines().last().unwrap_or_default().trim_start_matches("error: ");
            section.refuse("pattern", format!("a regular expression: {reason}"));
        })
        .ok()
}

fn read_choices(field: &Section<'_>, sections: Vec<Section<'_>>, locales: &[&str]) -> Option<Vec<Choice>> {
    let count = sections.len();
    let choices: Vec<Choice> = sections.into_iter().filter_map(|section| read_choice(section, locales)).collect();
    if count > MAX_CHOICES {
        field.refuse("choices", format!("at most {MAX_CHOICES} choices, not {count}"));
    }
    let twice =
        |(at, choice): (usize, &Choice)| choices[..at].iter().any(|earlier| earlier.value == choice.value || earlier.label == choice.label);
    if choices.iter().enumerate().any(twice) {
        field.refuse("choices", "each value and each label only once".to_owned());
    }
    (count > 0 && choices.len() == count).then_some(choices)
}

fn read_choice(mut section: Section<'_>, locales: &[&str]) -> Option<Choice> {
    section.need("value", "what goes into the target");
    let value = section.text("value", MAX_ANSWER_CHARS);
    if value.as_ref().is_some_and(|value| value.contains(is_invisible)) {
        section.refuse("value", "only visible characters".to_owned());
    }
    section.need("label", "what the button says");
    let label = section.local_text("label", MAX_NAME_CHARS, locales);
    section.close();
    Some(Choice { value: value?, label: label? })
}
