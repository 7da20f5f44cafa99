//! Conversations: each change from the version that was read, and what is read of them.

use odzreshop_bot::domain::message::{Conversation, ConversationKey, ConversationMessage, MessageContent, Writer};
use odzreshop_bot::domain::order::OrderId;
use odzreshop_bot::domain::place::Place;
use odzreshop_bot::domain::time::Millis;
use odzreshop_bot::storage::{CommitError, MessageWrite, OutboxWrite, Write};

use super::{Database, NOW, message, on_both};

const SARI: Writer = Writer::Admin(2);

fn key(order: Option<&str>) -> ConversationKey {
    ConversationKey { user: 7, order: order.map(|order| OrderId(order.to_owned())) }
}

/// A message, and the conversation after it.
fn say(before: &Conversation, by: Writer, at: Millis) -> (Conversation, Write) {
    let conversation = before.after(by, at);
    let (id, number) = (format!("{}-{}", conversation.id, conversation.version), conversation.version);
    let content = MessageContent { text: format!("text {number}"), photo: (number == 2).then(|| "photo".to_owned()) };
    let message = ConversationMessage { id, of: before.key.clone(), by, content, at, number };
    (conversation.clone(), Write::Message(MessageWrite::Say { conversation, message }))
}

async fn a_conversation_changes_only_from_what_was_read(database: Database) {
    let base = database.open().await;
    let new = Conversation::new(key(Some("o")), "c".to_owned());
    let (first, write) = say(&new, Writer::Customer, NOW);
    base.commit([write]).await;
    let (_, rival) = say(&Conversation::new(key(Some("o")), "d".to_owned()), Writer::Customer, NOW);
    assert!(matches!(base.store.commit(vec![rival]).await, Err(CommitError::Conflict(_))));
    let (second, write) = say(&first, SARI, NOW.plus_ms(1));
    base.commit([write.clone()]).await;
    assert!(matches!(base.store.commit(vec![write]).await, Err(CommitError::Conflict(_))));
    assert_eq!(base.store.find_conversation(&key(Some("o"))).await.unwrap(), Some(second.clone()));
    let closed = second.close(SARI, NOW.plus_ms(2)).unwrap();
    base.commit([Write::Message(MessageWrite::Close { conversation: closed.clone() })]).await;
    assert_eq!(base.store.find_conversation(&key(Some("o"))).await.unwrap(), Some(closed));
    assert_eq!(base.store.find_conversation(&key(None)).await.unwrap(), None);
}

async fn what_was_said_is_found(database: Database) {
    let base = database.open().await;
    let other = Conversation::new(key(None), "d".to_owned());
    let (_, write) = say(&other, Writer::Customer, NOW);
    base.commit([write]).await;
    let mut conversation = Conversation::new(key(Some("o")), "c".to_owned());
    for (ms, by) in [(0, Writer::Customer), (10, Writer::Customer), (20, SARI), (30, Writer::Customer)] {
        let (after, write) = say(&conversation, by, NOW.plus_ms(ms));
        base.commit([write]).await;
        conversation = after;
    }
    let texts = |messages: Vec<ConversationMessage>| messages.into_iter().map(|message| message.content.text).collect::<Vec<_>>();
    assert_eq!(texts(base.store.list_conversation(&key(Some("o")), 2).await.unwrap()), ["text 3", "text 4"]);
    let answer = base.store.find_answer(&key(Some("o")), 1).await.unwrap().unwrap();
    assert_eq!((answer.number, answer.by), (3, SARI));
    assert_eq!(base.store.find_answer(&key(Some("o")), 3).await.unwrap(), None);
    let photo = base.store.find_conversation_message("c-2").await.unwrap().unwrap();
    assert_eq!((photo.content.photo.as_deref(), photo.of), (Some("photo"), key(Some("o"))));
    assert_eq!(base.store.count_from_customer(7, NOW).await.unwrap(), 2, "after that time, without answers");
    assert_eq!(base.store.count_waiting_besides(&key(Some("o"))).await.unwrap(), 1);
    assert_eq!(base.store.count_waiting_besides(&key(None)).await.unwrap(), 1);
}

async fn a_topic_is_that_of_the_call_that_made_it_until_it_is_gone(database: Database) {
    let base = database.open().await;
    let (first, write) = say(&Conversation::new(key(Some("o")), "c".to_owned()), Writer::Customer, NOW);
    let mut call = message(-5, "createForumTopic");
    call.token = Some("c".to_owned());
    base.commit([write, Write::Outbox(OutboxWrite::Enqueue(call))]).await;
    let id = base.store.list_due_messages(NOW.plus_ms(1), 9).await.unwrap()[0].id;
    base.commit([Write::Outbox(OutboxWrite::Sent { id, message_id: Some(33), photo: None })]).await;
    let place = Place { chat_id: -5, topic: Some(33) };
    // What was said meanwhile does not forget it.
    let (_, write) = say(&first, SARI, NOW);
    base.commit([write]).await;
    let found = base.store.find_conversation_at(place).await.unwrap().unwrap();
    assert_eq!((found.topic, found.version), (Some(place), 2));
    base.commit([Write::Message(MessageWrite::ForgetTopic { place })]).await;
    assert_eq!(base.store.find_conversation_at(place).await.unwrap(), None);
    assert!(base.store.find_conversation(&key(Some("o"))).await.unwrap().unwrap().wants_topic_in(-5));
}

on_both! {
    a_conversation_changes_only_from_what_was_read,
    what_was_said_is_found,
    a_topic_is_that_of_the_call_that_made_it_until_it_is_gone,
}
