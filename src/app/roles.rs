//! Owners give roles in the chat and take them away.

use crate::app::audit::audit;
use crate::app::{Admins, AppError, Clock, Effects, Notifier};
use crate::domain::notification::{AccessNotification, Notification};
use crate::domain::person::Person;
use crate::domain::role::{Right, Role};
use crate::storage::{ReadError, RoleWrite, Store, Write};

/// Somebody who has a role, or may get one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub user: i64,
    /// `None`: the bot has not met them yet. What they get counts from their first message on.
    pub person: Option<Person>,
    pub role: Option<Role>,
}

impl Member {
    /// Their name, or what stands in for it.
    pub fn name(&self) -> String {
        let name = self.person.as_ref().map(|person| person.name.clone());
        name.filter(|name| !name.is_empty()).unwrap_or_else(|| self.user.to_string())
    }
}

/// Whom a typed text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    One(Box<Member>),
    /// Nobody whom the bot met has this username, and it is no id.
    Nobody,
    /// The bot met two who had this username.
    Several,
}

/// What became of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RoleChange {
    /// Somebody has the role now, or none any more.
    Made(Member),
    /// It was so before.
    Already(Member),
    /// The one who asks may not do it, or it is an owner of the environment.
    Denied,
}

/// Who has which role.
pub struct Roles {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) admins: Admins,
    pub(super) notifier: Notifier,
}

impl Roles {
    /// Takes over what was changed, here or by another process.
    ///
    /// # Errors
    /// When the database cannot be read; the next call tries again.
    pub async fn follow(&self) -> Result<(), ReadError> {
        self.admins.follow(&self.store).await
    }

    /// A page of those who have a role, owners first, and how many they are.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list(&self, page: usize, per_page: usize) -> Result<(Vec<Member>, usize), AppError> {
        let staff = self.admins.staff();
        let mut members = Vec::new();
        for (user, role) in staff.iter().skip(page.saturating_mul(per_page)).take(per_page) {
            members.push(Member { user: *user, person: self.store.find_person(*user).await?, role: Some(*role) });
        }
        Ok((members, staff.len()))
    }

    /// Somebody by their id.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn member(&self, user: i64) -> Result<Member, AppError> {
        Ok(Member { user, person: self.store.find_person(user).await?, role: self.admins.role(user) })
    }

    /// Somebody by their id or their @username.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find(&self, text: &str) -> Result<Found, AppError> {
        if let Ok(id) = text.parse::<i64>() {
            return Ok(if id > 0 { Found::One(Box::new(self.member(id).await?)) } else { Found::Nobody });
        }
        let called = self.store.list_people_called(text.strip_prefix('@').unwrap_or(text)).await?;
        Ok(match called.as_slice() {
            [] => Found::Nobody,
            [id] => Found::One(Box::new(self.member(*id).await?)),
            _ => Found::Several,
        })
    }

    /// Gives somebody a role, or takes theirs away; they are told.
    ///
    /// # Errors
    /// When the database cannot be read. The commit conflicts when another owner was faster.
    pub async fn change(&self, owner: i64, user: i64, role: Option<Role>, effects: &mut Effects) -> Result<RoleChange, AppError> {
        let is_fixed = role == Some(Role::Owner) || self.admins.owners().contains(&user);
        if is_fixed || !self.admins.may(owner, Right::ManageRoles) {
            return Ok(RoleChange::Denied);
        }
        let member = self.member(user).await?;
        let from = self.store.find_role(user).await?;
        if from == role {
            return Ok(RoleChange::Already(member));
        }
        let (now, name) = (self.clock.now(), |role: Option<Role>| role.map_or("none", Role::as_str));
        effects.push(Write::Role(RoleWrite::Change { user_id: user, from, to: role, by: owner, now }));
        effects.push(audit(owner, "role", user.to_string(), format!("{} -> {}", name(from), name(role)), now));
        if member.person.is_some() {
            self.notifier.notify(user, Notification::Access(AccessNotification::Role { role }), effects);
        }
        Ok(RoleChange::Made(Member { role, ..member }))
    }
}
