//! What does IDcode do with a request, and which operations does it have?

use endpoint_core::{Invalid, Method, Spec, Unverified};
use idcode_api::Idcode;
use idcode_api::operations::{
    GetAllAreaInfo, GetAreaInfoByParentID, GetCompanyBaseInfo, GetCompanyInfo, GetOrganUnitStatus,
    GetUnitType, ModifyCompanyInfo, RegCompanyInfo, SendVerifyInfo, VerifyCompanyInfo,
};

use crate::config::Config;
use crate::denial::Denial;
use crate::office::{Office, Route, in_few_words};
use crate::world::{Shared, World};

mod divisions;
mod get_all_area_info;
mod get_area_info_by_parent_id;
mod get_company_base_info;
mod get_company_info;
mod get_organ_unit_status;
mod get_unit_type;
mod modify_company_info;
mod picture;
mod reg_company_info;
mod send_verify_info;
mod sms;
mod units;
mod verify_company_info;

/// The operations, one line each.
pub(crate) const ROUTES: &[Route] = &[
    Route::of::<GetAllAreaInfo>(),
    Route::of::<GetAreaInfoByParentID>(),
    Route::of::<GetUnitType>(),
    Route::of::<RegCompanyInfo>(),
    Route::of::<SendVerifyInfo>(),
    Route::of::<VerifyCompanyInfo>(),
    Route::of::<ModifyCompanyInfo>(),
    Route::of::<GetCompanyBaseInfo>(),
    Route::of::<GetCompanyInfo>(),
    Route::of::<GetOrganUnitStatus>(),
];

/// What IDcode remembers.
#[derive(Debug)]
pub(crate) struct Registry {
    pub(crate) units: units::Units,
    pub(crate) sms: sms::SmsDesk,
    /// Whether 301 checks the code from the SMS (OQ46).
    pub(crate) verifies_phones: bool,
}

impl Registry {
    pub(crate) fn new(config: &Config) -> Self {
        Self {
            units: units::Units::with_sample(),
            sms: sms::SmsDesk::default(),
            verifies_phones: config.sms,
        }
    }
}

/// The code of every table that lists wrong parameters.
const PARAMETER: i64 = -1;
/// The code of every table that lists failed authorisation.
const UNAUTHORISED: i64 = -2;
/// The code of failure in tables that list nothing more exact.
const FAILURE: i64 = 0;

impl Office for Idcode {
    type Books = Registry;

    fn books(world: &mut World) -> &mut Registry {
        &mut world.idcode
    }

    fn keys(shared: &Shared) -> &idcode_api::Keys {
        &shared.idcode_keys
    }

    fn takes(spec: &Spec, method: Method) -> bool {
        method == spec.method
    }

    /// Code -2 where the table lists it, else 0, under the same words (OQ13).
    fn unverified(spec: &Spec, why: &Unverified) -> Denial {
        let code = listed_or_failure(spec, UNAUTHORISED);
        Denial::worded(code, "未授权！", why.to_string())
    }

    fn invalid(spec: &Spec, why: &Invalid) -> Denial {
        wrong_parameter(spec, &why.to_string(), in_few_words(why))
    }

    fn misshapen(spec: &Spec, what: &'static str) -> Denial {
        wrong_parameter(spec, what, what.to_owned())
    }
}

/// Code -1 with the words of the table where it is listed, else 0 with words that say what is
/// wrong.
fn wrong_parameter(spec: &Spec, what: &str, reason: String) -> Denial {
    match listed_or_failure(spec, PARAMETER) {
        PARAMETER => Denial::listed(PARAMETER, reason),
        code => Denial::worded(code, format!("参数错误！{what}"), reason),
    }
}

fn listed_or_failure(spec: &Spec, code: i64) -> i64 {
    let listed = spec.codes.iter().any(|row| row.code == code);
    if listed { code } else { FAILURE }
}

/// No unit has this main code. No table has a code for it.
fn no_such_unit() -> Denial {
    Denial::worded(FAILURE, "单位不存在！", "no unit has this main code")
}
