//! The odzreshop API: four POST endpoints, JSON in both directions, the key in every body.
//!
//! [`wire`] has the JSON types, [`outcome`] decides what an answer means, [`client`] makes the calls. The API's documentation has
//! seven status codes and the message of each; everything it doesn't document decides nothing.

mod client;
mod outcome;
mod wire;

pub use client::{BuildError, Client, Settings};

#[cfg(test)]
mod fuzz;
