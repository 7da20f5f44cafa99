//! A broadcast: one message of the shop to many customers.

use serde::{Deserialize, Serialize};

use crate::domain::locale::{LocalText, Locale};
use crate::domain::place::Place;
use crate::domain::time::Millis;

/// Longest text, in UTF-16 units: one message of Telegram.
pub const MAX_TEXT_UNITS: usize = 4_096;
/// Longest text under a photo.
pub const MAX_CAPTION_UNITS: usize = 1_024;
/// How far back "bought recently" looks, in days.
pub const RECENT_DAYS: i64 = 30;

/// Who gets it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Everybody who may order.
    All,
    /// Of these, who got an order delivered in the last [`RECENT_DAYS`] days.
    Recent,
    /// Of these, who has money in their wallet.
    WithBalance,
    /// Of these, who pays the prices of this tier.
    Tier(String),
}

impl Audience {
    /// Its word in SQL and in the audit log.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Recent => "recent",
            Self::WithBalance => "with_balance",
            Self::Tier(_) => "tier",
        }
    }

    /// The tier, where it is one.
    pub fn tier(&self) -> Option<&str> {
        match self {
            Self::Tier(tier) => Some(tier),
            Self::All | Self::Recent | Self::WithBalance => None,
        }
    }
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BroadcastState {
    /// Written, and not confirmed.
    Draft,
    Running,
    /// An admin stopped it.
    Stopped,
    /// Everybody was written to.
    Done,
}

/// A broadcast.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broadcast {
    pub id: String,
    /// Empty only under a photo.
    pub text: LocalText,
    /// Telegram's id of the photo.
    pub photo: Option<String>,
    pub state: BroadcastState,
    /// How many it was for when it was confirmed.
    pub total: i64,
    /// The last person who is in the outbox or was left out; they are taken by their ids.
    pub reached: i64,
    /// Where its progress is shown.
    pub place: Option<Place>,
    pub audience: Option<Audience>,
    /// Whether the shop was open to everybody.
    pub open: bool,
    pub started_at: Option<Millis>,
}

/// What became of its messages so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BroadcastProgress {
    pub sent: i64,
    /// Who can't be reached: they have blocked the bot, most likely.
    pub lost: i64,
    /// In the outbox.
    pub waiting: i64,
}

/// The text with another one for those who read English; the same for all when it is empty.
pub fn with_english(text: LocalText, english: &str) -> LocalText {
    let indonesian = text.get(&Locale::new("id")).to_owned();
    if english.is_empty() {
        return LocalText::Plain(indonesian);
    }
    LocalText::PerLocale([("id".to_owned(), indonesian), ("en".to_owned(), english.to_owned())].into())
}

/// Whether a text fits, under a photo or alone.
pub fn fits(text: &str, has_photo: bool) -> bool {
    let units = text.encode_utf16().count();
    if has_photo { units <= MAX_CAPTION_UNITS } else { (1..=MAX_TEXT_UNITS).contains(&units) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_fits_a_message_or_a_caption() {
        let cases = [
            ("", false, false),
            ("", true, true),
            (&"x".repeat(1_024), true, true),
            (&"x".repeat(1_025), true, false),
            (&"x".repeat(4_096), false, true),
            (&"😀".repeat(2_049), false, false),
        ];
        for (text, has_photo, expected) in cases {
            assert_eq!(fits(text, has_photo), expected, "{} {has_photo}", text.len());
        }
    }

    #[test]
    fn without_english_everybody_reads_the_same() {
        let (id, en) = (Locale::new("id"), Locale::new("en"));
        let both = with_english(LocalText::Plain("Halo".to_owned()), "Hello");
        assert_eq!((both.get(&id), both.get(&en)), ("Halo", "Hello"));
        let same = with_english(both, "");
        assert_eq!((same.get(&id), same.get(&en)), ("Halo", "Halo"));
    }
}
