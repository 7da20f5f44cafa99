//! The admins: who they are, and where their alerts go.

use std::sync::Arc;

/// Where alerts for admins go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AdminChat {
    pub chat_id: i64,
    pub topic: Option<i64>,
}

/// The admins. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Admins {
    ids: Arc<[i64]>,
    chat: Option<AdminChat>,
}

impl Admins {
    /// Admins by their numeric ids, and the group for their alerts.
    pub fn new(ids: &[i64], chat: Option<AdminChat>) -> Self {
        Self { ids: ids.into(), chat }
    }

    /// Their numeric ids.
    pub fn ids(&self) -> &[i64] {
        &self.ids
    }

    /// Whether this numeric id is an admin's. Checked where an action happens, not where its button is drawn.
    pub fn is_admin(&self, user_id: i64) -> bool {
        self.ids.contains(&user_id)
    }

    /// Their group, if they have one.
    pub fn chat(&self) -> Option<AdminChat> {
        self.chat
    }

    /// Where alerts go: to the admins' group and its topic, or to the private chat of each admin.
    pub fn alert_chats(&self) -> Vec<(i64, Option<i64>)> {
        match self.chat {
            Some(group) => vec![(group.chat_id, group.topic)],
            None => self.ids.iter().map(|admin| (*admin, None)).collect(),
        }
    }
}
