//! The demo in a real browser: people buy, things break, and everything can be seen and reached.
//!
//! Chromium and its driver are driven as a person drives them. Pictures of what they showed are kept in `screenshots`, beside the
//! folder of the built program.

mod breaking;
mod guide;
mod looks;
mod person;
mod purchase;
mod session;
mod webdriver;
