//! Wake-ups: a commit wakes the loops that have work to do now, in this process and, with PostgreSQL, in the others.

use tokio::sync::Notify;

/// One [`Notify`] per kind of work. A wake-up that comes while no loop waits is kept for the next wait.
#[derive(Default)]
pub struct WakeUps {
    /// New updates.
    pub inbox_ready: Notify,
    /// New messages to send.
    pub outbox_ready: Notify,
    /// Orders to send, or to send again.
    pub orders_ready: Notify,
    /// Orders to poll.
    pub polls_ready: Notify,
    /// New provider queries.
    pub queries_ready: Notify,
    /// Bills to look at.
    pub bills_ready: Notify,
}

/// One of the [`WakeUps`]; [`WakeUp::name`] is its name between processes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WakeUp {
    Inbox,
    Outbox,
    Queued,
    Placed,
    Queries,
    Bills,
}

impl WakeUp {
    pub(super) const ALL: [Self; 6] = [Self::Inbox, Self::Outbox, Self::Queued, Self::Placed, Self::Queries, Self::Bills];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Inbox => "inbox",
            Self::Outbox => "outbox",
            Self::Queued => "queued",
            Self::Placed => "placed",
            Self::Queries => "provider_queries",
            Self::Bills => "bills",
        }
    }
}

impl WakeUps {
    pub(super) fn wake(&self, wake_up: WakeUp) {
        match wake_up {
            WakeUp::Inbox => self.inbox_ready.notify_one(),
            WakeUp::Outbox => self.outbox_ready.notify_one(),
            WakeUp::Queued => self.orders_ready.notify_one(),
            WakeUp::Placed => self.polls_ready.notify_one(),
            WakeUp::Queries => self.queries_ready.notify_one(),
            WakeUp::Bills => self.bills_ready.notify_one(),
        }
    }
}
