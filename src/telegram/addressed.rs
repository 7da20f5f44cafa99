//! The conversation that a text or a photo belongs to by where it was written, whatever was asked last: a reply to a message of that
//! conversation, or anything written in its topic.

use crate::app::{App, AppError, Session};
use crate::domain::message::ConversationKey;
use crate::domain::place::Place;
use crate::domain::role::Right;
use crate::telegram::incoming::{IncomingKind, IncomingUpdate};

/// Whom a message is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Addressed {
    /// The shop: a customer replies to it.
    Shop(ConversationKey),
    /// A customer: somebody with the right replies to them, or writes in the conversation's topic.
    Customer { to: ConversationKey, is_reply: bool },
}

/// Reads whom an update is for, if it belongs to a conversation. A reply to what was asked last, or from one admin to another, does not.
///
/// # Errors
/// When the database cannot be read.
pub async fn addressed(app: &App, incoming: &IncomingUpdate, session: &Session) -> Result<Option<Addressed>, AppError> {
    let IncomingUpdate { chat_id, private, reply_to, .. } = *incoming;
    let is_message = matches!(incoming.kind, IncomingKind::Text(_) | IncomingKind::Other);
    let is_asked = reply_to.is_some() && reply_to == session.dialogue.message_id;
    if !is_message || is_asked || incoming.replies_to_person || session.dialogue.chat_id != chat_id {
        return Ok(None);
    }
    let may_answer = session.may(Right::Answer);
    if let Some(replied) = reply_to {
        match app.messages.shown_at(chat_id, replied).await? {
            Some((key, false)) if private => return Ok(Some(Addressed::Shop(key))),
            Some((to, true)) if may_answer => return Ok(Some(Addressed::Customer { to, is_reply: true })),
            // It answers something else, perhaps a question of the bot that is over.
            _ => return Ok(None),
        }
    }
    if private || !may_answer || incoming.topic.is_none() {
        return Ok(None);
    }
    let conversation = app.messages.in_topic(Place { chat_id, topic: incoming.topic }).await?;
    Ok(conversation.map(|conversation| Addressed::Customer { to: conversation.key, is_reply: false }))
}
