//! Where a text may be cut: between what people see as characters. `👩‍👩‍👧` is five code points and one of these, a flag is two and one.

use unicode_segmentation::UnicodeSegmentation;

/// The start of a text: as many whole graphemes (UAX #29) as together have at most `max` characters (code points).
pub fn start(text: &str, max: usize) -> &str {
    let mut chars = 0;
    let fits = |part: &&str| {
        chars += part.chars().count();
        chars <= max
    };
    let end = text.graphemes(true).take_while(fits).map(str::len).sum();
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grapheme_is_whole_or_left_out() {
        for (text, max, kept) in [
            ("abcdef", 6, "abcdef"),
            ("abcdef", 3, "abc"),
            ("86 💎", 4, "86 💎"),
            ("Keluarga 👩‍👩‍👧 kita", 12, "Keluarga "),
            ("Keluarga 👩‍👩‍👧 kita", 14, "Keluarga 👩‍👩‍👧"),
            ("🇮🇩🇮🇩", 3, "🇮🇩"),
            ("⚔️ Perang", 1, ""),
            ("Jose\u{301}", 4, "Jos"),
            ("नमस्ते", 3, "नम"),
            ("a\r\nb", 2, "a"),
            ("", 3, ""),
            ("e\u{301}\u{301}\u{301}", 2, ""),
        ] {
            assert_eq!(start(text, max), kept, "{text:?} in {max}");
        }
    }
}
