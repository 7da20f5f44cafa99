//! Compares the real conversation (reducer, views, keyboards, `check_callback`) with the model: valid and invalid texts; buttons of the current
//! page, of old pages, of other people, and forged ones; prices that rise, items that disappear, a shop that closes.

use std::collections::BTreeMap;

use odzreshop_bot::app::Keyboard;
use odzreshop_bot::dialogue::purchase::{self, Context, Next};
use odzreshop_bot::dialogue::screen::{Hint, Screen};
use odzreshop_bot::dialogue::{Action, Input, PurchaseAction, Step};
use odzreshop_bot::domain::catalog::{Catalog, Category, PriceList, Service};
use odzreshop_bot::domain::locale::Locale;
use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::notification::ClosedReason;
use odzreshop_bot::domain::quote::Quote;
use odzreshop_bot::domain::target::{Choice, Field, Pattern, Shape, Template};
use odzreshop_bot::domain::time::Millis;
use odzreshop_bot::i18n::Words;
use odzreshop_bot::telegram::callback::{CallbackCheck, ReceivedCallback, check_callback, counts_once};
use odzreshop_bot::telegram::compose::{Address, KeyboardScope, compose, read_data};
use odzreshop_bot::telegram::features;
use odzreshop_bot::telegram::view::{ButtonKind, Page};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::{BoxedStrategy, Just, Strategy, any};
use proptest::prop_oneof;
use proptest::sample::{Index, select};
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest};
use serde_json::Value;

use crate::chance;
use crate::model::idea::{Ask, Button, GAMES, Game, ITEMS, Idea, SERVERS, Sight};
use crate::samples::{NOW, Taste};

const USER: i64 = 7;
const STRANGER: i64 = 8;

/// One step.
#[derive(Clone, Debug)]
enum Happening {
    /// A button of the current page, tapped twice.
    ButtonKind(Button),
    /// A button of an earlier page, which must have no effect.
    PressOld(Index, Index),
    /// Another person presses a button of this page.
    Stranger(Index),
    Forge(String),
    /// Values in one line, and the separators.
    Type(Vec<&'static str>, &'static str),
    /// A text that answers no question.
    Babble(String),
    Photo,
    Raise(i64),
    Toggle(usize, usize),
    Shut(Option<ClosedReason>),
}

struct Reference;

impl ReferenceStateMachine for Reference {
    type State = Idea;
    type Transition = Happening;

    fn init_state() -> BoxedStrategy<Idea> {
        Just(Idea::default()).boxed()
    }

    fn transitions(idea: &Idea) -> BoxedStrategy<Happening> {
        let buttons = idea.buttons();
        let press =
            if buttons.is_empty() { Just(Happening::Photo).boxed() } else { select(buttons).prop_map(Happening::ButtonKind).boxed() };
        const VALUES: [&str; 9] = ["12345", "987654321", "678", "1234", "812345678", "asia", "os_euro", "Europe", "mars"];
        let values = select(VALUES.to_vec());
        // Valid answers, more often than a uniform choice would give.
        let asked = match idea.sight {
            Sight::ProviderQuery(ask) => VALUES.into_iter().filter(|value| ask.keep(value).is_some()).collect(),
            _ => VALUES.to_vec(),
        };
        let answer = select(asked).prop_map(|value| Happening::Type(vec![value], ""));
        // Only what surely separates: whether a blank does is asked of the customer, by a table of cases beside the code.
        let between = select(vec![" (", "|", "/"]);
        let any_button = || any::<Index>();
        prop_oneof![
            10 => press,
            6 => answer,
            3 => (vec(values, 1..=3), between).prop_map(|(values, between)| Happening::Type(values, between)),
            1 => babble().prop_map(Happening::Babble),
            1 => (any_button(), any_button()).prop_map(|(page, button)| Happening::PressOld(page, button)),
            1 => any_button().prop_map(Happening::Stranger),
            1 => "\\PC{0,64}".prop_map(Happening::Forge),
            1 => Just(Happening::Photo),
            1 => (1..5_000_i64).prop_map(Happening::Raise),
            1 => (0..GAMES.len(), 0..ITEMS).prop_map(|(game, item)| Happening::Toggle(game, item)),
            1 => option::weighted(0.2, select(vec![ClosedReason::Failing, ClosedReason::Key])).prop_map(Happening::Shut),
        ]
        .boxed()
    }

