//! Every screen and notification in every language: well-formed, within Telegram's limits, whatever names are in it.

use std::collections::BTreeSet;

use chrono_tz::Asia::Jakarta;
use odzreshop_bot::dialogue::screen::{Confirmation, Question, Screen};
use odzreshop_bot::dialogue::{PurchaseAction, ResolutionAction};
use odzreshop_bot::domain::bill::{Bill, BillState};
use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::notification::{Notification, OrderNotification};
use odzreshop_bot::domain::order::{EndReason, Order, OrderState, PaidBy};
use odzreshop_bot::domain::payment_method::PaymentMethod;
use odzreshop_bot::domain::role::Role;
use odzreshop_bot::domain::target::is_invisible;
use odzreshop_bot::i18n::{Words, available};
use odzreshop_bot::telegram::features::orders::order_detail;
use odzreshop_bot::telegram::features::purchase::screen;
use odzreshop_bot::telegram::tree::COMMANDS;
use odzreshop_bot::telegram::view::order::Subject;
use odzreshop_bot::telegram::view::{self, ButtonKind, NotificationFacts, Page, ShopFacts, notification};

use crate::architecture::page_functions_of_features;
use crate::samples::{self, Taste};

fn languages() -> Vec<Words> {
    available().into_iter().map(|locale| Words::new(locale, Jakarta)).collect()
}

/// The card of an order.
fn card(order: &Order, words: &Words) -> Page {
    let facts = NotificationFacts { order: Some(order.clone()), ..NotificationFacts::default() };
    notification(&Notification::Order(OrderNotification::Card { order: order.id.clone() }), &facts, words, &Taste::pleasant_shop())
}

/// The notification that an order has ended.
fn ended(order: &Order, words: &Words) -> Page {
    let facts = NotificationFacts { order: Some(order.clone()), ..NotificationFacts::default() };
    notification(&Notification::Order(OrderNotification::Ended { order: order.id.clone() }), &facts, words, &Taste::pleasant_shop())
}

/// What a client shows of a message in Telegram's HTML; an error where Telegram would refuse it, or a tag spans lines.
fn parse(html: &str) -> Result<String, String> {
    let mut shown = String::new();
    for line in html.split('\n') {
        let mut open: Vec<&str> = Vec::new();
        let mut rest = line;
        while let Some(at) = rest.find(['<', '>', '&']) {
            shown.push_str(&rest[..at]);
            rest = &rest[at..];
            if let Some((entity, c)) = [("&lt;", '<'), ("&gt;", '>'), ("&amp;", '&')].into_iter().find(|(e, _)| rest.starts_with(e)) {
                shown.push(c);
                rest = &rest[entity.len()..];
                continue;
            }
            let tag = rest.strip_prefix('<').and_then(|tag| tag.split_once('>')).ok_or_else(|| format!("unescaped: {line}"))?;
            match tag.0.strip_prefix('/') {
                Some(name) if open.pop() == Some(name) => {}
                None if ["b", "i", "code"].contains(&tag.0) && !open.contains(&"code") => open.push(tag.0),
                // A person's profile.
                None if tag.0.strip_prefix("a href=\"tg://user?id=").is_some_and(|id| id.trim_end_matches('"').parse::<i64>().is_ok()) => {
                    open.push("a");
                }
                _ => return Err(format!("unexpected <{}>: {line}", tag.0)),
            }
            rest = tag.1;
        }
        if !open.is_empty() {
            return Err(format!("left open: {line}"));
        }
        shown.push_str(rest);
        shown.push('\n');
    }
    Ok(shown)
}

