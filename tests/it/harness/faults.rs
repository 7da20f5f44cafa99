//! The fault schedule: calls to both sides that fail in every way that the sandbox knows.
//!
//! The seed decides what happens to the n-th call of a method or endpoint. It does not decide which order that call concerns.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use odzreshop_bot::sandbox::provider::{Behaviour, Endpoint, Fault, Provider};
use odzreshop_bot::sandbox::telegram::{self, Telegram};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::dice::Dice;

/// Longer than the bot's timeouts for Telegram (15 s) and for calls to the provider other than orders (20 s).
const HANG: Duration = Duration::from_secs(21);
/// Longer than its timeout for `getUpdates` (35 s).
const HANG_POLL: Duration = Duration::from_secs(36);

/// The time between two outages, and their length. Outages of the provider close the shop for a while; with more of them little would be sold.
const CALM: Duration = Duration::from_secs(30);
const BURST: Duration = Duration::from_millis(200);

/// How many calls fail, and how.
#[derive(Clone, Copy, Debug)]
pub struct Faults {
    /// Calls that fail, in ten thousand.
    pub faults: u64,
    /// How long the bot waits for the answer to an order.
    pub order_timeout: Duration,
    /// Of ten thousand orders that fail, how many are accepted and answered too late.
    pub late: u64,
    /// Of ten thousand faults, how many close the shop for a while.
    pub closing: u64,
    /// Of ten thousand faults of calls other than orders, how many are answers that come after the timeout.
    pub hanging: u64,
}

/// How often each kind of fault happened.
#[derive(Clone, Default)]
pub struct Tally(Arc<Mutex<BTreeMap<String, u64>>>);

impl Tally {
    fn count(&self, whose: &str, fault: &impl fmt::Debug) {
        let fault = format!("{fault:?}");
        let word = fault.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let kind = match fault.split_once("code: ") {
            Some((_, code)) => code.split(',').next().unwrap_or_default(),
            None if word == "Delay" && !fault.contains("ms") => "Late",
            None => word,
        };
        *self.0.lock().unwrap().entry(format!("{whose} {kind}")).or_default() += 1;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tally = self.0.lock().unwrap();
        let kinds: Vec<String> = tally.iter().map(|(kind, count)| format!("{kind} {count}")).collect();
        f.write_str(&kinds.join(", "))
    }
}

/// Separate dice for each method and endpoint, so that the number of calls of one does not change the others.
#[derive(Clone)]
struct FaultDice {
    seed: u64,
    dice: Arc<Mutex<HashMap<String, Dice>>>,
}

impl FaultDice {
    fn roll<T>(&self, call: &str, roll: impl FnOnce(&mut Dice) -> T) -> T {
        let mut dice = self.dice.lock().unwrap();
        roll(dice.entry(call.to_owned()).or_insert_with(|| Dice::new(self.seed, call)))
    }
}

impl Faults {
    /// Starts the faults, and lets orders end in different ways.
    pub fn begin(self, seed: u64, telegram: &Telegram, provider: &Provider) -> Tally {
        let (dice, tally) = (FaultDice { seed, dice: Arc::default() }, Tally::default());
        let (telegram_dice, handle, met) = (dice.clone(), telegram.clone(), tally.clone());
        let poll_failed = AtomicBool::new(false);
        telegram.watch(Arc::new(move |method| {
            let fault = telegram_dice.roll(method, |dice| dice.chance(self.faults).then(|| self.on_the_way(dice, method)));
            // Never two polls in a row: all customers wait meanwhile, and the real backoff doubles each time.
            let fault = fault.filter(|_| method != "getUpdates" || !poll_failed.load(Ordering::SeqCst));
            if method == "getUpdates" {
                poll_failed.store(fault.is_some(), Ordering::SeqCst);
            }
            if let Some(fault) = fault {
                met.count(if method == "getUpdates" { "poll" } else { "telegram" }, &fault);
                handle.fail(method, fault, 1);
            }
            true
        }));
        let (handle, met) = (provider.clone(), tally.clone());
        provider.watch(Arc::new(move |endpoint| {
            let bad = dice.roll(&endpoint.to_string(), |dice| dice.chance(self.faults).then(|| self.bad(dice, endpoint, &handle)));
            match bad {
                None if endpoint == Endpoint::Order => handle.next(dice.roll("ends", end)),
                None => {}
                Some(Bad::Call(fault)) => {
                    met.count(&endpoint.to_string(), &fault);
                    handle.fail_call(endpoint, fault, 1);
                }
                Some(Bad::Order(behaviour)) => {
                    met.count(&endpoint.to_string(), &behaviour);
                    handle.next(behaviour);
                }
            }
            true
        }));
        tally
    }

