//! Toasts: the short text above the chat that answers a press.

use crate::i18n::Words;

/// A short text above the chat, the answer to a press. The shared ones are here; a feature's own is a constant in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Toast(&'static str);

impl Toast {
    /// The button is too old, or of a message that changed since.
    pub const STALE_BUTTON: Self = Self::new("toast-stale-button");
    /// The button is somebody else's.
    pub const NOT_YOURS: Self = Self::new("toast-not-yours");
    /// The same button was pressed before.
    pub const DOUBLED: Self = Self::new("toast-doubled");
    /// Too many presses in a short time.
    pub const TOO_FAST: Self = Self::new("toast-too-fast");
    /// Only admins may do that.
    pub const ADMIN_ONLY: Self = Self::new("toast-admin-only");
    /// Those who have a role may do that, but not with this one.
    pub const NO_RIGHT: Self = Self::new("toast-no-right");
    /// What is asked next has to be typed, which can't be done in a channel.
    pub const NO_TYPING: Self = Self::new("toast-no-typing");
    /// Done; there is nothing else to see.
    pub const DONE: Self = Self::new("toast-done");
    /// It was decided before: another admin was faster, or evidence resolved it.
    pub const ALREADY_DECIDED: Self = Self::new("toast-already-decided");

    /// The toast whose text is under `key`, which begins with `toast-`: at most 200 characters (Bot API, `answerCallbackQuery`).
    pub const fn new(key: &'static str) -> Self {
        Self(key)
    }

    /// What it says, in plain text.
    pub fn text(self, words: &Words) -> String {
        words.say(self.0, &[])
    }
}
