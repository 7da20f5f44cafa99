//! A simulated provider: the odzreshop API over HTTP on loopback, whose behaviour tests and the demo control.
//!
//! Tests and the demo point the real bot at [`Provider::url`]. It behaves (keeps a balance, takes
//! orders, ends them after their time) and fails on demand. A status is computed when it is read,
//! from the order's age by the provider's clock; there are no timers.

mod api;
mod behaviour;
mod catalogue;
mod connection;
mod listener;
mod options;
mod order;
mod server;
mod shop;
mod start;
mod state;
#[cfg(test)]
mod tests;
mod wait;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::watch;
use tokio::task::JoinHandle;

pub use behaviour::{Behaviour, Endpoint, Fault};
pub use options::{Clock, Options, Rewriter, Unknown, Watcher};
pub use order::{FAILED, PENDING, SUCCESS, TakenOrder};
pub use state::{Call, State};
pub use wait::Timeout;

use connection::Connections;
use order::End;

use crate::sandbox::traffic::Traffic;

/// Handle of a running provider; clones share it. It runs until [`stop`](Self::stop), or until
/// the runtime ends.
#[derive(Clone)]
pub struct Provider {
    inner: Arc<Inner>,
}

struct Inner {
    api_key: String,
    clock: Clock,
    state: Mutex<State>,
    changed: watch::Sender<()>,
    connections: Connections,
    address: SocketAddr,
    server: Mutex<Option<JoinHandle<()>>>,
    watcher: Mutex<Option<Watcher>>,
    rewriter: Mutex<Option<Rewriter>>,
    traffic: Mutex<Option<Traffic>>,
}

impl Provider {
    /// Base URL, ends with `/api/v1`.
    pub fn url(&self) -> String {
        format!("http://{}/api/v1", self.inner.address)
    }

    /// Resets every connection and frees the port: from now on connecting is refused.
    pub async fn stop(&self) {
        self.inner.connections.set_shut(true);
        let server = lock(&self.inner.server).take();
        if let Some(server) = server {
            server.abort();
            // The error is the cancellation asked for.
            let _ = server.await;
        }
    }

    /// Fills the catalogue with what an Indonesian reseller lists for the bot's built-in games.
    #[must_use]
    pub fn with_default_shop(self) -> Self {
        self.edit(|state, _| shop::fill(&mut state.catalogue));
        self
    }

    /// Adds a category, or renames the one that has this slug.
    pub fn add_category(&self, slug: &str, name: &str) {
        self.edit(|state, _| {
            state.catalogue.add_category(slug, name);
        });
    }

    /// Adds an active SKU to a category, at a price in rupiah.
    ///
    /// # Errors
    /// There is no such category.
    pub fn add_sku(&self, slug: &str, sku: &str, name: &str, price: i64) -> Result<(), Unknown> {
        self.edit(|state, _| state.catalogue.add_sku(slug, sku, name, price))
    }

    /// Changes a price (rupiah) for future orders.
    ///
    /// # Errors
    /// There is no such SKU.
    pub fn set_price(&self, sku: &str, price: i64) -> Result<(), Unknown> {
        self.edit(|state, _| state.catalogue.sku_mut(sku).map(|sku| sku.price = price))
    }

    /// Marks a SKU as on sale or not.
    ///
    /// # Errors
    /// There is no such SKU.
    pub fn set_active(&self, sku: &str, active: bool) -> Result<(), Unknown> {
        self.edit(|state, _| state.catalogue.sku_mut(sku).map(|sku| sku.active = active))
    }

    /// Removes a SKU from the list; existing orders for it continue.
    ///
    /// # Errors
    /// There is no such SKU.
    pub fn remove_sku(&self, sku: &str) -> Result<(), Unknown> {
        self.edit(|state, _| state.catalogue.remove_sku(sku))
    }

    /// The behaviour for orders for which [`next`](Self::next) has set nothing.
    pub fn set_default(&self, behaviour: Behaviour) {
        self.edit(|state, _| state.default = behaviour);
    }

    /// Queues how the next order is treated; called again, the one after it.
    pub fn next(&self, behaviour: Behaviour) {
        self.edit(|state, _| state.next.push_back(behaviour));
    }

    /// The next `times` calls of an endpoint meet this fault, after those already queued for it.
    pub fn fail_call(&self, endpoint: Endpoint, fault: Fault, times: usize) {
        if times > 0 {
            self.edit(|state, _| state.faults.push((endpoint, fault, times)));
        }
    }

    /// While down, every connection is reset at once, open and new ones; no call is recorded. (After [`stop`](Self::stop) connections are
    /// refused.)
    pub fn down(&self, down: bool) {
        self.inner.connections.set_shut(down);
    }

    /// Whether every connection is reset at once.
    pub fn is_down(&self) -> bool {
        self.inner.connections.is_shut()
    }

    /// While not accepted, every call is refused with 401 "Invalid API key", as after a change of the key.
    pub fn set_key_accepted(&self, accepted: bool) {
        self.edit(|state, _| state.key_accepted = accepted);
    }

    /// While not allowed, every call is refused with 403 "Unknown IP".
    pub fn set_ip_allowed(&self, allowed: bool) {
        self.edit(|state, _| state.ip_allowed = allowed);
    }

    /// While depleted, every order is refused with 503.
    pub fn set_vendor_depleted(&self, depleted: bool) {
        self.edit(|state, _| state.vendor_depleted = depleted);
    }

    /// Whether a repeated `ref_id` answers the first order instead of making a second; see [`Options::dedupe_ref_id`].
    pub fn set_dedupe_ref_id(&self, dedupe: bool) {
        self.edit(|state, _| state.dedupe_ref_id = dedupe);
    }

