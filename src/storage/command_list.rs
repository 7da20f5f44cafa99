//! The lists of commands that Telegram was told to show.

use crate::storage::connection::Connection;
use crate::storage::sql;
use crate::storage::{CommitError, ReadError, Reader};

/// A list of commands, for a scope and a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandList {
    /// JSON (Bot API, `BotCommandScope`).
    pub scope: String,
    /// Two letters; empty for everybody whose language has no list of its own.
    pub language: String,
    /// JSON; empty once the list was deleted.
    pub commands: String,
}

/// What can be written about lists of commands.
#[derive(Clone, Debug)]
pub enum CommandListWrite {
    /// Telegram is told to show this list, or to show it no longer.
    Keep(CommandList),
    /// Nothing is left to be done about this list.
    Forget { scope: String, language: String },
}

impl CommandListWrite {
    pub(super) async fn apply(&self, db: &mut Connection) -> Result<(), CommitError> {
        const KEEP: &str = "INSERT INTO command_lists (scope, language, commands) VALUES ($1, $2, $3) \
             ON CONFLICT (scope, language) DO UPDATE SET commands = $3";
        const FORGET: &str = "DELETE FROM command_lists WHERE scope = $1 AND language = $2";
        match self {
            Self::Keep(list) => sql::query(KEEP).bind(&list.scope).bind(&list.language).bind(&list.commands).execute(db).await?,
            Self::Forget { scope, language } => sql::query(FORGET).bind(scope).bind(language).execute(db).await?,
        };
        Ok(())
    }
}

impl Reader {
    /// Every list that Telegram was told to show; of one scope only, if it is named.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_command_lists(&self, scope: Option<&str>) -> Result<Vec<CommandList>, ReadError> {
        const SQL: &str = "SELECT scope, language, commands FROM command_lists WHERE scope = COALESCE($1, scope) ORDER BY scope, language";
        let rows: Vec<(String, String, String)> = sql::query(SQL).bind(scope).fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(|(scope, language, commands)| CommandList { scope, language, commands }).collect())
    }
}
