//! HTTP/1 for listeners that strangers may reach. Its bounds hold before a request has shown a secret: how many connections there are, how
//! long a header may take and how long it may be.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use tower_service::Service;

/// What a listener allows.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    /// Most connections at a time; more wait until one ends. Far below the 1,024 files that a process may usually open.
    connections: usize,
    /// How long a header may take to arrive, also the next one on a connection that is kept.
    header_timeout: Duration,
    /// Longest header in bytes.
    header_size: usize,
}

const BOUNDS: Bounds = Bounds { connections: 256, header_timeout: Duration::from_secs(15), header_size: 16 * 1024 };

/// How long requests under way may go on after the stop: enough for a commit.
const STOP_TIMEOUT: Duration = Duration::from_secs(3);
/// The pause after a connection could not be accepted: no file is left, for example.
const PAUSE: Duration = Duration::from_secs(1);

/// Serves `router` at `listener` until `stop`, then lets requests under way end. Handlers can ask for the peer's
/// `ConnectInfo<SocketAddr>`.
pub async fn serve(listener: TcpListener, router: Router, stop: CancellationToken) {
    serve_within(BOUNDS, listener, router, stop).await;
}

async fn serve_within(bounds: Bounds, listener: TcpListener, router: Router, stop: CancellationToken) {
    let (free, open) = (Arc::new(Semaphore::new(bounds.connections)), GracefulShutdown::new());
    let mut protocol = http1::Builder::new();
    protocol.timer(TokioTimer::new()).header_read_timeout(bounds.header_timeout).max_header_size(bounds.header_size);
    loop {
        let accepted = async {
            let permit = free.clone().acquire_owned().await.ok();
            (listener.accept().await, permit)
        };
        let (connection, permit) = tokio::select! {
            () = stop.cancelled() => break,
            (connection, permit) = accepted => (connection, permit),
        };
        let Ok((stream, peer)) = connection else {
            sleep(PAUSE).await;
            continue;
        };
        let router = router.clone();
        let service = service_fn(move |request: hyper::Request<Incoming>| {
            let mut request: Request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            // A router is always ready.
            router.clone().call(request)
        });
        let connection = open.watch(protocol.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            // The client broke it off, or was too slow; that is their affair.
            let _ = connection.await;
            drop(permit);
        });
    }
    // A client that never ends its request must not hold up the stop.
    let _ = timeout(STOP_TIMEOUT, open.shutdown()).await;
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;

    use std::net::SocketAddr;

    use super::*;

    const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    /// The address of a server that answers with the peer's address.
    async fn server(bounds: Bounds, stop: &CancellationToken) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().route("/", get(async |ConnectInfo(peer): ConnectInfo<SocketAddr>| peer.to_string()));
        tokio::spawn(serve_within(bounds, listener, router, stop.clone()));
        address
    }

    /// What the server sends until it closes the connection, after it got `sent`.
    async fn told(address: SocketAddr, sent: &[u8]) -> String {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let mut answer = Vec::new();
        // It may have closed the connection before it read everything.
        let _ = stream.write_all(sent).await;
        let _ = stream.read_to_end(&mut answer).await;
        String::from_utf8_lossy(&answer).into_owned()
    }

    #[tokio::test]
    async fn a_connection_without_a_whole_header_ends() {
        let stop = CancellationToken::new();
        let address = server(Bounds { header_timeout: Duration::from_millis(50), ..BOUNDS }, &stop).await;
        // Each of these waits until the server closes it.
        assert_eq!(told(address, b"").await, "");
        assert!(!told(address, b"GET / HTT").await.contains("200 OK"));
        assert!(told(address, REQUEST).await.contains("127.0.0.1:"), "and one that is kept ends after its answer");
    }

    #[tokio::test]
    async fn idle_connections_only_make_others_wait() {
        let stop = CancellationToken::new();
        let address = server(Bounds { connections: 2, header_timeout: Duration::from_millis(50), ..BOUNDS }, &stop).await;
        let mut idle = Vec::new();
        for _ in 0..8 {
            idle.push(TcpStream::connect(address).await.unwrap());
        }
        assert!(told(address, REQUEST).await.starts_with("HTTP/1.1 200 OK"));
    }

    #[tokio::test]
    async fn long_headers_and_other_versions_are_refused() {
        let stop = CancellationToken::new();
        let address = server(BOUNDS, &stop).await;
        let long = format!("GET / HTTP/1.1\r\nHost: x\r\nX: {}\r\n\r\n", "x".repeat(BOUNDS.header_size));
        assert!(told(address, long.as_bytes()).await.starts_with("HTTP/1.1 431"));
        let preface = told(address, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0").await;
        assert!(preface.is_empty() || preface.starts_with("HTTP/1.1 4"), "{preface}");
    }

    #[tokio::test]
    async fn the_stop_does_not_wait_for_a_client() {
        let (stop, listener) = (CancellationToken::new(), TcpListener::bind("127.0.0.1:0").await.unwrap());
        let address = listener.local_addr().unwrap();
        let serving = tokio::spawn(serve(listener, Router::new(), stop.clone()));
        let mut idle = TcpStream::connect(address).await.unwrap();
        idle.write_all(b"GET / HTT").await.unwrap();
        stop.cancel();
        serving.await.unwrap();
    }
}
