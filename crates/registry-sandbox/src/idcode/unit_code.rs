//! Draws the code of a unit for 309 and 310.

use endpoint_core::Invalid;
use idcode_api::{CodeColor, Logo, LogoUse, Picture, QrSize, StoredColor, StoredLogo};

use super::accounts::Account;
use super::picture::is_picture;
use crate::code_pictures::qr_png;

/// The colour of a code picture "in colour": a dark blue.
const BLUE: [u8; 3] = [0x00, 0x3C, 0x8C];
const BLACK: [u8; 3] = [0; 3];

/// The style of a unit's code picture. Absent values default as in 310: in colour, with the logo,
/// 400 pixels (OQ25).
#[derive(Debug, Clone, Copy)]
pub(super) struct Looks {
    pub(super) color: Option<CodeColor>,
    pub(super) logo_use: Option<LogoUse>,
    pub(super) size: Option<QrSize>,
}

impl Looks {
    /// Rejects numbers that the document does not list.
    pub(super) fn check(self) -> Result<(), Invalid> {
        if let Some(CodeColor::Other(_)) = self.color {
            return Err(Invalid::value("qrCodeColor", "must be 0 or 1"));
        }
        if let Some(LogoUse::Other(_)) = self.logo_use {
            return Err(Invalid::value("qrCodeLogo", "must be 0 or 1"));
        }
        if let Some(QrSize::Other(_)) = self.size {
            return Err(Invalid::value("qrCodeSize", "must be 1, 2 or 3"));
        }
        Ok(())
    }

    pub(super) fn wants_logo(self) -> bool {
        self.logo_use != Some(LogoUse::Without)
    }

    /// Draws the code with this text, and stores the style in the account.
    ///
    /// # Errors
    ///
    /// The logo cannot be drawn.
    pub(super) fn draw(self, text: &str, account: &mut Account) -> Result<Picture, String> {
        let pixels = match self.size {
            Some(QrSize::Px800) => 800,
            Some(QrSize::Px600) => 600,
            _ => 400,
        };
        let (dark, color) = match self.color {
            Some(CodeColor::Black) => (BLACK, StoredColor::Black),
            _ => (BLUE, StoredColor::Color),
        };
        let logo = account.logo.as_ref().filter(|_| self.wants_logo());
        let png = qr_png(
            text,
            pixels,
            dark,
            logo.map(|logo| logo.picture().bytes().as_ref()),
        )?;
        account.logo_use = match logo {
            Some(_) => StoredLogo::Used,
            None => StoredLogo::NotUsed,
        };
        account.color = color;
        Ok(Picture::new(png))
    }
}

/// Rejects a logo that is not a picture, by its first bytes.
pub(super) fn check_logo(logo: Option<&Logo>) -> Result<(), Invalid> {
    match logo {
        Some(logo) if !is_picture(logo.picture().bytes()) => {
            Err(Invalid::value("unitIcon", "must be a bmp, png, jpg or gif"))
        }
        _ => Ok(()),
    }
}
