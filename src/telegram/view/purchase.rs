//! The steps of a purchase: item, target, confirmation; and the ways in which they end early.

use crate::dialogue::Action;
use crate::dialogue::screen::{Confirmation, Hint, Line, Title};
use crate::domain::access::Limit;
use crate::domain::catalog::Offer;
use crate::domain::money::Rupiah;
use crate::domain::target::{Choice, Field, Shape};
use crate::domain::time::Millis;
use crate::i18n::Words;
use crate::telegram::view::menu::{back_to_menu, hint, title};
use crate::telegram::view::{Button, Page, button, html};

/// Most buttons for a field with choices: Telegram takes 100 in all. Further choices can still be typed.
const MAX_CHOICES: usize = 90;
/// Longest help text of a field, in characters.
const MAX_HELP_CHARS: usize = 500;

/// The items of a category.
pub fn items(
    category: &Title,
    offers: &[Offer],
    pages: (usize, usize),
    stale_since: Option<Millis>,
    remark: Option<Hint>,
    words: &Words,
) -> Page {
    let slug = || category.slug.clone();
    let item = |offer: &Offer| {
        let name = if html::clean(&offer.name).is_empty() { &offer.sku } else { &offer.name };
        vec![button::priced(name, offer.price, Action::Item { category: slug(), sku: offer.sku.clone(), page: pages.0 })]
    };
    let mut rows: Vec<Vec<Button>> = offers.iter().map(item).collect();
    rows.push(button::turn(pages, |page| Action::Category { category: slug(), page }));
    rows.push(button::back_and_cancel(words));
    let question = html::say(words, "items-choose", &[("category", title(category, words).into())]);
    let stale = stale_since.map(|at| html::say(words, "items-stale", &[("time", words.time(at).into())]));
    html::page(vec![hint(remark, words), question, stale.unwrap_or_default(), button::page_number(pages, words)], rows)
}

/// A category with nothing on sale.
pub fn nothing_on_sale(category: &Title, words: &Words) -> Page {
    let text = html::say(words, "items-none", &[("category", title(category, words).into())]);
    html::page(vec![text], vec![vec![back_to_menu(words)]])
}

/// One question about the target.
pub fn ask(category: &Title, offer: &Offer, answered: &[Line], field: &Field, remark: Option<Hint>, words: &Words) -> Page {
    let label = words.pick(&field.label);
    let mut rows = Vec::new();
    let question = match &field.shape {
        Shape::Pattern(_) => html::say(words, "ask-type", &[("label", label.into())]),
        Shape::Choices(choices) => {
            let choose =
                |choice: &Choice| button::named(words.pick(&choice.label), &choice.value, Action::Choose { value: choice.value.clone() });
            rows = button::grid(choices.iter().take(MAX_CHOICES).map(choose), 2);
            html::say(words, "ask-choose", &[("label", label.into())])
        }
    };
    rows.push(button::back_and_cancel(words));
    let help = field.help.as_ref().map(|help| format!("💡 {}", html::safe(words.pick(help), MAX_HELP_CHARS)));
    let typed = matches!(field.shape, Shape::Pattern(_));
    let example = field.example.as_ref().filter(|_| typed).map(|example| html::say(words, "ask-example", &[("example", example.into())]));
    let mut facts = vec![html::safe(&title(category, words), html::MAX_VALUE_CHARS)];
    facts.push(html::say(words, "ask-item", &[("item", (&offer.name).into()), ("price", offer.price.into())]));
    facts.extend(answered.iter().map(|line| target_line(line, words)));
    let asked: Vec<String> = [Some(question), help, example].into_iter().flatten().collect();
    html::page(vec![hint(remark, words), facts.join("\n"), asked.join("\n")], rows)
}

/// What they are about to buy.
pub fn confirm(confirmation: &Confirmation, words: &Words) -> Page {
    let mut blocks = vec![hint(confirmation.hint, words), words.say("confirm-check", &[])];
    blocks.extend(summary(confirmation, words));
    html::page(blocks, vec![vec![confirm_button(confirmation, words)], button::back_and_cancel(words)])
}

/// What a confirmation says: warnings, facts, terms.
pub fn summary(confirmation: &Confirmation, words: &Words) -> Vec<String> {
    let changed = |old: Rupiah| html::say(words, "confirm-price-changed", &[("old", old.into()), ("new", confirmation.price.into())]);
    let twin = confirmation.twin.as_ref().map(|number| html::say(words, "confirm-twin", &[("number", number.into())]));
    let mut facts = vec![
        html::say(words, "confirm-game", &[("category", title(&confirmation.category, words).into())]),
        html::say(words, "confirm-item", &[("item", (&confirmation.item).into())]),
    ];
    facts.extend(confirmation.lines.iter().map(|line| target_line(line, words)));
    facts.push(html::say(words, "confirm-price", &[("price", confirmation.price.into())]));
    vec![
        confirmation.old_price.map(changed).unwrap_or_default(),
        twin.unwrap_or_default(),
        facts.join("\n"),
        words.say("confirm-terms", &[("minutes", confirmation.minutes.into())]),
    ]
}

/// The button that buys.
pub fn confirm_button(confirmation: &Confirmation, words: &Words) -> Button {
    let mut button = button::button(words, "button-confirm", Action::Confirm { quote: confirmation.quote.clone() });
    button.label = format!("✅ {} — {}", button.label, confirmation.price);
    button
}

/// A field of the target and its value.
pub fn target_line(line: &Line, words: &Words) -> String {
    html::code_line(words.pick(&line.label), words.pick(&line.value))
}

/// The item is no longer on sale.
pub fn gone(category: &str, words: &Words) -> Page {
    let others = button::button(words, "button-other-items", Action::Category { category: category.to_owned(), page: 0 });
    html::page(vec![words.say("item-gone", &[])], vec![vec![others], vec![back_to_menu(words)]])
}

/// A limit would be broken.
pub fn limited(limit: Limit, words: &Words) -> Page {
    let text = match limit {
        Limit::OpenOrders(open) => words.say("limit-open-orders", &[("open", open.into())]),
        Limit::Daily { left } if left > Rupiah::ZERO => words.say("limit-daily", &[("left", left.into())]),
        Limit::Daily { .. } => words.say("limit-daily-used-up", &[]),
    };
    html::page(vec![text], vec![vec![button::orders(words), button::menu(words)]])
}
