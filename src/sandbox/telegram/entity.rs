//! The entities of a message, and what Telegram does to a text and its entities before it keeps them: characters are replaced or
//! removed, entities are cut or dropped where they may not overlap, and white space around the text is removed.
//!
//! The rules are those of TDLib (`td/telegram/MessageEntity.cpp`), on which Telegram's Bot API server is built.

use serde::Serialize;
use serde_json::Value;

/// Types that may overlap each other. Where they cross the border of another entity, they are cut there.
const SPLITTABLE: [&str; 5] = ["bold", "italic", "underline", "strikethrough", "spoiler"];

/// A part of a message's text with a meaning or a look of its own.
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
    /// The user of a `text_mention`; only its `id` until the user was looked up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<Value>,
    /// The programming language of a `pre`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The emoji of a `custom_emoji`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_emoji_id: Option<String>,
    /// The time of a `date_time`, unix time in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unix_time: Option<i32>,
    /// How the time of a `date_time` is written: `r`, or any of `w`, `d` or `D`, `t` or `T` in this order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_time_format: Option<String>,
}

impl Entity {
    /// An entity without attributes.
    pub fn new(kind: &str, offset: usize, length: usize) -> Self {
        Self {
            kind: kind.into(),
            offset,
            length,
            url: None,
            user: None,
            language: None,
            custom_emoji_id: None,
            unix_time: None,
            date_time_format: None,
        }
    }

    /// The first UTF-16 code unit behind it.
    pub fn end(&self) -> usize {
        self.offset + self.length
    }

    fn is_splittable(&self) -> bool {
        SPLITTABLE.contains(&self.kind.as_str())
    }

    fn is_quote(&self) -> bool {
        matches!(self.kind.as_str(), "blockquote" | "expandable_blockquote")
    }

    /// Nothing can be formatted inside of it.
    fn is_pre(&self) -> bool {
        matches!(self.kind.as_str(), "pre" | "code" | "date_time")
    }

    /// Of two entities on the same text, the one with the lower rank is the outer one.
    fn rank(&self) -> u8 {
        match self.kind.as_str() {
            "blockquote" | "expandable_blockquote" => 0,
            "pre" if self.language.is_some() => 10,
            "pre" => 11,
            "code" => 20,
            "date_time" => 30,
            "text_link" | "text_mention" => 49,
            "bold" => 90,
            "italic" => 91,
            "underline" => 92,
            "strikethrough" => 93,
            "spoiler" => 94,
            "custom_emoji" => 99,
            _ => 50,
        }
    }
}

/// Length in UTF-16 code units, in which Telegram counts.
pub fn utf16_len(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Sorts by place, outer entities before inner ones.
pub(super) fn sort(entities: &mut [Entity]) {
    entities.sort_by_key(|entity| (entity.offset, usize::MAX - entity.length, entity.rank()));
}

/// The text and the entities as Telegram keeps them, except for white space around the text.
pub(super) fn fix(text: &str, entities: Vec<Entity>) -> (String, Vec<Entity>) {
    let entities = untangle(entities);
    let (text, entities) = clean(text, entities);
    // Entities can have come to touch each other where a character was removed.
    (text, untangle(entities))
}

/// Removes spaces and line breaks at the end, and at the beginning up to the first entity.
pub(super) fn trim(text: &str, mut entities: Vec<Entity>) -> (String, Vec<Entity>) {
    let text = text.trim_end_matches([' ', '\n']);
    let end = utf16_len(text);
    entities.retain(|entity| entity.offset < end);
    for entity in &mut entities {
        entity.length = entity.length.min(end - entity.offset);
    }
    sort(&mut entities);
    let blank = text.len() - text.trim_start_matches([' ', '\n']).len();
    let removed = entities.first().map_or(blank, |first| blank.min(first.offset));
    for entity in &mut entities {
        entity.offset -= removed;
    }
    (text[removed..].to_owned(), entities)
}

/// Whether a text shows nothing, so that Telegram takes it for empty.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| {
        let space = matches!(c, '\u{1680}' | '\u{180e}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{2800}' | '\u{3000}');
        let invisible = matches!(c, '\u{a0}' | '\u{200b}'..='\u{200f}' | '\u{202e}' | '\u{feff}' | '\u{fffc}' | '\u{e0000}'..='\u{e007f}');
        space || invisible || matches!(c, ' ' | '\n')
    })
}

/// Replaces control characters by spaces, and removes what could turn the text around or draw over its neighbours.
fn clean(text: &str, mut entities: Vec<Entity>) -> (String, Vec<Entity>) {
    let mut kept = String::with_capacity(text.len());
    // By offset before: how many code units before it were removed.
    let mut removed_before = vec![0];
    let mut removed = 0;
    for c in text.chars() {
        match c {
            '\r' | '\u{2028}'..='\u{202e}' | '\u{30a}' | '\u{333}' | '\u{33f}' => removed += 1,
            '\n' => kept.push(c),
            ..' ' => kept.push(' '),
            _ => kept.push(c),
        }
        removed_before.extend(std::iter::repeat_n(removed, c.len_utf16()));
    }
    for entity in &mut entities {
        let shift = |at: usize| at - removed_before.get(at).copied().unwrap_or(removed);
        let end = shift(entity.end());
        entity.offset = shift(entity.offset);
        entity.length = end - entity.offset;
    }
    (turn_once(&kept), entities)
}

