//! Customers' wallets: their balances, and what admins add and take by hand.

use std::sync::{Mutex, PoisonError};

use crate::app::audit::audit;
use crate::app::zone::{start_of_day, zone};
use crate::app::{Admins, AppError, Clock, Effects, Notifier};
use crate::domain::money::Rupiah;
use crate::domain::notification::{Notification, WalletNotification};
use crate::domain::person::Person;
use crate::domain::role::Right;
use crate::domain::shop::Shop;
use crate::domain::time::Millis;
use crate::domain::wallet::{Balance, ByHand, Decision, Transfer};
use crate::storage::{LedgerWrite, Store, TransferLine, Write};

/// Most people that a search shows.
const MAX_FOUND: i64 = 10;

/// A customer as admins see one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Customer {
    pub person: Person,
    /// When they first wrote to the bot.
    pub since: Option<Millis>,
    /// How many orders they have made.
    pub orders: i64,
    /// The sum of the prices of those that were delivered.
    pub spent: Rupiah,
    pub balance: Balance,
}

/// What an admin wants to do to a wallet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoveByHand {
    pub user: i64,
    pub what: ByHand,
    pub amount: Rupiah,
    /// At least [`MIN_REASON_CHARS`](crate::domain::wallet::MIN_REASON_CHARS) characters.
    pub reason: String,
}

/// Whether an admin may add or take an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allowance {
    /// They may.
    Allowed,
    /// They are no admin, the wallet is off, or there is no such customer.
    Denied,
    /// More than this admin may add today; so much is left.
    OverDaily { left: Rupiah },
    /// More than there is in the wallet.
    BeyondBalance { available: Rupiah },
}

/// Wallets.
pub struct Wallets {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) admins: Admins,
    pub(super) notifier: Notifier,
    /// What the last audit of the ledger by this process found.
    pub(super) wrong_accounts: Mutex<Option<usize>>,
}

impl Wallets {
    /// Somebody's balance.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn balance(&self, user: i64) -> Result<Balance, AppError> {
        Ok(self.store.find_balance(user).await?)
    }

    /// One page of somebody's transfers, newest first, and how many there are.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn history(&self, user: i64, page: usize, per_page: usize) -> Result<(Vec<TransferLine>, usize), AppError> {
        let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let (lines, count) = self.store.list_transfers(user, number(per_page), number(page.saturating_mul(per_page))).await?;
        Ok((lines, usize::try_from(count).unwrap_or(0)))
    }

    /// People by their id, their @username or a part of their name; the newest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_people(&self, text: &str) -> Result<Vec<Person>, AppError> {
        Ok(self.store.find_people(text, MAX_FOUND).await?)
    }

    /// A customer as admins see one.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn customer(&self, user: i64) -> Result<Option<Customer>, AppError> {
        let Some(person) = self.store.find_person(user).await? else { return Ok(None) };
        let (orders, spent) = self.store.sum_orders_of(user).await?;
        let (since, balance) = (self.store.find_met_at(user).await?, self.store.find_balance(user).await?);
        Ok(Some(Customer { person, since, orders, spent, balance }))
    }

    /// Whether an admin may add or take this amount now.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn allowance(&self, shop: &Shop, admin: i64, user: i64, what: ByHand, amount: Rupiah) -> Result<Allowance, AppError> {
        if !self.admins.may(admin, Right::MoveMoney) || !shop.wallet.enabled || self.store.find_person(user).await?.is_none() {
            return Ok(Allowance::Denied);
        }
        Ok(match what {
            ByHand::Grant => {
                let granted = self.store.sum_grants(admin, start_of_day(self.clock.now(), zone(shop))).await?;
                let left = (shop.wallet.daily_grants - granted).max(Rupiah::ZERO);
                if amount > left { Allowance::OverDaily { left } } else { Allowance::Allowed }
            }
            ByHand::Take => {
                let available = self.store.find_balance(user).await?.available;
                if amount > available { Allowance::BeyondBalance { available } } else { Allowance::Allowed }
            }
        })
    }

    /// Adds to a wallet or takes from it, and tells the customer. `press` is the token of the pressed keyboard: one press, one transfer.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn move_by_hand(
        &self,
        shop: &Shop,
        admin: i64,
        wish: MoveByHand,
        press: &str,
        effects: &mut Effects,
    ) -> Result<Allowance, AppError> {
        let MoveByHand { user, what, amount, reason } = wish;
        let allowance = self.allowance(shop, admin, user, what, amount).await?;
        if allowance == Allowance::Allowed {
            let now = self.clock.now();
            let decision = Decision { admin, reason: reason.clone() };
            effects.push(Write::Ledger(LedgerWrite::Transfer(Transfer::by_hand(what, user, amount, press, decision, now))));
            let action = match what {
                ByHand::Grant => "grant",
                ByHand::Take => "take",
            };
            effects.push(audit(admin, action, user.to_string(), format!("{}: {reason}", amount.0), now));
            self.notifier.notify(user, Notification::Wallet(WalletNotification::Moved { user, what, amount, reason }), effects);
        }
        Ok(allowance)
    }

    /// How many accounts the last audit of the ledger by this process found wrong; `None` before the first.
    pub fn wrong_accounts(&self) -> Option<usize> {
        *self.wrong_accounts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Audits the ledger, and tells the admins of every account that is wrong.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub async fn audit(&self) -> Result<(), AppError> {
        let mut effects = Effects::new();
        let differences = self.store.audit_ledger().await?;
        *self.wrong_accounts.lock().unwrap_or_else(PoisonError::into_inner) = Some(differences.len());
        for difference in differences {
            tracing::error!(?difference, "the ledger differs");
            let crate::storage::Difference { account, stands, should_be } = difference;
            effects.extend(self.notifier.to_admins(&Notification::Wallet(WalletNotification::Differs { account, stands, should_be })));
        }
        Ok(self.store.commit(effects).await?)
    }
}
