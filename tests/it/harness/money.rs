//! The records of money: the books of the gateways, Telegram's list of Stars, the bot's bills, payments, carts, payouts and ledger, and what
//! customers were told.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use odzreshop_bot::domain::bill::{Bill, BillId};
use odzreshop_bot::domain::cart::{Cart, CartLapse, CartState};
use odzreshop_bot::domain::payment::Payment;
use odzreshop_bot::domain::payment_method::PaymentMethod;
use odzreshop_bot::domain::payout::Payout;
use odzreshop_bot::sandbox::telegram::State;
use odzreshop_bot::storage;
use regex::Regex;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::task::JoinHandle;

use super::ledger::{Database, ORDER_NUMBER};
use super::stars;
use super::till::{Till, payment_id};
use crate::shop::Shop;

/// What customers read when money came.
const CREDITED: &str = "sudah masuk ke saldomu";
/// The pause between two audits during a run.
const AUDIT_PAUSE: Duration = Duration::from_secs(5);

/// A line of the ledger.
#[derive(Clone, Debug)]
pub struct Transfer {
    pub id: String,
    pub kind: String,
    pub debit: String,
    pub credit: String,
    pub amount: i64,
    pub user: i64,
    pub order: Option<String>,
    pub reason: Option<String>,
}

/// An account as the database has it.
pub struct Account {
    pub id: String,
    pub debits: i64,
    pub credits: i64,
}

/// Money that really arrived.
#[derive(Clone, Debug)]
pub struct Arrived {
    pub method: PaymentMethod,
    /// In rupiah or Stars.
    pub received: i64,
    /// Whether it is what its bill asked for, and no test.
    pub exact: bool,
    /// What the gateway was asked under, or the id of the bill.
    pub reference: String,
}

/// See the module.
pub struct Money {
    /// What arrived, by the id that its payment has.
    pub arrived: HashMap<String, Arrived>,
    /// The payments in Stars that Telegram has given back: how often each.
    pub given_back: HashMap<String, usize>,
    /// How many Stars the bot has, as Telegram says.
    pub star_balance: i64,
    pub payouts: Vec<Payout>,
    /// The bot's payments, by id.
    pub payments: HashMap<String, Payment>,
    pub bills: HashMap<BillId, Bill>,
    pub carts: Vec<Cart>,
    /// By id.
    pub transfers: HashMap<String, Transfer>,
    pub accounts: Vec<Account>,
    /// How many notifications were written about each event: the kind, and the bill, the payment, the reason, the payout or the order.
    pub notifications: HashMap<(String, String), usize>,
    /// How often each customer's chat says that money came.
    pub told_credits: HashMap<i64, usize>,
    /// The reasons of grants that customers were told.
    pub told_reasons: HashSet<(i64, String)>,
    /// The numbers of orders whose price customers were told is back.
    pub told_releases: HashSet<(i64, String)>,
    /// The messages of customers about payouts.
    pub told_payouts: Vec<(i64, String)>,
    /// What `ledger check` says, unless all is well.
    pub audit: Option<String>,
}

impl Money {
    pub(super) async fn read(shop: &Shop, till: &Till, db: &mut Database) -> Self {
        let payments: Vec<Payment> = bodies(db, "SELECT body FROM payments").await;
        let bills: Vec<Bill> = bodies(db, "SELECT body FROM bills").await;
        type Row = (String, String, String, String, i64, i64, Option<String>, Option<String>);
        let rows: Vec<Row> = db.rows("SELECT id, kind, debit, credit, amount, user_id, order_id, reason FROM transfers").await.unwrap();
        let transfer = |(id, kind, debit, credit, amount, user, order, reason): Row| {
            (id.clone(), Transfer { id, kind, debit, credit, amount, user, order, reason })
        };
        let accounts: Vec<(String, i64, i64)> = db.rows("SELECT id, debits, credits FROM accounts").await.unwrap();
        let (status, words) = shop.finish(&["ledger", "check"]).await;
        let mut money = Self {
            arrived: arrived(shop, till),
            given_back: HashMap::new(),
            star_balance: shop.telegram.read(State::star_balance),
            payouts: bodies(db, "SELECT body FROM payouts").await,
            payments: payments.into_iter().map(|payment| (payment.id.clone(), payment)).collect(),
            bills: bills.into_iter().map(|bill| (bill.id.clone(), bill)).collect(),
            carts: bodies(db, "SELECT body FROM carts").await,
            transfers: rows.into_iter().map(transfer).collect(),
            accounts: accounts.into_iter().map(|(id, debits, credits)| Account { id, debits, credits }).collect(),
            notifications: notifications(db).await,
            told_credits: HashMap::new(),
            told_reasons: HashSet::new(),
            told_releases: HashSet::new(),
            told_payouts: Vec::new(),
            audit: (status != Some(0)).then_some(words),
        };
        for item in stars::list(&shop.telegram).into_iter().filter(|item| item.is_back) {
            *money.given_back.entry(item.charge).or_default() += 1;
        }
        let order = Regex::new(ORDER_NUMBER).unwrap();
        money.read_pressed_on(shop, db).await;
        let customers: BTreeSet<i64> = money.transfers.values().map(|transfer| transfer.user).collect();
        customers.into_iter().for_each(|customer| money.read_chat(shop, &order, customer));
        money
    }

