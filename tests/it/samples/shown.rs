//! Every screen of the purchase and every notification, in each of its shapes.

use odzreshop_bot::dialogue::screen::{
    CATEGORIES_PER_PAGE, Confirmation, Hint, ITEMS_PER_PAGE, LastPurchase, Question, Screen, Title, ToPay,
};
use odzreshop_bot::domain::access::Limit;
use odzreshop_bot::domain::bill::{BillId, BillState};
use odzreshop_bot::domain::cart::CartLapse;
use odzreshop_bot::domain::catalog::{SkipReason, Skipped};
use odzreshop_bot::domain::locale::Locale;
use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::notification::{
    AccessNotification, BillNotification, BroadcastNotification, CartNotification, ClosedReason, HealthNotification, Notification,
    OrderNotification, PayoutNotification, ProviderAccount, ProviderNotification, QueryNotification, ResolutionOutcome, SlugListing,
    Trouble, WalletNotification,
};
use odzreshop_bot::domain::opening::{OpeningHours, Pause};
use odzreshop_bot::domain::order::{OrderHistoryKind, OrderId};
use odzreshop_bot::domain::payment_method::PaymentMethod;
use odzreshop_bot::domain::price_digest::{DigestLine, ItemChange, MAX_DIGEST_LINES, PriceDigest};
use odzreshop_bot::domain::proof::RejectReason;
use odzreshop_bot::domain::reconciliation::{Doubt, Verdict};
use odzreshop_bot::domain::role::Role;
use odzreshop_bot::domain::target::{Choice, Invalid, Pattern, Shape};
use odzreshop_bot::domain::wallet::ByHand;

use super::{NOW, Taste, messages, planned, sales};

pub fn kinds() -> [OrderHistoryKind; 21] {
    use OrderHistoryKind::*;
    [
        Created,
        Sending,
        Cancelled,
        PriceChanged,
        NotSent,
        Busy,
        Refused,
        Placed,
        Unclear,
        Orphaned,
        FoundPlaced,
        FoundNotPlaced,
        ProvedPlaced,
        ProvedNotPlaced,
        ResendWanted,
        Resent,
        ResendUnclear,
        TakenBack,
        Success,
        Failed,
        SnArrived,
    ]
}

pub fn hints() -> Vec<Hint> {
    use Invalid::{Ambiguous, Empty, ForeignDigits, Form, Invisible, Lines, TooLong};
    let mut hints: Vec<Hint> = [Empty, TooLong, Lines, Invisible, ForeignDigits, Form, Ambiguous].into_iter().map(Hint::Invalid).collect();
    hints.extend([Hint::Unclear, Hint::WhichGame]);
    hints.extend([Hint::UseButtons, Hint::TextOnly, Hint::StaleButton, Hint::UnknownCommand, Hint::UnknownLink, Hint::CategoryGone]);
    hints.extend([Hint::LanguageSet, Hint::QuoteExpired, Hint::OnlyLooking]);
    hints
}

pub fn verdicts() -> [Verdict; 10] {
    use Doubt::*;
    use Verdict::{CantTell, NotPlaced, Placed};
    let doubts =
        [NoSnapshotBefore, NoSnapshotAfter, TooEarly, UnknownCost, OddReceipt, OtherOrders, Unexplained, Contradiction].map(CantTell);
    let [a, b, c, d, e, f, g, h] = doubts;
    [Placed, NotPlaced, a, b, c, d, e, f, g, h]
}

fn resolutions() -> [ResolutionOutcome; 8] {
    use ResolutionOutcome::*;
    [Placed, Taken, OtherItem, OtherTarget, Already, Unasked(Trouble::NotFound), TakenBack, Known]
}

pub fn closings() -> [ClosedReason; 4] {
    [ClosedReason::Key, ClosedReason::Ip, ClosedReason::VendorDepleted, ClosedReason::Failing]
}

