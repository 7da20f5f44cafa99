//! Broadcasts: an admin writes one, confirms who gets it, and it is put into the outbox bit by bit, behind everything else that is sent.

use std::sync::Mutex;

use crate::app::audit::audit;
use crate::app::{Admins, AppError, Asker, Clock, Effects, Notifier, random};
use crate::domain::access::Mode;
use crate::domain::broadcast::{Audience, Broadcast, BroadcastProgress, BroadcastState, with_english};
use crate::domain::locale::LocalText;
use crate::domain::notification::{BroadcastNotification, Notification};
use crate::domain::place::Place;
use crate::domain::role::Right;
use crate::domain::shop::Shop;
use crate::domain::time::Millis;
use crate::storage::{BroadcastWrite, CommitError, PersonWrite, Recipients, Store, Write};

/// So many of its messages wait in the outbox at most: two seconds of sending, so that a stop is one and the outbox stays short.
const AHEAD: i64 = 50;
/// How often its progress is shown again: a group takes 20 messages a minute, edits among them.
const TELL_EVERY_MS: i64 = 4_000;

/// What became of a confirmation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BroadcastStart {
    Started,
    /// Another one runs.
    Busy,
    /// It was confirmed before, or does not exist any more; or the one who asks may not do it.
    Gone,
}

/// Writes to many customers.
pub struct Broadcasts {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) admins: Admins,
    pub(super) notifier: Notifier,
    /// When its progress was shown last by this process, and which.
    pub(super) told: Mutex<(Millis, BroadcastProgress)>,
}

impl Broadcasts {
    /// Keeps what an admin has written; returns its id.
    pub fn draft(&self, admin: i64, text: String, photo: Option<String>, effects: &mut Effects) -> String {
        let (id, now) = (random::token(), self.clock.now());
        let text = LocalText::Plain(text);
        effects.push(Write::Broadcast(BroadcastWrite::Draft { id: id.clone(), text, photo, by: admin, now }));
        id
    }

    /// Gives a draft another text for those who read English; the same for all when it is empty.
    pub fn translate(&self, draft: &Broadcast, english: &str, effects: &mut Effects) {
        let text = with_english(draft.text.clone(), english);
        effects.push(Write::Broadcast(BroadcastWrite::Rewrite { id: draft.id.clone(), text }));
    }

