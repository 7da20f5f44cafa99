//! XLSX (ECMA-376, SpreadsheetML): one sheet whose texts stand in their cells, so that a row is complete when it is written. Every file has these parts.

use std::fmt::Write as _;
use std::io::{self, Seek, Write};

use crate::sheet::cell::{Cell, harmless};
use crate::sheet::zip::{Zip, ZipFile};

/// Longest text of a cell, in characters (Excel's limit).
const MAX_TEXT_CHARS: usize = 32_767;
/// Most rows of a sheet (Excel's limit).
pub const MAX_ROWS: usize = 1_048_576;

const TYPES: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">"#,
    r#"<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>"#,
    r#"<Default Extension="xml" ContentType="application/xml"/>"#,
    r#"<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>"#,
    r#"<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>"#,
    r#"<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>"#,
    "</Types>",
);
const ROOT: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" "#,
    r#"Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
);
const WORKBOOK: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" "#,
    r#"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">"#,
    r#"<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
);
const PARTS: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" "#,
    r#"Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship "#,
    r#"Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#,
);
/// Style 0 is plain, 1 bold for the names of columns, 2 plain text.
const STYLES: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">"#,
    r#"<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>"#,
    r#"<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>"#,
    r#"<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"#,
    r#"<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>"#,
    r#"<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>"#,
    r#"<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>"#,
    r#"<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>"#,
    r#"<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"#,
);
const SHEET: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">"#,
    r#"<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>"#,
    r#"</sheetViews><sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="26" width="18" customWidth="1"/></cols><sheetData>"#,
);
const SHEET_END: &str = "</sheetData></worksheet>";

pub struct Xlsx<W: Write + Seek> {
    sheet: ZipFile<W>,
    rows: usize,
    /// The row that is being written; kept for its memory.
    row: String,
}

impl<W: Write + Seek> Xlsx<W> {
    pub fn begin(file: W, columns: &[String]) -> io::Result<Self> {
        let parts = [
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", ROOT),
            ("xl/workbook.xml", WORKBOOK),
            ("xl/_rels/workbook.xml.rels", PARTS),
            ("xl/styles.xml", STYLES),
        ];
        let archive = parts.into_iter().try_fold(Zip::new(file), |archive, (name, content)| archive.add(name, content))?;
        let mut xlsx = Self { sheet: archive.begin("xl/worksheets/sheet1.xml")?, rows: 0, row: String::new() };
        xlsx.sheet.write_all(SHEET.as_bytes())?;
        xlsx.write_row(&columns.iter().map(|name| Cell::Text(name.clone())).collect::<Vec<_>>(), 1)?;
        Ok(xlsx)
    }

    pub fn add(&mut self, row: &[Cell]) -> io::Result<()> {
        self.write_row(row, 2)
    }

    pub fn end(mut self) -> io::Result<u64> {
        self.sheet.write_all(SHEET_END.as_bytes())?;
        self.sheet.end()?.end()
    }

    fn write_row(&mut self, cells: &[Cell], text_style: u8) -> io::Result<()> {
        self.rows += 1;
        if self.rows > MAX_ROWS {
            return Err(io::Error::other("a sheet has at most 1,048,576 rows; export fewer days, or CSV"));
        }
        let (row, number) = (&mut self.row, self.rows);
        row.clear();
        // Writing to a text never fails.
        let _ = write!(row, "<row r=\"{number}\">");
        for (column, cell) in ('A'..='Z').zip(cells) {
            let _ = match cell {
                Cell::Text(text) => {
                    let _ = write!(row, "<c r=\"{column}{number}\" s=\"{text_style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
                    push_escaped(row, &harmless(text));
                    write!(row, "</t></is></c>")
                }
                Cell::Number(value) => write!(row, "<c r=\"{column}{number}\"><v>{value}</v></c>"),
                Cell::Empty => Ok(()),
            };
        }
        row.push_str("</row>");
        self.sheet.write_all(row.as_bytes())
    }
}

/// A text in XML, without the characters that XML 1.0 does not have.
fn push_escaped(row: &mut String, text: &str) {
    for c in text.chars().take(MAX_TEXT_CHARS) {
        match c {
            '&' => row.push_str("&amp;"),
            '<' => row.push_str("&lt;"),
            '>' => row.push_str("&gt;"),
            '\r' => row.push_str("&#13;"),
            '\t' | '\n' => row.push(c),
            c if c.is_control() && c < '\u{20}' || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => row.push(c),
        }
    }
}
