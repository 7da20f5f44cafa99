//! What a confirmation says: what is bought, for how much, and warnings.

use crate::dialogue::PurchaseAction;
use crate::dialogue::screen::{Confirmation, Line};
use crate::domain::estimate::Estimate;
use crate::domain::money::Rupiah;
use crate::domain::payment_method::PaymentWay;
use crate::i18n::Words;
use crate::telegram::view::page::{Button, ButtonKind, ShopFacts};
use crate::telegram::view::{button, html, opening};

/// Longest note that `shop.toml` takes.
const MAX_NOTE_CHARS: usize = 500;

/// What a confirmation says: warnings, facts, how to pay, terms.
pub fn summary(confirmation: &Confirmation, words: &Words, shop: &ShopFacts) -> Vec<String> {
    let changed = |old: Rupiah| html::say(words, "confirm-price-changed", &[("old", old.into()), ("new", confirmation.price.into())]);
    let twin = confirmation.twin.as_ref().map(|number| html::say(words, "confirm-twin", &[("number", number.into())]));
    let mut facts = vec![
        html::say(words, "confirm-game", &[("category", words.pick(&confirmation.category.name).into())]),
        html::say(words, "confirm-item", &[("item", (&confirmation.item).into())]),
    ];
    facts.extend(confirmation.lines.iter().map(|line| target_line(line, words)));
    facts.push(html::say(words, "confirm-price", &[("price", confirmation.price.into())]));
    facts.extend(
        confirmation
            .pay
            .map(|pay| html::say(words, "confirm-missing", &[("balance", pay.balance.into()), ("missing", pay.missing.into())])),
    );
    facts.extend(confirmation.balance_after.map(|after| html::say(words, "confirm-balance-after", &[("balance", after.into())])));
    facts.extend(confirmation.estimate.map(|estimate| duration(estimate, words)));
    vec![
        confirmation.old_price.map(changed).unwrap_or_default(),
        twin.unwrap_or_default(),
        opening::announcement(shop, words),
        facts.join("\n"),
        payment_note(words, shop),
        words.say("confirm-terms", &[("minutes", confirmation.minutes.into())]),
    ]
}

/// How long it usually takes, and at most.
fn duration(estimate: Estimate, words: &Words) -> String {
    let Estimate { usual_ms, longest_ms } = estimate;
    let key = if usual_ms == longest_ms { "confirm-estimate-one" } else { "confirm-estimate" };
    words.say(key, &[("usual", words.span(usual_ms).into()), ("longest", words.span(longest_ms).into())])
}

/// The button that buys, or those that pay the rest and buy then.
pub fn buy_buttons(confirmation: &Confirmation, words: &Words) -> Vec<Vec<Button>> {
    if let Some(pay) = confirmation.pay {
        let button = |label: String, way| {
            vec![Button { label, kind: ButtonKind::Callback(PurchaseAction::Pay { quote: confirmation.quote.clone(), way }.into()) }]
        };
        let qris = pay.qris.then(|| button(words.say("button-pay", &[("amount", pay.bill.into())]), PaymentWay::Gateway));
        let stars = pay.stars.map(|stars| button(words.say("button-pay-stars", &[("stars", stars.into())]), PaymentWay::Stars));
        return qris.into_iter().chain(stars).collect();
    }
    let mut button = button::button(words, "button-confirm", PurchaseAction::Confirm { quote: confirmation.quote.clone() });
    button.label = format!("✅ {} — {}", button.label, confirmation.price);
    vec![vec![button]]
}

/// How to pay where the bot takes no money, in the owner's words; empty where there is nothing to say.
pub fn payment_note(words: &Words, shop: &ShopFacts) -> String {
    shop.payment_note.as_ref().map_or_else(String::new, |note| format!("💳 {}", html::safe(words.pick(note), MAX_NOTE_CHARS)))
}

/// A field of the target and its value.
pub fn target_line(line: &Line, words: &Words) -> String {
    html::code_line(words.pick(&line.label), words.pick(&line.value))
}
