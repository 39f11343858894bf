//! 301 RegCompanyInfo: registers a unit.

use endpoint_core::{Endpoint, Invalid};
use idcode_api::operations::{ExistingUnit, RegCompanyInfo, Registered as Reply};
use idcode_api::{Idcode, Locality};

use super::State;
use super::accounts::Account;
use super::divisions;
use super::get_unit_type::is_a_kind;
use super::sms::Verdict;
use super::units::{NewUnit, RegisteredUnit};
use crate::backend::{Backend, Serve};
use crate::rejection::Rejection;

const UNIT_EXISTS: i64 = 2;
const USER_EXISTS: i64 = 3;
const SMS_CODE_WRONG: i64 = -3;
const SMS_CODE_EXPIRED: i64 = -4;

impl Serve for RegCompanyInfo {
    const ON_REFUSAL: &'static str = r#"{"OrganUnitIDcode":null,"OrganUnitResultInfo":null}"#;

    fn check(&self) -> Result<(), Invalid> {
        self.validate()?;
        if !is_a_kind(self.unit_type) {
            return Err(Invalid::value("code", "105 does not list this kind"));
        }
        divisions::check(self.province, self.city, self.area)
    }

    fn serve(self, state: &mut State, now_ms: u64) -> Result<Reply, Rejection> {
        let (name, login_name) = (self.name.trim(), self.login_name.trim());
        if state.verifies_phones {
            check_sms(&self, state, now_ms)?;
        }
        if let Some(existing) = state.units.named(name) {
            return Err(exists(UNIT_EXISTS, "the unit exists", existing));
        }
        if let Some(existing) = state.units.of_user(login_name) {
            return Err(exists(USER_EXISTS, "the user exists", existing));
        }
        let locality = Locality::new(self.province, self.city, self.area)
            .map_err(|why| Idcode::invalid(&Self::SPEC, &why))?;
        if state.verifies_phones {
            state.sms.spend(&self.contact_phone);
        }
        let mut account = Account::new(self.login_password);
        account.contact_en = self.contact_en;
        let registered = state.units.register(NewUnit {
            login_name: login_name.to_owned(),
            account,
            name: name.to_owned(),
            name_en: self.name_en,
            unit_type_id: self.unit_type,
            locality,
            contact: self.contact,
            contact_phone: self.contact_phone,
            email: self.email,
            at_ms: now_ms,
        });
        // A new code ends with a slash, as clients have seen; queries omit it.
        let main_code = registered.unit.main_code.as_deref().unwrap_or_default();
        Ok(Reply {
            main_code: Some(format!("{main_code}/")),
            existing: None,
        })
    }
}

fn check_sms(request: &RegCompanyInfo, state: &State, now_ms: u64) -> Result<(), Rejection> {
    let Some(code) = &request.sms_code else {
        let why = Invalid::Missing {
            name: "smsVerifyCode".into(),
        };
        return Err(Idcode::invalid(&RegCompanyInfo::SPEC, &why));
    };
    let phone = &request.contact_phone;
    match state.sms.check(phone, code.expose().trim(), now_ms) {
        Verdict::Right => Ok(()),
        Verdict::Wrong => Err(Rejection::listed(SMS_CODE_WRONG, "the SMS code is wrong")),
        Verdict::Expired => Err(Rejection::listed(
            SMS_CODE_EXPIRED,
            "the SMS code has expired",
        )),
    }
}

/// The refusal contains the existing unit.
fn exists(code: i64, reason: &'static str, existing: &RegisteredUnit) -> Rejection {
    let unit = &existing.unit;
    Rejection::listed(code, reason).with_details(&Reply {
        main_code: None,
        existing: Some(ExistingUnit {
            name: unit.name.clone(),
            contact: unit.contact.clone(),
            office_phone: unit.office_phone.clone(),
            contact_phone: unit.contact_phone.clone(),
        }),
    })
}
