//! 309 UnitRegist: registers a unit with an initial password, and draws its code.

use endpoint_core::{Endpoint, Invalid};
use idcode_api::operations::{UnitRegist, UnitRegistered};
use idcode_api::{Idcode, Locality};

use super::State;
use super::accounts::Account;
use super::divisions;
use super::get_unit_type::is_a_kind;
use super::unit_code::{Looks, check_logo};
use super::units::NewUnit;
use crate::backend::{Backend, Serve};
use crate::rejection::Rejection;

const UNIT_EXISTS: i64 = 2;
const USER_EXISTS: i64 = 3;
const LOGO_FAILED: i64 = -3;

fn looks(request: &UnitRegist) -> Looks {
    Looks {
        color: request.color,
        logo_use: request.logo_use,
        size: request.size,
    }
}

impl Serve for UnitRegist {
    /// The output row demands an empty text in failures.
    const ON_REFUSAL: &'static str = r#"{"OrganUnitIDcode":"","LoginName":"","UnitQRCode":""}"#;

    fn check(&self) -> Result<(), Invalid> {
        self.validate()?;
        if !is_a_kind(self.unit_type) {
            return Err(Invalid::value("code", "105 does not list this kind"));
        }
        divisions::check(self.province, self.city, self.area)?;
        looks(self).check()?;
        check_logo(self.logo.as_ref())
    }

    fn serve(self, state: &mut State, now_ms: u64) -> Result<UnitRegistered, Rejection> {
        let (name, login_name) = (self.name.trim(), self.login_name.trim());
        if state.units.named(name).is_some() {
            return Err(Rejection::listed(UNIT_EXISTS, "the unit exists"));
        }
        if state.units.of_user(login_name).is_some() {
            return Err(Rejection::listed(USER_EXISTS, "the user exists"));
        }
        let locality = Locality::new(self.province, self.city, self.area)
            .map_err(|why| Idcode::invalid(&Self::SPEC, &why))?;
        let main_code = state.units.next_main_code(locality.district());
        let mut account = Account::new(initial_password(login_name));
        account.logo = self.logo.clone();
        account.goto_url = self.goto_url.clone();
        // Before the registration: a logo that cannot be drawn refuses the whole call.
        let picture = looks(&self)
            .draw(&main_code, &mut account)
            .map_err(|_| Rejection::listed(LOGO_FAILED, "the logo cannot be drawn"))?;
        let registered = state.units.register(NewUnit {
            login_name: login_name.to_owned(),
            account,
            name: name.to_owned(),
            name_en: None,
            unit_type_id: self.unit_type,
            locality,
            contact: self.contact,
            contact_phone: self.contact_phone.unwrap_or_default(),
            email: self.email,
            at_ms: now_ms,
        });
        let main_code = registered.unit.main_code.as_deref().unwrap_or_default();
        Ok(UnitRegistered {
            main_code: Some(format!("{main_code}/")),
            login_name: Some(login_name.to_owned()),
            qr_code: Some(picture.into()),
        })
    }
}

/// The last six characters of the user name, which should be the licence number (OQ15).
fn initial_password(login_name: &str) -> endpoint_core::Secret {
    let skipped = login_name.chars().count().saturating_sub(6);
    login_name.chars().skip(skipped).collect::<String>().into()
}
