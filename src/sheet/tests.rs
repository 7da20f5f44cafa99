//! What a spreadsheet program finds in the files.

use std::io::Cursor;

use calamine::{Data, DataType, Reader, Xlsx};

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

#[test]
fn an_xlsx_has_numbers_texts_and_no_formula() {
    let mut file: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(written(Format::Xlsx))).unwrap();
    let name = file.sheet_names()[0].clone();
    assert!(file.worksheet_formula(&name).unwrap().is_empty());
    let sheet = file.worksheet_range(&name).unwrap();
    let texts: Vec<&str> = sheet.rows().map(|row| row[0].get_string().unwrap()).collect();
    let expected =
        ["Nomor", "'=1+1", "'+62812", "'-5", "'@SUM(A1)", "'\t=1", "a \"b\", <c> & d\ne", "0812", "123456789012345678", "8821E093"];
    assert_eq!(texts, expected);
    let mut seconds = sheet.rows().map(|row| row[1].clone());
    assert_eq!(seconds.next(), Some(Data::String("'=Harga".to_owned())));
    assert!(seconds.all(|number| number == Data::Float(-18_500.0)));
}
