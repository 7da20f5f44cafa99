//! What is told about an order that waits for a payment.

use crate::dialogue::PurchaseAction;
use crate::domain::bill::BillId;
use crate::domain::cart::{CartLapse, CartState};
use crate::domain::money::Rupiah;
use crate::domain::notification::CartNotification;
use crate::domain::payment_method::PaymentMethod;
use crate::i18n::Words;
use crate::telegram::view::confirmation::{buy_buttons, summary};
use crate::telegram::view::page::{NotificationFacts, Page, ShopFacts};
use crate::telegram::view::{bill, button, html, layout};

/// What `notification` says.
pub fn page(notification: &CartNotification, facts: &NotificationFacts, words: &Words, shop: &ShopFacts) -> Page {
    match notification {
        CartNotification::Card { bill } => card(bill, facts, words),
        CartNotification::Lapsed { amount, lapse, .. } => lapsed(*amount, *lapse, facts, words, shop),
    }
}

/// The order and what it waits for.
fn card(bill: &BillId, facts: &NotificationFacts, words: &Words) -> Page {
    let Some(cart) = &facts.cart else { return layout::line("bill-gone", &[], words) };
    let item = html::say(words, "cart-item", &[("item", (&cart.quote.item).into()), ("price", cart.ceiling.into())]);
    if cart.state != CartState::Waiting {
        let key = match cart.lapse {
            Some(CartLapse::Expired) => "cart-expired",
            Some(CartLapse::ByHand) => "cart-by-hand",
            _ => "cart-left",
        };
        return html::page(vec![words.say(key, &[]), item], vec![vec![button::menu(words)]]);
    }
    let stars = facts.bill.as_ref().is_some_and(|bill| bill.method == PaymentMethod::Stars);
    let amount = facts.bill.as_ref().map_or(String::new(), |bill| bill::amount(bill, words));
    let until = words.time(cart.expires_at.up_to_minute());
    let key = if stars { "cart-waits-stars" } else { "cart-waits" };
    let waits = html::say(words, key, &[("amount", amount.into()), ("time", until.into())]);
    let leave = button::button(words, "button-leave-cart", PurchaseAction::LeaveCart { bill: bill.clone() });
    html::page(vec![words.say("cart-title", &[]), item, waits], vec![vec![leave]])
}

/// The money is there, the order is not, and what can be done.
fn lapsed(amount: Rupiah, lapse: CartLapse, facts: &NotificationFacts, words: &Words, shop: &ShopFacts) -> Page {
    let why = match lapse {
        // What is credited by hand is told by itself.
        CartLapse::Cancelled | CartLapse::ByHand => "cart-lapsed-cancelled",
        CartLapse::Expired => "cart-lapsed-expired",
        CartLapse::NotAdmitted => "cart-lapsed-not-admitted",
        CartLapse::Gone => "cart-lapsed-gone",
        CartLapse::PriceRose => "cart-lapsed-price",
        CartLapse::Closed => "cart-lapsed-closed",
        CartLapse::Limited => "cart-lapsed-limited",
        CartLapse::TooLittle => "cart-lapsed-too-little",
    };
    let mut money = vec![html::say(words, "payment-credited", &[("amount", amount.into())])];
    let available = facts.balance.map(|balance| balance.available);
    money.extend(available.map(|balance| html::say(words, "order-balance", &[("balance", balance.into())])));
    let mut blocks = vec![money.join("\n"), words.say(why, &[])];
    let Some(confirmation) = &facts.confirmation else {
        return html::page(blocks, vec![vec![button::wallet(words), button::menu(words)]]);
    };
    blocks.push(words.say("cart-go-on", &[]));
    blocks.extend(summary(confirmation, words, shop));
    let mut rows = buy_buttons(confirmation, words);
    rows.push(vec![button::button(words, "button-cancel", PurchaseAction::Cancel)]);
    html::page(blocks, rows)
}
