//! Whether a callback query counts. The client sends only an opaque token; everything else comes from our database.

use crate::app::Keyboard;
use crate::dialogue::Action;
use crate::domain::time::Millis;
use crate::telegram::compose::read_data;

/// A second press within this time after the first is a double tap, not an old button.
const DOUBLE_TAP_MS: i64 = 3_000;
/// The same for a button that only shows something: the person may have left that page and want it back.
const DOUBLE_VIEW_MS: i64 = 1_000;

/// How a callback query counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallbackCheck {
    /// It counts.
    Valid(Action),
    /// The same button was pressed just before.
    Doubled,
    /// The button is too old, used, of another message, or of a screen that was replaced.
    Stale,
    /// The button belongs to somebody else, or the data was invented.
    Foreign,
}

/// Who presses what, where and when.
#[derive(Clone, Copy, Debug)]
pub struct ReceivedCallback<'a> {
    pub data: &'a str,
    pub user_id: i64,
    pub is_staff: bool,
    pub chat_id: i64,
    pub message_id: Option<i64>,
    /// The keyboard of the person's current screen.
    pub current: Option<&'a str>,
    pub now: Millis,
}

/// Checks a callback query against the keyboard that its token names, if there is one.
pub fn check_callback(received: ReceivedCallback, keyboard: Option<&Keyboard>) -> CallbackCheck {
    let Some((_, index)) = read_data(received.data) else { return CallbackCheck::Foreign };
    // An unknown keyboard is an old one that was deleted, because a token can't be guessed.
    let Some(keyboard) = keyboard else { return CallbackCheck::Stale };
    let may_press = keyboard.user_id.map_or(received.is_staff, |user_id| user_id == received.user_id);
    if !may_press || keyboard.chat_id != received.chat_id {
        return CallbackCheck::Foreign;
    }
    // Their own, but of another message: for example of the first copy of a message that a crash made the bot send twice.
    if keyboard.message_id.is_some_and(|bound| received.message_id != Some(bound)) {
        return CallbackCheck::Stale;
    }
    let Ok(actions) = serde_json::from_str::<Vec<Action>>(&keyboard.actions) else { return CallbackCheck::Stale };
    let Some(action) = actions.into_iter().nth(index.into()) else { return CallbackCheck::Foreign };
    let once = counts_once(keyboard, &action);
    let span_ms = if once { DOUBLE_TAP_MS } else { DOUBLE_VIEW_MS };
    let just_used = keyboard.used_at.is_some_and(|used_at| (0..span_ms).contains(&received.now.since_ms(used_at)));
    // Another button of the keyboard is a choice of its own.
    if just_used && keyboard.used_button.is_none_or(|used| used == i64::from(index)) {
        return CallbackCheck::Doubled;
    }
    let replaced = keyboard.screen && received.current != Some(keyboard.token.as_str());
    if keyboard.expires_at < received.now || replaced {
        return CallbackCheck::Stale;
    }
    if keyboard.is_used_up && once {
        return CallbackCheck::Stale;
    }
    CallbackCheck::Valid(action)
}

