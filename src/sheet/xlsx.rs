//! XLSX: one sheet, whose rows go to a temporary file until the end.

use std::io::{self, Seek, Write};

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use crate::sheet::cell::{Cell, harmless};

/// Longest text of a cell, in characters (Excel's limit).
const MAX_TEXT_CHARS: usize = 32_767;
/// Most rows of a sheet (Excel's limit).
const MAX_ROWS: u32 = 1_048_576;
/// Wide enough for an order's number or a time, in characters.
const COLUMN_WIDTH: u16 = 18;

pub struct Xlsx<W: Write + Seek + Send> {
    file: W,
    workbook: Workbook,
    /// Excel leaves such a text as it is.
    text: Format,
    rows: u32,
}

impl<W: Write + Seek + Send> Xlsx<W> {
    pub fn begin(file: W, columns: &[String]) -> io::Result<Self> {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet_with_constant_memory().map_err(io::Error::other)?;
        sheet.set_freeze_panes(1, 0).map_err(io::Error::other)?;
        for column in 0..u16::try_from(columns.len()).unwrap_or(u16::MAX) {
            sheet.set_column_width(column, COLUMN_WIDTH).map_err(io::Error::other)?;
        }
        let mut xlsx = Self { file, workbook, text: Format::new().set_num_format("@"), rows: 0 };
        let names: Vec<Cell> = columns.iter().map(|name| Cell::Text(name.clone())).collect();
        xlsx.write_row(&names, &Format::new().set_bold())?;
        Ok(xlsx)
    }

    pub fn add(&mut self, row: &[Cell]) -> io::Result<()> {
        let text = self.text.clone();
        self.write_row(row, &text)
    }

    pub fn end(mut self) -> io::Result<u64> {
        self.workbook.save_to_writer(&mut self.file).map_err(io::Error::other)?;
        self.file.flush()?;
        self.file.stream_position()
    }

    fn write_row(&mut self, cells: &[Cell], text_format: &Format) -> io::Result<()> {
        if self.rows == MAX_ROWS {
            return Err(io::Error::other("a sheet has at most 1,048,576 rows; export fewer days, or CSV"));
        }
        self.write_cells(cells, text_format).map_err(io::Error::other)?;
        self.rows += 1;
        Ok(())
    }

    fn write_cells(&mut self, cells: &[Cell], text_format: &Format) -> Result<(), XlsxError> {
        let sheet = self.workbook.worksheet_from_index(0)?;
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Cell::Text(text) => {
                    let text: String = harmless(text).chars().take(MAX_TEXT_CHARS).collect();
                    sheet.write_string_with_format(self.rows, column, text, text_format)?;
                }
                // Excel has only such numbers; they are exact up to 9 × 10^15.
                #[allow(clippy::cast_precision_loss)]
                Cell::Number(value) => {
                    sheet.write_number(self.rows, column, *value as f64)?;
                }
                Cell::Empty => {}
            }
        }
        Ok(())
    }
}
