//! What a spreadsheet program finds in the files.

use std::io::{Cursor, Read};

use flate2::read::DeflateDecoder;

use super::*;

const TEXTS: [&str; 9] = ["=1+1", "+62812", "-5", "@SUM(A1)", "\t=1", "a \"b\", <c> & d\ne", "0812", "123456789012345678", "8821E093"];

fn written(format: Format) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    let mut sheet = Sheet::begin(format, &mut file, &["Nomor".to_owned(), "=Harga".to_owned()]).unwrap();
    for text in TEXTS {
        sheet.add(&[Cell::Text(text.to_owned()), Cell::Number(-18_500), Cell::Empty]).unwrap();
    }
    let length = sheet.end().unwrap();
    assert_eq!(length, file.get_ref().len() as u64);
    file.into_inner()
}

#[test]
fn a_csv_is_read_by_excel_and_keeps_its_texts() {
    let text = String::from_utf8(written(Format::Csv)).unwrap();
    let expected = [
        "\u{feff}\"Nomor\",\"'=Harga\"",
        "\"'=1+1\",-18500,",
        "\"'+62812\",-18500,",
        "\"'-5\",-18500,",
        "\"'@SUM(A1)\",-18500,",
        "\"'\t=1\",-18500,",
        "\"a \"\"b\"\", <c> & d\ne\",-18500,",
        "\"'0812\",-18500,",
        "\"'123456789012345678\",-18500,",
        "\"'8821E093\",-18500,",
        "",
    ];
    assert_eq!(text.split("\r\n").collect::<Vec<_>>(), expected);
    for kept in ["0", "12345678901", "7K3M9Q2X", "INV-1", "", "nan", "inf", "1 2"] {
        assert_eq!(csv::as_text(kept), kept);
    }
}

/// The files of an archive, by its directory.
fn unpacked(archive: &[u8]) -> Vec<(String, String)> {
    let half = |at: usize| usize::from(u16::from_le_bytes([archive[at], archive[at + 1]]));
    let word = |at: usize| half(at) + (half(at + 2) << 16);
    let end = archive.len() - 22;
    assert_eq!((word(end), word(end + 12) + word(end + 16)), (0x0605_4b50, end));
    let mut at = word(end + 16);
    let mut found = Vec::new();
    for _ in 0..half(end + 10) {
        let (name, offset) = (half(at + 28), word(at + 42));
        let data = offset + 30 + half(offset + 26);
        assert_eq!(archive[at + 6..at + 30], archive[offset + 4..offset + 28], "the header says the same");
        let mut content = String::new();
        DeflateDecoder::new(&archive[data..data + word(at + 20)]).read_to_string(&mut content).unwrap();
        let mut crc = flate2::Crc::new();
        crc.update(content.as_bytes());
        assert_eq!((crc.sum() as usize, content.len()), (word(at + 16), word(at + 24)));
        found.push((String::from_utf8(archive[at + 46..at + 46 + name].to_vec()).unwrap(), content));
        at += 46 + name;
    }
    assert_eq!(at, end);
    found
}

#[test]
fn an_xlsx_has_numbers_texts_and_no_formula() {
    let files = unpacked(&written(Format::Xlsx));
    assert_eq!(files.len(), 6);
    let (name, sheet) = files.last().unwrap();
    assert_eq!(name, "xl/worksheets/sheet1.xml");
    assert!(!sheet.contains("<f>"));
    let texts: Vec<&str> = sheet.split("\"preserve\">").skip(1).map(|part| part.split("</t>").next().unwrap()).collect();
    let expected = [
        "Nomor",
        "'=Harga",
        "'=1+1",
        "'+62812",
        "'-5",
        "'@SUM(A1)",
        "'\t=1",
        "a \"b\", &lt;c&gt; &amp; d\ne",
        "0812",
        "123456789012345678",
        "8821E093",
    ];
    assert_eq!(texts, expected);
    assert!(sheet.contains("<c r=\"B2\"><v>-18500</v></c></row><row r=\"3\">"), "{sheet}");
}
