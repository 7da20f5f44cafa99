//! The program: parses the command line and hands over.

use std::process::ExitCode;

use clap::Parser;
use odzreshop_bot::cli::{self, Cli};

// One thread: Telegram takes 30 messages a second, SQLite has threads of its own, and waking others costs more than they would do.
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    cli::main(Cli::parse()).await
}