    /// Counts the messages that told of a credit, and became another page when the customer went on with the order there.
    async fn read_pressed_on(&mut self, shop: &Shop, db: &mut Database) {
        const SQL: &str = "SELECT chat_id, message_id FROM outbox WHERE state = 'sent' AND message_id IS NOT NULL \
             AND (body LIKE '%\"cart_lapsed\"%' OR body LIKE '%\"payment_credited\"%')";
        let sent: BTreeSet<(i64, i64)> = db.rows(SQL).await.unwrap().into_iter().collect();
        for (customer, id) in sent {
            let message = shop.telegram.read(|state| state.message(customer, id).cloned());
            if message.is_some_and(|message| message.is_edited() && !message.text.contains(CREDITED)) {
                *self.told_credits.entry(customer).or_default() += 1;
            }
        }
    }

    fn read_chat(&mut self, shop: &Shop, order: &Regex, customer: i64) {
        for message in shop.telegram.messages(customer).iter().filter(|message| message.from_bot) {
            let after = |word: &str| message.text.split_once(word).map(|(_, rest)| rest.lines().next().unwrap_or_default().to_owned());
            if message.text.contains(CREDITED) {
                *self.told_credits.entry(customer).or_default() += 1;
            }
            if message.text.contains("Pencairan ") {
                self.told_payouts.push((customer, message.text.clone()));
            }
            self.told_reasons.extend(after("Keterangan: ").map(|reason| (customer, reason)));
            if message.text.contains("sudah kembali ke saldomu") {
                self.told_releases.extend(order.captures(&message.text).map(|found| (customer, found[1].to_owned())));
            }
        }
    }
}

impl Money {
    fn count(&self, kind: &str) -> usize {
        self.transfers.values().filter(|transfer| transfer.kind == kind).count()
    }

    fn too_dear(&self) -> usize {
        self.carts.iter().filter(|cart| cart.lapse == Some(CartLapse::PriceRose)).count()
    }

    /// What this run did not check, because it never happened.
    pub fn unseen(&self) -> BTreeSet<&'static str> {
        let counts = [
            ("grants", self.count("grant")),
            ("payouts", self.count("payout")),
            ("returned payouts", self.count("return")),
            ("captures", self.count("capture")),
            ("releases", self.count("release")),
            ("Stars given back", self.given_back.len()),
            ("carts that became too dear", self.too_dear()),
        ];
        counts.into_iter().filter(|(_, count)| *count == 0).map(|(what, _)| what).collect()
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let credited: i64 = self.payments.values().filter_map(|payment| payment.credited).map(|amount| amount.0).sum();
        let unmatched: i64 = self.payments.values().filter(|payment| payment.credited.is_none()).map(|payment| payment.received).sum();
        let placed = self.carts.iter().filter(|cart| cart.state == CartState::Placed).count();
        let by = |method| {
            let of = self.arrived.values().filter(move |arrived| arrived.method == method);
            (of.clone().count(), of.map(|arrived| arrived.received).sum::<i64>())
        };
        let [pakasir, midtrans, stars] = [PaymentMethod::Pakasir, PaymentMethod::Midtrans, PaymentMethod::Stars].map(by);
        write!(
            f,
            "{} bills; paid {} x Rp {} at Pakasir, {} x Rp {} at Midtrans, {} x {} Stars, of which {} were given back; Rp {credited} credited, \
             Rp {unmatched} unmatched; {} grants, {} payouts, {} returned, {} holds, {} captures, {} releases, {} carts of which {placed} placed, \
             {} too dear",
            self.bills.len(),
            pakasir.0,
            pakasir.1,
            midtrans.0,
            midtrans.1,
            stars.0,
            stars.1,
            self.given_back.len(),
            self.count("grant"),
            self.count("payout"),
            self.count("return"),
            self.count("hold"),
            self.count("capture"),
            self.count("release"),
            self.carts.len(),
            self.too_dear(),
        )
    }
}

