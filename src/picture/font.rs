//! The letters on a picture: drawn once from DejaVu Sans Bold (its licence is beside this file) and kept as a strip, so that the bot needs no
//! program that reads fonts.
//!
//! `font.png` has 16 greys, white on black, and holds U+0020 to U+007E and U+00A0 to U+00FF in one row, 80 pixels high; above it a row in
//! which a white pixel marks where each letter begins. A letter that is not there is drawn as `?`.

use std::io::Cursor;

use crate::picture::canvas::{Canvas, MARGIN, WHITE};

const STRIP: &[u8] = include_bytes!("font.png");
/// Its height, without the row of marks.
const STRIP_HEIGHT: usize = 80;

/// How large a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// As in the strip.
    Large,
    /// Half of it.
    Small,
}

impl Size {
    /// Of a line, in pixels.
    pub fn height(self) -> usize {
        STRIP_HEIGHT / self.step()
    }

    /// Pixels of the strip, in both directions, for a pixel of the line.
    fn step(self) -> usize {
        match self {
            Self::Large => 1,
            Self::Small => 2,
        }
    }
}

/// The strip, read.
pub struct Font {
    /// Where each letter begins, and the end of the last.
    starts: Vec<usize>,
    /// Bytes of a row.
    stride: usize,
    /// Two pixels a byte.
    pixels: Vec<u8>,
}

impl Font {
    pub fn read() -> Result<Self, png::DecodingError> {
        let mut reader = png::Decoder::new(Cursor::new(STRIP)).read_info()?;
        let (width, stride) = (reader.info().width as usize, reader.info().raw_row_length() - 1);
        let mut pixels = vec![0; stride * (STRIP_HEIGHT + 1)];
        reader.next_frame(&mut pixels)?;
        let mut font = Self { starts: Vec::new(), stride, pixels };
        font.starts = (0..width).filter(|x| font.pixel(*x, 0) > 0).chain([width]).collect();
        Ok(font)
    }

    /// How wide a line is, in pixels.
    pub fn width(&self, line: &str, size: Size) -> usize {
        line.chars().map(|letter| self.place(letter).len() / size.step()).sum()
    }

    /// A text without the letters that are not there.
    pub fn drawable(&self, text: &str) -> String {
        let known = |letter: &char| matches!(letter, ' '..='~' | '\u{a0}'..='\u{ff}');
        text.chars().filter(known).collect::<String>().trim().to_owned()
    }

    /// A line that is at most `widest` pixels wide; `...` stands for what was left out.
    pub fn fitted(&self, line: &str, size: Size, widest: usize) -> String {
        const LEFT_OUT: &str = "...";
        if self.width(line, size) <= widest {
            return line.to_owned();
        }
        let mut kept = line.to_owned();
        while !kept.is_empty() && self.width(&kept, size) + self.width(LEFT_OUT, size) > widest {
            kept.pop();
        }
        format!("{}{LEFT_OUT}", kept.trim_end())
    }

    /// Draws a line in the middle, from `top` downwards. What does not fit is left out.
    pub fn draw(&self, line: &str, size: Size, top: usize, canvas: &mut Canvas) {
        let left = (canvas.width.saturating_sub(self.width(line, size)) / 2).max(MARGIN);
        self.draw_at(line, size, (left, top), canvas);
    }

    /// Draws a line from its upper left corner on. What does not fit is left out.
    pub fn draw_at(&self, line: &str, size: Size, (mut left, top): (usize, usize), canvas: &mut Canvas) {
        let step = size.step();
        for letter in line.chars() {
            let place = self.place(letter);
            let width = place.len() / step;
            if left + width + MARGIN > canvas.width {
                return;
            }
            for y in 0..size.height() {
                for (x, pixel) in canvas.row(left, top + y).iter_mut().take(width).enumerate() {
                    let (x, y) = (place.start + x * step, 1 + y * step);
                    let ink: usize = (0..step * step).map(|i| usize::from(self.pixel(x + i % step, y + i / step))).sum();
                    // 15 is black; the sum is of one pixel or of four, so it fits.
                    *pixel = WHITE - u8::try_from(ink * 17 / (step * step)).unwrap_or(WHITE);
                }
            }
            left += width;
        }
    }

    /// The columns of a letter.
    fn place(&self, letter: char) -> std::ops::Range<usize> {
        let index = match letter {
            ' '..='~' => letter as usize - ' ' as usize,
            '\u{a0}'..='\u{ff}' => letter as usize - 0xa0 + 95,
            _ => '?' as usize - ' ' as usize,
        };
        match self.starts.get(index..index + 2) {
            Some([start, end]) => *start..*end,
            _ => 0..0,
        }
    }

    /// How much ink there is, 0 to 15.
    fn pixel(&self, x: usize, y: usize) -> u8 {
        let both = self.pixels.get(y * self.stride + x / 2).copied().unwrap_or(0);
        if x.is_multiple_of(2) { both >> 4 } else { both & 15 }
    }
}
