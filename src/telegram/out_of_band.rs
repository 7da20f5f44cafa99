//! The call for help past the outbox: while the database can't be written no message can be queued, and somebody has to know.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::domain::notification::{HealthNotification, Notification};
use crate::telegram::caller::Caller;
use crate::telegram::compose::{Address, KeyboardScope, compose};
use crate::telegram::render::{shop_facts, words_for};
use crate::telegram::view::{self, NotificationFacts};

/// What passes by itself within this (another program looks at the file, say) is nobody's business.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long a call may take.
const CALL_TIMEOUT: Duration = Duration::from_secs(15);

/// Tells the admins, until `stop`, when nothing can be written and when that is over; each once.
pub async fn run(app: Arc<App>, caller: Caller, username: watch::Receiver<Option<String>>, stop: CancellationToken) {
    tokio::select! {
        () = stop.cancelled() => {}
        () = watch_writes(&app, &caller, &username) => {}
    }
}

async fn watch_writes(app: &App, caller: &Caller, username: &watch::Receiver<Option<String>>) {
    let mut failing = app.write_probe.failing();
    // The sender is the app's own, so waiting ends by a value only.
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

/// To each admin, or their group, without a second try: the log has it too.
async fn send_alert(app: &App, caller: &Caller, username: &watch::Receiver<Option<String>>, notification: &Notification) {
    let shop = app.settings.current();
    for (chat_id, topic) in app.admins.alert_chats() {
        let Ok(words) = words_for(app, &shop, chat_id).await else { continue };
        let page = view::notification(notification, &NotificationFacts::default(), &words, &shop_facts(&shop, username));
        let Ok(call) = compose(&page, Address { chat_id, topic, message_id: None }, KeyboardScope::Admins, app.clock.now()) else {
            continue;
        };
        if let Err(failure) = caller.call(call.method, &call.payload, CALL_TIMEOUT).await {
            tracing::warn!(chat_id, "an admin can't be told that the database can't be written: {failure}");
        }
    }
}
