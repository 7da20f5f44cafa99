//! One of everything that people can be shown.

use odzreshop_bot::app::{BackupState, Overview, PaymentsOverview};
use odzreshop_bot::dialogue::screen::{Confirmation, KnownAccount, Line, Title};
use odzreshop_bot::domain::access::AccessStatus;
use odzreshop_bot::domain::bill::{Bill, BillId, BillState};
use odzreshop_bot::domain::broadcast::{Audience, Broadcast, BroadcastProgress, BroadcastState};
use odzreshop_bot::domain::cart::{Cart, CartLapse, CartState};
use odzreshop_bot::domain::catalog::Offer;
use odzreshop_bot::domain::estimate::Estimate;
use odzreshop_bot::domain::locale::{LocalText, Locale};
use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::notification::{ClosedReason, InvoiceReport, Trouble};
use odzreshop_bot::domain::opening::{Pause, PlannedPause};
use odzreshop_bot::domain::order::{EndReason, Order, OrderHistoryEntry, OrderHistoryKind, OrderId, OrderState, PaidBy, Refusal, Told};
use odzreshop_bot::domain::payment::{Payment, PaymentsWaiting, Unit, Unmatched};
use odzreshop_bot::domain::payment_figures::MethodFigures;
use odzreshop_bot::domain::payment_method::PaymentMethod;
use odzreshop_bot::domain::payout::{Payout, PayoutState};
use odzreshop_bot::domain::person::Person;
use odzreshop_bot::domain::place::Place;
use odzreshop_bot::domain::proof::{Proof, ProofDecisionKind, ProofReview};
use odzreshop_bot::domain::quote::Quote;
use odzreshop_bot::domain::receipt::{IssuedReceipt, SaleReceipt};
use odzreshop_bot::domain::reconciliation::{BalanceReading, Evidence, Verdict};
use odzreshop_bot::domain::target::{Answer, Field, Shape};
use odzreshop_bot::domain::time::Millis;
use odzreshop_bot::domain::wallet::Balance;
use odzreshop_bot::telegram::features::status::{ShopStatus, TelegramState};
use odzreshop_bot::telegram::view::{NotificationFacts, ShopFacts};

mod alerts;
mod catalog;
mod messages;
mod names;
mod pages;
mod prices;
mod qris;
mod sales;
mod shown;
pub use messages::conversations;
pub use names::*;
pub use pages::pages;
pub use qris::{STATIC_CODES, static_code};
pub use shown::{closings, digest, hints, kinds, notifications, screens, verdicts};

/// 2026-11-24 08:04:05 UTC.
pub const NOW: Millis = Millis(1_795_507_445_000);

/// What the provider balance said of an uncertain order.
pub const FOUND: Evidence = Evidence {
    verdict: Verdict::Placed,
    before: Some(BalanceReading { amount: Rupiah(500_000), at: NOW }),
    after: Some(BalanceReading { amount: Rupiah(475_000), at: Millis(NOW.0 + 9_000) }),
    others: Rupiah(7_000),
    open: 1,
};

