//! Telegram Stars: what updates say about payments, the question before each payment, which is answered at once, and what is asked of
//! Telegram by itself: refunds, and the list of all transactions.

pub mod checkout;
pub mod clerk;
pub mod statement;
pub mod update;

pub use checkout::CheckoutDesk;
