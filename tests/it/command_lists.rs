//! The lists of commands that Telegram shows: they follow rights and languages, and what is no longer wanted is deleted.

use odzreshop_bot::sandbox::telegram::{Command, Fault, State};
use sqlx::{Connection, SqliteConnection};

use crate::shop::{AGUS, BUDI, JANE, SARI, Shop, TOML};

const GROUP: i64 = -1_001_234_567_890;

/// Waits until a person's menu is as `fits` says.
async fn menu(shop: &Shop, user: i64, what: &str, fits: impl Fn(&[Command]) -> bool) {
    let seen = |state: &State| fits(&state.menu(user)).then_some(());
    shop.telegram.wait_until(&format!("the menu of {user}: {what}"), seen).await.unwrap();
}

fn has(menu: &[Command], name: &str) -> bool {
    menu.iter().any(|command| command.command == name)
}

fn says(menu: &[Command], description: &str) -> bool {
    menu.iter().any(|command| command.description == description)
}

#[tokio::test]
async fn who_is_no_admin_any_more_loses_the_list() {
    let mut shop = Shop::open_with_admins().await;
    for admin in [SARI, AGUS] {
        menu(&shop, admin, "an admin's", |menu| has(menu, "balance")).await;
    }
    shop.stop().await;
    shop.more_vars.insert("ADMIN_IDS".into(), AGUS.to_string());
    shop.start();
    menu(&shop, SARI, "a customer's", |menu| has(menu, "orders") && !has(menu, "balance")).await;
    menu(&shop, AGUS, "an admin's", |menu| has(menu, "balance")).await;
    shop.close().await;
    let scope = format!("chat:{SARI}");
    for language in ["", "id", "en"] {
        assert_eq!(shop.telegram.read(|state| state.commands(&scope, language)), [], "{language}");
    }
}

#[tokio::test]
async fn a_list_that_could_not_be_deleted_is_deleted_at_the_first_contact() {
    let mut shop = Shop::open_with_admins().await;
    menu(&shop, SARI, "an admin's", |menu| has(menu, "balance")).await;
    shop.stop().await;
    let gone = Fault::Status { code: 400, description: "Bad Request: chat not found".to_owned(), retry_after: None };
    shop.telegram.fail("deleteMyCommands", gone, 3);
    shop.more_vars.insert("ADMIN_IDS".into(), AGUS.to_string());
    shop.set_toml(&TOML.replace("mode = \"open\"", "mode = \"approval\""));
    shop.start();
    let tried = |state: &State| (state.calls().iter().filter(|call| call.method == "deleteMyCommands").count() >= 3).then_some(());
    shop.telegram.wait_until("the lists to be deleted", tried).await.unwrap();
    menu(&shop, SARI, "still an admin's", |menu| has(menu, "balance")).await;
    shop.say(SARI, "/start", "admin").await;
    menu(&shop, SARI, "a customer's", |menu| has(menu, "orders") && !has(menu, "balance")).await;
    shop.say(SARI, "/start", "masih menunggu").await;
    shop.close().await;
    let deletions = shop.telegram.calls().iter().filter(|call| call.method == "deleteMyCommands").count();
    assert_eq!(deletions, 6, "once at the start, once at the first contact");
}

#[tokio::test]
async fn a_chosen_language_outlives_restarts_and_the_loss_of_rights() {
    let mut shop = Shop::open_with_admins().await;
    shop.say(JANE, "/start", "Which game").await;
    for (user, before, language) in [(AGUS, "Mau pakai bahasa", "English"), (JANE, "language", "Bahasa")] {
        shop.say(user, "/language", before).await;
        shop.press(user, language, "").await;
    }
    menu(&shop, AGUS, "in English", |menu| says(menu, "Your orders") && has(menu, "balance")).await;
    menu(&shop, JANE, "in Indonesian", |menu| says(menu, "Pesanan kamu")).await;
    shop.stop().await;
    shop.more_vars.insert("ADMIN_IDS".into(), SARI.to_string());
    shop.start();
    menu(&shop, AGUS, "a customer's, in English", |menu| says(menu, "Your orders") && !has(menu, "balance")).await;
    shop.stop().await;
    shop.more_vars.clear();
    shop.start();
    menu(&shop, AGUS, "an admin's, in English", |menu| says(menu, "Your orders") && has(menu, "balance")).await;
    // What is set last is what is left.
    shop.say(AGUS, "/start", "Odzreshop").await;
    shop.say(BUDI, "/start", "Odzreshop").await;
    shop.close().await;
    menu(&shop, AGUS, "in English", |menu| says(menu, "Your orders") && has(menu, "balance")).await;
    menu(&shop, JANE, "in Indonesian", |menu| says(menu, "Pesanan kamu")).await;
}