    /// A draft that was not confirmed yet.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_draft(&self, id: &str) -> Result<Option<Broadcast>, AppError> {
        Ok(self.store.find_broadcast(id).await?.filter(|broadcast| broadcast.state == BroadcastState::Draft))
    }

    /// The one that runs, and how far it is.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn running(&self) -> Result<Option<(Broadcast, BroadcastProgress)>, AppError> {
        let Some(broadcast) = self.store.find_running_broadcast().await? else { return Ok(None) };
        let progress = self.store.count_broadcast(&broadcast.id).await?;
        Ok(Some((broadcast, progress)))
    }

    /// Whether a customer wants broadcasts from now on. What their own orders are about is sent all the same.
    pub fn set_wanted(&self, user: i64, wanted: bool, effects: &mut Effects) {
        effects.push(Write::Person(PersonWrite::SetBroadcasts { user_id: user, wanted }));
    }

    /// Whether a customer wants broadcasts.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn is_wanted(&self, user: i64) -> Result<bool, AppError> {
        Ok(self.store.wants_broadcasts(user).await?)
    }

    /// How many would get it now, and how many more if all wanted broadcasts.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn count(&self, shop: &Shop, audience: Audience) -> Result<(i64, i64), AppError> {
        Ok(self.store.count_recipients(&self.recipients(shop, audience)).await?)
    }

    /// An admin confirms a draft. It is put into the outbox by [`Broadcasts::feed`].
    ///
    /// # Errors
    /// When the database cannot be read. The commit conflicts when another one was started at the same time.
    pub async fn start(
        &self,
        shop: &Shop,
        Asker { admin, place }: Asker,
        id: &str,
        audience: Audience,
        effects: &mut Effects,
    ) -> Result<BroadcastStart, AppError> {
        if !self.admins.may(admin, Right::RunShop) || self.find_draft(id).await?.is_none() {
            return Ok(BroadcastStart::Gone);
        }
        if self.store.find_running_broadcast().await?.is_some() {
            return Ok(BroadcastStart::Busy);
        }
        let named = audience.tier().map_or_else(|| audience.as_str().to_owned(), |tier| format!("tier {tier}"));
        let recipients = self.recipients(shop, audience);
        let (total, unwanted) = self.store.count_recipients(&recipients).await?;
        effects.push(Write::Broadcast(BroadcastWrite::Start { id: id.to_owned(), recipients, total, place }));
        effects.push(audit(admin, "broadcast", id.to_owned(), format!("{named}: {total}, opted out: {unwanted}"), self.clock.now()));
        self.tell(place, id, effects);
        Ok(BroadcastStart::Started)
    }

    /// An admin stops one. Messages that are being sent at this moment still arrive.
    ///
    /// # Errors
    /// When the database cannot be read. The commit conflicts when another admin was first.
    pub async fn stop(&self, admin: i64, id: &str, effects: &mut Effects) -> Result<bool, AppError> {
        let running = self.store.find_broadcast(id).await?.filter(|broadcast| broadcast.state == BroadcastState::Running);
        let Some(running) = running.filter(|_| self.admins.may(admin, Right::RunShop)) else { return Ok(false) };
        let now = self.clock.now();
        effects.push(Write::Broadcast(BroadcastWrite::Stop { id: id.to_owned(), now }));
        effects.push(audit(admin, "stop_broadcast", id.to_owned(), String::new(), now));
        if let Some(place) = running.place {
            self.tell(place, id, effects);
        }
        Ok(true)
    }

    /// Puts the next messages of the one that runs into the outbox and shows its progress; whether one runs.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub async fn feed(&self) -> Result<bool, AppError> {
        let Some((running, progress)) = self.running().await? else { return Ok(false) };
        let (Some(audience), Some(met_by)) = (running.audience.clone(), running.started_at) else { return Ok(false) };
        let id = || running.id.clone();
        let mut effects = Effects::new();
        if progress.waiting < AHEAD {
            let recipients = Recipients { audience, open: running.open, met_by };
            let next = self.store.list_recipients(&recipients, running.reached, AHEAD - progress.waiting).await?;
            match next.last() {
                Some(last) => {
                    effects.push(Write::Broadcast(BroadcastWrite::Advance { id: id(), from: running.reached, to: *last }));
                    effects.extend(next.iter().map(|user| self.notifier.of_broadcast(*user, id())));
                }
                None if progress.waiting == 0 => effects.push(Write::Broadcast(BroadcastWrite::End { id: id(), now: self.clock.now() })),
                None => {}
            }
        }
        let has_ended = effects.iter().any(|write| matches!(write, Write::Broadcast(BroadcastWrite::End { .. })));
        if let Some(place) = running.place
            && (has_ended || self.is_news(progress))
        {
            self.tell(place, &running.id, &mut effects);
        }
        match self.store.commit(effects).await {
            // It was stopped meanwhile, or another process is the leader now.
            Ok(()) | Err(CommitError::Conflict(_)) => Ok(true),
            Err(error) => Err(error.into()),
        }
    }

    fn recipients(&self, shop: &Shop, audience: Audience) -> Recipients {
        Recipients { audience, open: shop.mode == Mode::Open, met_by: self.clock.now() }
    }

    fn tell(&self, place: Place, id: &str, effects: &mut Effects) {
        let progress = BroadcastNotification::Progress { broadcast: id.to_owned() };
        self.notifier.notify_at(place, Notification::Broadcast(progress), effects);
    }

    /// Whether the progress differs from what was shown last, some seconds ago.
    fn is_news(&self, progress: BroadcastProgress) -> bool {
        let now = self.clock.now();
        let mut told = self.told.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let is_due = !(0..TELL_EVERY_MS).contains(&now.since_ms(told.0));
        let is_news = is_due && (told.1.sent, told.1.lost) != (progress.sent, progress.lost);
        if is_news {
            *told = (now, progress);
        }
        is_news
    }
}
