//! Customers' money: accounts, transfers between them, and what the end of an order means for money.
//!
//! A transfer moves an amount from one account to another and is never changed. Its id says what happened (`hold:ORDER`), so that the same
//! thing cannot happen twice. What an account holds is what was credited to it less what was debited from it.

use serde::{Deserialize, Serialize};

use crate::domain::money::Rupiah;
use crate::domain::order::{Order, OrderId, OrderState, PaidBy};
use crate::domain::payment_method::PaymentMethod;
use crate::domain::payout::Payout;
use crate::domain::time::Millis;

/// The shortest reason that an admin may give for moving a customer's money, in characters. The database refuses a shorter one.
pub const MIN_REASON_CHARS: usize = 3;

/// Where money is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Account {
    /// What a customer may spend.
    Wallet(i64),
    /// What is set apart for a customer's open orders.
    Held(i64),
    /// What a payment method took in for the shop. Below zero: it owes the shop so much.
    Method(PaymentMethod),
    /// What the shop has earned.
    Sales,
    /// What admins gave without a payment, and took.
    Grants,
}

impl Account {
    /// Its id in the database.
    pub fn id(self) -> String {
        match self {
            Self::Wallet(user) => format!("wallet:{user}"),
            Self::Held(user) => format!("held:{user}"),
            Self::Method(method) => format!("method:{}", method.as_str()),
            Self::Sales => "shop:sales".to_owned(),
            Self::Grants => "shop:grants".to_owned(),
        }
    }

    /// Its kind in the database.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Wallet(_) => "wallet",
            Self::Held(_) => "held",
            Self::Method(_) => "method",
            Self::Sales | Self::Grants => "shop",
        }
    }

    /// Whose it is, if a customer's.
    pub fn user(self) -> Option<i64> {
        match self {
            Self::Wallet(user) | Self::Held(user) => Some(user),
            Self::Method(_) | Self::Sales | Self::Grants => None,
        }
    }
}

/// What a transfer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransferKind {
    /// Money arrived.
    Payment,
    /// An admin gave something.
    Grant,
    /// An admin took something.
    Take,
    /// The price of a new order is set apart.
    Hold,
    /// The order succeeded: its price is the shop's.
    Capture,
    /// The order failed or was cancelled: its price is the customer's again.
    Release,
    /// An admin gave the price of a successful order back.
    Refund,
    /// Money leaves the wallet for the customer.
    Payout,
    /// It could not be sent, and is the wallet's again.
    Return,
}

impl TransferKind {
    /// The word for the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Payment => "payment",
            Self::Grant => "grant",
            Self::Take => "take",
            Self::Hold => "hold",
            Self::Capture => "capture",
            Self::Release => "release",
            Self::Refund => "refund",
            Self::Payout => "payout",
            Self::Return => "return",
        }
    }

    /// How it changes what the customer may spend: -1, 0 or 1 times the amount.
    pub fn sign(self) -> i64 {
        match self {
            Self::Payment | Self::Grant | Self::Release | Self::Refund | Self::Return => 1,
            Self::Take | Self::Hold | Self::Payout => -1,
            Self::Capture => 0,
        }
    }
}

/// A line of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// What happened: the same thing has the same id, and happens once.
    pub id: String,
    pub kind: TransferKind,
    pub debit: Account,
    pub credit: Account,
    /// More than zero.
    pub amount: Rupiah,
    /// Whose money it is.
    pub user_id: i64,
    pub order: Option<OrderId>,
    /// The transfer that it ends or undoes, and what that is.
    pub parent: Option<(String, TransferKind)>,
    /// The admin who decided.
    pub actor: Option<i64>,
    /// The admin's reason.
    pub reason: Option<String>,
    pub at: Millis,
}

/// Who moved a customer's money by hand, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub admin: i64,
    pub reason: String,
}

impl Transfer {
    /// The price of a new order is set apart.
    pub fn hold(order: &Order, at: Millis) -> Self {
        let debit = Account::Wallet(order.user_id);
        Self::of_order(order, format!("hold:{}", order.id.0), TransferKind::Hold, (debit, Account::Held(order.user_id)), None, at)
    }

