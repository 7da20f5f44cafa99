//! Every call to the provider, and what each answer says about the provider itself: whether the shop can stay open, and how the provider
//! balance stands.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::app::random;
use crate::app::{AdminAlerts, AppError, Clock, Effects, Notifier};
use crate::domain::catalog::Listing;
use crate::domain::money::Rupiah;
use crate::domain::notification::{ClosedReason, Notification, ProviderAccount, ProviderNotification};
use crate::domain::order::{Order, Receipt};
use crate::domain::provider::ProviderName;
use crate::domain::reconciliation::BalanceSnapshot;
use crate::domain::shop::Shop;
use crate::domain::time::Millis;
use crate::provider::breaker::{Breaker, CallOutcome, Change};
use crate::provider::{CallError, Client, OrderRequest, Permit, Priority, Status, Submission};
use crate::storage::{BalanceSnapshotWrite, CatalogWrite, ProviderBalance, ReminderWrite, Store, Write};

/// The name under which it is kept that admins were told of a provider balance that can't be read.
const BALANCE: &str = "balance-unreadable";
/// The same of the price that was charged for an order.
const CHARGE: &str = "charge-unreadable";

/// Calls the provider; the outcome of each call counts for the breaker.
pub struct ProviderCalls {
    store: Store,
    clock: Clock,
    notifier: Notifier,
    alerts: Arc<AdminAlerts>,
    client: Arc<Client>,
    breaker: Mutex<Breaker>,
    /// When the provider last answered, in unix milliseconds; zero before the first answer.
    seen: AtomicI64,
}

impl ProviderCalls {
    pub(super) fn new(store: Store, clock: Clock, notifier: Notifier, alerts: Arc<AdminAlerts>, client: Arc<Client>) -> Self {
        let (breaker, seen) = Default::default();
        Self { store, clock, notifier, alerts, client, breaker, seen }
    }

    /// Whether the shop takes orders now.
    pub fn is_open(&self) -> bool {
        self.closed().is_none()
    }

    /// Why the shop is closed, if it is.
    pub fn closed(&self) -> Option<ClosedReason> {
        self.with_breaker(|breaker| breaker.cause())
    }

    /// The provider's name.
    pub(super) fn name(&self) -> ProviderName {
        self.client.provider()
    }

    /// When the provider last answered, if ever.
    pub(super) fn seen(&self) -> Option<Millis> {
        Some(self.seen.load(Ordering::Relaxed)).filter(|seen| *seen > 0).map(Millis)
    }

    /// Adopts what another process knows.
    pub(super) fn adopt(&self, closed: Option<ClosedReason>, seen: Option<Millis>) {
        self.with_breaker(|breaker| breaker.adopt(closed, self.clock.now()));
        if let Some(Millis(seen)) = seen {
            self.seen.fetch_max(seen, Ordering::Relaxed);
        }
    }

    /// See [`Client::permit`].
    pub(super) async fn permit(&self, priority: Priority) -> Permit {
        self.client.permit(priority).await
    }

    /// See [`Client::submit`].
    pub(super) async fn submit(&self, permit: Permit, request: &OrderRequest, timeout: Duration) -> Submission {
        let submission = self.client.submit(permit, request, timeout).await;
        self.count(CallOutcome::from(&submission));
        submission
    }

    /// Sends an order again under its `ref_id`.
    pub(super) async fn resubmit(&self, permit: Permit, request: &OrderRequest, timeout: Duration) -> Submission {
        let submission = self.client.submit(permit, request, timeout).await;
        self.count(CallOutcome::of_resend(&submission));
        submission
    }

    /// What the provider says of an invoice.
    pub(super) async fn check(&self, invoice: &str) -> Result<Status, CallError> {
        let answer = self.client.check(invoice).await;
        self.count(CallOutcome::from(&answer));
        answer
    }

    /// What the provider lists in a category.
    pub(super) async fn services(&self, category: &str, priority: Priority) -> Result<Listing, CallError> {
        let listed = self.client.services(category, priority).await;
        self.count(CallOutcome::from(&listed));
        listed
    }

    /// While the shop is closed: checks whether the provider works again. Does nothing before that is due.
    ///
    /// # Errors
    /// When the result can't be written.
    pub async fn probe(&self, shop: &Shop) -> Result<(), AppError> {
        if !self.with_breaker(|breaker| breaker.probe_due(self.clock.now())) {
            return Ok(());
        }
        let asked_at = self.clock.now();
        let profile = self.client.profile().await;
        let outcome = CallOutcome::from(&profile);
        self.announce(self.with_breaker(|breaker| breaker.on_probe(outcome, self.clock.now())));
        let Ok(account) = profile else { return Ok(()) };
        self.mark_seen();
        let effects = self.record_account(shop, asked_at, &account).await?;
        Ok(self.store.commit(effects).await?)
    }

    /// Asks for the provider balance, so that a low balance is noticed also while nobody buys, and uncertain orders can be reconciled.
    ///
    /// # Errors
    /// When the result can't be written.
    pub async fn check_balance(&self, shop: &Shop) -> Result<(), AppError> {
        if !self.is_open() {
            return Ok(());
        }
        let (_, effects) = self.query_balance(shop).await?;
        Ok(self.store.commit(effects).await?)
    }

