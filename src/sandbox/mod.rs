pub mod provider;
pub mod telegram;
