//! What a provider starts with, and how tests and the demo talk to it.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::behaviour::Endpoint;

/// Tells the time.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// Asked at each call that arrives, before anything is done. `false`: nothing is done, and the connection is reset.
pub type Watcher = Arc<dyn Fn(Endpoint) -> bool + Send + Sync>;

/// The provider has no such category, SKU or invoice.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("the simulated provider has no {0}")]
pub struct Unknown(pub String);

/// What a provider starts with.
pub struct Options {
    /// The key that calls must carry.
    pub api_key: String,
    /// Rupiah.
    pub balance: i64,
    /// TCP port on 127.0.0.1; none takes a free one.
    pub port: Option<u16>,
    /// A repeated `ref_id` answers the first order instead of making a second. Off, because the
    /// API page does not promise it, and so that double orders are noticed.
    pub dedupe_ref_id: bool,
    /// Where the time comes from.
    pub clock: Clock,
}

impl Default for Options {
    fn default() -> Self {
        Self { api_key: "sandbox-key".to_owned(), balance: 1_000_000, port: None, dedupe_ref_id: false, clock: Arc::new(Utc::now) }
    }
}
