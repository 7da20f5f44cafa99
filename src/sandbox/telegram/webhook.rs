//! The webhook that the bot has set, and the record of the deliveries to it. What delivers is in `webhook_delivery`.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::{Map, Value};

/// How many POSTs are made at the same time if the bot does not say (Bot API, setWebhook).
const DEFAULT_CONNECTIONS: usize = 40;

/// The webhook, and what became of the deliveries to it.
#[derive(Debug, Default)]
pub struct Webhook {
    /// The parameters of the last `setWebhook`; `None` while there is no webhook.
    pub(super) set: Option<Map<String, Value>>,
    /// Chats with a running POST, or with one that will be tried again.
    pub(super) busy: BTreeSet<i64>,
    /// Failures in a row, by chat.
    pub(super) failures: BTreeMap<i64, u32>,
    /// When the last delivery failed, in unix seconds, and how.
    pub(super) last_error: Option<(i64, String)>,
    pub(super) deliveries: VecDeque<Delivery>,
}

/// One POST to the webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The update in it.
    pub update_id: i64,
    /// The status of the answer, or why there was none.
    pub outcome: Result<u16, String>,
}

impl Webhook {
    /// Whether there is one.
    pub fn is_set(&self) -> bool {
        self.set.is_some()
    }

    /// The webhook as the bot set it, if there is one.
    pub fn parameters(&self) -> Option<&Map<String, Value>> {
        self.set.as_ref()
    }

    /// The POSTs that were answered, or failed, oldest first.
    pub fn deliveries(&self) -> impl Iterator<Item = &Delivery> {
        self.deliveries.iter()
    }

    /// A parameter of the last `setWebhook`.
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.set.as_ref()?.get(name)
    }

    /// How many POSTs may be made at the same time.
    pub(super) fn connections(&self) -> usize {
        self.get("max_connections").and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok()).unwrap_or(DEFAULT_CONNECTIONS)
    }
}
