//! What the rows of `database_0005.sql` mean today, in the order in which that version wrote them.

use odzreshop_bot::dialogue::{
    AccessAction, Action, DecidedOn, HelpAction, LanguageAction, OrdersAction, PurchaseAction, ResolutionAction, Step,
};
use odzreshop_bot::domain::access::AccessStatus;
use odzreshop_bot::domain::locale::Locale;
use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::notification::{
    AccessNotification, ClosedReason, HealthNotification, InvoiceReport, Notification, OrderNotification, ProviderAccount,
    ProviderNotification, QueryNotification, ResolutionOutcome, Trouble,
};
use odzreshop_bot::domain::order::{EndReason, Order, OrderId, OrderState, PaidBy, Refusal, Told};
use odzreshop_bot::domain::person::Person;
use odzreshop_bot::domain::place::Place;
use odzreshop_bot::domain::provider::ProviderName;
use odzreshop_bot::domain::reconciliation::{BalanceReading, Evidence, Verdict};
use odzreshop_bot::domain::target::Answer;
use odzreshop_bot::domain::time::Millis;
use odzreshop_bot::storage::ProviderQuery;

use crate::samples::verdicts;

/// This many seconds after the time at which all of it was written.
pub fn at(seconds: i64) -> Millis {
    Millis(1_760_000_000_000).plus_seconds(seconds)
}

pub fn id(id: &str) -> OrderId {
    OrderId(id.to_owned())
}

pub fn answers() -> Vec<Answer> {
    [("user_id", "12345678"), ("zone", "1234")].map(|(key, value)| Answer { key: key.to_owned(), value: value.to_owned() }).into()
}

/// The notifications that wait.
pub fn notifications() -> Vec<Notification> {
    let mut all: Vec<Notification> = order_notifications();
    all.extend(provider_and_health_notifications());
    all.extend(query_notifications().map(Notification::from));
    all
}

fn order_notifications() -> Vec<Notification> {
    use OrderNotification::*;
    let order = || id("pending");
    let word = str::to_owned;
    let mut all: Vec<Notification> = [
        Card { order: order() },
        Ended { order: order() },
        SnArrived { order: order() },
        Uncertain { order: order() },
        Slow { order: order() },
        PriceChanged { order: order(), quote: word("q-open") },
        UncertainCard { order: order() },
        ProvedPlaced { order: order() },
        ProvedNotPlaced { order: order() },
        ResendPlaced { order: order() },
        ResendUnclear { order: order() },
        SlowOrder { order: order() },
        UnknownStatusWord { order: order(), word: word("held") },
        Flipped { order: order(), word: word("failed") },
        CostDiffers { order: order(), listed: Rupiah(20_000), charged: Rupiah(20_500) },
        Unverified { order: order() },
    ]
    .map(Notification::from)
    .into();
    // That version had them between the customer's and the admins'.
    all.splice(6..6, [true, false].map(|approved| AccessNotification::Decided { approved, wanted: None }.into()));
    all
}

fn provider_and_health_notifications() -> Vec<Notification> {
    use {ClosedReason::*, HealthNotification as Health, ProviderNotification as Provider};
    let mut all: Vec<Notification> = vec![AccessNotification::Requested { user: 1_002 }.into()];
    all.extend([Key, Ip, VendorDepleted, Failing].map(|cause| Provider::ShopClosed { cause }.into()));
    all.extend([Provider::ShopOpen, Provider::ProviderBalanceLow { balance: Rupiah(50_000) }].map(Notification::from));
    all.push(OrderNotification::ProviderBalanceShort { order: id("pending") }.into());
    all.push(Provider::CategoryUnknown { slug: "old-game".to_owned() }.into());
    let health = [
        Health::UpdateDeadLettered { update_id: 503 },
        Health::OrderUnreadable { id: "broken".to_owned() },
        Health::TelegramBack { since: at(1) },
        Health::DatabaseStuck { since: at(2) },
        Health::DatabaseBack { since: at(3) },
    ];
    all.extend(health.map(Notification::from));
    all
}

