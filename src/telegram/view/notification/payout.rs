//! What customers are told about payouts.

use crate::domain::notification::PayoutNotification;
use crate::i18n::Words;
use crate::telegram::view::page::{NotificationFacts, Page, ShopFacts};
use crate::telegram::view::{button, html, layout};

/// What `notification` says.
pub fn page(notification: &PayoutNotification, facts: &NotificationFacts, words: &Words, shop: &ShopFacts) -> Page {
    let key = match notification {
        PayoutNotification::Opened { .. } => "payout-opened",
        PayoutNotification::Done { .. } => "payout-sent",
        PayoutNotification::Returned { .. } => "payout-returned",
    };
    let Some(payout) = &facts.payout else { return layout::line("transfer-payout", &[], words) };
    let mut lines = vec![
        html::say(words, key, &[("amount", payout.amount.into()), ("support", (&shop.support).into())]),
        html::say(words, "payout-to", &[("number", (&payout.number).into()), ("destination", (&payout.destination).into())]),
    ];
    let available = facts.balance.map(|balance| balance.available);
    lines.extend(available.map(|balance| html::say(words, "order-balance", &[("balance", balance.into())])));
    html::page(vec![lines.join("\n")], vec![vec![button::wallet(words), button::menu(words)]])
}
