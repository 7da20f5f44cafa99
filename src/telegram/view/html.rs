//! Telegram's HTML: the one place where foreign text enters a message.

use teloxide::utils::html::escape;

use crate::domain::target::is_invisible;
use crate::i18n::{Value, Words};
use crate::telegram::view::page::{Button, Page};

/// Longest message (Bot API, `sendMessage`), in UTF-16 units after the entities are parsed.
pub const MAX_TEXT_UNITS: usize = 4_096;
/// Longest foreign value inside a text, in characters: longer ones are no names but accidents or attacks.
pub const MAX_VALUE_CHARS: usize = 256;
/// Longest name of a field, in characters.
const MAX_LABEL_CHARS: usize = 64;

/// The text under `key` with every value cleaned, cut and escaped.
pub fn say(words: &Words, key: &str, args: &[(&str, Value)]) -> String {
    let safe = args.iter().map(|(name, value)| {
        let value = match value {
            Value::Text(text) => Value::from(safe(text, MAX_VALUE_CHARS)),
            Value::Number(count) => Value::Number(*count),
        };
        (*name, value)
    });
    words.say(key, &safe.collect::<Vec<_>>())
}

/// A foreign text of at most `max` characters, ready to stand in HTML.
pub fn safe(text: &str, max: usize) -> String {
    escape(&cut(&clean(text), max))
}

/// A foreign text that a tap copies.
pub fn code(text: &str) -> String {
    format!("<code>{}</code>", safe(text, MAX_VALUE_CHARS))
}

/// A line `label: value` whose value a tap copies; both foreign.
pub fn code_line(label: &str, value: &str) -> String {
    format!("{}: {}", safe(label, MAX_LABEL_CHARS), code(value))
}

/// A foreign text in one line, without characters that nobody sees or that turn the direction of what follows.
pub fn clean(text: &str) -> String {
    // U+FE0F makes an emoji of the character before it and hides nothing.
    let visible = text.chars().filter(|c| c.is_whitespace() || *c == '\u{fe0f}' || !is_invisible(*c));
    visible.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// At most `max` characters of a text, the last one `…` if some were left out.
pub fn cut(text: &str, max: usize) -> String {
    if text.chars().count() <= max {
        return text.to_owned();
    }
    let kept: String = text.chars().take(max.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// Words by which a provider's remark speaks of our business with it, not of the customer's.
const OUR_BUSINESS: [&str; 5] = ["saldo", "balance", "deposit", "whitelist", "apikey"];

/// What a customer may read of a provider's remark: at most 200 characters, and nothing of our provider balance, key or address.
pub fn tellable(remark: &str) -> Option<String> {
    let remark = clean(remark);
    let lower = remark.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    let ours = OUR_BUSINESS.iter().any(|word| lower.contains(word)) || words.any(|word| word == "ip" || word == "api");
    (!ours && !remark.is_empty()).then(|| cut(&remark, 200))
}

/// A page of paragraphs. Empty ones are left out; what passes the limit of a message is left out line by line, from the end
/// (no tag of ours spans lines).
pub fn page(blocks: Vec<String>, rows: Vec<Vec<Button>>) -> Page {
    let blocks: Vec<String> = blocks.into_iter().filter(|block| !block.is_empty()).collect();
    let mut text = blocks.join("\n\n");
    while shown_units(&text) > MAX_TEXT_UNITS {
        let end = text.trim_end().rfind('\n').unwrap_or(0);
        text.truncate(end);
    }
    Page { text: text.trim_end().to_owned(), rows: rows.into_iter().filter(|row| !row.is_empty()).collect() }
}

/// The length of what a client shows of `html`: no tags, an escape as the one character that it is.
fn shown_units(html: &str) -> usize {
    let mut units = 0;
    let mut until = None;
    for c in html.chars() {
        match (until, c) {
            (Some(end), _) if c == end => until = None,
            (Some(_), _) => {}
            (None, '<') => until = Some('>'),
            (None, '&') => {
                until = Some(';');
                units += 1;
            }
            (None, _) => units += c.len_utf16(),
        }
    }
    units
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_text_is_one_visible_line() {
        assert_eq!(clean("a\u{202e}b\n\tc\u{200b} \u{2028}d ⚔️"), "ab c d ⚔️");
        assert_eq!(safe("<b>&", 9), "&lt;b&gt;&amp;");
        assert_eq!(code("<"), "<code>&lt;</code>");
    }

    #[test]
    fn a_cut_is_marked_and_never_splits_an_escape() {
        assert_eq!(cut("abcdef", 6), "abcdef");
        assert_eq!(cut("abc def", 5), "abc…");
        assert_eq!(safe("&&&&", 3), "&amp;&amp;…");
    }

    #[test]
    fn remarks_about_our_own_business_are_not_told() {
        for remark in ["Saldo tidak cukup", "Insufficient BALANCE", "sal\u{200b}do kurang", "Unknown IP", "Invalid API key", "", " \n"] {
            assert_eq!(tellable(remark), None, "{remark:?}");
        }
        assert_eq!(tellable("Zone ID salah, tipe akun lain").as_deref(), Some("Zone ID salah, tipe akun lain"));
        assert_eq!(tellable(&"x".repeat(300)).map(|told| told.chars().count()), Some(200));
    }

    #[test]
    fn a_page_that_is_too_long_loses_its_last_lines() {
        let line = "x".repeat(1_000);
        let page = page(vec![String::new(), format!("{line}\n{line}"), format!("{line}\n{line}\n{line}")], Vec::new());
        assert_eq!(page.text, format!("{line}\n{line}\n\n{line}\n{line}"));
        assert_eq!(shown_units("<b>a &lt; 💎</b>"), 6);
    }
}
