//! The stream of events: follows what the page shows, and sends the changes to each browser.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use tokio::io::{AsyncWriteExt, SimplexStream, WriteHalf};
use tokio::sync::watch;
use tokio_util::io::ReaderStream;

use super::feed::Feed;
use super::parts::Page;

/// Bytes on their way to one browser; more are written when it has read these.
const PIPE: usize = 64 * 1024;
/// How often a stream without events sends a comment: without it a browser would not notice a dead connection.
const HEARTBEAT: Duration = Duration::from_secs(15);

impl Page {
    /// Publishes what has changed; `revision` is that of the newest call already published.
    pub(super) fn refresh(&self, revision: &mut u64) {
        let (now, calls) = self.demo.traffic.since(*revision);
        *revision = now;
        let calls = calls.into_iter().map(|call| (("call", format!("{:08}", call.id)), json!(call))).collect();
        self.feed.publish(self.facts(), calls);
    }
}

/// Follows everything that the page shows until the simulated Telegram is stopped.
pub(super) async fn follow(page: Arc<Page>) {
    let demo = &page.demo;
    let (mut telegram, mut provider, mut calls) = (demo.telegram.changes(), demo.provider.changes(), demo.traffic.changes());
    let (mut bot, mut shop, mut again) = (demo.controls.changes(), demo.shop.clone(), page.feed.again.subscribe());
    let mut gateway = demo.gateway.changes();
    let mut revision = 0;
    loop {
        // Changes from here on are found below.
        telegram.mark_unchanged();
        provider.mark_unchanged();
        page.refresh(&mut revision);
        tokio::select! {
            _ = telegram.changed() => {}
            () = demo.provider.changed(&mut provider) => {}
            _ = calls.changed() => {}
            _ = again.changed() => {}
            () = changed(&mut bot) => {}
            () = changed(&mut shop) => {}
            () = changed(&mut gateway) => {}
            () = demo.telegram.stopped() => return,
        }
    }
}

/// Waits for a change. Never returns when the sender is gone.
async fn changed<T>(receiver: &mut watch::Receiver<T>) {
    if receiver.changed().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// The stream of one browser.
pub(super) async fn events(State(page): State<Arc<Page>>, headers: HeaderMap) -> Response {
    let (reader, writer) = tokio::io::simplex(PIPE);
    let missed = page.feed.read_id(&headers).and_then(|number| page.feed.since(number));
    tokio::spawn(async move {
        tokio::select! {
            // An error is the browser going away.
            _ = write_events(&page.feed, writer, missed) => {}
            () = page.demo.telegram.stopped() => {}
        }
    });
    ([(header::CONTENT_TYPE, "text/event-stream")], Body::from_stream(ReaderStream::new(reader))).into_response()
}

async fn write_events(feed: &Feed, mut writer: WriteHalf<SimplexStream>, missed: Option<(u64, String)>) -> std::io::Result<()> {
    let mut newest = feed.newest.subscribe();
    let (mut at, mut frames) = missed.unwrap_or_else(|| feed.snapshot());
    loop {
        writer.write_all(if frames.is_empty() { b":\n\n" } else { frames.as_bytes() }).await?;
        // The sender lives as long as the page. After the timeout an empty comment is sent.
        let _ = tokio::time::timeout(HEARTBEAT, newest.wait_for(|count| *count > at)).await;
        // A browser that reads too slowly gets a new snapshot.
        (at, frames) = feed.since(at).unwrap_or_else(|| feed.snapshot());
    }
}
