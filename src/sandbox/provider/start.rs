//! Starting the simulated provider.

use std::collections::VecDeque;
use std::io;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::TimeDelta;
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::behaviour::Behaviour;
use super::catalogue::Catalogue;
use super::connection::Connections;
use super::listener::CuttableListener;
use super::options::Options;
use super::state::State;
use super::{Inner, Provider, lock, server};

/// How long an order takes by default: the five seconds of the API page's example.
pub(super) const DELIVERY: Duration = Duration::from_secs(5);

impl Provider {
    /// Listens on loopback. The catalogue is empty, orders are delivered after five seconds.
    ///
    /// # Errors
    /// The port can't be bound.
    pub async fn start(options: Options) -> io::Result<Self> {
        let port = options.port.unwrap_or(0);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let connections = Connections::default();
        let provider = Self {
            inner: Arc::new(Inner {
                api_key: options.api_key,
                clock: options.clock,
                state: Mutex::new(State {
                    balance: options.balance,
                    catalogue: Catalogue::default(),
                    orders: Vec::new(),
                    planned: Vec::new(),
                    calls: Vec::new(),
                    default: Behaviour::Deliver { after: DELIVERY },
                    next: VecDeque::new(),
                    faults: Vec::new(),
                    key_accepted: true,
                    ip_allowed: true,
                    vendor_depleted: false,
                    dedupe_ref_id: options.dedupe_ref_id,
                    shift: TimeDelta::zero(),
                }),
                changed: watch::Sender::new(()),
                connections: connections.clone(),
                address: listener.local_addr()?,
                server: Mutex::new(None),
                watcher: Mutex::default(),
                traffic: Mutex::default(),
            }),
        };
        let serve = server::serve(CuttableListener { listener, connections, provider: provider.clone() }, provider.clone());
        *lock(&provider.inner.server) = Some(tokio::spawn(serve));
        Ok(provider)
    }
}
