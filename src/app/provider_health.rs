//! What every answer of the provider says about the provider itself: whether the shop can stay open, and how the provider balance stands.

use std::sync::atomic::Ordering;

use crate::app::{App, AppError, Effects, random};
use crate::domain::money::Rupiah;
use crate::domain::notification::{Notification, ProviderAccount, ProviderNotification};
use crate::domain::order::{Order, Receipt};
use crate::domain::reconciliation::BalanceSnapshot;
use crate::domain::time::Millis;
use crate::provider::CallError;
use crate::provider::breaker::{CallOutcome, Change};
use crate::storage::{BalanceSnapshotWrite, CatalogWrite, ProviderBalance, Write};

impl App {
    /// Counts the outcome of a call. The admins are told when the shop closes.
    pub(super) fn record_outcome(&self, outcome: CallOutcome) {
        if !matches!(outcome, CallOutcome::Failed) {
            self.mark_provider_seen();
        }
        let change = self.with_breaker(|breaker| breaker.on_result(outcome, self.now()));
        self.tell_of(change);
    }

    /// While the shop is closed: looks whether the provider is well again. Does nothing before that is due.
    ///
    /// # Errors
    /// When what was found can't be written.
    pub async fn probe(&self) -> Result<(), AppError> {
        if !self.with_breaker(|breaker| breaker.probe_due(self.now())) {
            return Ok(());
        }
        let asked_at = self.now();
        let profile = self.provider.profile().await;
        let outcome = CallOutcome::from(&profile);
        let change = self.with_breaker(|breaker| breaker.on_probe(outcome, self.now()));
        self.tell_of(change);
        let Ok(account) = profile else { return Ok(()) };
        self.mark_provider_seen();
        let effects = self.record_account(asked_at, &account).await?;
        Ok(self.store.commit(effects).await?)
    }

    /// Asks for the provider balance, so that a falling one is noticed also while nobody buys, and uncertain orders can be weighed.
    ///
    /// # Errors
    /// When what was found can't be written.
    pub async fn check_balance(&self) -> Result<(), AppError> {
        if !self.is_open() {
            return Ok(());
        }
        let (_, effects) = self.query_balance().await?;
        Ok(self.store.commit(effects).await?)
    }

    /// Asks the provider for our account. The effects write down what was seen.
    pub(super) async fn query_balance(&self) -> Result<(Result<ProviderAccount, CallError>, Effects), AppError> {
        let asked_at = self.now();
        let profile = self.provider.profile().await;
        self.record_outcome(CallOutcome::from(&profile));
        let effects = match &profile {
            Ok(account) => self.record_account(asked_at, account).await?,
            Err(_) => Effects::new(),
        };
        Ok((profile, effects))
    }

    /// Writes down the provider balance, if it could be read. If not, admins are told once, and again only after it could be read.
    async fn record_account(&self, asked_at: Millis, account: &ProviderAccount) -> Result<Effects, AppError> {
        let was_unreadable = self.balance_unreadable.swap(account.balance.is_none(), Ordering::Relaxed);
        if let Some(amount) = account.balance {
            return self.record_snapshot(asked_at, amount).await;
        }
        if !was_unreadable {
            let written = account.odd_balance.clone().unwrap_or_else(|| "null".to_owned());
            tracing::warn!(written, "the provider balance can't be read");
            self.announce(Notification::Provider(ProviderNotification::BalanceUnreadable { written }));
        }
        Ok(Effects::new())
    }

    async fn record_snapshot(&self, asked_at: Millis, amount: Rupiah) -> Result<Effects, AppError> {
        let mut effects = self.record_balance(amount).await?;
        let snapshot = BalanceSnapshot { asked_at, answered_at: self.now(), before: amount, after: amount, order: None };
        effects.push(Write::BalanceSnapshot(BalanceSnapshotWrite::Add { id: random::token(), snapshot }));
        Ok(effects)
    }

    /// Writes down what a receipt shows of the provider balance.
    pub(super) async fn record_receipt(&self, order: &Order, receipt: &Receipt) -> Effects {
        let mut effects = Effects::new();
        if let Some(after) = receipt.balance_after {
            effects.extend(self.record_balance(after).await.unwrap_or_default());
        }
        if let (Some(before), Some(after)) = (receipt.balance_before, receipt.balance_after) {
            let asked_at = order.sent_at.unwrap_or(order.created_at);
            let snapshot = BalanceSnapshot { asked_at, answered_at: self.now(), before, after, order: Some(order.id.clone()) };
            effects.push(Write::BalanceSnapshot(BalanceSnapshotWrite::Add { id: random::token(), snapshot }));
        }
        effects
    }

    /// Writes down the provider balance; admins are told once when it falls below the threshold, and again only after it had risen.
    async fn record_balance(&self, amount: Rupiah) -> Result<Effects, AppError> {
        let was_low = self.store.find_provider_balance().await?.is_some_and(|provider_balance| provider_balance.low);
        let low = amount < self.shop.provider.low_balance;
        let mut effects = vec![Write::Catalog(CatalogWrite::SetBalance(ProviderBalance { amount, low, at: self.now() }))];
        if low && !was_low {
            effects.extend(self.to_admins(&Notification::Provider(ProviderNotification::ProviderBalanceLow { balance: amount })));
        }
        Ok(effects)
    }

    fn tell_of(&self, change: Option<Change>) {
        match change {
            Some(Change::Shut(cause)) => {
                tracing::error!(?cause, "the shop is closed");
                self.announce(Notification::Provider(ProviderNotification::ShopClosed { cause }));
            }
            Some(Change::Opened) => {
                tracing::info!("the shop is open again");
                self.announce(Notification::Provider(ProviderNotification::ShopOpen));
            }
            None => {}
        }
    }
}
