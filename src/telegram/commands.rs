//! The command lists that Telegram shows, per scope and language. They are cosmetic: rights are checked where an action happens.

use std::collections::HashSet;

use serde_json::{Value, json};

use crate::app::{App, AppError, CommandList, Effects, zone};
use crate::domain::locale::Locale;
use crate::domain::person::Person;
use crate::domain::role::Role;
use crate::domain::shop::Shop;
use crate::i18n::{self, Words};
use crate::telegram::bot_command::{BotCommand, BotCommands};

/// For whom a list is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reader {
    /// Somebody with this role, or with none.
    Person(Option<Role>),
    /// The group of the admins.
    Group,
}

/// Sets the lists of all private chats, of the chats of those who have a role, and of the admins' group, and deletes what is no longer wanted: the lists of people
/// who have no role any more, of another group, of languages that are gone. To be done at the start and after a change of the
/// settings. Telegram knows no chat with an admin
/// who never wrote; they get theirs at their first `/start`.
///
/// # Errors
/// When the database cannot be read.
pub async fn enqueue_all(app: &App, shop: &Shop, commands: BotCommands, effects: &mut Effects) -> Result<(), AppError> {
    let known = app.command_lists.known(None).await?;
    let mut wanted = lists(shop, commands, Reader::Person(None), &json!({ "type": "all_private_chats" }), None);
    for (admin, _) in app.admins.staff() {
        if let Some(person) = app.access.person(admin).await?.filter(|person| !person.unreachable) {
            wanted.extend(of_person(app, shop, commands, &person));
        }
    }
    if let Some(group) = app.admins.chat() {
        let chat_id = app.notifier.current_chat(group.chat_id).await?;
        wanted.extend(lists(shop, commands, Reader::Group, &chat(chat_id), None));
    }
    for list in &wanted {
        app.command_lists.set(list.clone(), effects);
    }
    // Customers who chose a language have lists of their own: they follow when the commands change.
    for person in people_of(app, &known).await? {
        let lists = of_person(app, shop, commands, &person);
        for list in lists.iter().filter(|list| !known.contains(list)) {
            app.command_lists.set(list.clone(), effects);
        }
        wanted.extend(lists);
    }
    for list in unwanted(known, &wanted) {
        app.command_lists.delete(list, effects);
    }
    Ok(())
}

/// The lists of one person's own: an admin's, or those of somebody who has just chosen a language.
pub fn enqueue_for(app: &App, shop: &Shop, commands: BotCommands, person: &Person, effects: &mut Effects) {
    for list in of_person(app, shop, commands, person) {
        app.command_lists.set(list, effects);
    }
}

/// Somebody gets this role, or has none any more: their lists follow.
///
/// # Errors
/// When the database cannot be read.
pub async fn enqueue_role(
    app: &App,
    shop: &Shop,
    commands: BotCommands,
    person: &Person,
    role: Option<Role>,
    effects: &mut Effects,
) -> Result<(), AppError> {
    if role.is_some() || person.chosen.is_some() {
        for list in lists(shop, commands, Reader::Person(role), &chat(person.id), person.chosen.as_ref()) {
            app.command_lists.set(list, effects);
        }
        return Ok(());
    }
    for list in unwanted(app.command_lists.known(Some(&chat(person.id))).await?, &[]) {
        app.command_lists.delete(list, effects);
    }
    Ok(())
}

/// The lists of the admins' group under an id that it has just got.
pub fn enqueue_for_group(app: &App, shop: &Shop, commands: BotCommands, chat_id: i64, effects: &mut Effects) {
    for list in lists(shop, commands, Reader::Group, &chat(chat_id), None) {
        app.command_lists.set(list, effects);
    }
}