/// Of several marks of direction in a row the last one counts; the others become marks without a meaning.
fn turn_once(text: &str) -> String {
    let is_mark = |c: &char| matches!(c, '\u{200e}' | '\u{200f}');
    let mut chars = text.chars().peekable();
    let next = || {
        let c = chars.next()?;
        let more = is_mark(&c) && chars.peek().is_some_and(is_mark);
        Some(if more { '\u{200c}' } else { c })
    };
    std::iter::from_fn(next).collect()
}

/// Cuts and drops entities until none crosses another.
fn untangle(mut entities: Vec<Entity>) -> Vec<Entity> {
    entities.retain(|entity| entity.length > 0);
    sort(&mut entities);
    let (splittable, others): (Vec<_>, Vec<_>) = entities.into_iter().partition(Entity::is_splittable);
    let (mut quotes, mut others): (Vec<_>, Vec<_>) = others.into_iter().partition(Entity::is_quote);
    keep_apart(&mut others);
    keep_apart(&mut quotes);
    others.retain(|entity| !quotes.iter().any(|quote| crosses(entity, quote)));
    others.append(&mut quotes);
    sort(&mut others);
    let mut all = Splitter::split(&splittable, &others);
    all.append(&mut others);
    sort(&mut all);
    all
}

/// Keeps those that begin behind the end of the one before.
fn keep_apart(entities: &mut Vec<Entity>) {
    let mut end = 0;
    entities.retain(|entity| {
        let apart = entity.offset >= end;
        if apart {
            end = entity.end();
        }
        apart
    });
}

/// Whether an entity lies neither inside nor outside of a quote.
fn crosses(entity: &Entity, quote: &Entity) -> bool {
    let begins_before = entity.offset < quote.offset && quote.offset < entity.end();
    let ends_behind = entity.offset < quote.end() && quote.end() < entity.end();
    begins_before || ends_behind
}

/// Cuts the splittable entities at the borders of the others, and joins those of a type that touch.
struct Splitter<'a> {
    /// Those that have not begun, by place.
    waiting: &'a [Entity],
    /// By type: begin and end of the one that has begun.
    open: [Option<(usize, usize)>; SPLITTABLE.len()],
    done: Vec<Entity>,
}

impl<'a> Splitter<'a> {
    fn split(splittable: &'a [Entity], others: &[Entity]) -> Vec<Entity> {
        let mut splitter = Self { waiting: splittable, open: [None; SPLITTABLE.len()], done: Vec::new() };
        let mut around: Vec<&Entity> = Vec::new();
        for other in others {
            splitter.leave(&mut around, other.offset);
            splitter.advance(other.offset);
            around.push(other);
        }
        splitter.leave(&mut around, usize::MAX);
        splitter.advance(usize::MAX);
        splitter.done
    }

    /// Goes past the ends of the entities that end before `offset`. What was formatted in a `pre` is dropped.
    fn leave(&mut self, around: &mut Vec<&Entity>, offset: usize) {
        while let Some(inner) = around.pop_if(|inner| inner.end() <= offset) {
            let before = self.done.len();
            self.advance(inner.end());
            if inner.is_pre() {
                self.done.truncate(before);
            }
        }
    }

    fn advance(&mut self, offset: usize) {
        while let Some((next, rest)) = self.waiting.split_first().filter(|(next, _)| next.offset < offset) {
            self.waiting = rest;
            let Some(kind) = SPLITTABLE.iter().position(|kind| *kind == next.kind) else { continue };
            match self.open[kind] {
                Some((begin, end)) if next.offset <= end => self.open[kind] = Some((begin, end.max(next.end()))),
                _ => {
                    self.cut(next.offset);
                    self.open[kind] = Some((next.offset, next.end()));
                }
            }
        }
        self.cut(offset);
    }

    /// Ends what has begun at `offset`, or where it ends before; what goes on begins anew.
    fn cut(&mut self, offset: usize) {
        for (open, kind) in self.open.iter_mut().zip(SPLITTABLE) {
            let Some((begin, end)) = *open else { continue };
            if begin < offset {
                self.done.push(Entity::new(kind, begin, end.min(offset) - begin));
                *open = (end > offset).then_some((offset, end));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_removed_at_the_end_and_up_to_the_first_entity() {
        let bold = |offset, length| vec![Entity::new("bold", offset, length)];
        for (text, entities, expected_text, expected) in [
            (" \na ", Vec::new(), "a", Vec::new()),
            (" \n a b  ", bold(2, 3), " a b", bold(0, 3)),
            ("a b \n", bold(2, 3), "a b", bold(2, 1)),
            ("a \n", bold(1, 1), "a", Vec::new()),
            ("😀 \u{a0}", bold(0, 2), "😀 \u{a0}", bold(0, 2)),
            (" ", bold(0, 1), "", Vec::new()),
        ] {
            assert_eq!(trim(text, entities), (expected_text.to_owned(), expected), "{text:?}");
        }
    }

    #[test]
    fn invisible_characters_are_no_text() {
        assert!(is_blank("") && is_blank(" \n\u{200b}\u{a0}\u{2800}"));
        assert!(!is_blank("\u{200b}.") && !is_blank("\u{fe0f}"));
    }
}
