//! A simulated payment gateway: the APIs of Pakasir and Midtrans over HTTP on loopback, with the same books behind both, whose behaviour tests
//! and the demo control.
//!
//! People "pay" through the handle: exactly, another amount, late, by scanning the code. The gateway tells it late ([`Gateway::set_lag`]),
//! takes it back ([`Gateway::lie`]), fails, and calls it a test. What really arrived stands in [`Invoice::received`], whatever it says.

mod books;
mod hook;
mod midtrans;
mod pakasir;
mod posting;
mod qr;
mod server;
mod start;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::sandbox::traffic::Traffic;

pub use books::{Books, Endpoint, Fault, Invoice, Options};

/// Called when a call arrives; `false`: nothing is done.
pub type Watcher = Arc<dyn Fn(Endpoint) -> bool + Send + Sync>;

/// How long a test waits for something to happen at the gateway.
const PATIENCE: Duration = Duration::from_secs(30);

/// Handle of a running gateway; clones share it. It runs until [`stop`](Self::stop), or until the runtime ends.
#[derive(Clone)]
pub struct Gateway {
    inner: Arc<Inner>,
}

struct Inner {
    options: Options,
    address: SocketAddr,
    books: Mutex<Books>,
    changed: watch::Sender<()>,
    watcher: Mutex<Option<Watcher>>,
    server: Mutex<Option<JoinHandle<()>>>,
    traffic: Mutex<Option<Traffic>>,
    /// Where webhooks are posted.
    posts_to: Mutex<Option<String>>,
}

impl Gateway {
    /// Base URL as Pakasir, ends with `/api`.
    pub fn url(&self) -> String {
        format!("http://{}/api", self.inner.address)
    }

    /// Base URL as Midtrans, ends with `/v2`.
    pub fn midtrans_url(&self) -> String {
        format!("http://{}/v2", self.inner.address)
    }

    /// The project's slug at Pakasir.
    pub fn project(&self) -> &str {
        &self.inner.options.project
    }

    /// The key: Pakasir's API key, and Midtrans' server key.
    pub fn api_key(&self) -> &str {
        &self.inner.options.api_key
    }

    /// Writes every call down in this record.
    pub fn record(&self, traffic: Traffic) {
        *lock(&self.inner.traffic) = Some(traffic);
    }

    /// Frees the port: from now on connecting is refused.
    pub async fn stop(&self) {
        let server = lock(&self.inner.server).take();
        if let Some(server) = server {
            server.abort();
            // The error is the cancellation asked for.
            let _ = server.await;
        }
    }

    /// A customer pays what the code asks for; `false` when there is nothing to pay. A code can be paid after its end, and once.
    pub fn pay(&self, order_id: &str) -> bool {
        self.receive(order_id, None)
    }

    /// The same with another amount, as a broken banking app might.
    pub fn pay_amount(&self, order_id: &str, amount: i64) -> bool {
        self.receive(order_id, Some(amount))
    }

    /// A customer scans a code and pays it.
    pub fn scan(&self, code: &str) -> bool {
        let order_id = self.read(|books| books.invoices.iter().find(|invoice| invoice.code == code).map(|found| found.order_id.clone()));
        order_id.is_some_and(|order_id| self.pay(&order_id))
    }

    fn receive(&self, order_id: &str, amount: Option<i64>) -> bool {
        let is_paid = self.edit(|books, now| match books.find(order_id) {
            Some(invoice) if invoice.received.is_none() => {
                invoice.received = Some((amount.unwrap_or(invoice.total), now));
                true
            }
            _ => false,
        });
        if is_paid {
            self.post_about(order_id);
        }
        is_paid
    }

    /// From now on it says once that something is completed, and then that it is pending.
    pub fn lie(&self, lying: bool) {
        self.edit(|books, _| books.lying = lying);
    }

