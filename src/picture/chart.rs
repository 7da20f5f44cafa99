//! Figures of days as a picture: rows of bars, one below the other, on white, so that it is read in light and in dark chats. It is drawn with
//! the letters of the bills: a phone shows a photo at a third of its size, so they are as large, and only three days are named.

use crate::picture::PictureError;
use crate::picture::canvas::Canvas;
use crate::picture::font::{Font, Size};

/// Sides of the picture in pixels; Telegram scales a longer side than 1,280.
const WIDTH: usize = 1_280;
/// White at the sides.
const MARGIN: usize = 40;
/// Between a row's title and its bars, and between two rows.
const GAP: usize = 24;
/// The tallest bars of a row.
const BARS: usize = 260;
/// How many lines a row has, from its top to its foot.
const LINES: usize = 3;
/// Greys of the canvas that stand for colours: the lines, and the bars of each row.
const LINE: u8 = 224;
const COLORS: [(u8, [u8; 3]); 2] = [(1, [37, 99, 235]), (2, [5, 150, 105])];

/// What is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chart<'a> {
    /// The first day, one in the middle, and the last.
    pub days: [&'a str; 3],
    pub rows: [Row<'a>; 2],
}

/// One row of bars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row<'a> {
    pub title: &'a str,
    /// The value at the upper end, and how it is written.
    pub top: i64,
    pub top_label: &'a str,
    /// One bar each, from 0 to `top`.
    pub values: &'a [i64],
}

/// Draws it: a PNG with a palette.
///
/// # Errors
/// When the file can't be written.
pub fn draw(chart: &Chart) -> Result<Vec<u8>, PictureError> {
    let font = Font::read()?;
    let letter = Size::Small.height();
    let row_height = letter + letter + GAP + BARS + GAP;
    let mut canvas = Canvas::new(WIDTH, GAP + chart.rows.len() * row_height + letter + GAP);
    let mut y = GAP;
    for (row, (color, _)) in chart.rows.iter().zip(COLORS) {
        font.draw_at(row.title, Size::Small, (MARGIN, y), &mut canvas);
        y += letter + GAP / 2;
        font.draw_at(row.top_label, Size::Small, (WIDTH - MARGIN - font.width(row.top_label, Size::Small), y), &mut canvas);
        y += letter + GAP / 2;
        draw_bars(row, color, y, &mut canvas);
        y += BARS + GAP;
    }
    let [first, middle, last] = chart.days;
    let width = |day| font.width(day, Size::Small);
    for (day, left) in [(first, MARGIN), (middle, (WIDTH - width(middle)) / 2), (last, WIDTH - MARGIN - width(last))] {
        font.draw_at(day, Size::Small, (left, y), &mut canvas);
    }
    Ok(canvas.into_png_with(&COLORS)?)
}

/// The lines of a row and its bars, whose tops are at `top` at the highest.
fn draw_bars(row: &Row, color: u8, top: usize, canvas: &mut Canvas) {
    let plot = WIDTH - 2 * MARGIN;
    for line in 0..LINES {
        canvas.fill((MARGIN, top + line * BARS / (LINES - 1)), (plot, 2), LINE);
    }
    let count = row.values.len().max(1);
    for (at, value) in row.values.iter().enumerate() {
        let (left, right) = (at * plot / count, (at + 1) * plot / count);
        // A fifth of a bar's place is between it and the next, and at least a pixel is seen of a value.
        let width = ((right - left) * 4 / 5).clamp(1, plot / 4);
        let height = scaled(*value, row.top).max(usize::from(*value > 0) * 3);
        canvas.fill((MARGIN + left + (right - left - width) / 2, top + BARS - height), (width, height), color);
    }
}

/// The height of a bar.
fn scaled(value: i64, top: i64) -> usize {
    let (value, top) = (i128::from(value.max(0)), i128::from(top.max(1)));
    usize::try_from(value * i128::try_from(BARS).unwrap_or(0) / top).unwrap_or(BARS).min(BARS)
}
