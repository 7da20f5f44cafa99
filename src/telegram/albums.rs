//! Albums: Telegram sends an update for each photo of an album, but a person sent one message and gets one answer.

use std::collections::HashMap;

use crate::telegram::incoming::IncomingUpdate;

/// Most chats in the map. Then it is cleared, which costs at worst one answer too many.
const REMEMBERED: usize = 1_000;

/// The album that each chat sent last, and the update that began it.
#[derive(Debug, Default)]
pub struct Albums(HashMap<i64, (String, i64)>);

impl Albums {
    /// Whether this update is to be handled: it belongs to no album, or it is the first of one. The first stays the first when it is tried
    /// again.
    pub fn is_first(&mut self, incoming: &IncomingUpdate, update_id: i64) -> bool {
        let Some(album) = &incoming.album else { return true };
        match self.0.get(&incoming.chat_id) {
            Some((known, first)) if known == album => return *first == update_id,
            None if self.0.len() >= REMEMBERED => self.0.clear(),
            _ => {}
        }
        self.0.insert(incoming.chat_id, (album.clone(), update_id));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::telegram::incoming;

    fn part(chat: i64, more: &str) -> IncomingUpdate {
        let body = format!(
            r#"{{"update_id":1,"message":{{"message_id":1,"date":1,"photo":[],"chat":{{"id":{chat},"type":"private"}},
                "from":{{"id":{chat},"is_bot":false,"first_name":"Sam"}}{more}}}}}"#
        );
        incoming::read(&body, "shop_bot").unwrap().unwrap()
    }

    #[test]
    fn only_the_first_of_an_album_is_handled() {
        let mut albums = Albums::default();
        let (a, b) = (r#","media_group_id":"a""#, r#","media_group_id":"b""#);
        for (chat, more, update_id, first) in [
            (7, a, 1, true),
            (7, a, 2, false),
            (8, a, 3, true),
            (7, "", 4, true),
            (7, a, 1, true),
            (7, a, 5, false),
            (7, b, 6, true),
            (7, b, 7, false),
            (7, r#","media_group_id":"b","caption":"123""#, 8, true),
            (7, b, 9, false),
        ] {
            assert_eq!(albums.is_first(&part(chat, more), update_id), first, "update {update_id}");
        }
    }

    #[test]
    fn the_map_of_albums_has_a_limit() {
        let mut albums = Albums::default();
        for chat in 1..=i64::try_from(REMEMBERED).unwrap() + 1 {
            assert!(albums.is_first(&part(chat, r#","media_group_id":"a""#), chat));
        }
        assert_eq!(albums.0.len(), 1);
    }
}
