//! A square picture to draw on.

/// The largest picture, in pixels: more than 10 cm at 600 dpi. The document states no limit.
pub(crate) const LARGEST: u32 = 3000;

/// Red, green, blue.
pub(crate) type Rgb = [u8; 3];

pub(super) const WHITE: Rgb = [255, 255, 255];
pub(super) const BLACK: Rgb = [0, 0, 0];

/// A square of pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Square {
    pub(super) left: u32,
    pub(super) top: u32,
    pub(super) side: u32,
}

impl Square {
    pub(super) fn new(left: u32, top: u32, side: u32) -> Self {
        Self { left, top, side }
    }

    /// The smaller square in the middle of this one.
    pub(super) fn middle(self, side: u32) -> Self {
        let inset = self.side.saturating_sub(side) / 2;
        Self::new(self.left + inset, self.top + inset, side.min(self.side))
    }
}

/// A square picture that is being drawn.
pub(super) struct Canvas {
    side: u32,
    pixels: Vec<Rgb>,
}

impl Canvas {
    /// # Errors
    ///
    /// The picture would have no pixels, or too many.
    pub(super) fn white(side: u32) -> Result<Self, String> {
        if !(1..=LARGEST).contains(&side) {
            return Err(format!("the picture must have 1 to {LARGEST} pixels"));
        }
        let length = side as usize * side as usize;
        Ok(Self {
            side,
            pixels: vec![WHITE; length],
        })
    }

    pub(super) fn whole(&self) -> Square {
        Square::new(0, 0, self.side)
    }

    /// Paints a pixel, if it lies inside.
    pub(super) fn set(&mut self, x: u32, y: u32, color: Rgb) {
        if x >= self.side {
            return;
        }
        let at = y as usize * self.side as usize + x as usize;
        if let Some(pixel) = self.pixels.get_mut(at) {
            *pixel = color;
        }
    }

    pub(super) fn fill(&mut self, square: Square, color: Rgb) {
        let Square { left, top, side } = square;
        let right = left.saturating_add(side).min(self.side);
        let row = self.side as usize;
        for y in top..top.saturating_add(side).min(self.side) {
            let start = y as usize * row;
            let line = start + left as usize..start + right as usize;
            if let Some(line) = self.pixels.get_mut(line) {
                line.fill(color);
            }
        }
    }

    /// Draws a circle that touches the edges of the square from inside, with a line of `line`
    /// pixels.
    pub(super) fn ring(&mut self, square: Square, line: u32, color: Rgb) {
        // In half pixels, so that the centre is a whole number.
        let outer = u64::from(square.side);
        let inner = outer.saturating_sub(2 * u64::from(line));
        for y in 0..square.side {
            for x in 0..square.side {
                let from_centre = |at: u32| (2 * u64::from(at) + 1).abs_diff(outer);
                let distance = from_centre(x).pow(2) + from_centre(y).pow(2);
                if (inner.pow(2)..=outer.pow(2)).contains(&distance) {
                    self.set(square.left + x, square.top + y, color);
                }
            }
        }
    }

    pub(super) fn to_png(&self) -> Result<Vec<u8>, String> {
        let unwritten = |why: png::EncodingError| format!("the PNG cannot be written: {why}");
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, self.side, self.side);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        // A row of modules is many equal rows of pixels: no filter is worth trying.
        encoder.set_compression(png::Compression::Fast);
        encoder.set_filter(png::Filter::Up);
        let mut writer = encoder.write_header().map_err(unwritten)?;
        writer
            .write_image_data(self.pixels.as_flattened())
            .map_err(unwritten)?;
        writer.finish().map_err(unwritten)?;
        Ok(file)
    }
}
