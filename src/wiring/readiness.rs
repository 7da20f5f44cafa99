//! Whether the bot makes progress: the beats of its loops, and the trial write to the database. `/readyz` tells it to monitors, and the
//! service manager gets a sign of life only while it is so.

use std::sync::Arc;

use tokio::time::Instant;

use crate::app::App;

/// The loops without which no process makes progress.
const EVERYWHERE: [&str; 2] = ["leadership", "monitor"];
/// The loops of the leader.
const LEADER_LOOPS: [&str; 7] = ["messages", "send", "poll", "answer", "bills", "refresh", "maintenance"];
/// The loops of the processes that take updates: with long polling the leader, with a webhook all.
const UPDATES: [&str; 2] = ["updates", "handlers"];
/// With a webhook nobody polls Telegram, so the leader asks whether it answers.
const BY_WEBHOOK: [&str; 1] = ["telegram"];
/// Loops that begin when Telegram has answered for the first time, and then come round whether or not it answers.
const ONCE_GREETED: [&str; 2] = ["polling", "handlers"];

/// What decides whether the bot is ready.
#[derive(Clone)]
pub struct Readiness {
    pub app: Arc<App>,
    pub by_webhook: bool,
}

impl Readiness {
    /// What prevents the bot from making progress, one line each; empty when it is ready.
    pub fn complaints(&self) -> Vec<String> {
        let leads = self.leads();
        let mut parts = EVERYWHERE.to_vec();
        parts.extend(leads.then_some(LEADER_LOOPS).into_iter().flatten());
        parts.extend((leads || self.by_webhook).then_some(UPDATES).into_iter().flatten());
        parts.extend((leads && self.by_webhook).then_some(BY_WEBHOOK).into_iter().flatten());
        let mut complaints = self.app.heartbeats.complaints(&parts, Instant::now());
        complaints.extend(self.database());
        complaints
    }

    /// What only a restart of this process may cure, one line each. Telegram's silence is no part of it: a restart can't end it.
    pub fn stuck(&self) -> Vec<String> {
        let mut parts = EVERYWHERE.to_vec();
        parts.extend(self.leads().then_some(LEADER_LOOPS).into_iter().flatten());
        parts.extend((self.leads() || self.by_webhook).then_some(ONCE_GREETED).into_iter().flatten());
        let mut stuck = self.app.heartbeats.overdue(&parts, Instant::now());
        stuck.extend(self.database());
        stuck
    }

    fn leads(&self) -> bool {
        self.app.leadership.epoch.current().is_some()
    }

    fn database(&self) -> Option<String> {
        let since = (*self.app.write_probe.failing().borrow())?;
        Some(format!("database: not writable for {} s", self.app.clock.now().since_ms(since) / 1_000))
    }
}
