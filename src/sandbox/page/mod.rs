//! The demo's web page: the phones of a few people, the control panel that makes things go wrong, the orders and the calls.
//!
//! It uses the sandbox's handles and nothing else. All that it shows are facts ([`facts`]), which the browser gets as server-sent
//! events ([`feed`]); all that can be done on it are a few routes ([`routes`]).

mod control_panel;
mod facts;
mod feed;
mod guard;
mod routes;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::http::header;
use axum::middleware;
use axum::response::IntoResponse;
use axum::routing::{MethodRouter, get, post};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::sandbox::controls::{self, Controls};
use crate::sandbox::provider::Provider;
use crate::sandbox::telegram::Telegram;
use crate::sandbox::traffic::Traffic;
use control_panel::ControlPanel;
use feed::Feed;

/// The page's files. Nothing is built, and nothing is loaded from elsewhere.
const FILES: &[(&str, &str, &str)] = &[
    ("/", "text/html", include_str!("web/page.html")),
    ("/page.css", "text/css", include_str!("web/page.css")),
    ("/chat.css", "text/css", include_str!("web/chat.css")),
    ("/panel.css", "text/css", include_str!("web/panel.css")),
    ("/page.js", "text/javascript", include_str!("web/page.js")),
    ("/dom.js", "text/javascript", include_str!("web/dom.js")),
    ("/facts.js", "text/javascript", include_str!("web/facts.js")),
    ("/phone.js", "text/javascript", include_str!("web/phone.js")),
    ("/composer.js", "text/javascript", include_str!("web/composer.js")),
    ("/chat.js", "text/javascript", include_str!("web/chat.js")),
    ("/message_text.js", "text/javascript", include_str!("web/message_text.js")),
    ("/control_panel.js", "text/javascript", include_str!("web/control_panel.js")),
    ("/calls.js", "text/javascript", include_str!("web/calls.js")),
    ("/order_history.js", "text/javascript", include_str!("web/order_history.js")),
    ("/guide.js", "text/javascript", include_str!("web/guide.js")),
];

/// On which of the two phones a person is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Phone {
    /// The phone whose person can be switched.
    Customer,
    /// The other one.
    Admin,
}

/// A person whose chat with the bot the page shows.
#[derive(Debug, Clone)]
pub struct Person {
    /// The user's id, known to the simulated Telegram.
    pub user: i64,
    /// On which phone.
    pub phone: Phone,
    /// Who that is in the demo, in a few words.
    pub about: String,
}

/// An order as the shop itself has it, beside which the page shows what the provider has.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ShopOrder {
    /// What the shop calls it at the provider.
    pub ref_id: String,
    /// What the shop calls it in its chats.
    pub number: String,
    /// Who ordered.
    pub user: i64,
    /// The item's name.
    pub item: String,
    /// What it is for: an ID in a game.
    pub target: String,
    /// What the customer pays, rupiah.
    pub price: i64,
    /// The shop's word for where it stands: `queued`, `sending`, `pending`, `uncertain`, `success`, `failed` or `cancelled`.
    pub state: &'static str,
    /// The provider's name of it, once the shop knows it.
    pub invoice: Option<String>,
    /// The serial number, once the shop knows it.
    pub sn: Option<String>,
    /// When it was confirmed, unix time in milliseconds.
    pub created: i64,
}

/// What the page shows and controls.
pub struct DemoParts {
    /// Where the people are.
    pub telegram: Telegram,
    /// Where orders go.
    pub provider: Provider,
    /// The calls.
    pub traffic: Traffic,
    /// The people, in the order in which they can be chosen.
    pub people: Vec<Person>,
    /// Kills and starts the bot.
    pub controls: Controls,
    /// The shop's orders, whenever they change.
    pub shop_orders: watch::Receiver<Vec<ShopOrder>>,
}

struct Page {
    demo: DemoParts,
    control_panel: ControlPanel,
    feed: Feed,
    port: u16,
}

/// Serves the page on 127.0.0.1 (any free port when none is given) until the simulated Telegram is stopped.
///
/// # Errors
/// When the port can't be bound.
pub async fn serve(demo: DemoParts, port: Option<u16>) -> io::Result<(SocketAddr, JoinHandle<()>)> {
    let listener = TcpListener::bind(("127.0.0.1", port.unwrap_or(0))).await?;
    let address = listener.local_addr()?;
    let telegram = demo.telegram.clone();
    let page = Arc::new(Page { demo, control_panel: ControlPanel::default(), feed: Feed::new(), port: address.port() });
    page.refresh(&mut 0);
    tokio::spawn(feed::follow(page.clone()));
    let app = Router::new()
        .route("/events", get(feed::events))
        .route("/api/send", post(routes::send))
        .route("/api/press", post(routes::press))
        .route("/api/block", post(routes::block))
        .route("/api/provider", post(routes::provider))
        .route("/api/telegram", post(routes::telegram));
    let app = FILES.iter().fold(app, |app, (path, kind, text)| app.route(path, file(kind, text)));
    let app = app
        .with_state(page.clone())
        .merge(controls::routes(page.demo.controls.clone()))
        .layer(middleware::from_fn_with_state(page, guard::guard));
    let task = tokio::spawn(async move {
        let serving = axum::serve(listener, app).with_graceful_shutdown(async move { telegram.stopped().await });
        // axum's serve loop retries failed accepts by itself and never ends in an error.
        let _ = serving.await;
    });
    Ok((address, task))
}

fn file(kind: &'static str, text: &'static str) -> MethodRouter<Arc<Page>> {
    get(move || async move { ([(header::CONTENT_TYPE, format!("{kind}; charset=utf-8"))], text).into_response() })
}
