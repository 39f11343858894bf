//! 605 CreateAuthenCodePic: draws the picture of a quality certification.

use endpoint_core::{Endpoint as _, Invalid};
use idcode_api::operations::{AuthenCodePicture, CreateAuthenCodePic};
use idcode_api::{CodeSize, LogoUse, Margin, Purpose, Rgb, Symbology};

use super::drawing::{check_logo, drawn};
use super::{State, no_such_unit};
use crate::backend::Serve;
use crate::code_pictures::{Surround, data_matrix_png, framed_qr_png, placeholder_png};
use crate::rejection::Rejection;

impl Serve for CreateAuthenCodePic {
    const ON_REFUSAL: &'static str = r#"{"CodePicBase64Str":""}"#;

    fn check(&self) -> Result<(), Invalid> {
        self.validate()?;
        let unlisted = |name, why| Err(Invalid::value(name, why));
        if let LogoUse::Other(_) = self.logo_use {
            return unlisted("useLogo", "must be 0 or 1");
        }
        if let Margin::Other(_) = self.margin {
            return unlisted("marginType", "must be 0, 10 or 20");
        }
        if let Some(Purpose::Other(_)) = self.purpose {
            return unlisted("categoryID", "must be 1, 2, 3 or 4");
        }
        if let Symbology::Other(_) = self.symbology {
            return unlisted("codeType", "must be 1, 2, 3, 4 or 5");
        }
        Ok(())
    }

    fn serve(self, state: &mut State, _: u64) -> Result<AuthenCodePicture, Rejection> {
        let unit = state.units.find(&self.company).ok_or_else(no_such_unit)?;
        check_logo(self.logo.as_ref())?;
        let pixels = pixels(self.size);
        let surround = match self.margin {
            Margin::Round => Surround::Round,
            Margin::Square => Surround::Square,
            _ => Surround::Bare,
        };
        let png = match self.symbology {
            Symbology::LongBei => placeholder_png("LONGBEI", pixels, surround),
            Symbology::DataMatrix => data_matrix_png(&self.code, pixels, surround),
            Symbology::HanXin => placeholder_png("HAN XIN", pixels, surround),
            Symbology::GridMatrix => placeholder_png("GRID MATRIX", pixels, surround),
            _ => {
                let dark = self.color.unwrap_or(Rgb::BLACK).shares();
                let given = self.logo.as_ref().or(unit.account.logo.as_ref());
                let logo = match (self.logo_use, given) {
                    (LogoUse::With, Some(logo)) => Some(logo.picture().bytes().as_ref()),
                    (LogoUse::With, None) => Some(NEUTRAL),
                    _ => None,
                };
                framed_qr_png(&self.code, pixels, dark, logo, surround)
            }
        };
        drawn(png).map(|picture| AuthenCodePicture { picture })
    }
}

/// The logo where neither the request nor the unit has one (OQ23): the first bytes of a bmp, for
/// which a neutral mark is drawn.
const NEUTRAL: &[u8] = b"BM";

/// At 300 dots per inch: the document gives no resolution.
fn pixels(size: CodeSize) -> u32 {
    match size {
        CodeSize::Cm3 => 354,
        CodeSize::Cm5 => 591,
        _ => 1181,
    }
}
