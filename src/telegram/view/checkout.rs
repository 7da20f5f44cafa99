//! What a payer reads when Telegram may not take their Stars.

use crate::domain::stars::CheckoutRefusal;
use crate::i18n::Words;

/// Why not, in plain text. Without a reason: it can't be known now.
pub fn refusal(reason: Option<CheckoutRefusal>, words: &Words) -> String {
    let key = match reason {
        Some(CheckoutRefusal::Gone) => "checkout-gone",
        Some(CheckoutRefusal::NotYours) => "checkout-not-yours",
        Some(CheckoutRefusal::Full) => "checkout-full",
        Some(CheckoutRefusal::Closed) => "checkout-closed",
        None => "checkout-later",
    };
    words.say(key, &[])
}
