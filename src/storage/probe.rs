//! Whether the database can be written: a row that is put down and taken away again. It costs a commit, so it is not done often.

use crate::domain::time::Millis;
use crate::storage::CommitError;
use crate::storage::sql::{Connection, query};

/// No chat has this id.
const NOBODY: i64 = 0;

pub(super) async fn probe(db: &mut Connection, now: Millis) -> Result<(), CommitError> {
    const PUT: &str = "INSERT INTO greeted_groups (chat_id, at) VALUES ($1, $2) ON CONFLICT (chat_id) DO NOTHING";
    const TAKE: &str = "DELETE FROM greeted_groups WHERE chat_id = $1";
    query(PUT).bind(NOBODY).bind(now.0).execute(&mut *db).await?;
    query(TAKE).bind(NOBODY).execute(&mut *db).await?;
    Ok(())
}
