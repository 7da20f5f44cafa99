//! The demo in a real browser: people buy, things fail, and everything on the page is visible and usable.
//!
//! The tests use Chromium as a person does. Pictures are saved in `target/screenshots/`.

mod breaking;
mod looks;
mod person;
mod purchase;
mod stage;
mod webdriver;
