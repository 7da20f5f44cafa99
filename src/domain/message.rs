//! Messages between customers and the shop: conversations, how much a customer may write, and who has answered. Pure.

use serde::{Deserialize, Serialize};

use crate::domain::order::OrderId;
use crate::domain::place::Place;
use crate::domain::time::Millis;

/// Longest text, in UTF-16 units: with what stands around it, it has to fit into one message of Telegram (4,096).
pub const MAX_MESSAGE_UNITS: usize = 3_000;
/// The same for the words under a photo (1,024).
pub const MAX_CAPTION_UNITS: usize = 500;
/// Most messages of a customer in a minute: more than anybody types, and a group takes twenty in all (Bot API, limits).
pub const MAX_A_MINUTE: i64 = 8;
/// Most messages of a customer in one conversation before an answer: all of them fit on a screen or two.
pub const MAX_UNANSWERED: i64 = 12;
/// Most other conversations of a customer that wait for an answer.
pub const MAX_WAITING: i64 = 3;

/// Which conversation: a customer has one about each of their orders, and one about no order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConversationKey {
    pub user: i64,
    #[serde(default)]
    pub order: Option<OrderId>,
}

/// Who writes or closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writer {
    Customer,
    /// An admin, by their id. The customer reads it as from the shop.
    Admin(i64),
}

/// What somebody wrote: a text, or a photo that may have some words under it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageContent {
    pub text: String,
    /// Telegram's id of the photo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo: Option<String>,
}

impl MessageContent {
    /// How long its text may be, in UTF-16 units.
    pub fn max_units(&self) -> usize {
        if self.photo.is_some() { MAX_CAPTION_UNITS } else { MAX_MESSAGE_UNITS }
    }

    /// Whether it says something, and not too much.
    pub fn fits(&self) -> bool {
        let units = self.text.encode_utf16().count();
        (units > 0 || self.photo.is_some()) && units <= self.max_units()
    }
}

/// One message of a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConversationMessage {
    pub id: String,
    pub of: ConversationKey,
    pub by: Writer,
    pub content: MessageContent,
    pub at: Millis,
    /// Their order: the conversation's version after it.
    pub number: i64,
}

/// A conversation as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversation {
    pub key: ConversationKey,
    /// Names it where its topic is made.
    pub id: String,
    /// Who closed it, and when; `None` while it is open.
    pub closed: Option<(Writer, Millis)>,
    /// The admin who began it in their private chat: they alone hear the answers. `None`: all admins do.
    pub only_for: Option<i64>,
    /// Its own topic in the admins' group.
    pub topic: Option<Place>,
    /// Whether a topic was asked for. Groups without topics refuse, and are not asked again.
    pub topic_wanted: bool,
    /// Messages of the customer since the last answer.
    pub unanswered: i64,
    /// Who wrote last, and when.
    pub last: Option<(Writer, Millis)>,
    /// Goes up with every change; 0 before the first message.
    pub version: i64,
}

/// What else the customer has written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WritingCounts {
    /// Messages in the last minute, in all conversations.
    pub in_last_minute: i64,
    /// Other conversations that wait for an answer.
    pub waiting: i64,
}

/// Why a customer can't write now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WritingLimit {
    /// Too many messages in a minute.
    TooFast,
    /// Too many messages without an answer.
    Unanswered,
    /// Too many conversations wait for an answer.
    Waiting,
}

impl Conversation {
    /// One in which nothing was said yet.
    pub fn new(key: ConversationKey, id: String) -> Self {
        Self { key, id, closed: None, only_for: None, topic: None, topic_wanted: false, unanswered: 0, last: None, version: 0 }
    }

    /// Whether it was begun and not closed.
    pub fn is_open(&self) -> bool {
        self.version > 0 && self.closed.is_none()
    }

    /// The conversation after a message, which opens it again.
    #[must_use]
    pub fn after(&self, by: Writer, at: Millis) -> Self {
        let unanswered = if by == Writer::Customer { self.unanswered + 1 } else { 0 };
        Self { closed: None, unanswered, last: Some((by, at)), version: self.version + 1, ..self.clone() }
    }

    /// The conversation after it was closed; `None` when it is not open.
    pub fn close(&self, by: Writer, at: Millis) -> Option<Self> {
        self.is_open().then(|| Self { closed: Some((by, at)), unanswered: 0, version: self.version + 1, ..self.clone() })
    }

    /// Who hears the answers after a message of this admin. One that was for all stays so while it is open.
    pub fn only_for_after(&self, admin: i64, in_private: bool) -> Option<i64> {
        let is_for_all = self.is_open() && self.only_for.is_none();
        Some(admin).filter(|_| in_private && !is_for_all)
    }

    /// The limit that keeps the customer from writing now.
    pub fn limit(&self, counts: WritingCounts) -> Option<WritingLimit> {
        if counts.in_last_minute >= MAX_A_MINUTE {
            Some(WritingLimit::TooFast)
        } else if self.unanswered >= MAX_UNANSWERED {
            Some(WritingLimit::Unanswered)
        } else if self.unanswered == 0 && counts.waiting >= MAX_WAITING {
            Some(WritingLimit::Waiting)
        } else {
            None
        }
    }

    /// The other admin who had the last word, of which this one may not know; `seen` is the version that was shown to this one.
    pub fn answered_by_other(&self, admin: i64, seen: Option<i64>) -> Option<i64> {
        match self.last {
            Some((Writer::Admin(other), _)) if other != admin && seen != Some(self.version) => Some(other),
            _ => None,
        }
    }

