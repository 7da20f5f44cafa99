//! Model tests: the real orders and conversations are compared with independent models over random sequences of events.

mod dialogue;
mod idea;
pub mod law;
mod life;
mod order;
