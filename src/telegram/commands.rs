//! The command lists that Telegram shows, per scope and language. They are cosmetic: rights are checked where an action happens.

use serde_json::{Value, json};

use crate::app::{App, AppError, Effects, zone};
use crate::domain::locale::Locale;
use crate::domain::shop::Shop;
use crate::i18n::{self, Words};
use crate::telegram::bot_command::{BotCommand, BotCommands};

/// The lists of all private chats and of the admins' chats, set at the start and after a change of the settings. Telegram knows no chat
/// with an admin who never wrote; they get theirs at their first `/start`.
///
/// # Errors
/// When the database cannot be read.
pub async fn enqueue_all(app: &App, shop: &Shop, commands: BotCommands, effects: &mut Effects) -> Result<(), AppError> {
    for language in languages() {
        let scope = json!({ "type": "all_private_chats" });
        let listed = commands.listed(false, shop.wallet.enabled);
        enqueue(app, listed, &words(shop, language.as_ref()), &scope, language.as_ref(), effects);
    }
    for admin in app.admins.ids() {
        if app.access.person(*admin).await?.is_some_and(|person| !person.unreachable) {
            enqueue_for_admin(app, shop, commands, *admin, effects);
        }
    }
    Ok(())
}

/// The lists of one admin, in every language.
pub fn enqueue_for_admin(app: &App, shop: &Shop, commands: BotCommands, admin: i64, effects: &mut Effects) {
    for language in languages() {
        let listed = commands.listed(true, shop.wallet.enabled);
        enqueue(app, listed, &words(shop, language.as_ref()), &chat(admin), language.as_ref(), effects);
    }
}

/// The lists of somebody who chose a language: in that language, whatever the language of their Telegram.
pub fn enqueue_for_person(app: &App, shop: &Shop, commands: BotCommands, user_id: i64, chosen: &Locale, effects: &mut Effects) {
    let words = words(shop, Some(chosen));
    for language in languages() {
        let listed = commands.listed(app.admins.is_admin(user_id), shop.wallet.enabled);
        enqueue(app, listed, &words, &chat(user_id), language.as_ref(), effects);
    }
}

/// Every language of the bot, and `None` for people whose language the bot does not have.
fn languages() -> impl Iterator<Item = Option<Locale>> {
    std::iter::once(None).chain(i18n::available().into_iter().map(Some))
}

fn words(shop: &Shop, language: Option<&Locale>) -> Words {
    Words::new(language.unwrap_or(&shop.locale).clone(), zone(shop))
}

/// The scope of one private chat (Bot API, `BotCommandScopeChat`).
fn chat(user_id: i64) -> Value {
    json!({ "type": "chat", "chat_id": user_id })
}

fn enqueue(
    app: &App,
    listed: impl Iterator<Item = &'static BotCommand>,
    words: &Words,
    scope: &Value,
    language: Option<&Locale>,
    effects: &mut Effects,
) {
    let listed = listed.map(|command| json!({ "command": command.name, "description": words.say(command.description, &[]) }));
    let mut payload = json!({ "commands": listed.collect::<Vec<Value>>(), "scope": scope });
    if let Some(language) = language {
        payload["language_code"] = json!(language.0);
    }
    let slot = format!("commands:{scope}:{}", language.map_or("", |language| language.0.as_str()));
    app.notifier.enqueue_setting(slot, "setMyCommands", payload, effects);
}