    fn apply(mut idea: Idea, happening: &Happening) -> Idea {
        idea.bought = None;
        match happening {
            Happening::ButtonKind(button) => idea.press(*button),
            Happening::Type(values, _) => idea.hear(values),
            Happening::Babble(_) | Happening::Photo | Happening::Forge(_) | Happening::PressOld(..) => idea.show(),
            Happening::Stranger(_) | Happening::Raise(_) => {}
            Happening::Toggle(game, item) => {
                if !idea.off.remove(&(*game, *item)) {
                    idea.off.insert((*game, *item));
                }
            }
            Happening::Shut(cause) => idea.shut = *cause,
        }
        idea
    }

    fn preconditions(idea: &Idea, happening: &Happening) -> bool {
        !matches!(happening, Happening::ButtonKind(button) if !idea.buttons().contains(button))
    }
}

/// Texts that look like answers but are invalid.
fn babble() -> impl Strategy<Value = String> {
    prop_oneof![
        select(vec!["", "   ", "12345\n678", "1234\u{200b}5", "１２３４５", "\u{202e}12345", "12345\u{a0}678", "٣٤٥"])
            .prop_map(str::to_owned),
        "[a-z]{65,80}",
        "[!-,:-~]{5,20}",
    ]
}

/// A page that was shown.
struct Shown {
    page: Page,
    keyboard: Option<Keyboard>,
    /// The callback data of each button.
    data: Vec<String>,
}

/// The real conversation.
struct Talk {
    catalog: Catalog,
    closed: Option<ClosedReason>,
    now: Millis,
    step: Step,
    shown: Vec<Shown>,
    /// The token of the current screen.
    current: Option<String>,
    /// Each quote that was shown, with the page that showed it.
    quotes: BTreeMap<String, (Quote, usize)>,
    bought: Option<(Quote, usize)>,
    words: Words,
}

impl Talk {
    fn start() -> Self {
        let mut talk = Self {
            catalog: catalog(),
            closed: None,
            now: NOW,
            step: Step::Menu,
            shown: Vec::new(),
            current: None,
            quotes: BTreeMap::new(),
            bought: None,
            words: Words::new(Locale::new("id"), chrono_tz::Tz::Asia__Jakarta),
        };
        talk.with(|context| purchase::menu(0, None, context));
        talk
    }

    /// Renders the reducer's result.
    fn with(&mut self, decide: impl FnOnce(Context) -> Next) {
        let quote_id = format!("q{}", self.shown.len());
        let (catalog, now, closed) = (&self.catalog, self.now, self.closed);
        let next = decide(Context {
            catalog,
            now,
            user_id: USER,
            locale: self.words.locale(),
            tier: None,
            pause: None,
            closed,
            confirm_seconds: 600,
            quote_id: &quote_id,
        });
        assert_eq!(next.quote.is_some(), matches!(next.screen, Screen::Confirm(_)), "a quote for a confirmation, and for nothing else");
        self.step = next.step;
        let page = features::purchase::screen(&next.screen, &self.words, &Taste::pleasant_shop());
        assert!(!page.text.is_empty() && !page.rows.is_empty(), "nothing to see: {page:?}");
        if let Some(quote) = next.quote {
            let listed = self.catalog.price_lists[&quote.category].services.iter().find(|service| service.sku == quote.sku).unwrap();
            assert_eq!(quote.price, listed.cost, "another price than today's");
            self.quotes.insert(quote.id.clone(), (quote, self.shown.len()));
        }
        self.show(page);
    }

