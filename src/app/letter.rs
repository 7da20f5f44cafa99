//! Letters: notices on their way, to whom they go, and the facts that they are written from when they leave.

use crate::app::{App, AppError, Effects};
use crate::domain::catalog::Category;
use crate::domain::notice::Notice;
use crate::domain::order::{Entry, Moved, Order, OrderId};
use crate::domain::person::Person;
use crate::domain::quote::Quote;
use crate::domain::time::Millis;
use crate::storage::{Letter, Outgoing, Write};

/// The lane of letters that belong to no chat.
const NO_CHAT: i64 = 0;

/// What a notice is written from, as of the moment when it leaves.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    pub order: Option<Order>,
    pub trail: Vec<Entry>,
    pub category: Option<Category>,
    /// The quote that replaces a confirmation whose price changed.
    pub quote: Option<Quote>,
    /// Whom the notice is about: who ordered, who asks to be let in.
    pub person: Option<Person>,
}

impl App {
    /// Reads what a notice is written from. What is not there any more is left out.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn facts(&self, notice: &Notice) -> Result<Facts, AppError> {
        let mut facts = Facts::default();
        if let Some(id) = notice.order() {
            facts.order = self.store.find_order(id).await?;
            facts.trail = self.store.list_trail(id).await?;
        }
        if let Some(order) = &facts.order {
            facts.category = self.shop.categories.iter().find(|category| category.slug == order.category).cloned();
            facts.person = self.store.find_person(order.user_id).await?;
        }
        match notice {
            Notice::PriceChanged { quote, .. } => facts.quote = self.store.find_quote(quote).await?.map(|(quote, _)| quote),
            Notice::AccessRequest { user } => facts.person = self.store.find_person(*user).await?,
            _ => {}
        }
        Ok(facts)
    }

    /// Puts a Bot API call on its way to a chat; `token` names the keyboard that goes with it.
    pub fn enqueue_call(&self, chat_id: i64, method: &str, payload: serde_json::Value, token: Option<String>, effects: &mut Effects) {
        let body = Outgoing::Call { method: method.to_owned(), payload };
        let created_at = self.now();
        effects.push(Write::Enqueue(Letter { chat_id, topic: None, body, urgent: false, slot: None, token, created_at, expires_at: None }));
    }

    /// Puts a setting of the bot on its way, which belongs to no chat; a newer one of the same `slot` replaces one that still waits.
    pub fn enqueue_setting(&self, slot: String, method: &str, payload: serde_json::Value, effects: &mut Effects) {
        let body = Outgoing::Call { method: method.to_owned(), payload };
        let (slot, created_at) = (Some(slot), self.now());
        effects.push(Write::Enqueue(Letter {
            chat_id: NO_CHAT,
            topic: None,
            body,
            urgent: false,
            slot,
            token: None,
            created_at,
            expires_at: None,
        }));
    }

    /// Puts the answer to a press on its way: beside everything else, and only while Telegram still takes it.
    pub fn enqueue_answer(&self, chat_id: i64, payload: serde_json::Value, expires_at: Millis, effects: &mut Effects) {
        let body = Outgoing::Call { method: "answerCallbackQuery".to_owned(), payload };
        let (created_at, expires_at) = (self.now(), Some(expires_at));
        effects.push(Write::Enqueue(Letter { chat_id, topic: None, body, urgent: true, slot: None, token: None, created_at, expires_at }));
    }

    /// Puts a notice on its way to one chat.
    pub fn enqueue_notice(&self, chat_id: i64, notice: Notice, effects: &mut Effects) {
        effects.push(self.to_chat(chat_id, notice));
    }

    /// A changed order with its trail and its notices: what is written whenever something happened to it.
    pub(super) fn record(&self, moved: Moved) -> Effects {
        let Moved { order, trail, customer, admins } = moved;
        let mut effects: Effects = customer.into_iter().map(|notice| self.to_chat(order.chat_id, notice)).collect();
        effects.extend(admins.iter().flat_map(|notice| self.to_admins(notice)));
        effects.push(Write::MoveOrder { order, trail });
        effects
    }

    /// A notice to one chat.
    pub(super) fn to_chat(&self, chat_id: i64, notice: Notice) -> Write {
        self.letter(chat_id, None, notice)
    }

    /// A notice to the admins: to their group, or to each of them.
    pub fn to_admins(&self, notice: &Notice) -> Effects {
        self.alert_chats().into_iter().map(|(chat_id, topic)| self.letter(chat_id, topic, notice.clone())).collect()
    }

    /// Where admins are told things: their group and its topic, or each one's private chat.
    pub fn alert_chats(&self) -> Vec<(i64, Option<i64>)> {
        match self.admin_chat {
            Some(group) => vec![(group.chat_id, group.topic)],
            None => self.admins.iter().map(|admin| (*admin, None)).collect(),
        }
    }

    /// The message that shows this notice in a chat already, and is to be edited.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn shown(&self, chat_id: i64, notice: &Notice) -> Result<Option<i64>, AppError> {
        match (notice, slot(chat_id, notice)) {
            (Notice::UncertainCard { .. }, Some(slot)) => Ok(self.store.find_shown(&slot).await?),
            _ => Ok(None),
        }
    }

    fn letter(&self, chat_id: i64, topic: Option<i64>, notice: Notice) -> Write {
        let slot = slot(chat_id, &notice);
        let body = Outgoing::Notice { notice };
        Write::Enqueue(Letter { chat_id, topic, body, urgent: false, slot, token: None, created_at: self.now(), expires_at: None })
    }
}

/// What a newer letter replaces: of an order's card only the newest state is worth sending.
fn slot(chat_id: i64, notice: &Notice) -> Option<String> {
    match notice {
        Notice::Card { order: OrderId(id) } => Some(format!("card:{id}")),
        Notice::UncertainCard { order: OrderId(id) } => Some(format!("uncertain:{id}:{chat_id}")),
        _ => None,
    }
}
