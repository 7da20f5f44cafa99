//! Use cases: read, let the domain decide, write.

mod clock;

pub use clock::Clock;
