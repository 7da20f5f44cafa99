//! Dialogues (each person's step), and what the buttons under their messages do.

use crate::domain::time::Millis;
use crate::storage::connection::Connection;
use crate::storage::sql;
use crate::storage::{CommitError, ReadError, Reader};

/// A person's step in one chat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dialogue {
    pub chat_id: i64,
    pub user_id: i64,
    /// The step as JSON, and the version of its format.
    pub step: String,
    pub schema: i64,
    /// 1 at first; each save increases it by one.
    pub version: i64,
    /// The token of the current screen's keyboard.
    pub token: Option<String>,
    /// The message of the current screen, after it was sent.
    pub message_id: Option<i64>,
}

/// What the buttons under one message do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keyboard {
    /// Random and opaque; part of the callback data.
    pub token: String,
    pub chat_id: i64,
    /// Who may press the buttons; `None` means any admin.
    pub user_id: Option<i64>,
    /// The message, after it was sent.
    pub message_id: Option<i64>,
    /// If `true`, it is valid only while it belongs to the dialogue's current screen.
    pub screen: bool,
    /// The actions as a JSON list; the callback data contains an index into it.
    pub actions: String,
    pub expires_at: Millis,
    /// When one of its buttons was last pressed.
    pub used_at: Option<Millis>,
    /// The index of that button; `None` when an earlier version of the program wrote `used_at`.
    pub used_button: Option<i64>,
    /// Whether one that counts once was pressed: then none of these counts any more.
    pub is_used_up: bool,
}

/// Writes about dialogues and keyboards.
#[derive(Clone, Debug)]
pub enum DialogueWrite {
    /// Save a dialogue. Conflict when `version` is not the stored version plus one.
    Save { dialogue: Dialogue, now: Millis },
    /// Add a message's keyboard.
    AddKeyboard(Keyboard),
    /// A button was pressed. Conflict when another press was committed first.
    /// `uses_up`: the button counts once.
    UseKeyboard { token: String, button: i64, uses_up: bool, was: Option<Millis>, now: Millis },
}

impl DialogueWrite {
    pub(super) async fn apply(&self, db: &mut Connection) -> Result<(), CommitError> {
        match self {
            Self::Save { dialogue, now } => save(db, dialogue, *now).await,
            Self::AddKeyboard(keyboard) => add_keyboard(db, keyboard).await,
            Self::UseKeyboard { token, button, uses_up, was, now } => {
                const SQL: &str = "UPDATE keyboards SET used_at = $3, used_button = $4, used_up = CASE WHEN $5 = 1 THEN 1 ELSE used_up END \
                     WHERE token = $1 AND COALESCE(used_at, -1) = $2";
                let was = was.map_or(-1, |at| at.0);
                let query = sql::query(SQL).bind(token).bind(was).bind(now.0).bind(*button).bind(i64::from(*uses_up));
                query.execute_one(db, "the keyboard").await
            }
        }
    }
}

impl Reader {
    /// A person's dialogue in a chat; `None` for a new person.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_dialogue(&self, chat_id: i64, user_id: i64) -> Result<Option<Dialogue>, ReadError> {
        const SQL: &str = "SELECT step, schema, version, token, message_id FROM dialogues WHERE chat_id = $1 AND user_id = $2";
        type Row = (String, i64, i64, Option<String>, Option<i64>);
        let row: Option<Row> = sql::query(SQL).bind(chat_id).bind(user_id).fetch_optional(&self.pool).await?;
        Ok(row.map(|(step, schema, version, token, message_id)| Dialogue { chat_id, user_id, step, schema, version, token, message_id }))
    }

    /// The keyboard with this token.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_keyboard(&self, token: &str) -> Result<Option<Keyboard>, ReadError> {
        const SQL: &str = "SELECT token, chat_id, user_id, message_id, screen, actions, expires_at, used_at, used_button, used_up \
             FROM keyboards WHERE token = $1";
        type Row = (String, i64, Option<i64>, Option<i64>, i64, String, i64, Option<i64>, Option<i64>, i64);
        let row: Option<Row> = sql::query(SQL).bind(token).fetch_optional(&self.pool).await?;
        Ok(row.map(|(token, chat_id, user_id, message_id, screen, actions, expires_at, used_at, used_button, used_up)| Keyboard {
            token,
            chat_id,
            user_id,
            message_id,
            screen: screen == 1,
            actions,
            expires_at: Millis(expires_at),
            used_at: used_at.map(Millis),
            used_button,
            is_used_up: used_up == 1,
        }))
    }
}

async fn save(db: &mut Connection, dialogue: &Dialogue, now: Millis) -> Result<(), CommitError> {
    const SQL: &str = "INSERT INTO dialogues (chat_id, user_id, step, schema, version, token, message_id, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
         ON CONFLICT (chat_id, user_id) DO UPDATE SET step = $3, schema = $4, version = $5, token = $6, message_id = $7, updated_at = $8 \
         WHERE dialogues.version = $5 - 1";
    sql::query(SQL)
        .bind(dialogue.chat_id)
        .bind(dialogue.user_id)
        .bind(&dialogue.step)
        .bind(dialogue.schema)
        .bind(dialogue.version)
        .bind(&dialogue.token)
        .bind(dialogue.message_id)
        .bind(now.0)
        .execute_one(db, "the dialogue")
        .await
}

async fn add_keyboard(db: &mut Connection, keyboard: &Keyboard) -> Result<(), CommitError> {
    const SQL: &str = "INSERT INTO keyboards (token, chat_id, user_id, message_id, screen, actions, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)";
    sql::query(SQL)
        .bind(&keyboard.token)
        .bind(keyboard.chat_id)
        .bind(keyboard.user_id)
        .bind(keyboard.message_id)
        .bind(i64::from(keyboard.screen))
        .bind(&keyboard.actions)
        .bind(keyboard.expires_at.0)
        .execute(db)
        .await
}
