//! Rows of the outbox that can't be read become dead letters, so that what waits behind them is sent.

use crate::domain::time::Millis;
use crate::storage::{OutboxWrite, QueuedMessage, ReadError, Store, Write};

impl Store {
    /// Due outbox messages: by class, and in a class by turn; at most `limit` of each class. Of each chat only the first message, answers to
    /// callback queries aside, so that a chat's messages keep their order even when one has to wait. A row that can't be read is logged and
    /// marked as undeliverable; it must not stop the others.
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
                        tracing::error!(%error, "an outbox message can't be read and becomes a dead letter");
                        broken.push(Write::Outbox(OutboxWrite::Undeliverable { id, error: error.to_string() }));
                    }
                }
            }
            // Read again, because messages behind a broken row may be due now. If the commit failed, at least return the others.
            if broken.is_empty() || self.commit(broken).await.is_err() {
                return Ok(messages);
            }
        }
    }
}
