//! Which items of a game a text names: by their numbers and by the words of their names.

use super::games::GameWords;
use super::lexicon::{is_filler, is_nearly_filler, is_payment, is_time, same};
use super::words::{Number, Token, alike, tokens};

/// Shortest word of an item that is known with a typo.
const MIN_WITH_TYPO: usize = 5;
/// Fewest words of an item that is known by their initials: `wdp`.
const MIN_INITIALS: usize = 3;
/// Digits of the shortest number that is surely an id and no quantity.
const ID_DIGITS: usize = 5;

/// An item as it may be named.
pub struct ItemWords {
    words: Vec<String>,
    initials: String,
    /// The first number of its name: `86 Diamonds`.
    number: Option<Number>,
    /// Whether it is so many of something: then the number names the item, and a text without it does not. Else it is one of its words:
    /// `Royale Pass Season 12`, `Membership 30 Hari`.
    is_quantity: bool,
}

/// What a text has besides the game's name and what says nothing.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub words: Vec<String>,
    pub numbers: Vec<Number>,
}

/// The items that a text may mean.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meant {
    /// By their places.
    pub items: Vec<usize>,
    /// Whether each word and number is one of theirs.
    pub all_known: bool,
    /// Whether one item has all the words.
    pub words_known: bool,
}

impl ItemWords {
    /// An item by its name, without what is its game's.
    pub fn new(name: &str, game: &GameWords) -> Self {
        let (mut words, mut number, mut is_quantity) = (Vec::new(), None, false);
        let found = tokens(name);
        for (at, token) in found.iter().enumerate() {
            match token {
                Token::Word(word) if !game.is_own(word) && !is_filler(word) => words.push(same(word)),
                Token::Number(found_number) if number.is_none() && !game.is_own(&found_number.digits) => {
                    is_quantity = found_number.sum != Some(1)
                        && match found.get(at + 1) {
                            Some(Token::Word(unit)) if !is_filler(unit) => !is_time(unit),
                            _ => words.len() < 2,
                        };
                    number = Some(found_number.clone());
                }
                Token::Word(_) | Token::Number(_) | Token::Money => {}
            }
        }
        let initials =
            if words.len() >= MIN_INITIALS { words.iter().filter_map(|word| word.chars().next()).collect() } else { String::new() };
        Self { words, initials, number, is_quantity }
    }

    /// Whether the word is one of its name.
    pub fn is_called(&self, word: &str) -> bool {
        let near = |known: &String| {
            known == word || known.chars().count() >= MIN_WITH_TYPO && word.chars().count() >= MIN_WITH_TYPO && alike(word, known)
        };
        self.initials == word || self.words.iter().any(near)
    }

    fn has_number(&self, number: &Number) -> bool {
        let Some(own) = &self.number else { return false };
        number.sum.is_some() && (number.sum == own.first || number.sum == own.sum)
    }
}

/// The items that have all the words and the number.
pub fn meant(wanted: &Wanted, items: &[ItemWords]) -> Meant {
    let is_known = |word: &&String| items.iter().any(|item| item.is_called(word));
    let (known, unknown): (Vec<&String>, Vec<&String>) = wanted.words.iter().partition(is_known);
    let words_known = unknown.iter().all(|word| is_nearly_filler(word) || is_payment(word));
    let with_words = |item: &&ItemWords| known.iter().all(|word| item.is_called(word));
    let of: Vec<&Number> =
        wanted.numbers.iter().filter(|number| items.iter().filter(with_words).any(|item| item.has_number(number))).collect();
    // One of it, or an id besides.
    let no_other = wanted.numbers.iter().all(|number| of.contains(&number) || number.digits == "1")
        || wanted.numbers.iter().any(|number| number.digits.len() >= ID_DIGITS && !of.contains(&number));
    // "Diamond" alone is not yet the pass that has it in its name.
    let is_telling = |word: &&&String| !items.iter().any(|item| item.is_quantity && item.is_called(word));
    let fits = |item: &ItemWords| match of.as_slice() {
        [] => !item.is_quantity && no_other && known.iter().any(|word| is_telling(&word)),
        [number] => item.has_number(number) && (item.is_quantity || known.iter().any(|word| is_telling(&word))),
        _ => false,
    };
    let mut found: Vec<(usize, &ItemWords)> = items.iter().enumerate().filter(|(_, item)| with_words(item) && fits(item)).collect();
    if of.is_empty() {
        // "Weekly Card" is not "Weekly Card Plus", and the pass is not two of it.
        prefer(&mut found, |item| item.words.iter().all(|word| known.iter().any(|known| alike(known, word))));
        prefer(&mut found, |item| item.number.as_ref().is_none_or(|number| number.sum == Some(1)));
    }
    Meant {
        items: found.into_iter().map(|(at, _)| at).collect(),
        all_known: words_known && no_other,
        words_known: words_known && items.iter().any(|item| with_words(&item)),
    }
}

/// Keeps those that are better, if there are such.
fn prefer(found: &mut Vec<(usize, &ItemWords)>, is_better: impl Fn(&ItemWords) -> bool) {
    if found.iter().any(|(_, item)| is_better(item)) {
        found.retain(|(_, item)| is_better(item));
    }
}
