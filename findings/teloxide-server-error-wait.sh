#!/usr/bin/env bash
# teloxide 0.17.0 (its requests are in teloxide-core 0.13.0)
#
# One would guess: a request that is answered with 502 returns an error at once, and the caller decides how long to wait before a retry; the error is one
#   of the network's, or says 502.
# What happens: any 5xx makes the request itself sleep for 10 seconds before it reads the body, which no setting changes and nobody is
#   told. The page of the proxy that said 502 then becomes `RequestError::InvalidJson`, the same error as for an answer to a message
#   that *was* sent but has a form that the library does not know. The status is lost.
# Source: teloxide-core 0.13.0, net/request.rs (`DELAY_ON_SERVER_ERROR`, `process_response`).
# Why it matters: a sender that works through a queue stands still for 10 seconds with each such answer, on top of its own back-off; a
#   limit of less than 10 seconds around the call hides the answer; and retrying on `InvalidJson` may send a message again and again.
# What we do instead: our own calls to the Bot API read status, `ok`, `error_code` and `parameters`, and wait where the queue is kept.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "finding-teloxide-server-error-wait"
version = "0.0.0"
edition = "2024"

[dependencies]
teloxide-core = { version = "=0.13.0", default-features = false, features = ["rustls"] }
reqwest = { version = "=0.12.28", default-features = false }
tokio = { version = "=1.54.1", features = ["rt", "macros", "net"] }
TOML
cat >src/main.rs <<'RUST'
use std::io::{Read, Write};
use std::net::TcpListener;
use std::time::Instant;

use teloxide_core::prelude::*;
use teloxide_core::types::ChatId;
use teloxide_core::{Bot, RequestError};

const ANSWERS: [(&str, &str); 3] = [
    ("400 Bad Request", r#"{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}"#),
    ("502 Bad Gateway", "<html>bad gateway</html>"),
    // Sent, with a message of a form that is not known.
    ("200 OK", r#"{"ok":true,"result":{"message_id":5}}"#),
];

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for (status, body) in ANSWERS {
            let (mut stream, _) = listener.accept().unwrap();
            // Headers and body of this small request; it may come in two pieces.
            let mut request = Vec::new();
            while !request.ends_with(b"}") {
                let mut piece = [0; 4096];
                let length = stream.read(&mut piece).unwrap();
                request.extend_from_slice(&piece[..length]);
            }
            let length = body.len();
            write!(stream, "HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}").unwrap();
        }
    });
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let bot = Bot::with_client("1:example", client).set_api_url(format!("http://{address}").parse().unwrap());
    for (status, _) in ANSWERS {
        let start = Instant::now();
        let error = match bot.send_message(ChatId(7), "hi").await {
            Err(RequestError::InvalidJson { .. }) => "InvalidJson".to_owned(),
            other => format!("{:?}", other.map(|_| ())),
        };
        println!("{status}: {error}, 10 s or more: {}", start.elapsed().as_secs() >= 10);
    }
}
RUST
cat >expected <<'TEXT'
400 Bad Request: Err(Api(ChatNotFound)), 10 s or more: false
502 Bad Gateway: InvalidJson, 10 s or more: true
200 OK: InvalidJson, 10 s or more: false
TEXT
cargo run --quiet >seen
cargo tree --depth 1 --prefix none | tail -n +2
cat seen
diff expected seen || { echo 'CHANGED: not what this finding says (< said, > seen)'; exit 1; }
echo 'As the finding says.'
