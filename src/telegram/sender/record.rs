//! What is written down and logged about a message once its outcome is known.

use std::time::Duration;

use serde_json::Value;
use tokio::time::sleep;

use crate::domain::place::Place;
use crate::domain::retry::Jitter;
use crate::domain::time::Millis;
#[cfg(debug_assertions)]
use crate::failpoint::{self, Failpoint};
use crate::storage::{CommitError, MessageWrite, OutboxWrite, PersonWrite, ReadError, Store, Write};
use crate::telegram::backoff::backoff_ms;
use crate::telegram::sender::outcome::SendOutcome;

/// The longest wait between two attempts to commit an outcome.
const RECORD_CAP_MS: i64 = 5_000;

/// Why what has to be done besides a call could not be done; it is tried again.
#[derive(Debug, thiserror::Error)]
pub(super) enum SendError {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(transparent)]
    Commit(#[from] CommitError),
}

/// Whether a message is useless at this time.
pub(super) fn is_late(expires_at: Option<Millis>, at: Millis) -> bool {
    expires_at.is_some_and(|expires_at| expires_at <= at)
}

/// What is committed about a message.
pub(super) fn writes_of(id: i64, chat_id: i64, expires_at: Option<Millis>, outcome: SendOutcome, now: Millis) -> Vec<Write> {
    #[cfg(debug_assertions)]
    let outcome = match outcome {
        SendOutcome::Later { .. } | SendOutcome::Flooded { .. } if failpoint::is_on(Failpoint::ForgetNotification) => SendOutcome::NOTHING,
        outcome => outcome,
    };
    match outcome {
        SendOutcome::Sent { message_id, photo } => vec![Write::Outbox(OutboxWrite::Sent { id, message_id, photo })],
        SendOutcome::Moot => vec![Write::Outbox(OutboxWrite::Sent { id, message_id: None, photo: None })],
        SendOutcome::Late => vec![Write::Outbox(OutboxWrite::Undeliverable { id, error: "expired".to_owned() })],
        SendOutcome::Refused { error } => vec![Write::Outbox(OutboxWrite::Undeliverable { id, error })],
        SendOutcome::Unreachable { error } => {
            // The id of a private chat is the user's.
            let flag = (chat_id > 0).then_some(Write::Person(PersonWrite::SetUnreachable { user_id: chat_id, unreachable: true }));
            std::iter::once(Write::Outbox(OutboxWrite::Undeliverable { id, error })).chain(flag).collect()
        }
        SendOutcome::Later { wait_ms, error } | SendOutcome::Flooded { wait_ms, error } => {
            let due_at = now.plus_ms(wait_ms);
            if is_late(expires_at, due_at) {
                return vec![Write::Outbox(OutboxWrite::Undeliverable { id, error: format!("expired: {error}") })];
            }
            vec![Write::Outbox(OutboxWrite::Postpone { id, due_at, error })]
        }
    }
}

/// Logs what the owner may want to know; for a message that is tried again and again only the first time.
pub(super) fn log_outcome(message: i64, chat_id: i64, attempts: i64, outcome: &SendOutcome) {
    match outcome {
        SendOutcome::Later { wait_ms, error } | SendOutcome::Flooded { wait_ms, error } if attempts == 0 => {
            tracing::warn!(message, chat_id, wait_ms, "not sent yet: {error}");
        }
        SendOutcome::Unreachable { error } => tracing::info!(message, chat_id, "can't be delivered: {error}"),
        SendOutcome::Refused { error } => tracing::error!(message, chat_id, "given up: {error}"),
        SendOutcome::Sent { .. } | SendOutcome::Late | SendOutcome::Moot | SendOutcome::Later { .. } | SendOutcome::Flooded { .. } => {}
    }
}

/// Commits the outcome, however long that takes; before that, nothing else is sent to this chat.
pub(super) async fn record(store: &Store, message: i64, writes: Vec<Write>) {
    let mut failures = 0;
    loop {
        match store.commit(writes.clone()).await {
            Ok(()) => return,
            Err(error) => {
                failures += 1;
                tracing::error!(message, failures, "the outcome of a message can't be committed yet: {error}");
            }
        }
        sleep(Duration::from_millis(backoff_ms(failures, RECORD_CAP_MS, Jitter(0)).unsigned_abs())).await;
    }
}

/// The topic of this call is gone: if it was that of a conversation, that gets another one. Returns whether it was.
pub(super) async fn forget_topic(store: &Store, payload: &Value) -> Result<bool, SendError> {
    let (Some(chat_id), topic) = (payload["chat_id"].as_i64(), payload["message_thread_id"].as_i64()) else { return Ok(false) };
    let place = Place { chat_id, topic };
    let is_conversation = store.find_conversation_at(place).await?.is_some();
    if is_conversation {
        store.commit(vec![Write::Message(MessageWrite::ForgetTopic { place })]).await?;
    }
    Ok(is_conversation)
}
