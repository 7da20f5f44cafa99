//! The books of the simulated gateway, and what it is told to do.

use std::collections::VecDeque;
use std::fmt;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

/// What a gateway starts with.
#[derive(Clone, Debug)]
pub struct Options {
    pub project: String,
    pub api_key: String,
    /// Pakasir's fee on top of an amount: thousandths of it, and a flat part in rupiah.
    pub fee: (i64, i64),
    /// How long a code can be paid by the gateway's word, unless it is asked for another time.
    pub lifetime: Duration,
    /// TCP port on 127.0.0.1; none takes a free one.
    pub port: Option<u16>,
}

impl Default for Options {
    fn default() -> Self {
        let [project, api_key] = ["sandbox-shop", "sandbox-gateway-key"].map(str::to_owned);
        Self { project, api_key, fee: (7, 310), lifetime: Duration::from_secs(3_600), port: None }
    }
}

/// How a call goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// This status (as Midtrans: in the body of a 200), and nothing is done.
    Refuse(u16),
    /// It is done, but the answer is this status.
    Lose(u16),
    /// A refusal with this status that repeats the call, its key too.
    Echo(u16),
    /// A web page with status 200.
    Html,
    /// JSON of another form.
    Odd,
    /// The right answer, after so many milliseconds.
    Slow(u64),
}

/// A transaction in the gateway's books.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invoice {
    /// The shop's id of it.
    pub order_id: String,
    /// Midtrans' own id of it; Pakasir has none.
    pub transaction_id: Option<String>,
    /// What the shop asked for.
    pub amount: i64,
    /// What the customer pays.
    pub total: i64,
    /// The text of the QR code.
    pub code: String,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub cancelled: bool,
    /// What arrived, and when.
    pub received: Option<(i64, DateTime<Utc>)>,
    /// It says "pending" again, though it said "completed".
    pub denies: bool,
    /// Its own word of it, if it uses one that nobody knows.
    pub word: Option<String>,
    /// It calls it a test.
    pub sandbox: bool,
    /// How often it was asked about.
    pub looks: usize,
}

/// The gateway's state.
pub struct Books {
    pub(super) invoices: Vec<Invoice>,
    pub(super) faults: VecDeque<(Endpoint, Fault)>,
    /// Of a hundred calls so many fail, by the number of the call.
    pub(super) failing: u64,
    pub(super) down: bool,
    pub(super) calls: u64,
    pub(super) lag: TimeDelta,
    pub(super) lying: bool,
    pub(super) shift: TimeDelta,
}

impl Books {
    /// The transactions, oldest first.
    pub fn invoices(&self) -> &[Invoice] {
        &self.invoices
    }

    /// Calls so far.
    pub fn calls(&self) -> u64 {
        self.calls
    }

    pub(super) fn find(&mut self, order_id: &str) -> Option<&mut Invoice> {
        self.invoices.iter_mut().rev().find(|invoice| invoice.order_id == order_id)
    }
}

/// A call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// Pakasir's `POST transactioncreate/qris`, Midtrans' `POST charge`.
    Create,
    /// Pakasir's `GET transactiondetail`, Midtrans' `GET ID/status`.
    Detail,
    /// Pakasir's `POST transactioncancel`, Midtrans' `POST ID/expire`.
    Cancel,
    /// Pakasir's `POST paymentsimulation`.
    Simulate,
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Create => "transactioncreate",
            Self::Detail => "transactiondetail",
            Self::Cancel => "transactioncancel",
            Self::Simulate => "paymentsimulation",
        })
    }
}
