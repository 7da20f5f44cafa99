//! The lists of commands that Telegram shows. Telegram keeps each for ever, so every one that is set is remembered until it is deleted.

use serde_json::{Value, json};

use crate::app::{AppError, Effects, Notifier};
use crate::storage::{CommandList, CommandListWrite, Store, Write};

/// Sets and deletes lists of commands.
pub struct CommandLists {
    pub(super) store: Store,
    pub(super) notifier: Notifier,
}

impl CommandLists {
    /// What Telegram was told to show; for one scope only, if it is named.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn known(&self, scope: Option<&Value>) -> Result<Vec<CommandList>, AppError> {
        Ok(self.store.list_command_lists(scope.map(Value::to_string).as_deref()).await?)
    }

    /// Has Telegram show a list.
    pub fn set(&self, list: CommandList, effects: &mut Effects) {
        let mut payload = target(&list);
        payload["commands"] = serde_json::from_str(&list.commands).unwrap_or_default();
        self.notifier.enqueue_setting(slot(&list), "setMyCommands", payload, effects);
        effects.push(Write::CommandList(CommandListWrite::Keep(list)));
    }

    /// Has Telegram show a list no longer. It stays noted down as deleted: Telegram may not reach the chat now, and then it is done again by
    /// [`CommandLists::delete_again`].
    pub fn delete(&self, list: CommandList, effects: &mut Effects) {
        self.notifier.enqueue_setting(slot(&list), "deleteMyCommands", target(&list), effects);
        effects.push(Write::CommandList(CommandListWrite::Keep(CommandList { commands: String::new(), ..list })));
    }

    /// Deletes a list in a chat that can be reached now, and forgets it.
    pub fn delete_again(&self, list: CommandList, effects: &mut Effects) {
        self.notifier.enqueue_setting(slot(&list), "deleteMyCommands", target(&list), effects);
        effects.push(Write::CommandList(CommandListWrite::Forget { scope: list.scope, language: list.language }));
    }
}

/// Which list it is, as Telegram's methods name it.
fn target(list: &CommandList) -> Value {
    let mut payload = json!({ "scope": serde_json::from_str::<Value>(&list.scope).unwrap_or_default() });
    if !list.language.is_empty() {
        payload["language_code"] = json!(list.language);
    }
    payload
}

fn slot(list: &CommandList) -> String {
    format!("commands:{}:{}", list.scope, list.language)
}