    /// Sets a function that is called when a call arrives.
    pub fn watch(&self, watcher: Watcher) {
        *lock(&self.inner.watcher) = Some(watcher);
    }

    /// Changes the body of every answer of the API from now on: for fields of another type or shape than the documented one.
    pub fn rewrite(&self, rewriter: impl Fn(Endpoint, String) -> String + Send + Sync + 'static) {
        *lock(&self.inner.rewriter) = Some(Arc::new(rewriter));
    }

    /// Records every call here.
    pub fn record(&self, traffic: Traffic) {
        *lock(&self.inner.traffic) = Some(traffic);
    }

    /// Forgets what was queued for future orders and calls; the default behaviour stays.
    pub fn forget_plans(&self) {
        self.edit(|state, _| {
            state.next.clear();
            state.faults.clear();
        });
    }

    /// Raises every price by so many percent of it, for future orders.
    pub fn raise_prices(&self, percent: i64) {
        self.edit(|state, _| state.catalogue.skus_mut().for_each(|sku| sku.price += sku.price * percent / 100));
    }

    /// Returns when something has changed since the receiver's last look, or when an order ends by itself.
    /// Get the receiver from [`changes`](Self::changes).
    pub async fn changed(&self, changes: &mut watch::Receiver<()>) {
        let left = |state: &State, end: DateTime<Utc>| (end - self.now(state)).to_std().unwrap_or_default();
        let until_end = self.read(|state| state.next_end().map(|end| left(state, end)));
        let end = async {
            match until_end {
                Some(until_end) => tokio::time::sleep(until_end).await,
                None => std::future::pending().await,
            }
        };
        // Whichever comes first; in both cases the caller reads the state again.
        tokio::select! {
            _ = changes.changed() => {}
            () = end => {}
        }
    }

    /// Wakes at each change that is made through a handle or a call.
    pub fn changes(&self) -> watch::Receiver<()> {
        self.inner.changed.subscribe()
    }

    /// Rupiah.
    pub fn set_balance(&self, balance: i64) {
        self.edit(|state, _| state.balance = balance);
    }

    /// Ends an order as delivered, with this serial number.
    ///
    /// # Errors
    /// There is no such invoice.
    pub fn deliver(&self, invoice: &str, sn: &str) -> Result<(), Unknown> {
        let sn = Some(sn.to_owned());
        self.edit(|state, now| state.finish(invoice, End::Delivered { sn }, now))
    }

    /// Ends an order as delivered, its serial number to follow by [`set_sn`](Self::set_sn).
    ///
    /// # Errors
    /// There is no such invoice.
    pub fn deliver_without_sn(&self, invoice: &str) -> Result<(), Unknown> {
        self.edit(|state, now| state.finish(invoice, End::Delivered { sn: None }, now))
    }

    /// Sets an order's serial number and nothing else.
    ///
    /// # Errors
    /// There is no such invoice.
    pub fn set_sn(&self, invoice: &str, sn: &str) -> Result<(), Unknown> {
        let set = |order: &mut TakenOrder| order.sn = Some(sn.to_owned());
        self.edit(|state, _| state.order_mut(invoice).map(set))
    }

    /// Ends an order as failed, with this reason; its price goes back to the balance.
    ///
    /// # Errors
    /// There is no such invoice.
    pub fn fail(&self, invoice: &str, message: &str) -> Result<(), Unknown> {
        let message = message.to_owned();
        self.edit(|state, now| state.finish(invoice, End::Failed { message }, now))
    }

    /// Makes `/status` answer this word until the order is ended by hand. Does not change the balance.
    ///
    /// # Errors
    /// There is no such invoice.
    pub fn set_status_word(&self, invoice: &str, word: &str) -> Result<(), Unknown> {
        self.edit(|state, now| {
            let order = state.order_mut(invoice)?;
            order.status = word.to_owned();
            order.updated_at = now;
            order.plan = None;
            Ok(())
        })
    }

    /// Moves the provider's clock forward.
    pub fn advance(&self, by: Duration) {
        self.edit(|state, _| state.shift += state::span(by));
        // Ends the orders whose time has come.
        self.edit(|_, _| ());
    }

    /// Accepted orders, oldest first.
    pub fn orders(&self) -> Vec<TakenOrder> {
        self.read(|state| state.orders.clone())
    }

    /// Calls received, oldest first.
    pub fn calls(&self) -> Vec<Call> {
        self.read(|state| state.calls.clone())
    }

    /// Rupiah.
    pub fn balance(&self) -> i64 {
        self.read(State::balance)
    }

    /// Each `ref_id` that was accepted more than once: a double order.
    pub fn doubles(&self) -> Vec<String> {
        self.read(State::doubles)
    }

    /// How many orders were accepted for this SKU and target, whatever their `ref_id`.
    pub fn count_for(&self, sku: &str, target: &str) -> usize {
        self.read(|state| state.count_for(sku, target))
    }

    /// Reads the provider as it is now; the closure must not call the handle.
    pub fn read<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        let mut state = lock(&self.inner.state);
        let now = self.now(&state);
        state.end_due_orders(now);
        look(&state)
    }

    /// Changes the provider and wakes everything that waits for a change.
    fn edit<T>(&self, change: impl FnOnce(&mut State, DateTime<Utc>) -> T) -> T {
        let mut state = lock(&self.inner.state);
        let now = self.now(&state);
        state.end_due_orders(now);
        let result = change(&mut state, now);
        self.inner.changed.send_replace(());
        result
    }

    fn now(&self, state: &State) -> DateTime<Utc> {
        (self.inner.clock)() + state.shift
    }
}

/// A test that panicked in a closure leaves the state usable.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