fn check(page: &Page, of: &str) {
    let shown = parse(&page.text).unwrap_or_else(|error| panic!("{of}: {error}"));
    assert!(!shown.trim().is_empty(), "{of}: says nothing");
    let limit = match page {
        Page { invoice: Some(_), .. } => 255,
        Page { photo: Some(_), .. } | Page { file: Some(_), .. } => 1_024,
        _ => 4_096,
    };
    if let Some(invoice) = &page.invoice {
        assert_eq!(shown.trim_end(), page.text, "{of}: nothing is marked or escaped in an invoice");
        assert!((1..=32).contains(&invoice.title.chars().count()) && (1..=128).contains(&invoice.payload.len()), "{of}: {invoice:?}");
        assert_eq!(page.rows[0][0].kind, ButtonKind::Pay, "{of}");
    }
    assert!(shown.trim_end().encode_utf16().count() <= limit, "{of}: too long");
    assert!(!page.text.contains("{ $") && !page.text.contains("\n\n\n"), "{of}: {}", page.text);
    // The joiners are a part of emoji and words.
    let hidden = |c: char| !matches!(c, '\n' | '\u{fe0f}' | '\u{200c}' | '\u{200d}') && is_invisible(c);
    assert!(!shown.contains(hidden), "{of}: invisible characters in {shown:?}");
    assert!(page.rows.iter().map(Vec::len).sum::<usize>() <= 100, "{of}: too many buttons");
    for row in &page.rows {
        assert!((1..=8).contains(&row.len()), "{of}: a row of {}", row.len());
        for button in row {
            let label = &button.label;
            assert!(!label.trim().is_empty() && label.chars().count() <= 60 && !label.contains(hidden), "{of}: label {label:?}");
            match &button.kind {
                ButtonKind::CopyText(text) => assert!((1..=256).contains(&text.chars().count()), "{of}: copies {text:?}"),
                ButtonKind::Url(link) => assert!(link.starts_with("https://t.me/"), "{of}: opens {link}"),
                ButtonKind::Pay => assert!(page.invoice.is_some(), "{of}"),
                ButtonKind::Callback(_) => {}
            }
        }
    }
}

fn tastes() -> Vec<Taste> {
    Taste::hostile().into_iter().chain([Taste::pleasant()]).collect()
}

#[test]
fn the_checker_refuses_what_telegram_would() {
    for bad in
        ["<b>x", "x</b>", "<b><i>x</b></i>", "a < b", "a & b", "&quot", "<u>x</u>", "<b\nx></b>", "<b>x\ny</b>", "<code><b>x</b></code>"]
    {
        assert!(parse(bad).is_err(), "{bad}");
    }
    assert_eq!(parse("<b>a &lt; <i>b</i></b>"), Ok("a < b\n".to_owned()));
}

#[test]
fn every_page_is_well_formed_in_every_language() {
    for words in languages() {
        for taste in tastes() {
            for shown in samples::screens(&taste) {
                check(&screen(&shown, &words, &taste.shop()), &format!("{} {}", words.locale().0, samples::screen_name(&shown)));
            }
            for sample in samples::pages(&taste, &taste.history(), &words, &taste.shop()) {
                check(&sample.page, &format!("{} {}", words.locale().0, sample.function));
            }
        }
    }
}

#[test]
fn every_notification_is_well_formed_whatever_is_known() {
    for words in languages() {
        for taste in tastes() {
            for told in samples::notifications(&taste) {
                let of = format!("{} {}", words.locale().0, samples::notification_name(&told));
                check(&notification(&told, &NotificationFacts::default(), &words, &ShopFacts::default()), &of);
                for order in taste.orders().into_iter().filter(|order| matches!(order.reason, None | Some(EndReason::Provider(_)))) {
                    check(&notification(&told, &taste.facts(Some(order.clone())), &words, &taste.shop()), &of);
                    check(
                        &notification(
                            &told,
                            &NotificationFacts { order: Some(order), ..NotificationFacts::default() },
                            &words,
                            &taste.shop(),
                        ),
                        &of,
                    );
                }
            }
        }
    }
}

