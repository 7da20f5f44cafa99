//! How updates are received: they are on disk before Telegram gets the acknowledgement.

mod health;
mod health_check;
mod introduction;
pub mod polling;
mod raw_update;
pub mod registration;
mod trouble;
pub mod webhook;

pub use health::{Announce, Health};
pub use health_check::TelegramProbe;
pub use introduction::{AtOnce, Ingest};
pub use polling::Polling;
pub use raw_update::{ALLOWED_UPDATES, NoUpdateId, receive};
pub use webhook::Webhook;
