//! `[backup]` of `shop.toml`: copies of the database that the bot makes by itself.

use crate::domain::shop::BackupSettings;

use super::toml_reader::Section;

/// A month: an older copy helps nobody.
const MAX_HOURS: i64 = 31 * 24;
/// Most copies that are kept.
const MAX_KEPT: i64 = 1_000;
/// The longest path that Linux takes.
const MAX_PATH_CHARS: usize = 4_096;

/// Reads the section.
pub(super) fn read_backup(mut section: Section<'_>) -> BackupSettings {
    let every_hours = section.number("every_hours", 0..=MAX_HOURS, 0);
    let keep = section.number("keep", 1..=MAX_KEPT, 14);
    let folder = section.text("folder", MAX_PATH_CHARS);
    section.close();
    BackupSettings { every_hours, keep, folder }
}
