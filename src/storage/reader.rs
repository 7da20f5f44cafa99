//! Reading: each feature adds its `find_*` and `list_*` to [`Reader`], beside its SQL.

use crate::storage::sql::Pool;

/// Connections that read. Every [`Store`](crate::storage::Store) is one too.
#[derive(Clone)]
pub struct Reader {
    pub(super) pool: Pool,
}

impl Reader {
    /// Whether other processes may use this database at the same time.
    pub fn is_shared(&self) -> bool {
        matches!(self.pool, Pool::Postgres(_))
    }
}
