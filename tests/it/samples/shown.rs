//! Every screen and every notice, in each of its shapes.

use odzreshop_bot::dialogue::screen::{CATEGORIES_PER_PAGE, Confirmation, Hint, ITEMS_PER_PAGE, ORDERS_PER_PAGE, Screen};
use odzreshop_bot::domain::access::Limit;
use odzreshop_bot::domain::evidence::{Doubt, Verdict};
use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::notice::{Account, Closing, Notice, Settling, Trouble};
use odzreshop_bot::domain::order::{Kind, OrderId, State};
use odzreshop_bot::domain::target::{Choice, Invalid, Pattern, Shape};

use super::{NOW, Taste};

pub fn kinds() -> [Kind; 21] {
    use Kind::*;
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
    use Invalid::{Empty, ForeignDigits, Form, Invisible, Lines, TooLong};
    let mut hints: Vec<Hint> = [Empty, TooLong, Lines, Invisible, ForeignDigits, Form].into_iter().map(Hint::Invalid).collect();
    hints.extend([
        Hint::UseButtons,
        Hint::TextOnly,
        Hint::InvalidInvoice,
        Hint::InvoiceTaken,
        Hint::StaleButton,
        Hint::UnknownCommand,
        Hint::UnknownLink,
    ]);
    hints.extend([Hint::LanguageSet, Hint::QuoteExpired, Hint::OnlyLooking]);
    hints
}

pub fn verdicts() -> [Verdict; 10] {
    use Doubt::*;
    use Verdict::{CantTell, NotPlaced, Placed};
    let doubts = [NoLookBefore, NoLookAfter, TooEarly, UnknownCost, OddReceipt, OtherOrders, Unexplained, Contradiction].map(CantTell);
    let [a, b, c, d, e, f, g, h] = doubts;
    [Placed, NotPlaced, a, b, c, d, e, f, g, h]
}

fn settlings() -> [Settling; 8] {
    use Settling::*;
    [Placed, Taken, OtherItem, OtherTarget, Already, Unasked(Trouble::NotFound), TakenBack, Known]
}

pub fn closings() -> [Closing; 4] {
    [Closing::Key, Closing::Ip, Closing::VendorDepleted, Closing::Failing]
}

/// Every screen, in each of its shapes.
pub fn screens(taste: &Taste) -> Vec<Screen> {
    let mut screens = purchase_screens(taste);
    for order in taste.orders() {
        let category = Some(taste.title());
        for admin in [false, true] {
            let (order, category) = (order.clone(), category.clone());
            screens.push(Screen::OrderDetail { order, trail: taste.trail(), category, lines: Vec::new(), page: 0, admin });
        }
        screens.push(Screen::Resolved { order: order.clone() });
        screens.push(Screen::AlreadyResolved { order });
    }
    let orders = taste.orders().into_iter().take(ORDERS_PER_PAGE).collect();
    let uncertain = || taste.order(State::Uncertain, None);
    screens.extend([
        Screen::Orders { orders, page: 1, pages: 3 },
        Screen::Orders { orders: Vec::new(), page: 0, pages: 1 },
        Screen::Languages,
        Screen::Help { admin: false },
        Screen::Help { admin: true },
        Screen::Waiting { fresh: true },
        Screen::Waiting { fresh: false },
        Screen::Refused,
        Screen::ShopStatus(taste.status(None)),
        Screen::AskInvoice { order: uncertain(), hint: Some(Hint::InvalidInvoice) },
        Screen::AskInvoice { order: uncertain(), hint: Some(Hint::InvoiceTaken) },
        Screen::SurelyPlaced { order: uncertain(), invoice: taste.words.clone() },
        Screen::SurelyNotPlaced { order: uncertain() },
        Screen::SurelyResend { order: uncertain() },
        Screen::Verifying,
        Screen::TooEarly { order: uncertain(), from: NOW },
        Screen::NoSuchOrder { asked: taste.words.clone() },
        Screen::Group,
        Screen::Broken,
    ]);
    screens.extend(closings().map(|closing| Screen::ShopStatus(taste.status(Some(closing)))));
    for (admitted, first) in [(true, true), (true, false), (false, true), (false, false)] {
        screens.push(Screen::Decided { name: taste.person.clone(), id: 4_242, admitted, first });
    }
    screens
}