/// Whether pressing this button leaves no other of the keyboard that counts once: all of a screen do.
pub fn counts_once(keyboard: &Keyboard, action: &Action) -> bool {
    keyboard.screen || action.is_single_use()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialogue::PurchaseAction;

    const TOKEN: &str = "0123456789abcdef0123456789abcdef";

    fn keyboard() -> Keyboard {
        Keyboard {
            token: TOKEN.into(),
            chat_id: 7,
            user_id: Some(7),
            message_id: Some(3),
            screen: true,
            actions: serde_json::to_string(&[PurchaseAction::Back, PurchaseAction::Confirm { quote: "q".into() }]).unwrap(),
            expires_at: Millis(100_000),
            used_at: None,
            used_button: None,
            is_used_up: false,
        }
    }

    fn received(data: &str) -> ReceivedCallback<'_> {
        ReceivedCallback { data, user_id: 7, is_staff: false, chat_id: 7, message_id: Some(3), current: Some(TOKEN), now: Millis(50_000) }
    }

    #[test]
    fn a_press_counts_once_and_only_for_its_person() {
        let (first, second) = (format!("{TOKEN}:0"), format!("{TOKEN}:1"));
        let valid = CallbackCheck::Valid(PurchaseAction::Back.into());
        assert_eq!(check_callback(received(&first), Some(&keyboard())), valid);
        assert_eq!(check_callback(received(&format!("{TOKEN}:2")), Some(&keyboard())), CallbackCheck::Foreign, "no such button");
        assert_eq!(check_callback(received("anything"), None), CallbackCheck::Foreign, "made up");
        assert_eq!(check_callback(received(&first), None), CallbackCheck::Stale, "forgotten");
        for (name, press, check) in [
            ("another person", ReceivedCallback { user_id: 8, ..received(&first) }, CallbackCheck::Foreign),
            ("another chat", ReceivedCallback { chat_id: 8, ..received(&first) }, CallbackCheck::Foreign),
            ("another message", ReceivedCallback { message_id: Some(4), ..received(&first) }, CallbackCheck::Stale),
            ("no message", ReceivedCallback { message_id: None, ..received(&first) }, CallbackCheck::Stale),
            ("a newer screen", ReceivedCallback { current: Some("other"), ..received(&first) }, CallbackCheck::Stale),
            ("too late", ReceivedCallback { now: Millis(100_001), ..received(&first) }, CallbackCheck::Stale),
        ] {
            assert_eq!(check_callback(press, Some(&keyboard())), check, "{name}");
        }
        let used = |at| Keyboard { used_at: Some(Millis(at)), used_button: Some(1), is_used_up: true, ..keyboard() };
        assert_eq!(check_callback(received(&second), Some(&used(49_000))), CallbackCheck::Doubled);
        assert_eq!(
            check_callback(received(&first), Some(&used(49_000))),
            CallbackCheck::Stale,
            "the other button of a screen that was left"
        );
        let by_old_version = Keyboard { used_button: None, ..used(49_000) };
        assert_eq!(check_callback(received(&first), Some(&by_old_version)), CallbackCheck::Doubled);
        assert_eq!(check_callback(received(&second), Some(&used(40_000))), CallbackCheck::Stale);
        assert_eq!(check_callback(received(&second), Some(&used(60_000))), CallbackCheck::Stale, "the clock was set back");
        let unbound = Keyboard { message_id: None, ..keyboard() };
        assert_eq!(check_callback(received(&first), Some(&unbound)), valid, "the answer with the message's id was lost");
    }

    #[test]
    fn buttons_that_only_show_something_stay_usable() {
        let card = |used: Option<(i64, i64)>, is_used_up| Keyboard {
            screen: false,
            is_used_up,
            used_at: used.map(|(at, _)| Millis(at)),
            used_button: used.map(|(_, button)| button),
            ..keyboard()
        };
        let (look, change) = (format!("{TOKEN}:0"), format!("{TOKEN}:1"));
        let elsewhere = |data| ReceivedCallback { current: None, ..received(data) };
        let valid = CallbackCheck::Valid(PurchaseAction::Back.into());
        for (data, used, used_up, check, what) in [
            (&look, None, false, valid.clone(), "the first press"),
            (&look, Some((40_000, 0)), true, valid.clone(), "looks again"),
            (&look, Some((48_500, 0)), false, valid.clone(), "looked, left, looks again"),
            (&look, Some((49_500, 0)), false, CallbackCheck::Doubled, "a double tap"),
            (&look, Some((49_500, 1)), true, valid.clone(), "the other button, at once"),
            (&change, Some((40_000, 1)), true, CallbackCheck::Stale, "changed once"),
            (&change, Some((48_500, 1)), true, CallbackCheck::Doubled, "a double tap"),
            (&change, Some((48_500, 0)), true, CallbackCheck::Stale, "changed, then looked"),
            (&change, Some((48_500, 0)), false, CallbackCheck::Valid(PurchaseAction::Confirm { quote: "q".into() }.into()), "only looked"),
        ] {
            assert_eq!(check_callback(elsewhere(data), Some(&card(used, used_up))), check, "{what}: {used:?}");
        }
        let admins = Keyboard { user_id: None, ..card(None, false) };
        assert_eq!(check_callback(elsewhere(&look), Some(&admins)), CallbackCheck::Foreign);
        assert_eq!(check_callback(ReceivedCallback { is_staff: true, ..elsewhere(&look) }, Some(&admins)), valid);
    }
}
