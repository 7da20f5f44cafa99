//! The demo in a real browser: people buy, things break, and everything can be seen and reached.
//!
//! The tests click and type as a person does. Pictures of the page are kept in `screenshots`, beside the folder of the built
//! program.

mod breaking;
mod guide;
mod looks;
mod person;
mod purchase;
mod session;
mod webdriver;
