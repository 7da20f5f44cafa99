//! The only module that knows Telegram.
//!
//! In: [`ingest`] stores updates, [`runner`] passes them to the handler [`tree`], whose [`features`] return effects. Out: [`sender`] sends
//! what is in the outbox; [`render`] renders notifications with the pure [`view`]s. Of teloxide we use the payloads with their types, and
//! dptree. We do not use its dispatcher, which acknowledges updates before they are handled, nor its `Update`, which loses what it does not
//! know ([`incoming`]).

pub mod addressed;
mod albums;
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
mod seldom;
pub mod sender;
pub mod stars;
pub mod tree;
pub mod upload;
pub mod view;

#[cfg(test)]
mod mock_bot_api;
