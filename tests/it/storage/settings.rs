//! Settings that go over `shop.toml`: what is read of them, and the version by which every process sees a change.

use odzreshop_bot::storage::{SettingsWrite, Write};
use serde_json::json;

use super::{Database, NOW, on_both};

async fn each_change_is_seen_by_the_version_and_null_is_no_setting(database: Database) {
    let base = database.open().await;
    let reload = || Write::Settings(SettingsWrite::Reload { now: NOW });
    assert_eq!(base.store.find_settings_version().await.unwrap(), 0);
    base.commit([reload()]).await;
    base.commit([reload()]).await;
    assert_eq!(base.store.find_settings_version().await.unwrap(), 2);
    assert_eq!(base.store.list_settings().await.unwrap(), []);
    base.tamper("INSERT INTO settings VALUES ('access.daily_limit', '5000', 1, 0), ('shop.name', 'null', 4, 0)").await;
    assert_eq!(base.store.find_settings_version().await.unwrap(), 7);
    assert_eq!(base.store.list_settings().await.unwrap(), [("access.daily_limit".to_owned(), json!(5_000))]);
    base.tamper("UPDATE settings SET value = '{' WHERE key = 'shop.name'").await;
    assert!(base.store.list_settings().await.is_err(), "half of the settings are not what somebody wanted");
}

on_both! {
    each_change_is_seen_by_the_version_and_null_is_no_setting,
}
