#!/usr/bin/env bash
# teloxide 0.17.0 (its types are in teloxide-core 0.13.0)
#
# One would guess: serde's ways to read the same JSON differ in speed only: `from_str`, `from_slice`, `from_reader` and `from_value`
#   give the same update. So a webhook may take the body as `Json<Update>` or a table may keep it as JSON and hand it over as a `Value`.
# What happens: through `from_reader` and `from_value` every update, however plain, is `Ok` with `UpdateKind::Error`: its reader
#   asks for the key as a borrowed string first, and the second try comes too late. A `Message` by itself can be read in each way.
# Source: teloxide-core 0.13.0, types/update.rs (`Deserialize for UpdateKind`, `next_key::<&str>`).
# Why it matters: nothing fails. All updates look like kinds that are newer than the library, and a dispatcher drops those.
# What we do instead: the inbox keeps updates as text, and teloxide's `Update` is not used: see teloxide-empty-message.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "finding-teloxide-update-from-value"
version = "0.0.0"
edition = "2024"

[dependencies]
teloxide-core = { version = "=0.13.0", default-features = false, features = ["rustls"] }
serde_json = "=1.0.154"
TOML
cat >src/main.rs <<'RUST'
use teloxide_core::types::{Message, Update, UpdateKind};

const JSON: &str = r#"{"update_id":1,"message":{"message_id":5,"date":1760000000,"text":"hi",
    "chat":{"id":7,"type":"private","first_name":"Sam"},"from":{"id":7,"is_bot":false,"first_name":"Sam"}}}"#;

fn show(how: &str, update: Result<Update, serde_json::Error>) {
    match update.map(|update| update.kind) {
        Ok(UpdateKind::Message(message)) => println!("{how}: message {:?}", message.text()),
        Ok(UpdateKind::Error(_)) => println!("{how}: Ok, but UpdateKind::Error"),
        other => println!("{how}: {other:?}"),
    }
}

fn main() {
    let value: serde_json::Value = serde_json::from_str(JSON).unwrap();
    show("from_str", serde_json::from_str(JSON));
    show("from_slice", serde_json::from_slice(JSON.as_bytes()));
    show("from_reader", serde_json::from_reader(JSON.as_bytes()));
    show("from_value", serde_json::from_value(value.clone()));
    let message: Message = serde_json::from_value(value["message"].clone()).unwrap();
    println!("only the message, from_value: message {:?}", message.text());
}
RUST
cat >expected <<'TEXT'
from_str: message Some("hi")
from_slice: message Some("hi")
from_reader: Ok, but UpdateKind::Error
from_value: Ok, but UpdateKind::Error
only the message, from_value: message Some("hi")
TEXT
cargo run --quiet >seen
cargo tree --depth 1 --prefix none | tail -n +2
cat seen
diff expected seen || { echo 'CHANGED: not what this finding says (< said, > seen)'; exit 1; }
echo 'As the finding says.'
