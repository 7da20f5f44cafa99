//! A sign and a word for each state of an order.

use crate::domain::order::OrderState;
use crate::i18n::Words;

/// A sign for each state.
pub fn emoji(state: OrderState) -> &'static str {
    match state {
        OrderState::Queued => "⏳",
        OrderState::Sending => "📤",
        OrderState::Pending => "🔄",
        OrderState::Uncertain => "🔎",
        OrderState::Success => "✅",
        OrderState::Failed => "❌",
        OrderState::Cancelled => "🚫",
    }
}

/// A word for each state.
pub fn state(state: OrderState, words: &Words) -> String {
    let key = match state {
        OrderState::Queued => "state-queued",
        OrderState::Sending => "state-sending",
        OrderState::Pending => "state-pending",
        OrderState::Uncertain => "state-uncertain",
        OrderState::Success => "state-success",
        OrderState::Failed => "state-failed",
        OrderState::Cancelled => "state-cancelled",
    };
    words.say(key, &[])
}
