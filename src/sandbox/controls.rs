//! Commands for the program behind the simulated Telegram: the page kills and starts it without knowing what it is.

use axum::extract::State;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Serialize;
use tokio::sync::{mpsc, oneshot, watch};

/// Commands that may wait; a process starts faster than a person presses.
const MAX_WAITING: usize = 8;

/// What the page can command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ControlCommand {
    /// End the program at once, as a power cut does.
    Kill,
    /// Start it, on the data that it has left.
    Start,
}

/// Whether the program runs, and how it ended when it does not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct BotState {
    /// Whether it runs.
    pub running: bool,
    /// The process that runs.
    pub pid: Option<u32>,
    /// When this state began, unix time in milliseconds.
    pub since: i64,
    /// How it ended, in words; `None` while it runs and before its first start.
    pub ended: Option<String>,
}

/// The page's end. Clones are handles on the same program.
#[derive(Clone, Debug)]
pub struct Controls {
    requests: mpsc::Sender<ControlRequest>,
    state: watch::Receiver<BotState>,
}

/// A command, and where to report that it is done.
#[derive(Debug)]
pub struct ControlRequest {
    /// The command.
    pub command: ControlCommand,
    /// Sent when it is done, or when there was nothing to do.
    pub done: oneshot::Sender<()>,
}

/// The program's end: its owner carries out the commands and reports the state.
#[derive(Debug)]
pub struct ControlReceiver {
    /// The page's commands.
    pub requests: mpsc::Receiver<ControlRequest>,
    /// The state, to be kept up to date.
    pub state: watch::Sender<BotState>,
}

impl Controls {
    /// Makes both ends.
    pub fn new() -> (Self, ControlReceiver) {
        let (sender, requests) = mpsc::channel(MAX_WAITING);
        let (tell, state) = watch::channel(BotState::default());
        (Self { requests: sender, state }, ControlReceiver { requests, state: tell })
    }

    /// Sends a command, waits until it is done, and returns the state after it. Nothing happens when the other end is gone.
    pub async fn command(&self, command: ControlCommand) -> BotState {
        let (done, answer) = oneshot::channel();
        if self.requests.send(ControlRequest { command, done }).await.is_ok() {
            // An error means that the other end is gone; the state is its last one.
            let _ = answer.await;
        }
        self.state()
    }

    /// The state now.
    pub fn state(&self) -> BotState {
        self.state.borrow().clone()
    }

    /// Wakes at each change of the state.
    pub fn changes(&self) -> watch::Receiver<BotState> {
        self.state.clone()
    }
}

/// The routes for the page: `GET /bot` returns the state; `POST /bot/kill` and `POST /bot/start` carry the command out and return the state
/// after it.
pub fn routes(controls: Controls) -> Router {
    Router::new()
        .route("/bot", get(async |State(controls): State<Controls>| Json(controls.state())))
        .route("/bot/kill", post(async |State(controls): State<Controls>| Json(controls.command(ControlCommand::Kill).await)))
        .route("/bot/start", post(async |State(controls): State<Controls>| Json(controls.command(ControlCommand::Start).await)))
        .with_state(controls)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_command_returns_when_it_is_done() {
        let (controls, mut receiver) = Controls::new();
        let program = async {
            let ControlRequest { command, done } = receiver.requests.recv().await.unwrap();
            assert_eq!(command, ControlCommand::Start);
            receiver.state.send_replace(BotState { running: true, pid: Some(7), since: 1, ended: None });
            done.send(()).unwrap();
        };
        let (state, ()) = tokio::join!(controls.command(ControlCommand::Start), program);
        assert_eq!((state.running, state.pid), (true, Some(7)));
        drop(receiver);
        assert_eq!(controls.command(ControlCommand::Kill).await, state, "nobody is there to kill anything");
    }
}
