//! The bot as a process of its own, and what the kernel says of it.

use std::fs;
use std::path::Path;
use std::pin::Pin;
use std::process::{Child, Command};
use std::time::Instant;

use odzreshop_bot::sandbox::provider::Provider;
use odzreshop_bot::sandbox::telegram::Telegram;
use tempfile::TempDir;

/// Ticks of `/proc/PID/stat` a second: the same on every Linux that matters.
const TICKS_PER_SECOND: f64 = 100.0;

/// Writes into a database before the bot starts.
pub type Fill = dyn for<'a> Fn(&'a Path) -> Pin<Box<dyn Future<Output = ()> + 'a>>;

/// What a bot has besides the usual.
#[derive(Default)]
pub struct Extra<'a> {
    /// More of `shop.toml`.
    pub toml: &'a str,
    pub fill: Option<&'a Fill>,
    /// More of the environment.
    pub vars: Vec<(&'static str, String)>,
}

/// A running bot.
pub struct Bot {
    /// From the start of the process to its first `getUpdates`.
    pub started_ms: f64,
    process: Child,
    pid: u32,
    folder: TempDir,
}

impl Bot {
    /// Starts the binary on an empty database and waits until it asks for updates.
    pub async fn start(telegram: &Telegram, provider: &Provider) -> Self {
        Self::start_with(telegram, provider, Extra::default()).await
    }

    /// The same with more than the usual.
    pub async fn start_with(telegram: &Telegram, provider: &Provider, extra: Extra<'_>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("shop.toml"), format!("{}\n{}", include_str!("shop.toml"), extra.toml)).unwrap();
        if let Some(fill) = extra.fill {
            fill(&folder.path().join("odzreshop.db")).await;
        }
        let mut command = Command::new(env!("CARGO_BIN_EXE_odzreshop-bot"));
        command.env_clear().current_dir(folder.path());
        command.env("TELOXIDE_TOKEN", telegram.token()).env("TELOXIDE_API_URL", telegram.url());
        command.env("ODZRESHOP_API_KEY", "sandbox-key").env("ODZRESHOP_API_URL", provider.url());
        command.env("ADMIN_IDS", "1").env("RUST_LOG", "warn").envs(extra.vars);
        let began = Instant::now();
        let process = command.spawn().unwrap();
        telegram.wait_until("the first getUpdates", |state| (state.polls() > 0).then_some(())).await.unwrap();
        let started_ms = began.elapsed().as_secs_f64() * 1_000.0;
        let pid = process.id();
        Self { started_ms, process, pid, folder }
    }

    /// Where its database is.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A line of `/proc/PID/status` that is given in kB.
    pub fn memory_mib(&self, name: &str) -> f64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.pid)).unwrap();
        let line = status.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() / 1_024.0
    }

    /// CPU time used so far, in user mode and in the kernel.
    pub fn cpu_ms(&self) -> f64 {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.pid)).unwrap();
        // The name in brackets may hold anything; `utime` and `stime` are the 12th and 13th word behind it (proc(5)).
        let behind = stat.rsplit_once(") ").unwrap().1;
        let ticks: f64 = behind.split(' ').skip(11).take(2).map(|ticks| ticks.parse::<f64>().unwrap()).sum();
        ticks * 1_000.0 / TICKS_PER_SECOND
    }

    /// Stops the bot as an init system does.
    pub async fn stop(mut self) {
        let stopped = tokio::task::spawn_blocking(move || {
            Command::new("kill").arg(self.pid.to_string()).status().unwrap();
            self.process.wait().unwrap()
        });
        assert!(stopped.await.unwrap().success());
    }
}

impl Drop for Bot {
    /// Leaves no bot behind when the benchmark fails. One that has ended already can't be killed, and need not.
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