#[test]
fn every_alert_is_one_line_of_a_digest() {
    for words in languages() {
        for taste in tastes() {
            for told in samples::notifications(&taste) {
                for facts in [NotificationFacts::default(), taste.facts(None), taste.facts(Some(taste.order(OrderState::Pending, None)))] {
                    let line = view::digest::line(&told, samples::NOW, &facts, &words, &taste.shop());
                    assert_eq!(line.is_some(), told.alert_kind().is_some(), "{told:?}");
                    let Some(line) = line else { continue };
                    let shown = parse(&line.text).unwrap_or_else(|error| panic!("{told:?}: {error}"));
                    assert!(!shown.trim().is_empty() && shown.trim_end().lines().count() == 1, "{told:?}: {shown:?}");
                }
            }
        }
    }
}

#[test]
fn a_bill_and_its_proof_are_well_formed_in_every_state() {
    for words in languages() {
        for taste in tastes() {
            for state in BillState::ALL {
                let bill = Bill { method: PaymentMethod::Qris, code: Some(samples::static_code("ODZRESHOP")), ..taste.bill(state) };
                let shown = view::bill::card(&bill, Some("AgACfile".to_owned()), &words);
                check(&shown, "bill");
                assert!(shown.photo.is_some(), "a message that shows a photo keeps it");
                let anew = view::bill::card(&bill, None, &words);
                assert_eq!(anew.photo.is_some(), state.is_open(), "{state:?}: nobody gets the code of a bill that has ended");
                check(&view::proof::card(&bill, &taste.person(), &taste.review(), &words), "proof");
            }
        }
    }
}

