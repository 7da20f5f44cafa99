//! Exports: a table of a span of time as a file, read in parts and written row by row, so that a year takes no more memory than a day.

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::DateTime;
use chrono_tz::Tz;
use tokio::sync::mpsc;
use tokio::task::JoinError;

use crate::app::dates::day_at;
use crate::domain::export::{ExportFormat, ExportKind, ExportWish};
use crate::domain::order::{EndReason, Order};
use crate::domain::time::Millis;
use crate::sheet::{Cell, Format, Sheet};
use crate::storage::{After, AuditRow, LedgerRow, OrderRow, ReadError, Reader};

/// Rows that are read at a time: with the orders behind them about half a megabyte.
const ROWS_AT_ONCE: i64 = 250;

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error("the file can't be written: {0}")]
    Write(#[from] io::Error),
    #[error("writing the file failed: {0}")]
    Failed(#[from] JoinError),
}

/// How large a file may be. It ends with a whole day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileLimit {
    /// After these many bytes no other day is begun.
    pub bytes: u64,
    /// After these many rows neither.
    pub rows: i64,
}

/// What is in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exported {
    pub rows: i64,
    pub bytes: u64,
    /// Up to when; earlier than wanted, where the limit was reached.
    pub until: Millis,
}

/// Reads the rows of an export.
struct ExportReader<'a> {
    reader: &'a Reader,
    what: ExportKind,
    zone: Tz,
    after: After,
    until: Millis,
}

/// Writes the table that is wanted into `file`. `columns` names its columns; `tell` gets the number of rows that are written.
///
/// # Errors
/// When something can't be read or written.
pub async fn export(
    reader: &Reader,
    wish: ExportWish,
    zone: Tz,
    columns: Vec<String>,
    file: File,
    limit: Option<FileLimit>,
    tell: &tokio::sync::watch::Sender<i64>,
) -> Result<Exported, ExportError> {
    let format = match wish.format {
        ExportFormat::Csv => Format::Csv,
        ExportFormat::Xlsx => Format::Xlsx,
    };
    let (rows, written) = mpsc::channel::<Vec<Vec<Cell>>>(1);
    let length = Arc::new(AtomicU64::new(0));
    let file = Counted { file, length: length.clone() };
    let writing = tokio::task::spawn_blocking(move || write(format, file, &columns, written));
    let mut source = ExportReader { reader, what: wish.what, zone, after: (wish.since, String::new()), until: wish.until };
    let (mut count, mut day_ends, mut until) = (0, Millis(i64::MIN), wish.until);
    loop {
        let mut part = source.next().await?;
        let is_last = i64::try_from(part.len()).is_ok_and(|len| len < ROWS_AT_ONCE);
        let is_full = limit.is_some_and(|limit| length.load(Ordering::Relaxed) >= limit.bytes || count >= limit.rows);
        let end = part.iter().position(|(at, _)| is_full && *at >= day_ends);
        if let Some(end) = end {
            until = day_at(part[end].0, zone).since;
            part.truncate(end);
        }
        if let Some((at, _)) = part.last() {
            day_ends = day_at(*at, zone).until;
        }
        count += i64::try_from(part.len()).unwrap_or(i64::MAX);
        let part = part.into_iter().map(|(_, row)| row).collect();
        if rows.send(part).await.is_err() || is_last || end.is_some() {
            break;
        }
        tell.send_replace(count);
    }
    drop(rows);
    let bytes = writing.await??;
    Ok(Exported { rows: count, bytes, until })
}

fn write(format: Format, file: Counted, columns: &[String], mut rows: mpsc::Receiver<Vec<Vec<Cell>>>) -> io::Result<u64> {
    let mut sheet = Sheet::begin(format, file, columns)?;
    while let Some(part) = rows.blocking_recv() {
        for row in part {
            sheet.add(&row)?;
        }
    }
    sheet.end()
}

impl ExportReader<'_> {
    /// The next rows, each with its time.
    async fn next(&mut self) -> Result<Vec<(Millis, Vec<Cell>)>, ReadError> {
        let (zone, until) = (self.zone, self.until);
        let (rows, last): (Vec<(Millis, Vec<Cell>)>, Option<After>) = match self.what {
            ExportKind::Orders => {
                let found = self.reader.list_order_rows(&self.after, until, ROWS_AT_ONCE).await?;
                let last = found.last().map(|row| (row.at, row.id.clone()));
                (found.into_iter().map(|row| (row.at, of_order(row, zone))).collect(), last)
            }
            ExportKind::Transfers => {
                let found = self.reader.list_ledger_rows(&self.after, until, ROWS_AT_ONCE).await?;
                let last = found.last().map(|row| (row.at, row.id.clone()));
                (found.into_iter().map(|row| (row.at, of_transfer(row, zone))).collect(), last)
            }
            ExportKind::Audit => {
                let found = self.reader.list_audit_rows(&self.after, until, ROWS_AT_ONCE).await?;
                let last = found.last().map(|row| (row.at, row.id.clone()));
                (found.into_iter().map(|row| (row.at, of_audit(row, zone))).collect(), last)
            }
        };
        self.after = last.unwrap_or_else(|| self.after.clone());
        Ok(rows)
    }
}

/// A file that counts what is written to it.
struct Counted {
    file: File,
    length: Arc<AtomicU64>,
}

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.length.fetch_add(u64::try_from(written).unwrap_or(u64::MAX), Ordering::Relaxed);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Seek for Counted {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

fn text(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

fn some(written: Option<String>) -> Cell {
    written.filter(|written| !written.is_empty()).map_or(Cell::Empty, Cell::Text)
}

/// `2026-11-24 15:04:05` in the shop's zone: it sorts as it is.
fn time(at: Millis, zone: Tz) -> Cell {
    text(DateTime::from_timestamp_millis(at.0).unwrap_or_default().with_timezone(&zone).format("%Y-%m-%d %H:%M:%S").to_string())
}

/// As many cells as `export-orders-columns` has names.
fn of_order(row: OrderRow, zone: Tz) -> Vec<Cell> {
    let Some(order) = row.order else { return vec![text(row.id), time(row.at, zone)] };
    let reason = order.reason.as_ref().map(word_of);
    let Order { number, state, category, item, sku, target, user_id, price, cost, paid_by, invoice, sn, created_at, ended_at, .. } = order;
    vec![
        text(number),
        time(created_at, zone),
        ended_at.map_or(Cell::Empty, |at| time(at, zone)),
        text(state.as_str()),
        text(category),
        text(item),
        text(sku),
        text(target),
        text(user_id.to_string()),
        some(row.name),
        some(row.username),
        Cell::Number(price.0),
        Cell::Number(cost.0),
        text(paid_by.as_str()),
        some(invoice),
        some(sn),
        some(reason),
    ]
}

/// A reason as it is stored: the owner's programs read it.
fn word_of(reason: &EndReason) -> String {
    match serde_json::to_value(reason) {
        Ok(serde_json::Value::String(word)) => word,
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}

fn of_transfer(row: LedgerRow, zone: Tz) -> Vec<Cell> {
    vec![
        text(row.id),
        time(row.at, zone),
        text(row.kind),
        text(row.debit),
        text(row.credit),
        Cell::Number(row.amount.0),
        text(row.user_id.to_string()),
        some(row.name),
        some(row.order),
        some(row.actor.map(|id| id.to_string())),
        some(row.reason),
    ]
}

fn of_audit(row: AuditRow, zone: Tz) -> Vec<Cell> {
    vec![time(row.at, zone), text(row.actor.to_string()), some(row.name), text(row.action), some(Some(row.subject)), some(Some(row.detail))]
}
