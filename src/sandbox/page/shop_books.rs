//! What the shop itself has written down: its orders, its bills and its ledger. The page shows them beside the provider's and the gateway's books.

use serde::Serialize;

/// All of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ShopBooks {
    /// The orders of the page's people.
    pub orders: Vec<ShopOrder>,
    /// The newest bills of the page's people.
    pub bills: Vec<ShopBill>,
    /// Where the money is.
    pub ledger: ShopLedger,
}

/// An order as the shop itself has it, beside which the page shows what the provider has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShopOrder {
    /// What the shop calls it at the provider.
    pub ref_id: String,
    /// What the shop calls it in its chats.
    pub number: String,
    /// Who ordered.
    pub user: i64,
    /// The item's name.
    pub item: String,
    /// What it is for: an ID in a game.
    pub target: String,
    /// What the customer pays, rupiah.
    pub price: i64,
    /// The shop's word for its state: `queued`, `sending`, `pending`, `uncertain`, `success`, `failed` or `cancelled`.
    pub state: &'static str,
    /// The provider's name of it, once the shop knows it.
    pub invoice: Option<String>,
    /// The serial number, once the shop knows it.
    pub sn: Option<String>,
    /// When it was confirmed, unix time in milliseconds.
    pub created: i64,
}

/// A bill as the shop has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShopBill {
    /// What the shop calls it at the gateway; its number where there is none.
    pub reference: String,
    /// What the shop calls it in its chats, also below the picture of its QR code.
    pub number: String,
    /// Who is to pay it.
    pub user: i64,
    /// Whose code it shows: `pakasir` for the gateway's, `qris` for the shop's own.
    pub method: &'static str,
    /// The shop's word for its state: `waiting`, `paid`, `expired`, `cancelled` and others.
    pub state: &'static str,
    /// What the shop has seen of its payment: `none`, `credited` or `unmatched`.
    pub payment: &'static str,
    /// What it asks for, rupiah.
    pub total: i64,
    /// When it was made, unix time in milliseconds.
    pub created: i64,
}

/// The ledger: what the accounts hold, and how it came there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ShopLedger {
    /// All accounts.
    pub accounts: Vec<ShopAccount>,
    /// The newest transfers, the newest first.
    pub transfers: Vec<ShopTransfer>,
    /// What payments by the gateway brought into wallets, rupiah.
    pub credited: i64,
    /// What arrived at the gateway and waits for an admin, rupiah.
    pub unmatched: i64,
    /// The accounts whose sums are not those of their transfers or orders. There should be none.
    pub wrong: Vec<String>,
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShopAccount {
    /// Its id: `wallet:1001`, `shop:sales` and others.
    pub id: String,
    /// What it holds, rupiah: credits less debits.
    pub balance: i64,
}

/// A transfer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShopTransfer {
    /// What happened, as an id: the same thing happens once.
    pub id: String,
    /// Its kind: `payment`, `hold`, `capture` and others.
    pub kind: String,
    /// The account from which the money went.
    pub debit: String,
    /// The account to which it went.
    pub credit: String,
    /// Rupiah.
    pub amount: i64,
    /// The number of its order or bill.
    pub number: Option<String>,
    /// Unix time in milliseconds.
    pub at: i64,
}
