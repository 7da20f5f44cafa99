//! odzreshop's API: four POST endpoints, JSON both ways, the key in every body.
//!
//! [`wire`] reads and writes its words ([`json`] without losing a digit, [`figure`] amounts, [`serial`] what was delivered), [`outcome`]
//! decides what an answer means, [`client`] does the calling. The API's text documents
//! seven status codes and the message of each; everything it doesn't document decides nothing.

mod client;
mod figure;
mod json;
mod outcome;
mod serial;
mod wire;

pub use client::{BuildError, Client, Settings};

#[cfg(test)]
mod fuzz;
