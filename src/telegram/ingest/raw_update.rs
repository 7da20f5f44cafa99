//! An update as it is stored: which kinds the bot requests, and what is read of an update before it is on disk.

use serde::Deserialize;

use crate::domain::time::Millis;
use crate::storage::RawUpdate;

/// The kinds of update that the bot requests. Sent with every poll and with the webhook, because Telegram keeps the last list.
pub const ALLOWED_UPDATES: [&str; 4] = ["message", "callback_query", "my_chat_member", "pre_checkout_query"];

/// An update that can't be stored: it has no `update_id`.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("an update without an update_id")]
pub struct NoUpdateId;

/// The update in `body`, ready to be stored: its id and its chat are read; the handler reads the rest.
///
/// # Errors
/// When it has no id. An update that is invalid in another way is stored under chat zero.
pub fn receive(bot_id: i64, body: &str, received_at: Millis) -> Result<RawUpdate, NoUpdateId> {
    let (update_id, chat_key) = match serde_json::from_str::<Head>(body) {
        Ok(head) => (head.update_id, head.chat_key()),
        Err(_) => {
            let Id { update_id } = serde_json::from_str(body).map_err(|_| NoUpdateId)?;
            tracing::error!(update_id, "Telegram sent an update of an unknown form");
            (update_id, 0)
        }
    };
    Ok(RawUpdate { bot_id, update_id, chat_key, body: body.to_owned(), received_at })
}

#[derive(Deserialize)]
struct Id {
    update_id: i64,
}

/// The part of an update that shows whose it is.
#[derive(Deserialize)]
struct Head {
    update_id: i64,
    message: Option<Place>,
    edited_message: Option<Place>,
    callback_query: Option<Press>,
    pre_checkout_query: Option<Place>,
    my_chat_member: Option<Place>,
}

#[derive(Deserialize)]
struct Place {
    chat: Option<Party>,
    from: Option<Party>,
}

#[derive(Deserialize)]
struct Press {
    message: Option<Place>,
    from: Option<Party>,
}

#[derive(Deserialize)]
struct Party {
    id: i64,
}

impl Head {
    fn chat_key(&self) -> i64 {
        let press = self.callback_query.as_ref();
        let places = [
            self.message.as_ref(),
            self.edited_message.as_ref(),
            press.and_then(|press| press.message.as_ref()),
            self.my_chat_member.as_ref(),
            self.pre_checkout_query.as_ref(),
        ];
        let chat = places.iter().flatten().find_map(|place| place.chat.as_ref());
        let from = || places.iter().flatten().find_map(|place| place.from.as_ref());
        // The message of a callback query is the bot's own; who pressed is in another field.
        let presser = || press.and_then(|press| press.from.as_ref());
        chat.or_else(presser).or_else(from).map_or(0, |party| party.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chats_of_updates() {
        for (body, key) in [
            (r#"{"update_id":1,"message":{"message_id":5,"chat":{"id":7,"type":"private"},"from":{"id":8}}}"#, 7),
            (r#"{"update_id":1,"edited_message":{"chat":{"id":-100123}}}"#, -100_123),
            (r#"{"update_id":1,"callback_query":{"id":"x","from":{"id":8},"message":{"chat":{"id":7},"from":{"id":1}}}}"#, 7),
            (r#"{"update_id":1,"callback_query":{"id":"x","from":{"id":8},"inline_message_id":"y"}}"#, 8),
            (r#"{"update_id":1,"callback_query":{"from":{"id":8},"message":{"from":{"id":1}}}}"#, 8),
            (r#"{"update_id":1,"my_chat_member":{"chat":{"id":-9},"from":{"id":8}}}"#, -9),
            (r#"{"update_id":1,"message":{"from":{"id":8}}}"#, 8),
            (r#"{"update_id":1,"pre_checkout_query":{"id":"x","from":{"id":8}}}"#, 8),
            (r#"{"update_id":1,"poll":{"id":"3"}}"#, 0),
            (r#"{"update_id":1,"message":{"chat":"seven"}}"#, 0),
            (r#"{"update_id":1,"message":17,"new":null}"#, 0),
        ] {
            let incoming = receive(42, body, Millis(9)).unwrap();
            let wanted = RawUpdate { bot_id: 42, update_id: 1, chat_key: key, body: body.to_owned(), received_at: Millis(9) };
            assert_eq!(incoming, wanted, "{body}");
        }
    }

    #[test]
    fn without_an_id_there_is_nothing_to_acknowledge() {
        for body in [r#"{"message":{"chat":{"id":7}}}"#, "[]", "17", r#"{"update_id":"one"}"#] {
            assert_eq!(receive(42, body, Millis(9)), Err(NoUpdateId), "{body}");
        }
    }
}
