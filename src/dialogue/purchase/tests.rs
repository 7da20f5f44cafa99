//! The purchase as a table: each input at each step.
