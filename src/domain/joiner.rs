//! Characters without width that are part of how a text looks: they join emoji into one and shape letters. Without them a family falls apart
//! into heads, and Persian words into others.

/// The characters of a foreign text for which `keep` says so, and joiners where they join something.
pub fn with_joiners(text: &str, keep: impl Fn(char) -> bool) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if keep(c) || is_joining(kept.chars().next_back(), c, chars.peek().copied()) {
            kept.push(c);
        }
    }
    kept
}

/// Whether `c` joins what is before and after it. Elsewhere it is only invisible.
fn is_joining(before: Option<char>, c: char, after: Option<char>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return c == TAG_END && before.is_some_and(is_tag) };
    match c {
        ZERO_WIDTH_JOINER => (is_picture(before) && is_picture(after)) || (is_shaped(before) && is_shaped(after)),
        ZERO_WIDTH_NON_JOINER => is_shaped(before) && is_shaped(after),
        c if is_tag(c) => before == BLACK_FLAG || is_tag(before),
        _ => false,
    }
}

const ZERO_WIDTH_NON_JOINER: char = '\u{200c}';
const ZERO_WIDTH_JOINER: char = '\u{200d}';
/// The flags of England, Scotland and Wales are this one and an invisible name.
const BLACK_FLAG: char = '\u{1f3f4}';
const TAG_END: char = '\u{e007f}';

fn is_tag(c: char) -> bool {
    matches!(c, '\u{e0020}'..=TAG_END)
}

/// Emoji, and the selector that makes one of the character before it.
fn is_picture(c: char) -> bool {
    matches!(c, '\u{fe0f}' | '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

/// Letters of scripts whose letters depend on their neighbours: from Hebrew and Arabic to those of India and Mongolia.
fn is_shaped(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{1fff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::target::is_invisible;

    #[test]
    fn joined_characters_stay_joined_and_nothing_else_is_kept() {
        let kept = |text| with_joiners(text, |c| c == '\u{fe0f}' || !is_invisible(c));
        for whole in [
            "👨‍👩‍👧 family",
            "🏳️‍🌈",
            "👩🏽‍⚕️",
            "❤️‍🔥",
            "می‌خواهم",
            "क्‍ष",
            "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
            "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} England",
        ] {
            assert_eq!(kept(whole), whole);
        }
        for (text, rest) in [
            ("a\u{200d}b", "ab"),
            ("1\u{200c}2", "12"),
            ("\u{200d}👧", "👧"),
            ("👧\u{200d}", "👧"),
            ("👧\u{200d}\u{200d}👧", "👧\u{200d}👧"),
            ("a\u{e0067}\u{e0062}\u{e007f}", "a"),
            ("\u{202e}م\u{200b}ی", "می"),
        ] {
            assert_eq!(kept(text), rest, "{text:?}");
        }
    }
}
