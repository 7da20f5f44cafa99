//! Orders as admins look at them. The caller has checked the right.

use crate::app::provider_query::names;
use crate::app::{AppError, Orders};
use crate::domain::order::{Order, OrderHistoryEntry, OrderId};
use crate::domain::order_filter::OrderFilter;
use crate::domain::person::Person;

/// Most orders that a search shows.
const MAX_FOUND: usize = 10;

/// An order with what admins see of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderFile {
    pub order: Order,
    /// Who ordered it.
    pub person: Option<Person>,
    /// Oldest entry first.
    pub history: Vec<OrderHistoryEntry>,
}

impl Orders {
    /// A page of a list, and whether there is one after it. Counting all orders would cost more than showing some.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn page_of(&self, filter: OrderFilter, page: usize, per_page: usize) -> Result<(Vec<Order>, bool), AppError> {
        let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let offset = number(page.saturating_mul(per_page));
        let mut found = self.store.list_orders_by(filter, number(per_page + 1), offset).await?;
        let is_more = found.len() > per_page;
        found.truncate(per_page);
        Ok((found, is_more))
    }

    /// Orders by number, invoice or target, as somebody types or copies them; the newest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn search(&self, text: &str) -> Result<Vec<Order>, AppError> {
        let limit = i64::try_from(MAX_FOUND).unwrap_or(i64::MAX);
        let mut found: Vec<Order> = Vec::new();
        // A target may be an address with dots or signs around it, which a number never has.
        let mut called = names(text);
        called.push(text.trim().to_owned());
        called.sort();
        called.dedup();
        for name in called {
            found.extend(self.store.find_orders(&name, limit).await?);
        }
        found.sort_by(|a, b| (b.created_at, &b.id.0).cmp(&(a.created_at, &a.id.0)));
        found.dedup_by(|a, b| a.id == b.id);
        found.truncate(MAX_FOUND);
        Ok(found)
    }

    /// One order, with its customer and its history.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn file(&self, id: &OrderId) -> Result<Option<OrderFile>, AppError> {
        let Some(order) = self.store.find_order(id).await? else { return Ok(None) };
        let person = self.store.find_person(order.user_id).await?;
        let history = self.store.list_history(id).await?;
        Ok(Some(OrderFile { order, person, history }))
    }
}
