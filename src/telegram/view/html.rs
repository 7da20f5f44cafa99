//! Telegram's HTML: the one place where foreign text enters a message.

use teloxide::utils::html::escape;

use crate::domain::grapheme;
use crate::domain::joiner::with_joiners;
use crate::domain::target::is_invisible;
use crate::i18n::{Value, Words};
use crate::telegram::view::page::{Button, Page, Photo, TextFile};

/// Longest message (Bot API, `sendMessage`), in UTF-16 units after the entities are parsed.
pub const MAX_TEXT_UNITS: usize = 4_096;
/// Longest caption of a document or photo (Bot API, `sendDocument`), counted in the same way.
const MAX_CAPTION_UNITS: usize = 1_024;
/// Longest foreign value inside a text, in characters: a longer one is an accident or an attack.
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

/// A foreign text that is copied by a tap.
pub fn code(text: &str) -> String {
    format!("<code>{}</code>", safe(text, MAX_VALUE_CHARS))
}

/// A link to the profile of a person whom the bot has met.
pub fn mention(label: &str, user: i64) -> String {
    format!("<a href=\"tg://user?id={user}\">{}</a>", safe(label, MAX_VALUE_CHARS))
}

/// A line `label: value` whose value is copied by a tap; both foreign.
pub fn code_line(label: &str, value: &str) -> String {
    format!("{}: {}", safe(label, MAX_LABEL_CHARS), code(value))
}

/// A foreign text as it came, with blanks and line breaks; a tap copies one line of it.
pub fn code_lines(text: &str) -> String {
    let line = |line: &str| if line.trim().is_empty() { String::new() } else { format!("<code>{}</code>", escape(line)) };
    visible(text).split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// `label value` with a value as it came: behind the label, or below it when it has several lines.
pub fn labelled(label: &str, value: &str) -> String {
    let code = code_lines(value);
    format!("{label}{}{code}", if code.contains('\n') { '\n' } else { ' ' })
}

/// A foreign text without characters that are invisible or change the direction of writing, and without blanks around it; blanks and
/// line breaks inside it stay.
pub fn visible(text: &str) -> String {
    let kept: String = text.chars().filter(|c| matches!(c, ' ' | '\n' | '\t' | '\u{fe0f}') || !is_invisible(*c)).collect();
    kept.trim().to_owned()
}

/// A foreign text with its line breaks, ready to stand in HTML.
pub fn lines(text: &str) -> String {
    escape(&visible(text))
}

/// A foreign text in one line, without characters that are invisible and join nothing or change the direction of writing. A no-break space stays inside
/// words, because amounts have it.
pub fn clean(text: &str) -> String {
    // U+FE0F makes an emoji of the character before it and hides nothing.
    let visible = with_joiners(text, |c| c.is_whitespace() || c == '\u{fe0f}' || !is_invisible(c));
    let words = visible.split(|c: char| c.is_whitespace() && c != '\u{a0}').map(str::trim);
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// At most `max` characters of a text, the last one `…` if some were left out. What people see as one character is kept whole.
pub fn cut(text: &str, max: usize) -> String {
    if text.chars().count() <= max {
        return text.to_owned();
    }
    format!("{}…", grapheme::start(text, max.saturating_sub(1)).trim_end())
}

/// A page of paragraphs. Empty ones are left out; what passes the limit of a message is left out line by line, from the end
/// (no tag of ours spans lines).
pub fn page(blocks: Vec<String>, rows: Vec<Vec<Button>>) -> Page {
    let rows = rows.into_iter().filter(|row| !row.is_empty()).collect();
    Page { text: joined(blocks, MAX_TEXT_UNITS), rows, ..Page::default() }
}

/// A document with a page as its caption.
pub fn document(blocks: Vec<String>, rows: Vec<Vec<Button>>, file: TextFile) -> Page {
    Page { text: joined(blocks, MAX_CAPTION_UNITS), file: Some(file), ..page(Vec::new(), rows) }
}

/// A photo with a page as its caption.
pub fn photo(blocks: Vec<String>, rows: Vec<Vec<Button>>, photo: Photo) -> Page {
    Page { text: joined(blocks, MAX_CAPTION_UNITS), photo: Some(photo), ..page(Vec::new(), rows) }
}

fn joined(blocks: Vec<String>, max_units: usize) -> String {
    let blocks: Vec<String> = blocks.into_iter().filter(|block| !block.is_empty()).collect();
    let mut text = blocks.join("\n\n");
    while shown_units(&text) > max_units {
        let end = text.trim_end().rfind('\n').unwrap_or(0);
        text.truncate(end);
    }
    text.trim_end().to_owned()
}

/// The length of what a client shows of `html`: no tags, an escape as the one character that it is.
pub fn shown_units(html: &str) -> usize {
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
        assert_eq!(clean("\u{a0} sisa\u{a0}\n Rp\u{a0}18.500 \u{a0}\u{a0} ya"), "sisa Rp\u{a0}18.500 ya");
        assert_eq!(clean(" \u{a0}\u{a0} "), "");
        assert_eq!(safe("<b>&", 9), "&lt;b&gt;&amp;");
        assert_eq!(code("<"), "<code>&lt;</code>");
    }

    #[test]
    fn a_cut_is_marked_and_never_splits_an_escape() {
        assert_eq!(cut("abcdef", 6), "abcdef");
        assert_eq!(cut("abc def", 5), "abc…");
        assert_eq!(cut("Tim 🇮🇩🇲🇾🇸🇬", 8), "Tim 🇮🇩…");
        assert_eq!(cut("Keluarga 👩‍👩‍👧‍👦", 12), "Keluarga…");
        assert_eq!(safe("&&&&", 3), "&amp;&amp;…");
    }

    #[test]
    fn a_page_that_is_too_long_loses_its_last_lines() {
        let line = "x".repeat(1_000);
        let page = page(vec![String::new(), format!("{line}\n{line}"), format!("{line}\n{line}\n{line}")], Vec::new());
        assert_eq!(page.text, format!("{line}\n{line}\n\n{line}\n{line}"));
        assert_eq!(shown_units("<b>a &lt; 💎</b>"), 6);
    }
}