/// Every screen of the purchase, in each of its shapes.
pub fn screens(taste: &Taste) -> Vec<Screen> {
    let pattern = || taste.field(Shape::Pattern(Pattern::new("[0-9]{5,12}").unwrap()));
    let choice = |i: usize| Choice { value: format!("server_{i}"), label: taste.label.as_str().into() };
    let choices = |n| taste.field(Shape::Choices((0..n).map(choice).collect()));
    let ask = |field, hint: Option<Hint>| {
        let all = hint.is_none().then(|| format!("{} (1234)", taste.value));
        let accounts = if hint.is_none() { vec![taste.account(None), taste.account(Some(taste.words.clone()))] } else { Vec::new() };
        Screen::Ask(Question { category: taste.title(), offer: taste.offer(), answered: taste.lines(), field, all, accounts, hint })
    };
    let menu = |categories: Vec<Title>, pages, hint: Option<Hint>| {
        let last = |name| LastPurchase { category: taste.title(), item: taste.item.clone(), account: taste.account(name) };
        let again = if hint.is_some() { Vec::new() } else { vec![last(None), last(Some(taste.words.clone())), last(None)] };
        Screen::Menu { categories, again, page: 0, pages, hint }
    };
    let items = |hint, stale_since| {
        let offers = vec![taste.offer(); ITEMS_PER_PAGE];
        Screen::Items { category: taste.title(), offers, page: 1, pages: 3, stale_since, hint }
    };
    let warned = Confirmation { old_price: Some(Rupiah(18_000)), twin: Some("2B5C7D9E".to_owned()), ..taste.confirmation() };
    let mut screens = vec![
        menu(vec![taste.title(); CATEGORIES_PER_PAGE], 2, None),
        menu(Vec::new(), 1, None),
        items(None, None),
        items(None, Some(NOW)),
        Screen::NothingOnSale { category: taste.title() },
        Screen::Loading { category: taste.title() },
        ask(pattern(), None),
        ask(choices(3), None),
        ask(choices(300), None),
        Screen::Check {
            category: taste.title(),
            when: taste.lines().remove(0),
            given: taste.lines().remove(1),
            expected: taste.label.as_str().into(),
            hint: None,
        },
        Screen::Confirm(taste.confirmation()),
        Screen::Confirm(warned),
        Screen::Gone { category: "mobile-legends".to_owned() },
        Screen::Closed { pause: None },
        Screen::Closed { pause: Some(Pause::ByHand { note: None }) },
        Screen::Closed { pause: Some(Pause::ByHand { note: Some(taste.words.as_str().into()) }) },
        Screen::Closed { pause: Some(Pause::Planned(planned(-1))) },
        Screen::Closed { pause: Some(Pause::OutsideHours { hours: OpeningHours { from: 8 * 60, until: 23 * 60 } }) },
        Screen::Limited(Limit::OpenOrders(3)),
        Screen::Limited(Limit::OpenOrders(1)),
        Screen::Limited(Limit::Daily { left: Rupiah(7_000) }),
        Screen::Limited(Limit::Daily { left: Rupiah(0) }),
        Screen::TooLittle { balance: Rupiah(3_000), missing: Rupiah(15_500) },
        Screen::Confirm(Confirmation { balance_after: Some(Rupiah(21_500)), ..taste.confirmation() }),
        Screen::Confirm(Confirmation {
            pay: Some(ToPay { balance: Rupiah(3_000), missing: Rupiah(15_500), bill: Rupiah(15_500), qris: true, stars: Some(104) }),
            ..taste.confirmation()
        }),
        Screen::Cancelled,
    ];
    for rule in ["[A-Za-z0-9]{3,20}", "[a-z0-9_.]{3,20}", "[0-9]{4}-[0-9]{4}", "[^ ]+"] {
        screens.push(ask(taste.field(Shape::Pattern(Pattern::new(rule).unwrap())), Some(Hint::Invalid(Invalid::Form))));
    }
    for hint in hints() {
        screens.push(menu(vec![taste.title()], 1, Some(hint)));
        screens.push(items(Some(hint), None));
        screens.push(ask(pattern(), Some(hint)));
        screens.push(Screen::Confirm(Confirmation { hint: Some(hint), ..taste.confirmation() }));
    }
    screens
}