fn query_notifications() -> impl Iterator<Item = QueryNotification> {
    use {QueryNotification::*, ResolutionOutcome::*};
    let account =
        ProviderAccount { name: "Example Shop".to_owned(), tier: "Gold".to_owned(), balance: Some(Rupiah(1_000_000)), odd_balance: None };
    let report = InvoiceReport {
        word: "success".to_owned(),
        sn: Some("SN-1".to_owned()),
        message: Some("done".to_owned()),
        sku: Some("ML86".to_owned()),
        item: Some("86 Diamonds".to_owned()),
        target: Some("12345678(1234)".to_owned()),
        cost: Some(Rupiah(20_000)),
    };
    let (order, invoice) = (id("pending"), "INV-other".to_owned());
    let answered = [
        StillAsking,
        Balance { answer: Ok(account) },
        Inspection { order: order.clone(), answer: Some(Ok(report.clone())) },
        Inspection { order: order.clone(), answer: None },
        Inspection { order: order.clone(), answer: Some(Err(Trouble::NotFound)) },
        ForeignInvoice { invoice, answer: Ok(report) },
    ];
    let refused = Trouble::Refused("no".to_owned());
    let troubles = [Trouble::Key, Trouble::Ip, Trouble::NotFound, Trouble::Busy, refused, Trouble::NoAnswer];
    let outcomes = [Placed, Taken, OtherItem, OtherTarget, Already, Unasked(Trouble::Busy), TakenBack, Known];
    let resolved = move |outcome| Resolution { order: order.clone(), invoice: "INV-pending".to_owned(), outcome };
    let unanswered = troubles.into_iter().map(|trouble| Balance { answer: Err(trouble) });
    answered.into_iter().chain(unanswered).chain(outcomes.into_iter().map(resolved))
}

/// The buttons of the first keyboard.
pub fn actions() -> Vec<Action> {
    let order = || id("uncertain");
    let category = || "mobile-legends".to_owned();
    vec![
        PurchaseAction::Menu { page: 1 }.into(),
        PurchaseAction::Category { category: category(), page: 2 }.into(),
        PurchaseAction::Item { category: category(), sku: "ML86".to_owned(), page: 2 }.into(),
        PurchaseAction::Choose { value: "1234".to_owned() }.into(),
        PurchaseAction::Back.into(),
        PurchaseAction::Cancel.into(),
        PurchaseAction::Confirm { quote: "q-open".to_owned() }.into(),
        OrdersAction::List { page: 3 }.into(),
        OrdersAction::Detail { order: order(), page: 3 }.into(),
        PurchaseAction::Again { order: order() }.into(),
        LanguageAction::List.into(),
        LanguageAction::Choose { code: "en".to_owned() }.into(),
        HelpAction::Show.into(),
        AccessAction::Decide { user: 1_002, approve: true, on: DecidedOn::Card }.into(),
        AccessAction::Decide { user: 1_002, approve: false, on: DecidedOn::Card }.into(),
        ResolutionAction::AskInvoice { order: order() }.into(),
        ResolutionAction::AskNotPlaced { order: order() }.into(),
        ResolutionAction::ConfirmPlaced { order: order(), invoice: "INV-9".to_owned() }.into(),
        ResolutionAction::ConfirmNotPlaced { order: order() }.into(),
        ResolutionAction::AskResend { order: order() }.into(),
        ResolutionAction::ConfirmResend { order: order() }.into(),
        ResolutionAction::TakeBack { order: order() }.into(),
    ]
}

/// Where people stand in the conversation.
pub fn steps() -> [Step; 5] {
    let (category, sku, page) = ("mobile-legends".to_owned(), "ML86".to_owned(), 2);
    let first = answers().into_iter().take(1).collect();
    [
        Step::Menu,
        Step::Items { category: category.clone(), page },
        Step::Target { category: category.clone(), sku: sku.clone(), answers: first, page },
        Step::Confirm { category, sku, answers: answers(), page, quote: "q-open".to_owned() },
        Step::Invoice { order: id("uncertain") },
    ]
}

/// What is to be asked of the provider.
pub fn queries() -> [ProviderQuery; 6] {
    let (place, admin) = (Place::chat(9_001), 9_001);
    [
        ProviderQuery::Balance { place },
        ProviderQuery::Order { place, order: id("pending") },
        ProviderQuery::Invoice { place, invoice: "INV-other".to_owned() },
        ProviderQuery::Evidence { order: id("uncertain") },
        ProviderQuery::Resolve { admin, order: id("uncertain"), invoice: "INV-9".to_owned(), place: None },
        ProviderQuery::TakeBack { admin, order: id("pending"), place: None },
    ]
}

