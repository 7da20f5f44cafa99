//! Starting the simulated Telegram: its Bot API and its webhook deliveries, on one handle.

use std::io;
use std::sync::{Arc, Mutex};

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::{BotAccount, Options, Shared, State, Telegram, lock, server, webhook_delivery};

impl Telegram {
    /// Starts serving the Bot API on 127.0.0.1.
    ///
    /// # Errors
    /// When the port can't be bound, or the token isn't `<id>:<secret>`.
    pub async fn start(options: Options) -> io::Result<Self> {
        let bot_id = options.token.split_once(':').and_then(|(id, _)| id.parse().ok());
        let bot_id = bot_id.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "a bot token looks like <id>:<secret>"))?;
        let listener = TcpListener::bind(("127.0.0.1", options.port)).await?;
        let bot = BotAccount { id: bot_id, first_name: options.bot_name, username: options.bot_username };
        let query_ttl_ms = i64::try_from(options.query_ttl.as_millis()).unwrap_or(i64::MAX);
        let telegram = Self {
            shared: Arc::new(Shared {
                state: Mutex::new(State::new(bot, options.first_update_id, query_ttl_ms)),
                version: watch::Sender::new(0),
                stop: CancellationToken::new(),
                server: Mutex::new(None),
                address: listener.local_addr()?,
                token: options.token,
                clock: options.clock,
                watcher: Mutex::default(),
                traffic: Mutex::default(),
            }),
        };
        let (api, posts) = (server::serve(telegram.clone(), listener), webhook_delivery::serve(telegram.clone()));
        let server = tokio::spawn(async move {
            tokio::join!(api, posts);
        });
        *lock(&telegram.shared.server) = Some(server);
        Ok(telegram)
    }
}
