//! The program: parses the command line and hands over.

use std::process::ExitCode;

use clap::Parser;
use odzreshop_bot::cli::{self, Cli};

#[tokio::main]
async fn main() -> ExitCode {
    cli::main(Cli::parse()).await
}
