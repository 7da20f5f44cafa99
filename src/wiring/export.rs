//! `export`: orders, transfers or the audit log as a file, also while the bot runs.

use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use tokio::sync::watch;

use crate::app::{Day, day_at, export, read_iso, zone};
use crate::config::{Config, DatabaseUrl};
use crate::domain::export::{ExportFormat, ExportKind, ExportWish};
use crate::i18n::Words;
use crate::storage;
use crate::telegram::view;
use crate::wiring::Clock;

/// What to export.
#[derive(Clone, Debug, Args)]
pub struct Options {
    /// What is in the table
    #[arg(value_enum)]
    what: What,
    /// The new file; an existing file is never overwritten
    file: PathBuf,
    /// The first day, YYYY-MM-DD in the shop's time zone [default: the first there is]
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// The last day [default: today]
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    /// [default: by the ending of FILE, else csv]
    #[arg(long, value_enum)]
    format: Option<Format>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum What {
    Orders,
    Transfers,
    Audit,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Csv,
    Xlsx,
}

/// Writes the file and says what is in it.
///
/// # Errors
/// When a date is none, the file is there already, or something can't be read or written.
pub async fn run(config: &Config, options: Options, clock: &Clock, say: impl Fn(std::fmt::Arguments)) -> anyhow::Result<bool> {
    let Options { what, file, from, to, format } = options;
    let what = match what {
        What::Orders => ExportKind::Orders,
        What::Transfers => ExportKind::Transfers,
        What::Audit => ExportKind::Audit,
    };
    let is_xlsx = file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"));
    let format = match format {
        Some(Format::Xlsx) => ExportFormat::Xlsx,
        None if is_xlsx => ExportFormat::Xlsx,
        Some(Format::Csv) | None => ExportFormat::Csv,
    };
    let zone = zone(&config.shop);
    let read = |name: &str, date: Option<String>| match date {
        Some(date) => read_iso(&date, zone).map(Some).with_context(|| format!("{name} {date:?} is no date; write it as 2026-11-24")),
        None => Ok(None),
    };
    let (from, to) = (read("--from", from)?, read("--to", to)?);
    let reader = match &config.database {
        DatabaseUrl::Sqlite(path) => storage::open_to_read(path).await?,
        DatabaseUrl::Postgres { url, .. } => storage::connect_to_read(url).await?,
    };
    let Day { until, .. } = to.unwrap_or_else(|| day_at(clock.now(), zone));
    let since = match from {
        Some(day) => day.since,
        None => reader.find_first_row(what).await?.map_or(until, |at| day_at(at, zone).since).min(until),
    };
    if since > until {
        bail!("--from is after --to");
    }
    let words = Words::new(config.shop.locale.clone(), zone);
    let columns = view::export::columns(what, &words);
    let new = std::fs::File::create_new(&file).with_context(|| format!("creating {}", file.display()))?;
    let wish = ExportWish { what, format, since, until };
    let (tell, _) = watch::channel(0);
    match export(&reader, wish, zone, columns, new, None, &tell).await {
        Ok(exported) => say(format_args!("{}: {} rows, {} bytes", file.display(), exported.rows, exported.bytes)),
        Err(error) => {
            // Half a table would be taken for a whole one.
            let _ = std::fs::remove_file(&file);
            return Err(error).with_context(|| format!("exporting to {}", file.display()));
        }
    }
    Ok(true)
}
