//! Telegram's HTML, read as strictly as Telegram reads it: an unescaped `<` or an unknown tag refuses the whole message.
//! See "HTML style" in the Bot API's formatting options.

use serde::Serialize;

/// A marked stretch of a message's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entity {
    /// The Bot API's type, such as `bold`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Start, in UTF-16 code units.
    pub offset: usize,
    /// Length, in UTF-16 code units.
    pub length: usize,
    /// The target of a `text_link`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The programming language of a `pre`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The emoji of a `custom_emoji`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_emoji_id: Option<String>,
}

impl Entity {
    /// An entity without attributes.
    pub fn new(kind: &str, offset: usize, length: usize) -> Self {
        Self { kind: kind.into(), offset, length, url: None, language: None, custom_emoji_id: None }
    }
}

/// Length in UTF-16 code units, in which Telegram counts.
pub fn utf16_len(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Parses HTML into plain text and its entities, outer before inner.
///
/// # Errors
/// What Telegram says after "can't parse entities: ".
pub fn parse(source: &str) -> Result<(String, Vec<Entity>), String> {
    let mut parser = Parser { source, at: 0, text: String::new(), open: Vec::new(), entities: Vec::new() };
    while let Some(c) = source[parser.at..].chars().next() {
        match c {
            '<' if source[parser.at..].starts_with("</") => parser.end_tag()?,
            '<' => parser.start_tag()?,
            '&' => parser.character_reference(),
            _ => {
                parser.text.push(c);
                parser.at += c.len_utf8();
            }
        }
    }
    if let Some(tag) = parser.open.last() {
        return Err(format!("Can't find end tag corresponding to start tag \"{}\"", tag.name));
    }
    let mut entities = parser.entities;
    entities.sort_by_key(|entity| (entity.offset, usize::MAX - entity.length));
    Ok((parser.text, entities))
}

/// Drops white space around the text, as Telegram does, and moves the entities with it.
pub fn trim(text: &str, entities: Vec<Entity>) -> (String, Vec<Entity>) {
    let trimmed = text.trim();
    let lead = utf16_len(&text[..text.len() - text.trim_start().len()]);
    let total = utf16_len(trimmed);
    let kept = entities.into_iter().filter_map(|mut entity| {
        let end = (entity.offset + entity.length).saturating_sub(lead).min(total);
        entity.offset = entity.offset.saturating_sub(lead);
        entity.length = end.saturating_sub(entity.offset);
        (entity.length > 0).then_some(entity)
    });
    (trimmed.to_owned(), kept.collect())
}

struct OpenTag {
    name: String,
    entity: Entity,
}

struct Parser<'a> {
    source: &'a str,
    at: usize,
    text: String,
    open: Vec<OpenTag>,
    entities: Vec<Entity>,
}

impl Parser<'_> {
    /// `&lt; &gt; &amp; &quot;` and numbers; anything else is an ordinary ampersand, as at Telegram.
    fn character_reference(&mut self) {
        let rest = &self.source[self.at + 1..];
        let name = rest.split_once(';').map_or("", |(name, _)| name);
        let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().filter(|n| *n != 0).and_then(char::from_u32);
        let decoded = match name {
            "lt" => Some('<'),
            "gt" => Some('>'),
            "amp" => Some('&'),
            "quot" => Some('"'),
            _ => name.strip_prefix('#').and_then(|digits| match digits.strip_prefix(['x', 'X']) {
                Some(hex) => number(hex, 16),
                None => number(digits, 10),
            }),
        };
        self.text.push(decoded.unwrap_or('&'));
        self.at += if decoded.is_some() { name.len() + 2 } else { 1 };
    }

    fn start_tag(&mut self) -> Result<(), String> {
        let begin = self.at;
        let rest = &self.source[begin + 1..];
        let Some(end) = rest.find('>') else { return Err(format!("Unclosed start tag at byte offset {begin}")) };
        let inside = &rest[..end];
        let name_end = inside.find(|c: char| c.is_ascii_whitespace()).unwrap_or(inside.len());
        let name = inside[..name_end].to_ascii_lowercase();
        let attributes = read_attributes(&inside[name_end..]).ok_or_else(|| format!("Can't parse attributes at byte offset {begin}"))?;
        let attribute = |key: &str| attributes.iter().find(|(name, _)| name == key).map(|(_, value)| value.clone());
        let mut entity = Entity::new("", utf16_len(&self.text), 0);
        entity.kind = match name.as_str() {
            "b" | "strong" => "bold",
            "i" | "em" => "italic",
            "u" | "ins" => "underline",
            "s" | "strike" | "del" => "strikethrough",
            "tg-spoiler" => "spoiler",
            "span" if attribute("class").as_deref() == Some("tg-spoiler") => "spoiler",
            "span" => return Err(format!("Tag \"span\" must have class \"tg-spoiler\" at byte offset {begin}")),
            "a" => {
                entity.url = attribute("href");
                "text_link"
            }
            "tg-emoji" => {
                entity.custom_emoji_id = attribute("emoji-id");
                "custom_emoji"
            }
            "code" => {
                entity.language = attribute("class").and_then(|class| Some(class.strip_prefix("language-")?.to_owned()));
                "code"
            }
            "pre" => "pre",
            "blockquote" if attribute("expandable").is_some() => "expandable_blockquote",
            "blockquote" => "blockquote",
            _ => return Err(format!("Unsupported start tag \"{name}\" at byte offset {begin}")),
        }
        .into();
        self.open.push(OpenTag { name, entity });
        self.at = begin + end + 2;
        Ok(())
    }

    fn end_tag(&mut self) -> Result<(), String> {
        let begin = self.at;
        let rest = &self.source[begin + 2..];
        let Some(end) = rest.find('>') else { return Err(format!("Unclosed end tag at byte offset {begin}")) };
        let found = rest[..end].trim_end().to_ascii_lowercase();
        let Some(tag) = self.open.pop() else { return Err(format!("Unexpected end tag at byte offset {begin}")) };
        if !found.is_empty() && found != tag.name {
            return Err(format!("Unmatched end tag at byte offset {begin}, expected \"</{}>\", found \"</{found}>\"", tag.name));
        }
        self.at = begin + end + 3;
        let mut entity = tag.entity;
        entity.length = utf16_len(&self.text).saturating_sub(entity.offset);
        self.close(entity);
        Ok(())
    }

    /// Keeps an entity unless Telegram drops it: an empty one, a link without a target, one inside code.
    fn close(&mut self, entity: Entity) {
        if let Some(outer) = self.open.last_mut().filter(|tag| tag.name == "pre") {
            outer.entity.language = entity.language.or(outer.entity.language.take());
            return;
        }
        let in_code = self.open.iter().any(|tag| tag.name == "code" || tag.name == "pre");
        let dead_link = entity.kind == "text_link" && entity.url.is_none();
        if entity.length > 0 && !in_code && !dead_link {
            let language = if entity.kind == "pre" { entity.language.clone() } else { None };
            self.entities.push(Entity { language, ..entity });
        }
    }
}

