//! Telegram's HTML (Bot API, "HTML style"), read as TDLib reads it (`parse_html` in `td/telegram/MessageEntity.cpp`).
//!
//! Most text is valid: an unknown character reference stays as it is. An unescaped `<` or an unknown tag refuses the message.

use serde_json::json;

use super::entity::{self, Entity};
use super::link;

/// The tags that have a meaning.
const TAGS: [&str; 17] = [
    "a",
    "b",
    "strong",
    "i",
    "em",
    "s",
    "strike",
    "del",
    "u",
    "ins",
    "tg-spoiler",
    "tg-emoji",
    "tg-time",
    "span",
    "pre",
    "code",
    "blockquote",
];

/// Parses HTML into plain text and its entities, outer before inner. They may still overlap in ways that Telegram does not keep;
/// see [`entity::fix`].
///
/// # Errors
/// What Telegram says after "can't parse entities: ".
pub fn parse(source: &str) -> Result<(String, Vec<Entity>), String> {
    let mut parser = Parser { source: source.as_bytes(), at: 0, text: Vec::new(), units: 0, open: Vec::new(), entities: Vec::new() };
    while let Some(byte) = parser.source.get(parser.at).copied() {
        match byte {
            b'<' if parser.peek(1) == b'/' => parser.end_tag()?,
            b'<' => parser.start_tag()?,
            _ => parser.character(),
        }
    }
    if let Some(tag) = parser.open.last() {
        return Err(format!("Can't find end tag corresponding to start tag \"{}\"", tag.name));
    }
    let mut entities = parser.entities;
    for entity in entities.iter_mut().filter(|entity| entity.kind == "code") {
        entity.language = None;
    }
    entity::sort(&mut entities);
    let text = String::from_utf8(parser.text)
        .map_err(|_| "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units")?;
    Ok((text, entities))
}

/// A tag that waits for its end tag.
struct OpenTag {
    name: String,
    /// The value of the attribute that counts for this tag; empty when it has none.
    argument: String,
    /// The `unix` of a `tg-time`.
    unix_time: i32,
    /// Where its text begins: in UTF-16 code units and in bytes of the plain text.
    offset: usize,
    text_begin: usize,
}

struct Parser<'a> {
    source: &'a [u8],
    at: usize,
    /// The plain text so far. A character reference can put half of a surrogate pair into it, so it is not always UTF-8.
    text: Vec<u8>,
    /// Its length in UTF-16 code units.
    units: usize,
    open: Vec<OpenTag>,
    entities: Vec<Entity>,
}

