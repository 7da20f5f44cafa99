//! Connections that can be cut on purpose.
//!
//! axum hands out whole answers only, so losing one has to happen a layer below: the server accepts through
//! [`CuttableListener`](super::listener::CuttableListener), whose connections each carry a [`ConnectionCutter`]. A handler gets the cutter
//! of its connection as connect info; after a cut the next read or write fails, hyper lets go of the connection, and the socket closes with
//! a TCP reset (zero linger) and not one more byte.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::{Context, Poll, Waker};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

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
    pub(super) tcp: TcpStream,
    pub(super) cutter: ConnectionCutter,
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
pub(super) fn reset(tcp: &TcpStream) -> io::Error {
    tcp.set_zero_linger().err().unwrap_or_else(|| io::ErrorKind::ConnectionReset.into())
}

/// The open connections, and whether new ones are accepted.
#[derive(Clone, Default)]
pub(super) struct Connections(Arc<Mutex<Accepting>>);

#[derive(Default)]
struct Accepting {
    shut: bool,
    open: Vec<Weak<Mutex<ConnectionState>>>,
}

impl Connections {
    /// While shut, every connection is reset, the open ones and new ones.
    pub(super) fn set_shut(&self, shut: bool) {
        let mut accepting = self.lock();
        accepting.shut = shut;
        if shut {
            let open = accepting.open.drain(..);
            open.filter_map(|cutter| cutter.upgrade()).for_each(|cutter| ConnectionCutter(cutter).cut());
        }
    }

    /// Whether it is shut.
    pub(super) fn is_shut(&self) -> bool {
        self.lock().shut
    }

    /// The cutter of a new connection; `None` while shut.
    pub(super) fn enter(&self) -> Option<ConnectionCutter> {
        let mut accepting = self.lock();
        if accepting.shut {
            return None;
        }
        accepting.open.retain(|cutter| cutter.strong_count() > 0);
        let cutter = ConnectionCutter::default();
        accepting.open.push(Arc::downgrade(&cutter.0));
        Some(cutter)
    }

    fn lock(&self) -> MutexGuard<'_, Accepting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
