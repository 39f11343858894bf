//! 604 CreateCodePicWithMargin: draws a code of any content, framed or not.

use endpoint_core::{Endpoint as _, Invalid};
use idcode_api::operations::{CreateCodePicWithMargin, MarginPicture};
use idcode_api::{CodeColor, Frame};

use super::State;
use super::drawing::{BLACK, COLOUR, check_logo, check_size, drawn};
use crate::backend::Serve;
use crate::code_pictures::{Surround, framed_qr_png};
use crate::rejection::Rejection;

impl Serve for CreateCodePicWithMargin {
    /// Under the key of the sample (OQ28).
    const ON_REFUSAL: &'static str = r#"{"CodePicBase64Str":""}"#;

    fn check(&self) -> Result<(), Invalid> {
        self.validate()?;
        if let Frame::Other(_) = self.frame {
            return Err(Invalid::value("isMargin", "must be 0 or 1"));
        }
        if let CodeColor::Other(_) = self.color {
            return Err(Invalid::value("color", "must be 0 or 1"));
        }
        check_size("qrCodeSize", self.pixels)
    }

    fn serve(self, _: &mut State, _: u64) -> Result<MarginPicture, Rejection> {
        check_logo(self.logo.as_ref())?;
        let logo = self.logo.as_ref().map(|logo| logo.picture().bytes());
        let dark = match self.color {
            CodeColor::Color => COLOUR,
            _ => BLACK,
        };
        let surround = match self.frame {
            Frame::With => Surround::Square,
            _ => Surround::Bare,
        };
        drawn(framed_qr_png(
            &self.code,
            self.pixels,
            dark,
            logo.map(AsRef::as_ref),
            surround,
        ))
        .map(MarginPicture::new)
    }
}
