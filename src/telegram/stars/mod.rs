//! Telegram Stars: what updates say about payments, and the question before each payment, which is answered at once.

pub mod checkout;
pub mod update;

pub use checkout::CheckoutDesk;
