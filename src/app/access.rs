//! The access gate: who may order, how somebody new asks, and how an admin answers, blocks, and takes an answer back.

use std::sync::{Mutex, PoisonError};

use crate::app::audit::audit;
use crate::app::{Admins, AppError, Clock, Effects, Notifier, Session};
use crate::domain::access::{AccessAct, AccessGate, AccessStatus, LastDecision, Mode, access_gate};
use crate::domain::locale::Locale;
use crate::domain::notification::{AccessNotification, Notification};
use crate::domain::person::Person;
use crate::domain::place::Place;
use crate::domain::shop::Shop;
use crate::domain::time::Millis;
use crate::storage::{PersonWrite, ReminderWrite, Store, Write};

/// A request that waits this long is one to remind admins of, and so often.
const REMIND_EVERY_MS: i64 = 24 * 3_600_000;
/// The name of that reminder.
const REQUESTS: &str = "requests";

/// What an admin wants to do about somebody's access.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessWish {
    pub user: i64,
    pub act: AccessAct,
    /// Why; for admins only.
    pub reason: Option<String>,
    /// For [`AccessAct::Undo`]: when the decision was made that is taken back. A later one is not meant.
    pub made_at: Option<Millis>,
    /// The chat in which a card about this person was pressed. The caller shows there what came of it.
    pub card_chat: Option<i64>,
}

/// The answer to an [`AccessWish`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccessDecision {
    /// It counts; the customer is told.
    Made(Person),
    /// Another admin was first, or there is nothing to do.
    Late(Person),
    /// There is no such customer.
    Unknown,
}

/// Some of the people who wait for a decision about their access.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// The longest waiting first.
    pub people: Vec<Person>,
    /// How many wait in all.
    pub count: usize,
}

/// Who may order.
pub struct Access {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) admins: Admins,
    pub(super) notifier: Notifier,
    pub(super) cards: CardLimit,
}

/// New cards of requests in a minute. More than that are a crowd, and admins get the list of them.
const CARDS_A_MINUTE: u32 = 6;

/// Counts the cards of the current minute.
#[derive(Debug, Default)]
pub struct CardLimit(Mutex<(Millis, u32)>);

impl CardLimit {
    /// Counts one more, if it is allowed.
    fn allow(&self, now: Millis) -> bool {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !(0..60_000).contains(&now.since_ms(counted.0)) {
            *counted = (now, 0);
        }
        counted.1 += 1;
        counted.1 <= CARDS_A_MINUTE
    }
}

impl Access {
    /// Whether somebody may buy.
    pub fn may_order(&self, shop: &Shop, session: &Session) -> bool {
        access_gate(shop.mode, session.person.access, session.role.is_some()) == AccessGate::Open
    }

    /// What somebody may do who wants to buy. The first visit of somebody new ([`AccessGate::Ask`]) is their request: the admins get a card, or,
    /// when many ask, the list of them. `wanted` is the category of the link that they came by: they are led there when they are approved.
    pub fn enter(&self, shop: &Shop, session: &Session, wanted: Option<String>, effects: &mut Effects) -> AccessGate {
        let from = session.person.access;
        let gate = access_gate(shop.mode, from, session.role.is_some());
        let wanted = wanted.or_else(|| session.person.wanted.clone());
        let mut person = Person { wanted, ..session.person.clone() };
        if gate == AccessGate::Ask {
            person.access = AccessStatus::Requested;
            person.requested_at = Some(self.clock.now());
            let crowd = Notification::Access(AccessNotification::Crowd);
            effects.extend(self.notifier.to_admins(&if self.cards.allow(self.clock.now()) { card(person.id) } else { crowd }));
        }
        if matches!(gate, AccessGate::Ask | AccessGate::Wait) && person != session.person {
            effects.push(Write::Person(PersonWrite::Update { person, from }));
        }
        gate
    }

