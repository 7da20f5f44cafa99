//! The pixels of a picture, and its file.

use qrcode::{Color, QrCode};

/// White between text and the edge.
pub const MARGIN: usize = 16;
pub const WHITE: u8 = 255;
const BLACK: u8 = 0;

/// A grey picture, row by row.
pub struct Canvas {
    pub width: usize,
    pixels: Vec<u8>,
}

impl Canvas {
    /// All white.
    pub fn new(width: usize, height: usize) -> Self {
        Self { width, pixels: vec![WHITE; width * height] }
    }

    /// The pixels of row `y` from `x` on.
    pub fn row(&mut self, x: usize, y: usize) -> &mut [u8] {
        let start = y * self.width;
        self.pixels.get_mut(start + x..start + self.width).unwrap_or_default()
    }

    /// Draws the dark modules of a code, each `module` pixels wide, from its corner on.
    pub fn draw_code(&mut self, code: &QrCode, module: usize, (left, top): (usize, usize)) {
        for (i, _) in code.to_colors().into_iter().enumerate().filter(|(_, color)| *color == Color::Dark) {
            let (column, row) = (i % code.width(), i / code.width());
            for y in 0..module {
                self.row(left + column * module, top + row * module + y).iter_mut().take(module).for_each(|pixel| *pixel = BLACK);
            }
        }
    }

    /// Fills a rectangle; what is outside is left out.
    pub fn fill(&mut self, (left, top): (usize, usize), (width, height): (usize, usize), grey: u8) {
        for y in top..top + height {
            self.row(left, y).iter_mut().take(width).for_each(|pixel| *pixel = grey);
        }
    }

    /// The file.
    ///
    /// # Errors
    /// Never, as far as is known: it is written into memory.
    pub fn into_png(self) -> Result<Vec<u8>, png::EncodingError> {
        self.encode(None)
    }

    /// The file, with a colour in the place of some greys.
    ///
    /// # Errors
    /// Never, as far as is known: it is written into memory.
    pub fn into_png_with(self, colors: &[(u8, [u8; 3])]) -> Result<Vec<u8>, png::EncodingError> {
        let color = |grey: u8| colors.iter().find(|(of, _)| *of == grey).map_or([grey; 3], |(_, color)| *color);
        let palette = (0..=u8::MAX).flat_map(color).collect();
        self.encode(Some(palette))
    }

    fn encode(self, palette: Option<Vec<u8>>) -> Result<Vec<u8>, png::EncodingError> {
        let height = self.pixels.len() / self.width;
        let mut file = Vec::new();
        // Neither is more than 1,280.
        let side = |pixels: usize| u32::try_from(pixels).unwrap_or(u32::MAX);
        let mut encoder = png::Encoder::new(&mut file, side(self.width), side(height));
        encoder.set_color(if palette.is_some() { png::ColorType::Indexed } else { png::ColorType::Grayscale });
        if let Some(palette) = palette {
            encoder.set_palette(palette);
        }
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::Fast);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&self.pixels)?;
        writer.finish()?;
        Ok(file)
    }
}
