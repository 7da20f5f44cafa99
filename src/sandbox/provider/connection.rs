//! Connections that can be cut on purpose.
//!
//! axum hands out whole answers only, so losing one has to happen a layer below: the server
//! accepts through [`CuttableListener`], whose connections each carry a [`ConnectionCutter`]. A handler gets the cutter of
//! its connection as connect info; after a cut the next read or write fails, hyper lets
//! go of the connection, and the socket closes with a TCP reset (zero linger) and not one more byte.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::{Context, Poll, Waker};

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

use super::Provider;
use crate::sandbox::traffic::Peer;

#[derive(Default)]
enum Mode {
    #[default]
    Whole,
    /// The next write loses this many bytes at its end, then the connection closes.
    Short(usize),
    Cut,
}

#[derive(Default)]
struct ConnectionState {
    mode: Mode,
    reader: Option<Waker>,
}

/// Cuts one connection.
#[derive(Clone, Default)]
pub(super) struct ConnectionCutter(Arc<Mutex<ConnectionState>>);

impl ConnectionCutter {
    /// Resets the connection, also one that waits for a request.
    pub(super) fn cut(&self) {
        let mut state = self.lock();
        state.mode = Mode::Cut;
        if let Some(reader) = state.reader.take() {
            reader.wake();
        }
    }

    /// Lets the answer out but for its last `lost` bytes, then closes. It counts on hyper writing
    /// head and body of a small answer at once.
    pub(super) fn cut_short(&self, lost: usize) {
        self.lock().mode = Mode::Short(lost);
    }

    pub(super) fn is_cut(&self) -> bool {
        matches!(self.lock().mode, Mode::Cut)
    }

    fn lock(&self) -> MutexGuard<'_, ConnectionState> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One accepted connection.
pub(super) struct Line {
    tcp: TcpStream,
    cutter: ConnectionCutter,
}

impl AsyncRead for Line {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        {
            let mut state = self.cutter.lock();
            if matches!(state.mode, Mode::Cut) {
                return Poll::Ready(Err(reset(&self.tcp)));
            }
            state.reader = Some(cx.waker().clone());
        }
        Pin::new(&mut self.tcp).poll_read(cx, buf)
    }
}

impl AsyncWrite for Line {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let kept = match self.cutter.lock().mode {
            Mode::Whole => buf.len(),
            Mode::Short(0) => return Poll::Ready(Err(io::ErrorKind::BrokenPipe.into())),
            Mode::Short(lost) => buf.len().saturating_sub(lost),
            Mode::Cut => return Poll::Ready(Err(reset(&self.tcp))),
        };
        let written = std::task::ready!(Pin::new(&mut self.tcp).poll_write(cx, &buf[..kept]))?;
        if kept < buf.len() {
            self.cutter.lock().mode = Mode::Short(0);
        }
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        // A shutdown would end the connection politely before the reset.
        if matches!(self.cutter.lock().mode, Mode::Cut) {
            return Poll::Ready(Err(reset(&self.tcp)));
        }
        Pin::new(&mut self.tcp).poll_shutdown(cx)
    }
}

/// Makes the close of this socket a reset instead of a polite end.
fn reset(tcp: &TcpStream) -> io::Error {
    tcp.set_zero_linger().err().unwrap_or_else(|| io::ErrorKind::ConnectionReset.into())
}

/// The open connections, and whether new ones are accepted.
#[derive(Clone, Default)]
pub(super) struct Connections(Arc<Mutex<Entrance>>);

#[derive(Default)]
struct Entrance {
    shut: bool,
    open: Vec<Weak<Mutex<ConnectionState>>>,
}

impl Connections {
    /// While shut, every connection is reset, the open ones and new ones.
    pub(super) fn set_shut(&self, shut: bool) {
        let mut entrance = self.lock();
        entrance.shut = shut;
        if shut {
            let open = entrance.open.drain(..);
            open.filter_map(|cutter| cutter.upgrade()).for_each(|cutter| ConnectionCutter(cutter).cut());
        }
    }

    /// Whether it is shut.
    pub(super) fn is_shut(&self) -> bool {
        self.lock().shut
    }

    /// The cutter of a new connection; `None` while shut.
    fn enter(&self) -> Option<ConnectionCutter> {
        let mut entrance = self.lock();
        if entrance.shut {
            return None;
        }
        entrance.open.retain(|cutter| cutter.strong_count() > 0);
        let cutter = ConnectionCutter::default();
        entrance.open.push(Arc::downgrade(&cutter.0));
        Some(cutter)
    }

    fn lock(&self) -> MutexGuard<'_, Entrance> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

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
