//! What changed in the provider's price lists, as admins read it.

use crate::domain::price_digest::{DigestLine, ItemChange, PriceDigest};
use crate::i18n::Words;
use crate::telegram::view::html;

/// Longest name of an item or category in a digest, in characters: all lines fit one message.
const MAX_NAME_CHARS: usize = 60;

/// What changed, by category; nothing if nothing did.
pub fn lines(digest: &PriceDigest, words: &Words) -> String {
    let mut told = Vec::new();
    let mut before = None;
    for line in &digest.lines {
        if before != Some(&line.category) {
            told.push(format!("<b>{}</b>", html::safe(words.pick(&line.category), MAX_NAME_CHARS)));
            before = Some(&line.category);
        }
        told.push(changed(line, words));
    }
    if digest.more > 0 {
        told.push(words.say("skipped-more", &[("n", i64::try_from(digest.more).unwrap_or(i64::MAX).into())]));
    }
    told.join("\n")
}

fn changed(line: &DigestLine, words: &Words) -> String {
    let name = ("item", html::cut(&html::clean(&line.item), MAX_NAME_CHARS).into());
    match line.change {
        ItemChange::Up { from, to } => html::say(words, "digest-up", &[name, ("from", from.into()), ("to", to.into())]),
        ItemChange::Down { from, to } => html::say(words, "digest-down", &[name, ("from", from.into()), ("to", to.into())]),
        ItemChange::New { cost } => html::say(words, "digest-new", &[name, ("cost", cost.into())]),
        ItemChange::Gone => html::say(words, "digest-gone", &[name]),
    }
}
