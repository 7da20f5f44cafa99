//! One of everything that people can be shown.

use odzreshop_bot::dialogue::screen::{Confirmation, Line, ShopStatus, Title};
use odzreshop_bot::domain::access::Standing;
use odzreshop_bot::domain::catalog::Offer;
use odzreshop_bot::domain::evidence::{Finding, Reading, Verdict};
use odzreshop_bot::domain::locale::{LocalText, Locale};
use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::notice::{Closing, Report, Trouble};
use odzreshop_bot::domain::order::{Entry, Kind, Order, OrderId, Reason, Refusal, State, Told};
use odzreshop_bot::domain::person::Person;
use odzreshop_bot::domain::target::{Answer, Field, Shape};
use odzreshop_bot::domain::time::Millis;
use odzreshop_bot::telegram::view::{Facts, ShopFacts};

mod names;
mod shown;
pub use names::*;
pub use shown::{closings, hints, kinds, notices, screens, verdicts};

/// 2026-11-24 08:04:05 UTC.
pub const NOW: Millis = Millis(1_795_507_445_000);

/// What the deposit said of an uncertain order.
pub const FOUND: Finding = Finding {
    verdict: Verdict::Placed,
    before: Some(Reading { amount: Rupiah(500_000), at: NOW }),
    after: Some(Reading { amount: Rupiah(475_000), at: Millis(NOW.0 + 9_000) }),
    others: Rupiah(7_000),
    open: 1,
};

/// What people and the provider call things: pleasant, or written to break a message.
#[derive(Clone, Debug)]
pub struct Taste {
    pub game: String,
    pub item: String,
    pub label: String,
    pub value: String,
    pub person: String,
    pub words: String,
    pub sn: String,
}

impl Taste {
    pub fn pleasant() -> Self {
        let [game, item, label, value] = ["Mobile Legends", "86 Diamonds", "User ID", "123456789"].map(str::to_owned);
        let [person, words, sn] = ["Budi", "Zone ID tidak ditemukan", "SN123456789"].map(str::to_owned);
        Self { game, item, label, value, person, words, sn }
    }

    pub fn hostile() -> Vec<Self> {
        let evil = [
            "<b>&\"_*`[x](tg://user?id=1)</code>".to_owned(),
            "💎🇮🇩👨‍👩‍👧".repeat(20),
            "W".repeat(200),
            "&<>".repeat(2_000),
            "\u{202e}kcab\u{200b}\u{200f}\nnew\r\nline\u{2028}\u{0}\u{feff}".to_owned(),
            "\u{200b}\u{202e}".to_owned(),
            String::new(),
        ];
        evil.into_iter()
            .map(|e| Self {
                game: e.clone(),
                item: e.clone(),
                label: e.clone(),
                value: e.clone(),
                person: e.clone(),
                words: e.clone(),
                sn: e,
            })
            .collect()
    }

    pub fn shop(&self) -> ShopFacts {
        ShopFacts {
            name: self.game.clone(),
            support: format!("@{}", self.label),
            bot_username: Some("odzreshop_bot".to_owned()),
            ref_id_dedupes: true,
        }
    }

    pub fn pleasant_shop() -> ShopFacts {
        ShopFacts {
            name: "Odzreshop".to_owned(),
            support: "@odzreshop".to_owned(),
            bot_username: Some("odzreshop_bot".to_owned()),
            ref_id_dedupes: false,
        }
    }

    pub fn title(&self) -> Title {
        Title { slug: "mobile-legends".to_owned(), name: self.game.as_str().into(), emoji: "⚔️".to_owned() }
    }

    pub fn lines(&self) -> Vec<Line> {
        let line = |label: &str, value: &str| Line { label: label.into(), value: value.into() };
        vec![line(&self.label, &self.value), line("Zone ID", "1234")]
    }

    pub fn offer(&self) -> Offer {
        Offer { sku: "ml-86".to_owned(), name: self.item.clone(), cost: Rupiah(18_000), price: Rupiah(18_500) }
    }

    pub fn field(&self, shape: Shape) -> Field {
        let help = [("id", "Buka profil di dalam game."), ("en", "Open your profile in the game.")];
        Field {
            key: "user_id".to_owned(),
            label: self.label.as_str().into(),
            shape,
            example: Some(self.value.clone()),
            help: Some(LocalText::PerLocale(help.map(|(code, text)| (code.to_owned(), format!("{text}{}", self.extra()))).into())),
        }
    }

    /// Hostile words at the end of an otherwise pleasant text.
    fn extra(&self) -> &str {
        if self.item == "86 Diamonds" { "" } else { &self.words }
    }

    pub fn confirmation(&self) -> Confirmation {
        Confirmation {
            category: self.title(),
            item: self.item.clone(),
            lines: self.lines(),
            price: Rupiah(18_500),
            old_price: None,
            quote: "q1".to_owned(),
            minutes: 10,
            twin: None,
            hint: None,
        }
    }

