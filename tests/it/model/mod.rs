//! Models: what must be true of an order and of a conversation whatever happens in whatever order, told in other words than the code's.

mod dialogue;
mod idea;
pub mod law;
mod life;
mod order;