    /// The fault for a call to the provider.
    fn bad(self, dice: &mut Dice, endpoint: Endpoint, provider: &Provider) -> Bad {
        if dice.chance(self.closing) {
            let (code, message) = *dice.pick(&[(401, "Invalid API key"), (403, "Unknown IP")]);
            return Bad::Call(Fault::Status { code, message: message.to_owned(), retry_after: None });
        }
        if endpoint == Endpoint::Order && dice.chance(6_000) {
            return Bad::Order(self.bad_order(dice));
        }
        if endpoint != Endpoint::Order && dice.chance(self.hanging) {
            return Bad::Call(Fault::Delay(HANG));
        }
        let busy = || Fault::Status { code: 429, message: "Too Many Requests".to_owned(), retry_after: Some(0) };
        Bad::Call(match dice.below(12) {
            0..=3 => busy(),
            4 => Fault::Status { code: 500, message: "Internal Server Error".to_owned(), retry_after: None },
            5 => Fault::Html(502),
            6 => Fault::BadJson,
            7 => Fault::TruncatedJson,
            8 => Fault::Reset,
            // Redirects to the same address, where a client that follows would place the order again.
            9 => Fault::Redirect(format!("{}{endpoint}", provider.url())),
            10 if endpoint == Endpoint::Order => Fault::Delay(self.order_timeout * 3 / 2),
            _ => Fault::Delay(Duration::from_millis(dice.between(5, 60))),
        })
    }

    /// The fault for an order.
    fn bad_order(self, dice: &mut Dice) -> Behaviour {
        let html = || "<html><h1>502 Bad Gateway</h1></html>".to_owned();
        let json = |text: &str| text.to_owned();
        if dice.chance(self.late) {
            return Behaviour::Slow(self.order_timeout * 3 / 2);
        }
        match dice.below(7) {
            0 | 1 => Behaviour::AnswerLost,
            2 => Behaviour::RequestLost,
            3 => Behaviour::TakenThen { status: 502, body: html() },
            4 => Behaviour::TakenThen { status: 200, body: json("{\"success\":true,\"message\":\"ok\",\"data\":{}}") },
            5 => Behaviour::Answer { status: 500, body: json("{}"), headers: Vec::new() },
            // Without the header all calls pause for five seconds.
            _ => Behaviour::Answer { status: 429, body: html(), headers: vec![("retry-after".to_owned(), "0".to_owned())] },
        }
    }

    /// The fault for a call to Telegram.
    fn on_the_way(self, dice: &mut Dice, method: &str) -> telegram::Fault {
        use telegram::Fault as F;
        // A poll that hangs delays all customers.
        let (hanging, hang) = if method == "getUpdates" { (self.hanging / 3, HANG_POLL) } else { (self.hanging, HANG) };
        if dice.chance(hanging) {
            return F::Delay(hang);
        }
        match dice.below(10) {
            0 | 1 => F::too_many_requests(1),
            2 => F::internal(),
            3 | 4 => F::DropBefore,
            5 | 6 => F::DropAfter,
            7 => F::Html502,
            8 if method.starts_with("send") && dice.chance(500) => {
                F::Status { code: 403, description: "Forbidden: bot was blocked by the user".to_owned(), retry_after: None }
            }
            8 => F::BadJson,
            _ => F::Delay(Duration::from_millis(dice.between(5, 60))),
        }
    }
}

/// Outages: at intervals one side is down for a short time, and all calls to it break off.
pub struct Bursts {
    stop: CancellationToken,
    task: JoinHandle<u64>,
}

impl Bursts {
    /// Starts the outages.
    pub fn begin(telegram: &Telegram, provider: &Provider) -> Self {
        let stop = CancellationToken::new();
        Self { task: tokio::spawn(blow(telegram.clone(), provider.clone(), stop.clone())), stop }
    }

    /// Stops the outages, brings both sides up, and returns how many there were.
    pub async fn end(self) -> u64 {
        self.stop.cancel();
        self.task.await.unwrap()
    }
}

async fn blow(telegram: Telegram, provider: Provider, stop: CancellationToken) -> u64 {
    let mut count = 0;
    while stop.run_until_cancelled(tokio::time::sleep(CALM)).await.is_some() {
        let set = |down| if count % 2 == 0 { provider.down(down) } else { telegram.down(down) };
        set(true);
        tokio::time::sleep(BURST).await;
        set(false);
        count += 1;
    }
    count
}

/// A fault at the provider.
enum Bad {
    Call(Fault),
    Order(Behaviour),
}

/// The end of an order without a fault.
fn end(dice: &mut Dice) -> Behaviour {
    match dice.below(10) {
        0 | 1 => Behaviour::Deliver { after: Duration::ZERO },
        2 => Behaviour::Fail { after: Duration::from_millis(dice.below(200)), message: "Nomor salah".to_owned() },
        3 => Behaviour::Fail { after: Duration::ZERO, message: "Gangguan".to_owned() },
        _ => Behaviour::Deliver { after: Duration::from_millis(dice.below(300)) },
    }
}

/// How orders end without faults.
pub fn fair(seed: u64, provider: &Provider) -> impl Fn(Endpoint) + Send + Sync + use<> {
    let (dice, provider) = (Mutex::new(Dice::new(seed, "ends")), provider.clone());
    move |endpoint| {
        if endpoint == Endpoint::Order {
            provider.next(end(&mut dice.lock().unwrap()));
        }
    }
}
