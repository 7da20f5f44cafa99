//! Serving the page: its files, its stream of events, and its routes.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::http::header;
use axum::middleware;
use axum::response::IntoResponse;
use axum::routing::{MethodRouter, get, post};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::control_panel::ControlPanel;
use super::feed::Feed;
use super::own_account::OwnAccount;
use super::parts::{DemoParts, Page};
use super::{bank, events, guard, routes};
use crate::sandbox::controls;

/// The page's files. Nothing is built, and nothing is loaded from elsewhere.
const FILES: &[(&str, &str, &str)] = &[
    ("/", "text/html", include_str!("web/page.html")),
    ("/page.css", "text/css", include_str!("web/page.css")),
    ("/chat.css", "text/css", include_str!("web/chat.css")),
    ("/panel.css", "text/css", include_str!("web/panel.css")),
    ("/money.css", "text/css", include_str!("web/money.css")),
    ("/page.js", "text/javascript", include_str!("web/page.js")),
    ("/dom.js", "text/javascript", include_str!("web/dom.js")),
    ("/facts.js", "text/javascript", include_str!("web/facts.js")),
    ("/phone.js", "text/javascript", include_str!("web/phone.js")),
    ("/composer.js", "text/javascript", include_str!("web/composer.js")),
    ("/chat.js", "text/javascript", include_str!("web/chat.js")),
    ("/message_text.js", "text/javascript", include_str!("web/message_text.js")),
    ("/control_panel.js", "text/javascript", include_str!("web/control_panel.js")),
    ("/bank.js", "text/javascript", include_str!("web/bank.js")),
    ("/ledger.js", "text/javascript", include_str!("web/ledger.js")),
    ("/challenges.js", "text/javascript", include_str!("web/challenges.js")),
    ("/calls.js", "text/javascript", include_str!("web/calls.js")),
    ("/order_history.js", "text/javascript", include_str!("web/order_history.js")),
    ("/guide.js", "text/javascript", include_str!("web/guide.js")),
];

/// Serves the page on 127.0.0.1 (any free port when none is given) until the simulated Telegram is stopped.
///
/// # Errors
/// When the port can't be bound.
pub async fn serve(demo: DemoParts, port: Option<u16>) -> io::Result<(SocketAddr, JoinHandle<()>)> {
    let listener = TcpListener::bind(("127.0.0.1", port.unwrap_or(0))).await?;
    let address = listener.local_addr()?;
    let telegram = demo.telegram.clone();
    let page = Arc::new(Page {
        demo,
        control_panel: ControlPanel::default(),
        own_account: OwnAccount::default(),
        feed: Feed::new(),
        port: address.port(),
    });
    page.refresh(&mut 0);
    tokio::spawn(events::follow(page.clone()));
    let app = Router::new()
        .route("/events", get(events::events))
        .route("/photo/{file_id}", get(routes::photo))
        .route("/api/send", post(routes::send))
        .route("/api/press", post(routes::press))
        .route("/api/pay", post(routes::pay))
        .route("/api/block", post(routes::block))
        .route("/api/bank", post(bank::pay))
        .route("/api/provider", post(routes::provider))
        .route("/api/gateway", post(routes::gateway))
        .route("/api/telegram", post(routes::telegram));
    let app = FILES.iter().fold(app, |app, (path, kind, text)| app.route(path, file(kind, text)));
    let app = app
        .with_state(page.clone())
        .merge(controls::routes(page.demo.controls.clone()))
        .layer(middleware::from_fn_with_state(page, guard::guard));
    let task = tokio::spawn(async move {
        let serving = axum::serve(listener, app).with_graceful_shutdown(async move { telegram.stopped().await });
        // axum's serve loop retries failed accepts and never returns an error.
        let _ = serving.await;
    });
    Ok((address, task))
}

fn file(kind: &'static str, text: &'static str) -> MethodRouter<Arc<Page>> {
    get(move || async move { ([(header::CONTENT_TYPE, format!("{kind}; charset=utf-8"))], text).into_response() })
}
