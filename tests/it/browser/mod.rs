//! The demo in a real browser: people buy, things fail, and everything on the page is visible and usable.
//!
//! The tests click and type as a person does. Pictures of the page are kept in `screenshots`, beside the folder of the built
//! program.

mod breaking;
mod guide;
mod looks;
mod payments;
mod person;
mod purchase;
mod session;
mod webdriver;
