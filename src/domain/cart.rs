//! Carts: an order that waits for the payment of one bill. The commit that credits the bill makes the order, once, at no more than the
//! customer agreed to, while there is still time. No other money ever buys anything by itself.

use serde::{Deserialize, Serialize};

use crate::domain::bill::{BillId, BillState};
use crate::domain::catalog::Offer;
use crate::domain::money::Rupiah;
use crate::domain::order::OrderId;
use crate::domain::place::Place;
use crate::domain::quote::Quote;
use crate::domain::time::Millis;

/// The state of a cart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CartState {
    /// Its bill is not paid yet.
    Waiting,
    /// It became an order.
    Placed,
    /// It became nothing.
    Lapsed,
}

impl CartState {
    /// Its name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Placed => "placed",
            Self::Lapsed => "lapsed",
        }
    }
}

/// One cart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cart {
    pub id: String,
    pub user_id: i64,
    /// Where it was ordered.
    pub place: Place,
    /// The message that says that the order waits, and that the order's card replaces.
    pub card_message_id: i64,
    /// The one bill whose payment makes the order.
    pub bill: BillId,
    pub state: CartState,
    /// The order that it became.
    pub order: Option<OrderId>,
    /// Why it became nothing.
    #[serde(default)]
    pub lapse: Option<CartLapse>,
    /// The most that the order may cost: the price that the customer saw.
    pub ceiling: Rupiah,
    /// No order is made after this.
    pub expires_at: Millis,
    /// What is to be ordered.
    pub quote: Quote,
}

impl Cart {
    /// Whether its customer, when the money of its bill is credited, may want to go on: it did not end by what they did.
    pub fn can_go_on(&self) -> bool {
        matches!(self.lapse, Some(CartLapse::ByHand | CartLapse::Expired))
    }

    /// Whether its customer has not been told what became of it: it waits, or its time passed without a payment.
    pub fn is_waited_for(&self) -> bool {
        self.state == CartState::Waiting || self.lapse == Some(CartLapse::Expired)
    }
}

/// What a decision about a cart needs to know at the moment of the payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CartFacts {
    pub now: Millis,
    /// What became of the bill before this payment.
    pub bill: BillState,
    /// The item at today's price, if it is on sale.
    pub offer: Option<Offer>,
    /// The same confirmation has become an order by another way.
    pub quote_used: bool,
    /// Whether the customer may order.
    pub admitted: bool,
    /// Whether the shop takes orders.
    pub open: bool,
    /// Whether an order would break one of the customer's limits.
    pub limited: bool,
    /// What the customer can spend, with the payment.
    pub available: Rupiah,
}

/// Why a cart became nothing. The money is in the wallet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CartLapse {
    /// The customer did not want it any more.
    Cancelled,
    /// An admin credited money for its bill that is not what was asked for. The customer may go on with the order.
    ByHand,
    /// It was too late.
    Expired,
    /// The customer may not order any more.
    NotAdmitted,
    /// The item is not on sale any more.
    Gone,
    /// It costs more than the customer agreed to.
    PriceRose,
    /// The shop takes no orders now.
    Closed,
    /// One of the customer's limits is reached.
    Limited,
    /// There is not enough money: some was spent meanwhile.
    TooLittle,
}

/// What a cart becomes when its bill is paid: an order of the item at today's price, or nothing.
///
/// # Errors
/// Why it becomes nothing.
pub fn decide(cart: &Cart, facts: &CartFacts) -> Result<Offer, CartLapse> {
    let cancelled = !cart.is_waited_for() || facts.quote_used || facts.bill == BillState::Cancelled;
    if cancelled {
        return Err(CartLapse::Cancelled);
    }
    if facts.now > cart.expires_at {
        return Err(CartLapse::Expired);
    }
    if !facts.admitted {
        return Err(CartLapse::NotAdmitted);
    }
    if !facts.open {
        return Err(CartLapse::Closed);
    }
    let offer = facts.offer.clone().ok_or(CartLapse::Gone)?;
    if offer.price > cart.ceiling {
        return Err(CartLapse::PriceRose);
    }
    if facts.limited {
        return Err(CartLapse::Limited);
    }
    if facts.available < offer.price {
        return Err(CartLapse::TooLittle);
    }
    Ok(offer)
}

#[cfg(test)]
mod tests;
