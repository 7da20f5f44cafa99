//! The features: each file has the commands and buttons of one feature, what they do, and the pages that they show.
//!
//! An endpoint reads, decides and returns effects. A page is a pure function of facts and a language that returns a
//! [`Page`](crate::telegram::view::Page). The [`tree`](crate::telegram::tree) puts the features together.

pub mod access;
pub mod admin;
pub mod admin_orders;
pub mod alerts;
pub mod anonymous;
pub mod audit;
pub mod balance;
pub mod bills;
pub mod block;
pub mod broadcast;
pub mod catalog;
pub mod catalog_digest;
pub mod catalog_form;
pub mod customer_terms;
pub mod customers;
pub mod export;
pub mod figures;
pub mod game_accounts;
pub mod general;
pub mod help;
pub mod language;
pub mod message;
pub mod opening;
pub mod orders;
pub mod pay_support;
pub mod payout;
pub mod pending;
pub mod price_draft;
pub mod prices;
pub mod proof;
pub mod purchase;
pub mod receipt;
pub mod reload;
pub mod remembered;
pub mod resolution;
pub mod roles;
pub mod stars;
pub mod start;
pub mod status;
pub mod top_up;
pub mod typed;
pub mod unmatched;
pub mod verification;
pub mod wallet;