    fn show(&mut self, page: Page) {
        let message_id = i64::try_from(self.shown.len()).unwrap() + 1;
        let address = Address { chat_id: USER, topic: None, message_id: Some(message_id) };
        let composed = compose(&page, address, KeyboardScope::Screen(USER), self.now).unwrap();
        let rows = composed.payload["reply_markup"]["inline_keyboard"].as_array().cloned().unwrap_or_default();
        let sends = |button: &Value| button["callback_data"].as_str().map(str::to_owned);
        let data = rows.iter().filter_map(Value::as_array).flatten().filter_map(sends).collect();
        self.current = composed.keyboard.as_ref().map(|keyboard| keyboard.token.clone());
        self.shown.push(Shown { page, keyboard: composed.keyboard, data });
    }

    fn check_callback(&self, user_id: i64, message: usize, data: &str) -> CallbackCheck {
        let keyboard =
            read_data(data).and_then(|(token, _)| self.shown.iter().filter_map(|shown| shown.keyboard.as_ref()).find(|k| k.token == token));
        let message_id = Some(i64::try_from(message).unwrap() + 1);
        let current = self.current.as_deref().filter(|_| user_id == USER);
        check_callback(ReceivedCallback { data, user_id, is_staff: false, chat_id: user_id, message_id, current, now: self.now }, keyboard)
    }

    /// Presses a valid button twice.
    fn press(&mut self, action: &Action) {
        let message = self.shown.len() - 1;
        let index = actions(&self.shown[message].page).position(|there| there == action).expect("a button that is there");
        let data = self.shown[message].data[index].clone();
        assert_eq!(self.check_callback(USER, message, &data), CallbackCheck::Valid(action.clone()));
        let keyboard = self.shown[message].keyboard.as_mut().unwrap();
        (keyboard.used_at, keyboard.used_button) = (Some(self.now), Some(i64::try_from(index).unwrap()));
        keyboard.is_used_up |= counts_once(keyboard, action);
        let Action::Purchase(action) = action else { panic!("{action:?} in a purchase") };
        match action {
            PurchaseAction::Confirm { quote } => {
                self.bought = self.quotes.get(quote).cloned();
                assert!(self.bought.is_some(), "bought what was never offered");
                self.step = Step::Menu;
                self.current = None;
                self.shown.push(Shown { page: Page::default(), keyboard: None, data: Vec::new() });
            }
            action => {
                let step = self.step.clone();
                self.with(|context| purchase::advance(&step, Input::Press(action), context));
            }
        }
        assert_eq!(self.check_callback(USER, message, &data), CallbackCheck::Doubled);
    }

    /// A press that must have no effect: the current step is shown again.
    fn press_in_vain(&mut self, message: usize, data: &str) {
        let verdict = self.check_callback(USER, message, data);
        assert!(matches!(verdict, CallbackCheck::Stale | CallbackCheck::Foreign), "{data:?} counts: {verdict:?}");
        let step = self.step.clone();
        self.with(|context| purchase::show(&step, Some(Hint::StaleButton), context));
    }

    fn hear(&mut self, input: Input) {
        let step = self.step.clone();
        self.with(|context| purchase::advance(&step, input, context));
    }

    /// The buttons of the current page.
    fn buttons(&self) -> Vec<Button> {
        let mut buttons: Vec<Button> = actions(&self.shown.last().unwrap().page).filter_map(meaning).collect();
        buttons.sort();
        buttons
    }
}

fn actions(page: &Page) -> impl Iterator<Item = &Action> {
    page.rows.iter().flatten().filter_map(|button| if let ButtonKind::Callback(action) = &button.kind { Some(action) } else { None })
}

