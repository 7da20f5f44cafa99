//! What can be seen of the bot from outside: [`logs`], and, where the owner wants it, [`metrics`] and health by [`ops`].

pub mod logs;
pub mod metrics;
pub mod ops;

pub use logs::{TelemetryError, init};
