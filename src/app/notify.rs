//! Outbox messages: notifications on their way, to whom they go, and the facts that they are written from when they leave.

use crate::app::{App, AppError, Effects};
use crate::domain::catalog::Category;
use crate::domain::notification::{AccessNotification, Notification, OrderNotification};
use crate::domain::order::{Order, OrderHistoryEntry, OrderId, Transition};
use crate::domain::person::Person;
use crate::domain::quote::Quote;
use crate::domain::time::Millis;
use crate::storage::{LedgerWrite, OrderWrite, OutboxBody, OutboxMessage, OutboxWrite, Write};

/// The lane of messages that belong to no chat.
const NO_CHAT: i64 = 0;

/// What a notification is written from, as of the moment when it leaves.
#[derive(Clone, Debug, Default)]
pub struct NotificationSource {
    pub order: Option<Order>,
    pub history: Vec<OrderHistoryEntry>,
    pub category: Option<Category>,
    /// The quote that replaces a confirmation whose price changed.
    pub quote: Option<Quote>,
    /// Whom the notification is about: who ordered, who asks to be let in.
    pub person: Option<Person>,
}

impl App {
    /// Reads what a notification is written from. What is not there any more is left out.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn source(&self, notification: &Notification) -> Result<NotificationSource, AppError> {
        let mut source = NotificationSource::default();
        if let Some(id) = notification.order() {
            source.order = self.store.find_order(id).await?;
            source.history = self.store.list_history(id).await?;
        }
        if let Some(order) = &source.order {
            source.category = self.shop.categories.iter().find(|category| category.slug == order.category).cloned();
            source.person = self.store.find_person(order.user_id).await?;
        }
        match notification {
            Notification::Order(OrderNotification::PriceChanged { quote, .. }) => {
                source.quote = self.store.find_quote(quote).await?.map(|(quote, _)| quote)
            }
            Notification::Access(AccessNotification::Requested { user }) => source.person = self.store.find_person(*user).await?,
            _ => {}
        }
        Ok(source)
    }

    /// Puts a Bot API call on its way to a chat; `token` names the keyboard that goes with it.
    pub fn enqueue_call(&self, chat_id: i64, method: &str, payload: serde_json::Value, token: Option<String>, effects: &mut Effects) {
        let body = OutboxBody::Call { method: method.to_owned(), payload };
        let created_at = self.now();
        effects.push(Write::Outbox(OutboxWrite::Enqueue(OutboxMessage {
            chat_id,
            topic: None,
            body,
            urgent: false,
            slot: None,
            token,
            created_at,
            expires_at: None,
        })));
    }

    /// Puts a setting of the bot on its way, which belongs to no chat; a newer one of the same `slot` replaces one that still waits.
    pub fn enqueue_setting(&self, slot: String, method: &str, payload: serde_json::Value, effects: &mut Effects) {
        let body = OutboxBody::Call { method: method.to_owned(), payload };
        let (slot, created_at) = (Some(slot), self.now());
        effects.push(Write::Outbox(OutboxWrite::Enqueue(OutboxMessage {
            chat_id: NO_CHAT,
            topic: None,
            body,
            urgent: false,
            slot,
            token: None,
            created_at,
            expires_at: None,
        })));
    }

    /// Puts the answer to a press on its way: beside everything else, and only while Telegram still takes it.
    pub fn enqueue_answer(&self, chat_id: i64, payload: serde_json::Value, expires_at: Millis, effects: &mut Effects) {
        let body = OutboxBody::Call { method: "answerCallbackQuery".to_owned(), payload };
        let (created_at, expires_at) = (self.now(), Some(expires_at));
        effects.push(Write::Outbox(OutboxWrite::Enqueue(OutboxMessage {
            chat_id,
            topic: None,
            body,
            urgent: true,
            slot: None,
            token: None,
            created_at,
            expires_at,
        })));
    }

    /// Puts a notification on its way to one chat.
    pub fn notify(&self, chat_id: i64, notification: Notification, effects: &mut Effects) {
        effects.push(self.to_chat(chat_id, notification));
    }

    /// A changed order with its history and its notifications: what is written whenever something happened to it.
    pub(super) fn record(&self, moved: Transition) -> Effects {
        let Transition { order, history, money, customer, admins } = moved;
        let mut effects: Effects = customer.into_iter().map(|notification| self.to_chat(order.chat_id, notification)).collect();
        effects.extend(admins.iter().flat_map(|notification| self.to_admins(notification)));
        effects.extend(money.map(|transfer| Write::Ledger(LedgerWrite::Transfer(transfer))));
        effects.push(Write::Order(OrderWrite::Move { order, history }));
        effects
    }

    /// A notification to one chat.
    pub(super) fn to_chat(&self, chat_id: i64, notification: Notification) -> Write {
        self.message(chat_id, None, notification)
    }

    /// A notification to the admins: to their group, or to each of them.
    pub fn to_admins(&self, notification: &Notification) -> Effects {
        self.alert_chats().into_iter().map(|(chat_id, topic)| self.message(chat_id, topic, notification.clone())).collect()
    }

    /// Where admins are told things: their group and its topic, or each one's private chat.
    pub fn alert_chats(&self) -> Vec<(i64, Option<i64>)> {
        match self.admin_chat {
            Some(group) => vec![(group.chat_id, group.topic)],
            None => self.admins.iter().map(|admin| (*admin, None)).collect(),
        }
    }

    /// The message that shows this notification in a chat already, and is to be edited.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn shown(&self, chat_id: i64, notification: &Notification) -> Result<Option<i64>, AppError> {
        match (notification, slot(chat_id, notification)) {
            (Notification::Order(OrderNotification::UncertainCard { .. }), Some(slot)) => Ok(self.store.find_shown(&slot).await?),
            _ => Ok(None),
        }
    }

    fn message(&self, chat_id: i64, topic: Option<i64>, notification: Notification) -> Write {
        let slot = slot(chat_id, &notification);
        let body = OutboxBody::Notification { notification };
        Write::Outbox(OutboxWrite::Enqueue(OutboxMessage {
            chat_id,
            topic,
            body,
            urgent: false,
            slot,
            token: None,
            created_at: self.now(),
            expires_at: None,
        }))
    }
}

/// What a newer message replaces: of an order's card only the newest state is worth sending.
fn slot(chat_id: i64, notification: &Notification) -> Option<String> {
    match notification {
        Notification::Order(OrderNotification::Card { order: OrderId(id) }) => Some(format!("card:{id}")),
        Notification::Order(OrderNotification::UncertainCard { order: OrderId(id) }) => Some(format!("uncertain:{id}:{chat_id}")),
        _ => None,
    }
}
