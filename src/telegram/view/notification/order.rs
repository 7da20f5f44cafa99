//! What customers and admins are told about one order.

use crate::dialogue::{AdminOrdersAction, OpenedFrom, PurchaseAction, VerificationAction};
use crate::domain::notification::OrderNotification;
use crate::domain::order::{EndReason, OrderId, OrderState};
use crate::domain::order_filter::OrderFilter;
use crate::i18n::Words;
use crate::telegram::view::order::{self, Subject};
use crate::telegram::view::page::{NotificationFacts, Page, ShopFacts};
use crate::telegram::view::{admin_order, button, confirmation, html, layout, provider, receipt, uncertain};

/// What `notification` says.
pub fn page(notification: &OrderNotification, facts: &NotificationFacts, words: &Words, shop: &ShopFacts) -> Page {
    use OrderNotification as N;
    match notification {
        N::Card { order } => card(order, facts, words, shop),
        N::Ended { order } => ended(order, facts, words, shop),
        N::SnArrived { order } => sn_arrived(order, facts, words, shop),
        N::SnMissing { order } => {
            about(order, facts, words, |subject| order::with_headline(words.say("sn-missing", &[]), subject, words, shop))
        }
        N::NoSn { order } => for_admins(words.say("admin-no-sn", &[]), order, facts, words),
        N::Uncertain { order } => in_doubt(order, facts, words, shop),
        N::Slow { order } => slow(order, facts, words, shop),
        N::Receipt { .. } => receipt_card(facts, words, shop),
        N::PriceChanged { order, .. } => price_changed(order, facts, words, shop),
        N::UncertainCard { order } | N::StillUncertain { order } => uncertain_card(order, facts, words, shop),
        N::ProvedPlaced { order } => update("admin-proved-placed", order, facts, words, shop),
        N::ProvedNotPlaced { order } => update("admin-proved-not-placed", order, facts, words, shop),
        N::ResendPlaced { order } => update("admin-resend-placed", order, facts, words, shop),
        N::ResendUnclear { order } => update("admin-resend-unclear", order, facts, words, shop),
        N::ResolvedEnded { order } => resolved_ended(order, facts, words),
        N::SlowOrder { order } => for_admins(words.say("admin-slow", &[]), order, facts, words),
        N::UnknownStatusWord { order, word } => {
            for_admins(html::say(words, "admin-unknown-status-word", &[("word", word.into())]), order, facts, words)
        }
        N::Flipped { order, word } => for_admins(html::say(words, "admin-flipped", &[("word", word.into())]), order, facts, words),
        N::CostDiffers { order, listed, charged } => {
            let args = [("listed", (*listed).into()), ("charged", (*charged).into())];
            for_admins(html::say(words, "admin-cost-differs", &args), order, facts, words)
        }
        N::Unverified { order } => unverified(order, facts, words),
        N::ProviderRefused { order, words: theirs } => refused(theirs, order, facts, words),
        N::ProviderBalanceShort { order } => for_admins(words.say("admin-provider-balance-short", &[]), order, facts, words),
    }
}

/// The order's card.
fn card(id: &OrderId, facts: &NotificationFacts, words: &Words, shop: &ShopFacts) -> Page {
    about(id, facts, words, |subject| order::card(subject, words, shop))
}

/// The order has ended.
fn ended(id: &OrderId, facts: &NotificationFacts, words: &Words, shop: &ShopFacts) -> Page {
    about(id, facts, words, |subject| match subject.order.state {
        OrderState::Success => order::with_headline(words.say("ended-success", &[]), subject, words, shop),
        OrderState::Failed => order::with_headline(words.say("ended-failed", &[]), subject, words, shop),
        OrderState::Cancelled => order::with_headline(words.say("ended-cancelled", &[]), subject, words, shop),
        OrderState::Queued | OrderState::Sending | OrderState::Pending | OrderState::Uncertain => order::card(subject, words, shop),
    })
}

/// The serial number is there.
fn sn_arrived(id: &OrderId, facts: &NotificationFacts, words: &Words, shop: &ShopFacts) -> Page {
    about(id, facts, words, |subject| order::with_headline(words.say("sn-arrived", &[]), subject, words, shop))
}

/// It is not known yet whether the provider accepted it.
fn in_doubt(id: &OrderId, facts: &NotificationFacts, words: &Words, shop: &ShopFacts) -> Page {
    about(id, facts, words, |subject| match subject.order.state {
        OrderState::Uncertain => order::with_headline(words.say("order-uncertain", &[]), subject, words, shop),
        _ => order::card(subject, words, shop),
    })
}

/// It takes longer than usual.
fn slow(id: &OrderId, facts: &NotificationFacts, words: &Words, shop: &ShopFacts) -> Page {
    about(id, facts, words, |subject| match subject.order.state {
        OrderState::Pending => order::with_headline(words.say("order-slow", &[]), subject, words, shop),
        _ => order::card(subject, words, shop),
    })
}

/// The receipt; without one, or before Telegram has said under which name the bot can be asked, that it can't be shown.
fn receipt_card(facts: &NotificationFacts, words: &Words, shop: &ShopFacts) -> Page {
    match (&facts.receipt, &shop.bot_username) {
        (Some(issued), Some(username)) => receipt::card(issued, username, facts.file_id.clone(), words),
        _ => layout::plain(words.say("receipt-none", &[]), words),
    }
}

