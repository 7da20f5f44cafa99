//! The other admin: pays balances out, gives Stars back, and changes the prices in `shop.toml` while carts wait.

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
const PAUSE: Duration = Duration::from_millis(1_500);
/// What everything costs more at times.
const DEARER: &str = "\n[pricing]\nflat = 700\n";
/// Of the newest payments in Stars so many may be given back: the others are spent.
const NEWEST: usize = 12;

/// Works until `stop`. `prices`: the file in which they change, where the bot reads one.
pub async fn work(telegram: Telegram, prices: Option<PathBuf>, seed: u64, customers: u64, stop: Arc<AtomicBool>) {
    let (mut dice, admin) = (Dice::new(seed, "desk"), Admin { telegram, id: AGUS });
    for n in 1.. {
        sleep(PAUSE).await;
        if stop.load(Ordering::SeqCst) {
            return;
        }
        let customer = FIRST_CUSTOMER + i64::try_from(dice.below(customers)).unwrap();
        // What was cut off is not repeated.
        let _ = match (dice.below(3), &prices) {
            (0, _) => pay_out(&admin, customer, n, &mut dice).await,
            (1, Some(file)) => reprice(&admin, file, dice.chance(5_000)).await,
            _ => give_back(&admin, n, &mut dice).await,
        };
    }
}

/// From `/find` to what became of the transfer; `None` when a step does not show in time, or the customer has too little.
async fn pay_out(admin: &Admin, customer: i64, n: u64, dice: &mut Dice) -> Option<()> {
    let (amount, sent) = (format!("{}.000", dice.between(1, 9)), dice.chance(6_000));
    let page = admin.say(&format!("/find {customer}"), &customer.to_string()).await?;
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

/// Puts the shop's usual prices or dearer ones in force.
async fn reprice(admin: &Admin, file: &PathBuf, dearer: bool) -> Option<()> {
    let new = file.with_extension("new");
    fs::write(&new, format!("{TOML}{}", if dearer { DEARER } else { "" })).unwrap();
    // A process that starts now reads the one or the other.
    fs::rename(&new, file).unwrap();
    admin.say("/reload", "dimuat ulang").await.map(drop)
}
