//! The payments' side: a gateway that fails in every way, what customers pay there, and its webhooks.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use odzreshop_bot::sandbox::gateway::{Endpoint, Fault, Gateway, Invoice, Options, Watcher};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::dice::Dice;
use crate::shop::Shop;
use crate::shop::process::free_address;

/// Of ten thousand calls so many fail.
const FAULTS: u64 = 3_000;
/// Of ten thousand faults so many are answers that come after the bot's timeout of 10 s.
const HANGING: u64 = 30;
const HANG_MS: u64 = 11_000;
/// So long after a payment the gateway still says "pending".
const LAG: Duration = Duration::from_millis(50);
/// Where it posts webhooks, which the bot may refuse or not hear: how often it tries, and the pause before it tries again.
const SECRET: &str = "harness-payments-secret-0123456789";
const POSTS: usize = 20;
const POST_AGAIN: Duration = Duration::from_millis(50);
const POST_TIMEOUT: Duration = Duration::from_secs(2);
/// How many of the newest transactions a customer's code can be among.
const NEWEST: usize = 2_000;

/// How a customer pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pay {
    Exactly,
    /// Half of what is asked for.
    Half,
    /// The gateway calls it a test.
    AsTest,
    /// Not at all, but the gateway's webhook says that it is paid.
    OnlySaid,
}

/// The gateway and its webhooks; clones share it.
#[derive(Clone)]
pub struct Till {
    pub gateway: Gateway,
    /// Where webhooks go.
    door: Arc<Mutex<String>>,
    hooks: UnboundedSender<String>,
}

impl Till {
    /// A gateway for a shop that has not started.
    pub async fn open(shop: &mut Shop) -> Self {
        let gateway = Gateway::start(Options::default()).await.unwrap();
        gateway.set_lag(LAG);
        shop.set_gateway(&gateway.url(), gateway.project(), gateway.api_key());
        let address = free_address().await.to_string();
        for (name, value) in [("PAYMENTS_URL", "https://pay.example.com"), ("PAYMENTS_SECRET", SECRET), ("WEBHOOK_LISTEN", &address)] {
            shop.more_vars.insert(name.to_owned(), value.to_owned());
        }
        let (hooks, paid) = unbounded_channel();
        let till = Self { gateway, door: Arc::default(), hooks };
        till.post_to(&address);
        tokio::spawn(post(till.gateway.clone(), till.door.clone(), paid));
        till
    }

    /// The address to which webhooks are posted from now on.
    pub fn post_to(&self, address: &str) {
        *self.door.lock().unwrap() = format!("http://{address}/payments/pakasir/{SECRET}");
    }

    /// The faults of calls, to be called when one arrives.
    pub fn faults(&self, seed: u64) -> impl Fn(Endpoint) + Send + Sync + use<> {
        let (dice, gateway) = (Mutex::new(Dice::new(seed, "gateway")), self.gateway.clone());
        move |endpoint| {
            let mut dice = dice.lock().unwrap();
            if dice.chance(FAULTS) {
                gateway.fail(endpoint, fault(&mut dice), 1);
            }
        }
    }

    /// The same for [`Gateway::watch`].
    pub fn watcher(&self, seed: u64) -> Watcher {
        let faults = self.faults(seed);
        Arc::new(move |endpoint| {
            faults(endpoint);
            true
        })
    }

    /// Ends the faults.
    pub fn calm(&self) {
        self.gateway.watch(Arc::new(|_| true));
        self.gateway.set_lag(Duration::ZERO);
    }

    /// A customer pays the code of a bill that they see: the last one that was made for it. Webhooks follow, none or several.
    pub fn pay(&self, number: &str, how: Pay, dice: &mut Dice) {
        let of_bill = format!("{number}-");
        let opening = |invoice: &&Invoice| invoice.order_id[of_bill.len()..].parse::<u32>().unwrap_or(0);
        let shown = self.gateway.read(|books| {
            let all = books.invoices().iter().rev().take(NEWEST).filter(|invoice| invoice.order_id.starts_with(&of_bill));
            all.max_by_key(opening).cloned()
        });
        let Some(shown) = shown else { return };
        match how {
            Pay::Exactly => self.gateway.pay(&shown.order_id),
            Pay::Half => self.gateway.pay_amount(&shown.order_id, shown.total / 2),
            // What it said before about a payment it does not take back.
            Pay::AsTest => shown.received.is_none() && self.gateway.set_sandbox(&shown.order_id) && self.gateway.pay(&shown.order_id),
            Pay::OnlySaid => true,
        };
        for _ in 0..dice.below(4) {
            self.remind(&shown.order_id);
        }
    }

    /// Posts a webhook soon.
    pub fn remind(&self, order_id: &str) {
        // It ends with the runtime, after the last handle.
        let _ = self.hooks.send(order_id.to_owned());
    }

    /// What was paid and is none of these payments.
    pub fn unseen(&self, payments: &HashSet<String>) -> Vec<String> {
        self.gateway.read(|books| {
            let unseen = books.invoices().iter().filter(|invoice| invoice.received.is_some() && !payments.contains(&invoice.order_id));
            unseen.map(|invoice| invoice.order_id.clone()).collect()
        })
    }
}

fn fault(dice: &mut Dice) -> Fault {
    if dice.chance(HANGING) {
        return Fault::Slow(HANG_MS);
    }
    match dice.below(10) {
        0 | 1 => Fault::Refuse(503),
        2..=4 => Fault::Lose(504),
        5 => Fault::Echo(500),
        6 => Fault::Html,
        7 => Fault::Odd,
        _ => Fault::Slow(dice.between(5, 300)),
    }
}

/// Posts webhooks until the last [`Till`] is gone.
async fn post(gateway: Gateway, door: Arc<Mutex<String>>, mut hooks: UnboundedReceiver<String>) {
    let client = reqwest::Client::builder().timeout(POST_TIMEOUT).build().unwrap();
    while let Some(order_id) = hooks.recv().await {
        let Some(body) = gateway.hook_body(&order_id) else { continue };
        for _ in 0..POSTS {
            let door = door.lock().unwrap().clone();
            if client.post(door).json(&body).send().await.is_ok_and(|answer| answer.status().is_success()) {
                break;
            }
            tokio::time::sleep(POST_AGAIN).await;
        }
    }
}
