//! The picture of a bill is read by programs that read QR codes: as drawn, as Telegram sends it, smaller, and on a dark chat.
//!
//! Two readers of different descent: `rqrr` is strict with small modules, `rxing` with grey. Each must give back the whole text.

use image::codecs::jpeg::JpegEncoder;
use image::imageops::{self, FilterType};
use image::{GrayImage, Luma};
use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::qris::StaticCode;
use odzreshop_bot::picture::{BillPicture, PictureError, ReceiptPicture, draw, draw_receipt};

use crate::samples::{STATIC_CODES, static_code};

/// Codes of different lengths and letters with different amounts.
fn codes() -> Vec<(String, String)> {
    let amounts = [10_001, 15_500, 20_137, 50_000, 99_499, 100_250, 250_000, 1_000_499];
    let merchants = STATIC_CODES.iter().cycle();
    let code = |(amount, name): (i64, &&str)| {
        let code = StaticCode::parse(&static_code(name)).unwrap();
        (code.merchant().to_owned(), code.with_amount(Rupiah(amount)))
    };
    amounts.into_iter().zip(merchants).map(code).collect()
}

fn drawn(merchant: &str, code: &str) -> GrayImage {
    let bill = BillPicture { code, merchant, amount: "Rp\u{a0}1.000.499", until: "Bayar sebelum 14.35 WIB", number: "#INV-7K2M" };
    read_png(&draw(&bill).unwrap())
}

pub fn read_png(file: &[u8]) -> GrayImage {
    let mut reader = png::Decoder::new(std::io::Cursor::new(file)).read_info().unwrap();
    assert_eq!(reader.output_color_type(), (png::ColorType::Grayscale, png::BitDepth::Eight));
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut pixels).unwrap();
    GrayImage::from_raw(reader.info().width, reader.info().height, pixels).unwrap()
}

/// The picture as a JPEG of this quality shows it.
fn as_jpeg(picture: &GrayImage, quality: u8) -> GrayImage {
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(&mut file, quality).encode_image(picture).unwrap();
    image::load_from_memory(&file).unwrap().into_luma8()
}

fn scaled(picture: &GrayImage, longest: u32) -> GrayImage {
    let side = |side: u32| side * longest / picture.height().max(picture.width());
    imageops::resize(picture, side(picture.width()), side(picture.height()), FilterType::Lanczos3)
}

fn on_black(picture: &GrayImage) -> GrayImage {
    let mut chat = GrayImage::from_pixel(picture.width() + 160, picture.height() + 160, Luma([0]));
    imageops::replace(&mut chat, picture, 80, 80);
    chat
}

pub fn by_rqrr(picture: &GrayImage) -> Option<String> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| picture.as_raw()[y * width + x]);
    prepared.detect_grids().first().and_then(|grid| grid.decode().ok()).map(|(_, text)| text)
}

fn by_rxing(picture: &GrayImage) -> Option<String> {
    let (pixels, width, height) = (picture.as_raw().clone(), picture.width(), picture.height());
    rxing::helpers::detect_in_luma(pixels, width, height, Some(rxing::BarcodeFormat::QR_CODE)).ok().map(|found| found.getText().to_owned())
}

#[test]
fn a_bill_is_read_as_drawn_as_sent_smaller_and_on_a_dark_chat() {
    for (merchant, code) in codes() {
        let picture = drawn(&merchant, &code);
        let shown = [
            ("as drawn", picture.clone()),
            ("JPEG 70", as_jpeg(&picture, 70)),
            ("JPEG 30", as_jpeg(&picture, 30)),
            ("800", as_jpeg(&scaled(&picture, 800), 70)),
            ("640", as_jpeg(&scaled(&picture, 640), 70)),
            ("on black", as_jpeg(&on_black(&picture), 70)),
        ];
        for (how, picture) in &shown {
            assert_eq!(by_rqrr(picture).as_ref(), Some(&code), "rqrr, {how}: {merchant}");
            assert_eq!(by_rxing(picture).as_ref(), Some(&code), "rxing, {how}: {merchant}");
        }
        // At this size rqrr may miss one.
        for longest in [400, 320] {
            assert_eq!(by_rxing(&as_jpeg(&scaled(&picture, longest), 70)).as_ref(), Some(&code), "rxing, {longest}: {merchant}");
        }
    }
}

