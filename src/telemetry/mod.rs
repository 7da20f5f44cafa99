//! Observability: [`logs`], [`metrics`], and the optional HTTP listener for health and metrics ([`ops`]).

pub mod logs;
pub mod metrics;
pub mod ops;

pub use logs::{TelemetryError, init};
