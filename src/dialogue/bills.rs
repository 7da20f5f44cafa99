//! The buttons of the payment desk, for admins.

use serde::{Deserialize, Serialize};

use crate::domain::bill::BillId;

/// What the payment desk lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BillList {
    /// Bills that wait for their customers.
    Open,
    /// Bills whose proof waits for an admin.
    Review,
    /// Payments that nobody got.
    Unmatched,
    /// Payouts of which nobody said yet what became of them.
    Payouts,
}

/// What a button of the payment desk does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do")]
pub enum BillsAction {
    /// How much waits.
    #[serde(rename = "bills")]
    Overview,
    /// A page of a list.
    #[serde(rename = "bills_list")]
    List { list: BillList, page: usize },
    /// Type a number to find what it belongs to.
    #[serde(rename = "bills_search")]
    Search,
    /// The figures of each method.
    #[serde(rename = "bills_figures")]
    Figures,
    /// One bill.
    #[serde(rename = "bills_bill")]
    Bill { bill: BillId },
    /// Ask its method now what became of it.
    #[serde(rename = "bills_look")]
    Look { bill: BillId },
    /// Its last proof, to decide about it.
    #[serde(rename = "bills_proof")]
    Proof { bill: BillId },
}

impl BillsAction {
    /// See [`Action::is_single_use`](crate::dialogue::Action::is_single_use).
    pub fn is_single_use(&self) -> bool {
        false
    }
}