    /// A payment is credited: the method's id of it is in the transfer's, so that it is credited once. `actor`: the admin who decided that.
    pub fn payment(method: PaymentMethod, payment: &str, user_id: i64, amount: Rupiah, actor: Option<i64>, at: Millis) -> Self {
        Self {
            id: format!("pay:{}:{payment}", method.as_str()),
            kind: TransferKind::Payment,
            debit: Account::Method(method),
            credit: Account::Wallet(user_id),
            amount,
            user_id,
            order: None,
            parent: None,
            actor,
            reason: None,
            at,
        }
    }

    /// An admin gives or takes. `press` is the single-use token of the button, so that a press counts once.
    pub fn by_hand(kind: ByHand, user_id: i64, amount: Rupiah, press: &str, decision: Decision, at: Millis) -> Self {
        let (kind, debit, credit) = match kind {
            ByHand::Grant => (TransferKind::Grant, Account::Grants, Account::Wallet(user_id)),
            ByHand::Take => (TransferKind::Take, Account::Wallet(user_id), Account::Grants),
        };
        let id = format!("{}:{press}", kind.as_str());
        let Decision { admin, reason } = decision;
        Self { id, kind, debit, credit, amount, user_id, order: None, parent: None, actor: Some(admin), reason: Some(reason), at }
    }

    /// Money leaves a wallet, before anybody sends it.
    pub fn payout(payout: &Payout) -> Self {
        let (debit, credit) = (Account::Wallet(payout.user_id), Account::Method(payout.method));
        let (id, actor) = (payout_id(payout), payout.admin);
        Self { reason: Some(payout.destination.clone()), ..Self::of_payout(payout, id, TransferKind::Payout, (debit, credit), actor) }
    }

    /// A payout came back. There is one for each at most.
    pub fn returned(payout: &Payout, at: Millis) -> Self {
        let (debit, credit) = (Account::Method(payout.method), Account::Wallet(payout.user_id));
        let parent = Some((payout_id(payout), TransferKind::Payout));
        let id = format!("return:{}", payout.id);
        Self { parent, at, ..Self::of_payout(payout, id, TransferKind::Return, (debit, credit), payout.ended_by) }
    }

    fn of_payout(payout: &Payout, id: String, kind: TransferKind, (debit, credit): (Account, Account), actor: Option<i64>) -> Self {
        let (amount, user_id, at) = (payout.amount, payout.user_id, payout.created_at);
        Self { id, kind, debit, credit, amount, user_id, order: None, parent: None, actor, reason: None, at }
    }

    fn of_order(
        order: &Order,
        id: String,
        kind: TransferKind,
        (debit, credit): (Account, Account),
        parent: Option<(String, TransferKind)>,
        at: Millis,
    ) -> Self {
        let (user_id, amount) = (order.user_id, order.price);
        Self { id, kind, debit, credit, amount, user_id, order: Some(order.id.clone()), parent, actor: None, reason: None, at }
    }
}

fn payout_id(payout: &Payout) -> String {
    format!("payout:{}", payout.id)
}

/// What an admin does to a wallet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ByHand {
    Grant,
    Take,
}

/// What the move of an order from state `was` means for money: its end settles the hold, once; nothing else does, and no clock.
pub fn settlement(was: OrderState, order: &Order, at: Millis) -> Option<Transfer> {
    if order.paid_by != PaidBy::Wallet || !was.is_open() || order.state.is_open() {
        return None;
    }
    let held = Account::Held(order.user_id);
    let (kind, credit) = match order.state {
        OrderState::Success => (TransferKind::Capture, Account::Sales),
        _ => (TransferKind::Release, Account::Wallet(order.user_id)),
    };
    let parent = Some((format!("hold:{}", order.id.0), TransferKind::Hold));
    Some(Transfer::of_order(order, format!("settle:{}", order.id.0), kind, (held, credit), parent, at))
}

/// What a customer has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    /// What they may spend.
    pub available: Rupiah,
    /// What is set apart for their open orders.
    pub held: Rupiah,
}
