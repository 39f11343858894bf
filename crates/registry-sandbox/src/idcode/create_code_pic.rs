//! 603 CreateCodePic: draws an IDcode, as base64 or at an address (OQ27).

use endpoint_core::{Endpoint as _, Invalid};
use idcode_api::operations::{CodePicture, CreateCodePic};
use idcode_api::{Picture, PictureOrAddress, PlainSymbology};
use registry_model::IdCode;

use super::drawing::{BLACK, check_size};
use super::{FAILURE, State};
use crate::backend::Serve;
use crate::code_pictures::{Surround, placeholder_png, qr_png};
use crate::rejection::Rejection;

impl Serve for CreateCodePic {
    const ON_REFUSAL: &'static str = r#"{"CodePicAddress":""}"#;

    fn check(&self) -> Result<(), Invalid> {
        self.validate()?;
        if self.code.parse::<IdCode>().is_err() {
            return Err(Invalid::value("code", "must be an IDcode"));
        }
        if let PlainSymbology::Other(_) = self.symbology {
            return Err(Invalid::value("codeType", "must be 1 or 2"));
        }
        check_size("picSize", self.pixels)
    }

    fn serve(self, state: &mut State, _: u64) -> Result<CodePicture, Rejection> {
        let png = match self.symbology {
            PlainSymbology::Qr => qr_png(&self.code, self.pixels, BLACK, None),
            _ => placeholder_png("LONGBEI", self.pixels, Surround::Bare),
        };
        // The table of 603 lists success only; this message comes from 604.
        let png = png.map_err(|why| Rejection::with_message(FAILURE, "生成失败！", why))?;
        let picture = if state.picture_store.is_enabled {
            let path = state.picture_store.keep(png.into());
            PictureOrAddress::Address(format!("{}{path}", state.base))
        } else {
            PictureOrAddress::Picture(Picture::new(png))
        };
        Ok(CodePicture { picture })
    }
}
