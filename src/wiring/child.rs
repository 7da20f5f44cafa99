//! The demo's bot: this program as a second process, so that it can be killed, as by a power cut, and started again.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use anyhow::Context;
use tokio::process::{Child, ChildStdin, Command};
use tokio_util::sync::CancellationToken;

use crate::app::Clock;
use crate::sandbox::controls::{BotState, ControlCommand, ControlReceiver};

/// The bot stops within 30 s; after that it is killed.
const STOP_WITHIN: Duration = Duration::from_secs(30);

/// How the bot is started.
#[derive(Clone, Debug)]
pub struct Program {
    /// The executable.
    pub path: PathBuf,
    /// Its whole environment; it gets nothing of this process's environment.
    pub vars: BTreeMap<String, String>,
    /// Its current folder.
    pub folder: PathBuf,
}

impl Program {
    /// Runs the bot and carries out commands until `stop`; then it is stopped cleanly. A bot that ends by itself is not started
    /// again without a command, so that the error is noticed.
    ///
    /// # Errors
    /// When it can't even be started the first time.
    pub async fn run(&self, mut receiver: ControlReceiver, clock: &Clock, stop: CancellationToken) -> anyhow::Result<()> {
        let tell = |bot: Option<&Bot>, ended: Option<String>| {
            let pid = bot.and_then(|bot| bot.process.id());
            receiver.state.send_replace(BotState { running: bot.is_some(), pid, since: clock.now().0, ended });
        };
        let mut bot = Some(self.start()?);
        tell(bot.as_ref(), None);
        loop {
            let request = tokio::select! {
                () = stop.cancelled() => break,
                ended = end(bot.as_mut()) => {
                    tracing::warn!("the bot ended by itself: {ended}");
                    bot = None;
                    tell(None, Some(ended));
                    continue;
                }
                request = receiver.requests.recv() => request,
            };
            let Some(request) = request else { break };
            match (request.command, bot.take()) {
                (ControlCommand::Kill, Some(mut running)) => {
                    // An error means that it has ended by itself.
                    let _ = running.process.kill().await;
                    tell(None, Some("killed".to_owned()));
                }
                (ControlCommand::Start, None) => match self.start() {
                    Ok(started) => {
                        tell(Some(&started), None);
                        bot = Some(started);
                    }
                    Err(error) => tell(None, Some(format!("{error:#}"))),
                },
                (_, as_wanted) => bot = as_wanted,
            }
            // The page may be closed by now.
            let _ = request.done.send(());
        }
        if let Some(running) = bot {
            running.stop().await;
        }
        Ok(())
    }

    fn start(&self) -> anyhow::Result<Bot> {
        let mut command = Command::new(&self.path);
        command.args(["run", "--while-stdin"]).env_clear().envs(&self.vars).current_dir(&self.folder);
        // A ctrl-c in the terminal must reach the demo only, which then stops the bot; so the bot has its own process group.
        command.stdin(Stdio::piped()).stdout(Stdio::null()).process_group(0).kill_on_drop(true);
        let mut process = command.spawn().with_context(|| format!("starting {}", self.path.display()))?;
        Ok(Bot { lifeline: process.stdin.take(), process })
    }
}

/// A bot that was started.
struct Bot {
    process: Child,
    /// The other end of its standard input. The bot runs while it is open, so it also ends when the demo is killed.
    lifeline: Option<ChildStdin>,
}

impl Bot {
    /// Stops it as SIGTERM does.
    async fn stop(mut self) {
        drop(self.lifeline.take());
        if tokio::time::timeout(STOP_WITHIN, self.process.wait()).await.is_err() {
            tracing::warn!("the bot did not stop in time; it is killed");
        }
    }
}

/// Waits for the bot's end and returns how it ended. Never returns when no bot runs.
async fn end(bot: Option<&mut Bot>) -> String {
    match bot {
        Some(bot) => bot.process.wait().await.map_or_else(|error| error.to_string(), |status| status.to_string()),
        None => std::future::pending().await,
    }
}
