//! How updates get in: onto disk first, and only then is Telegram told that we have them.

mod health;
mod health_check;
mod introduction;
pub mod polling;
mod raw_update;
pub mod registration;
mod trouble;
pub mod webhook;

pub use health::{Health, OnReturn};
pub use health_check::TelegramProbe;
pub use polling::Polling;
pub use raw_update::{ALLOWED_UPDATES, NoUpdateId, receive};
pub use webhook::Webhook;
