//! The demo's web page: the phones of a few people, the control panel for faults, the orders and the calls.
//!
//! It uses the sandbox's handles and nothing else. All that it shows are facts ([`facts`]), which the browser gets as server-sent
//! events ([`events`]); all that can be done on it are a few routes ([`routes`]).

mod control_panel;
mod events;
mod facts;
mod feed;
mod guard;
mod parts;
mod routes;
mod serve;

pub use parts::{DemoParts, Person, Phone, ShopOrder};
pub use serve::serve;
