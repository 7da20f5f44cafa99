//! Messages between customers and the shop. What a customer asks goes to all admins, in a topic of its own where their group has topics; what
//! answers an admin who wrote first from their private chat goes there. Each message is kept in the commit that sends it on.

use crate::app::audit::audit;
use crate::app::notifier::NotificationSource;
use crate::app::random;
use crate::app::{Admins, AppError, Asker, Clock, Effects, Notifier};
use crate::domain::alert::{AlertKind, AlertMode};
use crate::domain::grapheme;
use crate::domain::message::{
    Conversation, ConversationKey, ConversationMessage, MAX_UNANSWERED, MessageContent, ShownConversation, Writer, WritingCounts,
    WritingLimit,
};
use crate::domain::notification::{MessageNotification, Notification};
use crate::domain::person::Person;
use crate::domain::place::Place;
use crate::domain::role::Right;
use crate::domain::shop::Shop;
use crate::storage::{MessageWrite, OutboxBody, OutboxWrite, Store, Write};

/// The span of [`WritingCounts::in_last_minute`].
const MINUTE_MS: i64 = 60_000;

/// Whether a customer can be written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipient {
    Reachable(Box<Person>),
    /// They have blocked the bot.
    Unreachable,
    /// Nobody whom the bot met, or the one who asks is no admin.
    Unknown,
}

/// What became of a customer's message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CustomerMessageOutcome {
    Passed,
    /// It was not passed on.
    Limited(WritingLimit),
    /// The shop has nobody who could read it.
    Nobody,
}

/// What became of an admin's message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AdminMessageOutcome {
    Sent(Box<Person>),
    /// It was not sent: another admin, of this name, had the last word.
    AnsweredBefore {
        by: String,
        answer: Box<ConversationMessage>,
        seen: i64,
    },
    Unreachable,
    Unknown,
}

/// A past message with the name of who wrote it.
pub type PastMessage = (String, ConversationMessage);

/// Delivers messages between customers and admins.
pub struct Messages {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) admins: Admins,
    pub(super) notifier: Notifier,
}