    /// It says that something is completed only so long after it was paid.
    pub fn set_lag(&self, lag: Duration) {
        self.edit(|books, _| books.lag = TimeDelta::from_std(lag).unwrap_or(TimeDelta::MAX));
    }

    /// How late it tells that something is completed.
    pub fn lag(&self) -> Duration {
        self.read(|books| books.lag.to_std().unwrap_or(Duration::MAX))
    }

    /// While down it refuses every call with 503. People can still pay: their banks don't need it.
    pub fn down(&self, down: bool) {
        self.edit(|books, _| books.down = down);
    }

    /// Whether it is down.
    pub fn is_down(&self) -> bool {
        self.read(|books| books.down)
    }

    /// As Pakasir it calls this a test; `false` when there is none.
    pub fn set_sandbox(&self, order_id: &str) -> bool {
        self.edit(|books, _| books.find(order_id).map(|invoice| invoice.sandbox = true).is_some())
    }

    /// It uses this word for it, until it is paid; `false` when there is none.
    pub fn set_word(&self, order_id: &str, word: &str) -> bool {
        self.edit(|books, _| books.find(order_id).map(|invoice| invoice.word = Some(word.to_owned())).is_some())
    }

    /// The next `times` calls of an endpoint go wrong like this.
    pub fn fail(&self, endpoint: Endpoint, fault: Fault, times: usize) {
        self.edit(|books, _| books.faults.extend(std::iter::repeat_n((endpoint, fault), times)));
    }

    /// Calls that were to go wrong go well.
    pub fn clear_faults(&self) {
        self.edit(|books, _| books.faults.clear());
    }

    /// So many of a hundred calls fail from now on, in different ways.
    pub fn fail_often(&self, percent: u64) {
        self.edit(|books, _| books.failing = percent.min(100));
    }

    /// Sets a function that is called when a call arrives.
    pub fn watch(&self, watcher: Watcher) {
        *lock(&self.inner.watcher) = Some(watcher);
    }

    /// Moves the gateway's clock forward.
    pub fn advance(&self, by: Duration) {
        self.edit(|books, _| books.shift += TimeDelta::from_std(by).unwrap_or_default());
    }

    /// All that really arrived, in rupiah.
    pub fn total_received(&self) -> i64 {
        self.read(|books| books.invoices.iter().filter_map(|invoice| invoice.received).map(|(amount, _)| amount).sum())
    }

    /// The transactions, oldest first.
    pub fn invoices(&self) -> Vec<Invoice> {
        self.read(|books| books.invoices.clone())
    }

    /// Looks at the books; the closure must not call the handle.
    pub fn read<T>(&self, look: impl FnOnce(&Books) -> T) -> T {
        look(&lock(&self.inner.books))
    }

    /// Wakes at each change of the books.
    pub fn changes(&self) -> watch::Receiver<()> {
        self.inner.changed.subscribe()
    }

    /// Waits until `find` finds something in the books.
    ///
    /// # Errors
    /// Nothing was found within half a minute; the error has the books.
    pub async fn wait_until<T>(&self, what: &str, find: impl Fn(&Books) -> Option<T>) -> Result<T, String> {
        let mut changed = self.inner.changed.subscribe();
        let found = async {
            loop {
                changed.mark_unchanged();
                if let Some(found) = self.read(&find) {
                    return found;
                }
                // The sender lives as long as this handle.
                let _ = changed.changed().await;
            }
        };
        let found = tokio::time::timeout(PATIENCE, found).await;
        found.map_err(|_| format!("waited at the gateway for: {what}\n{:#?}", self.invoices()))
    }

    /// Changes the books and wakes those who wait for a change.
    fn edit<T>(&self, change: impl FnOnce(&mut Books, DateTime<Utc>) -> T) -> T {
        let mut books = lock(&self.inner.books);
        let now = Utc::now() + books.shift;
        let changed = change(&mut books, now);
        self.inner.changed.send_replace(());
        changed
    }
}

/// A test that panicked in a closure leaves the books usable.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
