//! What do 603, 604 and 605 have in common: colours, sizes, and how drawing fails.

use endpoint_core::Invalid;
use idcode_api::{Logo, Picture};

use crate::code_pictures::{LARGEST, is_logo};
use crate::rejection::Rejection;

pub(super) const BLACK: [u8; 3] = [0, 0, 0];

/// What "in colour" means to the sandbox: a dark blue. The document does not say.
pub(super) const COLOUR: [u8; 3] = [0x00, 0x3C, 0x8C];

/// `生成失败！` in 604 and 605.
const NOT_DRAWN: i64 = 2;
/// The logo could not be taken.
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

/// Code -3 for a logo that is no picture.
pub(super) fn check_logo(logo: Option<&Logo>) -> Result<(), Rejection> {
    match logo {
        Some(logo) if !is_logo(logo.picture().bytes()) => {
            Err(Rejection::listed(LOGO_REFUSED, "the logo is no picture"))
        }
        _ => Ok(()),
    }
}

/// Code 2 where a table lists it.
pub(super) fn drawn(png: Result<Vec<u8>, String>) -> Result<Picture, Rejection> {
    png.map(Picture::new)
        .map_err(|why| Rejection::listed(NOT_DRAWN, why))
}
