//! Notifications: what somebody has to be told because something happened.
//!
//! A notification is stored in the transaction of its cause and put into words when it is sent, from the state of that moment and in the
//! recipient's language. So a card that was edited three times during an outage arrives once, and true.

mod access;
mod health;
mod order;
mod provider;
mod query;

use serde::{Deserialize, Serialize};

use crate::domain::order::OrderId;

pub use access::AccessNotification;
pub use health::HealthNotification;
pub use order::OrderNotification;
pub use provider::{ClosedReason, ProviderNotification};
pub use query::{InvoiceReport, ProviderAccount, QueryNotification, ResolutionOutcome, Trouble};

/// Something to tell, to one chat. Stored as what it is of: each feature's `kind` words are its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Notification {
    Order(OrderNotification),
    Access(AccessNotification),
    Provider(ProviderNotification),
    Health(HealthNotification),
    Query(QueryNotification),
}

impl Notification {
    /// The order that it is about.
    pub fn order(&self) -> Option<&OrderId> {
        match self {
            Self::Order(notification) => Some(notification.order()),
            Self::Query(QueryNotification::Inspection { order, .. } | QueryNotification::Resolution { order, .. }) => Some(order),
            Self::Access(_) | Self::Provider(_) | Self::Health(_) | Self::Query(_) => None,
        }
    }

    /// Whether some admin must hear it, whoever that is: not the answer to one of them.
    pub fn is_alert(&self) -> bool {
        self.is_for_admins() && !matches!(self, Self::Query(_))
    }

    /// Whether it is for the admins, rather than for the customer whose chat it is.
    pub fn is_for_admins(&self) -> bool {
        match self {
            Self::Order(notification) => notification.is_for_admins(),
            Self::Access(AccessNotification::Decided { .. }) => false,
            Self::Access(AccessNotification::Requested { .. }) | Self::Provider(_) | Self::Health(_) | Self::Query(_) => true,
        }
    }
}

macro_rules! from {
    ($($feature:ident($notification:ty)),*) => {
        $(impl From<$notification> for Notification {
            fn from(notification: $notification) -> Self {
                Self::$feature(notification)
            }
        })*
    };
}

from!(
    Order(OrderNotification),
    Access(AccessNotification),
    Provider(ProviderNotification),
    Health(HealthNotification),
    Query(QueryNotification)
);