/// One person of each access status.
pub fn people() -> Vec<Person> {
    use AccessStatus::{Approved, Rejected, Requested, Unknown};
    let person = |(n, access): (i64, AccessStatus)| Person {
        id: 1_000 + n,
        name: format!("Customer {n}"),
        username: Some(format!("customer_{n}")),
        telegram_language: Some("id".to_owned()),
        chosen: (access == Approved).then(|| Locale::new("en")),
        access,
        unreachable: access == Rejected,
        requested_at: (access == Requested).then_some(Millis(1_760_000_001_000)),
        ..Person::default()
    };
    (1..).zip([Unknown, Requested, Approved, Rejected]).map(person).collect()
}

/// The orders: one of each state in which everything is set, one in which nothing is, one of each reason and one of each verdict.
pub fn orders() -> Vec<Order> {
    let mut orders: Vec<Order> = OrderState::ALL.into_iter().map(full).collect();
    orders.push(plain("plain", OrderState::Queued, 0));
    for (n, reason) in (0..).zip(reasons()) {
        let cancelled = matches!(reason, EndReason::Expired | EndReason::PriceChanged | EndReason::Unavailable);
        let state = if cancelled { OrderState::Cancelled } else { OrderState::Failed };
        orders.push(Order { reason: Some(reason), ended_at: Some(at(100)), ..plain(&format!("reason-{n}"), state, n) });
    }
    for (n, verdict) in (0..).zip(verdicts()) {
        orders.push(Order {
            evidence: Some(evidence(verdict)),
            sent_at: Some(at(10)),
            send_deadline: Some(at(70)),
            ..plain(&format!("verdict-{n}"), OrderState::Uncertain, n)
        });
    }
    orders
}

fn reasons() -> impl Iterator<Item = EndReason> {
    use {EndReason::*, Refusal::*};
    let refusals = [InsufficientBalance, MissingFields, BadRequest, Key, Ip, NotFound, Method, VendorDepleted];
    let out_of_stock = Some("out of stock".to_owned());
    let others = [Unreachable, Busy, Provider(None), Provider(out_of_stock), NotPlaced, Expired, PriceChanged, Unavailable];
    others.into_iter().chain(refusals.map(Refused))
}

fn evidence(verdict: Verdict) -> Evidence {
    let reading = |amount, seconds| Some(BalanceReading { amount: Rupiah(amount), at: at(seconds) });
    Evidence { verdict, before: reading(1_000_000, 5), after: reading(980_000, 200), others: Rupiah(7_000), open: 2 }
}

fn plain(name: &str, state: OrderState, created: i64) -> Order {
    Order {
        id: id(name),
        number: format!("N{}", name.to_uppercase()),
        quote: format!("q-{name}"),
        user_id: 1_001,
        chat_id: 1_001,
        topic: None,
        card_message_id: 31,
        provider: ProviderName::Odzreshop,
        category: "mobile-legends".to_owned(),
        sku: "ML86".to_owned(),
        item: "86 Diamonds".to_owned(),
        target: "12345678(1234)".to_owned(),
        answers: answers(),
        price: Rupiah(21_500),
        cost: Rupiah(20_000),
        state,
        version: 1,
        attempts: 0,
        polls: 0,
        invoice: None,
        sn: None,
        reason: None,
        due_at: None,
        created_at: at(created),
        sent_at: None,
        send_deadline: None,
        placed_at: None,
        ended_at: None,
        evidence: None,
        resolved_by: None,
        resolved_in: None,
        resends: 0,
        told: Told::default(),
        paid_by: PaidBy::Shop,
    }
}

fn full(state: OrderState) -> Order {
    let name = state.as_str();
    Order {
        // The successful one was changed once more.
        version: if state == OrderState::Success { 2 } else { 1 },
        attempts: 2,
        polls: 3,
        invoice: Some(format!("INV-{name}")),
        sn: Some(format!("SN-{name}")),
        reason: Some(EndReason::NotPlaced),
        due_at: Some(at(60)),
        sent_at: Some(at(10)),
        send_deadline: Some(at(70)),
        placed_at: Some(at(11)),
        ended_at: Some(at(90)),
        evidence: Some(evidence(Verdict::Placed)),
        resolved_by: Some(9_001),
        resends: 1,
        told: Told {
            processing: false,
            customer_slow: true,
            admins_slow: true,
            unknown_word: true,
            flipped: true,
            proved: true,
            unverified: false,
            sn_missing: false,
        },
        ..plain(name, state, 0)
    }
}
