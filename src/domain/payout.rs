//! Payouts: money that leaves a wallet for the world. The wallet comes first: the commit that opens a payout takes the amount; only then is
//! the money sent. Where that surely failed, the amount comes back, once.

use serde::{Deserialize, Serialize};

use crate::domain::money::Rupiah;
use crate::domain::payment_method::PaymentMethod;
use crate::domain::time::Millis;

/// The state of a payout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PayoutState {
    /// The wallet has paid; whether the money reached the customer is not known yet.
    Open,
    /// The customer has the money.
    Done,
    /// The money could not be sent, and is in the wallet again.
    Returned,
}

impl PayoutState {
    /// Its name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done => "done",
            Self::Returned => "returned",
        }
    }
}

/// One payout. Its transfer is `payout:ID`, and where it came back also `return:ID`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payout {
    pub id: String,
    /// The number that people use: eight letters and digits.
    pub number: String,
    pub user_id: i64,
    /// By which the money is sent.
    pub method: PaymentMethod,
    /// The method's id of the payment that is given back, where it is one: at most one payout of it is open or done.
    pub payment: Option<String>,
    pub amount: Rupiah,
    /// Where to, as the admin wrote it. The customer reads it.
    pub destination: String,
    pub state: PayoutState,
    /// The admin who opened it; `None` where the money was gone without anybody here.
    pub admin: Option<i64>,
    pub created_at: Millis,
    /// The admin who said what became of it; `None` while it is open, and where a program found out.
    pub ended_by: Option<i64>,
    pub ended_at: Option<Millis>,
}

impl Payout {
    /// The payout after somebody found out what became of it; `None` when that was known already.
    pub fn end(self, sent: bool, by: Option<i64>, now: Millis) -> Option<Self> {
        let state = if sent { PayoutState::Done } else { PayoutState::Returned };
        (self.state == PayoutState::Open).then_some(Self { state, ended_by: by, ended_at: Some(now), ..self })
    }
}
