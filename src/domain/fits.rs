//! What fits a field, in short, as its pattern says it: `[0-9]{5,12}` is 5 to 12 digits.

use std::iter::Peekable;
use std::str::Chars;

/// How many characters of which kinds an answer has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fits {
    pub least: usize,
    pub most: usize,
    /// Letters besides digits.
    pub letters: bool,
    /// Other signs that it may have: `_.`
    pub signs: String,
}

/// What a pattern allows, if it is simply so many characters of some kinds. It may allow less than that.
pub fn fits(pattern: &str) -> Option<Fits> {
    let mut rest = pattern.chars().peekable();
    let mut fits = Fits { least: 0, most: 0, letters: false, signs: String::new() };
    while let Some(c) = rest.next() {
        match c {
            '[' => class(&mut rest, &mut fits)?,
            '\\' => escaped(rest.next()?, &mut fits)?,
            '(' | ')' | '|' | '.' | '^' | '$' | '{' | '}' | '?' | '*' | '+' => return None,
            c => add(c, &mut fits)?,
        }
        let (least, most) = quantity(&mut rest)?;
        (fits.least, fits.most) = (fits.least + least, fits.most + most);
    }
    (fits.most > 0).then_some(fits)
}

/// `0-9A-Z_]`: the characters of a class, which has begun.
fn class(rest: &mut Peekable<Chars<'_>>, fits: &mut Fits) -> Option<()> {
    loop {
        match rest.next()? {
            ']' => return Some(()),
            '^' | '[' | '&' | '~' => return None,
            '\\' => escaped(rest.next()?, fits)?,
            c if c.is_ascii_alphanumeric() => {
                add(c, fits)?;
                let mut ahead = rest.clone();
                if let (Some('-'), Some(end)) = (ahead.next(), ahead.next().filter(|end| end.is_ascii_alphanumeric())) {
                    add(end, fits)?;
                    *rest = ahead;
                }
            }
            c => add(c, fits)?,
        }
    }
}

fn escaped(c: char, fits: &mut Fits) -> Option<()> {
    match c {
        'd' => add('0', fits),
        'w' => add('a', fits).and_then(|()| add('_', fits)),
        c if c.is_ascii_punctuation() => add(c, fits),
        _ => None,
    }
}

fn add(c: char, fits: &mut Fits) -> Option<()> {
    match c {
        c if c.is_ascii_digit() => {}
        c if c.is_ascii_alphabetic() => fits.letters = true,
        c if c.is_ascii_punctuation() => {
            if !fits.signs.contains(c) {
                fits.signs.push(c);
            }
        }
        _ => return None,
    }
    Some(())
}

/// `{5,12}`, `{5}` or `?`; without one it is once.
fn quantity(rest: &mut Peekable<Chars<'_>>) -> Option<(usize, usize)> {
    match rest.peek() {
        Some('?') => {
            rest.next();
            Some((0, 1))
        }
        Some('+' | '*') => None,
        Some('{') => {
            let inside: String = rest.by_ref().skip(1).take_while(|c| *c != '}').collect();
            let (least, most) = inside.split_once(',').unwrap_or((&inside, &inside));
            Some((least.parse().ok()?, most.parse().ok()?))
        }
        _ => Some((1, 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_simple_pattern_says_how_many_of_what() {
        for (pattern, expected) in [
            ("[0-9]{5,12}", "5-12"),
            ("[1-9][0-9]{8,9}", "9-10"),
            (r"\d{9}", "9-9"),
            ("8[0-9]{8}", "9-9"),
            ("[0-9]{8}[0-9]?", "8-9"),
            ("[A-Za-z0-9_]{3,20}", "3-20 letters _"),
            ("[A-Za-z0-9._-]{3,20}", "3-20 letters ._-"),
            (r"\w{3}", "3-3 letters _"),
            ("[0-9]{4}-[0-9]{4}", "9-9 -"),
            ("[0-9]+", ""),
            ("[0-9]{5,}", ""),
            ("[0-9]{5}|[0-9]{7}", ""),
            (r"[^#\s][^#]{1,14}[^#\s]#[\p{L}\p{N}]{3,5}", ""),
            ("(?s).*", ""),
            ("", ""),
            ("[0-9", ""),
        ] {
            let shown = |Fits { least, most, letters, signs }: Fits| {
                format!("{least}-{most}{} {signs}", if letters { " letters" } else { "" }).trim().to_owned()
            };
            assert_eq!(fits(pattern).map(shown).unwrap_or_default(), expected, "{pattern}");
        }
    }
}
