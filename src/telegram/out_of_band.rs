//! Out-of-band alerts: while the database can't be written, no message can be put into the outbox, but the admins must be told.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::domain::notification::{HealthNotification, Notification};
use crate::domain::role::Right;
use crate::telegram::caller::Caller;
use crate::telegram::compose::{Address, KeyboardScope, compose};
use crate::telegram::render::{shop_facts, words_for};
use crate::telegram::view::{self, NotificationFacts};

/// A failure that is over within this time (another program reads the file, say) is not reported.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long a call may take.
const CALL_TIMEOUT: Duration = Duration::from_secs(15);

/// Tells the admins when the database can't be written and when it can be written again; once each. Runs until `stop`.
pub async fn run(app: Arc<App>, caller: Caller, username: watch::Receiver<Option<String>>, stop: CancellationToken) {
    tokio::select! {
        () = stop.cancelled() => {}
        () = watch_writes(&app, &caller, &username) => {}
    }
}

async fn watch_writes(app: &App, caller: &Caller, username: &watch::Receiver<Option<String>>) {
    let mut failing = app.write_probe.failing();
    // The app keeps the sender, so the wait ends only with a value.
    while failing.wait_for(Option::is_some).await.is_ok() {
        let Some(since) = *failing.borrow_and_update() else { continue };
        if timeout(PATIENCE, failing.wait_for(Option::is_none)).await.is_ok() {
            continue;
        }
        send_alert(app, caller, username, &Notification::Health(HealthNotification::DatabaseStuck { since })).await;
        if failing.wait_for(Option::is_none).await.is_ok() {
            app.alerts.announce(Notification::Health(HealthNotification::DatabaseBack { since }));
        }
    }
}

/// Sends it to the admins' group or to each admin; if the group can't be reached, to each admin. Only once: the log has it too.
async fn send_alert(app: &App, caller: &Caller, username: &watch::Receiver<Option<String>>, notification: &Notification) {
    let shop = app.settings.current();
    let mut chats = app.admins.alert_chats(Right::HearAlerts);
    while let Some((chat_id, topic)) = chats.pop() {
        let chat_id = app.notifier.current_chat(chat_id).await.unwrap_or(chat_id);
        let Ok(words) = words_for(app, &shop, chat_id).await else { continue };
        let page = view::notification(notification, &NotificationFacts::default(), &words, &shop_facts(&shop, username, app.clock.now()));
        let Ok(call) = compose(&page, Address { chat_id, topic, message_id: None }, KeyboardScope::Admins, app.clock.now()) else {
            continue;
        };
        if let Err(failure) = caller.call(call.method, &call.payload, CALL_TIMEOUT).await {
            tracing::warn!(chat_id, "an admin can't be told that the database can't be written: {failure}");
            // Only a group has a negative id.
            match topic {
                Some(_) => chats.push((chat_id, None)),
                None if chat_id < 0 => chats.extend(app.admins.with(Right::HearAlerts).into_iter().map(|admin| (admin, None))),
                None => {}
            }
        }
    }
}
