//! The game accounts that customers have topped up: what was delivered to them lately, what they call their accounts, and how all this is
//! forgotten.

use crate::app::{AppError, Clock, Effects};
use crate::domain::game_account::{GameAccountName, MAX_LOOKED_AT};
use crate::domain::order::{Order, OrderId};
use crate::storage::{GameAccountWrite, Store, Write};

/// Customers' game accounts.
pub struct GameAccounts {
    pub(super) store: Store,
    pub(super) clock: Clock,
}

impl GameAccounts {
    /// What was delivered to somebody lately, in one category or in all, newest first; nothing from before they wanted to be forgotten.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn delivered(&self, user_id: i64, category: Option<&str>) -> Result<Vec<Order>, AppError> {
        Ok(self.store.list_delivered(user_id, category, MAX_LOOKED_AT).await?)
    }

    /// What somebody calls their game accounts.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn names(&self, user_id: i64) -> Result<Vec<GameAccountName>, AppError> {
        Ok(self.store.list_game_account_names(user_id).await?)
    }

    /// One of somebody's own orders, and what they call its game account.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find(&self, user_id: i64, order: &OrderId) -> Result<Option<(Order, Option<String>)>, AppError> {
        let Some(order) = self.store.find_order(order).await?.filter(|order| order.user_id == user_id) else { return Ok(None) };
        let names = self.names(user_id).await?;
        let name = GameAccountName::of(&names, &order).map(str::to_owned);
        Ok(Some((order, name)))
    }

    /// Gives the game account of an order a name, or takes its name away.
    pub fn name(&self, order: &Order, name: Option<String>, effects: &mut Effects) {
        let (user_id, category, target) = (order.user_id, order.category.clone(), order.target.clone());
        effects.push(Write::GameAccount(match name {
            Some(name) => GameAccountWrite::Name { user_id, account: GameAccountName { category, target, name } },
            None => GameAccountWrite::RemoveName { user_id, category, target },
        }));
    }

    /// Forgets the names, and offers no order from before again.
    pub fn forget(&self, user_id: i64, effects: &mut Effects) {
        effects.push(Write::GameAccount(GameAccountWrite::Forget { user_id, now: self.clock.now() }));
    }
}
