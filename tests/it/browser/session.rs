//! A test's session: the real demo, a driver, and a browser with the page. Without an installed browser the test is skipped.

use std::env;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::{Mutex, MutexGuard};

use super::webdriver::Browser;

/// A window, in CSS pixels.
pub const DESKTOP: (u32, u32) = (1440, 900);
/// A phone held upright.
pub const PHONE: (u32, u32) = (390, 844);

/// One browser at a time: several of them make a small machine too slow for the time limits.
static TURN: Mutex<()> = Mutex::const_new(());

/// The demo and a browser with its page.
pub struct Session {
    pub browser: Browser,
    /// The page's address.
    pub url: String,
    driver: Child,
    demo: Child,
    folder: TempDir,
    _turn: MutexGuard<'static, ()>,
}

impl Session {
    /// The page at the size of a desktop, in light colours, with a provider that delivers after so many seconds. `None` where there is
    /// no browser, which is an error in CI.
    pub async fn open(provider_delay: u32) -> Option<Self> {
        let (driver, chromium) = installed()?;
        let turn = TURN.lock().await;
        let folder = tempfile::tempdir().unwrap();
        let log = |name: &str| File::create(folder.path().join(name)).unwrap();
        let mut demo = Command::new(env!("CARGO_BIN_EXE_odzreshop-bot"));
        demo.args(["demo", "--provider-delay", &provider_delay.to_string()]).env("TMPDIR", folder.path());
        let (demo, line) = start(&mut demo, log("demo.log"), "http://").await;
        let url = line.split_whitespace().find(|word| word.starts_with("http://")).unwrap().to_owned();
        let (driver, line) = start(Command::new(driver).arg("--port=0"), log("driver.log"), "successfully on port ").await;
        let port = line.rsplit("on port ").next().unwrap().trim_end_matches('.').to_owned();
        let browser = Browser::open(&format!("http://127.0.0.1:{port}"), &chromium, &folder.path().join("profile")).await;
        let session = Self { browser, url, driver, demo, folder, _turn: turn };
        session.browser.go(&session.url).await;
        session.show(DESKTOP, "light").await;
        Some(session)
    }

    /// Makes the window this large, and lets the system prefer these colours.
    pub async fn show(&self, (width, height): (u32, u32), colours: &str) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.browser.devtools("Emulation.setDeviceMetricsOverride", size).await;
        let features = json!({ "features": [
            { "name": "prefers-color-scheme", "value": colours },
            // Without animations pictures are stable, and nothing moves away from the mouse.
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ] });
        self.browser.devtools("Emulation.setEmulatedMedia", features).await;
        // The page may take a frame or two to follow.
        let follows = "const rgb = getComputedStyle(document.body).backgroundColor.match(/[0-9.]+/g).slice(0, 3).map(Number);
            return innerWidth === arguments[0] && (Math.max(...rgb) < 128) === (arguments[1] === 'dark')";
        self.waited(&format!("the page to become {width} wide and {colours}"), follows, json!([width, colours])).await;
    }

    /// Keeps a picture of the window with the others of this run.
    pub async fn keep(&self, name: &str) -> PathBuf {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("screenshots");
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join(format!("{name}.png"));
        fs::write(&path, self.browser.picture().await).unwrap();
        path
    }

    /// Asks the demo whether its bot runs, as a script would.
    pub async fn bot(&self) -> Value {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        client.get(format!("{}bot", self.url)).send().await.unwrap().json().await.unwrap()
    }

    /// Ends everything. The browser must not have complained, and the log must be empty.
    pub async fn close(self) {
        assert_eq!(self.end().await, "", "the demo's log");
    }

    /// Ends everything, and returns what the demo and its bot have logged. The browser must not have complained.
    pub async fn end(mut self) -> String {
        assert_eq!(self.browser.complaints().await, Vec::<String>::new(), "the browser's console");
        self.browser.close().await;
        self.driver.kill().await.unwrap();
        let terminated = Command::new("kill").args(["-TERM", &self.demo.id().unwrap().to_string()]).status().await.unwrap();
        assert!(terminated.success() && self.demo.wait().await.unwrap().success(), "the demo ends when it is told to");
        self.log()
    }

    /// What the demo and its bot have logged.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("demo.log")).unwrap()
    }
}

impl Drop for Session {
    /// After a failure. A driver that is killed leaves its browser behind, one that is asked to shut down does not.
    fn drop(&mut self) {
        if self.driver.id().is_some() {
            self.browser.shut_down_driver();
        }
    }
}

/// Starts a program that dies with its handle; returns with the line of its output that has this in it.
async fn start(command: &mut Command, log: File, sign: &str) -> (Child, String) {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).kill_on_drop(true).spawn().unwrap();
    let line = line_with(child.stdout.as_mut().unwrap(), sign).await;
    (child, line)
}

async fn line_with(output: impl AsyncRead + Unpin, sign: &str) -> String {
    let mut lines = BufReader::new(output).lines();
    loop {
        let line = lines.next_line().await.unwrap().unwrap_or_else(|| panic!("it ended and never said {sign:?}"));
        if line.contains(sign) {
            return line;
        }
    }
}

/// A driver and its browser.
fn installed() -> Option<(PathBuf, PathBuf)> {
    let driver = on_path(&["chromedriver"]);
    let chromium = on_path(&["chromium", "chromium-browser", "google-chrome"]);
    if let (Some(driver), Some(chromium)) = (driver, chromium) {
        return Some((driver, chromium));
    }
    assert!(env::var_os("CI").is_none_or(|ci| ci != "true"), "CI needs chromium and chromedriver: no browser test may be skipped there");
    // Written to standard error directly: the test runner hides what a passing test prints.
    let note = "SKIPPED: a browser test, for chromium or chromedriver is not installed (Debian: chromium, chromium-driver)\n";
    io::stderr().write_all(note.as_bytes()).unwrap();
    None
}

fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name))).find(|file| file.is_file())
}
