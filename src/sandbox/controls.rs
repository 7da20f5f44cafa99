//! Switches for the program behind the simulated Telegram: the page kills and starts it without knowing what it is.

use axum::extract::State;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Serialize;
use tokio::sync::{mpsc, oneshot, watch};

/// Presses that wait for their turn; nobody presses faster than a process starts.
const MAX_WAITING: usize = 8;

/// What somebody at the page wants to happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ControlCommand {
    /// End the program at once, as a power cut does.
    Kill,
    /// Start it, on what it has left behind.
    Start,
}

/// Whether the program runs, and how it ended when it does not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct BotState {
    /// Whether it runs.
    pub running: bool,
    /// The process that runs.
    pub pid: Option<u32>,
    /// When it came to this, unix time in milliseconds.
    pub since: i64,
    /// How it ended, in words; `None` while it runs and before its first start.
    pub ended: Option<String>,
}

/// The page's end of the switches. Clones are handles on the same ones.
#[derive(Clone, Debug)]
pub struct Controls {
    asked: mpsc::Sender<ControlRequest>,
    state: watch::Receiver<BotState>,
}

/// A wish; the answer goes out when it is done.
#[derive(Debug)]
pub struct ControlRequest {
    /// What is wanted.
    pub command: ControlCommand,
    /// To be sent when it is done, or was so already.
    pub done: oneshot::Sender<()>,
}

/// The program's end: whoever holds it does what is asked and says how things are.
#[derive(Debug)]
pub struct ControlReceiver {
    /// What the page asks for.
    pub asked: mpsc::Receiver<ControlRequest>,
    /// How things are.
    pub state: watch::Sender<BotState>,
}

impl Controls {
    /// Both ends.
    pub fn new() -> (Self, ControlReceiver) {
        let (ask, asked) = mpsc::channel(MAX_WAITING);
        let (tell, state) = watch::channel(BotState::default());
        (Self { asked: ask, state }, ControlReceiver { asked, state: tell })
    }

    /// Asks for something, waits until it is done, and returns how things are then. Nothing happens when the other end is gone.
    pub async fn command(&self, command: ControlCommand) -> BotState {
        let (done, answer) = oneshot::channel();
        if self.asked.send(ControlRequest { command, done }).await.is_ok() {
            // An error is the other end going; the state says how it left things.
            let _ = answer.await;
        }
        self.state()
    }

    /// How things are.
    pub fn state(&self) -> BotState {
        self.state.borrow().clone()
    }

    /// Wakes whoever waits for a change of the state.
    pub fn changes(&self) -> watch::Receiver<BotState> {
        self.state.clone()
    }
}

/// The routes for the page: `GET /bot` says how things are; `POST /bot/kill` and `POST /bot/start` do it, and say how things are then.
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
    async fn a_wish_returns_when_it_is_done() {
        let (controls, mut receiver) = Controls::new();
        let program = async {
            let ControlRequest { command, done } = receiver.asked.recv().await.unwrap();
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
