//! What every answer of the provider says about the provider itself: whether the shop can stay open, and how the deposit stands.

use crate::app::{App, AppError, Effects};
use crate::domain::money::Rupiah;
use crate::domain::notice::Notice;
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
        let profile = self.provider.profile().await;
        let outcome = Outcome::from(&profile);
        let change = self.with_breaker(|breaker| breaker.on_probe(outcome, self.now()));
        self.tell_of(change);
        let Ok(account) = profile else { return Ok(()) };
        self.saw_provider();
        let effects = self.note_deposit(account.balance).await?;
        Ok(self.store.commit(effects).await?)
    }

    /// Asks for the deposit, so that a falling one is noticed also while nobody buys.
    ///
    /// # Errors
    /// When what was found can't be written.
    pub async fn check_deposit(&self) -> Result<(), AppError> {
        if !self.is_open() {
            return Ok(());
        }
        let profile = self.provider.profile().await;
        self.heed(Outcome::from(&profile));
        let Ok(account) = profile else { return Ok(()) };
        let effects = self.note_deposit(account.balance).await?;
        Ok(self.store.commit(effects).await?)
    }

    /// Writes down the deposit; admins are told once when it falls below the threshold, and again only after it had risen.
    pub(super) async fn note_deposit(&self, amount: Rupiah) -> Result<Effects, AppError> {
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