/// See [`Money::arrived`].
fn arrived(shop: &Shop, till: &Till) -> HashMap<String, Arrived> {
    let invoices = till.invoices().into_iter().filter_map(|(method, invoice)| {
        let (received, _) = invoice.received?;
        let (id, exact, reference) = (payment_id(&invoice).to_owned(), received == invoice.total && !invoice.sandbox, invoice.order_id);
        Some((id, Arrived { method, received, exact, reference }))
    });
    let paid = stars::list(&shop.telegram).into_iter().filter(|item| !item.is_back);
    // Telegram asks first: nothing else can be paid.
    let stars = paid.map(|item| {
        let (method, exact) = (PaymentMethod::Stars, true);
        (item.charge, Arrived { method, received: item.stars, exact, reference: item.payload })
    });
    invoices.chain(stars).collect()
}

async fn bodies<T: DeserializeOwned>(db: &mut Database, sql: &str) -> Vec<T> {
    let rows: Vec<(String,)> = db.rows(sql).await.unwrap();
    rows.iter().map(|(body,)| serde_json::from_str(body).unwrap()).collect()
}

/// See [`Money::notifications`]. Of those for admins each admin has one; they count once.
async fn notifications(db: &mut Database) -> HashMap<(String, String), usize> {
    const SQL: &str = "SELECT chat_id, body FROM outbox WHERE body LIKE '%\"payment_credited\"%' OR body LIKE '%\"cart_lapsed\"%' \
         OR body LIKE '%\"payment_unmatched\"%' OR body LIKE '%\"wallet_moved\"%' OR body LIKE '%\"payout_%' OR body LIKE '%\"price_changed\"%'";
    let rows: Vec<(i64, String)> = db.rows(SQL).await.unwrap();
    let mut found: HashMap<(String, String), HashMap<i64, usize>> = HashMap::new();
    for (chat, body) in rows {
        let body: Value = serde_json::from_str(&body).unwrap();
        let field = |name: &str| body.pointer(&format!("/notification/{name}")).and_then(Value::as_str).map(str::to_owned);
        let about =
            field("bill").or_else(|| field("payment")).or_else(|| field("reason")).or_else(|| field("payout")).or_else(|| field("order"));
        let (Some(kind), Some(about)) = (field("kind"), about) else { continue };
        *found.entry((kind, about)).or_default().entry(chat).or_default() += 1;
    }
    found.into_iter().map(|(about, chats)| (about, chats.into_values().max().unwrap_or(0))).collect()
}

/// Audits the ledger of a running bot again and again.
pub struct Auditor {
    stop: Arc<AtomicBool>,
    task: JoinHandle<Vec<String>>,
}

impl Auditor {
    pub fn start(shop: &Shop) -> Self {
        let (stop, url) = (Arc::new(AtomicBool::new(false)), shop.vars()["DATABASE_URL"].clone());
        let stopped = stop.clone();
        let task = tokio::spawn(async move {
            let (mut found, mut took) = (Vec::new(), Duration::ZERO);
            while !stopped.load(Ordering::SeqCst) {
                // A long ledger takes long: the audit shall not be what the machine does most.
                tokio::time::sleep(AUDIT_PAUSE.max(took * 20)).await;
                let began = Instant::now();
                let audit = match url.strip_prefix("sqlite://") {
                    Some(path) => storage::check_ledger(path.as_ref()).await,
                    None => storage::check_ledger_on(&url.clone().into()).await,
                };
                // There may be no database yet, or it is cut off.
                took = began.elapsed();
                found.extend(audit.iter().flatten().map(|difference| format!("during the run: {difference:?}")));
            }
            found
        });
        Self { stop, task }
    }

    /// What was found.
    pub async fn stop(self) -> Vec<String> {
        self.stop.store(true, Ordering::SeqCst);
        self.task.await.unwrap()
    }
}
