//! The pages of notifications, as of the time when they are sent: one file per feature.

use crate::domain::notification::Notification;
use crate::i18n::Words;
use crate::telegram::view::page::{NotificationFacts, Page, ShopFacts};

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

pub use health::settings_rejected;

/// What `notification` says, given the facts that are known now.
pub fn notification(notification: &Notification, facts: &NotificationFacts, words: &Words, shop: &ShopFacts) -> Page {
    match notification {
        Notification::Order(notification) => order::page(notification, facts, words, shop),
        Notification::Access(notification) => access::page(notification, facts, words, shop),
        Notification::Provider(notification) => provider::page(notification, words),
        Notification::Health(notification) => health::page(notification, words),
        Notification::Query(notification) => query::page(notification, facts, words, shop),
        Notification::Wallet(notification) => wallet::page(notification, facts, words),
        Notification::Bill(notification) => bill::page(notification, facts, words, shop),
        Notification::Cart(notification) => cart::page(notification, facts, words, shop),
        Notification::Export(notification) => export::page(notification, words),
        Notification::Message(notification) => message::page(notification, facts, words, shop),
        Notification::Broadcast(notification) => broadcast::page(notification, facts, words),
        Notification::Alert(notification) => alert::page(notification, facts, words, shop),
        Notification::Price(notification) => price::page(notification, words),
        Notification::Payout(notification) => payout::page(notification, facts, words, shop),
    }
}
