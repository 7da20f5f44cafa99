//! Notifications: what customers and admins are told when something happens.
//!
//! A notification is stored in the transaction of its cause, but rendered only when it is sent: with the state at that moment and in the
//! recipient's language. So a card that changed three times during an outage arrives once and is up to date.

mod access;
mod alert;
mod bill;
mod broadcast;
mod cart;
mod export;
mod health;
mod message;
mod order;
mod payout;
mod price;
mod provider;
mod query;
mod wallet;

use serde::{Deserialize, Serialize};

use crate::domain::alert::AlertKind;
use crate::domain::message_class::MessageClass;
use crate::domain::order::OrderId;
use crate::domain::role::Right;

pub use access::AccessNotification;
pub use alert::AlertNotification;
pub use bill::BillNotification;
pub use broadcast::BroadcastNotification;
pub use cart::CartNotification;
pub use export::ExportNotification;
pub use health::HealthNotification;
pub use message::MessageNotification;
pub use order::OrderNotification;
pub use payout::PayoutNotification;
pub use price::{EndedPromo, PriceNotification};
pub use provider::{ClosedReason, ProviderNotification};
pub use query::{InvoiceReport, ProviderAccount, QueryNotification, ResolutionOutcome, SlugListing, Trouble};
pub use wallet::WalletNotification;

/// A notification for one chat. It is stored untagged, so the `kind` of each feature's notifications must be unique.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Notification {
    Order(OrderNotification),
    Access(AccessNotification),
    Provider(ProviderNotification),
    Health(HealthNotification),
    Query(QueryNotification),
    Wallet(WalletNotification),
    Bill(BillNotification),
    Cart(CartNotification),
    Payout(PayoutNotification),
    Message(MessageNotification),
    Broadcast(BroadcastNotification),
    Export(ExportNotification),
    Alert(AlertNotification),
    Price(PriceNotification),
}

impl Notification {
    /// The order concerned, if there is one.
    pub fn order(&self) -> Option<&OrderId> {
        match self {
            Self::Order(notification) => Some(notification.order()),
            Self::Query(QueryNotification::Inspection { order, .. } | QueryNotification::Resolution { order, .. }) => Some(order),
            Self::Message(notification) => notification.order(),
            Self::Access(_)
            | Self::Provider(_)
            | Self::Health(_)
            | Self::Query(_)
            | Self::Wallet(_)
            | Self::Bill(_)
            | Self::Cart(_)
            | Self::Broadcast(_)
            | Self::Export(_)
            | Self::Alert(_)
            | Self::Price(_)
            | Self::Payout(_) => None,
        }
    }

    /// Whether it is for the admins as a group, and not an answer to one of them.
    pub fn is_alert(&self) -> bool {
        self.is_for_admins() && !matches!(self, Self::Query(_) | Self::Export(_))
    }

    /// What kind of alert it is; `None` when it is none, or says something about alerts.
    pub fn alert_kind(&self) -> Option<AlertKind> {
        if !self.is_alert() {
            return None;
        }
        Some(match self {
            Self::Order(notification) => notification.alert_kind(),
            Self::Access(_) => AlertKind::Requests,
            Self::Provider(notification) => notification.alert_kind(),
            Self::Health(_) => AlertKind::System,
            Self::Wallet(_) | Self::Bill(_) => AlertKind::Payments,
            Self::Message(_) => AlertKind::Messages,
            Self::Price(_) => AlertKind::Catalog,
            Self::Alert(AlertNotification::UncertainWaiting) => AlertKind::Uncertain,
            Self::Alert(_) | Self::Query(_) | Self::Cart(_) | Self::Payout(_) | Self::Broadcast(_) | Self::Export(_) => return None,
        })
    }

    /// Whether an alert breaks the quiet hours and the digest: money or a customer's order may be lost, nothing can be sold until somebody
    /// acts, or that is over. Everything else is as good a few hours later.
    pub fn must_not_wait(&self) -> bool {
        match self {
            Self::Order(notification) => notification.must_not_wait(),
            Self::Provider(notification) => {
                matches!(notification, ProviderNotification::ShopClosed { .. } | ProviderNotification::ShopOpen)
            }
            Self::Health(notification) => notification.must_not_wait(),
            Self::Bill(notification) => notification.must_not_wait(),
            Self::Wallet(_) => true,
            Self::Alert(notification) => matches!(notification, AlertNotification::TopicGone { .. }),
            Self::Price(_)
            | Self::Access(_)
            | Self::Message(_)
            | Self::Query(_)
            | Self::Cart(_)
            | Self::Payout(_)
            | Self::Broadcast(_)
            | Self::Export(_) => false,
        }
    }

    /// Which right those have whom it concerns, when it is for admins.
    pub fn right(&self) -> Right {
        match self {
            Self::Message(_) => Right::Answer,
            Self::Query(_) | Self::Export(_) => Right::SeeCosts,
            Self::Price(_) => Right::RunShop,
            _ => Right::HearAlerts,
        }
    }

    /// Who it goes before.
    pub fn class(&self) -> MessageClass {
        match self {
            Self::Broadcast(BroadcastNotification::Message { .. }) => MessageClass::Broadcast,
            Self::Query(_) | Self::Export(_) | Self::Broadcast(_) => MessageClass::AdminAnswer,
            // However much customers write, no alarm waits for it.
            Self::Message(notification) if notification.is_for_admins() => MessageClass::Request,
            // For the one who resolved it.
            Self::Order(OrderNotification::ResolvedEnded { .. }) => MessageClass::AdminAnswer,
            Self::Access(notification) if notification.is_for_admins() => MessageClass::Request,
            _ if self.is_for_admins() => MessageClass::Alarm,
            _ => MessageClass::News,
        }
    }

    /// Whether it is for admins and not for the customer.
    pub fn is_for_admins(&self) -> bool {
        match self {
            Self::Order(notification) => notification.is_for_admins(),
            Self::Access(notification) => notification.is_for_admins(),
            Self::Wallet(WalletNotification::Moved { .. }) => false,
            Self::Wallet(WalletNotification::Differs { .. }) => true,
            Self::Bill(notification) => notification.is_for_admins(),
            Self::Message(notification) => notification.is_for_admins(),
            Self::Broadcast(notification) => notification.is_for_admins(),
            Self::Cart(_) | Self::Payout(_) => false,
            Self::Provider(_) | Self::Health(_) | Self::Query(_) | Self::Export(_) | Self::Price(_) | Self::Alert(_) => true,
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
    Query(QueryNotification),
    Wallet(WalletNotification),
    Bill(BillNotification),
    Cart(CartNotification),
    Payout(PayoutNotification),
    Message(MessageNotification),
    Broadcast(BroadcastNotification),
    Export(ExportNotification),
    Price(PriceNotification),
    Alert(AlertNotification)
);

#[cfg(test)]
mod tests;
