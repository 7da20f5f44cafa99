//! The other admin: pays balances out and gives Stars back; and an owner, who changes the prices in `shop.toml` while carts wait.

use std::collections::HashSet;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use odzreshop_bot::sandbox::telegram::Telegram;
use tokio::time::sleep;

use super::TOML;
use super::admin::Admin;
use super::dice::Dice;
use super::load::FIRST_CUSTOMER;
use super::stars;
use crate::shop::AGUS;

/// The pause between two things that the admin does.
const PAUSE: Duration = Duration::from_millis(300);
/// How long a price holds.
const PRICES_LAST: Duration = Duration::from_secs(2);
/// What everything costs more at times.
const DEARER: &str = "\n[pricing]\nflat = 700\n";
/// Of the newest payments in Stars so many may be given back: the others are spent.
const NEWEST: usize = 12;

/// Pays out and gives back until `stop`.
pub async fn work(telegram: Telegram, seed: u64, customers: u64, stop: Arc<AtomicBool>) {
    let (mut dice, admin) = (Dice::new(seed, "desk"), Admin { telegram, id: AGUS, stop });
    for n in 1.. {
        sleep(PAUSE).await;
        if admin.stop.load(Ordering::SeqCst) {
            return;
        }
        let customer = FIRST_CUSTOMER + i64::try_from(dice.below(customers)).unwrap();
        // What was cut off is not repeated.
        let _ = match dice.chance(4_000) {
            true => pay_out(&admin, customer, n, &mut dice).await,
            false => give_back(&admin, n, &mut dice).await,
        };
    }
}

/// From `/find` to what became of the transfer; `None` when a step does not show in time, or the customer has too little.
async fn pay_out(admin: &Admin, customer: i64, n: u64, dice: &mut Dice) -> Option<()> {
    let page = admin.find(customer).await?;
    // What the page says, which the customer may have spent when it comes to the payout.
    let balance = page.text.split_once("Saldo: ").and_then(|(_, rest)| rest.split_once(" · "))?.0;
    let thousands = balance.chars().filter(char::is_ascii_digit).collect::<String>().parse::<u64>().ok()? / 1_000;
    if thousands == 0 {
        return None;
    }
    let (amount, sent) = (format!("{}.000", dice.between(1, thousands)), dice.chance(6_000));
    admin.press(&page, "💸", "Berapa yang dicairkan").await?;
    admin.say(&amount, "ke mana").await?;
    let question = admin.say(&format!("BCA 1 Budi, nomor {n}"), "Saldonya berkurang sekarang").await?;
    let payout = admin.press(&question, "✅ Ya", "Transfer uangnya").await?;
    let (end, asked, ended) = match sent {
        true => ("✅ Sudah ditransfer", "benar sudah ditransfer", "✅ Sudah ditransfer"),
        false => ("↩️", "benar belum ditransfer", "sudah kembali ke saldo"),
    };
    let question = admin.press(&payout, end, asked).await?;
    admin.press(&question, "✅ Ya", ended).await.map(drop)
}

/// Gives one of the newest payments in Stars back; `None` when a step does not show in time, or the customer has spent it.
async fn give_back(admin: &Admin, n: u64, dice: &mut Dice) -> Option<()> {
    let list = stars::list(&admin.telegram);
    let back: HashSet<&str> = list.iter().filter(|item| item.is_back).map(|item| item.charge.as_str()).collect();
    let left = list.iter().rev().filter(|item| !item.is_back && !back.contains(item.charge.as_str())).take(NEWEST);
    let charges: Vec<&str> = left.map(|item| item.charge.as_str()).collect();
    if charges.is_empty() {
        return None;
    }
    let page = admin.say(&format!("/find {}", dice.pick(&charges)), "Uang masuk").await?;
    admin.press(&page, "💸", "kenapa dikembalikan").await?;
    let question = admin.say(&format!("retur nomor {n}"), "ke Stars pelanggan").await?;
    admin.press(&question, "✅ Ya", "Pencairan").await.map(drop)
}

/// Puts dearer prices into `shop.toml` and the usual ones again, until `stop`.
pub async fn reprice(telegram: Telegram, file: PathBuf, stop: Arc<AtomicBool>) {
    for prices in [DEARER, ""].into_iter().cycle() {
        sleep(PRICES_LAST).await;
        if stop.load(Ordering::SeqCst) {
            return;
        }
        let new = file.with_extension("new");
        fs::write(&new, format!("{TOML}{prices}")).unwrap();
        // A process that starts now reads the one or the other.
        fs::rename(&new, &file).unwrap();
        telegram.send_text(AGUS, "/reload").unwrap();
    }
}
