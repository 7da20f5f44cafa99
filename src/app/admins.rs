//! The people who run the shop: their roles, and where alerts go.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::Mutex;

use crate::domain::role::{Right, Role};
use crate::storage::{ReadError, Store};

/// Where alerts for admins go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AdminChat {
    pub chat_id: i64,
    pub topic: Option<i64>,
}

/// Who has which role: the owners of the environment, and whom they gave one in the chat. Cheap to clone; all clones see the same.
#[derive(Clone, Debug)]
pub struct Admins {
    owners: Arc<[i64]>,
    /// What the database said last, see [`Admins::follow`].
    given: Arc<RwLock<BTreeMap<i64, Role>>>,
    /// Held while it is read: what was read later is not replaced by what was read earlier.
    reading: Arc<Mutex<()>>,
    chat: Option<AdminChat>,
}

impl Admins {
    /// Owners by their numeric ids, and the group for alerts.
    pub fn new(owners: &[i64], chat: Option<AdminChat>) -> Self {
        Self { owners: owners.into(), given: Arc::default(), reading: Arc::default(), chat }
    }

    /// Reads the roles that were given in the chat again.
    ///
    /// # Errors
    /// When the database cannot be read; the roles stay as they were.
    pub async fn follow(&self, store: &Store) -> Result<(), ReadError> {
        let _reading = self.reading.lock().await;
        let roles = store.list_roles().await?;
        *self.given.write().unwrap_or_else(PoisonError::into_inner) = roles.into_iter().collect();
        Ok(())
    }

    /// The owners that the environment names.
    pub fn owners(&self) -> &[i64] {
        &self.owners
    }

    /// Somebody's role, by their numeric id.
    pub fn role(&self, user_id: i64) -> Option<Role> {
        if self.owners.contains(&user_id) {
            return Some(Role::Owner);
        }
        self.given.read().unwrap_or_else(PoisonError::into_inner).get(&user_id).copied()
    }

    /// Whether the person with this numeric id has this right. Checked where an action happens, not where its button is drawn.
    pub fn may(&self, user_id: i64, right: Right) -> bool {
        self.role(user_id).is_some_and(|role| role.may(right))
    }

    /// Everybody who has a role, owners first.
    pub fn staff(&self) -> Vec<(i64, Role)> {
        let given = self.given.read().unwrap_or_else(PoisonError::into_inner);
        let others = given.iter().filter(|(id, _)| !self.owners.contains(id)).map(|(id, role)| (*id, *role));
        self.owners.iter().map(|id| (*id, Role::Owner)).chain(others).collect()
    }

    /// Everybody who has this right, owners first.
    pub fn with(&self, right: Right) -> Vec<i64> {
        self.staff().into_iter().filter(|(_, role)| role.may(right)).map(|(id, _)| id).collect()
    }

    /// The group for alerts, if there is one.
    pub fn chat(&self) -> Option<AdminChat> {
        self.chat
    }

    /// Where alerts go that concern those with this right: to the admins' group and its topic, or to the private chat of each of them.
    pub fn alert_chats(&self, right: Right) -> Vec<(i64, Option<i64>)> {
        match self.chat {
            Some(group) => vec![(group.chat_id, group.topic)],
            None => self.with(right).into_iter().map(|id| (id, None)).collect(),
        }
    }
}
