//! The demo's web page: the phones of a few people, a bank app, the control panel for faults, the orders, the ledger and the calls.
//!
//! It uses the sandbox's handles and nothing else. All that it shows are facts ([`facts`]), which the browser gets as server-sent
//! events ([`events`]); all that can be done on it are a few routes ([`routes`]).

mod bank;
mod control_panel;
mod events;
mod facts;
mod feed;
mod guard;
mod own_account;
mod parts;
mod routes;
mod serve;
mod shop_books;

pub use parts::{DemoParts, Person, Phone};
pub use serve::serve;
pub use shop_books::{ShopAccount, ShopBill, ShopBooks, ShopLedger, ShopOrder, ShopTransfer};
