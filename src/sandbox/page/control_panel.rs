//! The choices of the control panel, and how each becomes a behaviour or a fault of the sandbox.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Deserialize;

use crate::sandbox::gateway::Gateway;
use crate::sandbox::provider::{self, Behaviour, Endpoint, Provider, Unknown};
use crate::sandbox::telegram::{Fault, Telegram};

/// The longest delay that can be chosen, in seconds.
const MAX_SECONDS: u64 = 600;
/// Characters of a reason.
const MAX_REASON: usize = 200;
/// How many messages are slow after "slow" was chosen.
const SLOW_CALLS: u32 = 4;
/// How long each of them takes.
const SLOW_FOR: Duration = Duration::from_secs(3);
/// Seconds after which a 429 may be tried again.
const RETRY_AFTER: u32 = 4;
/// Percent by which prices rise at a time.
const RISE: i64 = 10;
/// The provider balance when it is nearly empty and when it is filled again, rupiah.
const POOR: i64 = 1_000;
const RICH: i64 = 1_000_000;
/// The methods by which the bot sends messages.
const TELLING: [&str; 2] = ["sendMessage", "editMessageText"];

/// What can be done at the provider.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub(super) enum ProviderCommand {
    /// Orders are delivered after this many seconds, without faults.
    Deliver { seconds: u64 },
    /// The next order fails with this reason, when it would have been delivered.
    Fail { reason: String },
    /// The next order stays pending.
    Stuck,
    /// The next order is accepted, but the answer is lost.
    AnswerLost,
    /// The next order is accepted, and answered after this many seconds.
    Slow { seconds: u64 },
    /// The next order is refused with 429.
    Busy,
    /// The next order is answered with 500.
    Broken,
    /// All prices rise now.
    RaisePrices,
    /// The provider balance is nearly empty now.
    EmptyBalance,
    /// The provider balance is filled again.
    FillBalance,
    /// The server goes down, or comes up again.
    Down { down: bool },
    /// An open order is ended.
    End { invoice: String, delivered: bool },
}

/// What can be done at Telegram.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub(super) enum TelegramCommand {
    /// No faults.
    Well,
    /// The next messages take their time.
    Slow,
    /// The next message must wait.
    Busy,
    /// The next message is refused with 500.
    Broken,
    /// The server goes down, or comes up again.
    Down { down: bool },
}

/// What can be done at the payment gateway.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub(super) enum GatewayCommand {
    /// It tells of payments only after this many seconds.
    Lag { seconds: u64 },
    /// It refuses every call, or works again.
    Down { down: bool },
}

/// Carries it out.
pub(super) fn control_gateway(gateway: &Gateway, command: &GatewayCommand) {
    match command {
        GatewayCommand::Lag { seconds } => gateway.set_lag(duration(*seconds)),
        GatewayCommand::Down { down } => gateway.down(*down),
    }
}

/// The last choices. Whether one of them still waits for its call, the provider or Telegram knows.
#[derive(Default)]
pub(super) struct ControlPanel {
    provider: Mutex<Option<&'static str>>,
    telegram: Mutex<Option<&'static str>>,
}

