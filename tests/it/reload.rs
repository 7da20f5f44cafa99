//! The shop's settings change while the bot runs: by `shop.toml`, by settings in the database, in every process, and never in the middle of
//! an update.

use std::fs;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use odzreshop_bot::app::{Effects, ReloadError};
use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::sandbox::provider::{Endpoint, Fault};
use odzreshop_bot::sandbox::telegram::{Message, State};
use odzreshop_bot::storage;
use serde_json::{Value, json};
use sqlx::{Connection, PgConnection, SqliteConnection};

use crate::postgres;
use crate::shop::process::Process;
use crate::shop::{AGUS, BUDI, JANE, SARI, Shop, TOML, services};

const BUMP: &str = "INSERT INTO settings (key, value, version, updated_at) VALUES ('reload', 'null', 1, 0) \
     ON CONFLICT (key) DO UPDATE SET version = settings.version + 1";

/// The usual shop, dearer, and with another support.
fn dearer() -> String {
    TOML.replace("@odzreshop", "@newsupport") + "\n[pricing]\nflat = 1_500\n"
}

/// A file with two mistakes.
fn wrong() -> String {
    dearer().replace("\"open\"", "\"ajar\"").replace("flat = 1_500", "flat = -1")
}

fn write(shop: &Shop, toml: &str) {
    fs::write(shop.folder.path().join("shop.toml"), toml).unwrap();
}