    pub fn order(&self, state: State, reason: Option<Reason>) -> Order {
        Order {
            id: OrderId("0199f0a0-0000-7000-8000-000000000001".to_owned()),
            number: "7K3M9Q2X".to_owned(),
            quote: "q1".to_owned(),
            user_id: 4_242,
            chat_id: 4_242,
            card_message_id: 7,
            category: "mobile-legends".to_owned(),
            sku: "ml-86".to_owned(),
            item: self.item.clone(),
            target: format!("{}1234", self.value),
            answers: self.lines().into_iter().map(|line| Answer { key: "k".to_owned(), value: text(&line.value) }).collect(),
            price: Rupiah(18_500),
            cost: Rupiah(18_000),
            state,
            version: 3,
            attempts: 1,
            polls: 2,
            invoice: (state == State::Pending || state == State::Success).then(|| "INV-A1B2C3D4-1708300000".to_owned()),
            sn: (state == State::Success).then(|| self.sn.clone()),
            reason,
            due_at: None,
            created_at: NOW,
            sent_at: Some(NOW.plus_seconds(2)),
            send_deadline: None,
            placed_at: None,
            ended_at: None,
            evidence: (state == State::Uncertain).then_some(FOUND),
            settled_by: None,
            resends: 0,
            told: Told::default(),
        }
    }

    /// An order of each state, and of each reason to end without success.
    pub fn orders(&self) -> Vec<Order> {
        let open = [State::Queued, State::Sending, State::Pending, State::Uncertain, State::Success];
        let mut orders: Vec<Order> = open.into_iter().map(|state| self.order(state, None)).collect();
        orders.push(Order { sn: None, ..self.order(State::Success, None) });
        orders.push(Order { told: Told { customer_slow: true, ..Told::default() }, ..self.order(State::Pending, None) });
        orders.push(self.order(State::Failed, None));
        orders.extend(verdicts().map(|verdict| {
            let found = Finding { verdict, others: Rupiah::ZERO, open: 0, ..FOUND };
            Order { evidence: Some(found), ..self.order(State::Uncertain, None) }
        }));
        let unseen = Finding { before: None, after: None, ..FOUND };
        orders.push(Order { evidence: Some(unseen), ..self.order(State::Uncertain, None) });
        orders.push(Order { evidence: None, ..self.order(State::Uncertain, None) });
        orders.push(Order { settled_by: Some(2_001), ..self.order(State::Pending, None) });
        orders.extend(self.reasons().into_iter().map(|reason| {
            let cancelled = matches!(reason, Reason::Expired | Reason::PriceChanged | Reason::Unavailable);
            self.order(if cancelled { State::Cancelled } else { State::Failed }, Some(reason))
        }));
        orders
    }

    pub fn reasons(&self) -> Vec<Reason> {
        use Refusal::{BadRequest, InsufficientBalance, Ip, Key, Method, MissingFields, NotFound, VendorDepleted};
        let refusals = [InsufficientBalance, MissingFields, BadRequest, Key, Ip, NotFound, Method, VendorDepleted];
        let mut reasons: Vec<Reason> = refusals.into_iter().map(Reason::Refused).collect();
        reasons.extend([Reason::Unreachable, Reason::Busy, Reason::Provider(None), Reason::Provider(Some(self.words.clone()))]);
        reasons.extend([Reason::NotPlaced, Reason::Expired, Reason::PriceChanged, Reason::Unavailable]);
        reasons
    }

    pub fn trail(&self) -> Vec<Entry> {
        let entry = |(i, kind): (usize, &Kind)| {
            let at = NOW.plus_seconds(i as i64 * 3_600);
            Entry { at, state: State::Pending, kind: *kind, detail: Some(self.words.clone()) }
        };
        kinds().iter().enumerate().map(entry).collect()
    }

    pub fn person(&self) -> Person {
        Person {
            id: 4_242,
            name: self.person.clone(),
            username: Some("budi".to_owned()),
            telegram_language: Some("id".to_owned()),
            chosen: None,
            standing: Standing::Asked,
            unreachable: false,
        }
    }

    pub fn facts(&self, order: Option<Order>) -> Facts {
        let named = order.is_some();
        Facts {
            order,
            trail: if named { self.trail() } else { Vec::new() },
            category: named.then(|| self.title()),
            person: named.then(|| self.person()),
            confirmation: named.then(|| Confirmation { old_price: Some(Rupiah(18_000)), ..self.confirmation() }),
        }
    }

    pub fn report(&self) -> Report {
        let foreign = Some(self.words.clone());
        let cost = Some(Rupiah(18_000));
        Report {
            word: self.words.clone(),
            sn: Some(self.sn.clone()),
            message: foreign.clone(),
            sku: foreign.clone(),
            item: foreign.clone(),
            target: foreign,
            cost,
        }
    }

    pub fn troubles(&self) -> Vec<Trouble> {
        vec![Trouble::Key, Trouble::Ip, Trouble::NotFound, Trouble::Busy, Trouble::Refused(self.words.clone()), Trouble::NoAnswer]
    }

    pub fn status(&self, closed: Option<Closing>) -> ShopStatus {
        ShopStatus {
            orders: if closed.is_some() { Vec::new() } else { State::ALL.map(|state| (state, 3)).to_vec() },
            oldest_open: closed.is_none().then(|| ("7K3M9Q2X".to_owned(), NOW)),
            closed,
            provider_seen: closed.is_none().then_some(NOW),
            telegram_seen: Some(NOW.plus_seconds(170)),
            balance: closed.is_none().then_some(Rupiah(500_000)),
            inbox: 0,
            outbox: 2,
            version: "0.1.0",
            started_at: NOW.plus_seconds(-90_000),
            now: NOW.plus_seconds(180),
        }
    }
}

fn text(text: &LocalText) -> String {
    text.get(&Locale::new("id")).to_owned()
}
