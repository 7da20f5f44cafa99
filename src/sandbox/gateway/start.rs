//! Starting the simulated gateway.

use std::collections::VecDeque;
use std::io;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};

use chrono::TimeDelta;
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::books::{Books, Options};
use super::{Gateway, Inner, lock, server};

impl Gateway {
    /// Listens on loopback.
    ///
    /// # Errors
    /// The port can't be bound.
    pub async fn start(options: Options) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port.unwrap_or(0))).await?;
        let (lag, shift) = (TimeDelta::zero(), TimeDelta::zero());
        let books = Books { invoices: Vec::new(), faults: VecDeque::new(), failing: 0, down: false, calls: 0, lag, lying: false, shift };
        let (address, books) = (listener.local_addr()?, Mutex::new(books));
        let (watcher, server, traffic, posts_to) = (Mutex::default(), Mutex::default(), Mutex::default(), Mutex::default());
        let inner = Inner { options, address, books, changed: watch::Sender::new(()), watcher, server, traffic, posts_to };
        let gateway = Self { inner: Arc::new(inner) };
        let serving = tokio::spawn(server::serve(listener, gateway.clone()));
        *lock(&gateway.inner.server) = Some(serving);
        Ok(gateway)
    }
}
