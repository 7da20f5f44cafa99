//! Logs: one subscriber for the process. It writes to standard error, because standard output is for what a command prints.

use std::io::{IsTerminal, stderr};

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::{EnvFilter, FilterExt, ParseError, filter_fn};
use tracing_subscriber::fmt;
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::util::{SubscriberInitExt, TryInitError};

use crate::config::LogFormat;

/// Crates that log URLs and payloads at debug and trace. The path of every call to Telegram contains the bot's token, so these lines
/// are dropped whatever `RUST_LOG` says.
const QUIET: [&str; 6] = ["hyper", "hyper_util", "h2", "reqwest", "sqlx", "teloxide_core"];

/// Why there are no logs.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// The filter is invalid. The configuration checks it earlier, so this is unexpected.
    #[error("the log filter can't be read: {0}")]
    Filter(#[from] ParseError),
    /// This process has a subscriber already.
    #[error("logs are set up already: {0}")]
    Taken(#[from] TryInitError),
}

/// Starts logging. To be called once in a process.
///
/// # Errors
/// A filter that can't be read, or a second call.
pub fn init(format: LogFormat, filter: &str) -> Result<(), TelemetryError> {
    let wanted = EnvFilter::builder().parse(filter)?.and(filter_fn(|event| is_let_through(event.target(), *event.level())));
    // A line that can't be written (standard error may be a file on a full disk) is dropped: reporting the error there would panic.
    let lines = fmt::layer().with_writer(stderr).log_internal_errors(false);
    let lines = match format {
        LogFormat::Pretty => lines.with_ansi(stderr().is_terminal()).boxed(),
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
    };
    tracing_subscriber::registry().with(lines.with_filter(wanted)).try_init()?;
    Ok(())
}

fn is_let_through(target: &str, level: tracing::Level) -> bool {
    let root = target.split("::").next().unwrap_or(target);
    !QUIET.contains(&root) || level <= LevelFilter::INFO
}

#[cfg(test)]
mod tests {
    use tracing::Level;

    use super::is_let_through;

    #[test]
    fn no_filter_enables_debug_lines_of_network_crates() {
        for (target, level, through) in [
            ("hyper::client", Level::DEBUG, false),
            ("hyper_util::client::legacy::connect", Level::TRACE, false),
            ("reqwest::connect", Level::INFO, true),
            ("sqlx::query", Level::WARN, true),
            ("odzreshop_bot::worker", Level::TRACE, true),
            ("hyperactive", Level::TRACE, true),
        ] {
            assert_eq!(is_let_through(target, level), through, "{target} {level}");
        }
    }
}
