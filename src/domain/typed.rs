//! What a text that nobody asked for is about: an order's number, a game, one of its items, or a page of the bot.
//!
//! People write to a shop as to a seller: "ml 86 kak", "harga dm ff". Such a text leads where the buttons lead and no further: to an item only
//! when it names that and nothing else, else to the game's list. It never answers a question and never buys.

use crate::domain::catalog::{Catalog, Category};
use crate::domain::locale::LocalText;

use games::{GameWords, named};
use items::{ItemWords, Meant, Wanted, meant};
use lexicon::{Topic, is_filler, same, topics};
use words::{Token, tokens};

mod games;
mod items;
mod lexicon;
#[cfg(test)]
mod tests;
mod words;

/// Longer texts, in characters, are no request for a game: they tell a story.
const MAX_CHARS: usize = 200;
/// Digits of an order's number, see [`order::number`](crate::domain::order::number).
const NUMBER_CHARS: usize = 8;
/// Most words of one text that are tried as the number of an order: each is looked up.
const MAX_NUMBERS: usize = 4;
/// Most games to choose from.
const MAX_GAMES: usize = 12;

/// What a text is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// One item, the only one that is named.
    Item { category: String, sku: String },
    /// A game, by its slug.
    Game(String),
    /// One of these games, in the order of the menu.
    Games(Vec<String>),
    /// A page of the bot.
    Page(TypedPage),
    /// Nothing that the bot knows.
    Unclear,
}

/// A page of the bot that is asked for in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypedPage {
    Menu,
    Orders,
    Wallet,
    Help,
    Cancel,
}

/// A game with its items, as they may be named.
#[derive(Clone, Debug, Default)]
pub struct KnownGame {
    pub slug: String,
    /// Its name, in each language.
    pub names: Vec<String>,
    /// What customers call it besides.
    pub aliases: Vec<String>,
    /// `None` while its list was never read.
    pub items: Option<Vec<KnownItem>>,
}

/// An item as it may be named.
#[derive(Clone, Debug, Default)]
pub struct KnownItem {
    pub sku: String,
    /// What customers read; may be in several languages.
    pub names: Vec<String>,
}

/// What is on sale, as customers may name it.
pub fn known_games(catalog: &Catalog) -> Vec<KnownGame> {
    let game = |category: &Category| {
        let items = catalog.price_lists.get(&category.slug).map(|list| {
            let on_sale = list.services.iter().filter(|service| service.active && category.sells(&service.sku));
            on_sale.map(|service| KnownItem { sku: service.sku.clone(), names: texts(&category.item_name(service)) }).collect()
        });
        KnownGame { slug: category.slug.clone(), names: texts(&category.name), aliases: category.aliases.clone(), items }
    };
    catalog.visible().map(game).collect()
}

fn texts(text: &LocalText) -> Vec<String> {
    text.all().map(str::to_owned).collect()
}

/// The words of a text that may be an order's number, as numbers are written: people read digits as the letters that no number has.
pub fn order_numbers(text: &str) -> Vec<String> {
    let read = |c: char| match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        c => c,
    };
    let is_number = |word: &&str| word.len() == NUMBER_CHARS && !word.contains(['u', 'U']);
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(is_number);
    words.take(MAX_NUMBERS).map(|word| word.chars().map(read).collect()).collect()
}

/// What `text` is about; `current` is the slug of the game whose list its writer is looking at.
pub fn read(text: &str, games: &[KnownGame], current: Option<&str>) -> Typed {
    if text.chars().count() > MAX_CHARS {
        return Typed::Unclear;
    }
    let tokens = tokens(text);
    let words: Vec<&str> =
        tokens.iter().filter_map(|token| if let Token::Word(word) = token { Some(word.as_str()) } else { None }).collect();
    let topics = topics(&words);
    if let Some(page) = strong_page(&topics) {
        return Typed::Page(page);
    }
    let plain: Vec<String> = tokens.iter().map(plain).collect();
    let known: Vec<GameWords> = games.iter().map(game_words).collect();
    let text = Text { tokens: &tokens, may_be_item: !topics.contains(&Topic::Not) && !tokens.contains(&Token::Money) };
    match named(&plain, &known).as_slice() {
        [(at, naming)] => {
            let named_item =
                games.get(*at).zip(known.get(*at)).and_then(|(game, words)| text.item(game, words, |place| naming.places.contains(&place)));
            named_item.unwrap_or_else(|| Typed::Game(slug(games, *at)))
        }
        [] => {
            let here = current.and_then(|slug| games.iter().position(|game| game.slug == slug));
            let here = here.and_then(|at| text.item(games.get(at)?, known.get(at)?, |_| false));
            here.or_else(|| weak_page(&topics).map(Typed::Page)).or_else(|| text.anywhere(games, &known)).unwrap_or(Typed::Unclear)
        }
        several => Typed::Games(several.iter().take(MAX_GAMES).map(|(at, _)| slug(games, *at)).collect()),
    }
}