/// Waits until the processes have logged `text` so often.
async fn logged(shop: &Shop, text: &str, times: usize) {
    let until = Instant::now() + Duration::from_secs(30);
    while shop.log().matches(text).count() < times {
        assert!(Instant::now() < until, "waited in vain for {text:?} in\n{}", shop.log());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// A customer opens a game; what 86 diamonds cost there.
async fn price(shop: &Shop, user: i64) -> String {
    shop.pause();
    price_on(&shop.say(user, "/start mobile-legends", "Pilih nominal").await)
}

fn price_on(screen: &Message) -> String {
    let labels = screen.keyboard.iter().flatten().map(|button| button.text.as_str());
    let label = labels.into_iter().find(|label| label.starts_with("86 💎")).unwrap();
    label.rsplit_once("— ").unwrap().1.to_owned()
}

const REJECTED: &str = "Pengaturan baru belum bisa dipakai";
const READ_AGAIN: &str = "the shop's settings were read again";

#[tokio::test]
async fn a_hangup_signal_puts_a_good_file_in_force_and_reports_a_bad_one() {
    let shop = Shop::closed_with(TOML).await;
    let bot: Process = shop.spawn();
    shop.greet_admins().await;
    assert_eq!(price(&shop, BUDI).await, "Rp 18.500");
    write(&shop, &wrong());
    bot.signal("HUP");
    let report = shop.see(SARI, REJECTED).await.text;
    assert!(report.contains("access.mode (line") && report.contains("pricing.flat (line"), "{report}");
    shop.see(AGUS, REJECTED).await;
    let log = shop.log();
    assert!(log.contains("The configuration has 2 problems") && log.contains("access.mode") && log.contains("pricing.flat"), "{log}");
    bot.signal("HUP");
    logged(&shop, "stay as they were", 2).await;
    assert_eq!(price(&shop, BUDI).await, "Rp 18.500");
    write(&shop, &dearer());
    bot.signal("HUP");
    logged(&shop, READ_AGAIN, 1).await;
    let told = shop.telegram.messages(SARI).iter().filter(|message| message.text.contains(REJECTED)).count();
    assert_eq!(told, 1, "the same problems are told once");
    assert_eq!(price(&shop, BUDI).await, "Rp 20.000");
    shop.say(BUDI, "/help", "@newsupport").await;
    bot.terminate().await;
    shop.assert_clean();
}

#[tokio::test]
async fn an_update_keeps_the_settings_that_it_began_with() {
    let mut shop = Shop::closed_with(TOML).await;
    let file = shop.folder.path().join("shop.toml");
    shop.more_vars.insert("SHOP_FILE".to_owned(), file.display().to_string());
    write(&shop, TOML);
    // The first fetch holds up all others: a customer who opens a category waits for its price list.
    shop.provider.fail_call(Endpoint::Services, Fault::Delay(Duration::from_secs(4)), 1);
    shop.start();
    shop.called(Endpoint::Services, 1).await;
    shop.telegram.send_text(BUDI, "/start mobile-legends").unwrap();
    shop.say(JANE, "/help", "@odzreshop").await;
    write(&shop, &dearer());
    let mut other = SqliteConnection::connect(shop.folder.path().join("shop.db").to_str().unwrap()).await.unwrap();
    sqlx::query(BUMP).execute(&mut other).await.unwrap();
    other.close().await.unwrap();
    while !shop.say(JANE, "/help", "/orders").await.text.contains("@newsupport") {
        shop.pause();
    }
    assert_eq!(price_on(&shop.see(BUDI, "Pilih nominal").await), "Rp 18.500");
    assert_eq!(price(&shop, BUDI).await, "Rp 20.000");
    shop.close().await;
}

#[tokio::test]
async fn every_process_follows() {
    if !postgres::is_there() {
        return;
    }
    let mut shop = Shop::closed_with(TOML).await;
    let url = postgres::database().await;
    shop.more_vars.insert("DATABASE_URL".to_owned(), url.clone());
    let first = shop.spawn();
    assert_eq!(price(&shop, BUDI).await, "Rp 18.500");
    let second = shop.spawn();
    // Only a process that has begun has a version to compare with.
    logged(&shop, "the shop opens", 1).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    write(&shop, &dearer());
    let mut other = PgConnection::connect(&url).await.unwrap();
    sqlx::query(BUMP).execute(&mut other).await.unwrap();
    logged(&shop, READ_AGAIN, 2).await;
    assert_eq!(price(&shop, BUDI).await, "Rp 20.000");
    for bot in [first, second] {
        bot.terminate().await;
    }
    shop.assert_clean();
}

#[tokio::test]
async fn a_reload_reaches_every_process_or_changes_nothing() {
    let shop = Shop::closed_with(TOML).await;
    let database = storage::open(&shop.folder.path().join("shop.db")).await.unwrap();
    let file = Arc::new(Mutex::new(wrong()));
    let here = services(&shop, database.store.clone(), file.clone()).await;
    let there = services(&shop, database.store.clone(), file.clone()).await;
    let before = here.settings.current();
    let mut effects = Effects::new();
    let Err(ReloadError::Problems(report)) = here.settings.reload(&mut effects).await else { panic!("it is wrong") };
    assert!(report.contains("access.mode (line") && report.contains("pricing.flat (line"), "{report}");
    assert!(effects.is_empty() && Arc::ptr_eq(&before, &here.settings.current()));
    *file.lock().unwrap() = dearer();
    here.settings.reload(&mut effects).await.unwrap();
    there.settings.follow().await.unwrap();
    assert_eq!((here.settings.current().support.as_str(), there.settings.current().support.as_str()), ("@newsupport", "@odzreshop"));
    here.notifier.commit(effects).await.unwrap();
    there.settings.follow().await.unwrap();
    let followed = there.settings.current();
    assert_eq!((followed.support.as_str(), followed.pricing.shop.flat), ("@newsupport", Some(Rupiah(1_500))));
    there.settings.follow().await.unwrap();
    assert!(Arc::ptr_eq(&followed, &there.settings.current()), "once is enough");
    assert_eq!(before.support, "@odzreshop", "a snapshot that was taken before does not change");
}

#[tokio::test]
async fn admins_are_told_once_of_a_wrong_file_that_two_processes_find() {
    let shop = Shop::closed_with(TOML).await;
    let database = storage::open(&shop.folder.path().join("shop.db")).await.unwrap();
    let file = |text: String| Arc::new(Mutex::new(text));
    let here = services(&shop, database.store.clone(), file(dearer())).await;
    let there =
        [services(&shop, database.store.clone(), file(wrong())).await, services(&shop, database.store.clone(), file(wrong())).await];
    for told in [1, 2] {
        let mut effects = Effects::new();
        here.settings.reload(&mut effects).await.unwrap();
        here.notifier.commit(effects).await.unwrap();
        for other in &there {
            other.settings.follow().await.unwrap();
            other.settings.follow().await.unwrap();
            assert_eq!(other.settings.current().support, "@odzreshop", "the earlier settings stay in force");
        }
        let mut reader = SqliteConnection::connect(shop.folder.path().join("shop.db").to_str().unwrap()).await.unwrap();
        let alerts = "SELECT COUNT(*) FROM outbox WHERE body LIKE '%settings_rejected%pricing.flat (line%'";
        let (alerts,): (i64,) = sqlx::query_as(alerts).fetch_one(&mut reader).await.unwrap();
        reader.close().await.unwrap();
        assert_eq!(alerts, told, "one for each reload");
    }
}

#[tokio::test]
async fn settings_override_the_file_and_are_checked_like_it() {
    let shop = Shop::closed_with(TOML).await;
    let source = shop.config().shop_source;
    let read = |settings: &[(&str, Value)]| {
        let settings: Vec<(String, Value)> = settings.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
        source.read(&|_| Ok(TOML.to_owned()), &settings)
    };
    let over = read(&[("access.daily_limit", json!(5_000)), ("pricing.percent", json!(2.5)), ("shop.name", json!("Toko"))]).unwrap();
    assert_eq!((over.limits.daily_limit, over.name.as_str(), over.support.as_str()), (Rupiah(5_000), "Toko", "@odzreshop"));
    assert!(over.pricing.shop.percent.is_some() && over.categories.len() == 3);
    let with_rules = read(&[("pricing.chat", json!([{ "scope": "shop", "percent": 250 }])), ("shop.name", json!("Toko"))]).unwrap();
    assert_eq!((with_rules.pricing.chat.iter().count(), with_rules.name.as_str()), (1, "Toko"));
    for (key, value, found) in [
        ("access.daily_limit", json!(-1), "the database's settings: access.daily_limit"),
        ("access.dayly_limit", json!(1), "access.dayly_limit"),
        ("access", json!(1), "the database's settings: access"),
        ("category.name", json!("x"), "the database's settings: category.name"),
        ("shop.name", json!({ "a": null }), "name"),
        ("pricing.chat", json!([{ "percent": 5 }]), "the database's settings: pricing.chat"),
    ] {
        let problems = read(&[(key, value)]).unwrap_err().to_string();
        assert!(problems.contains(found) && !problems.contains("(line"), "{key}: {problems}");
    }
}

#[tokio::test]
async fn an_admin_reloads_the_settings_and_a_wrong_file_changes_nothing() {
    let mut shop = Shop::closed_with(TOML).await;
    let file = shop.folder.path().join("shop.toml");
    shop.more_vars.insert("SHOP_FILE".to_owned(), file.display().to_string());
    write(&shop, TOML);
    shop.start();
    shop.greet_admins().await;
    let before = price(&shop, BUDI).await;
    write(&shop, &wrong());
    let report = shop.say(AGUS, "/reload", REJECTED).await;
    assert!(report.text.contains("access.mode") && report.text.contains("pricing.flat"), "{}", report.text);
    shop.pause();
    assert_eq!(price(&shop, BUDI).await, before, "the old settings stay in force");
    write(&shop, &dearer());
    shop.say(AGUS, "/reload", "sudah dimuat ulang").await;
    assert_eq!(price(&shop, BUDI).await, "Rp 20.000");
    write(&shop, &(dearer() + "[wallet]\nenabled = true\n"));
    shop.pause();
    shop.say(AGUS, "/reload", "sudah dimuat ulang").await;
    let listed = |state: &State| state.commands("all_private_chats", "").iter().any(|command| command.command == "wallet").then_some(());
    shop.telegram.wait_until("the wallet's command", listed).await.unwrap();
    shop.close().await;
}