/// The price changed before the order was sent: both prices, and the button for the new one.
fn price_changed(id: &OrderId, facts: &NotificationFacts, words: &Words, shop: &ShopFacts) -> Page {
    let Some(offered) = &facts.confirmation else { return card(id, facts, words, shop) };
    let mut blocks = vec![words.say("price-changed", &[])];
    blocks.extend(confirmation::summary(offered, words, shop));
    let available = facts.balance.map(|balance| balance.available);
    blocks.extend(facts.order.as_ref().map(|order| order::money(&Subject { order, category: None, lines: &[], available }, words)));
    let mut rows = confirmation::buy_buttons(offered, words);
    rows.push(vec![button::button(words, "button-cancel", PurchaseAction::Cancel)]);
    html::page(blocks, rows)
}

/// What `say` makes of the order; if it was not found, only that it has changed, and a button to it.
fn about(id: &OrderId, facts: &NotificationFacts, words: &Words, say: impl FnOnce(&Subject) -> Page) -> Page {
    let Some(order) = &facts.order else {
        let rows = vec![vec![order::details(id, words), button::menu(words)]];
        return html::page(vec![words.say("order-news", &[])], rows);
    };
    let lines = facts.confirmation.as_ref().map_or(&[][..], |confirmation| &confirmation.lines);
    let available = facts.balance.map(|balance| balance.available);
    say(&Subject { order, category: facts.category.as_ref(), lines, available })
}

/// For admins: it is not known whether the provider has this order, or it was resolved meanwhile.
fn uncertain_card(id: &OrderId, facts: &NotificationFacts, words: &Words, shop: &ShopFacts) -> Page {
    let Some(order) = &facts.order else {
        let blocks = vec![words.say("admin-uncertain", &[]), admin_order::id_line(id, words)];
        return html::page(blocks, vec![uncertain::both(id, None, words)]);
    };
    if order.state != OrderState::Uncertain {
        return uncertain::resolved("admin-already-resolved", order, words);
    }
    let blocks = vec![
        words.say("admin-uncertain", &[]),
        admin_order::facts(order, facts.person.as_ref(), words),
        uncertain::evidence(order, words),
        words.say("admin-uncertain-how", &[]),
    ];
    html::page(blocks, uncertain::buttons(order, words, shop))
}

/// An uncertain order has changed without an admin.
fn update(key: &str, id: &OrderId, facts: &NotificationFacts, words: &Words, shop: &ShopFacts) -> Page {
    let Some(order) = &facts.order else {
        return html::page(vec![words.say(key, &[]), admin_order::id_line(id, words)], Vec::new());
    };
    let evidence = if order.evidence.is_some() { uncertain::evidence(order, words) } else { String::new() };
    let blocks = vec![words.say(key, &[]), admin_order::facts(order, facts.person.as_ref(), words), evidence];
    html::page(blocks, uncertain::buttons(order, words, shop))
}

/// An order that an admin resolved has ended.
fn resolved_ended(id: &OrderId, facts: &NotificationFacts, words: &Words) -> Page {
    let from = OpenedFrom::List { filter: OrderFilter::All, page: 0 };
    let look = button::button(words, "button-admin-order", AdminOrdersAction::Show { order: id.clone(), from });
    let page = for_admins(words.say("admin-resolved-ended", &[]), id, facts, words);
    Page { rows: vec![vec![look]], ..page }
}

/// An order of a category that nobody has verified; once it was delivered, the button that marks the category.
fn unverified(id: &OrderId, facts: &NotificationFacts, words: &Words) -> Page {
    let (state, order) = (facts.order.as_ref().map(|order| order.state), id.clone());
    let (key, button) = match (facts.verified, state) {
        (true, _) => ("admin-verified", Some(button::button(words, "button-unverify", VerificationAction::Unverify { order }))),
        (false, Some(OrderState::Success)) => {
            ("admin-unverified-delivered", Some(button::button(words, "button-verify", VerificationAction::Verify { order })))
        }
        (false, Some(OrderState::Failed | OrderState::Cancelled)) => ("admin-unverified-failed", None),
        (false, _) => ("admin-unverified", None),
    };
    let page = for_admins(words.say(key, &[]), id, facts, words);
    Page { rows: button.map(|button| vec![button]).into_iter().collect(), ..page }
}

/// The provider refused an order, or says that it failed; `theirs` are its words.
fn refused(theirs: &str, id: &OrderId, facts: &NotificationFacts, words: &Words) -> Page {
    let failed = facts.order.as_ref().is_some_and(|order| matches!(order.reason, Some(EndReason::Provider(_))));
    let theirs = html::safe(theirs, provider::MAX_REMARK_CHARS);
    let headline = words.say(if failed { "admin-order-failed" } else { "admin-order-refused" }, &[("words", theirs.into())]);
    for_admins(format!("{headline}\n{}", words.say("admin-order-refused-once", &[])), id, facts, words)
}

/// Something about one order that needs no decision.
fn for_admins(headline: String, id: &OrderId, facts: &NotificationFacts, words: &Words) -> Page {
    html::page(vec![headline, admin_order::facts_or_id(id, facts, words)], Vec::new())
}