#[test]
fn modules_lie_on_the_grid_and_text_is_away_from_them() {
    for (merchant, code) in codes() {
        let picture = drawn(&merchant, &code);
        let (width, height) = picture.dimensions();
        assert!(width.max(height) <= 1_280, "{width} x {height}");
        let is_white = |y: u32| (0..width).all(|x| picture.get_pixel(x, y).0[0] == 255);
        // The code is the one block of rows without a white one; everything else is text, of up to 80 pixels.
        let rows: Vec<u32> = (0..height).filter(|y| !is_white(*y)).collect();
        let blocks: Vec<&[u32]> = rows.chunk_by(|one, next| one + 1 == *next).collect();
        let place = blocks.iter().position(|block| block.len() > 200).unwrap();
        let (top, bottom) = (blocks[place][0], blocks[place][blocks[place].len() - 1] + 1);
        let left = (0..width).find(|x| picture.get_pixel(*x, top).0[0] == 0).unwrap();
        assert_eq!((left % 8, top % 8, bottom % 8), (0, 0, 0), "{left} {top} {bottom}");
        let near = [top - blocks[place - 1].last().unwrap(), blocks[place + 1][0] - bottom];
        assert!(near.iter().all(|distance| *distance >= 64), "{near:?}");
        assert!(left >= 64 && (0..width).all(|x| x >= left || (top..bottom).all(|y| picture.get_pixel(x, y).0[0] == 255)));
    }
}

#[test]
fn a_receipt_is_read_however_long_its_lines_are() {
    let code = format!("https://t.me/{}?start=r_{}", "b".repeat(32), "A".repeat(43));
    let long = "86 Diamonds 💎 ".repeat(9);
    let lines = ["Akun: ***789 ***", "Terkirim: 28 Nov 2026 20.08 WIB", &long, "#7K3M9Q2X", "Pindai kode"].map(str::to_owned);
    for item in ["86 Diamonds 💎", &long] {
        let picture = read_png(&draw_receipt(&ReceiptPicture { code: &code, title: "STRUK TOKO", item, lines: &lines }).unwrap());
        assert!(picture.width().max(picture.height()) <= 1_280, "{:?}", picture.dimensions());
        assert_eq!(by_rqrr(&picture).as_ref(), Some(&code));
        assert_eq!(by_rxing(&as_jpeg(&scaled(&picture, 640), 70)).as_ref(), Some(&code));
        let edge = picture.width() - 8;
        let at_edges = picture.enumerate_pixels().filter(|(x, ..)| *x < 8 || *x >= edge);
        assert!(at_edges.into_iter().all(|(.., pixel)| pixel.0[0] == 255), "a line is cut off at an edge");
    }
}

#[test]
fn long_texts_make_smaller_modules_until_none_fits() {
    let digits = |count: usize| "7".repeat(count);
    for (count, side) in [(300, 1_280), (2_000, 1_280)] {
        let picture = drawn("TOKO", &digits(count));
        assert!(picture.height() <= side, "{}", picture.height());
        assert_eq!(by_rxing(&picture), Some(digits(count)));
    }
    for count in [6_000, 8_000] {
        let bill = BillPicture { code: &digits(count), merchant: "", amount: "", until: "", number: "" };
        assert!(matches!(draw(&bill), Err(PictureError::TooLong)));
    }
}

#[test]
fn any_name_is_drawn() {
    for name in ["", "Café Ñandú ÿ", "トップアップ", "W".repeat(300).as_str(), "\u{0}\n\u{ad}"] {
        assert_eq!(by_rxing(&drawn(name, "TOKO")), Some("TOKO".to_owned()), "{name}");
    }
}
