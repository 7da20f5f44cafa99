//! `setMyCommands` and its relatives: which list belongs to which scope and language.

use serde_json::{Value, json};

use super::params::Params;
use super::refusal::Refusal;
use super::state::{Command, State};

/// Commands in one list (Bot API, setMyCommands).
const MAX_COMMANDS: usize = 100;
/// Characters of a command (Bot API, BotCommand).
const MAX_COMMAND: usize = 32;
/// Characters of a description (Bot API, BotCommand).
const MAX_DESCRIPTION: usize = 256;

impl State {
    pub(super) fn set_my_commands(&mut self, params: &Params) -> Result<Value, Refusal> {
        let key = self.scope_and_language(params)?;
        let items = params.get("commands").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        if items.len() > MAX_COMMANDS {
            return Err(Refusal::malformed("BOT_COMMANDS_TOO_MUCH"));
        }
        let list = items.iter().map(read_command).collect::<Result<Vec<Command>, Refusal>>()?;
        self.commands.insert(key, list);
        Ok(Value::Bool(true))
    }

    pub(super) fn delete_my_commands(&mut self, params: &Params) -> Result<Value, Refusal> {
        let key = self.scope_and_language(params)?;
        self.commands.remove(&key);
        Ok(Value::Bool(true))
    }

    pub(super) fn get_my_commands(&self, params: &Params) -> Result<Value, Refusal> {
        let (scope, language) = self.scope_and_language(params)?;
        Ok(json!(self.commands(&scope, &language)))
    }

    fn scope_and_language(&self, params: &Params) -> Result<(String, String), Refusal> {
        let language = params.get("language_code").and_then(Value::as_str).unwrap_or_default();
        let two_letters = language.len() == 2 && language.chars().all(|c| c.is_ascii_lowercase());
        if !language.is_empty() && !two_letters {
            return Err(Refusal::malformed("invalid language code specified"));
        }
        let Some(scope) = params.get("scope") else { return Ok(("default".into(), language.into())) };
        let kind = scope.get("type").and_then(Value::as_str).unwrap_or_default();
        let allowed: &[&str] = match kind {
            "default" | "all_private_chats" | "all_group_chats" | "all_chat_administrators" => &["type"],
            "chat" | "chat_administrators" => &["type", "chat_id"],
            "chat_member" => &["type", "chat_id", "user_id"],
            _ => return Err(Refusal::malformed("can't parse BotCommandScope: unsupported type specified")),
        };
        let given = scope.as_object().into_iter().flat_map(|fields| fields.keys());
        if given.clone().count() != allowed.len() || !given.clone().all(|name| allowed.contains(&name.as_str())) {
            return Err(Refusal::malformed(format!("can't parse BotCommandScope: {kind} has the fields {allowed:?}")));
        }
        let mut name = kind.to_owned();
        if let Some(chat) = scope.get("chat_id") {
            name.push_str(&format!(":{}", self.met_chat(Some(chat))?.id));
        }
        if let Some(user) = scope.get("user_id") {
            name.push_str(&format!(":{user}"));
        }
        Ok((name, language.to_owned()))
    }
}

fn read_command(item: &Value) -> Result<Command, Refusal> {
    let text = |field: &str| item.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (command, description) = (text("command"), text("description"));
    let name = command.strip_prefix('/').unwrap_or(&command);
    let valid = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if name.is_empty() || name.len() > MAX_COMMAND || !name.chars().all(valid) {
        return Err(Refusal::malformed(format!("BOT_COMMAND_INVALID ({command:?})")));
    }
    if description.trim().is_empty() || description.chars().count() > MAX_DESCRIPTION {
        return Err(Refusal::malformed(format!("BOT_COMMAND_DESCRIPTION_INVALID (of {command:?})")));
    }
    Ok(Command { command: name.to_owned(), description })
}
