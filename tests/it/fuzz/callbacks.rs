//! Callback data, as a client may forge it.

use odzreshop_bot::app::Keyboard;
use odzreshop_bot::dialogue::{Action, PurchaseAction};
use odzreshop_bot::telegram::callback::{CallbackCheck, ReceivedCallback, check_callback};
use odzreshop_bot::telegram::compose::read_data;
use proptest::option;
use proptest::prelude::{Strategy, any};
use proptest::prop_oneof;
use proptest::string::string_regex;

use crate::chance;
use crate::samples::NOW;

const TOKEN: &str = "0123456789abcdef0123456789abcdef";

/// Random text, and text close to our format.
fn data() -> impl Strategy<Value = String> {
    let near = string_regex(&format!("{TOKEN}[:;]{{0,2}}[-+ 0-9]{{0,4}}")).unwrap();
    prop_oneof![any::<String>(), "[0-9a-fA-F]{30,34}:[-+ 0-9]{0,5}", near, (0..1_000_u16).prop_map(|index| format!("{TOKEN}:{index}")),]
}

#[test]
fn only_valid_callback_data_is_accepted() {
    chance::check(1, &data(), |data| {
        if let Some((token, index)) = read_data(&data) {
            assert_eq!(format!("{token}:{index}"), data);
            assert!(token.len() == 32 && data.len() <= 64);
        }
    });
}

#[test]
fn a_callback_query_counts_for_one_person_on_one_message() {
    let actions = vec![Action::from(PurchaseAction::Back), PurchaseAction::Confirm { quote: "q".into() }.into()];
    let keyboard = Keyboard {
        token: TOKEN.to_owned(),
        chat_id: 7,
        user_id: Some(7),
        message_id: Some(3),
        screen: true,
        actions: serde_json::to_string(&actions).unwrap(),
        expires_at: NOW,
        used_at: None,
        used_button: None,
        is_used_up: false,
    };
    let someone = (6..9_i64, any::<bool>(), 6..9_i64, option::of(2..5_i64), any::<bool>(), -2..3_i64);
    chance::check(1, &(data(), someone), |(data, (user_id, is_staff, chat_id, message_id, current, late_ms))| {
        let current = current.then_some(TOKEN);
        let received = ReceivedCallback { data: &data, user_id, is_staff, chat_id, message_id, current, now: NOW.plus_ms(late_ms) };
        if let CallbackCheck::Valid(action) = check_callback(received, Some(&keyboard)) {
            let index = actions.iter().position(|known| *known == action).expect("an action of this keyboard");
            assert_eq!(data, format!("{TOKEN}:{index}"));
            assert_eq!((user_id, chat_id, message_id, current.is_some(), late_ms <= 0), (7, 7, Some(3), true, true));
        }
        assert!(!matches!(check_callback(received, None), CallbackCheck::Valid(_)));
    });
}
