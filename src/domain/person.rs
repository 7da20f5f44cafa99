//! People who talk to the bot.

use crate::domain::access::{AccessStatus, LastDecision, OwnLimits};
use crate::domain::locale::Locale;
use crate::domain::time::Millis;

/// A person who has written to the bot or pressed a button.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// Telegram's numeric id, which is also the id of their private chat.
    pub id: i64,
    /// Their name at Telegram: foreign text.
    pub name: String,
    /// Without the `@`.
    pub username: Option<String>,
    /// The language code that Telegram reports.
    pub telegram_language: Option<String>,
    /// The language chosen with `/language`.
    pub chosen: Option<Locale>,
    /// Their access to the shop.
    pub access: AccessStatus,
    /// Whether Telegram refused to deliver to them (403) since they last wrote.
    pub unreachable: bool,
    /// When they requested access.
    pub requested_at: Option<Millis>,
    /// The category of the link that they came by before they were approved: its slug.
    pub wanted: Option<String>,
    /// The topic of their private chat in which they were last: what is said to them later, and belongs to no other place, appears there.
    pub topic: Option<i64>,
    /// The tier whose prices they pay, if an admin gave them one.
    pub tier: Option<String>,
    /// Their own limits, in place of the shop's.
    pub limits: OwnLimits,
    /// The last decision about their access, if an admin ever made one.
    pub decision: Option<LastDecision>,
}
