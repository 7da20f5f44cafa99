//! What is told about one order.

use serde::{Deserialize, Serialize};

use crate::domain::money::Rupiah;
use crate::domain::order::OrderId;

/// Something to tell about one order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum OrderNotification {
    /// Customer: the order's card, edited in place to the order's present state.
    Card { order: OrderId },
    /// Customer: the order has ended; a new message, because an edit does not ring.
    Ended { order: OrderId },
    /// Customer: the serial number of an order that had succeeded without one.
    SnArrived { order: OrderId },
    /// Customer: nobody knows yet whether the provider took the order; it is being checked, don't order again.
    Uncertain { order: OrderId },
    /// Customer: this takes longer than usual.
    Slow { order: OrderId },
    /// Customer: the price changed before the order was sent; here are both, confirm again with this quote.
    PriceChanged { order: OrderId, quote: String },
    /// Admins: an order is uncertain; evidence, and buttons that resolve it. Edited in place when there is news.
    UncertainCard { order: OrderId },
    /// Admins: an uncertain order was placed, as the provider balance proves; its invoice is needed.
    ProvedPlaced { order: OrderId },
    /// Admins: an uncertain order was not placed, as the provider balance proves; it has failed by itself.
    ProvedNotPlaced { order: OrderId },
    /// Admins: an uncertain order was sent again, and now the provider has given its invoice.
    ResendPlaced { order: OrderId },
    /// Admins: an uncertain order was sent again, and it is as uncertain as before.
    ResendUnclear { order: OrderId },
    /// Admins: an order has been under way for long.
    SlowOrder { order: OrderId },
    /// Admins: the provider used a status word that we don't know; the order stays pending.
    #[serde(alias = "odd_word")]
    UnknownStatusWord { order: OrderId, word: String },
    /// Admins: the provider contradicts a final state that it gave before.
    Flipped { order: OrderId, word: String },
    /// Admins: the provider charged something else than it listed.
    CostDiffers { order: OrderId, listed: Rupiah, charged: Rupiah },
    /// Admins: the first order of a category whose target format nobody has verified.
    Unverified { order: OrderId },
    /// Admins: the provider refused an order, or says that it failed; its own words. Of several in a row with the same words only the first.
    ProviderRefused { order: OrderId, words: String },
    /// Admins: the provider refused an order because the provider balance does not cover it.
    #[serde(alias = "deposit_short")]
    ProviderBalanceShort { order: OrderId },
}

impl OrderNotification {
    /// The order that it is about.
    pub fn order(&self) -> &OrderId {
        match self {
            Self::Card { order }
            | Self::Ended { order }
            | Self::SnArrived { order }
            | Self::Uncertain { order }
            | Self::Slow { order }
            | Self::PriceChanged { order, .. }
            | Self::UncertainCard { order }
            | Self::ProvedPlaced { order }
            | Self::ProvedNotPlaced { order }
            | Self::ResendPlaced { order }
            | Self::ResendUnclear { order }
            | Self::SlowOrder { order }
            | Self::UnknownStatusWord { order, .. }
            | Self::Flipped { order, .. }
            | Self::CostDiffers { order, .. }
            | Self::Unverified { order }
            | Self::ProviderRefused { order, .. }
            | Self::ProviderBalanceShort { order } => order,
        }
    }

    /// Whether it is for the admins, rather than for whoever ordered.
    pub fn is_for_admins(&self) -> bool {
        !matches!(
            self,
            Self::Card { .. }
                | Self::Ended { .. }
                | Self::SnArrived { .. }
                | Self::Uncertain { .. }
                | Self::Slow { .. }
                | Self::PriceChanged { .. }
        )
    }
}
