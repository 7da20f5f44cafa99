//! What each of Telegram's answers means for the message.

use serde_json::json;

use super::*;

fn refused(code: i64, description: &str) -> CallFailure {
    CallFailure::Telegram { code, description: description.to_owned(), retry_after_ms: None, migrate_to: None }
}

fn ask(method: &str, failure: CallFailure, attempts: i64) -> Answer {
    let payload = json!({ "chat_id": 7, "message_id": 5, "text": "<b>x</b>", "parse_mode": "HTML" });
    read_answer(method, &payload, &Err(failure), attempts, Jitter(0))
}

fn sent(message_id: Option<i64>) -> Answer {
    Answer::Done(SendOutcome::Sent { message_id, photo: None })
}

#[test]
fn results() {
    for (result, message_id) in [(r#"{"message_id":9,"chat":{"id":7}}"#, Some(9)), ("true", None), ("[]", None), ("{}", None)] {
        let answer = Ok(RawValue::from_string(result.to_owned()).unwrap());
        assert_eq!(read_answer("sendMessage", &json!({}), &answer, 0, Jitter(0)), sent(message_id), "{result}");
    }
}

#[test]
fn colours_that_a_server_refuses_are_left_out() {
    let button = |style: Option<&str>| match style {
        Some(style) => json!({ "text": "x", "callback_data": "t:0", "style": style }),
        None => json!({ "text": "x", "callback_data": "t:0" }),
    };
    let payload =
        |style| json!({ "chat_id": 7, "text": "x", "parse_mode": "HTML", "reply_markup": { "inline_keyboard": [[button(style)]] } });
    let refusal = || Err(refused(400, "Bad Request: can't parse inline keyboard button: invalid button style specified"));
    let mut coloured = payload(Some("success"));
    assert_eq!(read_answer("sendMessage", &coloured, &refusal(), 0, Jitter(0)), Answer::Again(Rewrite::NoStyles));
    Rewrite::NoStyles.apply(&mut "sendMessage".to_owned(), &mut coloured, None);
    assert_eq!(coloured, payload(None), "everything else stays");
    assert_ne!(read_answer("sendMessage", &coloured, &refusal(), 0, Jitter(0)), Answer::Again(Rewrite::NoStyles), "once");
}

#[test]
fn the_id_of_a_photo_is_kept() {
    let sizes = r#"{"message_id":9,"photo":[{"file_id":"small","width":9},{"file_id":"large","width":90}]}"#;
    let answer = Ok(RawValue::from_string(sizes.to_owned()).unwrap());
    let sent = Answer::Done(SendOutcome::Sent { message_id: Some(9), photo: Some("large".to_owned()) });
    assert_eq!(read_answer("sendPhoto", &json!({}), &answer, 0, Jitter(0)), sent);
}

#[test]
fn a_photo_that_is_refused_is_drawn_again_or_left_out() {
    let bill = json!({ "code": "0002", "merchant": "A", "amount": "B", "until": "C", "number": "D" });
    let payload = |photo: Value| json!({ "chat_id": 7, "photo": photo, "caption": "<b>x</b>", "parse_mode": "HTML" });
    let (drawn, known) = (payload(json!({ "bill": bill })), payload(json!({ "bill": bill, "file_id": "f" })));
    let foreign = payload(json!({ "file_id": "f" }));
    let wrong = "Bad Request: wrong file identifier/HTTP URL specified";
    for (payload, description, rewrite) in [
        (&known, wrong, Rewrite::Upload),
        (&foreign, wrong, Rewrite::NoPhoto),
        (&drawn, "Bad Request: PHOTO_INVALID_DIMENSIONS", Rewrite::NoPhoto),
        (&drawn, "Bad Request: not enough rights to send photos to the chat", Rewrite::NoPhoto),
        (&drawn, "Bad Request: can't parse entities: x", Rewrite::PlainText),
    ] {
        let answer = read_answer("sendPhoto", payload, &Err(refused(400, description)), 0, Jitter(0));
        assert_eq!(answer, Answer::Again(rewrite), "{description}");
    }
    let too_long = CallFailure::NoPicture("too long".to_owned());
    assert_eq!(read_answer("sendPhoto", &drawn, &Err(too_long), 0, Jitter(0)), Answer::Again(Rewrite::NoPhoto));
    let mut again = known.clone();
    Rewrite::Upload.apply(&mut "sendPhoto".to_owned(), &mut again, None);
    assert_eq!(again, drawn);
    let (mut method, mut words) = ("sendPhoto".to_owned(), foreign.clone());
    Rewrite::NoPhoto.apply(&mut method, &mut words, None);
    assert_eq!((method.as_str(), words), ("sendMessage", json!({ "chat_id": 7, "text": "<b>x</b>", "parse_mode": "HTML" })));
}

#[test]
fn a_caption_that_can_not_be_edited_is_a_text() {
    for (description, rewrite, method) in [
        ("Bad Request: message to edit not found", Rewrite::SendInstead, "sendMessage"),
        ("Bad Request: there is no caption in the message to edit", Rewrite::EditText, "editMessageText"),
    ] {
        let mut payload = json!({ "chat_id": 7, "message_id": 5, "caption": "x", "parse_mode": "HTML" });
        let answer = read_answer("editMessageCaption", &payload, &Err(refused(400, description)), 0, Jitter(0));
        assert_eq!(answer, Answer::Again(rewrite));
        let mut changed = "editMessageCaption".to_owned();
        rewrite.apply(&mut changed, &mut payload, None);
        assert_eq!((changed.as_str(), &payload["text"], payload.get("caption")), (method, &json!("x"), None));
    }
}

#[test]
fn refusals() {
    let again = Answer::Again;
    for (method, description, answer) in [
        ("editMessageText", "Bad Request: message is not modified: specified new message content", sent(Some(5))),
        ("editMessageText", "Bad Request: message to edit not found", again(Rewrite::SendInstead)),
        ("editMessageText", "Bad Request: message can't be edited", again(Rewrite::SendInstead)),
        ("editMessageText", "Bad Request: MESSAGE_ID_INVALID", again(Rewrite::SendInstead)),
        ("editMessageText", "Bad Request: can't parse entities: Unexpected end tag", again(Rewrite::PlainText)),
        ("sendMessage", "Bad Request: can't parse entities: Unexpected end tag", again(Rewrite::PlainText)),
        ("sendMessage", "Bad Request: something new", again(Rewrite::PlainText)),
        ("editMessageReplyMarkup", "Bad Request: message to edit not found", sent(None)),
        ("deleteMessage", "Bad Request: message to delete not found", sent(None)),
        ("deleteMessage", "Bad Request: message can't be deleted for everyone", sent(None)),
        ("answerCallbackQuery", "Bad Request: query is too old and response timeout expired or query ID is invalid", sent(None)),
    ] {
        assert_eq!(ask(method, refused(400, description), 0), answer, "{method}: {description}");
    }
    let plain = read_answer("sendMessage", &json!({ "text": "x" }), &Err(refused(400, "Bad Request: text is too long")), 0, Jitter(0));
    assert_eq!(plain, Answer::Done(SendOutcome::Refused { error: "Telegram refuses: 400 Bad Request: text is too long".to_owned() }));
    let commands = read_answer("setMyCommands", &json!({ "commands": [] }), &Err(refused(400, "Bad Request: x")), 0, Jitter(0));
    assert!(matches!(commands, Answer::Done(SendOutcome::Refused { .. })), "{commands:?}");
    let lost = read_answer(
        "sendMessage",
        &json!({ "message_thread_id": 3 }),
        &Err(refused(400, "Bad Request: message thread not found")),
        0,
        Jitter(0),
    );
    assert_eq!(lost, again(Rewrite::NoTopic));
    let unknown = read_answer(
        "sendMessage",
        &json!({ "message_thread_id": 3, "text": "x" }),
        &Err(refused(400, "Bad Request: TOPIC_ID_INVALID")),
        0,
        Jitter(0),
    );
    assert_eq!(unknown, again(Rewrite::NoTopic));
    for (payload, answer) in [
        (json!({ "message_thread_id": 3, "text": "x", "parse_mode": "HTML" }), again(Rewrite::NoTopic)),
        (
            json!({ "text": "x", "parse_mode": "HTML" }),
            Answer::Done(SendOutcome::Refused { error: "Telegram refuses: 400 Bad Request: TOPIC_CLOSED".to_owned() }),
        ),
    ] {
        let closed = read_answer("sendMessage", &payload, &Err(refused(400, "Bad Request: TOPIC_CLOSED")), 0, Jitter(0));
        assert_eq!(closed, answer);
    }
}

#[test]
fn recipients_that_cannot_be_reached() {
    for (code, description) in [
        (403, "Forbidden: bot was blocked by the user"),
        (403, "Forbidden: user is deactivated"),
        (403, "Forbidden: bot was kicked from the supergroup chat"),
        (403, "Forbidden: bot can't initiate conversation with a user"),
        (400, "Bad Request: chat not found"),
        (400, "Bad Request: user is deactivated"),
    ] {
        let answer = ask("sendMessage", refused(code, description), 0);
        assert!(matches!(answer, Answer::Done(SendOutcome::Unreachable { .. })), "{description}: {answer:?}");
    }
    let mute = ask("sendMessage", refused(400, "Bad Request: not enough rights to send text messages to the chat"), 0);
    assert!(matches!(mute, Answer::Done(SendOutcome::Refused { .. })), "{mute:?}");
}

#[test]
fn waits() {
    let wait = |failure, attempts| match ask("sendMessage", failure, attempts) {
        Answer::Done(SendOutcome::Later { wait_ms, .. }) => wait_ms,
        other => panic!("{other:?}"),
    };
    for (attempts, wait_ms) in [(0, 1_000), (1, 2_000), (5, 2_500), (61, 2_500), (62, 8_000), (1_000, 8_000)] {
        assert_eq!(wait(CallFailure::NotConnected("x".to_owned()), attempts), wait_ms);
        assert_eq!(wait(CallFailure::NoAnswer("x".to_owned()), attempts), wait_ms);
        assert_eq!(wait(CallFailure::Garbled("x".to_owned()), attempts), wait_ms);
        for (code, description) in [(502, "Bad Gateway"), (503, "Service Unavailable"), (504, "Gateway Timeout")] {
            assert_eq!(wait(refused(code, description), attempts), wait_ms);
        }
    }
    for (attempts, wait_ms) in [(0, 1_000), (1, 2_000), (5, 32_000), (6, 45_000), (1_000, 45_000)] {
        assert_eq!(wait(refused(500, "Internal Server Error"), attempts), wait_ms);
    }
    assert_eq!(wait(refused(401, "Unauthorized"), 0), 60_000);
    assert_eq!(wait(refused(404, "Not Found"), 0), 60_000);
}

#[test]
fn floods_and_moves() {
    let flood = |retry_after_ms| CallFailure::Telegram { code: 429, description: "slow".to_owned(), retry_after_ms, migrate_to: None };
    for (retry_after_ms, wanted) in [(Some(7_000), 7_000), (None, 4_000)] {
        let answer = ask("sendMessage", flood(retry_after_ms), 2);
        assert_eq!(answer, Answer::Done(SendOutcome::Flooded { wait_ms: wanted, error: "Telegram refuses: 429 slow".to_owned() }));
    }
    let moved = CallFailure::Telegram { code: 400, description: "x".to_owned(), retry_after_ms: None, migrate_to: Some(-100) };
    assert_eq!(ask("sendMessage", moved, 0), Answer::Again(Rewrite::Chat(-100)));
}

#[test]
fn rewrites() {
    let edit =
        json!({ "chat_id": 7, "message_id": 5, "text": "<b>A &lt; B</b> &amp;amp; <a href=\"x\">C</a> 1 < 2", "parse_mode": "HTML" });
    let rewrite = |rewrite: Rewrite| {
        let (mut method, mut payload) = ("editMessageText".to_owned(), edit.clone());
        rewrite.apply(&mut method, &mut payload, Some(3));
        (method, payload)
    };
    let (method, payload) = rewrite(Rewrite::PlainText);
    assert_eq!((method.as_str(), &payload), ("editMessageText", &json!({ "chat_id": 7, "message_id": 5, "text": "A < B &amp; C 1 < 2" })));
    let mut caption = json!({ "caption": "<b>A</b> &lt;", "parse_mode": "HTML" });
    Rewrite::PlainText.apply(&mut "sendDocument".to_owned(), &mut caption, None);
    assert_eq!(caption, json!({ "caption": "A <" }));
    let (method, payload) = rewrite(Rewrite::SendInstead);
    assert_eq!((method.as_str(), payload.get("message_id"), &payload["message_thread_id"]), ("sendMessage", None, &json!(3)));
    let (method, payload) = rewrite(Rewrite::Chat(-100));
    assert_eq!((method.as_str(), &payload["chat_id"]), ("editMessageText", &json!(-100)));
}