    /// What an admin does about somebody's access. The first act wins; the customer hears at once, and the cards of the other admins follow.
    /// The right to do it is the caller's to check.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn decide(&self, admin: i64, wish: AccessWish, effects: &mut Effects) -> Result<AccessDecision, AppError> {
        let AccessWish { user, act, reason, made_at, card_chat } = wish;
        let known = if self.admins.role(user).is_some() { None } else { self.store.find_person(user).await? };
        let Some(person) = known else { return Ok(AccessDecision::Unknown) };
        let (from, now) = (person.access, self.clock.now());
        let is_meant = act != AccessAct::Undo || person.decision.as_ref().map(|decision| decision.at) == made_at;
        let Some(access) = act.apply(from, person.decision.as_ref()).filter(|_| is_meant) else { return Ok(AccessDecision::Late(person)) };
        let detail = reason.clone().unwrap_or_default();
        let decision = Some(LastDecision { admin, at: now, from, reason });
        let requested_at = if access == AccessStatus::Requested { person.requested_at.or(Some(now)) } else { person.requested_at };
        let person = Person { access, requested_at, decision, ..person };
        effects.push(Write::Person(PersonWrite::Update { person: person.clone(), from }));
        self.notifier.notify(user, Notification::Access(told(act, &person)), effects);
        effects.extend(self.notifier.update_cards(&card(user), card_chat));
        effects.push(audit(admin, word(act), user.to_string(), detail, now));
        Ok(AccessDecision::Made(person))
    }

    /// A page of those who wait for a decision; `except` is one who is left out.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn waiting(&self, page: usize, per_page: usize, except: Option<i64>) -> Result<Waiting, AppError> {
        let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let people = self.store.list_requested(except, number(per_page), number(page.saturating_mul(per_page))).await?;
        let (count, _) = self.store.count_requested(except).await?;
        Ok(Waiting { people, count: usize::try_from(count).unwrap_or(0) })
    }

    /// Shows an admin who waits for a decision, if anybody does.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn show_waiting(&self, place: Place, effects: &mut Effects) -> Result<(), AppError> {
        if self.store.count_requested(None).await?.0 > 0 {
            self.notifier.answer_at(place, Notification::Access(AccessNotification::Waiting), effects);
        }
        Ok(())
    }

    /// Reminds the admins of requests that wait for long, once a day.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub async fn remind(&self, shop: &Shop) -> Result<(), AppError> {
        let now = self.clock.now();
        let is_old = |at: Millis| now.since_ms(at) >= REMIND_EVERY_MS;
        let (_, since) = self.store.count_requested(None).await?;
        if shop.mode == Mode::Open || !since.is_some_and(is_old) || self.store.find_reminder(REQUESTS).await?.is_some_and(|at| !is_old(at))
        {
            return Ok(());
        }
        let mut effects = self.notifier.to_admins(&Notification::Access(AccessNotification::Waiting));
        effects.push(Write::Reminder(ReminderWrite::Sent { name: REQUESTS.into(), now }));
        Ok(self.store.commit(effects).await?)
    }

    /// Saves the language that somebody chose.
    pub fn choose_language(&self, session: &Session, locale: &Locale, effects: &mut Effects) {
        let person = Person { chosen: Some(locale.clone()), ..session.person.clone() };
        effects.push(Write::Person(PersonWrite::Update { from: person.access, person }));
    }

    /// Saves whether somebody has blocked the bot.
    pub fn set_unreachable(&self, user_id: i64, unreachable: bool, effects: &mut Effects) {
        effects.push(Write::Person(PersonWrite::SetUnreachable { user_id, unreachable }));
    }

    /// Somebody by their id.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn person(&self, id: i64) -> Result<Option<Person>, AppError> {
        Ok(self.store.find_person(id).await?)
    }

    /// Who made the last decision about somebody's access.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn decider(&self, person: &Person) -> Result<Option<Person>, AppError> {
        match &person.decision {
            Some(decision) => self.person(decision.admin).await,
            None => Ok(None),
        }
    }

    /// Everybody whom the bot met, the newest first, and how many they are.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn people(&self, page: usize, per_page: usize) -> Result<(Vec<Person>, usize), AppError> {
        let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let (people, count) = self.store.list_people(number(per_page), number(page.saturating_mul(per_page))).await?;
        Ok((people, usize::try_from(count).unwrap_or(0)))
    }
}

fn card(user: i64) -> Notification {
    Notification::Access(AccessNotification::Requested { user })
}

/// What the customer is told of an act.
fn told(act: AccessAct, person: &Person) -> AccessNotification {
    match (act, person.access) {
        (AccessAct::Block, _) => AccessNotification::Blocked,
        (AccessAct::Unblock, _) => AccessNotification::Unblocked,
        (_, AccessStatus::Approved) => AccessNotification::Decided { approved: true, wanted: person.wanted.clone() },
        (_, AccessStatus::Rejected) => AccessNotification::Decided { approved: false, wanted: None },
        (AccessAct::Approve | AccessAct::Reject | AccessAct::Undo, _) => AccessNotification::Reopened,
    }
}

/// An act's word in the audit log.
fn word(act: AccessAct) -> &'static str {
    match act {
        AccessAct::Approve => "admit",
        AccessAct::Reject => "refuse",
        AccessAct::Block => "block",
        AccessAct::Unblock => "unblock",
        AccessAct::Undo => "undo_access",
    }
}
