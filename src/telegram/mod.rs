//! The only module that knows Telegram.
//!
//! In: [`ingest`] stores updates, [`runner`] hands them to the handler [`tree`], whose [`features`] return effects. Out: [`sender`] posts
//! what is in the outbox; [`render`] puts notifications into words with the pure [`view`]s. Of teloxide we use the payloads with their types
//! and dptree; not its dispatcher, which acknowledges updates before they are handled, and not its `Update`, which loses what it does not
//! know ([`incoming`]).

pub mod albums;
pub mod backoff;
pub mod bot_command;
pub mod callback;
pub mod caller;
pub mod chat_queue;
pub mod command;
pub mod commands;
pub mod compose;
pub mod context;
pub mod features;
pub mod flood;
pub mod incoming;
pub mod ingest;
pub mod out_of_band;
pub mod render;
pub mod runner;
pub mod sender;
pub mod tree;
pub mod upload;
pub mod view;

#[cfg(test)]
mod mock_bot_api;
