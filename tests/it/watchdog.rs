//! The service manager hears when the bot has started, that it makes progress, and when it stops.

use std::collections::BTreeSet;
use std::time::Duration;

use tokio::net::UnixDatagram;

use crate::shop::{Shop, TOML};

/// Longer than anything here needs.
const PATIENCE: Duration = Duration::from_secs(30);

/// The service manager's end of the socket.
struct Manager(UnixDatagram);

impl Manager {
    /// The lines of the next message.
    async fn next(&self) -> BTreeSet<String> {
        let mut bytes = [0; 4096];
        let count = tokio::time::timeout(PATIENCE, self.0.recv(&mut bytes)).await.expect("no message came").unwrap();
        String::from_utf8_lossy(&bytes[..count]).lines().map(str::to_owned).collect()
    }

    /// Reads messages until one has this line.
    async fn until(&self, line: &str) {
        while !self.next().await.contains(line) {}
    }
}

async fn shop_with_manager() -> (Shop, Manager) {
    let mut shop = Shop::closed_with(TOML).await;
    let path = shop.folder.path().join("notify");
    let manager = Manager(UnixDatagram::bind(&path).unwrap());
    shop.more_vars.insert("NOTIFY_SOCKET".to_owned(), path.display().to_string());
    shop.more_vars.insert("WATCHDOG_USEC".to_owned(), "300000".to_owned());
    (shop, manager)
}

#[tokio::test]
async fn a_bot_that_works_gives_signs_of_life_also_while_telegram_is_away() {
    let (shop, manager) = shop_with_manager().await;
    shop.telegram.down(true);
    let bot = shop.spawn();
    assert!(manager.next().await.contains("READY=1"));
    for _ in 0..3 {
        assert_eq!(manager.next().await, BTreeSet::from(["WATCHDOG=1".to_owned(), "STATUS=running".to_owned()]));
    }
    bot.terminate().await;
    manager.until("STOPPING=1").await;
}

#[tokio::test]
async fn a_bot_that_cannot_write_gives_no_sign_of_life() {
    let (shop, manager) = shop_with_manager().await;
    let bot = shop.spawn();
    manager.until("WATCHDOG=1").await;
    for change in ["INSERT", "UPDATE"] {
        shop.in_database(&format!(
            "CREATE TRIGGER full_{change} BEFORE {change} ON last_alive BEGIN SELECT RAISE(ABORT, 'disk full'); END"
        ))
        .await;
    }
    loop {
        let message = manager.next().await;
        if message.iter().any(|line| line.starts_with("STATUS=database: not writable for ")) {
            assert!(!message.contains("WATCHDOG=1"));
            break;
        }
    }
    for change in ["INSERT", "UPDATE"] {
        shop.in_database(&format!("DROP TRIGGER full_{change}")).await;
    }
    manager.until("WATCHDOG=1").await;
    bot.terminate().await;
}
