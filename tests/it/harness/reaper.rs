//! The reaper: kills the bot's process again and again, at a random time or at a named point, and restarts it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use super::dice::Dice;
use super::faults;
use super::till::Till;
use crate::shop::Shop;
use crate::shop::process::Process;

/// How long a process may run without reaching its named point.
const PATIENCE: Duration = Duration::from_millis(if cfg!(debug_assertions) { 600 } else { 300 });
/// How often the reaper checks the process.
const LOOK: Duration = Duration::from_millis(1);
/// The environment variable for the points at commits.
#[cfg(debug_assertions)]
const FAILPOINT: &str = odzreshop_bot::failpoint::VARIABLE;

/// The calls that are named points, and how many of them a process makes at least.
const CALLS: [(&str, u64); 18] = [
    ("getMe", 1),
    ("getUpdates", 3),
    ("sendMessage", 4),
    ("editMessageText", 4),
    ("answerCallbackQuery", 4),
    ("setMyCommands", 3),
    ("/services", 2),
    ("/order", 2),
    ("/status", 2),
    ("/profile", 1),
    ("sendPhoto", 1),
    ("editMessageCaption", 1),
    ("transactioncreate", 1),
    ("transactiondetail", 1),
    ("sendInvoice", 1),
    ("answerPreCheckoutQuery", 1),
    ("refundStarPayment", 1),
    ("getStarTransactions", 1),
];
/// The step from one named point to the next: coprime to their number, so that all of them are used.
const STRIDE: usize = 7;
/// How many commits a process makes at least while customers are waiting.
#[cfg(debug_assertions)]
const COMMITS: u64 = 12;

/// How a process is ended.
#[derive(Clone, Debug)]
enum End {
    After(Duration),
    /// At the `nth` call of this name, before it is carried out, or after that but before its answer.
    Call {
        name: &'static str,
        nth: u64,
        after: bool,
    },
    #[cfg(debug_assertions)]
    Commit {
        nth: u64,
        after: bool,
    },
}

impl End {
    /// The point's name without its number.
    fn name(&self) -> String {
        let side = |after: bool| if after { "after" } else { "before" };
        match self {
            Self::After(_) => "a random moment".to_owned(),
            Self::Call { name, after, .. } => format!("{} {name}", side(*after)),
            #[cfg(debug_assertions)]
            Self::Commit { after, .. } => format!("{} a commit", side(*after)),
        }
    }
}

/// How often the bot was killed, by point.
pub type Tally = BTreeMap<String, usize>;

/// The running bot, and the point at which to kill it.
#[derive(Clone, Default)]
struct Life(Arc<Mutex<Option<Alive>>>);

struct Alive {
    bot: Process,
    /// The call at which to kill, how many of them to let pass, and whether it is carried out.
    armed: Option<(&'static str, u64, bool)>,
    /// The armed call came.
    reaped: bool,
}

/// The reaper's settings.
pub struct Reaper {
    pub seed: u64,
    pub kills: usize,
    /// Kill only at these points; `None` means at all points.
    pub only: Option<&'static [&'static str]>,
    /// The longest time until a random kill.
    pub longest: Duration,
}

impl Reaper {
    /// Runs all kills on a blocking thread. Afterwards no bot is running.
    ///
    /// # Errors
    /// How the bot ended without being killed.
    pub async fn reap(self, shop: &Shop, till: &Till, command: Command) -> Result<Tally, String> {
        let life = Life::default();
        life.watch(shop, till, self.seed);
        let log = shop.log_file();
        tokio::task::spawn_blocking(move || self.run(&life, command, &log)).await.unwrap()
    }

    fn run(self, life: &Life, mut command: Command, log: &File) -> Result<Tally, String> {
        let mut dice = Dice::new(self.seed, "reaper");
        let points = points(self.only);
        let (mut tally, mut next) = (Tally::new(), 0);
        for _ in 0..self.kills {
            let end = if self.only.is_none() && dice.chance(5_000) {
                End::After(Duration::from_micros(dice.between(5_000, self.longest.as_micros().try_into().unwrap())))
            } else {
                // Not in the order of the list: after a kill at an order there are few orders to check.
                next += STRIDE;
                nth(&points[next % points.len()], &mut dice)
            };
            let at = life.live(&end, &mut command, log)?;
            *tally.entry(at).or_default() += 1;
        }
        Ok(tally)
    }
}

