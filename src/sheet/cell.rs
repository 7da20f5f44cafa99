//! One cell of a table.

use std::borrow::Cow;

/// A value in a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Anything that is not counted: also ids, invoices and serial numbers.
    Text(String),
    Number(i64),
    Empty,
}

/// A text that no program takes for a formula.
pub fn harmless(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) { format!("'{text}").into() } else { text.into() }
}
