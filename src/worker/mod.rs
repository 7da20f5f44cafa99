//! Workers: when things happen. They contain no rules: each does what is due, then waits for a wake-up or for the next due time.

mod backup;
mod broadcast;
mod job;
mod maintenance;
mod monitor;

pub use backup::backups;
pub use broadcast::broadcasts;
pub use job::run;
pub use maintenance::{maintenance, refresh};
pub use monitor::monitor;