/// A pause that begins in so many hours and lasts 14.
pub fn planned(hours: i64) -> PlannedPause {
    let from = NOW.plus_ms(hours * 3_600_000);
    PlannedPause { from, until: from.plus_ms(14 * 3_600_000) }
}

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
            wallet: true,
            payment_note: Some(self.label.as_str().into()),
            top_up: true,
            planned: Some(planned(3)),
            now: NOW,
        }
    }

    pub fn pleasant_shop() -> ShopFacts {
        ShopFacts {
            name: "Odzreshop".to_owned(),
            support: "@odzreshop".to_owned(),
            bot_username: Some("odzreshop_bot".to_owned()),
            ref_id_dedupes: false,
            wallet: false,
            payment_note: None,
            top_up: false,
            planned: None,
            now: NOW,
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
        let name = || self.item.as_str().into();
        Offer { sku: "ml-86".to_owned(), name: name(), label: name(), cost: Rupiah(18_000), price: Rupiah(18_500) }
    }

    pub fn account(&self, name: Option<String>) -> KnownAccount {
        let values = self.lines().into_iter().map(|line| line.value).collect();
        KnownAccount { order: OrderId("0199f0a0-0000-7000-8000-000000000001".to_owned()), name, values }
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
            balance_after: None,
            pay: None,
            old_price: None,
            quote: "q1".to_owned(),
            estimate: Some(Estimate { usual_ms: 40_000, longest_ms: 180_000 }),
            minutes: 10,
            twin: None,
            hint: None,
        }
    }

    pub fn order(&self, state: OrderState, reason: Option<EndReason>) -> Order {
        Order {
            id: OrderId("0199f0a0-0000-7000-8000-000000000001".to_owned()),
            number: "7K3M9Q2X".to_owned(),
            quote: "q1".to_owned(),
            user_id: 4_242,
            chat_id: 4_242,
            topic: None,
            card_message_id: 7,
            provider: odzreshop_bot::domain::provider::ProviderName::Odzreshop,
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
            invoice: (state == OrderState::Pending || state == OrderState::Success).then(|| "INV-A1B2C3D4-1708300000".to_owned()),
            sn: (state == OrderState::Success).then(|| self.sn.clone()),
            reason,
            due_at: None,
            created_at: NOW,
            sent_at: Some(NOW.plus_seconds(2)),
            send_deadline: None,
            placed_at: None,
            ended_at: None,
            evidence: (state == OrderState::Uncertain).then_some(FOUND),
            resolved_by: None,
            resolved_in: None,
            resends: 0,
            told: Told::default(),
            paid_by: PaidBy::default(),
        }
    }

    /// An order of each state, and of each reason to end without success.
    pub fn orders(&self) -> Vec<Order> {
        let open = [OrderState::Queued, OrderState::Sending, OrderState::Pending, OrderState::Uncertain, OrderState::Success];
        let mut orders: Vec<Order> = open.into_iter().map(|state| self.order(state, None)).collect();
        orders.push(Order { sn: None, ..self.order(OrderState::Success, None) });
        orders.push(Order { told: Told { customer_slow: true, ..Told::default() }, ..self.order(OrderState::Pending, None) });
        orders.push(self.order(OrderState::Failed, None));
        orders.extend(verdicts().map(|verdict| {
            let found = Evidence { verdict, others: Rupiah::ZERO, open: 0, ..FOUND };
            Order { evidence: Some(found), ..self.order(OrderState::Uncertain, None) }
        }));
        let unseen = Evidence { before: None, after: None, ..FOUND };
        orders.push(Order { evidence: Some(unseen), ..self.order(OrderState::Uncertain, None) });
        orders.push(Order { evidence: None, ..self.order(OrderState::Uncertain, None) });
        orders.push(Order { resolved_by: Some(2_001), ..self.order(OrderState::Pending, None) });
        for state in [OrderState::Pending, OrderState::Uncertain, OrderState::Success, OrderState::Failed] {
            orders.push(Order { paid_by: PaidBy::Wallet, ..self.order(state, None) });
        }
        orders.extend(self.reasons().into_iter().map(|reason| {
            let cancelled = matches!(reason, EndReason::Expired | EndReason::PriceChanged | EndReason::Unavailable);
            self.order(if cancelled { OrderState::Cancelled } else { OrderState::Failed }, Some(reason))
        }));
        orders
    }

    pub fn reasons(&self) -> Vec<EndReason> {
        use Refusal::{
            BadRequest, InsufficientBalance, Ip, ItemUnavailable, Key, Method, MissingFields, NotFound, TargetRejected, VendorDepleted,
        };
        let refusals =
            [InsufficientBalance, MissingFields, ItemUnavailable, TargetRejected, BadRequest, Key, Ip, NotFound, Method, VendorDepleted];
        let mut reasons: Vec<EndReason> = refusals.into_iter().map(EndReason::Refused).collect();
        reasons.extend([EndReason::Unreachable, EndReason::Busy, EndReason::Provider(None), EndReason::Provider(Some(self.words.clone()))]);
        reasons.extend([EndReason::NotPlaced, EndReason::Expired, EndReason::PriceChanged, EndReason::Unavailable]);
        reasons
    }

    pub fn history(&self) -> Vec<OrderHistoryEntry> {
        let entry = |(i, kind): (usize, &OrderHistoryKind)| {
            let at = NOW.plus_seconds(i as i64 * 3_600);
            OrderHistoryEntry { at, state: OrderState::Pending, kind: *kind, detail: Some(self.words.clone()) }
        };
        kinds().iter().enumerate().map(entry).collect()
    }

    pub fn person(&self) -> Person {
        Person {
            id: 4_242,
            name: self.person.clone(),
            username: Some("budi".to_owned()),
            telegram_language: Some("id".to_owned()),
            access: AccessStatus::Requested,
            requested_at: Some(NOW),
            ..Person::default()
        }
    }

    pub fn facts(&self, order: Option<Order>) -> NotificationFacts {
        let named = order.is_some();
        NotificationFacts {
            order,
            history: if named { self.history() } else { Vec::new() },
            category: named.then(|| self.title()),
            verified: false,
            person: named.then(|| self.person()),
            confirmation: named.then(|| Confirmation { old_price: Some(Rupiah(18_000)), ..self.confirmation() }),
            balance: named.then_some(Balance { available: Rupiah(40_000), held: Rupiah(18_500) }),
            decider: None,
            waiting: vec![self.person(); 3],
            waiting_pages: 2,
            uncertain: vec![self.order(OrderState::Uncertain, None); 6],
            uncertain_count: 8,
            digest: alerts::digest(self),
            bill: named.then(|| self.bill(BillState::Waiting)),
            payment: named.then(|| self.payment(Unmatched::OtherAmount)),
            payout: named.then(|| self.payout(PayoutState::Open)),
            // One that waits, and for what is told of its money one to go on with.
            cart: named.then(|| Cart { lapse: Some(CartLapse::ByHand), ..self.cart(CartState::Waiting) }),
            review: named.then(|| self.review()),
            broadcast: Some((self.broadcast(BroadcastState::Running), BroadcastProgress { sent: 412, lost: 3, waiting: 50 })),
            conversation: named.then(|| conversations(self).remove(0)),
            payments_waiting: named.then(|| self.payments_waiting()),
            receipt: named.then(|| self.receipt()),
            file_id: None,
        }
    }

    pub fn receipt(&self) -> IssuedReceipt {
        let receipt = SaleReceipt::of(&self.order(OrderState::Success, None), &self.label, false).unwrap();
        IssuedReceipt { payload: format!("r_{}", "A".repeat(43)), signed: receipt.signed(&"B".repeat(86)), receipt }
    }

    pub fn bill(&self, state: BillState) -> Bill {
        Bill {
            id: BillId("0199f0a0-0000-7000-8000-000000000002".to_owned()),
            number: "4C8W2H6T".to_owned(),
            user_id: 4_242,
            chat_id: 4_242,
            topic: None,
            method: PaymentMethod::Pakasir,
            state,
            version: 3,
            wanted: Rupiah(20_000),
            amount: Rupiah(20_001),
            payable: 20_001,
            reference: Some("4C8W2H6T-1".to_owned()),
            asked: Some(Rupiah(19_554)),
            code: Some("00020101021226".to_owned()),
            openings: 1,
            opened_at: Some(NOW),
            looked_at: None,
            word: Some(self.words.clone()),
            test: false,
            due_at: None,
            expires_at: NOW.plus_seconds(900),
            ended_at: None,
            created_at: NOW,
        }
    }

    pub fn cart(&self, state: CartState) -> Cart {
        let Order { user_id, card_message_id, category, sku, item, target, answers, price, cost, .. } =
            self.order(OrderState::Queued, None);
        let (id, expires_at) = ("q1".to_owned(), NOW.plus_seconds(600));
        Cart {
            id: "c1".to_owned(),
            user_id,
            place: Place::chat(user_id),
            card_message_id,
            bill: BillId("0199f0a0-0000-7000-8000-000000000002".to_owned()),
            state,
            order: None,
            lapse: None,
            ceiling: price,
            expires_at: NOW.plus_seconds(1_500),
            quote: Quote { id, user_id, category, sku, item, answers, target, price, cost, expires_at },
        }
    }

    /// A proof of the bill, with a decision that is not the last.
    pub fn review(&self) -> ProofReview {
        let proof = Proof {
            bill: BillId("0199f0a0-0000-7000-8000-000000000002".to_owned()),
            user_id: 4_242,
            picture: "AQADpic".to_owned(),
            file_id: "AgACfile".to_owned(),
            sent_at: NOW,
        };
        ProofReview {
            proof,
            met_at: Some(NOW),
            earlier: (2, 1),
            seen: Some("7K3M9Q2X".to_owned()),
            decisions: vec![(self.person.clone(), ProofDecisionKind::Approved(Rupiah(20_001)))],
            rejected: false,
            payment: None,
        }
    }

    pub fn payment(&self, unmatched: Unmatched) -> Payment {
        Payment {
            method: PaymentMethod::Pakasir,
            id: self.words.clone(),
            bill: Some(BillId("0199f0a0-0000-7000-8000-000000000002".to_owned())),
            payer: None,
            received: 15_000,
            unit: Unit::Rupiah,
            credited: None,
            seen_at: NOW,
            paid_at: Some(NOW),
            actor: None,
            unmatched: Some(unmatched),
            note: None,
        }
    }

    fn payments_overview(&self) -> PaymentsOverview {
        let figures = MethodFigures { credited: 12, gross: Rupiah(340_000), fee_unknown: 12, ..MethodFigures::new(PaymentMethod::Qris) };
        let gateways = vec![(PaymentMethod::Pakasir, false)];
        PaymentsOverview { gateways, today: vec![figures], waiting: self.payments_waiting() }
    }

    /// A broadcast with a photo.
    pub fn broadcast(&self, state: BroadcastState) -> Broadcast {
        Broadcast {
            id: "b1".to_owned(),
            text: LocalText::Plain(format!("Promo {}", self.words.chars().take(200).collect::<String>())),
            photo: Some("photo".to_owned()),
            state,
            total: 1_000,
            reached: 7,
            place: None,
            audience: Some(Audience::Recent),
            open: true,
            started_at: Some(NOW),
        }
    }

    pub fn payments_waiting(&self) -> PaymentsWaiting {
        PaymentsWaiting { open: 12, review: 2, unmatched: 1, payouts: 1, since: Some(NOW) }
    }

    pub fn payout(&self, state: PayoutState) -> Payout {
        let ended = (state != PayoutState::Open).then_some(NOW);
        Payout {
            id: "p1".to_owned(),
            number: "9T5R2K7Q".to_owned(),
            user_id: 4_242,
            method: PaymentMethod::Bank,
            payment: None,
            amount: Rupiah(25_000),
            destination: self.words.clone(),
            state,
            admin: Some(2_001),
            created_at: NOW,
            ended_by: ended.map(|_| 2_001),
            ended_at: ended,
        }
    }

    pub fn report(&self) -> InvoiceReport {
        let foreign = Some(self.words.clone());
        let cost = Some(Rupiah(18_000));
        InvoiceReport {
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

    pub fn status(&self, closed: Option<ClosedReason>) -> ShopStatus {
        let overview = Overview {
            orders: if closed.is_some() { Vec::new() } else { OrderState::ALL.map(|state| (state, 3)).to_vec() },
            oldest_open: closed.is_none().then(|| ("7K3M9Q2X".to_owned(), NOW)),
            closed,
            provider_seen: closed.is_none().then_some(NOW),
            balance: closed.is_none().then_some(Rupiah(500_000)),
            requests: 2,
            inbox: 0,
            outbox: 2,
            started_at: NOW.plus_seconds(-90_000),
        };
        let telegram = TelegramState { last_answer: Some(NOW.plus_seconds(170)), shared_at: closed.map(|_| NOW.plus_seconds(120)) };
        let unverified = if closed.is_some() { Vec::new() } else { vec!["free-fire".to_owned(), self.words.clone()] };
        let pause = closed.is_none().then_some(Pause::ByHand { note: None });
        ShopStatus {
            wrong_accounts: Some(1),
            backup: Some(BackupState { last: closed.is_none().then_some(NOW), failing: closed.is_some() }),
            overview,
            payments: closed.is_none().then(|| self.payments_overview()),
            pause,
            telegram,
            unverified,
            version: "0.1.0",
            now: NOW.plus_seconds(180),
        }
    }
}

fn text(text: &LocalText) -> String {
    text.get(&Locale::new("id")).to_owned()
}
