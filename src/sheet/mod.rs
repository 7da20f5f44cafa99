//! Tables as files for spreadsheets, CSV and XLSX, written row by row: the memory does not grow with the table. Pure but for the file.
//!
//! The two formats differ in what a program makes of a text. A CSV has no types: Excel takes a text of digits for a number, and drops its
//! zeros and its last digits, so such a text begins with an apostrophe there. In both a text never begins like a formula: with an apostrophe before
//! it, it is none (OWASP, "CSV Injection").

mod cell;
mod csv;
mod xlsx;

use std::io::{self, Seek, Write};

pub use cell::Cell;

/// The formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Csv,
    Xlsx,
}

/// A file that is being written.
pub enum Sheet<W: Write + Seek + Send> {
    Csv(csv::Csv<W>),
    Xlsx(Box<xlsx::Xlsx<W>>),
}

impl<W: Write + Seek + Send> Sheet<W> {
    /// Begins a file with the names of its columns.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn begin(format: Format, file: W, columns: &[String]) -> io::Result<Self> {
        Ok(match format {
            Format::Csv => Self::Csv(csv::Csv::begin(file, columns)?),
            Format::Xlsx => Self::Xlsx(Box::new(xlsx::Xlsx::begin(file, columns)?)),
        })
    }

    /// Adds a row.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn add(&mut self, row: &[Cell]) -> io::Result<()> {
        match self {
            Self::Csv(csv) => csv.add(row),
            Self::Xlsx(xlsx) => xlsx.add(row),
        }
    }

    /// Ends the file; returns its length in bytes.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn end(self) -> io::Result<u64> {
        match self {
            Self::Csv(csv) => csv.end(),
            Self::Xlsx(xlsx) => xlsx.end(),
        }
    }
}

#[cfg(test)]
mod tests;