impl Messages {
    /// Whether this admin can write to this customer.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn recipient(&self, admin: i64, user: i64) -> Result<Recipient, AppError> {
        if !self.admins.may(admin, Right::Answer) {
            return Ok(Recipient::Unknown);
        }
        Ok(match self.store.find_person(user).await? {
            Some(person) if person.unreachable => Recipient::Unreachable,
            Some(person) => Recipient::Reachable(Box::new(person)),
            None => Recipient::Unknown,
        })
    }

    /// A conversation; a new one if nothing was said yet.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find(&self, key: &ConversationKey) -> Result<Conversation, AppError> {
        let found = self.store.find_conversation(key).await?;
        Ok(found.unwrap_or_else(|| Conversation::new(key.clone(), random::token())))
    }

    /// The last messages of a conversation, oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn last_messages(&self, key: &ConversationKey, limit: i64) -> Result<Vec<PastMessage>, AppError> {
        let mut lines = Vec::new();
        for message in self.store.list_conversation(key, limit).await? {
            let writer = if let Writer::Admin(admin) = message.by { admin } else { key.user };
            lines.push((name_of(&self.store, writer).await?, message));
        }
        Ok(lines)
    }

    /// Passes a customer's message on. `to_all`: they ask the shop; else they answer whom they were written by.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn from_customer(
        &self,
        shop: &Shop,
        key: &ConversationKey,
        to_all: bool,
        content: MessageContent,
        effects: &mut Effects,
    ) -> Result<CustomerMessageOutcome, AppError> {
        let (before, now) = (self.find(key).await?, self.clock.now());
        let counts = WritingCounts {
            in_last_minute: self.store.count_from_customer(key.user, now.plus_ms(-MINUTE_MS)).await?,
            waiting: self.store.count_waiting_besides(key).await?,
        };
        if let Some(limit) = before.limit(counts) {
            return Ok(CustomerMessageOutcome::Limited(limit));
        }
        let mut after = before.after(Writer::Customer, now);
        after.only_for = before.only_for.filter(|admin| !to_all && self.admins.may(*admin, Right::Answer));
        if let Some(admin) = after.only_for
            && self.store.find_person(admin).await?.is_some_and(|person| person.unreachable)
        {
            after.only_for = None;
        }
        let message =
            ConversationMessage { id: random::token(), of: key.clone(), by: Writer::Customer, content, at: now, number: after.version };
        let told = card(&message);
        let mut passed = Effects::new();
        match (after.only_for, self.admins.chat()) {
            // It answers this admin, so it waits for no digest.
            (Some(admin), _) => self.notifier.answer_at(Place::chat(admin), told, &mut passed),
            // These alerts are on no list: nobody would read it.
            (None, _) if shop.alerts.of(AlertKind::Messages).mode == AlertMode::Off => {}
            (None, group) => {
                if let Some(group) = group.filter(|group| before.wants_topic_in(group.chat_id)) {
                    after.topic_wanted = true;
                    passed.push(self.notifier.new_topic(group.chat_id, &self.topic_name(key).await?, after.id.clone()));
                }
                passed.extend(self.notifier.to_admins(&told));
            }
        }
        if passed.is_empty() {
            return Ok(CustomerMessageOutcome::Nobody);
        }
        effects.push(Write::Message(MessageWrite::Say { conversation: after, message }));
        effects.extend(passed);
        Ok(CustomerMessageOutcome::Passed)
    }

    /// Sends what an admin wrote to a customer, unless another admin had the last word since what this one has `seen`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn from_admin(
        &self,
        Asker { admin, place }: Asker,
        key: &ConversationKey,
        content: MessageContent,
        seen: Option<i64>,
        effects: &mut Effects,
    ) -> Result<AdminMessageOutcome, AppError> {
        let person = match self.recipient(admin, key.user).await? {
            Recipient::Reachable(person) => person,
            Recipient::Unreachable => return Ok(AdminMessageOutcome::Unreachable),
            Recipient::Unknown => return Ok(AdminMessageOutcome::Unknown),
        };
        let (before, now) = (self.find(key).await?, self.clock.now());
        if let Some(other) = before.answered_by_other(admin, seen)
            && let Some(answer) = self.store.list_conversation(key, 1).await?.pop()
        {
            let by = name_of(&self.store, other).await?;
            return Ok(AdminMessageOutcome::AnsweredBefore { by, answer: Box::new(answer), seen: before.version });
        }
        let only_for = before.only_for_after(admin, place.chat_id > 0);
        let after = Conversation { only_for, ..before.after(Writer::Admin(admin), now) };
        let by = Writer::Admin(admin);
        let message = ConversationMessage { id: random::token(), of: key.clone(), by, content, at: now, number: after.version };
        effects.push(audit(admin, "message", key.user.to_string(), String::new(), now));
        let told = MessageNotification::MessageFromShop { of: key.clone(), message: message.id.clone() };
        effects.push(self.notifier.to_chat(key.user, told.into()));
        effects.extend(self.update_cards(&before).await?);
        effects.push(Write::Message(MessageWrite::Say { conversation: after, message }));
        Ok(AdminMessageOutcome::Sent(person))
    }

    /// Closes a conversation and tells the other side; returns whether it was open.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn close(&self, key: &ConversationKey, by: Writer, effects: &mut Effects) -> Result<bool, AppError> {
        let (before, now) = (self.find(key).await?, self.clock.now());
        let Some(after) = before.close(by, now) else { return Ok(false) };
        match by {
            Writer::Admin(admin) => {
                effects.push(audit(admin, "message_close", key.user.to_string(), String::new(), now));
                let told = MessageNotification::ConversationClosedByShop { of: key.clone() };
                effects.push(self.notifier.to_chat(key.user, told.into()));
            }
            Writer::Customer => {
                let told = Notification::from(MessageNotification::ConversationClosedByCustomer { of: key.clone() });
                match before.only_for.filter(|admin| self.admins.may(*admin, Right::Answer)) {
                    Some(admin) => effects.push(self.notifier.to_chat(admin, told)),
                    None => effects.extend(self.notifier.to_admins(&told)),
                }
            }
        }
        effects.extend(self.update_cards(&before).await?);
        effects.push(Write::Message(MessageWrite::Close { conversation: after }));
        Ok(true)
    }

    /// The conversation that a message of the bot in this chat belongs to, and whether that message was for admins.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn shown_at(&self, chat_id: i64, message_id: i64) -> Result<Option<(ConversationKey, bool)>, AppError> {
        Ok(match self.store.find_sent(chat_id, message_id).await? {
            Some(OutboxBody::Notification { notification: Notification::Message(message) }) => {
                Some((message.conversation().clone(), message.is_for_admins()))
            }
            _ => None,
        })
    }

    /// The conversation whose topic this is.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn in_topic(&self, place: Place) -> Result<Option<Conversation>, AppError> {
        Ok(self.store.find_conversation_at(place).await?)
    }

    /// Edits the cards of the messages without an answer; at least the last one, because people look for its buttons.
    async fn update_cards(&self, before: &Conversation) -> Result<Effects, AppError> {
        let messages = self.store.list_conversation(&before.key, MAX_UNANSWERED + 1).await?;
        let from_customer: Vec<_> = messages.iter().rev().filter(|message| message.by == Writer::Customer).collect();
        let count = usize::try_from(before.unanswered.max(1)).unwrap_or(1);
        let mut edits = Effects::new();
        for edit in from_customer.into_iter().take(count).flat_map(|message| self.notifier.update_cards(&card(message), None)) {
            // Only where the card is, or will be: nobody needs to hear of it elsewhere.
            if let Write::Outbox(OutboxWrite::Enqueue(message)) = &edit
                && let Some(slot) = &message.slot
                && self.store.is_shown_or_waits(slot).await?
            {
                edits.push(edit);
            }
        }
        Ok(edits)
    }

    /// Whose conversation it is and about which order; Telegram takes 128 characters (Bot API, `createForumTopic`).
    async fn topic_name(&self, key: &ConversationKey) -> Result<String, AppError> {
        let name = name_of(&self.store, key.user).await?;
        let order = if let Some(order) = &key.order { self.store.find_order(order).await? } else { None };
        let name = if name.trim().is_empty() { key.user.to_string() } else { grapheme::start(&name, 64).to_owned() };
        Ok(order.map_or(name.clone(), |order| format!("{name} · {}", order.number)))
    }
}

