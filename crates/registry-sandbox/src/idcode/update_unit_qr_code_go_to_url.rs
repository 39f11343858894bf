//! 310 UpdateUnitQRCodeGoToUrl: changes the logo or the address of a unit's code.

use endpoint_core::{Endpoint, Invalid};
use idcode_api::operations::{UnitQrCode, UpdateUnitQRCodeGoToUrl};

use super::State;
use super::unit_code::{Looks, check_logo};
use crate::backend::Serve;
use crate::rejection::Rejection;

const LOGO_FAILED: i64 = -3;
const NO_LOGO: i64 = -4;
const WRONG_LOGIN: i64 = -6;

fn looks(request: &UpdateUnitQRCodeGoToUrl) -> Looks {
    Looks {
        color: request.color,
        logo_use: request.logo_use,
        size: request.size,
    }
}

impl Serve for UpdateUnitQRCodeGoToUrl {
    const ON_REFUSAL: &'static str = r#"{"UnitQRCode":""}"#;

    fn check(&self) -> Result<(), Invalid> {
        self.validate()?;
        looks(self).check()?;
        check_logo(self.logo.as_ref())
    }

    fn serve(self, state: &mut State, _: u64) -> Result<UnitQrCode, Rejection> {
        let looks = looks(&self);
        let registered = state
            .units
            .of_user_mut(self.login_name.trim())
            .filter(|registered| registered.account.has_password_digest(&self.login_password))
            .ok_or_else(|| Rejection::listed(WRONG_LOGIN, "user name or password is wrong"))?;
        // A copy until the picture is drawn: a refused call changes nothing.
        let mut account = registered.account.clone();
        if self.logo.is_some() {
            account.logo = self.logo;
        }
        if self.goto_url.is_some() {
            account.goto_url = self.goto_url;
        }
        if looks.wants_logo() && account.logo.is_none() {
            return Err(Rejection::listed(
                NO_LOGO,
                "there is no logo, sent or stored",
            ));
        }
        let main_code = registered.unit.main_code.as_deref().unwrap_or_default();
        let picture = looks
            .draw(main_code, &mut account)
            .map_err(|_| Rejection::listed(LOGO_FAILED, "the logo cannot be drawn"))?;
        registered.account = account;
        Ok(UnitQrCode {
            qr_code: Some(picture.into()),
        })
    }
}