/// An entry left out for each reason, and more of them than a message names.
fn skipped(taste: &Taste) -> Vec<Skipped> {
    let reasons = [
        SkipReason::NoCode,
        SkipReason::NoPrice,
        SkipReason::Price(taste.words.clone()),
        SkipReason::NoStatus,
        SkipReason::Status(taste.words.clone()),
        SkipReason::Repeated,
    ];
    reasons.into_iter().cycle().take(12).map(|reason| Skipped { entry: taste.item.clone(), reason }).collect()
}

fn of_carts() -> Vec<CartNotification> {
    use CartLapse::*;
    let bill = || BillId("0199f0a0-0000-7000-8000-000000000002".to_owned());
    let lapsed = |(lapse, quote): (CartLapse, Option<&str>)| {
        let (amount, price, quote) = (Rupiah(15_500), Rupiah(18_500), quote.map(str::to_owned));
        CartNotification::Lapsed { user: 4_242, bill: bill(), amount, lapse, price, quote }
    };
    let lapses = [Cancelled, Expired, NotAdmitted, Gone, Closed, Limited, TooLittle].map(|lapse| (lapse, None));
    let all = lapses.into_iter().chain([(PriceRose, Some("q2")), (Expired, Some("q2"))]).map(lapsed);
    all.chain([CartNotification::Card { bill: bill() }]).collect()
}

fn of_bills(taste: &Taste) -> [BillNotification; 19] {
    let method = PaymentMethod::Pakasir;
    let bill = || BillId("0199f0a0-0000-7000-8000-000000000002".to_owned());
    [
        BillNotification::Card { bill: bill() },
        BillNotification::Again { bill: bill() },
        BillNotification::Invoice { bill: bill() },
        BillNotification::StarsFound { payment: taste.words.clone() },
        BillNotification::StarsBack { payment: taste.words.clone(), taken: Rupiah(20_000), missing: Rupiah(0) },
        BillNotification::StarsBack { payment: taste.words.clone(), taken: Rupiah(5_000), missing: Rupiah(15_000) },
        BillNotification::StarsRefused { payment: taste.words.clone(), word: taste.words.clone() },
        BillNotification::Rejected { bill: bill(), reason: RejectReason::NoMoney },
        BillNotification::Proof { bill: bill(), picture: "AQADpic".to_owned() },
        BillNotification::Failed { bill: bill() },
        BillNotification::Credited { user: 4_242, bill: Some(bill()), amount: Rupiah(20_217), order: None },
        BillNotification::Credited { user: 4_242, bill: Some(bill()), amount: Rupiah(20_217), order: Some(OrderId("o1".to_owned())) },
        BillNotification::Unmatched { method, payment: taste.words.clone() },
        BillNotification::Late { bill: bill(), was: BillState::Expired, amount: Rupiah(20_001), late_ms: 4_000_000 },
        BillNotification::Waiting,
        BillNotification::GatewayDown { method, key: false },
        BillNotification::GatewayDown { method, key: true },
        BillNotification::GatewayUp { method },
        BillNotification::UnknownWord { method, word: taste.words.clone() },
    ]
}

fn of_payouts() -> [PayoutNotification; 3] {
    let payout = || "p1".to_owned();
    [
        PayoutNotification::Opened { payout: payout() },
        PayoutNotification::Done { payout: payout() },
        PayoutNotification::Returned { payout: payout() },
    ]
}

fn of_health(taste: &Taste) -> impl Iterator<Item = HealthNotification> {
    let word = || taste.words.clone();
    [
        HealthNotification::UpdateDeadLettered { update_id: 9 },
        HealthNotification::OrderUnreadable { id: word() },
        HealthNotification::BackupFailed { detail: word() },
        HealthNotification::BackupNotSent { chat_id: 7 },
        HealthNotification::TelegramBack { since: NOW },
        HealthNotification::TokenShared,
        HealthNotification::Throttled { chat_id: 7 },
        HealthNotification::DatabaseStuck { since: NOW },
        HealthNotification::DatabaseBack { since: NOW },
        HealthNotification::SettingsRejected { report: word() },
    ]
    .into_iter()
}