impl Notifier {
    /// Reads what a notification about a conversation is rendered from.
    pub(super) async fn source_of_message(
        &self,
        notification: &MessageNotification,
        source: &mut NotificationSource,
    ) -> Result<(), AppError> {
        let key = notification.conversation();
        source.person = self.store.find_person(key.user).await?;
        let Some(conversation) = self.store.find_conversation(key).await? else { return Ok(()) };
        let message = match notification.message() {
            Some(id) => self.store.find_conversation_message(id).await?,
            None => None,
        };
        let mut answer = None;
        if let Some(message) = &message
            && let Some(found) = self.store.find_answer(key, message.number).await?
            && let Writer::Admin(admin) = found.by
        {
            answer = Some((name_of(&self.store, admin).await?, found));
        }
        let closed_by = match conversation.closed {
            Some((Writer::Admin(admin), _)) => Some(name_of(&self.store, admin).await?),
            _ => None,
        };
        source.conversation = Some(ShownConversation { state: conversation, message, answer, closed_by, in_topic: false });
        Ok(())
    }
}

fn card(message: &ConversationMessage) -> Notification {
    MessageNotification::MessageFromCustomer { of: message.of.clone(), message: message.id.clone() }.into()
}

async fn name_of(store: &Store, id: i64) -> Result<String, AppError> {
    Ok(store.find_person(id).await?.map_or_else(|| id.to_string(), |person| person.name))
}
