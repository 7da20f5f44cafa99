//! Messages between admins and customers.

use serde::{Deserialize, Serialize};

use crate::domain::order::OrderId;
use crate::domain::place::Place;

/// Longest message, in UTF-16 units: with what stands around it, it has to fit into one message of Telegram (4,096).
pub const MAX_MESSAGE_UNITS: usize = 3_000;

/// What a message to a customer belongs to: where its answer goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conversation {
    /// Where the admin wrote it. The customer never sees this.
    pub place: Place,
    /// The order that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderId>,
}
