//! The life of an order as a table: each event in each state.
