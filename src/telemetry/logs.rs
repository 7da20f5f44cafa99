//! Logs: one subscriber for the process. It writes to standard error, because standard output is for what a command prints.

use std::io::{self, IsTerminal, Write, stderr};

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::{EnvFilter, ParseError, filter_fn};
use tracing_subscriber::fmt;
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::util::{SubscriberInitExt, TryInitError};

use crate::config::{LogFormat, Redactor};

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

/// Starts logging, without the secrets that `redactor` knows. To be called once in a process.
///
/// # Errors
/// A filter that can't be read, or a second call.
pub fn init(format: LogFormat, filter: &str, redactor: Redactor) -> Result<(), TelemetryError> {
    let wanted = EnvFilter::builder().parse(filter)?;
    let quiet = filter_fn(|event| is_let_through(event.target(), *event.level()));
    // A line that can't be written (standard error may be a file on a full disk) is dropped: reporting the error there would panic.
    let lines = fmt::layer().with_writer(move || Redacted { out: stderr(), redactor: redactor.clone() }).log_internal_errors(false);
    let lines = match format {
        LogFormat::Pretty => lines.with_ansi(stderr().is_terminal()).boxed(),
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
    };
    // Filters of the whole subscriber, not of its one layer: sqlx asks whether a line is wanted and, when it is not, writes none; a filter of
    // a layer keeps that "no" for the thread's next line, whichever that is, and swallows it.
    tracing_subscriber::registry().with(wanted).with(quiet).with(lines).try_init()?;
    Ok(())
}

/// Redacts the secrets in what is written. Answers from outside are redacted where they come in; this is for texts that come another way,
/// from a database or a library.
struct Redacted<W> {
    out: W,
    redactor: Redactor,
}

impl<W: Write> Write for Redacted<W> {
    /// A log line comes as one write, so no secret is torn.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.out.write_all(&self.redactor.bytes(line))?;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn is_let_through(target: &str, level: tracing::Level) -> bool {
    let root = target.split("::").next().unwrap_or(target);
    !QUIET.contains(&root) || level <= LevelFilter::INFO
}

#[cfg(test)]
mod tests {
    use tracing::Level;

    use super::*;

    #[test]
    fn a_line_has_no_secret() {
        let redactor = Redactor::new(["canary-secret".to_owned()]);
        let mut lines = Redacted { out: Vec::new(), redactor };
        writeln!(lines, "ERROR postgres said canary%2Dsecret").unwrap();
        lines.write_all(b"INFO all is well\n").unwrap();
        assert_eq!(lines.out, b"ERROR postgres said ***\nINFO all is well\n");
    }

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
