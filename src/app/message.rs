//! Messages between admins and customers: an admin writes as the shop, and the customer's answer comes to where the admin wrote.

use crate::app::audit::audit;
use crate::app::random;
use crate::app::{Admins, AppError, Asker, Clock, Effects, Notifier};
use crate::domain::message::Conversation;
use crate::domain::notification::{MessageNotification, Notification};
use crate::domain::order::OrderId;
use crate::domain::person::Person;
use crate::domain::role::Right;
use crate::storage::{OutboxBody, Store};

/// Whether a customer can be written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipient {
    Reachable(Box<Person>),
    /// They have blocked the bot.
    Unreachable,
    /// Nobody whom the bot met, or the one who asks is no admin.
    Unknown,
}

/// Delivers messages between admins and customers.
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

    /// Sends an admin's text to a customer, if they can be written to.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn write(
        &self,
        Asker { admin, place }: Asker,
        user: i64,
        order: Option<OrderId>,
        text: String,
        effects: &mut Effects,
    ) -> Result<Recipient, AppError> {
        let recipient = self.recipient(admin, user).await?;
        if matches!(recipient, Recipient::Reachable(_)) {
            effects.push(audit(admin, "message", user.to_string(), text.clone(), self.clock.now()));
            let message = MessageNotification::MessageFromShop { id: random::token(), text, conversation: Conversation { place, order } };
            effects.push(self.notifier.to_chat(user, Notification::Message(message)));
        }
        Ok(recipient)
    }

    /// Sends a customer's answer to where the admin wrote.
    pub fn answer(&self, user: i64, Conversation { place, order }: Conversation, text: String, effects: &mut Effects) {
        let message = MessageNotification::MessageFromCustomer { user, order, text };
        effects.extend(self.notifier.to_admin_at(place, &Notification::Message(message)));
    }

    /// What a message of the bot in a customer's chat belongs to, if it is one from an admin.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn conversation(&self, chat_id: i64, message_id: i64) -> Result<Option<Conversation>, AppError> {
        Ok(match self.store.find_sent(chat_id, message_id).await? {
            Some(OutboxBody::Notification { notification: Notification::Message(message) }) => match message {
                MessageNotification::MessageFromShop { conversation, .. } => Some(conversation),
                MessageNotification::MessageFromCustomer { .. } => None,
            },
            _ => None,
        })
    }
}
