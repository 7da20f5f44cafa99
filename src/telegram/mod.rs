//! The only room that knows Telegram.
//!
//! In: [`ingest`] stores updates, [`runner`] hands them to the handler [`tree`], whose [`handlers`] return effects. Out: [`sender`] posts
//! what is in the outbox; [`letters`] puts notices into words with the pure [`view`]s. Of teloxide we use the types, the payloads, the
//! commands and dptree; not its dispatcher, which acknowledges updates before they are handled.

pub mod arrival;
pub mod backoff;
pub mod caller;
pub mod commands;
pub mod compose;
pub mod distress;
pub mod flood;
pub mod handlers;
pub mod ingest;
pub mod lanes;
pub mod letters;
pub mod press;
pub mod runner;
pub mod sender;
pub mod tree;
pub mod turn;
pub mod view;

#[cfg(test)]
mod script;
