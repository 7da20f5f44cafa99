//! The buttons by which admins look at orders.

use serde::{Deserialize, Serialize};

use crate::domain::order::OrderId;
use crate::domain::order_filter::OrderFilter;

/// From where an order's page was opened: back leads there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpenedFrom {
    List { filter: OrderFilter, page: usize },
    Search { text: String },
}

/// What a button about orders does, for admins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do")]
pub enum AdminOrdersAction {
    /// A page of a list.
    #[serde(rename = "admin_orders")]
    List { filter: OrderFilter, page: usize },
    /// An order's page.
    #[serde(rename = "admin_order")]
    Show { order: OrderId, from: OpenedFrom },
    /// Everything about an order, with its history.
    #[serde(rename = "admin_order_details")]
    Details { order: OrderId, from: OpenedFrom },
    /// Ask the provider about an order now.
    #[serde(rename = "admin_order_ask")]
    Ask { order: OrderId },
}

impl AdminOrdersAction {
    /// See [`Action::is_single_use`](crate::dialogue::Action::is_single_use): they only show something.
    pub fn is_single_use(&self) -> bool {
        false
    }
}
