//! A client for WebDriver (W3C) with Chromium's additions: a session, scripts, clicks, keys, pictures.
//!
//! It uses the HTTP client that the bot has; the crates for WebDriver bring second versions of many dependencies.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

/// How long a script may wait for what it looks for: far longer than the page ever needs, even on a busy machine.
const SCRIPT_LIMIT: Duration = Duration::from_secs(20);

/// No screen, no traffic except to the page, and a window as large as a desktop's.
const FLAGS: [&str; 10] = [
    "--window-size=1440,900",
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
];

/// Calls `find` now and at each frame until it returns something.
const WATCH: &str = "
    const done = arguments[arguments.length - 1], wanted = [...arguments].slice(0, -1);
    const look = () => {
        const found = find(...wanted);
        if (found) done(found); else requestAnimationFrame(look);
    };
    look();";

/// An open browser.
pub struct Browser {
    http: reqwest::Client,
    session: String,
}

/// What a driver says when it can't: a word of the standard such as `stale element reference`, and an explanation.
#[derive(Debug)]
pub struct Refusal {
    pub error: String,
    pub message: String,
}

impl Browser {
    /// Opens a browser with a new profile by a driver that listens at `driver`.
    pub async fn open(driver: &str, chromium: &Path, profile: &Path) -> Self {
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let profile = format!("--user-data-dir={}", profile.display());
        let flags: Vec<&str> = FLAGS.into_iter().chain([profile.as_str()]).collect();
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "goog:chromeOptions": { "binary": chromium, "args": flags },
            "goog:loggingPrefs": { "browser": "ALL" },
            "timeouts": { "script": SCRIPT_LIMIT.as_millis() },
        } } });
        let mut browser = Self { http, session: format!("{driver}/session") };
        let opened = browser.post("", wanted).await.unwrap();
        browser.session = format!("{}/{}", browser.session, opened["sessionId"].as_str().unwrap());
        browser
    }

    /// Ends the browser.
    pub async fn close(&self) {
        self.http.delete(&self.session).send().await.unwrap();
    }

    /// Lets the driver end itself and its browser, where nothing can be awaited any more.
    pub fn shut_down_driver(&self) {
        let host = self.session.trim_start_matches("http://").split('/').next().unwrap_or_default();
        // An error means that it is gone already.
        let Ok(mut connection) = TcpStream::connect(host) else { return };
        let _ = write!(connection, "GET /shutdown HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        let _ = connection.read_to_end(&mut Vec::new());
    }

    /// Opens a page.
    pub async fn go(&self, url: &str) {
        self.post("/url", json!({ "url": url })).await.unwrap();
    }

    /// Runs the body of a function; what it returns.
    pub async fn run(&self, body: &str, arguments: Value) -> Value {
        self.post("/execute/sync", json!({ "script": body, "args": arguments })).await.unwrap()
    }

    /// Waits until the body of a function, asked again and again, returns something.
    pub async fn wait(&self, body: &str, arguments: Value) -> Result<Value, Refusal> {
        let script = format!("const find = function() {{ {body} }};{WATCH}");
        self.post("/execute/async", json!({ "script": script, "args": arguments })).await
    }

    /// Clicks in the middle of an element, as a mouse does: what lies over it gets in the way.
    pub async fn click(&self, element: &Value) -> Result<(), Refusal> {
        self.post(&format!("/element/{}/click", id(element)), json!({})).await.map(drop)
    }

    /// Presses keys one by one, wherever the focus is.
    pub async fn keys(&self, keys: &str) {
        let presses = keys.chars().flat_map(|key| ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": key })));
        let presses: Vec<Value> = presses.collect();
        self.post("/actions", json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": presses }] })).await.unwrap();
    }

    /// What the window shows, as PNG.
    pub async fn picture(&self) -> Vec<u8> {
        let answer = self.get("/screenshot").await.unwrap();
        STANDARD.decode(answer.as_str().unwrap()).unwrap()
    }

    /// A command of Chromium's developer tools.
    pub async fn devtools(&self, command: &str, parameters: Value) {
        self.post("/goog/cdp/execute", json!({ "cmd": command, "params": parameters })).await.unwrap();
    }

    /// The errors and warnings that the page has written since the last question, or that the browser has written about it.
    pub async fn complaints(&self) -> Vec<String> {
        let entries = self.post("/se/log", json!({ "type": "browser" })).await.unwrap();
        let entries = entries.as_array().unwrap().iter().filter(|entry| entry["level"] == "SEVERE" || entry["level"] == "WARNING");
        entries.map(|entry| entry["message"].as_str().unwrap().to_owned()).collect()
    }

    async fn post(&self, path: &str, body: Value) -> Result<Value, Refusal> {
        value(self.http.post(format!("{}{path}", self.session)).json(&body)).await
    }

    async fn get(&self, path: &str) -> Result<Value, Refusal> {
        value(self.http.get(format!("{}{path}", self.session))).await
    }
}

async fn value(request: reqwest::RequestBuilder) -> Result<Value, Refusal> {
    let response = request.send().await.unwrap();
    let well = response.status().is_success();
    let body: Value = response.json().await.unwrap();
    if well {
        return Ok(body["value"].clone());
    }
    let text = |name: &str| body["value"][name].as_str().unwrap_or_default().to_owned();
    Err(Refusal { error: text("error"), message: text("message") })
}

/// The reference to an element that a script has returned.
fn id(element: &Value) -> &str {
    element["element-6066-11e4-a52e-4f735466cecf"].as_str().expect("a script that returns an element")
}