/// About access and roles.
fn of_access() -> [AccessNotification; 10] {
    [
        AccessNotification::Decided { approved: true, wanted: Some("mobile-legends".to_owned()) },
        AccessNotification::Decided { approved: false, wanted: None },
        AccessNotification::Reopened,
        AccessNotification::Blocked,
        AccessNotification::Unblocked,
        AccessNotification::Role { role: Some(Role::Support) },
        AccessNotification::Role { role: None },
        AccessNotification::Waiting,
        AccessNotification::Crowd,
        AccessNotification::Requested { user: 4_242 },
    ]
}

/// About broadcasts.
fn of_broadcasts() -> [BroadcastNotification; 3] {
    [
        BroadcastNotification::Message { broadcast: "b1".to_owned() },
        BroadcastNotification::Preview { broadcast: "b1".to_owned(), locale: Locale::new("en") },
        BroadcastNotification::Progress { broadcast: "b1".to_owned() },
    ]
}

/// Each kind of change at the provider, and more than a digest names.
pub fn digest(taste: &Taste) -> PriceDigest {
    let (from, to) = (Rupiah(18_000), Rupiah(1_018_500));
    let kinds = [ItemChange::Up { from, to }, ItemChange::Down { from: to, to: from }, ItemChange::New { cost: to }, ItemChange::Gone];
    let line = |change: &ItemChange| DigestLine { category: taste.game.as_str().into(), item: taste.item.clone(), change: *change };
    PriceDigest::new(NOW, kinds.iter().cycle().take(MAX_DIGEST_LINES + 7).map(line).collect())
}

/// What is told about the provider, besides the shop being closed.
fn of_provider(taste: &Taste) -> impl Iterator<Item = ProviderNotification> {
    let word = || taste.words.clone();
    let fail = |sku| {
        let (category, name) = ("mobile-legends".to_owned(), taste.game.as_str().into());
        ProviderNotification::TargetsFail { category, name, sku, wrong: 5, customers: 3 }
    };
    [
        ProviderNotification::ShopOpen,
        ProviderNotification::ProviderBalanceLow { balance: Rupiah(90_000) },
        ProviderNotification::BalanceUnreadable { written: word() },
        ProviderNotification::ChargeUnreadable { number: word(), written: word() },
        ProviderNotification::CategoryUnknown { slug: word() },
        fail(None),
        fail(Some("ml-86".to_owned())),
        ProviderNotification::PricesChanged { digest: digest(taste) },
        ProviderNotification::EntriesSkipped { slug: word(), skipped: skipped(taste) },
    ]
    .into_iter()
}

