//! Pakasir (app.pakasir.com): a project's slug and key, a QRIS code per transaction, asked by our own id. It has no id of a payment: our
//! reference is its key. Its webhooks are unsigned. The documentation is silent about errors: an unknown transaction is seen as
//! `{"transaction": null}`, or as a 404.

mod client;
mod outcome;
mod wire;

pub use client::{Client, Settings};
pub use outcome::hear;
