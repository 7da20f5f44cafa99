//! Pictures, pure: text and numbers in, a PNG out. [`chart`] draws figures; what follows draws a bill or a receipt: its QR code with what a person
//! wants to read beside it.
//!
//! How a code must be drawn so that bank apps read it from a screen was measured on nine decoders. What that says: black modules on painted
//! white, four white modules around, modules of 16 or 8 pixels whose corners lie on a grid of 8 (JPEG works in blocks of 8, and Telegram sends
//! photos as JPEG), no side longer than 1,280 pixels (Telegram would scale it), text no nearer than four modules and never at the sides.

mod canvas;
pub mod chart;
mod font;

use qrcode::bits::encode_auto;
use qrcode::{EcLevel, QrCode};

use canvas::{Canvas, MARGIN};
use font::{Font, Size};

/// Light around the code, in modules. Less is lost on a dark chat.
const QUIET: usize = 4;
/// Pixels of a module: the larger one wherever it fits.
const MODULES: [usize; 2] = [16, 8];
/// Every corner of a module lies on this grid.
const GRID: usize = 8;
/// Telegram scales a photo with a longer side.
const LONGEST_SIDE: usize = 1_280;
/// Pixels of the longest line of a receipt.
const LONGEST_LINE: usize = LONGEST_SIDE - 2 * GRID - 2 * MARGIN;

/// What is drawn for a bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BillPicture<'a> {
    /// The text in the code.
    pub code: &'a str,
    /// Whose name the payer's app shows.
    pub merchant: &'a str,
    /// The amount, as people read it: the largest text.
    pub amount: &'a str,
    /// Until when it may be paid.
    pub until: &'a str,
    /// The bill's number.
    pub number: &'a str,
}

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// The text fits no code, or the code no picture.
    #[error("the text is too long for a QR code that is sent as a photo")]
    TooLong,
    #[error("the picture can't be written: {0}")]
    Encode(#[from] png::EncodingError),
    #[error("the font can't be read: {0}")]
    Font(#[from] png::DecodingError),
}

/// What is drawn for a receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReceiptPicture<'a> {
    /// The text in the code.
    pub code: &'a str,
    /// The shop, and what the picture is.
    pub title: &'a str,
    /// The item: the largest text, if that fits.
    pub item: &'a str,
    /// What else it says, line by line.
    pub lines: &'a [String],
}

/// Draws a bill: a PNG of 8-bit grey.
///
/// # Errors
/// When the text is too long for a code.
pub fn draw(bill: &BillPicture) -> Result<Vec<u8>, PictureError> {
    let above = [(bill.merchant.to_owned(), Size::Small), (bill.amount.to_owned(), Size::Large)];
    let below = [(bill.until.to_owned(), Size::Small), (bill.number.to_owned(), Size::Small)];
    draw_around(bill.code, &Font::read()?, &above, &below)
}

/// Draws a receipt: the same, with lines that are too long ending in `...`. What the letters lack (emoji) is left out.
///
/// # Errors
/// When the text is too long for a code.
pub fn draw_receipt(receipt: &ReceiptPicture) -> Result<Vec<u8>, PictureError> {
    let font = Font::read()?;
    let item = font.drawable(receipt.item);
    let size = if font.width(&item, Size::Large) <= LONGEST_LINE { Size::Large } else { Size::Small };
    let fitted = |line: &str, size| (font.fitted(&font.drawable(line), size, LONGEST_LINE), size);
    let above = [fitted(receipt.title, Size::Small), fitted(&item, size)];
    let below: Vec<_> = receipt.lines.iter().map(|line| fitted(line, Size::Small)).collect();
    draw_around(receipt.code, &font, &above, &below)
}

/// Draws a code with lines above and below it.
fn draw_around(text: &str, font: &Font, above: &[(String, Size)], below: &[(String, Size)]) -> Result<Vec<u8>, PictureError> {
    let height_of = |lines: &[(String, Size)]| lines.iter().map(|(_, size)| size.height()).sum::<usize>() + MARGIN;
    let (top, bottom) = (height_of(above), height_of(below));

    let code = code(text)?;
    let modules = code.width() + 2 * QUIET;
    let fits = |module: &&usize| top + modules * **module + bottom <= LONGEST_SIDE;
    let module = *MODULES.iter().find(fits).ok_or(PictureError::TooLong)?;
    let side = modules * module;
    let widest = above.iter().chain(below).map(|(line, size)| font.width(line, *size) + 2 * MARGIN).max().unwrap_or(0);
    // Half of what is added is left of the code, and moves it along the grid.
    let width = side + widest.min(LONGEST_SIDE - 2 * GRID).saturating_sub(side).next_multiple_of(2 * GRID);

    let mut canvas = Canvas::new(width, top + side + bottom);
    let mut y = MARGIN;
    for (line, size) in above {
        font.draw(line, *size, y, &mut canvas);
        y += size.height();
    }
    canvas.draw_code(&code, module, ((width - side) / 2 + QUIET * module, y + QUIET * module));
    y += side;
    for (line, size) in below {
        font.draw(line, *size, y, &mut canvas);
        y += size.height();
    }
    Ok(canvas.into_png()?)
}

/// The code of a text: as coarse as it can be, and of those the one that stands most damage. A finer code costs more, seen from afar, than its
/// correction gives back.
fn code(text: &str) -> Result<QrCode, PictureError> {
    let coarsest = encode_auto(text.as_bytes(), EcLevel::L).map_err(|_| PictureError::TooLong)?.version();
    let levels = [EcLevel::H, EcLevel::Q, EcLevel::M, EcLevel::L];
    levels.iter().find_map(|level| QrCode::with_version(text, coarsest, *level).ok()).ok_or(PictureError::TooLong)
}