/// Every notification, in each of its shapes.
pub fn notifications(taste: &Taste) -> Vec<Notification> {
    let order = || OrderId("0199f0a0-0000-7000-8000-000000000001".to_owned());
    let word = || taste.words.clone();
    let mut notifications = vec![
        Notification::Order(OrderNotification::Card { order: order() }),
        Notification::Order(OrderNotification::Ended { order: order() }),
        Notification::Order(OrderNotification::SnArrived { order: order() }),
        Notification::Order(OrderNotification::Uncertain { order: order() }),
        Notification::Order(OrderNotification::Slow { order: order() }),
        Notification::Order(OrderNotification::PriceChanged { order: order(), quote: "q1".to_owned() }),
        Notification::Order(OrderNotification::UncertainCard { order: order() }),
        Notification::Order(OrderNotification::StillUncertain { order: order() }),
        Notification::Order(OrderNotification::ProvedPlaced { order: order() }),
        Notification::Order(OrderNotification::ProvedNotPlaced { order: order() }),
        Notification::Order(OrderNotification::ResendPlaced { order: order() }),
        Notification::Order(OrderNotification::ResendUnclear { order: order() }),
        Notification::Order(OrderNotification::ResolvedEnded { order: order() }),
        Notification::Order(OrderNotification::SlowOrder { order: order() }),
        Notification::Order(OrderNotification::UnknownStatusWord { order: order(), word: word() }),
        Notification::Order(OrderNotification::Flipped { order: order(), word: word() }),
        Notification::Order(OrderNotification::CostDiffers { order: order(), listed: Rupiah(18_000), charged: Rupiah(18_200) }),
        Notification::Order(OrderNotification::Unverified { order: order() }),
        Notification::Order(OrderNotification::SnMissing { order: order() }),
        Notification::Order(OrderNotification::NoSn { order: order() }),
        Notification::Order(OrderNotification::Receipt { order: order() }),
        Notification::Order(OrderNotification::ProviderBalanceShort { order: order() }),
        Notification::Order(OrderNotification::ProviderRefused { order: order(), words: word() }),
        Notification::Query(QueryNotification::StillAsking),
        Notification::Query(QueryNotification::Balance {
            answer: Ok(ProviderAccount { name: taste.person.clone(), tier: word(), balance: Some(Rupiah(500_000)), odd_balance: None }),
        }),
        Notification::Query(QueryNotification::Balance {
            answer: Ok(ProviderAccount { name: taste.person.clone(), tier: word(), balance: None, odd_balance: Some(word()) }),
        }),
        Notification::Query(QueryNotification::Inspection { order: order(), answer: None }),
        Notification::Query(QueryNotification::Inspection { order: order(), answer: Some(Ok(taste.report())) }),
        Notification::Query(QueryNotification::ForeignInvoice { invoice: word(), answer: Ok(taste.report()) }),
        Notification::Query(QueryNotification::SlugTried {
            slug: word(),
            answer: Ok(SlugListing { items: 7, examples: vec![word(), word()] }),
        }),
        Notification::Query(QueryNotification::SlugTried { slug: word(), answer: Err(Trouble::NotFound) }),
    ];
    notifications.extend(
        resolutions().map(|outcome| Notification::Query(QueryNotification::Resolution { order: order(), invoice: word(), outcome })),
    );
    for what in [ByHand::Grant, ByHand::Take] {
        let moved = WalletNotification::Moved { user: 4_242, what, amount: Rupiah(25_000), reason: word() };
        notifications.push(Notification::Wallet(moved));
    }
    notifications.extend(of_access().map(Notification::Access));
    notifications.push(super::prices::promos_ended(taste));
    notifications.extend(of_broadcasts().map(Notification::Broadcast));
    notifications.extend(of_health(taste).map(Notification::Health));
    notifications.extend(of_provider(taste).map(Notification::Provider));
    notifications.extend(of_bills(taste).map(Notification::Bill).into_iter().chain(of_carts().into_iter().map(Notification::Cart)));
    notifications.extend(messages::notifications().into_iter().map(Notification::Message));
    notifications.extend(super::alerts::notifications().map(Notification::Alert));
    notifications.extend(of_payouts().map(Notification::Payout).into_iter().chain(sales::notifications()));
    let (stands, should_be) = (Rupiah(5), Rupiah(7));
    notifications.push(Notification::Wallet(WalletNotification::Differs { account: "wallet:4242".to_owned(), stands, should_be }));
    notifications.extend(closings().map(|cause| Notification::Provider(ProviderNotification::ShopClosed { cause })));
    for trouble in taste.troubles() {
        notifications.push(Notification::Query(QueryNotification::Balance { answer: Err(trouble.clone()) }));
        notifications.push(Notification::Query(QueryNotification::Inspection { order: order(), answer: Some(Err(trouble.clone())) }));
        notifications.push(Notification::Query(QueryNotification::ForeignInvoice { invoice: word(), answer: Err(trouble) }));
    }
    notifications
}