/// A button's meaning; `None` for buttons that leave the purchase without a change.
fn meaning(action: &Action) -> Option<Button> {
    let game = |slug: &str| GAMES.iter().position(|game| game.slug == slug).unwrap();
    let action = match action {
        Action::Purchase(action) => action,
        Action::Orders(_) | Action::Language(_) | Action::Help(_) => return None,
        other => panic!("{other:?} in a purchase"),
    };
    Some(match action {
        PurchaseAction::Menu { .. } => Button::Home,
        PurchaseAction::Category { category, .. } => Button::Game(game(category)),
        PurchaseAction::Item { sku, .. } => Button::Item(sku.rsplit('-').next().unwrap().parse().unwrap()),
        PurchaseAction::Choose { value } => Button::Server(SERVERS.iter().position(|(server, _)| server == value).unwrap()),
        PurchaseAction::Back => Button::Back,
        PurchaseAction::Cancel => Button::Cancel,
        PurchaseAction::Confirm { .. } => Button::Confirm,
        other => panic!("{other:?} on a page"),
    })
}

struct Walk;

impl StateMachineTest for Walk {
    type SystemUnderTest = Talk;
    type Reference = Reference;

    fn init_test(_: &Idea) -> Talk {
        Talk::start()
    }

    fn apply(mut talk: Talk, idea: &Idea, happening: Happening) -> Talk {
        talk.now = talk.now.plus_seconds(5);
        talk.bought = None;
        match happening {
            Happening::ButtonKind(button) => {
                let action = actions(&talk.shown.last().unwrap().page).find(|action| meaning(action) == Some(button)).cloned();
                talk.press(&action.unwrap_or_else(|| panic!("no {button:?}")));
            }
            Happening::PressOld(page, button) => {
                let message = page.index(talk.shown.len());
                // A button of another page on the current message, as if the message had been edited in the meantime.
                let other = if message + 1 == talk.shown.len() { 0 } else { message };
                let data = if talk.shown[other].data.is_empty() || other + 1 == talk.shown.len() {
                    String::new()
                } else {
                    button.get(&talk.shown[other].data).clone()
                };
                talk.press_in_vain(message, &data);
            }
            Happening::Stranger(button) => {
                let message = talk.shown.len() - 1;
                if !talk.shown[message].data.is_empty() {
                    let data = button.get(&talk.shown[message].data);
                    assert_eq!(talk.check_callback(STRANGER, message, data), CallbackCheck::Foreign);
                }
            }
            Happening::Forge(data) => talk.press_in_vain(talk.shown.len() - 1, &data),
            Happening::Type(values, between) => talk.hear(Input::Text(&values.join(between))),
            Happening::Babble(text) => talk.hear(Input::Text(&text)),
            Happening::Photo => talk.hear(Input::Other),
            Happening::Raise(more) => {
                let services = talk.catalog.price_lists.values_mut().flat_map(|price_list| &mut price_list.services);
                services.for_each(|service| service.cost = service.cost + Rupiah(more));
            }
            Happening::Toggle(game, item) => {
                let service = &mut talk.catalog.price_lists.get_mut(GAMES[game].slug).unwrap().services[item];
                service.active = !service.active;
            }
            Happening::Shut(cause) => talk.closed = cause,
        }
        bought_as_shown(&talk, idea);
        talk
    }

    fn check_invariants(talk: &Talk, idea: &Idea) {
        assert_eq!(talk.buttons(), idea.buttons(), "{}\n{idea:?}\n{:?}", talk.shown.last().unwrap().page.text, talk.step);
    }

    /// From everywhere, some steps back lead to the menu or to the message that the shop is closed.
    fn teardown(mut talk: Talk, mut idea: Idea) {
        for _ in 0..5 {
            let Some(way) = [Button::Back, Button::Home].into_iter().find(|button| idea.buttons().contains(button)) else { break };
            if idea.crumbs.is_empty() && way == Button::Home && idea.shut == Some(ClosedReason::Key) {
                break;
            }
            let action = actions(&talk.shown.last().unwrap().page).find(|action| meaning(action) == Some(way)).cloned().unwrap();
            talk.now = talk.now.plus_seconds(5);
            idea.press(way);
            talk.press(&action);
            Self::check_invariants(&talk, &idea);
        }
        assert_eq!(talk.step, Step::Menu);
    }
}

