//! The queue of updates, acknowledged exactly as at Telegram: an update is forgotten when `getUpdates` asks for a later one, or when
//! the webhook took it, and not earlier.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::{Value, json};

/// Most updates that are kept for [`Updates::redeliver`]; then the oldest are dropped.
const MAX_REMEMBERED: usize = 10_000;
/// The most that one `getUpdates` returns (Bot API).
pub const MAX_LIMIT: i64 = 100;

/// The kinds of update that are sent only on request (Bot API, `allowed_updates`).
const ONLY_WHEN_ASKED: &[&str] = &["chat_member", "message_reaction", "message_reaction_count"];

/// The queue of one bot.
#[derive(Debug)]
pub struct Updates {
    next_id: i64,
    queue: VecDeque<(i64, Value)>,
    again: Vec<Value>,
    remembered: BTreeMap<i64, Value>,
    acknowledged: BTreeSet<i64>,
    allowed: Vec<String>,
    newest_poll: u64,
}

impl Updates {
    /// An empty queue whose first update has this id.
    pub fn new(first_id: i64) -> Self {
        Self {
            next_id: first_id,
            queue: VecDeque::new(),
            again: Vec::new(),
            remembered: BTreeMap::new(),
            acknowledged: BTreeSet::new(),
            allowed: Vec::new(),
            newest_poll: 0,
        }
    }

    /// Queues an update and returns its id; `None` if the bot does not want this kind.
    pub fn push(&mut self, kind: &str, payload: Value) -> Option<i64> {
        let wanted = if self.allowed.is_empty() { !ONLY_WHEN_ASKED.contains(&kind) } else { self.allowed.iter().any(|a| a == kind) };
        if !wanted {
            return None;
        }
        let id = self.next_id;
        self.next_id += 1;
        let update = json!({ "update_id": id, kind: payload });
        self.queue.push_back((id, update.clone()));
        self.remembered.insert(id, update);
        if self.remembered.len() > MAX_REMEMBERED {
            self.remembered.pop_first();
        }
        Some(id)
    }

    /// Delivers the same update again, with the next answer to `getUpdates` and whatever its offset. `false` when there was none.
    pub fn redeliver(&mut self, id: i64) -> bool {
        let update = self.remembered.get(&id).cloned();
        self.again.extend(update.clone());
        update.is_some()
    }

    /// Remembers which kinds of update the bot wants; an empty list is the default set.
    pub fn allow(&mut self, kinds: &[Value]) {
        self.allowed = kinds.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    }

    /// The kinds last asked for.
    pub fn allowed(&self) -> &[String] {
        &self.allowed
    }

    /// Begins a `getUpdates` call: forgets what its offset acknowledges, and takes the place of the call that still waits.
    /// Returns the number of the call, for [`Updates::is_newest`].
    pub fn begin_poll(&mut self, offset: Option<i64>) -> u64 {
        match offset {
            Some(offset) if offset < 0 => {
                let kept = usize::try_from(offset.unsigned_abs()).unwrap_or(usize::MAX);
                let forgotten = self.queue.len().saturating_sub(kept);
                self.acknowledged.extend(self.queue.drain(..forgotten).map(|(id, _)| id));
            }
            Some(offset) => {
                let forgotten = self.queue.iter().take_while(|(id, _)| *id < offset).count();
                self.acknowledged.extend(self.queue.drain(..forgotten).map(|(id, _)| id));
            }
            None => {}
        }
        self.newest_poll += 1;
        self.newest_poll
    }

    /// How many `getUpdates` calls have begun.
    pub fn polls(&self) -> u64 {
        self.newest_poll
    }

    /// Whether no later `getUpdates` call has begun.
    pub fn is_newest(&self, poll: u64) -> bool {
        self.newest_poll == poll
    }

    /// Whether a call would get anything.
    pub fn is_empty(&self) -> bool {
        self.queue.is_empty() && self.again.is_empty()
    }

    /// The answer to a call: redelivered updates, then the oldest of the queue, which stay in it.
    pub fn take(&mut self, limit: usize) -> Vec<Value> {
        let mut batch: Vec<Value> = self.again.drain(..self.again.len().min(limit)).collect();
        let room = limit - batch.len();
        batch.extend(self.queue.iter().take(room).map(|(_, update)| update.clone()));
        batch
    }

    /// What a webhook is to get: redelivered updates, then the queue.
    pub fn waiting(&self) -> impl Iterator<Item = &Value> {
        self.again.iter().chain(self.queue.iter().map(|(_, update)| update))
    }

    /// The webhook took this update: its redelivered copy if there is one, else itself.
    pub fn delivered(&mut self, id: i64) {
        if let Some(at) = self.again.iter().position(|update| update["update_id"] == id) {
            self.again.remove(at);
            return;
        }
        self.queue.retain(|(queued, _)| *queued != id);
        self.acknowledged.insert(id);
    }

    /// Forgets what is queued (`drop_pending_updates`).
    pub fn drop_pending(&mut self) {
        self.queue.clear();
        self.again.clear();
    }

    /// The ids that the bot has not acknowledged.
    pub fn pending(&self) -> Vec<i64> {
        self.queue.iter().map(|(id, _)| *id).collect()
    }

    /// Whether the bot acknowledged this update.
    pub fn is_acknowledged(&self, id: i64) -> bool {
        self.acknowledged.contains(&id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queue_of(n: usize) -> Updates {
        let mut updates = Updates::new(100);
        for _ in 0..n {
            updates.push("message", json!({}));
        }
        updates
    }

    #[test]
    fn updates_come_again_until_a_later_one_is_asked_for() {
        let mut updates = queue_of(3);
        updates.begin_poll(None);
        assert_eq!(updates.take(2).len(), 2);
        assert_eq!(updates.pending(), [100, 101, 102]);
        updates.begin_poll(Some(102));
        assert_eq!(updates.pending(), [102]);
        assert!(updates.is_acknowledged(101) && !updates.is_acknowledged(102));
    }

    #[test]
    fn a_negative_offset_keeps_the_end() {
        let mut updates = queue_of(3);
        updates.begin_poll(Some(-1));
        assert_eq!(updates.pending(), [102]);
        updates.begin_poll(Some(-5));
        assert_eq!(updates.pending(), [102]);
    }

    #[test]
    fn a_redelivered_update_comes_once_whatever_the_offset() {
        let mut updates = queue_of(1);
        updates.begin_poll(Some(101));
        assert!(updates.is_empty() && updates.redeliver(100) && !updates.redeliver(101));
        updates.begin_poll(Some(101));
        assert_eq!(updates.take(100), [json!({"update_id": 100, "message": {}})]);
        assert!(updates.is_empty());
    }

    #[test]
    fn unwanted_kinds_are_not_queued() {
        let mut updates = queue_of(0);
        assert_eq!(updates.push("chat_member", json!({})), None);
        updates.allow(&[json!("callback_query")]);
        assert_eq!(updates.push("message", json!({})), None);
        assert_eq!(updates.push("callback_query", json!({})), Some(100));
    }
}
