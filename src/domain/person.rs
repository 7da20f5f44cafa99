//! People who talk to the bot.

use crate::domain::access::AccessStatus;
use crate::domain::locale::Locale;

/// Somebody who has written to the bot or pressed a button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Telegram's numeric id; the id of their private chat too.
    pub id: i64,
    /// The name they gave Telegram: foreign text.
    pub name: String,
    /// Without the `@`.
    pub username: Option<String>,
    /// The language code that Telegram reports.
    pub telegram_language: Option<String>,
    /// The language chosen with `/language`.
    pub chosen: Option<Locale>,
    /// Where they stand with the shop.
    pub access: AccessStatus,
    /// Whether Telegram refused to deliver to them (403) since they last wrote.
    pub unreachable: bool,
}
