//! Reads and draws logos.

use std::io::Cursor;

use idcode_api::PictureKind;

use super::canvas::{Canvas, Rgb, Square};

/// The largest logo, in pixels a side. A choice; the document states none.
const LARGEST: u32 = 4096;

/// A logo, as far as it can be read.
pub(super) enum Pixels {
    Read(Picture),
    /// A picture of an accepted kind that is not decoded.
    Unread,
}

/// A decoded PNG, over white.
pub(super) struct Picture {
    width: u32,
    height: u32,
    pixels: Vec<Rgb>,
}

/// Whether this can be placed in a code: a whole PNG of moderate size, or bytes that begin like a
/// jpg, bmp or gif.
pub(crate) fn is_logo(bytes: &[u8]) -> bool {
    read(bytes).is_ok()
}

pub(super) fn read(bytes: &[u8]) -> Result<Pixels, String> {
    // Accepted without decoding: three more decoders are not worth their cost here.
    if !matches!(
        PictureKind::from_bytes(bytes),
        PictureKind::Png | PictureKind::Unknown
    ) {
        return Ok(Pixels::Unread);
    }
    let unread = |why: png::DecodingError| format!("the logo is not a picture: {why}");
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    // Metadata that is not visible.
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(unread)?;
    let (width, height) = (reader.info().width, reader.info().height);
    if width > LARGEST || height > LARGEST {
        return Err(format!("the logo has more than {LARGEST} pixels a side"));
    }
    let length = reader
        .output_buffer_size()
        .ok_or_else(|| "the logo is too large".to_owned())?;
    let mut samples = vec![0; length];
    let frame = reader.next_frame(&mut samples).map_err(unread)?;
    let pixels = samples
        .chunks_exact(frame.color_type.samples())
        .map(over_white)
        .collect();
    Ok(Pixels::Read(Picture {
        width,
        height,
        pixels,
    }))
}

/// The colour of a grey or RGB pixel, with or without opacity.
fn over_white(samples: &[u8]) -> Rgb {
    let blend = |sample: u8, opacity: u8| {
        let (sample, opacity) = (u32::from(sample), u32::from(opacity));
        let mixed = (sample * opacity + 255 * (255 - opacity)) / 255;
        u8::try_from(mixed).unwrap_or(u8::MAX)
    };
    match *samples {
        [grey] => [grey; 3],
        [grey, opacity] => [blend(grey, opacity); 3],
        [red, green, blue] => [red, green, blue],
        [red, green, blue, opacity] => [red, green, blue].map(|sample| blend(sample, opacity)),
        _ => [255; 3],
    }
}

impl Picture {
    /// Draws it in the middle, as large as the square allows, keeping its proportions.
    pub(super) fn draw(&self, canvas: &mut Canvas, square: Square) {
        let longer = self.width.max(self.height).max(1);
        let scaled = |length: u32| (square.side * length / longer).max(1);
        let (width, height) = (scaled(self.width), scaled(self.height));
        let left = square.left + (square.side.saturating_sub(width)) / 2;
        let top = square.top + (square.side.saturating_sub(height)) / 2;
        for y in 0..height {
            for x in 0..width {
                let (from_x, from_y) = (x * self.width / width, y * self.height / height);
                let at = from_y as usize * self.width as usize + from_x as usize;
                if let Some(color) = self.pixels.get(at) {
                    canvas.set(left + x, top + y, *color);
                }
            }
        }
    }
}