#[tokio::test]
async fn the_group_of_the_admins_has_their_commands_while_it_is_theirs() {
    let mut shop = Shop::closed_with(TOML).await;
    shop.telegram.add_supergroup(GROUP, "Admins", true);
    shop.telegram.add_bot_to_group(SARI, GROUP).unwrap();
    shop.more_vars.insert("ADMIN_CHAT_ID".into(), GROUP.to_string());
    shop.start();
    let scope = format!("chat:{GROUP}");
    let group = |shop: &Shop| shop.telegram.read(|state| state.commands(&scope, "id"));
    let set = |state: &State| has(&state.commands(&scope, "id"), "pending").then_some(());
    shop.telegram.wait_until("the group's list", set).await.unwrap();
    assert!(!has(&group(&shop), "orders") && has(&group(&shop), "help"), "nothing is sold there");
    shop.stop().await;
    shop.more_vars.clear();
    shop.start();
    let deleted = |state: &State| ["", "id", "en"].iter().all(|language| state.commands(&scope, language).is_empty()).then_some(());
    shop.telegram.wait_until("the group's list to be deleted", deleted).await.unwrap();
    shop.close().await;
}

#[tokio::test]
async fn a_group_of_the_admins_that_became_a_supergroup_has_them_at_once() {
    const OLD: i64 = -4_001;
    let mut shop = Shop::closed_with(TOML).await;
    shop.telegram.add_group(OLD, "Admins");
    shop.telegram.add_bot_to_group(SARI, OLD).unwrap();
    shop.telegram.add_supergroup(GROUP, "Admins", false);
    shop.telegram.add_bot_to_group(SARI, GROUP).unwrap();
    shop.more_vars.insert("ADMIN_CHAT_ID".into(), OLD.to_string());
    shop.start();
    for (chat, moves) in [(OLD, false), (GROUP, true)] {
        if moves {
            let moved = serde_json::json!({
                "message_id": 9, "date": 1, "chat": { "id": OLD, "type": "group", "title": "Admins" },
                "from": { "id": SARI, "is_bot": false, "first_name": "Sari" }, "migrate_to_chat_id": GROUP,
            });
            shop.telegram.push_update("message", moved);
        }
        let scope = format!("chat:{chat}");
        let set = |state: &State| ["", "id", "en"].iter().all(|language| has(&state.commands(&scope, language), "pending")).then_some(());
        shop.telegram.wait_until(&format!("the list of {chat}"), set).await.unwrap();
    }
    shop.close().await;
}

#[tokio::test]
async fn a_list_of_a_language_that_is_gone_is_deleted() {
    let mut shop = Shop::open().await;
    shop.say(BUDI, "/start", "Odzreshop").await;
    shop.stop().await;
    // As a version with one language more left it.
    let path = shop.folder.path().join("shop.db");
    let mut database = SqliteConnection::connect(path.to_str().unwrap()).await.unwrap();
    let old = "INSERT INTO command_lists VALUES ('{\"type\":\"all_private_chats\"}', 'ms', '[]'), ('{\"type\":\"default\"}', '', '[]')";
    sqlx::query(old).execute(&mut database).await.unwrap();
    database.close().await.unwrap();
    shop.start();
    let gone = |state: &State| {
        let calls = state.calls();
        let deleted: Vec<_> = calls.iter().filter(|call| call.method == "deleteMyCommands").map(|call| &call.params).collect();
        let ms = deleted.iter().any(|params| params["language_code"] == "ms" && params["scope"]["type"] == "all_private_chats");
        let default = deleted.iter().any(|params| params["scope"]["type"] == "default" && params.get("language_code").is_none());
        (ms && default && deleted.len() == 2).then_some(())
    };
    shop.telegram.wait_until("the two lists to be deleted", gone).await.unwrap();
    menu(&shop, BUDI, "a customer's", |menu| has(menu, "orders")).await;
    shop.close().await;
}
