//! Views, pure: facts and a language in, a [`Page`] out.
//!
//! Here is what several features share, and the texts of notifications. The pages of one feature are beside its handlers in
//! [`features`](crate::telegram::features). Foreign text is never trusted: [`html`] cleans, cuts and escapes it.

pub mod access;
pub mod admin_order;
pub mod alert;
pub mod bill;
pub mod broadcast;
pub mod button;
pub mod chart;
pub mod checkout;
pub mod confirmation;
pub mod digest;
pub mod export;
pub mod hint;
pub mod html;
pub mod layout;
pub mod message;
pub mod notification;
pub mod opening;
pub mod order;
pub mod order_history;
pub mod order_state;
pub mod page;
pub mod payment;
pub mod price;
pub mod price_digest;
pub mod proof;
pub mod provider;
pub mod receipt;
pub mod role;
pub mod share;
pub mod toast;
pub mod uncertain;

pub use notification::notification;
pub use page::{Button, ButtonKind, NotificationFacts, Page, ShopFacts};
pub use toast::Toast;
