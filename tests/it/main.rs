//! The integration tests, one binary.
// The setting that allows these in tests looks only at functions marked #[test], not at what they share.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod access;
mod admin;
mod alerts;
mod botapi;
mod browser;
mod chance;
mod config;
mod crash;
mod demo;
mod following;
mod fuzz;
mod groups;
mod harness;
mod input;
mod locales;
mod model;
mod ops;
mod orders;
mod pipeline;
mod postgres;
mod presses;
mod provider;
mod purchase;
mod restart;
mod samples;
mod sandbox_page;
mod sandbox_telegram;
mod security;
mod shelves;
mod shop;
mod storage;
mod tidy;
mod views;
mod webhook;
