//! Notifications about an order.

use serde::{Deserialize, Serialize};

use crate::domain::alert::AlertKind;
use crate::domain::money::Rupiah;
use crate::domain::order::OrderId;

/// A notification about an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum OrderNotification {
    /// Customer: the order's card, edited in place to the current state.
    Card { order: OrderId },
    /// Customer: the order has ended. A new message, because an edit does not notify.
    Ended { order: OrderId },
    /// Customer: the serial number of an order that succeeded without one.
    SnArrived { order: OrderId },
    /// Customer: the order succeeded, but its serial number has not come for so long that nobody waits for it any more.
    SnMissing { order: OrderId },
    /// Customer: it is not known whether the provider accepted the order; it is being checked, and they should not order again.
    Uncertain { order: OrderId },
    /// Customer: the order takes longer than usual.
    Slow { order: OrderId },
    /// Customer: the receipt that they wanted, as a picture to show to others. A new message each time.
    Receipt { order: OrderId },
    /// Customer: the price changed before the order was sent; both prices, and a new quote to confirm.
    PriceChanged { order: OrderId, quote: String },
    /// Admins: an order is uncertain; the evidence, and buttons that resolve it. Edited in place when the evidence changes.
    UncertainCard { order: OrderId },
    /// One admin: the card of an uncertain order once more, as a new message, because they may have lost it. Edited in place from then on.
    StillUncertain { order: OrderId },
    /// Admins: the provider balance proves that an uncertain order was placed; its invoice is needed.
    ProvedPlaced { order: OrderId },
    /// Admins: the provider balance proves that an uncertain order was not placed; it was marked as failed automatically.
    ProvedNotPlaced { order: OrderId },
    /// Admins: an uncertain order was sent again, and the provider has given its invoice.
    ResendPlaced { order: OrderId },
    /// Admins: an uncertain order was sent again and is still uncertain.
    ResendUnclear { order: OrderId },
    /// Admins, where one of them resolved an uncertain order: how it ended.
    ResolvedEnded { order: OrderId },
    /// Admins: an order takes much longer than usual.
    SlowOrder { order: OrderId },
    /// Admins: the serial number of an order has not come for a day; it is not checked any more.
    NoSn { order: OrderId },
    /// Admins: the provider used an unknown status word; the order stays pending.
    #[serde(alias = "odd_word")]
    UnknownStatusWord { order: OrderId, word: String },
    /// Admins: the provider contradicts a final status that it gave before.
    Flipped { order: OrderId, word: String },
    /// Admins: the provider did not charge the price that it lists.
    CostDiffers { order: OrderId, listed: Rupiah, charged: Rupiah },
    /// Admins: an order of a category whose target format is not verified and of which nothing was delivered before. Edited in place as the
    /// order goes.
    Unverified { order: OrderId },
    /// Admins: the provider refused an order, or says that it failed; its own words. Of several in a row with the same words only the first.
    ProviderRefused { order: OrderId, words: String },
    /// Admins: the provider refused an order because the provider balance does not cover it.
    #[serde(alias = "deposit_short")]
    ProviderBalanceShort { order: OrderId },
}

impl OrderNotification {
    /// The order concerned.
    pub fn order(&self) -> &OrderId {
        match self {
            Self::Card { order }
            | Self::Ended { order }
            | Self::SnArrived { order }
            | Self::SnMissing { order }
            | Self::NoSn { order }
            | Self::Uncertain { order }
            | Self::Slow { order }
            | Self::Receipt { order }
            | Self::PriceChanged { order, .. }
            | Self::UncertainCard { order }
            | Self::StillUncertain { order }
            | Self::ProvedPlaced { order }
            | Self::ProvedNotPlaced { order }
            | Self::ResendPlaced { order }
            | Self::ResendUnclear { order }
            | Self::ResolvedEnded { order }
            | Self::SlowOrder { order }
            | Self::UnknownStatusWord { order, .. }
            | Self::Flipped { order, .. }
            | Self::CostDiffers { order, .. }
            | Self::Unverified { order }
            | Self::ProviderRefused { order, .. }
            | Self::ProviderBalanceShort { order } => order,
        }
    }

    /// What kind of alert it is.
    pub(super) fn alert_kind(&self) -> AlertKind {
        match self {
            Self::UncertainCard { .. }
            | Self::StillUncertain { .. }
            | Self::ProvedPlaced { .. }
            | Self::ProvedNotPlaced { .. }
            | Self::ResendPlaced { .. }
            | Self::ResendUnclear { .. } => AlertKind::Uncertain,
            Self::ProviderBalanceShort { .. } => AlertKind::Balance,
            _ => AlertKind::Orders,
        }
    }

    /// Whether it breaks the quiet hours: an order waits for an admin's decision, or no order can be paid until somebody adds to the balance.
    pub(super) fn must_not_wait(&self) -> bool {
        matches!(
            self,
            Self::UncertainCard { .. }
                | Self::StillUncertain { .. }
                | Self::ProvedPlaced { .. }
                | Self::ResendUnclear { .. }
                | Self::Flipped { .. }
                | Self::ProviderBalanceShort { .. }
        )
    }

    /// Whether it is for admins and not for the customer.
    pub fn is_for_admins(&self) -> bool {
        !matches!(
            self,
            Self::Card { .. }
                | Self::Ended { .. }
                | Self::SnArrived { .. }
                | Self::SnMissing { .. }
                | Self::Uncertain { .. }
                | Self::Slow { .. }
                | Self::Receipt { .. }
                | Self::PriceChanged { .. }
        )
    }
}
