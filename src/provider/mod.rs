//! The provider delivers what the shop sells. This module defines its operations and their results, independent of the provider's API.
//!
//! The operations: place an order ([`Client::submit`]), check the status of an invoice ([`Client::check`]), fetch a price list
//! ([`Client::services`]), read our account ([`Client::profile`]). Answers are sorted into classes, so that no other module interprets a
//! status code. The classes of an order decide about money:
//!
//! | class | means | what may follow |
//! |---|---|---|
//! | [`Submission::Placed`] | the provider has accepted the order | check its status |
//! | [`Submission::Refused`] | it surely has not, in its documented words | end the order |
//! | [`Submission::NotSent`] | the call surely did not reach it | send again |
//! | [`Submission::Busy`] | 429 in its documented words: not accepted | send again, later |
//! | [`Submission::Uncertain`] | anything else | an admin or evidence resolves it |
//!
//! There is only one provider, so there is no trait; a second one would be a second folder beside [`odzreshop`].
//! No error and no `Debug` output of this module contains the API key or a whole body.

use crate::domain::notification::{ClosedReason, InvoiceReport, Trouble};
use crate::domain::order::{Receipt, Refusal, StatusReport};

pub mod breaker;
pub mod odzreshop;

pub use crate::limiter::{Permit, Priority};
pub use odzreshop::{BuildError, Client, Settings};

/// An order, as the provider gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderRequest {
    /// Our id for it.
    pub ref_id: String,
    /// The item.
    pub sku: String,
    /// The player's account.
    pub target: String,
}

/// The result of one attempt to place an order. Unknown is neither failed nor placed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Submission {
    /// The provider accepted it.
    Placed(Receipt),
    /// The provider refused it in a documented form; the order was not accepted.
    Refused {
        refusal: Refusal,
        /// The provider's message, cleaned and truncated.
        message: String,
    },
    /// The call surely did not reach the provider.
    NotSent {
        /// A short description of the failure, for the history.
        detail: String,
    },
    /// The provider was busy and accepted nothing.
    Busy {
        /// How long it asks us to wait, at most one hour.
        retry_after_ms: Option<i64>,
    },
    /// The answer does not show whether the provider accepted it.
    Uncertain {
        /// A short description of the failure, for the history.
        detail: String,
    },
}

/// What the provider says about an invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// For the rules of orders.
    pub status_report: StatusReport,
    /// For admins.
    pub report: InvoiceReport,
}

/// Why a call other than an order has no result. It decides nothing about any order.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// The provider refused in a documented form.
    #[error("refused ({refusal:?}): {message}")]
    Refused {
        refusal: Refusal,
        /// The provider's message, cleaned and truncated.
        message: String,
    },
    /// 429 in any form.
    #[error("the provider is busy")]
    Busy {
        /// How long it asks us to wait, at most one hour.
        retry_after_ms: Option<i64>,
    },
    /// There was no answer.
    #[error("no answer: {detail}")]
    NoAnswer { detail: String },
    /// The answer is invalid.
    #[error("invalid answer: {detail}")]
    Garbled { detail: String },
}

impl CallError {
    /// The same, to be shown to admins.
    pub fn trouble(&self) -> Trouble {
        match self {
            Self::Refused { refusal: Refusal::Key, .. } => Trouble::Key,
            Self::Refused { refusal: Refusal::Ip, .. } => Trouble::Ip,
            Self::Refused { refusal: Refusal::NotFound, .. } => Trouble::NotFound,
            Self::Refused { message, .. } => Trouble::Refused(message.clone()),
            Self::Busy { .. } => Trouble::Busy,
            Self::NoAnswer { .. } | Self::Garbled { .. } => Trouble::NoAnswer,
        }
    }
}

/// Why the shop must close after this refusal, if it must: the provider would refuse every call.
fn closing(refusal: Refusal) -> Option<ClosedReason> {
    match refusal {
        Refusal::Key => Some(ClosedReason::Key),
        Refusal::Ip => Some(ClosedReason::Ip),
        Refusal::VendorDepleted => Some(ClosedReason::VendorDepleted),
        Refusal::InsufficientBalance
        | Refusal::MissingFields
        | Refusal::ItemUnavailable
        | Refusal::TargetRejected
        | Refusal::BadRequest
        | Refusal::NotFound
        | Refusal::Method => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_call_error_can_be_shown_to_admins() {
        let refused = |refusal| CallError::Refused { refusal, message: "words".into() };
        let words = Trouble::Refused("words".into());
        for (error, trouble) in [
            (refused(Refusal::Key), Trouble::Key),
            (refused(Refusal::Ip), Trouble::Ip),
            (refused(Refusal::NotFound), Trouble::NotFound),
            (refused(Refusal::InsufficientBalance), words.clone()),
            (refused(Refusal::MissingFields), words.clone()),
            (refused(Refusal::BadRequest), words.clone()),
            (refused(Refusal::Method), words.clone()),
            (refused(Refusal::VendorDepleted), words),
            (CallError::Busy { retry_after_ms: None }, Trouble::Busy),
            (CallError::NoAnswer { detail: String::new() }, Trouble::NoAnswer),
            (CallError::Garbled { detail: String::new() }, Trouble::NoAnswer),
        ] {
            assert_eq!(error.trouble(), trouble, "{error}");
        }
    }
}
