//! The integration tests, one binary.

mod botapi;
mod sandbox_telegram;
