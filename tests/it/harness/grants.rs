//! An admin who gives customers something now and then.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use odzreshop_bot::sandbox::telegram::Telegram;
use tokio::time::sleep;

use super::admin::Admin;
use super::dice::Dice;
use super::load::FIRST_CUSTOMER;
use crate::shop::SARI;

/// The pause between two grants.
const PAUSE: Duration = Duration::from_secs(2);

/// Gives something to one customer after the other, with a reason of its own each time, until `stop`.
pub async fn give(telegram: Telegram, seed: u64, customers: u64, stop: Arc<AtomicBool>) {
    let (mut dice, admin) = (Dice::new(seed, "grants"), Admin { telegram, id: SARI, stop });
    for n in 1.. {
        sleep(PAUSE).await;
        if admin.stop.load(Ordering::SeqCst) {
            return;
        }
        let customer = FIRST_CUSTOMER + i64::try_from(dice.below(customers)).unwrap();
        // One that was cut off is not repeated.
        let _ = grant(&admin, customer, &format!("{}.000", dice.between(20, 400)), &format!("bonus nomor {n}")).await;
    }
}

/// From `/find` to "yes"; `None` when a step does not show in time.
async fn grant(admin: &Admin, customer: i64, amount: &str, reason: &str) -> Option<()> {
    let page = admin.find(customer).await?;
    admin.press(&page, "➕", "Berapa yang ditambahkan").await?;
    admin.say(amount, "untuk apa").await?;
    let question = admin.say(reason, reason).await?;
    admin.press(&question, "✅ Ya, tambah", "ditambahkan ke saldo").await.map(drop)
}