    /// Asks the provider for our account. The effects record the balance.
    pub(super) async fn query_balance(&self, shop: &Shop) -> Result<(Result<ProviderAccount, CallError>, Effects), AppError> {
        let asked_at = self.clock.now();
        let profile = self.client.profile().await;
        self.count(CallOutcome::from(&profile));
        let effects = match &profile {
            Ok(account) => self.record_account(shop, asked_at, account).await?,
            Err(_) => Effects::new(),
        };
        Ok((profile, effects))
    }

    /// Records the balances that a receipt shows. If it does not show what was charged in a form that can be read, admins are told once, and
    /// again only after it did.
    pub(super) async fn record_receipt(&self, shop: &Shop, order: &Order, receipt: &Receipt) -> Effects {
        let unreadable = receipt.odd_cost.clone().map(|written| {
            tracing::warn!(order = %order.id.0, written, "the price that was charged can't be read");
            ProviderNotification::ChargeUnreadable { number: order.number.clone(), written }
        });
        // The order is recorded in any case.
        let mut effects = self.tell_once(CHARGE, unreadable).await.unwrap_or_default();
        if let Some(after) = receipt.balance_after {
            effects.extend(self.record_balance(shop, after).await.unwrap_or_default());
        }
        if let (Some(before), Some(after)) = (receipt.balance_before, receipt.balance_after) {
            let asked_at = order.sent_at.unwrap_or(order.created_at);
            effects.push(self.add(BalanceSnapshot {
                asked_at,
                answered_at: self.clock.now(),
                before,
                after,
                order: Some(order.id.clone()),
            }));
        }
        effects
    }

    /// Records the provider balance, if it could be read. If not, admins are told once, and again only after it could be read.
    async fn record_account(&self, shop: &Shop, asked_at: Millis, account: &ProviderAccount) -> Result<Effects, AppError> {
        let Some(amount) = account.balance else {
            let written = account.odd_balance.clone().unwrap_or_else(|| "null".to_owned());
            tracing::warn!(written, "the provider balance can't be read");
            return self.tell_once(BALANCE, Some(ProviderNotification::BalanceUnreadable { written })).await;
        };
        let mut effects = self.tell_once(BALANCE, None).await?;
        effects.extend(self.record_snapshot(shop, asked_at, amount).await?);
        Ok(effects)
    }

    /// Tells admins of something that can't be read, unless they were told and it could not be read since. `None`: it can be.
    async fn tell_once(&self, name: &'static str, unreadable: Option<ProviderNotification>) -> Result<Effects, AppError> {
        let was_told = self.store.find_told(name).await?.is_some();
        Ok(match unreadable {
            Some(notification) if !was_told => {
                let mut effects = self.notifier.to_admins(&Notification::Provider(notification));
                effects.push(Write::Reminder(ReminderWrite::Told { name, words: String::new(), now: self.clock.now() }));
                effects
            }
            None if was_told => vec![Write::Reminder(ReminderWrite::Over { name })],
            _ => Effects::new(),
        })
    }

    async fn record_snapshot(&self, shop: &Shop, asked_at: Millis, amount: Rupiah) -> Result<Effects, AppError> {
        let mut effects = self.record_balance(shop, amount).await?;
        effects.push(self.add(BalanceSnapshot { asked_at, answered_at: self.clock.now(), before: amount, after: amount, order: None }));
        Ok(effects)
    }

    /// Records the provider balance. Admins are told once when it falls below the threshold, and again only after it had risen.
    async fn record_balance(&self, shop: &Shop, amount: Rupiah) -> Result<Effects, AppError> {
        let was_low = self.store.find_provider_balance(self.name()).await?.is_some_and(|provider_balance| provider_balance.low);
        let low = amount < shop.provider.low_balance;
        let balance = ProviderBalance { provider: self.name(), amount, low, at: self.clock.now() };
        let mut effects = vec![Write::Catalog(CatalogWrite::SetBalance(balance))];
        if low && !was_low {
            let is_low = ProviderNotification::ProviderBalanceLow { balance: amount };
            effects.extend(self.notifier.to_admins(&Notification::Provider(is_low)));
        }
        Ok(effects)
    }

    fn add(&self, snapshot: BalanceSnapshot) -> Write {
        Write::BalanceSnapshot(BalanceSnapshotWrite::Add { id: random::token(), provider: self.name(), snapshot })
    }

    /// Counts the outcome of a call. The admins are told when the shop closes.
    fn count(&self, outcome: CallOutcome) {
        if !matches!(outcome, CallOutcome::Failed) {
            self.mark_seen();
        }
        self.announce(self.with_breaker(|breaker| breaker.on_result(outcome, self.clock.now())));
    }

    fn announce(&self, change: Option<Change>) {
        match change {
            Some(Change::ShopClosed(cause)) => {
                tracing::error!(?cause, "the shop is closed");
                self.alerts.announce(Notification::Provider(ProviderNotification::ShopClosed { cause }));
            }
            Some(Change::ShopOpened) => {
                tracing::info!("the shop is open again");
                self.alerts.announce(Notification::Provider(ProviderNotification::ShopOpen));
            }
            None => {}
        }
    }

    /// The breaker is read and changed between two awaits, never across one; a panic inside leaves it usable.
    fn with_breaker<T>(&self, act: impl FnOnce(&mut Breaker) -> T) -> T {
        act(&mut self.breaker.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn mark_seen(&self) {
        self.seen.store(self.clock.now().0, Ordering::Relaxed);
    }
}
