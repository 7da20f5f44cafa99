//! Listening for connections that can be cut.

use std::io;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::net::TcpListener;

use super::Provider;
use super::connection::{ConnectionCutter, Connections, Line, reset};
use crate::sandbox::traffic::Peer;

/// A TCP listener whose connections can be cut.
pub(super) struct CuttableListener {
    pub(super) listener: TcpListener,
    pub(super) connections: Connections,
    /// The provider that it belongs to.
    pub(super) provider: Provider,
}

impl Listener for CuttableListener {
    type Io = Line;
    type Addr = std::net::SocketAddr;

    async fn accept(&mut self) -> (Line, Self::Addr) {
        loop {
            let (tcp, address) = Listener::accept(&mut self.listener).await;
            match self.connections.enter() {
                Some(cutter) => return (Line { tcp, cutter }, address),
                None => {
                    drop(reset(&tcp));
                    if let Some(traffic) = self.provider.traffic() {
                        traffic.connection_refused(Peer::Provider);
                    }
                }
            }
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.listener.local_addr()
    }
}

impl Connected<IncomingStream<'_, CuttableListener>> for ConnectionCutter {
    fn connect_info(stream: IncomingStream<'_, CuttableListener>) -> Self {
        stream.io().cutter.clone()
    }
}
