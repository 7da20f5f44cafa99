//! Telegram's list of the bot's transactions in Stars, as Telegram keeps it.

use odzreshop_bot::sandbox::telegram::Telegram;

/// A payment, or that it was given back.
pub struct Item {
    pub charge: String,
    pub stars: i64,
    /// The id of the bill.
    pub payload: String,
    /// It was given back.
    pub is_back: bool,
}

/// All of them, oldest first.
pub fn list(telegram: &Telegram) -> Vec<Item> {
    telegram.read(|state| {
        let items = state.star_transactions().iter().map(|item| {
            let is_back = item.get("receiver").is_some();
            let partner = &item[if is_back { "receiver" } else { "source" }];
            Item {
                charge: item["id"].as_str().unwrap().to_owned(),
                stars: item["amount"].as_i64().unwrap(),
                payload: partner["invoice_payload"].as_str().unwrap().to_owned(),
                is_back,
            }
        });
        items.collect()
    })
}