fn purchase_screens(taste: &Taste) -> Vec<Screen> {
    let pattern = || taste.field(Shape::Pattern(Pattern::new("[0-9]{5,12}").unwrap()));
    let choice = |i: usize| Choice { value: format!("server_{i}"), label: taste.label.as_str().into() };
    let choices = |n| taste.field(Shape::Choices((0..n).map(choice).collect()));
    let ask = |field, hint| Screen::Ask { category: taste.title(), offer: taste.offer(), answered: taste.lines(), field, hint };
    let items = |hint, stale_since| {
        let offers = vec![taste.offer(); ITEMS_PER_PAGE];
        Screen::Items { category: taste.title(), offers, page: 1, pages: 3, stale_since, hint }
    };
    let warned = Confirmation { old_price: Some(Rupiah(18_000)), twin: Some("2B5C7D9E".to_owned()), ..taste.confirmation() };
    let mut screens = vec![
        Screen::Menu { categories: vec![taste.title(); CATEGORIES_PER_PAGE], page: 0, pages: 2, hint: None },
        Screen::Menu { categories: Vec::new(), page: 0, pages: 1, hint: None },
        items(None, None),
        items(None, Some(NOW)),
        Screen::NothingOnSale { category: taste.title() },
        ask(pattern(), None),
        ask(choices(3), None),
        ask(choices(300), None),
        Screen::Confirm(taste.confirmation()),
        Screen::Confirm(warned),
        Screen::Gone { category: "mobile-legends".to_owned() },
        Screen::Closed,
        Screen::Limited(Limit::OpenOrders(3)),
        Screen::Limited(Limit::OpenOrders(1)),
        Screen::Limited(Limit::Daily { left: Rupiah(7_000) }),
        Screen::Limited(Limit::Daily { left: Rupiah(0) }),
        Screen::Cancelled,
    ];
    for hint in hints() {
        screens.push(Screen::Menu { categories: vec![taste.title()], page: 0, pages: 1, hint: Some(hint) });
        screens.push(items(Some(hint), None));
        screens.push(ask(pattern(), Some(hint)));
        screens.push(Screen::Confirm(Confirmation { hint: Some(hint), ..taste.confirmation() }));
    }
    screens
}

/// Every notice, in each of its shapes.
pub fn notices(taste: &Taste) -> Vec<Notice> {
    let order = || OrderId("0199f0a0-0000-7000-8000-000000000001".to_owned());
    let word = || taste.words.clone();
    let mut notices = vec![
        Notice::Card { order: order() },
        Notice::Ended { order: order() },
        Notice::SnArrived { order: order() },
        Notice::Uncertain { order: order() },
        Notice::Slow { order: order() },
        Notice::PriceChanged { order: order(), quote: "q1".to_owned() },
        Notice::AccessDecided { admitted: true },
        Notice::AccessDecided { admitted: false },
        Notice::UncertainCard { order: order() },
        Notice::ProvedPlaced { order: order() },
        Notice::ProvedNotPlaced { order: order() },
        Notice::ResendPlaced { order: order() },
        Notice::ResendUnclear { order: order() },
        Notice::SlowOrder { order: order() },
        Notice::OddWord { order: order(), word: word() },
        Notice::Flipped { order: order(), word: word() },
        Notice::CostDiffers { order: order(), listed: Rupiah(18_000), charged: Rupiah(18_200) },
        Notice::Unverified { order: order() },
        Notice::AccessRequest { user: 4_242 },
        Notice::ShopOpen,
        Notice::DepositLow { balance: Rupiah(90_000) },
        Notice::DepositShort { order: order() },
        Notice::CategoryUnknown { slug: word() },
        Notice::UpdateSetAside { update_id: 9 },
        Notice::OrderUnreadable { id: word() },
        Notice::TelegramBack { since: NOW },
        Notice::DatabaseStuck { since: NOW },
        Notice::DatabaseBack { since: NOW },
        Notice::StillAsking,
        Notice::Balance { answer: Ok(Account { name: taste.person.clone(), tier: word(), balance: Rupiah(500_000) }) },
        Notice::Inspection { order: order(), answer: None },
        Notice::Inspection { order: order(), answer: Some(Ok(taste.report())) },
        Notice::ForeignInvoice { invoice: word(), answer: Ok(taste.report()) },
    ];
    notices.extend(settlings().map(|outcome| Notice::Settling { order: order(), invoice: word(), outcome }));
    notices.extend(closings().map(|cause| Notice::ShopClosed { cause }));
    for trouble in taste.troubles() {
        notices.push(Notice::Balance { answer: Err(trouble.clone()) });
        notices.push(Notice::Inspection { order: order(), answer: Some(Err(trouble.clone())) });
        notices.push(Notice::ForeignInvoice { invoice: word(), answer: Err(trouble) });
    }
    notices
}
