//! Workers: when things happen. No rule is here; each does what is due, waits for a wake-up or for the next time, and can be ticked by a test.

mod job;
mod maintenance;
mod monitor;

pub use job::{Answers, JobQueue, Polls, Sends, run, tick};
pub use maintenance::{maintenance, refresh};
pub use monitor::monitor;
