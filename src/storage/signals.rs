//! The bells: who has something to do now is woken, in this process and, with PostgreSQL, in every other.

use tokio::sync::Notify;

/// Rung after a commit that gave somebody something to do. A ring while nobody listens is kept for the next who does.
#[derive(Default)]
pub struct Signals {
    /// New updates.
    pub inbox: Notify,
    /// New messages to send.
    pub outbox: Notify,
    /// Orders to send, or to send again.
    pub queued: Notify,
    /// Orders to ask after.
    pub placed: Notify,
    /// New questions to the provider.
    pub questions: Notify,
}

/// One of the [`Signals`], by the name that other processes know it by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bell {
    Inbox,
    Outbox,
    Queued,
    Placed,
    Questions,
}

impl Bell {
    pub(super) const ALL: [Self; 5] = [Self::Inbox, Self::Outbox, Self::Queued, Self::Placed, Self::Questions];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Inbox => "inbox",
            Self::Outbox => "outbox",
            Self::Queued => "queued",
            Self::Placed => "placed",
            Self::Questions => "questions",
        }
    }
}

impl Signals {
    pub(super) fn ring(&self, bell: Bell) {
        match bell {
            Bell::Inbox => self.inbox.notify_one(),
            Bell::Outbox => self.outbox.notify_one(),
            Bell::Queued => self.queued.notify_one(),
            Bell::Placed => self.placed.notify_one(),
            Bell::Questions => self.questions.notify_one(),
        }
    }
}
