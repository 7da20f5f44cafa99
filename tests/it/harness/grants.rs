//! An admin who gives customers something now and then.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use odzreshop_bot::sandbox::telegram::{Message, Telegram};
use tokio::time::{sleep, timeout};

use super::dice::Dice;
use super::load::FIRST_CUSTOMER;
use crate::shop::{SARI, with_plain_blanks};

/// The pause between two grants.
const PAUSE: Duration = Duration::from_secs(2);
/// How long the admin waits for each step, and how often they look.
const PATIENCE: Duration = Duration::from_secs(8);
const LOOK: Duration = Duration::from_millis(200);
/// How far up an admin scrolls: among the cards of uncertain orders and payments.
const SCROLL: usize = 40;

/// Gives something to one customer after the other, with a reason of its own each time, until `stop`.
pub async fn give(telegram: Telegram, seed: u64, customers: u64, stop: Arc<AtomicBool>) {
    let mut dice = Dice::new(seed, "grants");
    for n in 1.. {
        sleep(PAUSE).await;
        if stop.load(Ordering::SeqCst) {
            return;
        }
        let customer = FIRST_CUSTOMER + i64::try_from(dice.below(customers)).unwrap();
        // One that was cut off is not repeated.
        let _ = grant(&telegram, customer, &format!("{}.000", dice.between(20, 400)), &format!("bonus nomor {n}")).await;
    }
}

/// From `/find` to "yes"; `None` when a step does not show in time.
async fn grant(telegram: &Telegram, customer: i64, amount: &str, reason: &str) -> Option<()> {
    let find = format!("/find {customer}");
    let id = customer.to_string();
    for (act, expected, button) in [(find.as_str(), id.as_str(), "➕"), (amount, "untuk apa", ""), (reason, reason, "✅ Ya, tambah")] {
        let before = texts(telegram);
        telegram.send_text(SARI, act).unwrap();
        let mut page = shown(telegram, &before, expected).await?;
        if button == "➕" {
            let before = texts(telegram);
            press(telegram, &page, button)?;
            page = shown(telegram, &before, "Berapa yang ditambahkan").await?;
        }
        if act == reason {
            let before = texts(telegram);
            press(telegram, &page, button)?;
            shown(telegram, &before, "ditambahkan ke saldo").await?;
        }
    }
    Some(())
}

fn press(telegram: &Telegram, page: &Message, button: &str) -> Option<()> {
    let data = page.button(button)?.callback_data.clone()?;
    telegram.press_data(SARI, SARI, page.id, &data).ok().map(drop)
}

fn newest(telegram: &Telegram) -> Vec<Message> {
    telegram.messages(SARI).iter().rev().filter(|message| message.from_bot).take(SCROLL).map(with_plain_blanks).collect()
}

fn texts(telegram: &Telegram) -> Vec<(i64, String)> {
    newest(telegram).into_iter().map(|message| (message.id, message.text)).collect()
}

/// A message with `expected` that was not there before.
async fn shown(telegram: &Telegram, before: &[(i64, String)], expected: &str) -> Option<Message> {
    let new = |message: &Message| !before.iter().any(|(id, text)| *id == message.id && *text == message.text);
    let look = async {
        loop {
            if let Some(found) = newest(telegram).into_iter().find(|message| message.text.contains(expected) && new(message)) {
                return found;
            }
            sleep(LOOK).await;
        }
    };
    timeout(PATIENCE, look).await.ok()
}
