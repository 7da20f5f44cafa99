//! `[backup]` of `shop.toml`: copies of the database that the bot makes by itself.

use crate::domain::shop::BackupSettings;

use super::toml_reader::Section;

/// A month: an older copy helps nobody.
const MAX_HOURS: i64 = 31 * 24;
/// Most copies that are kept.
const MAX_KEPT: i64 = 1_000;
/// The longest path that Linux takes.
const MAX_PATH_CHARS: usize = 4_096;
/// Longer than any key: one that withstands quantum computers has about 2,000 characters.
const MAX_RECIPIENT_CHARS: usize = 4_096;
/// Ids of chats have at most 52 significant bits (Bot API, `Chat`).
const MAX_CHAT_ID: i64 = (1 << 52) - 1;

/// Reads the section.
pub(super) fn read_backup(mut section: Section<'_>) -> BackupSettings {
    let every_hours = section.number("every_hours", 0..=MAX_HOURS, 0);
    let keep = section.number("keep", 1..=MAX_KEPT, 14);
    let folder = section.text("folder", MAX_PATH_CHARS);
    let age_recipient = section.text("age_recipient", MAX_RECIPIENT_CHARS);
    let is_key = |key: &String| key.starts_with("age1") && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    if age_recipient.as_ref().is_some_and(|key| !is_key(key)) {
        section.refuse("age_recipient", "a public key that `age-keygen` prints: \"age1…\"".to_owned());
    }
    let telegram_chat = section.optional_number("telegram_chat", -MAX_CHAT_ID..=MAX_CHAT_ID);
    if telegram_chat.is_some() && age_recipient.is_none() {
        section.refuse("telegram_chat", "`age_recipient` too, because what leaves this machine is encrypted".to_owned());
    }
    section.close();
    BackupSettings { every_hours, keep, folder, age_recipient, telegram_chat }
}