/// All named points.
fn points(only: Option<&[&str]>) -> Vec<End> {
    let calls = CALLS.iter().flat_map(|(name, _)| [false, true].map(|after| End::Call { name, nth: 1, after }));
    #[cfg(debug_assertions)]
    // Twice in the list, because most happens at commits.
    let calls = calls.chain([false, true, false, true].map(|after| End::Commit { nth: 1, after }));
    calls.filter(|end| only.is_none_or(|only| only.contains(&end.name().as_str()))).collect()
}

/// The named points at which no process was killed: a short run does not reach all of them.
pub fn missed(tally: &Tally) -> BTreeSet<String> {
    points(None).iter().map(End::name).filter(|point| !tally.contains_key(point)).collect()
}

/// The same point, but perhaps a later one of its kind.
fn nth(end: &End, dice: &mut Dice) -> End {
    match end {
        End::Call { name, after, .. } => {
            let most = CALLS.iter().find(|(call, _)| call == name).map_or(1, |(_, most)| *most);
            End::Call { name, nth: early(most, dice), after: *after }
        }
        #[cfg(debug_assertions)]
        End::Commit { after, .. } => End::Commit { nth: early(COMMITS, dice), after: *after },
        End::After(span) => End::After(*span),
    }
}

/// The first one in half of all cases, because not every process reaches the later ones.
fn early(most: u64, dice: &mut Dice) -> u64 {
    if dice.chance(5_000) { 1 } else { dice.between(1, most) }
}

impl Life {
    fn watch(&self, shop: &Shop, till: &Till, seed: u64) {
        let life = self.clone();
        shop.telegram.watch(Arc::new(move |method| life.arrived(method)));
        let (life, ends) = (self.clone(), faults::fair(seed, &shop.provider));
        shop.provider.watch(Arc::new(move |endpoint| {
            ends(endpoint);
            life.arrived(&endpoint.to_string())
        }));
        let life = self.clone();
        till.begin_faults(seed, move |endpoint| life.arrived(&endpoint.to_string()));
    }

    /// Whether the call that arrived is carried out.
    fn arrived(&self, call: &str) -> bool {
        let mut alive = self.0.lock().unwrap();
        let Some(Alive { bot, armed, reaped }) = alive.as_mut() else { return true };
        let Some((name, left, effect)) = armed else { return true };
        if *name != call {
            return true;
        }
        *left -= 1;
        if *left > 0 {
            return true;
        }
        bot.kill();
        let effect = *effect;
        (*armed, *reaped) = (None, true);
        effect
    }

    /// Runs one process until it is killed, and returns the point.
    fn live(&self, end: &End, command: &mut Command, log: &File) -> Result<String, String> {
        #[cfg(debug_assertions)]
        if let End::Commit { nth, after } = end {
            command.env(FAILPOINT, format!("die-{}-commit:{nth}", if *after { "after" } else { "before" }));
        }
        let armed = match end {
            End::Call { name, nth, after } => Some((*name, *nth, *after)),
            _ => None,
        };
        let began = Instant::now();
        let bot = Process::start(command, log.try_clone().unwrap());
        *self.0.lock().unwrap() = Some(Alive { bot, armed, reaped: false });
        let until = match end {
            End::After(span) => *span,
            _ => PATIENCE,
        };
        let ended = loop {
            std::thread::sleep(LOOK);
            let mut alive = self.0.lock().unwrap();
            let Some(alive) = alive.as_mut() else { break Err("the bot is gone".to_owned()) };
            if alive.reaped {
                break Ok(end.name());
            }
            if let Some(status) = alive.bot.ended() {
                #[cfg(debug_assertions)]
                if matches!(end, End::Commit { .. }) && std::os::unix::process::ExitStatusExt::signal(&status) == Some(6) {
                    break Ok(end.name());
                }
                break Err(format!("the bot ended by itself: {status}"));
            }
            if began.elapsed() >= until {
                alive.bot.kill();
                break Ok("a random moment".to_owned());
            }
        };
        #[cfg(debug_assertions)]
        if matches!(end, End::Commit { .. }) {
            command.env_remove(FAILPOINT);
        }
        // Late calls of the killed process must not affect the next one.
        *self.0.lock().unwrap() = None;
        ended
    }
}