    /// Whether a topic in this group is still to be made for it.
    pub fn wants_topic_in(&self, group: i64) -> bool {
        self.topic.map_or(!self.topic_wanted, |topic| topic.chat_id != group)
    }
}

/// A message as it is shown: with what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownConversation {
    pub state: Conversation,
    /// `None`: it is about the conversation itself.
    pub message: Option<ConversationMessage>,
    /// The first answer, and the name of who gave it.
    pub answer: Option<(String, ConversationMessage)>,
    /// The name of the admin who closed the conversation.
    pub closed_by: Option<String>,
    /// Whether it is shown in the conversation's own topic.
    pub in_topic: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    const SARI: i64 = 1;
    const AGUS: i64 = 2;

    fn new() -> Conversation {
        Conversation::new(ConversationKey { user: 7, order: None }, "c".to_owned())
    }

    fn after(words: &[Writer]) -> Conversation {
        words.iter().fold(new(), |conversation, by| conversation.after(*by, Millis(1)))
    }

    #[test]
    fn what_is_said_has_a_length() {
        let content = |units, photo: bool| MessageContent { text: "x".repeat(units), photo: photo.then(|| "p".to_owned()) };
        for (units, photo, fits) in [
            (0, false, false),
            (1, false, true),
            (MAX_MESSAGE_UNITS, false, true),
            (MAX_MESSAGE_UNITS + 1, false, false),
            (0, true, true),
            (MAX_CAPTION_UNITS, true, true),
            (MAX_CAPTION_UNITS + 1, true, false),
        ] {
            assert_eq!(content(units, photo).fits(), fits, "{units} {photo}");
        }
    }

    #[test]
    fn a_customer_writes_within_limits() {
        let customer = |count: i64| Conversation { unanswered: count, version: count, ..new() };
        let table = [
            (0, 0, 0, None),
            (0, MAX_A_MINUTE - 1, MAX_WAITING - 1, None),
            (0, MAX_A_MINUTE, 0, Some(WritingLimit::TooFast)),
            (MAX_UNANSWERED - 1, 0, MAX_WAITING, None),
            (MAX_UNANSWERED, 0, 0, Some(WritingLimit::Unanswered)),
            (0, 0, MAX_WAITING, Some(WritingLimit::Waiting)),
        ];
        for (unanswered, in_last_minute, waiting, limit) in table {
            assert_eq!(customer(unanswered).limit(WritingCounts { in_last_minute, waiting }), limit, "{unanswered} {in_last_minute}");
        }
        assert_eq!(after(&[Writer::Customer; 12]).limit(WritingCounts::default()), Some(WritingLimit::Unanswered));
        let answered = after(&[Writer::Customer; 12]).after(Writer::Admin(SARI), Millis(2));
        assert_eq!(answered.limit(WritingCounts::default()), None, "an answer makes room");
    }

    #[test]
    fn a_second_answer_is_asked_about() {
        use Writer::{Admin, Customer};
        let table: [(&[Writer], Option<i64>, Option<i64>); 8] = [
            (&[], None, None),
            (&[Customer], None, None),
            (&[Customer, Admin(AGUS)], None, None),
            (&[Customer, Admin(SARI)], None, Some(SARI)),
            (&[Customer, Admin(SARI), Customer], None, None),
            (&[Customer, Admin(SARI)], Some(2), None),
            (&[Customer, Admin(SARI), Admin(SARI)], Some(2), Some(SARI)),
            (&[Admin(SARI)], None, Some(SARI)),
        ];
        for (words, seen, other) in table {
            assert_eq!(after(words).answered_by_other(AGUS, seen), other, "{words:?} {seen:?}");
        }
    }

    #[test]
    fn a_conversation_is_closed_once_and_opened_by_a_message() {
        assert_eq!(new().close(Writer::Customer, Millis(2)), None, "nothing was said");
        let closed = after(&[Writer::Customer]).close(Writer::Admin(SARI), Millis(2)).unwrap();
        assert_eq!((closed.is_open(), closed.unanswered, closed.version), (false, 0, 2));
        assert_eq!(closed.close(Writer::Customer, Millis(3)), None);
        for by in [Writer::Customer, Writer::Admin(AGUS)] {
            assert!(closed.after(by, Millis(3)).is_open(), "{by:?}");
        }
    }

    #[test]
    fn answers_go_to_the_admin_who_began() {
        let for_sari = Conversation { only_for: Some(SARI), ..after(&[Writer::Admin(SARI)]) };
        let for_all = after(&[Writer::Customer]);
        let closed = for_all.close(Writer::Customer, Millis(2)).unwrap();
        let table = [
            (&new(), AGUS, true, Some(AGUS)),
            (&new(), AGUS, false, None),
            (&for_sari, SARI, true, Some(SARI)),
            (&for_sari, AGUS, true, Some(AGUS)),
            (&for_sari, AGUS, false, None),
            (&for_all, AGUS, true, None),
            (&closed, AGUS, true, Some(AGUS)),
        ];
        for (conversation, admin, in_private, only_for) in table {
            assert_eq!(conversation.only_for_after(admin, in_private), only_for, "{conversation:?} {admin} {in_private}");
        }
    }

    #[test]
    fn a_topic_is_asked_for_once_in_each_group() {
        let place = |chat_id| Some(Place { chat_id, topic: Some(3) });
        for (topic, topic_wanted, wants) in [(None, false, true), (None, true, false), (place(-5), true, false), (place(-6), true, true)] {
            assert_eq!(Conversation { topic, topic_wanted, ..new() }.wants_topic_in(-5), wants, "{topic:?}");
        }
    }
}
