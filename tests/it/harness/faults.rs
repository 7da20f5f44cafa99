//! Weather: calls that fail, on both sides, in every way that the sandbox knows.
//!
//! What the n-th call of a method or endpoint meets is fixed by the seed. Which order that call is about is not: the bot decides that.

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

/// Longer than the bot waits for Telegram (15 s) or for the provider's answer to a question (20 s).
const HANG: Duration = Duration::from_secs(21);
/// Longer than it waits for updates (35 s).
const HANG_POLL: Duration = Duration::from_secs(36);

/// Between two gusts, and how long one lasts. The provider's close the shop for a while: more of them, and little is sold.
const CALM: Duration = Duration::from_secs(30);
const BURST: Duration = Duration::from_millis(200);

/// How bad it is.
#[derive(Clone, Copy, Debug)]
pub struct Faults {
    /// Calls that fail, in ten thousand.
    pub faults: u64,
    /// How long the bot waits for the answer to an order.
    pub order_timeout: Duration,
    /// Of ten thousand orders that meet trouble so many are taken and answered too late.
    pub late: u64,
    /// Of each ten thousand faults so many are answers that close the shop for a while.
    pub closing: u64,
    /// Of each ten thousand faults of all calls but orders so many are answers that the bot does not wait for.
    pub hanging: u64,
}

/// How often each kind of fault was met.
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

/// Dice for each method and endpoint: how often one is called does not change what the others meet.
#[derive(Clone)]
struct Sky {
    seed: u64,
    dice: Arc<Mutex<HashMap<String, Dice>>>,
}

impl Sky {
    fn roll<T>(&self, call: &str, roll: impl FnOnce(&mut Dice) -> T) -> T {
        let mut dice = self.dice.lock().unwrap();
        roll(dice.entry(call.to_owned()).or_insert_with(|| Dice::new(self.seed, call)))
    }
}

impl Faults {
    /// From now on calls meet it, and orders end in different ways.
    pub fn begin(self, seed: u64, telegram: &Telegram, provider: &Provider) -> Tally {
        let (sky, tally) = (Sky { seed, dice: Arc::default() }, Tally::default());
        let (access_gate, handle, met) = (sky.clone(), telegram.clone(), tally.clone());
        let poll_failed = AtomicBool::new(false);
        telegram.watch(Arc::new(move |method| {
            let fault = access_gate.roll(method, |dice| dice.chance(self.faults).then(|| self.on_the_way(dice, method)));
            // Never two polls in a row: everybody waits meanwhile, seconds of the machine's time, twice as many each time.
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
            let bad = sky.roll(&endpoint.to_string(), |dice| dice.chance(self.faults).then(|| self.bad(dice, endpoint, &handle)));
            match bad {
                None if endpoint == Endpoint::Order => handle.next(sky.roll("ends", end)),
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

    /// What a call to the provider meets that is to fail.
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
            // To where it would be taken again, if it were followed.
            9 => Fault::Redirect(format!("{}{endpoint}", provider.url())),
            10 if endpoint == Endpoint::Order => Fault::Delay(self.order_timeout * 3 / 2),
            _ => Fault::Delay(Duration::from_millis(dice.between(5, 60))),
        })
    }

    /// How an order is treated that is to meet trouble.
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
            // Without the header everybody waits for five seconds.
            _ => Behaviour::Answer { status: 429, body: html(), headers: vec![("retry-after".to_owned(), "0".to_owned())] },
        }
    }

    /// What a call to Telegram meets that is to fail.
    fn on_the_way(self, dice: &mut Dice, method: &str) -> telegram::Fault {
        use telegram::Fault as F;
        // A poll that hangs holds up everybody.
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

/// Gusts: now and then one side is away altogether for a moment, and whatever is under way to it breaks off.
pub struct Bursts {
    stop: CancellationToken,
    task: JoinHandle<u64>,
}

impl Bursts {
    /// From now on they blow.
    pub fn begin(telegram: &Telegram, provider: &Provider) -> Self {
        let stop = CancellationToken::new();
        Self { task: tokio::spawn(blow(telegram.clone(), provider.clone(), stop.clone())), stop }
    }

    /// They have stopped, and both sides are there; how many there were.
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

/// What goes wrong at the provider.
enum Bad {
    Call(Fault),
    Order(Behaviour),
}

/// The end of an order that nothing happens to.
fn end(dice: &mut Dice) -> Behaviour {
    match dice.below(10) {
        0 | 1 => Behaviour::Deliver { after: Duration::ZERO },
        2 => Behaviour::Fail { after: Duration::from_millis(dice.below(200)), message: "Nomor salah".to_owned() },
        3 => Behaviour::Fail { after: Duration::ZERO, message: "Gangguan".to_owned() },
        _ => Behaviour::Deliver { after: Duration::from_millis(dice.below(300)) },
    }
}

/// How orders end in kind weather.
pub fn fair(seed: u64, provider: &Provider) -> impl Fn(Endpoint) + Send + Sync + use<> {
    let (dice, provider) = (Mutex::new(Dice::new(seed, "ends")), provider.clone());
    move |endpoint| {
        if endpoint == Endpoint::Order {
            provider.next(end(&mut dice.lock().unwrap()));
        }
    }
}
