#!/usr/bin/env bash
# axum 0.8.9 beside reqwest 0.12.28 (both on hyper-util)
#
# One would guess: a server built with axum's feature `http1` and without `http2` speaks HTTP/1.1 only, whatever else is in the program.
# What happens: as soon as an HTTP *client* with the feature `http2` is among the dependencies, `axum::serve` answers HTTP/2 without TLS
#   as well, with not a line of code changed. axum hands its connections to hyper-util's automatic builder, Cargo builds hyper-util once
#   for both, and the builder takes whatever is built in.
# Source: axum 0.8.9, serve/mod.rs (`hyper_util::server::conn::auto::Builder`); Cargo's unification of features.
# Why it matters: the features listed for a crate are not what it does; a proxy or a limit that was thought out for one request at a
#   time per connection meets many, after a change to an unrelated line of Cargo.toml.
# What we do instead: we take it that both of our listeners speak HTTP/2 too; they are for the owner's proxy and own network only. Where it
#   must not be, hyper's own builder for HTTP/1 in the place of `axum::serve` keeps it out.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "finding-axum-http2-by-reqwest"
version = "0.0.0"
edition = "2024"

[features]
client = ["dep:reqwest"]

[dependencies]
axum = { version = "=0.8.9", default-features = false, features = ["http1", "tokio"] }
reqwest = { version = "=0.12.28", default-features = false, features = ["http2"], optional = true }
tokio = { version = "=1.54.1", features = ["rt", "macros", "net", "io-util"] }
TOML
cat >src/main.rs <<'RUST'
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = axum::Router::new().route("/", axum::routing::get(|| async { "hi" }));
    tokio::spawn(async move { axum::serve(listener, app).await });

    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nhost: example\r\n\r\n").await.unwrap();
    let mut start = [0; 12];
    stream.read_exact(&mut start).await.unwrap();
    println!("HTTP/1.1: {}", String::from_utf8_lossy(&start));

    // What opens a connection of HTTP/2: the preface and an empty frame of settings (type 4). The server's first frame must be one too.
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0").await.unwrap();
    let mut frame = [0; 9];
    let settings = stream.read_exact(&mut frame).await.is_ok() && frame[3] == 4 && frame[5..] == [0; 4];
    println!("HTTP/2 without TLS: {}", if settings { "answered" } else { "refused" });
}
RUST
cat >expected <<'TEXT'
axum with http1:
HTTP/1.1: HTTP/1.1 200
HTTP/2 without TLS: refused
the same, and reqwest with http2 as a dependency that nothing uses:
HTTP/1.1: HTTP/1.1 200
HTTP/2 without TLS: answered
TEXT
{
    echo 'axum with http1:'
    cargo run --quiet
    echo 'the same, and reqwest with http2 as a dependency that nothing uses:'
    cargo run --quiet --features client
} >seen
cargo tree --features client --depth 1 --prefix none | tail -n +2
cat seen
diff expected seen || { echo 'CHANGED: not what this finding says (< said, > seen)'; exit 1; }
echo 'As the finding says.'
