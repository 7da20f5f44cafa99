//! CSV as RFC 4180 has it, in UTF-8 with a byte order mark, without which Excel takes it for another encoding.

use std::borrow::Cow;
use std::io::{self, BufWriter, Seek, Write};

use crate::sheet::cell::{Cell, harmless};

/// Excel shows longer numbers with an exponent.
const MAX_DIGITS: usize = 11;

pub struct Csv<W: Write + Seek> {
    file: BufWriter<W>,
}

impl<W: Write + Seek> Csv<W> {
    pub fn begin(file: W, columns: &[String]) -> io::Result<Self> {
        let mut csv = Self { file: BufWriter::new(file) };
        csv.file.write_all("\u{feff}".as_bytes())?;
        csv.add(&columns.iter().map(|name| Cell::Text(name.clone())).collect::<Vec<_>>())?;
        Ok(csv)
    }

    pub fn add(&mut self, row: &[Cell]) -> io::Result<()> {
        for (at, cell) in row.iter().enumerate() {
            if at > 0 {
                self.file.write_all(b",")?;
            }
            match cell {
                Cell::Text(text) => write!(self.file, "\"{}\"", as_text(text).replace('"', "\"\""))?,
                Cell::Number(number) => write!(self.file, "{number}")?,
                Cell::Empty => {}
            }
        }
        self.file.write_all(b"\r\n")
    }

    pub fn end(mut self) -> io::Result<u64> {
        self.file.flush()?;
        self.file.stream_position()
    }
}

/// A text that Excel keeps as it is.
pub fn as_text(text: &str) -> Cow<'_, str> {
    let is_number = text.parse::<f64>().is_ok() && text.starts_with(|c: char| c.is_ascii_digit());
    let is_changed = text.len() > MAX_DIGITS || (text.starts_with('0') && text != "0") || text.contains(['e', 'E']);
    if is_number && is_changed { format!("'{text}").into() } else { harmless(text) }
}
