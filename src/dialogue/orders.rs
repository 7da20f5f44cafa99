//! The buttons of a customer's order history.

use serde::{Deserialize, Serialize};

use crate::domain::order::OrderId;

/// What a button of the order history does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do")]
pub enum OrdersAction {
    /// The customer's orders, newest first.
    #[serde(rename = "orders")]
    List { page: usize },
    /// One order with its history; back leads to this page of the list.
    #[serde(rename = "order")]
    Detail {
        order: OrderId,
        #[serde(default)]
        page: usize,
    },
    /// A receipt of the order, as a picture to show to others.
    #[serde(rename = "receipt")]
    Receipt { order: OrderId },
}

impl OrdersAction {
    /// See [`Action::is_single_use`](crate::dialogue::Action::is_single_use).
    pub fn is_single_use(&self) -> bool {
        match self {
            Self::List { .. } | Self::Detail { .. } | Self::Receipt { .. } => false,
        }
    }
}