/// Somebody who is no admin writes: lists of theirs that Telegram could not delete before are deleted now.
///
/// # Errors
/// When the database cannot be read.
pub async fn delete_leftovers(app: &App, person: &Person, effects: &mut Effects) -> Result<(), AppError> {
    if app.admins.role(person.id).is_some() || person.chosen.is_some() {
        return Ok(());
    }
    for list in app.command_lists.known(Some(&chat(person.id))).await? {
        app.command_lists.delete_again(list, effects);
    }
    Ok(())
}

/// The lists that Telegram shows and nobody wants any more.
fn unwanted(known: Vec<CommandList>, wanted: &[CommandList]) -> Vec<CommandList> {
    let named: HashSet<_> = wanted.iter().map(|list| (list.scope.as_str(), list.language.as_str())).collect();
    let is_unwanted = |list: &CommandList| !list.commands.is_empty() && !named.contains(&(list.scope.as_str(), list.language.as_str()));
    known.into_iter().filter(is_unwanted).collect()
}

/// Those who are no admins, chose a language, and so have lists of their own.
async fn people_of(app: &App, known: &[CommandList]) -> Result<Vec<Person>, AppError> {
    let ids: HashSet<i64> = known.iter().filter_map(|list| serde_json::from_str::<Value>(&list.scope).ok()?["chat_id"].as_i64()).collect();
    let mut people = Vec::new();
    for id in ids.into_iter().filter(|id| app.admins.role(*id).is_none()) {
        people.extend(app.access.person(id).await?.filter(|person| person.chosen.is_some()));
    }
    Ok(people)
}

/// The lists of one person's private chat: in the language that they chose, else in each language that Telegram may speak with them.
fn of_person(app: &App, shop: &Shop, commands: BotCommands, person: &Person) -> Vec<CommandList> {
    let reader = Reader::Person(app.admins.role(person.id));
    lists(shop, commands, reader, &chat(person.id), person.chosen.as_ref())
}

/// The lists of a scope: one for each language that we have, and one for people whose language we don't have.
fn lists(shop: &Shop, commands: BotCommands, reader: Reader, scope: &Value, chosen: Option<&Locale>) -> Vec<CommandList> {
    let languages = std::iter::once(None).chain(i18n::available().into_iter().map(Some));
    let list = |language: Option<Locale>| {
        let words = Words::new(chosen.or(language.as_ref()).unwrap_or(&shop.locale).clone(), zone(shop));
        let role = match reader {
            Reader::Person(role) => role,
            Reader::Group => Some(Role::Owner),
        };
        let listed = commands.listed(role, shop.wallet.enabled);
        let listed = listed.filter(|command| reader != Reader::Group || command.works_in_groups());
        let described = |command: &BotCommand| json!({ "command": command.name, "description": words.say(command.description, &[]) });
        CommandList {
            scope: scope.to_string(),
            language: language.map_or_else(String::new, |language| language.0),
            commands: Value::from(listed.map(described).collect::<Vec<Value>>()).to_string(),
        }
    };
    languages.map(list).collect()
}

/// The scope of one chat (Bot API, `BotCommandScopeChat`).
fn chat(chat_id: i64) -> Value {
    json!({ "type": "chat", "chat_id": chat_id })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_wants_is_deleted_once() {
        let list = |scope: &str, language: &str, commands: &str| CommandList {
            scope: scope.to_owned(),
            language: language.to_owned(),
            commands: commands.to_owned(),
        };
        let wanted = [list("all", "", "[1]"), list("all", "id", "[1]"), list("chat 1", "id", "[2]")];
        let known = vec![
            list("all", "", "[1]"),
            list("all", "id", "[0]"),
            list("all", "ms", "[1]"),
            list("chat 1", "id", "[2]"),
            list("chat 2", "id", "[2]"),
            list("chat 3", "id", ""),
        ];
        assert_eq!(unwanted(known, &wanted), [list("all", "ms", "[1]"), list("chat 2", "id", "[2]")]);
        assert_eq!(unwanted(Vec::new(), &wanted), []);
    }
}
