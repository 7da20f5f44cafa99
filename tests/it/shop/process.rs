//! The bot as a separate process: the real binary, which can be killed.

use std::fs::{self, File, OpenOptions};
use std::net::SocketAddr;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

use tokio::net::TcpListener;

use crate::postgres::PASSWORD;
use crate::shop::{KEY, Shop};

/// A running bot. Dropping it kills it, so that a failed test leaves no process behind.
pub struct Process(Child);

impl Process {
    /// Starts a prepared command.
    pub fn start(command: &mut Command, log: File) -> Self {
        Self(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn().unwrap())
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.0.id()
    }

    /// Kills it (SIGKILL).
    pub fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }

    /// Sends a signal, such as STOP or CONT.
    pub fn signal(&self, name: &str) {
        assert!(Command::new("kill").args([&format!("-{name}"), &self.0.id().to_string()]).status().unwrap().success());
    }

    /// Its exit status, if it has ended.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.0.try_wait().unwrap()
    }

    /// Sends SIGTERM and waits for the end outside the runtime; returns the exit status and how long it took.
    pub async fn terminate(mut self) -> (ExitStatus, Duration) {
        let began = Instant::now();
        self.signal("TERM");
        let status = tokio::task::spawn_blocking(move || self.0.wait().unwrap()).await.unwrap();
        assert_eq!(status.signal(), None, "it ends by itself");
        (status, began.elapsed())
    }
}

/// A local address that is free now.
pub async fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap()
}

impl Drop for Process {
    fn drop(&mut self) {
        // Both fail only when it has ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Shop {
    /// The binary in the shop's folder, with only the shop's environment.
    pub fn command(&self, arguments: &[&str]) -> Command {
        fs::write(self.folder.path().join("shop.toml"), &self.toml).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_odzreshop-bot"));
        command.args(arguments).env_clear().envs(self.vars()).env("RUST_LOG", "trace").current_dir(self.folder.path());
        command
    }

    /// Starts the binary; its log is appended to [`Shop::log`].
    pub fn spawn(&self) -> Process {
        Process::start(&mut self.command(&[]), self.log_file())
    }

    /// Starts the binary so that a write beyond the file size limit (set with `prlimit` for [`Process::id`]) is an error and does not kill it.
    pub fn spawn_on_small_disk(&self) -> Process {
        let bot = self.command(&[]);
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", "trap '' XFSZ; exec \"$0\""]).arg(bot.get_program()).env_clear().current_dir(self.folder.path());
        shell.envs(bot.get_envs().filter_map(|(name, value)| Some((name, value?))));
        Process::start(&mut shell, self.log_file())
    }

    /// Runs the binary until it ends.
    pub fn output(&self, arguments: &[&str]) -> Output {
        self.command(arguments).stdin(Stdio::null()).output().unwrap()
    }

    /// Runs a command until it ends while the sandbox continues; returns the exit code and the output.
    pub async fn finish(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let mut command = self.command(arguments);
        let Output { status, stdout, stderr } = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
        let words = format!("{}{}", String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap());
        for secret in [KEY, PASSWORD, self.telegram.token(), self.more_vars.get("WEBHOOK_SECRET").map_or(KEY, String::as_str)] {
            assert!(!words.contains(secret), "{words}");
        }
        (status.code(), words.replace('\u{a0}', " "))
    }

    /// A file handle that appends to the log.
    pub fn log_file(&self) -> File {
        OpenOptions::new().create(true).append(true).open(self.folder.path().join("bot.log")).unwrap()
    }

    /// The log of all processes so far.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("bot.log")).unwrap_or_default()
    }
}
