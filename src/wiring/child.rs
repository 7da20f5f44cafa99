//! The demo's bot: this program again as a process of its own, so that it can be killed as a power cut would and started anew.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use anyhow::Context;
use tokio::process::{Child, ChildStdin, Command};
use tokio_util::sync::CancellationToken;

use crate::app::Clock;
use crate::sandbox::controls::{BotState, ControlCommand, ControlReceiver};

/// The bot stops within 30 s; what has not ended by then is ended.
const STOP_WITHIN: Duration = Duration::from_secs(30);

/// What is started, and with what.
#[derive(Clone, Debug)]
pub struct Program {
    /// The executable.
    pub path: PathBuf,
    /// Its whole environment: it gets nothing of ours.
    pub vars: BTreeMap<String, String>,
    /// Its current folder.
    pub folder: PathBuf,
}

impl Program {
    /// Runs the bot, and does with it what is asked, until `stop`; then it is stopped cleanly. A bot that ends by itself stays
    /// down until somebody asks for a start, for that is something to look at.
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
            let asked = tokio::select! {
                () = stop.cancelled() => break,
                ended = end(bot.as_mut()) => {
                    tracing::warn!("the bot ended by itself: {ended}");
                    bot = None;
                    tell(None, Some(ended));
                    continue;
                }
                asked = receiver.asked.recv() => asked,
            };
            let Some(asked) = asked else { break };
            match (asked.command, bot.take()) {
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
            // Whoever asked may have gone away.
            let _ = asked.done.send(());
        }
        if let Some(running) = bot {
            running.stop().await;
        }
        Ok(())
    }

    fn start(&self) -> anyhow::Result<Bot> {
        let mut command = Command::new(&self.path);
        command.args(["run", "--while-stdin"]).env_clear().envs(&self.vars).current_dir(&self.folder);
        // A ctrl-c in the terminal is for the demo, which then stops the bot: hence a process group of its own.
        command.stdin(Stdio::piped()).stdout(Stdio::null()).process_group(0).kill_on_drop(true);
        let mut process = command.spawn().with_context(|| format!("starting {}", self.path.display()))?;
        Ok(Bot { lifeline: process.stdin.take(), process })
    }
}

/// A bot that was started.
struct Bot {
    process: Child,
    /// Our end of its standard input. It runs while this is open, so it also ends when the demo is killed.
    lifeline: Option<ChildStdin>,
}

impl Bot {
    /// Stops it as SIGTERM does.
    async fn stop(mut self) {
        drop(self.lifeline.take());
        if tokio::time::timeout(STOP_WITHIN, self.process.wait()).await.is_err() {
            tracing::warn!("the bot would not stop; it is killed, and has lost nothing");
        }
    }
}

/// Waits for the end of what runs, and says how it ended; for ever when nothing runs.
async fn end(bot: Option<&mut Bot>) -> String {
    match bot {
        Some(bot) => bot.process.wait().await.map_or_else(|error| error.to_string(), |status| status.to_string()),
        None => std::future::pending().await,
    }
}
