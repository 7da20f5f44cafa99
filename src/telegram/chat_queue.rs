//! One queue per key: work with the same key runs one after the other, other work in parallel, up to a limit.
//! The runner has a queue per chat for updates, the sender one per chat for messages.

use std::collections::HashSet;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

/// The queues that are in use. Clones share them.
#[derive(Debug)]
pub struct ChatQueues<K>(Arc<Shared<K>>);

#[derive(Debug)]
struct Shared<K> {
    busy: Mutex<HashSet<K>>,
    limit: usize,
    freed: Notify,
}

/// The right to work in one queue. Dropping it, also by a panic, frees the queue.
#[derive(Debug)]
#[must_use = "the queue is free again when this is dropped"]
pub struct Guard<K: Eq + Hash> {
    key: K,
    shared: Arc<Shared<K>>,
}

impl<K> Clone for ChatQueues<K> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<K: Eq + Hash + Copy> ChatQueues<K> {
    /// Queues of which at most `limit` are used at the same time.
    pub fn new(limit: usize) -> Self {
        Self(Arc::new(Shared { busy: Mutex::new(HashSet::new()), limit, freed: Notify::new() }))
    }

    /// Takes a queue. None when it is in use, or when the limit is reached.
    ///
    /// A decision by something read from the database must read it after entering, or call [`ChatQueues::busy`] before reading and skip those
    /// queues. Otherwise work that was finished in between is done twice.
    pub fn try_enter(&self, key: K) -> Option<Guard<K>> {
        let mut busy = self.0.lock();
        let entered = busy.len() < self.0.limit && busy.insert(key);
        entered.then(|| Guard { key, shared: Arc::clone(&self.0) })
    }

    /// The queues that are in use now.
    pub fn busy(&self) -> HashSet<K> {
        self.0.lock().clone()
    }

    /// Whether the limit is reached.
    pub fn is_full(&self) -> bool {
        self.0.lock().len() >= self.0.limit
    }

    /// Waits until a queue is freed. Returns at once if one was freed since the last call. Only one task may wait.
    pub async fn freed(&self) {
        self.0.freed.notified().await;
    }
}

impl<K> Shared<K> {
    /// A set can't be left half changed, so a panic elsewhere does not spoil it.
    fn lock(&self) -> MutexGuard<'_, HashSet<K>> {
        self.busy.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Eq + Hash> Drop for Guard<K> {
    fn drop(&mut self) {
        self.shared.lock().remove(&self.key);
        self.shared.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time_in_a_queue_and_a_limit_over_all() {
        let chat_queues = ChatQueues::new(2);
        let first = chat_queues.try_enter(1);
        assert!(first.is_some());
        assert!(chat_queues.try_enter(1).is_none(), "the queue is in use");
        let second = chat_queues.try_enter(2);
        assert!(second.is_some() && chat_queues.is_full());
        assert!(chat_queues.try_enter(3).is_none(), "two at once");
        drop(first);
        assert_eq!(chat_queues.busy(), HashSet::from([2]));
        assert!(chat_queues.try_enter(3).is_some());
    }

    #[tokio::test]
    async fn a_queue_freed_by_a_panic_wakes_the_waiter_too() {
        let chat_queues = ChatQueues::new(1);
        let guard = chat_queues.try_enter("chat").unwrap();
        let worker = tokio::spawn(async move {
            let _guard = guard;
            panic!("as a handler might");
        });
        chat_queues.freed().await;
        assert!(worker.await.is_err());
        assert!(chat_queues.try_enter("chat").is_some());
    }
}
