#!/usr/bin/env bash
# reqwest 0.12.28
#
# One would guess: an answer whose connection ends in the middle of the body is an error with `is_body()`, and `is_decode()` means that
#   the bytes were there and made no sense: bad JSON, bad compression.
# What happens: the cut is `is_decode()` and not `is_body()`, even for `bytes()`, where nothing is decoded. So is a timeout in the middle of
#   the body. Bad JSON has exactly the same flags and the same text, "error decoding response body".
# Source: reqwest 0.12.28, error.rs (`Kind::Decode`) and async_impl/response.rs (`map_err(crate::error::decode)` in `bytes`, `chunk` and
#   the stream).
# Why it matters: after a POST, "the answer was nonsense" and "the line went dead" call for different next steps; code that tells them
#   apart by these two methods always takes the first.
# What we do instead: the body is read in pieces first, and any failure there, `is_body()` or `is_decode()`, counts as an answer that
#   broke off. JSON is parsed afterwards by a call of its own, so that its errors are of another type.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "finding-reqwest-cut-body"
version = "0.0.0"
edition = "2024"

[dependencies]
reqwest = { version = "=0.12.28", default-features = false, features = ["json"] }
serde_json = "=1.0.154"
tokio = { version = "=1.54.1", features = ["rt", "macros", "net", "time"] }
TOML
cat >src/main.rs <<'RUST'
use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread::{sleep, spawn};
use std::time::Duration;

/// Half of a JSON text.
const HALF: &str = r#"{"half": "an a"#;

fn show(what: &str, error: reqwest::Error) {
    let error = error.without_url();
    println!("{what}: body {}, decode {}, timeout {}: {error}", error.is_body(), error.is_decode(), error.is_timeout());
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    spawn(move || {
        // Bytes announced, and how many seconds the connection stays open after the few that are sent.
        for (length, open) in [(100, 0), (100, 0), (HALF.len(), 0), (100, 3)] {
            let (mut stream, _) = listener.accept().unwrap();
            stream.read(&mut [0; 4096]).unwrap();
            write!(stream, "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{HALF}").unwrap();
            sleep(Duration::from_secs(open));
        }
    });
    let client = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(1)).build().unwrap();
    let get = || async { client.get(&url).send().await.unwrap() };
    show("cut, bytes()", get().await.bytes().await.unwrap_err());
    show("cut, json()", get().await.json::<serde_json::Value>().await.unwrap_err());
    show("whole but no JSON, json()", get().await.json::<serde_json::Value>().await.unwrap_err());
    show("too slow, bytes()", get().await.bytes().await.unwrap_err());
}
RUST
cat >expected <<'TEXT'
cut, bytes(): body false, decode true, timeout false: error decoding response body
cut, json(): body false, decode true, timeout false: error decoding response body
whole but no JSON, json(): body false, decode true, timeout false: error decoding response body
too slow, bytes(): body false, decode true, timeout true: error decoding response body
TEXT
cargo run --quiet >seen
cargo tree --depth 1 --prefix none | tail -n +2
cat seen
diff expected seen || { echo 'CHANGED: not what this finding says (< said, > seen)'; exit 1; }
echo 'As the finding says.'
