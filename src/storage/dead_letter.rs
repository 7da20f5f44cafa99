//! Rows of the outbox that can't be read become dead letters, so that what waits behind them is sent.

use crate::domain::time::Millis;
use crate::storage::{OutboxWrite, QueuedMessage, ReadError, Store, Write};

impl Store {
    /// Outbox messages that wait and are due, answers to presses first, then the oldest; `limit` of them at most. Of each chat only the oldest
    /// that is no answer: a chat's messages keep their order, also behind one that has to wait. A row that can't be read is logged and
    /// given up as a dead letter; it must not stop the others.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_due_messages(&self, now: Millis, limit: i64) -> Result<Vec<QueuedMessage>, ReadError> {
        loop {
            let (mut messages, mut broken) = (Vec::new(), Vec::new());
            for (id, message) in self.read_due_messages(now, limit).await? {
                match message {
                    Ok(message) => messages.push(message),
                    Err(error) => {
                        tracing::error!(%error, "an outbox message is given up as a dead letter");
                        broken.push(Write::Outbox(OutboxWrite::Undeliverable { id, error: error.to_string() }));
                    }
                }
            }
            // What stood behind a broken row may go now; where that can't be written down, the others go at least.
            if broken.is_empty() || self.commit(broken).await.is_err() {
                return Ok(messages);
            }
        }
    }
}