impl ControlPanel {
    pub(super) fn provider(&self) -> Option<&'static str> {
        *lock(&self.provider)
    }

    pub(super) fn telegram(&self) -> Option<&'static str> {
        *lock(&self.telegram)
    }

    /// Carries it out. A choice for the next order replaces the one before.
    pub(super) fn control_provider(&self, provider: &Provider, command: ProviderCommand) -> Result<(), Unknown> {
        let choose = |choice: &'static str, arm: &dyn Fn()| {
            *lock(&self.provider) = Some(choice);
            provider.forget_plans();
            arm();
        };
        let next = |choice, behaviour: Behaviour| choose(choice, &|| provider.next(behaviour.clone()));
        let fault = |choice, code, message: &str, retry_after| {
            let fault = provider::Fault::Status { code, message: message.to_owned(), retry_after };
            choose(choice, &|| provider.fail_call(Endpoint::Order, fault.clone(), 1));
        };
        match command {
            ProviderCommand::Deliver { seconds } => {
                choose("deliver", &|| provider.set_default(Behaviour::Deliver { after: duration(seconds) }));
            }
            ProviderCommand::Fail { reason } => {
                let message = reason.chars().take(MAX_REASON).collect();
                next("fail", Behaviour::Fail { after: provider.read(usual_delay), message });
            }
            ProviderCommand::Stuck => next("stuck", Behaviour::Stuck),
            ProviderCommand::AnswerLost => next("answer-lost", Behaviour::AnswerLost),
            ProviderCommand::Slow { seconds } => next("slow", Behaviour::Slow(duration(seconds))),
            ProviderCommand::Busy => fault("busy", 429, "Too many requests", Some(RETRY_AFTER.into())),
            ProviderCommand::Broken => fault("broken", 500, "Internal server error", None),
            ProviderCommand::RaisePrices => provider.raise_prices(RISE),
            ProviderCommand::EmptyBalance => provider.set_balance(POOR),
            ProviderCommand::FillBalance => provider.set_balance(RICH),
            ProviderCommand::Down { down } => provider.down(down),
            ProviderCommand::End { invoice, delivered: true } => provider.deliver(&invoice, &format!("SN-{invoice}"))?,
            ProviderCommand::End { invoice, delivered: false } => provider.fail(&invoice, "Dibatalkan oleh provider")?,
        }
        Ok(())
    }

    /// Carries it out. A choice for the next messages replaces the one before.
    pub(super) fn control_telegram(&self, telegram: &Telegram, command: &TelegramCommand) {
        let choose = |choice: &'static str, fault: Option<(Fault, u32)>| {
            *lock(&self.telegram) = Some(choice);
            telegram.clear_faults();
            for method in TELLING {
                fault.clone().into_iter().for_each(|(fault, times)| telegram.fail(method, fault, times));
            }
        };
        match command {
            TelegramCommand::Well => choose("well", None),
            TelegramCommand::Slow => choose("slow", Some((Fault::Delay(SLOW_FOR), SLOW_CALLS))),
            TelegramCommand::Busy => choose("busy", Some((Fault::too_many_requests(RETRY_AFTER), 1))),
            TelegramCommand::Broken => choose("broken", Some((Fault::internal(), 1))),
            TelegramCommand::Down { down } => telegram.down(*down),
        }
    }
}

fn usual_delay(account: &provider::State) -> Duration {
    match account.default_behaviour() {
        Behaviour::Deliver { after } => *after,
        _ => Duration::ZERO,
    }
}

fn duration(seconds: u64) -> Duration {
    Duration::from_secs(seconds.min(MAX_SECONDS))
}

/// Nothing panics while it is held.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[tokio::test]
    async fn the_last_choice_counts_until_it_has_happened() {
        let provider = Provider::start(provider::Options::default()).await.unwrap().with_default_shop();
        let control_panel = ControlPanel::default();
        let command = |json| serde_json::from_value::<ProviderCommand>(json).unwrap();
        control_panel.control_provider(&provider, command(json!({ "do": "busy" }))).unwrap();
        control_panel.control_provider(&provider, command(json!({ "do": "answer-lost" }))).unwrap();
        assert_eq!(control_panel.provider(), Some("answer-lost"));
        assert!(provider.read(provider::State::has_plans));
        control_panel.control_provider(&provider, command(json!({ "do": "deliver", "seconds": 9 }))).unwrap();
        assert!(!provider.read(provider::State::has_plans));
        assert_eq!(provider.read(usual_delay), Duration::from_secs(9));
        assert!(control_panel.control_provider(&provider, command(json!({ "do": "end", "invoice": "INV-0", "delivered": true }))).is_err());
        provider.stop().await;
    }
}
