//! Payments: money that arrived, by which method, and what makes one be credited without a question.

use serde::{Deserialize, Serialize};

use crate::domain::bill::{Bill, BillId};
use crate::domain::money::Rupiah;
use crate::domain::payment_method::PaymentMethod;
use crate::domain::time::Millis;

/// What an amount is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unit {
    /// Whole rupiah.
    #[serde(rename = "IDR")]
    Rupiah,
    /// Whole Telegram Stars.
    #[serde(rename = "XTR")]
    Stars,
}

impl Unit {
    /// The word for the database: the currency's code.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rupiah => "IDR",
            Self::Stars => "XTR",
        }
    }

    /// What a method asks for its bills in.
    pub fn of(method: PaymentMethod) -> Self {
        match method {
            PaymentMethod::Pakasir | PaymentMethod::Midtrans | PaymentMethod::Qris | PaymentMethod::Bank => Self::Rupiah,
            PaymentMethod::Stars => Self::Stars,
        }
    }
}

/// A payment: by its method's id of it, so that what is seen twice is credited once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    pub method: PaymentMethod,
    /// The method's id of it. Where a method has none: the reference of its bill.
    pub id: String,
    /// The bill that it pays, as far as one is known.
    pub bill: Option<BillId>,
    /// Who paid, where the method says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer: Option<i64>,
    /// What arrived, in `unit`.
    pub received: i64,
    pub unit: Unit,
    /// What the wallet got; `None` while nobody got anything.
    pub credited: Option<Rupiah>,
    pub seen_at: Millis,
    /// When it was paid, as the method says.
    pub paid_at: Option<Millis>,
    /// The admin who decided, where one did.
    pub actor: Option<i64>,
    /// Why it was not credited by itself.
    pub unmatched: Option<Unmatched>,
    /// Why an admin set it aside: the word of an [`AsideReason`].
    pub note: Option<String>,
}

impl Payment {
    /// Whether nobody got it, and no admin has decided about it.
    pub fn is_unmatched(&self) -> bool {
        self.credited.is_none() && self.actor.is_none()
    }

    /// What an admin is offered to credit: what came; for Stars what their bill adds to the wallet.
    pub fn proposal(&self, bill: Option<&Bill>) -> Option<Rupiah> {
        match self.unit {
            Unit::Rupiah => Some(Rupiah(self.received)),
            Unit::Stars => bill.map(|bill| bill.amount),
        }
    }

    /// The most that an admin may credit for it: what came or was asked for. More would be a gift, which has its own way and its limit.
    /// `star_rate`: the rupiah of a Star, while they are taken.
    pub fn most(&self, bill: Option<&Bill>, star_rate: Option<i64>) -> Rupiah {
        let came = match self.unit {
            Unit::Rupiah => self.received,
            Unit::Stars => self.received.saturating_mul(star_rate.unwrap_or(0)),
        };
        bill.map_or(Rupiah::ZERO, |bill| bill.amount).max(Rupiah(came))
    }
}

/// Why an admin sets a payment aside: nobody gets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AsideReason {
    /// It was a test: no money came.
    Test,
    /// It does not belong to this shop.
    NotOurs,
    /// The payer has the money back.
    GivenBack,
    /// It was credited in another way.
    Credited,
}

impl AsideReason {
    /// All of them, in the order in which admins choose.
    pub const ALL: [Self; 4] = [Self::Test, Self::NotOurs, Self::GivenBack, Self::Credited];

    /// Its word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Test => "test",
            Self::NotOurs => "not_ours",
            Self::GivenBack => "given_back",
            Self::Credited => "credited",
        }
    }

    /// The reason with this word.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == word)
    }
}

/// Why a payment is not credited without an admin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unmatched {
    /// It is not the amount that the bill asks for.
    OtherAmount,
    /// The method says that it is a test: nobody paid.
    Test,
    /// There is no bill for it.
    UnknownBill,
}

/// How many bills, payments and payouts wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PaymentsWaiting {
    /// Bills that wait for their customers.
    pub open: i64,
    /// Proofs that an admin has to look at.
    pub review: i64,
    /// Payments that nobody got.
    pub unmatched: i64,
    /// Payouts of which nobody said yet what became of them.
    pub payouts: i64,
    /// Since when the oldest of those waits that admins have to do something about.
    pub since: Option<Millis>,
}

/// A payment as its method reports it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenPayment {
    /// See [`Payment::id`].
    pub id: String,
    /// In the unit of the bill's `payable`.
    pub received: i64,
    pub unit: Unit,
    pub paid_at: Option<Millis>,
    /// Who paid, where the method says so.
    pub payer: Option<i64>,
    /// The method says that nobody paid: its sandbox.
    pub test: bool,
}

/// What the wallet gets for a payment of this bill: it is exactly what was asked for, and real (or tests count, for trying things out), or a
/// question for the admins.
///
/// # Errors
/// Why an admin has to decide.
pub fn match_payment(bill: &Bill, seen: &SeenPayment, tests_count: bool) -> Result<Rupiah, Unmatched> {
    if (seen.test || bill.test) && !tests_count {
        return Err(Unmatched::Test);
    }
    if seen.received != bill.payable || seen.unit != Unit::of(bill.method) {
        return Err(Unmatched::OtherAmount);
    }
    // What the bill says, never a conversion: that is what the customer read.
    Ok(bill.amount)
}
