//! Workers: when things happen. No rule is here; each does what is due, waits for a bell or for the next time, and can be ticked by a test.

mod errand;
mod upkeep;
mod watch;

pub use errand::{Answers, Errand, Polls, Sends, run, tick};
pub use upkeep::{refresh, upkeep};
pub use watch::watch;
