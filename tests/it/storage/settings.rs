//! Settings that override `shop.toml`: what is read of them, and the version by which every process sees a change.

use odzreshop_bot::storage::{CommitError, SettingsWrite, Write};
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

async fn a_report_is_told_once_until_the_settings_are_right_again(database: Database) {
    let base = database.open().await;
    let reject = |report: &str| vec![Write::Settings(SettingsWrite::Reject { report: report.to_owned(), now: NOW })];
    let repeated = async |report| matches!(base.store.commit(reject(report)).await, Err(CommitError::Conflict(_)));
    assert!(!repeated("a").await && repeated("a").await, "the same report again");
    assert!(!repeated("b").await && !repeated("a").await, "another one");
    for accept in [SettingsWrite::Accept { now: NOW }, SettingsWrite::Reload { now: NOW }] {
        base.commit([Write::Settings(accept)]).await;
        assert!(!repeated("a").await && repeated("a").await, "wrong again in the same way");
    }
    assert_eq!(base.store.find_settings_version().await.unwrap(), 1, "only the reload is for every process");
    assert_eq!(base.store.list_settings().await.unwrap(), []);
}

async fn a_setting_overrides_the_file_until_it_is_null(database: Database) {
    let base = database.open().await;
    let set = |value| [Write::Settings(SettingsWrite::Set { key: "category.ml.verified".to_owned(), value, now: NOW })];
    base.commit(set(json!(true))).await;
    assert_eq!(base.store.list_settings().await.unwrap(), [("category.ml.verified".to_owned(), json!(true))]);
    base.commit(set(json!(null))).await;
    assert_eq!(base.store.list_settings().await.unwrap(), []);
    assert_eq!(base.store.find_settings_version().await.unwrap(), 2);
    assert_eq!(base.store.find_setting_changed_at("category.ml.verified").await.unwrap(), Some(NOW), "also by being taken back");
    assert_eq!(base.store.find_setting_changed_at("category.ml.hidden").await.unwrap(), None);
}

on_both! {
    a_setting_overrides_the_file_until_it_is_null,
    a_report_is_told_once_until_the_settings_are_right_again,
    each_change_is_seen_by_the_version_and_null_is_no_setting,
}