fn strong_page(topics: &[Topic]) -> Option<TypedPage> {
    let strong = [(Topic::Orders, TypedPage::Orders), (Topic::Cancel, TypedPage::Cancel), (Topic::Support, TypedPage::Help)];
    strong.into_iter().find(|(topic, _)| topics.contains(topic)).map(|(_, page)| page)
}

fn weak_page(topics: &[Topic]) -> Option<TypedPage> {
    let weak = [(Topic::Wallet, TypedPage::Wallet), (Topic::Help, TypedPage::Help), (Topic::Menu, TypedPage::Menu)];
    weak.into_iter().find(|(topic, _)| topics.contains(topic)).map(|(_, page)| page)
}

fn slug(games: &[KnownGame], at: usize) -> String {
    games.get(at).map(|game| game.slug.clone()).unwrap_or_default()
}

fn plain(token: &Token) -> String {
    match token {
        Token::Word(word) => word.clone(),
        Token::Number(number) => number.digits.clone(),
        Token::Money => String::new(),
    }
}

fn game_words(game: &KnownGame) -> GameWords {
    GameWords::new(game.names.iter().map(String::as_str).chain([game.slug.as_str()]), &game.aliases)
}

/// The items of a game, each name for itself, with the places of the items.
fn items_of(game: &KnownGame, words: &GameWords) -> (Vec<ItemWords>, Vec<usize>) {
    let names =
        game.items.iter().flatten().enumerate().flat_map(|(at, item)| item.names.iter().map(move |name| (ItemWords::new(name, words), at)));
    names.unzip()
}

/// A text that is being read.
struct Text<'a> {
    tokens: &'a [Token],
    /// Whether it may name an item: it says neither "not" nor an amount of money.
    may_be_item: bool,
}

impl Text<'_> {
    /// What it wants besides the words by which this game is called; its name stands at these places.
    fn wanted(&self, game: &GameWords, is_name: impl Fn(usize) -> bool) -> Wanted {
        let mut wanted = Wanted::default();
        for (_, token) in self.tokens.iter().enumerate().filter(|(place, _)| !is_name(*place)) {
            match token {
                Token::Word(word) if !is_filler(word) => wanted.words.extend(Some(same(word)).filter(|word| !game.is_own(word))),
                Token::Number(number) => wanted.numbers.push(number.clone()),
                Token::Word(_) | Token::Money => {}
            }
        }
        wanted
    }

    /// The one item of this game that it names.
    fn item(&self, game: &KnownGame, words: &GameWords, is_name: impl Fn(usize) -> bool) -> Option<Typed> {
        let (items, places) = items_of(game, words);
        let meant = meant(&self.wanted(words, is_name), &items);
        self.one(game, &meant, &places)
    }

    fn one(&self, game: &KnownGame, meant: &Meant, places: &[usize]) -> Option<Typed> {
        let mut found: Vec<usize> = meant.items.iter().filter_map(|at| places.get(*at).copied()).collect();
        found.dedup();
        let [at] = found.as_slice() else { return None };
        let item = game.items.as_ref()?.get(*at).filter(|_| meant.all_known && self.may_be_item)?;
        Some(Typed::Item { category: game.slug.clone(), sku: item.sku.clone() })
    }

    /// The games whose items have these words, and the item if it is named and only one game has such.
    fn anywhere(&self, games: &[KnownGame], known: &[GameWords]) -> Option<Typed> {
        let mut found: Vec<(&KnownGame, Meant, Vec<usize>)> = Vec::new();
        for (game, words) in games.iter().zip(known) {
            let (items, places) = items_of(game, words);
            let wanted = self.wanted(words, |_| false);
            let meant = meant(&wanted, &items);
            if meant.words_known && wanted.words.iter().any(|word| items.iter().any(|item| item.is_called(word))) {
                found.push((game, meant, places));
            }
        }
        // Another game may have such items too, as long as its list is not known.
        let only_one = found.len() == 1 && games.iter().all(|game| game.items.is_some());
        // Those that have the number too count more than those that have only the words.
        if found.iter().any(|(_, meant, _)| !meant.items.is_empty()) {
            found.retain(|(_, meant, _)| !meant.items.is_empty());
        }
        match found.as_slice() {
            [] => None,
            [(game, meant, places)] => {
                Some(self.one(game, meant, places).filter(|_| only_one).unwrap_or_else(|| Typed::Game(game.slug.clone())))
            }
            several => Some(Typed::Games(several.iter().take(MAX_GAMES).map(|(game, ..)| game.slug.clone()).collect())),
        }
    }
}
