//! The model of a conversation: the list of choices made so far. Each step forward adds one and each step back removes one, and the current
//! screen follows from the list.

use std::collections::BTreeSet;

use odzreshop_bot::domain::notification::ClosedReason;

/// The choices so far: the index of a game, the index of an item, and the values of its fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Crumb {
    Game(usize),
    Item(usize),
    Answer(String),
}

/// A game: its slug and its fields.
pub struct Game {
    pub slug: &'static str,
    pub asks: &'static [Ask],
}

/// The kind of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// A number with this many digits.
    Digits(usize, usize),
    /// A choice of servers, by button, label or value.
    Server,
}

pub const GAMES: [Game; 3] = [
    Game { slug: "ml", asks: &[Ask::Digits(5, 12), Ask::Digits(3, 4)] },
    Game { slug: "gi", asks: &[Ask::Digits(9, 9), Ask::Server] },
    Game { slug: "voucher", asks: &[] },
];
/// Items of each game.
pub const ITEMS: usize = 2;
/// Servers: value and label.
pub const SERVERS: [(&str, &str); 2] = [("os_asia", "Asia"), ("os_euro", "Europe")];

impl Ask {
    /// The stored form of a value, if it is valid.
    pub fn keep(self, value: &str) -> Option<String> {
        match self {
            Self::Digits(min, max) => {
                let fits = (min..=max).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_digit());
                fits.then(|| value.to_owned())
            }
            Self::Server => {
                let meant = SERVERS.iter().find(|(server, label)| *server == value || label.eq_ignore_ascii_case(value));
                meant.map(|(server, _)| (*server).to_owned())
            }
        }
    }
}

/// A button, by its meaning for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Button {
    Home,
    Game(usize),
    Item(usize),
    Server(usize),
    Back,
    Cancel,
    Confirm,
}

/// The current screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sight {
    Menu,
    /// The items that were on sale when the list was built.
    List(Vec<usize>),
    ProviderQuery(Ask),
    Confirmation,
    /// The order's card.
    Card,
    /// The item is gone; a button leads to the others.
    Gone,
    /// An end: closed, cancelled or sold out.
    End,
}

/// The model.
#[derive(Clone, Debug)]
pub struct Idea {
    pub crumbs: Vec<Crumb>,
    pub sight: Sight,
    /// Items that are not on the price list: game and item.
    pub off: BTreeSet<(usize, usize)>,
    pub shut: Option<ClosedReason>,
    /// What the last confirmation bought: game, item, values.
    pub bought: Option<(usize, usize, Vec<String>)>,
}

impl Default for Idea {
    fn default() -> Self {
        Self { crumbs: Vec::new(), sight: Sight::Menu, off: BTreeSet::new(), shut: None, bought: None }
    }
}

impl Idea {
    /// The buttons of the current screen.
    pub fn buttons(&self) -> Vec<Button> {
        let mut buttons = match &self.sight {
            Sight::Menu => (0..GAMES.len()).map(Button::Game).collect(),
            Sight::List(items) => items.iter().copied().map(Button::Item).collect(),
            Sight::ProviderQuery(Ask::Server) => (0..SERVERS.len()).map(Button::Server).collect(),
            Sight::ProviderQuery(_) | Sight::Card => Vec::new(),
            Sight::Confirmation => vec![Button::Confirm],
            Sight::Gone => vec![Button::Game(self.game()), Button::Home],
            Sight::End => vec![Button::Home],
        };
        if matches!(self.sight, Sight::List(_) | Sight::ProviderQuery(_) | Sight::Confirmation) {
            buttons.extend([Button::Back, Button::Cancel]);
        }
        buttons.sort();
        buttons
    }

    fn game(&self) -> usize {
        match self.crumbs.first() {
            Some(Crumb::Game(game)) => *game,
            _ => panic!("no game: {self:?}"),
        }
    }

    /// The values given so far.
    pub fn values(&self) -> Vec<String> {
        let value = |crumb: &Crumb| if let Crumb::Answer(value) = crumb { Some(value.clone()) } else { None };
        self.crumbs.iter().filter_map(value).collect()
    }

    /// A button was pressed.
    pub fn press(&mut self, button: Button) {
        match button {
            Button::Home => self.crumbs.clear(),
            Button::Game(game) => self.crumbs = vec![Crumb::Game(game)],
            Button::Item(item) => self.crumbs.push(Crumb::Item(item)),
            Button::Server(server) => self.crumbs.push(Crumb::Answer(SERVERS[server].0.to_owned())),
            Button::Back => drop(self.crumbs.pop()),
            Button::Cancel => {
                self.crumbs.clear();
                self.sight = Sight::End;
                return;
            }
            Button::Confirm => {
                let [Crumb::Game(game), Crumb::Item(item), ..] = self.crumbs[..] else { panic!("nothing to buy: {self:?}") };
                self.bought = Some((game, item, self.values()));
                self.crumbs.clear();
                self.sight = Sight::Card;
                return;
            }
        }
        self.show();
    }

    /// Values were typed in one line: one or several of the open fields, or all fields again.
    pub fn hear(&mut self, values: &[&str]) {
        let asks = if let [Crumb::Game(game), Crumb::Item(_), ..] = self.crumbs[..] { GAMES[game].asks } else { &[] };
        let given = self.values().len();
        let kept = |asks: &[Ask]| asks.iter().zip(values).map(|(ask, value)| ask.keep(value)).collect::<Option<Vec<_>>>();
        let open = &asks[given..];
        // On a screen without a question a text changes nothing.
        if !open.is_empty() && !values.is_empty() {
            if let Some(new) = kept(open).filter(|_| values.len() <= open.len()) {
                self.crumbs.extend(new.into_iter().map(Crumb::Answer));
            } else if let Some(all) = kept(asks).filter(|_| values.len() == asks.len()) {
                self.crumbs.truncate(2);
                self.crumbs.extend(all.into_iter().map(Crumb::Answer));
            }
        }
        self.show();
    }

    /// The screen that is shown now.
    pub fn show(&mut self) {
        let looking_is_free = matches!(self.shut, None | Some(ClosedReason::Failing));
        let buying = self.crumbs.len() >= 2;
        if !looking_is_free || buying && self.shut.is_some() {
            self.crumbs.clear();
            self.sight = Sight::End;
            return;
        }
        self.sight = match self.crumbs[..] {
            [Crumb::Game(game), Crumb::Item(item), ..] => {
                if self.off.contains(&(game, item)) {
                    self.crumbs.truncate(1);
                    Sight::Gone
                } else {
                    GAMES[game].asks.get(self.crumbs.len() - 2).map_or(Sight::Confirmation, |ask| Sight::ProviderQuery(*ask))
                }
            }
            [Crumb::Game(game)] => {
                let on_sale: Vec<usize> = (0..ITEMS).filter(|item| !self.off.contains(&(game, *item))).collect();
                if on_sale.is_empty() {
                    self.crumbs.clear();
                    Sight::End
                } else {
                    Sight::List(on_sale)
                }
            }
            _ => Sight::Menu,
        };
    }
}
