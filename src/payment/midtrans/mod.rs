//! Midtrans (api.midtrans.com), its Core API: a QRIS code per transaction, asked by our own id.
//!
//! What became of a call is `status_code` in the body, whatever the HTTP status: a transaction that it doesn't know is often HTTP 200 with
//! `"404"`. A payment is believed only with all of `settlement`, code 200 and `fraud_status` `accept`. Its id of a payment is the
//! `transaction_id`. Its sandbox is a host of its own with keys of its own: whatever is paid there is a test.

mod client;
mod outcome;
mod wire;

pub use client::{Client, Settings};
pub use outcome::hear;