/// An intent comes only from a confirmation, and is exactly what that page showed.
fn bought_as_shown(talk: &Talk, idea: &Idea) {
    let Some((quote, message)) = &talk.bought else { return assert_eq!(idea.bought, None) };
    let (game, item, values) = idea.bought.clone().expect("bought without a word");
    let given: Vec<String> = quote.answers.iter().map(|answer| answer.value.clone()).collect();
    assert_eq!((quote.category.as_str(), quote.sku.clone(), &given), (GAMES[game].slug, sku(game, item), &values));
    assert_eq!((&quote.target, quote.user_id), (&values.join("|"), USER));
    assert_eq!(*message + 2, talk.shown.len(), "the confirmation that was pressed is the one that was in front of them");
    let page = &talk.shown[*message].page;
    let price = quote.price.to_string();
    let button = page
        .rows
        .iter()
        .flatten()
        .find(|button| matches!(button.kind, ButtonKind::Callback(Action::Purchase(PurchaseAction::Confirm { .. }))))
        .unwrap();
    assert!(button.label.ends_with(&price) && page.text.contains(&price) && page.text.contains(&quote.item), "{page:?}");
    for (ask, value) in GAMES[game].asks.iter().zip(&values) {
        let label = SERVERS.iter().find(|(server, _)| *ask == Ask::Server && server == value).map_or(value.as_str(), |(_, label)| label);
        assert!(page.text.contains(&format!("<code>{label}</code>")), "{value} is not on\n{}", page.text);
    }
}

fn sku(game: usize, item: usize) -> String {
    format!("{}-{item}", GAMES[game].slug)
}

fn catalog() -> Catalog {
    let field = |(index, ask): (usize, &Ask)| {
        let shape = match ask {
            Ask::Digits(min, max) => Shape::Pattern(Pattern::new(&format!("[0-9]{{{min},{max}}}")).unwrap()),
            Ask::Server => Shape::Choices(SERVERS.map(|(value, label)| Choice { value: value.into(), label: label.into() }).into()),
        };
        Field { key: format!("f{index}"), label: format!("Field {index}").as_str().into(), shape, example: None, help: None }
    };
    let category = |game: &Game| {
        let fields: Vec<Field> = game.asks.iter().enumerate().map(field).collect();
        let template = fields.iter().map(|field| format!("{{{}}}", field.key)).collect::<Vec<_>>().join("|");
        let target = Template::parse(&template, &fields).unwrap();
        let (name, emoji) = (game.slug.into(), String::new());
        let (verified, hidden, popular) = (true, false, false);
        Category {
            slug: game.slug.into(),
            name,
            aliases: Vec::new(),
            emoji,
            fields,
            checks: Vec::new(),
            target,
            pricing: Default::default(),
            verified,
            hidden,
            popular,
            items: Default::default(),
        }
    };
    let service = |game: usize, item: usize| {
        let cost = Rupiah(1_000 * (item as i64 + 1));
        Service { sku: sku(game, item), name: format!("Thing {item} of {}", GAMES[game].slug), cost, active: true }
    };
    let price_list =
        |game| PriceList { services: (0..ITEMS).map(|item| service(game, item)).collect(), skipped: Vec::new(), fetched_at: NOW };
    Catalog {
        categories: GAMES.iter().map(category).collect(),
        price_lists: (0..GAMES.len()).map(|game| (GAMES[game].slug.to_owned(), price_list(game))).collect(),
        unknown: Default::default(),
        stale: Default::default(),
        pricing: Default::default(),
    }
}

#[test]
fn a_conversation_behaves_like_its_model() {
    chance::walk::<Walk>(2, 40);
}
