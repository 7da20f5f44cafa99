//! Exports in words: what a file has, of which days, and what its columns are called.

use crate::domain::export::{ExportKind, ExportWish};
use crate::i18n::Words;
use crate::telegram::view::html;

/// What the file has, and of which days.
pub fn title(wish: &ExportWish, words: &Words) -> String {
    let (since, last) = (words.date(wish.since), words.date(wish.until.plus_ms(-1)));
    let days = if since == last { since } else { format!("{since} – {last}") };
    words.say("export-title", &[("what", words.say(name_of(wish.what), &[]).into()), ("days", days.into())])
}

/// The caption of a file with so many rows.
pub fn caption(wish: &ExportWish, rows: i64, words: &Words) -> String {
    format!("{}\n{}", title(wish, words), words.say("export-rows", &[("rows", rows.to_string().into())]))
}

/// `orders 2026-11-01 2026-11-24.csv`, with the days as they are in the shop's zone.
pub fn file_name(wish: &ExportWish, words: &Words) -> String {
    let (since, last) = (words.iso_date(wish.since), words.iso_date(wish.until.plus_ms(-1)));
    format!("{} {since} {last}.{}", wish.what.as_str(), wish.format.as_str())
}

/// The key of the name of what is exported.
pub fn name_of(what: ExportKind) -> &'static str {
    match what {
        ExportKind::Orders => "export-orders",
        ExportKind::Transfers => "export-transfers",
        ExportKind::Audit => "export-audit",
    }
}

/// A single day is too large for a document.
pub fn too_large(words: &Words) -> String {
    words.say("export-too-large", &[])
}

/// The file could not be made.
pub fn failed(words: &Words) -> String {
    words.say("export-failed", &[])
}

/// The names of the columns.
pub fn columns(what: ExportKind, words: &Words) -> Vec<String> {
    let key = match what {
        ExportKind::Orders => "export-orders-columns",
        ExportKind::Transfers => "export-transfers-columns",
        ExportKind::Audit => "export-audit-columns",
    };
    let names = words.say(key, &[]);
    names.split('|').map(|name| name.trim().to_owned()).collect()
}

/// The caption of a part of a copy of the database.
pub fn backup_copy(name: &str, part: u64, parts: u64, words: &Words) -> String {
    let key = if parts > 1 { "backup-copy-part" } else { "backup-copy" };
    html::say(words, key, &[("name", name.into()), ("part", part.to_string().into()), ("parts", parts.to_string().into())])
}
