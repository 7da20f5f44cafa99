//! What every answer of the provider says about the provider itself: whether the shop can stay open, and how the deposit stands.

use crate::app::{App, AppError, Effects, random};
use crate::domain::evidence::Observation;
use crate::domain::money::Rupiah;
use crate::domain::notice::{Account, Notice};
use crate::domain::order::{Order, Receipt};
use crate::domain::time::Millis;
use crate::provider::CallError;
use crate::provider::breaker::{Change, Outcome};
use crate::storage::{Deposit, Write};

impl App {
    /// Counts the outcome of a call. The admins are told when the shop closes.
    pub(super) fn heed(&self, outcome: Outcome) {
        if !matches!(outcome, Outcome::Failed) {
            self.saw_provider();
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
        let outcome = Outcome::from(&profile);
        let change = self.with_breaker(|breaker| breaker.on_probe(outcome, self.now()));
        self.tell_of(change);
        let Ok(account) = profile else { return Ok(()) };
        self.saw_provider();
        let effects = self.saw_deposit(asked_at, account.balance).await?;
        Ok(self.store.commit(effects).await?)
    }

    /// Asks for the deposit, so that a falling one is noticed also while nobody buys, and uncertain orders can be weighed.
    ///
    /// # Errors
    /// When what was found can't be written.
    pub async fn check_deposit(&self) -> Result<(), AppError> {
        if !self.is_open() {
            return Ok(());
        }
        let (_, effects) = self.look_at_deposit().await?;
        Ok(self.store.commit(effects).await?)
    }

    /// Asks the provider for our account. The effects write down what was seen.
    pub(super) async fn look_at_deposit(&self) -> Result<(Result<Account, CallError>, Effects), AppError> {
        let asked_at = self.now();
        let profile = self.provider.profile().await;
        self.heed(Outcome::from(&profile));
        let effects = match &profile {
            Ok(account) => self.saw_deposit(asked_at, account.balance).await?,
            Err(_) => Effects::new(),
        };
        Ok((profile, effects))
    }

    async fn saw_deposit(&self, asked_at: Millis, amount: Rupiah) -> Result<Effects, AppError> {
        let mut effects = self.note_deposit(amount).await?;
        let look = Observation { asked_at, answered_at: self.now(), before: amount, after: amount, order: None };
        effects.push(Write::Observe { id: random::token(), look });
        Ok(effects)
    }

    /// Writes down what a receipt shows of the deposit.
    pub(super) async fn note_receipt(&self, order: &Order, receipt: &Receipt) -> Effects {
        let mut effects = Effects::new();
        if let Some(after) = receipt.balance_after {
            effects.extend(self.note_deposit(after).await.unwrap_or_default());
        }
        if let (Some(before), Some(after)) = (receipt.balance_before, receipt.balance_after) {
            let asked_at = order.sent_at.unwrap_or(order.created_at);
            let look = Observation { asked_at, answered_at: self.now(), before, after, order: Some(order.id.clone()) };
            effects.push(Write::Observe { id: random::token(), look });
        }
        effects
    }

    /// Writes down the deposit; admins are told once when it falls below the threshold, and again only after it had risen.
    async fn note_deposit(&self, amount: Rupiah) -> Result<Effects, AppError> {
        let was_low = self.store.find_deposit().await?.is_some_and(|deposit| deposit.low);
        let low = amount < self.shop.provider.low_balance;
        let mut effects = vec![Write::SetDeposit(Deposit { amount, low, at: self.now() })];
        if low && !was_low {
            effects.extend(self.to_admins(&Notice::DepositLow { balance: amount }));
        }
        Ok(effects)
    }

    fn tell_of(&self, change: Option<Change>) {
        match change {
            Some(Change::Shut(cause)) => {
                tracing::error!(?cause, "the shop is closed");
                self.announce(Notice::ShopClosed { cause });
            }
            Some(Change::Opened) => {
                tracing::info!("the shop is open again");
                self.announce(Notice::ShopOpen);
            }
            None => {}
        }
    }
}
