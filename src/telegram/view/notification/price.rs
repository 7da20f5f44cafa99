//! What admins are told about prices.

use crate::domain::notification::{EndedPromo, PriceNotification};
use crate::i18n::Words;
use crate::telegram::view::html;
use crate::telegram::view::page::Page;
use crate::telegram::view::price::{rule_name, rule_text};

/// What `notification` says.
pub fn page(notification: &PriceNotification, words: &Words) -> Page {
    let PriceNotification::PromosEnded { promos } = notification;
    let line = |EndedPromo { key, what, rule }: &EndedPromo| {
        html::say(words, "promo-ended", &[("rule", rule_name(key, what, words).into()), ("text", rule_text(Some(*rule), words).into())])
    };
    let lines: Vec<String> = promos.iter().map(line).collect();
    html::page(vec![words.say("promos-ended", &[]), lines.join("\n")], Vec::new())
}
