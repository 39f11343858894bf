//! Draws code pictures: scannable QR codes and Data Matrix, and honest placeholders for the other
//! symbologies.
//!
//! Every picture is a square PNG of exactly the requested size. A QR code has its quiet zone of
//! four modules inside the picture; modules are whole pixels, and the remainder widens the quiet
//! zone. With a logo in the middle the code can lose 30 % (level H), of which the logo takes about
//! 9 % of the area; without one it can lose 15 % (level M).

use datamatrix::{DataMatrix, SymbolList};
use qrcode::{Color, EcLevel, QrCode};

use self::canvas::{Canvas, Rgb, Square};
use self::logo::Pixels;

mod canvas;
mod letters;
mod logo;

pub(crate) use self::canvas::LARGEST;
pub(crate) use self::logo::is_logo;

/// Modules of white around a QR code, as its standard demands.
const QUIET_ZONE: u32 = 4;

/// The frame around the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Surround {
    /// Nothing.
    Bare,
    /// A square line.
    Square,
    /// A circle.
    Round,
}

/// Draws a QR code without a frame: see [`framed_qr_png`].
// For the operations without frames: 309, 310 and 603.
pub(crate) fn qr_png(
    content: &str,
    pixels: u32,
    dark: Rgb,
    logo: Option<&[u8]>,
) -> Result<Vec<u8>, String> {
    framed_qr_png(content, pixels, dark, logo, Surround::Bare)
}

/// Draws a QR code of `content` in the colour `dark` on white, `pixels` wide and high with its
/// frame, with this logo (the bytes of a picture file) in the middle. A neutral mark replaces logos
/// that are not PNG, and shows their place.
///
/// # Errors
///
/// The content is too long, the picture is too small or too large, or the logo is not a picture.
pub(crate) fn framed_qr_png(
    content: &str,
    pixels: u32,
    dark: Rgb,
    logo: Option<&[u8]>,
    surround: Surround,
) -> Result<Vec<u8>, String> {
    let level = if logo.is_some() {
        EcLevel::H
    } else {
        EcLevel::M
    };
    let code = QrCode::with_error_correction_level(content, level)
        .map_err(|why| format!("the content cannot be a QR code: {why}"))?;
    let logo = logo.map(logo::read).transpose()?;

    let mut canvas = Canvas::white(pixels)?;
    let area = enclose(&mut canvas, surround, dark);
    let modules =
        u32::try_from(code.width()).map_err(|_| "a QR code is never that large".to_owned())?;
    let scale = area.side / (modules + 2 * QUIET_ZONE);
    if scale == 0 {
        return Err("the picture is too small for its content".to_owned());
    }
    let symbol = area.middle(scale * modules);
    let colors = code.to_colors();
    let rows = colors.chunks(code.width());
    for (row, y) in rows.zip((symbol.top..).step_by(scale as usize)) {
        for (color, x) in row.iter().zip((symbol.left..).step_by(scale as usize)) {
            if *color == Color::Dark {
                canvas.fill(Square::new(x, y, scale), dark);
            }
        }
    }
    if let Some(logo) = logo {
        place(&mut canvas, &logo, symbol, scale, modules, dark);
    }
    canvas.to_png()
}

/// Draws a Data Matrix (ECC 200) of `content`, square, black on white, `pixels` wide and high with
/// its frame. It has no room for a logo: stains need all of its error correction.
///
/// # Errors
///
/// The content is too long, or the picture too small or too large.
pub(crate) fn data_matrix_png(
    content: &str,
    pixels: u32,
    surround: Surround,
) -> Result<Vec<u8>, String> {
    let squares = SymbolList::default().enforce_square();
    let code = DataMatrix::encode(content.as_bytes(), squares)
        .map_err(|why| format!("the content cannot be a Data Matrix: {why:?}"))?
        .bitmap();
    let mut canvas = Canvas::white(pixels)?;
    let area = enclose(&mut canvas, surround, canvas::BLACK);
    let modules =
        u32::try_from(code.width()).map_err(|_| "a Data Matrix is never that large".to_owned())?;
    // One module of white around it, as its standard demands.
    let scale = area.side / (modules + 2);
    if scale == 0 {
        return Err("the picture is too small for its content".to_owned());
    }
    let symbol = area.middle(scale * modules);
    for (column, row) in code.pixels() {
        let at = |begin: u32, module: usize| {
            begin.saturating_add(scale * u32::try_from(module).unwrap_or(modules))
        };
        let module = Square::new(at(symbol.left, column), at(symbol.top, row), scale);
        canvas.fill(module, canvas::BLACK);
    }
    canvas.to_png()
}

/// Draws a picture that says that it is not a code of the symbology `name` (capital letters and
/// blanks).
///
/// # Errors
///
/// The picture is too small for its words, or too large.
pub(crate) fn placeholder_png(
    name: &str,
    pixels: u32,
    surround: Surround,
) -> Result<Vec<u8>, String> {
    let mut canvas = Canvas::white(pixels)?;
    let area = enclose(&mut canvas, surround, canvas::BLACK);
    letters::write(&mut canvas, area, &words(name))?;
    canvas.to_png()
}

fn words(name: &str) -> Vec<&str> {
    let mut words = vec!["NOT A"];
    words.extend(name.split(' '));
    words.extend(["CODE", "SANDBOX"]);
    words
}

/// Draws the frame, and returns the square inside.
fn enclose(canvas: &mut Canvas, surround: Surround, dark: Rgb) -> Square {
    let whole = canvas.whole();
    let line = (whole.side / 50).max(1);
    match surround {
        Surround::Bare => whole,
        Surround::Square => {
            canvas.fill(whole, dark);
            let inside = whole.middle(whole.side.saturating_sub(2 * line));
            canvas.fill(inside, canvas::WHITE);
            inside
        }
        Surround::Round => {
            canvas.ring(whole, line, dark);
            // The side of the square in a circle is the diameter divided by the root of two.
            let diameter = whole.side.saturating_sub(2 * line);
            whole.middle(diameter.saturating_mul(7071) / 10_000)
        }
    }
}

/// Puts the logo in the middle, on white, over whole modules: an odd number, as the symbol has, and
/// at most 30 % of its side.
fn place(canvas: &mut Canvas, logo: &Pixels, symbol: Square, scale: u32, modules: u32, dark: Rgb) {
    let covered = ((modules * 3 / 10).saturating_sub(1) | 1) * scale;
    let cleared = symbol.middle(covered);
    canvas.fill(cleared, canvas::WHITE);
    let inside = cleared.middle(covered.saturating_sub(scale));
    match logo {
        Pixels::Read(picture) => picture.draw(canvas, inside),
        Pixels::Unread => {
            canvas.fill(inside, dark);
            canvas.fill(inside.middle(inside.side / 2), canvas::WHITE);
        }
    }
}

#[cfg(test)]
mod tests;
