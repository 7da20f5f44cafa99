//! Which games a text names: by their names, slugs and aliases, by their initials (`hok`), and by single words that only one of them has.

use std::collections::{BTreeMap, BTreeSet};

use super::lexicon::is_filler;
use super::words::{Token, alike, tokens};

/// Words of many names: alone they name no game.
const WEAK: &[&str] =
    &["mobile", "free", "star", "point", "call", "online", "game", "world", "legacy", "origin", "global", "royale", "battle"];
/// Shortest word of a name that names the game alone, and shortest beginning of one.
const MIN_PART: usize = 4;
/// Shortest word of a name that does so with a typo.
const MIN_PART_WITH_TYPO: usize = 5;
/// Shortest name that is known without its blanks: `freefire`.
const MIN_JOINED: usize = 6;

/// A game as it may be named.
pub struct GameWords {
    /// Each is enough: the words of a name, of the slug, of an alias, or the initials.
    phrases: Vec<Vec<String>>,
    /// Every word by which it is called: its items repeat them.
    own: BTreeSet<String>,
}

/// What a text has of a game's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Naming {
    /// The places of the words.
    pub places: BTreeSet<usize>,
    quality: Quality,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Quality {
    /// A word that only this game has.
    Part,
    WithTypos,
    Exact,
}

impl GameWords {
    /// `names` are in several languages, `slug` is one of them; `aliases` are what customers call it.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>, aliases: &'a [String]) -> Self {
        let (mut phrases, mut own) = (Vec::new(), BTreeSet::new());
        for name in names {
            let words = plain(name);
            own.extend(words.iter().cloned());
            let initials: String = words.iter().filter_map(|word| word.chars().next()).collect();
            if words.len() > 1 && !is_filler(&initials) {
                phrases.push(vec![initials]);
            }
            phrases.extend(phrases_of(words));
        }
        phrases.extend(aliases.iter().flat_map(|alias| phrases_of(plain(alias))));
        own.extend(phrases.iter().flatten().cloned());
        phrases.sort();
        phrases.dedup();
        Self { phrases, own }
    }

    /// Whether it is called by this word, which then says nothing about an item.
    pub fn is_own(&self, word: &str) -> bool {
        self.own.contains(word)
    }

    fn words(&self) -> impl Iterator<Item = &String> {
        self.phrases.iter().flatten()
    }
}

/// The games that the text names, by their places in `games`. Where the name of one is within that of another (`mobile legends`), the longer
/// one counts.
pub fn named(typed: &[String], games: &[GameWords]) -> Vec<(usize, Naming)> {
    let mut shared: BTreeMap<&str, usize> = BTreeMap::new();
    for game in games {
        let words: BTreeSet<&str> = game.words().map(String::as_str).collect();
        words.into_iter().for_each(|word| *shared.entry(word).or_default() += 1);
    }
    let found: Vec<(usize, Naming)> = games.iter().enumerate().filter_map(|(at, game)| Some((at, naming(typed, game, &shared)?))).collect();
    let beaten = |naming: &Naming| {
        found.iter().any(|(_, other)| {
            let within = naming.places.is_subset(&other.places);
            let same = naming.places == other.places;
            within && (if same { other.quality > naming.quality } else { other.quality > Quality::Part || naming.quality == Quality::Part })
        })
    };
    found.iter().filter(|(_, naming)| !beaten(naming)).cloned().collect()
}

/// `shared`: how many games have a word in their names.
fn naming(typed: &[String], game: &GameWords, shared: &BTreeMap<&str, usize>) -> Option<Naming> {
    // What says nothing is no name with a typo.
    let telling: Vec<&String> = typed.iter().filter(|word| !is_filler(word)).collect();
    let exact = |phrase: &[String]| phrase.iter().all(|word| typed.contains(word));
    let nearly = |phrase: &[String]| phrase.iter().all(|word| telling.iter().any(|typed| alike(typed, word)));
    let is_part = |typed: &str| game.words().any(|known| shared.get(known.as_str()) == Some(&1) && may_mean(typed, known));
    let quality = if game.phrases.iter().any(|phrase| exact(phrase)) {
        Quality::Exact
    } else if game.phrases.iter().any(|phrase| nearly(phrase)) {
        Quality::WithTypos
    } else if telling.iter().any(|word| is_part(word)) {
        Quality::Part
    } else {
        return None;
    };
    let is_of_game = |word: &String| {
        game.words().any(|known| known == word) || !is_filler(word) && (game.words().any(|known| alike(word, known)) || is_part(word))
    };
    let places = typed.iter().enumerate().filter(|(_, word)| is_of_game(word)).map(|(at, _)| at).collect();
    Some(Naming { places, quality })
}

/// Whether a word alone may mean a name that has the word `known`: it is that word, or its beginning.
fn may_mean(typed: &str, known: &str) -> bool {
    let length = typed.chars().count();
    let begins = known.starts_with(typed) || length >= MIN_PART_WITH_TYPO && alike(typed, known);
    begins && length >= MIN_PART && known.chars().count() >= MIN_PART && !WEAK.contains(&typed) && !WEAK.contains(&known)
}

/// The words of a name; numbers too.
fn plain(name: &str) -> Vec<String> {
    let word = |token: Token| match token {
        Token::Word(word) => Some(word),
        Token::Number(number) => Some(number.digits),
        Token::Money => None,
    };
    tokens(name).into_iter().filter_map(word).collect()
}

/// The words without those that say nothing, and all in one.
fn phrases_of(words: Vec<String>) -> Vec<Vec<String>> {
    let joined = words.concat();
    let telling: Vec<String> = words.iter().filter(|word| words.len() == 1 || !is_filler(word)).cloned().collect();
    let mut phrases = Vec::new();
    if words.len() > 1 && joined.chars().count() >= MIN_JOINED {
        phrases.push(vec![joined]);
    }
    if !telling.is_empty() {
        phrases.push(telling);
    }
    phrases
}
