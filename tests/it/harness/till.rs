//! The payments' side: two gateways that fail in every way, what customers pay there, and their webhooks.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use odzreshop_bot::domain::payment_method::PaymentMethod;
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
    /// The gateway calls it a test, if that is a thing it does.
    AsTest,
    /// Not at all, but the gateway's webhook says that it is paid.
    OnlySaid,
}

/// The gateways and their webhooks; clones share it.
#[derive(Clone)]
pub struct Till {
    /// In the order in which the bot asks them.
    gateways: [(PaymentMethod, Gateway); 2],
    /// The address where webhooks go.
    door: Arc<Mutex<String>>,
    hooks: UnboundedSender<String>,
}

impl Till {
    /// Gateways for a shop that has not started.
    pub async fn open(shop: &mut Shop) -> Self {
        let open = async |method, shop: &mut Shop| {
            let gateway = Gateway::start(Options::default()).await.unwrap();
            gateway.set_lag(LAG);
            shop.set_gateway_of(method, &gateway);
            (method, gateway)
        };
        let gateways = [open(PaymentMethod::Pakasir, shop).await, open(PaymentMethod::Midtrans, shop).await];
        let address = free_address().await.to_string();
        for (name, value) in [("PAYMENTS_URL", "https://pay.example.com"), ("PAYMENTS_SECRET", SECRET), ("WEBHOOK_LISTEN", &address)] {
            shop.more_vars.insert(name.to_owned(), value.to_owned());
        }
        let (hooks, paid) = unbounded_channel();
        let till = Self { gateways, door: Arc::default(), hooks };
        till.post_to(&address);
        tokio::spawn(post(till.gateways.clone(), till.door.clone(), paid));
        till
    }

    /// The address to which webhooks are posted from now on.
    pub fn post_to(&self, address: &str) {
        address.clone_into(&mut self.door.lock().unwrap());
    }

    /// All transactions, with whose they are.
    pub fn invoices(&self) -> Vec<(PaymentMethod, Invoice)> {
        let of = |(method, gateway): &(PaymentMethod, Gateway)| {
            let method = *method;
            gateway.invoices().into_iter().map(move |invoice| (method, invoice))
        };
        self.gateways.iter().flat_map(of).collect()
    }

    /// Lets calls fail; `arrived` is told of each, and says whether it is carried out.
    pub fn begin_faults(&self, seed: u64, arrived: impl Fn(Endpoint) -> bool + Clone + Send + Sync + 'static) {
        for (method, gateway) in &self.gateways {
            let (dice, failing) = (Mutex::new(Dice::new(seed, method.as_str())), gateway.clone());
            let arrived = arrived.clone();
            let watcher: Watcher = Arc::new(move |endpoint| {
                let mut dice = dice.lock().unwrap();
                if dice.chance(FAULTS) {
                    failing.fail(endpoint, fault(&mut dice), 1);
                }
                drop(dice);
                arrived(endpoint)
            });
            gateway.watch(watcher);
        }
    }

    /// Ends the faults.
    pub fn calm(&self) {
        for (_, gateway) in &self.gateways {
            gateway.watch(Arc::new(|_| true));
            gateway.set_lag(Duration::ZERO);
        }
    }

    /// A customer pays the code of a bill that they see: the last one that was made for it. Webhooks follow, none or several.
    pub fn pay(&self, number: &str, how: Pay, dice: &mut Dice) {
        let of_bill = format!("{number}-");
        let opening = |invoice: &Invoice| invoice.order_id[of_bill.len()..].parse::<u32>().unwrap_or(0);
        let newest = |(method, gateway): &(PaymentMethod, Gateway)| {
            let found = gateway.read(|books| {
                let all = books.invoices().iter().rev().take(NEWEST).filter(|invoice| invoice.order_id.starts_with(&of_bill));
                all.max_by_key(|invoice| opening(invoice)).cloned()
            });
            found.map(|invoice| (*method, gateway.clone(), invoice))
        };
        let shown = self.gateways.iter().filter_map(newest).max_by_key(|(.., invoice)| opening(invoice));
        let Some((method, gateway, shown)) = shown else { return };
        let order_id = &shown.order_id;
        let tests = method == PaymentMethod::Pakasir;
        match how {
            Pay::Exactly => gateway.pay(order_id),
            Pay::Half => gateway.pay_amount(order_id, shown.total / 2),
            // What it said before about a payment it does not take back.
            Pay::AsTest => tests && shown.received.is_none() && gateway.set_sandbox(order_id) && gateway.pay(order_id),
            Pay::OnlySaid => true,
        };
        for _ in 0..dice.below(4) {
            self.remind(order_id);
        }
    }

    /// Posts a webhook soon.
    pub fn remind(&self, order_id: &str) {
        // It ends with the runtime, after the last handle.
        let _ = self.hooks.send(order_id.to_owned());
    }

    /// The references of what was paid and is none of these payments.
    pub fn unseen(&self, payments: &HashSet<String>) -> Vec<String> {
        let unseen = |(_, gateway): &(PaymentMethod, Gateway)| {
            gateway.read(|books| {
                let unseen =
                    books.invoices().iter().filter(|invoice| invoice.received.is_some() && !payments.contains(payment_id(invoice)));
                unseen.map(|invoice| invoice.order_id.clone()).collect::<Vec<_>>()
            })
        };
        self.gateways.iter().flat_map(unseen).collect()
    }
}

/// The id under which a transaction is a payment.
pub fn payment_id(invoice: &Invoice) -> &str {
    invoice.transaction_id.as_ref().unwrap_or(&invoice.order_id)
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
async fn post(gateways: [(PaymentMethod, Gateway); 2], door: Arc<Mutex<String>>, mut hooks: UnboundedReceiver<String>) {
    let client = reqwest::Client::builder().timeout(POST_TIMEOUT).build().unwrap();
    while let Some(order_id) = hooks.recv().await {
        let hook = gateways.iter().find_map(|(method, gateway)| Some((method.as_str(), gateway.hook_body(&order_id)?)));
        let Some((method, body)) = hook else { continue };
        for _ in 0..POSTS {
            let url = format!("http://{}/payments/{method}/{SECRET}", door.lock().unwrap());
            if client.post(url).json(&body).send().await.is_ok_and(|answer| answer.status().is_success()) {
                break;
            }
            tokio::time::sleep(POST_AGAIN).await;
        }
    }
}
