//! Whether a pressed button counts. What a client sends is an opaque token; everything else is known here.

use crate::app::Keyboard;
use crate::dialogue::Action;
use crate::domain::time::Millis;
use crate::telegram::compose::read_data;

/// A second press so soon after the first is a double tap, not an old button.
const DOUBLE_TAP_MS: i64 = 3_000;
/// The same where a button only shows something: somebody may have left that again and want it back.
const DOUBLE_LOOK_MS: i64 = 1_000;

/// What a press is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It counts.
    Valid(Action),
    /// The same button, just before.
    Doubled,
    /// Too old, used up, of another message, or replaced by a newer screen.
    Stale,
    /// Somebody else's, or made up.
    Foreign,
}

/// Who presses what, where and when.
#[derive(Clone, Copy, Debug)]
pub struct Pressed<'a> {
    pub data: &'a str,
    pub user_id: i64,
    pub is_admin: bool,
    pub chat_id: i64,
    pub message_id: Option<i64>,
    /// The keyboard of the person's current screen.
    pub current: Option<&'a str>,
    pub now: Millis,
}

/// Judges a press against the keyboard that its token names, if there is one.
pub fn judge(pressed: Pressed, keyboard: Option<&Keyboard>) -> Verdict {
    let Some((_, index)) = read_data(pressed.data) else { return Verdict::Foreign };
    // Forgotten keyboards are old ones; a token can't be guessed.
    let Some(keyboard) = keyboard else { return Verdict::Stale };
    let may_press = keyboard.user_id.map_or(pressed.is_admin, |owner| owner == pressed.user_id);
    if !may_press || keyboard.chat_id != pressed.chat_id {
        return Verdict::Foreign;
    }
    // Their own, but bound to another message: the first copy of one that was sent twice around a crash, say.
    if keyboard.message_id.is_some_and(|bound| pressed.message_id != Some(bound)) {
        return Verdict::Stale;
    }
    let Ok(actions) = serde_json::from_str::<Vec<Action>>(&keyboard.actions) else { return Verdict::Stale };
    let Some(action) = actions.into_iter().nth(index) else { return Verdict::Foreign };
    let once = keyboard.screen || is_single_use(&action);
    let span_ms = if once { DOUBLE_TAP_MS } else { DOUBLE_LOOK_MS };
    if keyboard.used_at.is_some_and(|used_at| (0..span_ms).contains(&pressed.now.since_ms(used_at))) {
        return Verdict::Doubled;
    }
    let replaced = keyboard.screen && pressed.current != Some(keyboard.token.as_str());
    if keyboard.expires_at < pressed.now || replaced {
        return Verdict::Stale;
    }
    if keyboard.used_at.is_some() && once {
        return Verdict::Stale;
    }
    Verdict::Valid(action)
}

/// Actions that change something. The others only show something and may be pressed again on a receipt that stays in the chat.
fn is_single_use(action: &Action) -> bool {
    matches!(
        action,
        Action::Confirm { .. }
            | Action::Decide { .. }
            | Action::SurelyPlaced { .. }
            | Action::SurelyNotPlaced { .. }
            | Action::SurelyResend { .. }
            | Action::TakeBack { .. }
            | Action::Language { .. }
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "0123456789abcdef0123456789abcdef";

    fn keyboard() -> Keyboard {
        Keyboard {
            token: TOKEN.into(),
            chat_id: 7,
            user_id: Some(7),
            message_id: Some(3),
            screen: true,
            actions: serde_json::to_string(&[Action::Back, Action::Confirm { quote: "q".into() }]).unwrap(),
            expires_at: Millis(100_000),
            used_at: None,
        }
    }

    fn pressed(data: &str) -> Pressed<'_> {
        Pressed { data, user_id: 7, is_admin: false, chat_id: 7, message_id: Some(3), current: Some(TOKEN), now: Millis(50_000) }
    }

    #[test]
    fn a_press_counts_once_for_whom_it_is_meant() {
        let (first, second) = (format!("{TOKEN}:0"), format!("{TOKEN}:1"));
        let valid = Verdict::Valid(Action::Back);
        assert_eq!(judge(pressed(&first), Some(&keyboard())), valid);
        assert_eq!(judge(pressed(&format!("{TOKEN}:2")), Some(&keyboard())), Verdict::Foreign, "no such button");
        assert_eq!(judge(pressed("anything"), None), Verdict::Foreign, "made up");
        assert_eq!(judge(pressed(&first), None), Verdict::Stale, "forgotten");
        for (name, press, verdict) in [
            ("another person", Pressed { user_id: 8, ..pressed(&first) }, Verdict::Foreign),
            ("another chat", Pressed { chat_id: 8, ..pressed(&first) }, Verdict::Foreign),
            ("another message", Pressed { message_id: Some(4), ..pressed(&first) }, Verdict::Stale),
            ("no message", Pressed { message_id: None, ..pressed(&first) }, Verdict::Stale),
            ("a newer screen", Pressed { current: Some("other"), ..pressed(&first) }, Verdict::Stale),
            ("too late", Pressed { now: Millis(100_001), ..pressed(&first) }, Verdict::Stale),
        ] {
            assert_eq!(judge(press, Some(&keyboard())), verdict, "{name}");
        }
        let used = |at| Keyboard { used_at: Some(Millis(at)), ..keyboard() };
        assert_eq!(judge(pressed(&second), Some(&used(49_000))), Verdict::Doubled);
        assert_eq!(judge(pressed(&second), Some(&used(40_000))), Verdict::Stale);
        assert_eq!(judge(pressed(&second), Some(&used(60_000))), Verdict::Stale, "the clock was set back");
        let unbound = Keyboard { message_id: None, ..keyboard() };
        assert_eq!(judge(pressed(&first), Some(&unbound)), valid, "the answer with the message's id was lost");
    }

    #[test]
    fn cards_stay_usable_but_for_what_changes_something() {
        let card = |used_at: Option<i64>| Keyboard { screen: false, used_at: used_at.map(Millis), ..keyboard() };
        let (first, second) = (format!("{TOKEN}:0"), format!("{TOKEN}:1"));
        let elsewhere = |data| Pressed { current: None, ..pressed(data) };
        assert_eq!(judge(elsewhere(&first), Some(&card(None))), Verdict::Valid(Action::Back));
        assert_eq!(judge(elsewhere(&first), Some(&card(Some(40_000)))), Verdict::Valid(Action::Back));
        assert_eq!(judge(elsewhere(&second), Some(&card(Some(40_000)))), Verdict::Stale);
        assert_eq!(judge(elsewhere(&first), Some(&card(Some(48_500)))), Verdict::Valid(Action::Back), "looked, left, looks again");
        assert_eq!(judge(elsewhere(&first), Some(&card(Some(49_500)))), Verdict::Doubled);
        assert_eq!(judge(elsewhere(&second), Some(&card(Some(48_500)))), Verdict::Doubled);
        let admins = Keyboard { user_id: None, ..card(None) };
        assert_eq!(judge(elsewhere(&first), Some(&admins)), Verdict::Foreign);
        assert_eq!(judge(Pressed { is_admin: true, ..elsewhere(&first) }, Some(&admins)), Verdict::Valid(Action::Back));
    }
}
