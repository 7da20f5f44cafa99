//! The provider: whoever delivers what the shop sells, told apart from how it is reached.
//!
//! The room answers four questions: does it take this order ([`Client::submit`]), what became of an invoice ([`Client::check`]),
//! what does it list ([`Client::services`]), how does our account stand ([`Client::profile`]). What it says is sorted into the classes
//! below, so that nobody outside ever looks at a status code. The classes of an order are the ones that decide about money:
//!
//! | class | means | what may follow |
//! |---|---|---|
//! | [`Submission::Placed`] | it has the order | ask after the invoice |
//! | [`Submission::Refused`] | it surely does not, in its documented words | end the order |
//! | [`Submission::NotSent`] | the call surely never reached it | send again |
//! | [`Submission::Busy`] | 429 in its own words: not taken | send again, later |
//! | [`Submission::Uncertain`] | anything else | only a person decides |
//!
//! There is one provider, so there is no trait: a second one would be a second folder beside [`odzreshop`].
//! No error and no `Debug` of this room holds the API key or a whole body.

use crate::domain::notification::{ClosedReason, InvoiceReport, Trouble};
use crate::domain::order::{Receipt, Refusal, StatusReport};

pub mod breaker;
mod limiter;
pub mod odzreshop;

pub use limiter::{Permit, Priority};
pub use odzreshop::{BuildError, Client, Settings};

/// One order, as the provider gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderRequest {
    /// Our name for it.
    pub ref_id: String,
    /// What to deliver.
    pub sku: String,
    /// To whom.
    pub target: String,
}

/// What became of one attempt to place an order. Unknown is neither failed nor placed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Submission {
    /// The provider took it.
    Placed(Receipt),
    /// The provider refused it in a documented form; nothing was taken.
    Refused {
        refusal: Refusal,
        /// The provider's words, cleaned and cut.
        message: String,
    },
    /// The call surely never reached the provider.
    NotSent {
        /// A short class of failure, for the history.
        detail: String,
    },
    /// The provider had no time for us and took nothing.
    Busy {
        /// How long it asks us to wait, one hour at most.
        retry_after_ms: Option<i64>,
    },
    /// Whether the provider took it can't be told from what came back.
    Uncertain {
        /// A short class of failure, for the history.
        detail: String,
    },
}

/// What the provider says of an invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// For the order's rules.
    pub status_report: StatusReport,
    /// For people.
    pub report: InvoiceReport,
}

/// Why a question (not an order) has no answer. It decides nothing about any order.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// The provider refused in a documented form.
    #[error("refused ({refusal:?}): {message}")]
    Refused {
        refusal: Refusal,
        /// The provider's words, cleaned and cut.
        message: String,
    },
    /// 429, in whatever form.
    #[error("the provider is busy")]
    Busy {
        /// How long it asks us to wait, one hour at most.
        retry_after_ms: Option<i64>,
    },
    /// Nothing came back.
    #[error("no answer: {detail}")]
    NoAnswer { detail: String },
    /// What came back makes no sense.
    #[error("an answer that makes no sense: {detail}")]
    Garbled { detail: String },
}

impl CallError {
    /// The same, for people.
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

/// Whether a refusal means that the shop can't go on, whatever was asked.
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
    fn every_call_error_has_its_word_for_people() {
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
