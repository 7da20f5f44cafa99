//! The words of a text as people type it: case, punctuation, emoji and full-width letters don't matter, and `ml86dm` is three words.

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// Letters, in small ones.
    Word(String),
    Number(Number),
    /// An amount of money: `10k`, `Rp 20.000`.
    Money,
}

/// A number, or several joined by `+`: `300+30`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// The first one, as it was typed but for separators of thousands.
    pub digits: String,
    /// The first one; `None` where no item has so much, as in an id.
    pub first: Option<u64>,
    /// All together.
    pub sum: Option<u64>,
}

/// Digits of the longest number that may be a quantity; ids are longer.
const MAX_QUANTITY_DIGITS: usize = 9;

/// The words of a text in their order.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::new();
    let folded: Vec<char> = text.chars().filter(|c| !is_joined(*c)).map(half_width).flat_map(char::to_lowercase).collect();
    let mut at = 0;
    while let Some(c) = folded.get(at) {
        if c.is_ascii_digit() {
            let (number, end) = number(&folded, at);
            let is_money = matches!(found.last(), Some(Token::Word(word)) if word == "rp");
            if is_money {
                found.pop();
            }
            found.push(if is_money { Token::Money } else { Token::Number(number) });
            at = end;
        } else if c.is_alphabetic() {
            let end = run(&folded, at, |c| c.is_alphabetic());
            let word: String = folded.get(at..end).unwrap_or_default().iter().collect();
            match found.last_mut() {
                Some(last @ Token::Number(_)) if ["k", "rb", "ribu", "jt", "juta"].contains(&word.as_str()) => *last = Token::Money,
                _ => found.push(Token::Word(word)),
            }
            at = end;
        } else {
            // Labels have it for the word.
            if *c == '💎' {
                found.push(Token::Word("diamond".to_owned()));
            }
            at += 1;
        }
    }
    found
}

/// What belongs to the character before it: the variant and the box of a keycap, joiners.
fn is_joined(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{20e3}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{ad}')
}

/// A full-width character as the usual one.
fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        other => other,
    }
}

/// Where the characters that `fits` end.
fn run(text: &[char], from: usize, fits: impl Fn(&char) -> bool) -> usize {
    from + text.iter().skip(from).take_while(|c| fits(c)).count()
}

/// The number that begins at `from`, with what is joined to it, and where it ends.
fn number(text: &[char], from: usize) -> (Number, usize) {
    let (digits, mut end) = one_number(text, from);
    let mut number = Number { first: quantity(&digits), sum: quantity(&digits), digits };
    loop {
        let plus = run(text, end, |c| *c == ' ');
        let next = run(text, plus + 1, |c| *c == ' ');
        if text.get(plus) != Some(&'+') || !text.get(next).is_some_and(char::is_ascii_digit) {
            return (number, end);
        }
        let (more, after) = one_number(text, next);
        number.sum = number.sum.zip(quantity(&more)).map(|(sum, more)| sum + more);
        end = after;
    }
}

/// Digits, without the dots or commas between thousands.
fn one_number(text: &[char], from: usize) -> (String, usize) {
    let mut end = run(text, from, char::is_ascii_digit);
    let mut digits: String = text.get(from..end).unwrap_or_default().iter().collect();
    while digits.len() <= MAX_QUANTITY_DIGITS && (end - from <= 3 || digits.len() < end - from) && matches!(text.get(end), Some('.' | ','))
    {
        let group = run(text, end + 1, char::is_ascii_digit);
        if group != end + 4 {
            break;
        }
        digits.extend(text.get(end + 1..group).unwrap_or_default());
        end = group;
    }
    (digits, end)
}

fn quantity(digits: &str) -> Option<u64> {
    (digits.len() <= MAX_QUANTITY_DIGITS).then(|| digits.parse().ok()).flatten()
}

/// Whether `typed` is the word `known`, perhaps with a typo: one in words of four letters and more, two in those of eight and more.
/// A short word keeps its first letter: `karena` and `tire` are words of their own.
pub fn alike(typed: &str, known: &str) -> bool {
    if typed == known {
        return true;
    }
    let (typed, known): (Vec<char>, Vec<char>) = (typed.chars().collect(), known.chars().collect());
    let shorter = typed.len().min(known.len());
    let most = match shorter {
        0..4 => return false,
        4..8 => 1,
        _ => 2,
    };
    (shorter >= 6 || typed.first() == known.first()) && distance(&typed, &known, most) <= most
}

/// How many letters must be added, left out, replaced or exchanged with their neighbour; more than `most` is any number above it.
fn distance(a: &[char], b: &[char], most: usize) -> usize {
    if a.len().abs_diff(b.len()) > most || a.iter().chain(b).any(char::is_ascii_digit) {
        return most + 1;
    }
    let (mut before_last, mut last): (Vec<usize>, Vec<usize>) = (Vec::new(), (0..=b.len()).collect());
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let replaced = last[j] + usize::from(x != y);
            let mut least = replaced.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                least = least.min(before_last[j - 1] + 1);
            }
            row.push(least);
        }
        (before_last, last) = (last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let one = |token: Token| match token {
            Token::Word(word) => word,
            Token::Money => "$".to_owned(),
            Token::Number(Number { digits, first, sum }) if sum == first => digits,
            Token::Number(Number { digits, sum, .. }) => format!("{digits}={}", sum.unwrap_or_default()),
        };
        tokens(text).into_iter().map(one).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_text_is_words_and_numbers() {
        for (text, expected) in [
            ("", ""),
            ("86 💎 😀 !!", "86 diamond"),
            ("ML86dm", "ml 86 dm"),
            ("ml-86, dong!", "ml 86 dong"),
            ("ＭＬ　８６", "ml 86"),
            ("ml 8️⃣6️⃣", "ml 86"),
            ("genshin 300+30", "genshin 300=330"),
            ("genshin 980 + 110 crystals", "genshin 980=1090 crystals"),
            ("1.000 robux, 10,000 robux", "1000 robux 10000 robux"),
            ("1.50 1.2345", "1 50 1 2345"),
            ("ff 10k / 20 rb / Rp 18.500", "ff $ $ $"),
            ("123456789.123", "123456789 123"),
            ("123456789 (1234)", "123456789 1234"),
            ("+ 5 +", "5"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn typos_are_tolerated_in_long_words() {
        for (typed, known, expected) in [
            ("ml", "ml", true),
            ("mk", "ml", false),
            ("hom", "hok", false),
            ("pugb", "pubg", true),
            ("roblok", "roblox", true),
            ("genshim", "genshin", true),
            ("gensin", "genshin", true),
            ("vallorant", "valorant", true),
            ("valoran", "valorant", true),
            ("wutherig", "wuthering", true),
            ("wutterigh", "wuthering", false),
            ("tire", "fire", false),
            ("karena", "arena", false),
            ("1234", "1235", false),
        ] {
            assert_eq!(alike(typed, known), expected, "{typed} {known}");
        }
    }
}