impl Parser<'_> {
    /// The byte so many places ahead; 0 behind the end, as TDLib has it.
    fn peek(&self, ahead: usize) -> u8 {
        self.source.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn skip_while(&mut self, wanted: impl Fn(u8) -> bool) -> &str {
        let begin = self.at;
        while self.at < self.source.len() && wanted(self.peek(0)) {
            self.at += 1;
        }
        // Every character at which this stops is ASCII, so these are whole characters.
        std::str::from_utf8(&self.source[begin..self.at]).unwrap_or_default()
    }

    fn skip_spaces(&mut self) {
        self.skip_while(|byte| byte != 0 && is_space(byte));
    }

    /// One byte of the text, or a character reference.
    fn character(&mut self) {
        if let Some(code) = self.character_reference() {
            self.units += if code > 0xffff { 2 } else { 1 };
            push_code(&mut self.text, code);
            return;
        }
        let byte = self.peek(0);
        let begins_character = byte & 0xc0 != 0x80;
        self.units += if byte >= 0xf0 { 2 } else { usize::from(begins_character) };
        self.text.push(byte);
        self.at += 1;
    }

    /// Goes past `&lt; &gt; &amp; &quot;` or a number, with its semicolon or without; `None` where there is nothing of the kind.
    fn character_reference(&mut self) -> Option<u32> {
        let rest = self.source[self.at..].strip_prefix(b"&")?;
        let word = |begin: usize, belongs: fn(&u8) -> bool| {
            let digits = rest[begin..].iter().take_while(|byte| belongs(byte)).count();
            (std::str::from_utf8(&rest[begin..begin + digits]).unwrap_or_default(), begin + digits)
        };
        let number = |digits: &str, radix, length: usize| {
            let code = u32::from_str_radix(digits, radix).ok().filter(|code| (1..0x10_ffff).contains(code));
            code.filter(|_| length < 9)
        };
        let (code, length) = match rest {
            [b'#', b'x', ..] => {
                let (digits, length) = word(2, u8::is_ascii_hexdigit);
                (number(digits, 16, length)?, length)
            }
            [b'#', ..] => {
                let (digits, length) = word(1, u8::is_ascii_digit);
                (number(digits, 10, length)?, length)
            }
            _ => {
                let (name, length) = word(0, u8::is_ascii_alphabetic);
                let c = match name {
                    "lt" => '<',
                    "gt" => '>',
                    "amp" => '&',
                    "quot" => '"',
                    _ => return None,
                };
                (c.into(), length)
            }
        };
        self.at += 1 + length + usize::from(rest.get(length) == Some(&b';'));
        Some(code)
    }

    fn start_tag(&mut self) -> Result<(), String> {
        let begin = self.at;
        self.at += 1;
        let name = self.skip_while(|byte| !is_space(byte) && byte != b'>').to_ascii_lowercase();
        if self.peek(0) == 0 {
            return Err(format!("Unclosed start tag at byte offset {begin}"));
        }
        if !TAGS.contains(&name.as_str()) {
            return Err(format!("Unsupported start tag \"{name}\" at byte offset {begin}"));
        }
        let mut tag = OpenTag { name, argument: String::new(), unix_time: 0, offset: self.units, text_begin: self.text.len() };
        while self.peek(0) != b'>' {
            self.skip_spaces();
            if self.peek(0) == b'>' {
                break;
            }
            self.attribute(&mut tag, begin)?;
        }
        self.at += 1;
        if tag.name == "span" && tag.argument != "spoiler" {
            return Err(format!("Tag \"span\" must have class \"tg-spoiler\" at byte offset {begin}"));
        }
        self.open.push(tag);
        Ok(())
    }

    /// `name`, `name=value`, `name="value"` or `name='value'`.
    fn attribute(&mut self, tag: &mut OpenTag, begin: usize) -> Result<(), String> {
        let unclosed = || format!("Unclosed start tag \"{}\" at byte offset {begin}", tag.name);
        let name = self.skip_while(|byte| !is_space(byte) && !b"=>/\"'".contains(&byte)).to_owned();
        if name.is_empty() {
            return Err(format!("Empty attribute name in the tag \"{}\" at byte offset {begin}", tag.name));
        }
        self.skip_spaces();
        if self.peek(0) != b'=' {
            if self.peek(0) == 0 {
                return Err(unclosed());
            }
            if tag.name == "blockquote" && name == "expandable" {
                tag.argument = "1".to_owned();
            }
            return Ok(());
        }
        self.at += 1;
        self.skip_spaces();
        if self.peek(0) == 0 {
            return Err(unclosed());
        }
        let value = match self.peek(0) {
            quote @ (b'"' | b'\'') => self.quoted(quote),
            _ => self.name_token()?,
        };
        if self.peek(0) == 0 {
            return Err(format!("Unclosed start tag at byte offset {begin}"));
        }
        let after = |prefix: &str| value.strip_prefix(prefix).map(str::to_owned);
        match (tag.name.as_str(), name.as_str()) {
            ("a", "href") | ("tg-emoji", "emoji-id") | ("tg-time", "format") => tag.argument = value,
            ("code", "class") => tag.argument = after("language-").unwrap_or_else(|| std::mem::take(&mut tag.argument)),
            ("span", "class") => tag.argument = after("tg-").unwrap_or_else(|| std::mem::take(&mut tag.argument)),
            ("blockquote", "expandable") => tag.argument = "1".to_owned(),
            ("tg-time", "unix") => tag.unix_time = leading_number(&value),
            _ => {}
        }
        Ok(())
    }

    fn name_token(&mut self) -> Result<String, String> {
        let begin = self.at;
        let token = self.skip_while(|byte| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-').to_ascii_lowercase();
        if is_space(self.peek(0)) || self.peek(0) == b'>' {
            Ok(token)
        } else {
            Err(format!("Unexpected end of name token at byte offset {begin}"))
        }
    }

    fn quoted(&mut self, quote: u8) -> String {
        self.at += 1;
        let mut value = Vec::new();
        while self.peek(0) != quote && self.peek(0) != 0 {
            if let Some(code) = self.character_reference() {
                push_code(&mut value, code);
            } else {
                value.push(self.peek(0));
                self.at += 1;
            }
        }
        self.at += usize::from(self.peek(0) == quote);
        String::from_utf8_lossy(&value).into_owned()
    }

    fn end_tag(&mut self) -> Result<(), String> {
        let begin = self.at;
        let Some(tag) = self.open.pop() else { return Err(format!("Unexpected end tag at byte offset {begin}")) };
        self.at += 2;
        let found = self.skip_while(|byte| !is_space(byte) && byte != b'>').to_ascii_lowercase();
        self.skip_spaces();
        if self.peek(0) != b'>' {
            return Err(format!("Unclosed end tag at byte offset {begin}"));
        }
        self.at += 1;
        if !found.is_empty() && found != tag.name {
            return Err(format!("Unmatched end tag at byte offset {begin}, expected \"</{}>\", found \"</{found}>\"", tag.name));
        }
        if self.units > tag.offset { self.close(tag) } else { Ok(()) }
    }

    /// Adds the entity of a tag that has ended and has text in it.
    fn close(&mut self, tag: OpenTag) -> Result<(), String> {
        let mut entity = Entity::new("", tag.offset, self.units - tag.offset);
        let kind = match tag.name.as_str() {
            "b" | "strong" => "bold",
            "i" | "em" => "italic",
            "u" | "ins" => "underline",
            "s" | "strike" | "del" => "strikethrough",
            "tg-spoiler" | "span" => "spoiler",
            "blockquote" if tag.argument.is_empty() => "blockquote",
            "blockquote" => "expandable_blockquote",
            "tg-emoji" => {
                let id = link::whole_number(&tag.argument).filter(|id| *id != 0);
                entity.custom_emoji_id = Some(id.ok_or("Invalid custom emoji identifier specified")?.to_string());
                "custom_emoji"
            }
            "tg-time" => {
                entity.date_time_format = date_time_format(&tag.argument)?;
                entity.unix_time = Some(tag.unix_time);
                if tag.unix_time <= 0 {
                    return Ok(());
                }
                "date_time"
            }
            "a" => return self.close_link(entity, &tag),
            _ => return self.close_code(entity, tag),
        };
        entity.kind = kind.to_owned();
        self.entities.push(entity);
        Ok(())
    }

    /// A link without a target leads to the address that is its text.
    fn close_link(&mut self, mut entity: Entity, tag: &OpenTag) -> Result<(), String> {
        let shown = String::from_utf8_lossy(&self.text[tag.text_begin..]);
        let target = if tag.argument.is_empty() { &*shown } else { &tag.argument };
        if let Some(id) = link::user_id(target) {
            entity.user = Some(json!({ "id": id }));
            entity.kind = "text_mention".to_owned();
        } else if let Some(url) = link::normalize(target) {
            entity.url = Some(url);
            entity.kind = "text_link".to_owned();
        } else {
            return Ok(());
        }
        self.entities.push(entity);
        Ok(())
    }

    /// A `code` with a language and a `pre` around the same text, either way round, are one `pre` with this language.
    fn close_code(&mut self, mut entity: Entity, tag: OpenTag) -> Result<(), String> {
        let other = if tag.name == "pre" { "code" } else { "pre" };
        let same = |last: &&mut Entity| last.kind == other && (last.offset, last.length) == (entity.offset, entity.length);
        let language = (!tag.argument.is_empty()).then_some(tag.argument);
        match self.entities.last_mut().filter(same) {
            Some(code) if other == "code" && code.language.is_some() => code.kind = "pre".to_owned(),
            Some(pre) if other == "pre" && pre.language.is_none() && language.is_some() => pre.language = language,
            _ => {
                (entity.kind, entity.language) = (tag.name, language);
                self.entities.push(entity);
            }
        }
        Ok(())
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | 0 | 0x0b)
}

/// Adds a code point as UTF-8 writes it, also half of a surrogate pair.
fn push_code(text: &mut Vec<u8>, code: u32) {
    match char::from_u32(code) {
        Some(c) => text.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        // No text that has it is UTF-8, so that it is refused at the end.
        None => text.push(0xed),
    }
}

/// The number at the beginning of a text, 0 when there is none.
fn leading_number(text: &str) -> i32 {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    let digits = digits.bytes().take_while(u8::is_ascii_digit);
    sign * digits.fold(0_i32, |number, digit| number.wrapping_mul(10).wrapping_add(i32::from(digit - b'0')))
}

/// How a time is written, in the order of the Bot API's documentation; `None` for the text as it is.
fn date_time_format(format: &str) -> Result<Option<String>, &'static str> {
    if format.eq_ignore_ascii_case("r") {
        return Ok(Some("r".to_owned()));
    }
    if !format.chars().all(|c| "tTdDwW".contains(c)) {
        return Err("Invalid date format used");
    }
    let first_of = |choices: [char; 2]| choices.into_iter().find(|choice| format.contains(*choice));
    let day = first_of(['w', 'W']).map(|_| 'w');
    let parts = day.into_iter().chain(first_of(['d', 'D'])).chain(first_of(['t', 'T']));
    Ok(Some(parts.collect::<String>()).filter(|parts| !parts.is_empty()))
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    /// Recorded with TDLib; `record.py` beside it says how.
    const RECORDED: &str = include_str!("../../../tests/fixtures/html/recorded.jsonl");

    fn read(html: &str) -> Value {
        let (text, entities) = match parse(html) {
            Ok((text, entities)) => entity::fix(&text, entities),
            Err(error) => return json!([html, error]),
        };
        // TDLib empties what is nothing but white space.
        let text = if text.trim_matches([' ', '\n']).is_empty() { "" } else { &text };
        let entities = if text.is_empty() { Vec::new() } else { entities };
        json!([html, text, entities.iter().map(shown).collect::<Vec<_>>()])
    }

    fn shown(entity: &Entity) -> Value {
        let user = entity.user.as_ref().map(|user| user["id"].to_string());
        let date = entity.unix_time.map(|time| format!("{time} {}", entity.date_time_format.as_deref().unwrap_or_default()));
        let argument = [&entity.url, &entity.language, &entity.custom_emoji_id, &user, &date].into_iter().flatten().next();
        json!([entity.kind, entity.offset, entity.length, argument.map_or("", String::as_str)])
    }

    #[test]
    fn everything_is_read_as_tdlib_reads_it() {
        let recorded: Vec<Value> = RECORDED.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let wrong = recorded.iter().filter(|expected| read(expected[0].as_str().unwrap()) != **expected);
        let wrong: Vec<&Value> = wrong.collect();
        assert!(wrong.is_empty(), "{} of {}, such as {}", wrong.len(), recorded.len(), wrong[0]);
        assert!(recorded.len() > 500, "{}", recorded.len());
    }
}
