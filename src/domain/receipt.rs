//! A receipt that a customer may show to anybody: what it says of a delivered order, and the text of it that is signed.
//!
//! It says nothing that would let a stranger reach the account or use the voucher: a target is masked, a serial number too unless the owner
//! wants it whole, and neither price nor cost is there.

use crate::domain::order::{Order, OrderState};
use crate::domain::target::is_invisible;
use crate::domain::time::Millis;

/// The first word of a signed text: which form it has.
const FORM: &str = "receipt1";
/// Between two parts of a signed text.
const SEPARATOR: char = '|';
/// What stands for the characters that are not shown.
const HIDDEN: &str = "***";
/// Longest name on a receipt, in characters.
const MAX_NAME_CHARS: usize = 64;
/// A value with fewer characters is hidden whole: its last ones would be too much of it.
const MIN_SHOWN_TARGET: usize = 6;
/// How many characters of a target's field are shown: enough for who knows the account.
const SHOWN_OF_TARGET: usize = 3;
/// The same for a serial number. Of a voucher it is the voucher itself, so that a short one shows nothing.
const MIN_SHOWN_SN: usize = 12;
const SHOWN_OF_SN: usize = 4;
/// A longer serial number is masked even where the owner wants it whole: a part of it would look like the whole.
const MAX_SN_CHARS: usize = 64;

/// What a receipt says. No part is longer than a line or has a [`SEPARATOR`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaleReceipt {
    /// The order's number.
    pub number: String,
    /// When the order ended, to the second.
    pub delivered_at: Millis,
    /// The shop's name.
    pub shop: String,
    pub item: String,
    /// The target, masked.
    pub target: String,
    /// The serial number as far as it is shown; empty while there is none.
    pub sn: String,
}

/// A receipt with what proves it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedReceipt {
    pub receipt: SaleReceipt,
    /// What follows `?start=` in the link to the bot: at most 64 of `A-Z a-z 0-9 _ -` (Bot API, deep linking).
    pub payload: String,
    /// [`SaleReceipt::text`] with its signature.
    pub signed: String,
}

impl SaleReceipt {
    /// The receipt of an order, `None` while it is not delivered. `whole_sn`: the owner wants serial numbers whole.
    pub fn of(order: &Order, shop: &str, whole_sn: bool) -> Option<Self> {
        let sn = plain(order.sn.as_deref().unwrap_or_default(), usize::MAX);
        let is_shown = whole_sn && sn.chars().count() <= MAX_SN_CHARS;
        (order.state == OrderState::Success).then(|| Self {
            number: plain(&order.number, MAX_NAME_CHARS),
            delivered_at: Millis(order.ended_at.unwrap_or(order.created_at).0.div_euclid(1_000) * 1_000),
            shop: plain(shop, MAX_NAME_CHARS),
            item: plain(&order.item, MAX_NAME_CHARS),
            target: masked_target(order),
            sn: match sn.as_str() {
                "" => sn,
                _ if is_shown => sn,
                _ => masked(&sn, MIN_SHOWN_SN, SHOWN_OF_SN),
            },
        })
    }

    /// What is signed: its parts in one line.
    pub fn text(&self) -> String {
        let Self { number, delivered_at, shop, item, target, sn } = self;
        let seconds = (delivered_at.0 / 1_000).to_string();
        [FORM, number, &seconds, shop, item, target, sn].join(&SEPARATOR.to_string())
    }

    /// The text with its signature behind it.
    pub fn signed(&self, signature: &str) -> String {
        format!("{}{SEPARATOR}{signature}", self.text())
    }

    /// The text that was signed, and its signature.
    pub fn split(signed: &str) -> Option<(&str, &str)> {
        signed.rsplit_once(SEPARATOR)
    }

    /// Reads what [`text`](Self::text) wrote. Only a checked signature says that it is true.
    pub fn read(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split(SEPARATOR).collect();
        let [FORM, number, seconds, shop, item, target, sn] = parts[..] else { return None };
        let [number, shop, item, target, sn] = [number, shop, item, target, sn].map(str::to_owned);
        Some(Self { number, delivered_at: Millis(seconds.parse::<i64>().ok()?.checked_mul(1_000)?), shop, item, target, sn })
    }
}

/// Each field of the target for itself, so that a short one shows nothing.
fn masked_target(order: &Order) -> String {
    let values: Vec<&str> = match order.answers.as_slice() {
        [] => vec![&order.target],
        answers => answers.iter().map(|answer| answer.value.as_str()).collect(),
    };
    values.into_iter().map(|value| masked(&plain(value, usize::MAX), MIN_SHOWN_TARGET, SHOWN_OF_TARGET)).collect::<Vec<_>>().join(" ")
}

/// The last `shown` characters, if there are at least `least`. How many are hidden is not to be seen.
fn masked(value: &str, least: usize, shown: usize) -> String {
    let count = value.chars().count();
    let tail: String = if count < least { String::new() } else { value.chars().skip(count - shown).collect() };
    format!("{HIDDEN}{tail}")
}

/// In one line, without what is invisible or separates the parts.
fn plain(text: &str, max: usize) -> String {
    let shown = text.chars().map(|c| match c {
        SEPARATOR => '/',
        c if c.is_whitespace() => ' ',
        c => c,
    });
    let shown: String = shown.filter(|c| *c == ' ' || !is_invisible(*c)).take(max).collect();
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::samples;
    use crate::domain::target::Answer;

    fn delivered(answers: &[&str], sn: &str) -> Order {
        let answer = |value: &&str| Answer { key: "k".to_owned(), value: (*value).to_owned() };
        Order {
            item: "86 | Diamonds\n".to_owned(),
            answers: answers.iter().map(answer).collect(),
            sn: Some(sn.to_owned()).filter(|sn| !sn.is_empty()),
            ended_at: Some(Millis(1_790_000_000_999)),
            ..samples::order(OrderState::Success, Millis(0))
        }
    }

    #[test]
    fn only_what_strangers_may_see_is_on_a_receipt() {
        for (answers, sn, whole_sn, target, shown) in [
            (&["123456789", "2345"][..], "SN-1", false, "***789 ***", "***"),
            (&["123456789", "2345"], "SN-1", true, "***789 ***", "SN-1"),
            (&["12345"], "ABCD-EFGH-1234", false, "***", "***1234"),
            (&["123456"], "ABCD-EFGH-1234", true, "***456", "ABCD-EFGH-1234"),
            (&["budi@example.com"], "A\nB|C", true, "***com", "A B/C"),
            (&["123456789"], &"7".repeat(65), true, "***789", "***7777"),
            (&["123456789"], "", true, "***789", ""),
        ] {
            let receipt = SaleReceipt::of(&delivered(answers, sn), "Toko | Budi", whole_sn).unwrap();
            assert_eq!((receipt.target.as_str(), receipt.sn.as_str()), (target, shown), "{answers:?} {sn}");
            assert_eq!((receipt.shop.as_str(), receipt.item.as_str()), ("Toko / Budi", "86 / Diamonds"));
            assert_eq!(SaleReceipt::read(&receipt.text()), Some(receipt), "what was written is read");
        }
        assert_eq!(SaleReceipt::of(&Order { state: OrderState::Failed, ..delivered(&["1"], "") }, "Toko", false), None);
    }
}