/// `key="value"`, `key='value'`, `key=value` or a bare `key`, separated by white space; `None` when that isn't what is there.
fn read_attributes(mut rest: &str) -> Option<Vec<(String, String)>> {
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            return Some(attributes);
        }
        let end = rest.find(|c: char| c == '=' || c.is_ascii_whitespace()).unwrap_or(rest.len());
        let key = rest[..end].to_ascii_lowercase();
        let valid = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if key.is_empty() || !key.chars().all(valid) {
            return None;
        }
        rest = rest[end..].trim_start();
        let Some(after) = rest.strip_prefix('=') else {
            attributes.push((key, String::new()));
            continue;
        };
        let after = after.trim_start();
        let quote = after.chars().next().filter(|c| *c == '"' || *c == '\'');
        let (value, remaining) = match quote {
            Some(quote) => after[1..].split_once(quote)?,
            None => after.split_at(after.find(|c: char| c.is_ascii_whitespace()).unwrap_or(after.len())),
        };
        attributes.push((key, parse(value).map_or_else(|_| value.to_owned(), |(text, _)| text)));
        rest = remaining;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(source: &str) -> Vec<(String, usize, usize)> {
        let (_, entities) = parse(source).unwrap();
        entities.into_iter().map(|entity| (entity.kind, entity.offset, entity.length)).collect()
    }

    #[test]
    fn tags_become_entities_counted_in_utf16() {
        let (text, _) = parse("⚔️ <b>Mobile &lt;Legends&gt; &amp; <i>co</i></b> 😀 <code>123</code>").unwrap();
        assert_eq!(text, "⚔️ Mobile <Legends> & co 😀 123");
        assert_eq!(marks("😀<b>a<i>b</i></b><code>c</code>"), [("bold".into(), 2, 2), ("italic".into(), 3, 1), ("code".into(), 4, 1)]);
    }

    #[test]
    fn attributes_and_references_are_read() {
        let (text, entities) = parse("<a href=\"https://t.me/?a=1&amp;b=2\">x</a>&#10;&#x41;&nbsp;&").unwrap();
        assert_eq!(text, "x\nA&nbsp;&");
        assert_eq!(entities[0].url.as_deref(), Some("https://t.me/?a=1&b=2"));
        let (_, entities) = parse("<pre><code class=\"language-rust\">fn</code></pre>").unwrap();
        assert_eq!((entities.len(), entities[0].kind.as_str(), entities[0].language.as_deref()), (1, "pre", Some("rust")));
        assert_eq!(marks("<blockquote expandable>a</blockquote>"), [("expandable_blockquote".into(), 0, 1)]);
        assert_eq!(marks("<span class='tg-spoiler'>a</span><b></b>"), [("spoiler".into(), 0, 1)]);
    }

    #[test]
    fn what_telegram_refuses_is_refused() {
        for (source, expected) in [
            ("a < b", "Unclosed start tag at byte offset 2"),
            ("a <b", "Unclosed start tag at byte offset 2"),
            ("<p>a</p>", "Unsupported start tag \"p\" at byte offset 0"),
            ("1 <2> 3", "Unsupported start tag \"2\" at byte offset 2"),
            ("<b>a", "Can't find end tag corresponding to start tag \"b\""),
            ("a</b>", "Unexpected end tag at byte offset 1"),
            ("<b><i>a</b></i>", "Unmatched end tag at byte offset 7, expected \"</i>\", found \"</b>\""),
            ("<span>a</span>", "Tag \"span\" must have class \"tg-spoiler\" at byte offset 0"),
        ] {
            assert_eq!(parse(source).unwrap_err(), expected, "{source}");
        }
    }

    #[test]
    fn white_space_around_is_dropped_and_entities_follow() {
        let (text, entities) = parse(" \n<b>a </b>b  ").unwrap();
        let (text, entities) = trim(&text, entities);
        assert_eq!(text, "a b");
        assert_eq!((entities[0].offset, entities[0].length), (0, 2));
    }
}
