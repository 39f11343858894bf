//! The shared checks of 603, 604 and 605: colours, sizes and drawing errors.

use endpoint_core::Invalid;
use idcode_api::{Logo, Picture};

use crate::code_pictures::{LARGEST, is_logo};
use crate::rejection::Rejection;

pub(super) const BLACK: [u8; 3] = [0, 0, 0];

/// The sandbox's colour for "in colour": a dark blue. The document does not say.
pub(super) const COLOUR: [u8; 3] = [0x00, 0x3C, 0x8C];

/// `生成失败！` in 604 and 605.
const NOT_DRAWN: i64 = 2;
/// The logo is not acceptable.
const LOGO_REFUSED: i64 = -3;

/// The largest picture that the sandbox draws.
pub(super) fn check_size(name: &'static str, pixels: u32) -> Result<(), Invalid> {
    if pixels > LARGEST {
        return Err(Invalid::value(
            name,
            format!("must have at most {LARGEST} pixels"),
        ));
    }
    Ok(())
}

/// Rejects a logo that is not a picture with code -3.
pub(super) fn check_logo(logo: Option<&Logo>) -> Result<(), Rejection> {
    match logo {
        Some(logo) if !is_logo(logo.picture().bytes()) => {
            Err(Rejection::listed(LOGO_REFUSED, "the logo is not a picture"))
        }
        _ => Ok(()),
    }
}

/// Rejects with code 2 where the table lists it.
pub(super) fn drawn(png: Result<Vec<u8>, String>) -> Result<Picture, Rejection> {
    png.map(Picture::new)
        .map_err(|why| Rejection::listed(NOT_DRAWN, why))
}