#[test]
fn a_message_is_whole_with_all_that_stands_around_it() {
    for words in languages() {
        for taste in tastes() {
            for shown in samples::conversations(&taste) {
                let content = shown.message.as_ref().unwrap().content.clone();
                let order = taste.order(OrderState::Pending, None);
                let facts = NotificationFacts { conversation: Some(shown), ..taste.facts(Some(order)) };
                for told in samples::notifications(&taste).iter().filter(|told| matches!(told, Notification::Message(_))) {
                    let page = notification(told, &facts, &words, &taste.shop());
                    let of = samples::notification_name(told);
                    check(&page, of);
                    if of.starts_with("message") {
                        let shown = parse(&page.text).unwrap().replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
                        assert!(shown.contains(&view::html::visible(&content.text)), "{of}: {shown}");
                        assert_eq!(page.photo.is_some(), content.photo.is_some(), "{of}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_bill_in_stars_is_well_formed_in_every_state() {
    for words in languages() {
        for state in BillState::ALL {
            let stars = Bill {
                method: PaymentMethod::Stars,
                code: None,
                amount: Rupiah(10_000_000),
                payable: 100_000,
                ..Taste::pleasant().bill(state)
            };
            check(&view::bill::invoice(&stars, &words), "invoice");
            let ended = view::bill::card(&stars, None, &words);
            check(&ended, "bill in Stars");
            assert!(ended.photo.is_none() && ended.invoice.is_none(), "{state:?}");
        }
    }
}

#[test]
fn every_variant_is_sampled() {
    let taste = Taste::pleasant();
    let named = |all: &[&'static str], sampled: Vec<&'static str>| {
        assert_eq!(all.iter().collect::<BTreeSet<_>>(), sampled.iter().collect::<BTreeSet<_>>());
    };
    named(samples::ALL_SCREENS, samples::screens(&taste).iter().map(samples::screen_name).collect());
    named(samples::ALL_NOTIFICATIONS, samples::notifications(&taste).iter().map(samples::notification_name).collect());
    named(samples::ALL_REASONS, taste.reasons().iter().map(samples::reason_name).collect());
    named(samples::ALL_KINDS, samples::kinds().iter().map(samples::kind_name).collect());
    named(samples::ALL_HINTS, samples::hints().iter().map(samples::hint_name).collect());
    named(samples::ALL_CLOSINGS, samples::closings().iter().map(samples::closing_name).collect());
    named(samples::ALL_TROUBLES, taste.troubles().iter().map(samples::trouble_name).collect());
}

/// A page function without a sample is found here: by its name, in the source.
#[test]
fn every_page_function_is_sampled() {
    let taste = Taste::pleasant();
    let sampled = samples::pages(&taste, &taste.history(), &languages()[0], &Taste::pleasant_shop());
    // The screens of the purchase are sampled by their enum.
    let mut covered: BTreeSet<String> = sampled
        .iter()
        .map(|sample| sample.function.to_owned())
        .chain(["screen".to_owned()])
        // What several features share is no page of one of them.
        .filter(|name| !name.starts_with("view::"))
        .collect();
    let functions = page_functions_of_features();
    assert!(functions.iter().any(|(name, _)| name == "shop_status"), "the source is read");
    // A page that other pages are made of is covered with them.
    for _ in 0..3 {
        let parts: Vec<&str> = functions.iter().filter(|(name, _)| covered.contains(name)).map(|(_, body)| body.as_str()).collect();
        let used = |name: &str| parts.iter().any(|body| body.contains(&format!("{name}(")));
        covered.extend(functions.iter().map(|(name, _)| name.clone()).filter(|name| used(name)).collect::<Vec<_>>());
    }
    let all: BTreeSet<String> = functions.into_iter().map(|(name, _)| name).collect();
    assert_eq!(all, covered, "page functions on the left, those that are sampled on the right");
}

#[test]
fn each_event_of_a_history_has_its_own_words() {
    let (taste, shop) = (Taste::pleasant(), Taste::pleasant_shop());
    for words in languages() {
        let mut said = BTreeSet::new();
        for history in taste.history().chunks(6) {
            let order = taste.order(OrderState::Queued, None);
            let page =
                order_detail(&Subject { order: &order, category: None, lines: &[], available: None }, history, 0, false, &words, &shop);
            assert!(!page.text.contains("Zone ID tidak ditemukan"), "details are for admins");
            said.extend(page.text.lines().filter_map(|line| line.split_once(" · ")).map(|(_, kind)| kind.to_owned()));
        }
        assert_eq!(said.len(), samples::ALL_KINDS.len());
    }
}

#[test]
fn a_confirmation_of_the_longest_names_keeps_its_last_line() {
    for words in languages() {
        for taste in Taste::hostile() {
            let warned = Confirmation { old_price: Some(Rupiah(1)), twin: Some("2B5C7D9E".to_owned()), ..taste.confirmation() };
            let page = screen(&Screen::Confirm(warned), &words, &taste.shop());
            assert!(page.text.lines().last().is_some_and(|line| line.starts_with("⏱") && line.contains("10")), "{}", page.text);
        }
    }
}

#[test]
fn customers_never_read_of_our_balance_key_or_address() {
    let taste = Taste { words: "Saldo tidak cukup, IP salah".to_owned(), ..Taste::pleasant() };
    for words in languages() {
        for order in taste.orders() {
            let subject = Subject { order: &order, category: None, lines: &[], available: None };
            let detail = order_detail(&subject, &taste.history(), 0, false, &words, &Taste::pleasant_shop());
            let facts = NotificationFacts { order: Some(order.clone()), ..NotificationFacts::default() };
            let ended = notification(
                &Notification::Order(OrderNotification::Ended { order: order.id.clone() }),
                &facts,
                &words,
                &Taste::pleasant_shop(),
            );
            for page in [card(&order, &words), detail, ended] {
                let text = page.text.to_lowercase();
                // Who pays from a wallet reads of their own.
                let own = if order.paid_by == PaidBy::Wallet { 2 } else { 0 };
                for word in ["saldo", "balance", "deposit", "api", "ip salah", "whitelist", "provider"].into_iter().skip(own) {
                    assert!(!text.contains(word), "{word}: {text}");
                }
            }
        }
    }
}

#[test]
fn a_remark_of_the_provider_is_for_admins_and_its_cause_for_the_customer() {
    let taste = Taste::pleasant();
    let order = taste.order(OrderState::Failed, Some(EndReason::Provider(Some("Zone ID <salah>".to_owned()))));
    let page = ended(&order, &languages()[0]);
    assert!(page.text.contains("Cek lagi apakah ID-nya benar") && !page.text.contains("salah"), "{}", page.text);
    let words = format!("<b>{}", "x".repeat(496));
    let told = Notification::Order(OrderNotification::ProviderRefused { order: order.id.clone(), words: words.clone() });
    let page = notification(&told, &taste.facts(Some(order)), &languages()[0], &Taste::pleasant_shop());
    assert!(page.text.contains(&format!("“&lt;b&gt;{}”", "x".repeat(496))), "{}", page.text);
}

fn presses(page: &Page) -> Vec<&ButtonKind> {
    page.rows.iter().flatten().map(|button| &button.kind).collect()
}

#[test]
fn every_step_of_a_purchase_leads_back_and_out() {
    let taste = Taste::pleasant();
    for words in languages() {
        for shown in samples::screens(&taste) {
            if matches!(shown, Screen::Items { .. } | Screen::Ask(_) | Screen::Confirm(_)) {
                let page = screen(&shown, &words, &Taste::pleasant_shop());
                let last = page.rows.last().unwrap();
                assert!(last[0].label.starts_with("⬅️") && last[0].kind == ButtonKind::Callback(PurchaseAction::Back.into()));
                assert!(last[1].label.starts_with("❌") && last[1].kind == ButtonKind::Callback(PurchaseAction::Cancel.into()));
            }
        }
    }
}

#[test]
fn a_confirmation_shows_what_is_bought_and_what_to_beware_of() {
    let confirmation =
        Confirmation { old_price: Some(Rupiah(17_000)), twin: Some("2B5C7D9E".to_owned()), ..Taste::pleasant().confirmation() };
    for words in languages() {
        let page = screen(&Screen::Confirm(confirmation.clone()), &words, &Taste::pleasant_shop());
        for part in [
            "Mobile Legends",
            "86 Diamonds",
            "\nUser ID: <code>123456789</code>\nZone ID: <code>1234</code>\n",
            "Rp\u{a0}17.000",
            "Rp\u{a0}18.500",
            "2B5C7D9E",
            "10",
        ] {
            assert!(page.text.contains(part), "{part} in {}", page.text);
        }
        assert!(
            page.rows[0][0].label.starts_with("✅")
                && page.rows[0][0].kind == ButtonKind::Callback(PurchaseAction::Confirm { quote: "q1".to_owned() }.into())
        );
    }
}

#[test]
fn a_serial_number_is_whole_and_can_be_copied_when_telegram_can() {
    let (taste, words) = (Taste::pleasant(), &languages()[0]);
    for (sn, copied) in [("x".to_owned(), true), ("x".repeat(256), true), ("x".repeat(257), false), (" \u{200b}".to_owned(), false)] {
        let order = Order { sn: Some(sn.clone()), ..taste.order(OrderState::Success, None) };
        let page = ended(&order, words);
        assert_eq!(presses(&page).contains(&&ButtonKind::CopyText(sn.clone())), copied, "{}", sn.len());
        assert_eq!(page.text.contains(&format!("<code>{sn}</code>")), sn.starts_with('x'));
    }
}

#[test]
fn an_order_is_resolved_only_while_it_is_uncertain() {
    let (taste, words) = (Taste::pleasant(), &languages()[0]);
    let card = samples::notifications(&taste).into_iter().find(|told| samples::notification_name(told) == "uncertain card").unwrap();
    for state in OrderState::ALL {
        let order = taste.order(state, None);
        let placed = ResolutionAction::AskInvoice { order: order.id.clone() };
        let not = ResolutionAction::AskNotPlaced { order: order.id.clone() };
        let page = notification(&card, &taste.facts(Some(order)), words, &Taste::pleasant_shop());
        let offered = presses(&page) == [&ButtonKind::Callback(placed.into()), &ButtonKind::Callback(not.into())];
        assert_eq!(offered, state == OrderState::Uncertain, "{state:?}");
    }
}

#[test]
fn only_an_ended_order_can_be_ordered_again() {
    let (taste, words) = (Taste::pleasant(), &languages()[0]);
    for order in taste.orders() {
        let again = ButtonKind::Callback(PurchaseAction::Again { order: order.id.clone() }.into());
        let expected = !order.state.is_open() && order.reason != Some(EndReason::PriceChanged);
        let page = ended(&order, words);
        assert_eq!(presses(&page).contains(&&again), expected, "{:?} {:?}", order.state, order.reason);
    }
}

#[test]
fn toasts_and_command_descriptions_are_short() {
    for words in languages() {
        for key in crate::locales::language("id").into_keys().map(|(_, key)| key).filter(|key| key.starts_with("toast-")) {
            assert!((1..=200).contains(&words.say(&key, &[]).chars().count()), "{key}");
        }
        for command in COMMANDS.listed(Some(Role::Owner), true) {
            assert!((3..=256).contains(&words.say(command.description, &[]).chars().count()), "{}", command.name);
        }
    }
    assert!(COMMANDS.listed(None, true).all(|command| !["balance", "status", "find"].contains(&command.name)));
    assert!(COMMANDS.listed(Some(Role::Owner), false).all(|command| !["wallet", "bills"].contains(&command.name)));
}

/// A page as text: what is written, then the buttons with what they do.
fn transcript(title: &str, page: &Page) -> String {
    let press = |press: &ButtonKind| match press {
        ButtonKind::Callback(action) => format!("{action:?}"),
        other => format!("{other:?}"),
    };
    let buttons = page
        .rows
        .iter()
        .map(|row| row.iter().map(|button| format!("[{}] {}", button.label, press(&button.kind))).collect::<Vec<_>>().join(" | "));
    format!("===== {title}\n{}\n-----\n{}\n", page.text, buttons.collect::<Vec<_>>().join("\n"))
}

/// The samples for reading: one of each kind.
fn worth_reading(shown: &Screen) -> bool {
    match shown {
        Screen::Items { hint, .. } | Screen::Ask(Question { hint, .. }) => hint.is_none(),
        Screen::Confirm(confirmation) => confirmation.hint.is_none(),
        Screen::Menu { categories, .. } => categories.len() <= 1,
        _ => true,
    }
}

/// To read all that the shop says, and to see what a change of words changes.
#[test]
fn the_texts_read_well() {
    let (taste, shop) = (Taste::pleasant(), Taste::pleasant_shop());
    for words in languages() {
        let mut pages = Vec::new();
        for shown in samples::screens(&taste).into_iter().filter(worth_reading) {
            let mut page = screen(&shown, &words, &shop);
            page.rows.truncate(12);
            pages.push(transcript(&format!("screen: {}", samples::screen_name(&shown)), &page));
        }
        for sample in samples::pages(&taste, &taste.history()[..4], &words, &shop).into_iter().filter(|sample| sample.worth_reading) {
            pages.push(transcript(&format!("screen: {}", sample.function.replace('_', " ")), &sample.page));
        }
        for told in samples::notifications(&taste) {
            let state = match told {
                Notification::Order(OrderNotification::Ended { .. }) | Notification::Order(OrderNotification::SnArrived { .. }) => {
                    OrderState::Success
                }
                Notification::Order(OrderNotification::Uncertain { .. })
                | Notification::Order(OrderNotification::UncertainCard { .. } | OrderNotification::StillUncertain { .. }) => {
                    OrderState::Uncertain
                }
                _ => OrderState::Pending,
            };
            let mut facts = taste.facts(Some(taste.order(state, None)));
            facts.history.truncate(4);
            pages.push(transcript(
                &format!("notification: {}", samples::notification_name(&told)),
                &notification(&told, &facts, &words, &shop),
            ));
        }
        insta::assert_snapshot!(format!("texts_{}", words.locale().0), pages.join("\n"));
    }
}
