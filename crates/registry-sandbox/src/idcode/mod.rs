//! The sandbox's half of IDcode: its operations, its state and its rejections.

use endpoint_core::wire::Received;
use endpoint_core::{AuthError, Invalid, Method, Spec, Vendor};
use idcode_api::scan::{Scanned, destination};
use idcode_api::{Application, Idcode};
use registry_model::IdCode;

use crate::backend::{Backend, OperationParams, Route, short_reason};
use crate::config::Config;
use crate::rejection::Rejection;
use crate::state::{SandboxState, Shared};

mod accounts;
mod browser_pages;
mod categories;
mod divisions;
mod drawing;
mod goto_urls;
mod industries;
mod item_codes;
mod lag;
mod picture;
mod picture_store;
mod registrations;
mod sms;
mod spellings;
mod unit_account;
mod unit_code;
mod units;
mod uploads;

pub(crate) use self::browser_pages::{has_form, submit_form};

/// Declares the module of every operation of [`idcode_api::operations!`] and its route.
macro_rules! routes {
    (
        documented { $($file:ident: $operation:ident,)* }
        unverified { $($unverified_file:ident: $unverified:ident,)* }
    ) => {
        $(mod $file;)*
        $(
            #[cfg(feature = "unverified")]
            mod $unverified_file;
        )*

        pub(crate) const ROUTES: &[Route] = &[
            $(route!($operation),)*
            $(
                #[cfg(feature = "unverified")]
                route!($unverified),
            )*
        ];
    };
}

/// The route of an operation, by the trait that its file implements: `Serve` for most.
macro_rules! route {
    (UploadCodeFile) => {
        Route::for_upload::<idcode_api::operations::UploadCodeFile>()
    };
    (InterfaceApply) => {
        Route::for_page::<idcode_api::operations::InterfaceApply>()
    };
    (ProductIDcodeApply) => {
        Route::for_page::<idcode_api::operations::ProductIDcodeApply>()
    };
    (IDcodeLogin) => {
        Route::for_page::<idcode_api::operations::IDcodeLogin>()
    };
    ($operation:ident) => {
        Route::for_operation::<idcode_api::operations::$operation>()
    };
}

idcode_api::operations!(routes);

/// The base of addresses without a server: a host that cannot exist.
const PLACEHOLDER_BASE: &str = "http://api.idcode.invalid";

/// The state of IDcode.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) units: units::Units,
    pub(crate) registrations: registrations::Registrations,
    pub(crate) uploads: uploads::Uploads,
    white_list: goto_urls::WhiteList,
    open_pages: browser_pages::OpenPages,
    pub(crate) picture_store: picture_store::PictureStore,
    /// The base of this sandbox's addresses.
    pub(crate) base: String,
    pub(crate) sms: sms::SmsCodes,
    /// Whether 301 checks the code from the SMS (OQ46).
    pub(crate) verifies_phones: bool,
    lag: lag::Lag,
}

impl State {
    pub(crate) fn new(config: &Config) -> Self {
        Self {
            units: units::Units::with_sample(),
            registrations: registrations::Registrations::default(),
            uploads: uploads::Uploads::default(),
            white_list: goto_urls::WhiteList::default(),
            open_pages: browser_pages::OpenPages::default(),
            picture_store: picture_store::PictureStore::new(config.picture_addresses),
            base: PLACEHOLDER_BASE.to_owned(),
            sms: sms::SmsCodes::default(),
            verifies_phones: config.sms,
            lag: lag::Lag::new(config.listing_lag),
        }
    }

    /// The target of a scan of this code, by section 13 of the document. `None` for an unknown
    /// code, for an item that was not uploaded, without an address, and for a filed category
    /// without an item.
    pub(crate) fn scan(&self, code: &IdCode) -> Option<String> {
        if code.is_main_code() {
            let address = self.units.find(code)?.account.goto_url.as_ref()?;
            return Some(destination(address, &Scanned::registered(code.clone())));
        }
        let registration = self.registrations.of_code(code)?;
        if let Some(item) = code.item()
            && !self.uploads.has(registration.row.id, item)
        {
            return None;
        }
        let scanned = match registration.application {
            Application::Filed => Scanned::filed(code.clone()).ok()?,
            _ => Scanned::registered(code.clone()),
        };
        Some(destination(&registration.goto_url.address, &scanned))
    }
}

/// The code for invalid parameters in every table that lists one.
const PARAMETER: i64 = -1;
/// The code for failed authorisation in every table that lists one.
const UNAUTHORISED: i64 = -2;
/// The code for failure in tables without a more exact one.
const FAILURE: i64 = 0;

/// The codes of operations for invalid values of single parameters.
const VALUE_CODES: [(&str, &str, i64); 6] = [
    ("UnitRegist", "unitIcon", -3),
    ("UnitRegist", "gotoUrl", -4),
    ("UpdateUnitQRCodeGoToUrl", "unitIcon", -3),
    ("UpdateUnitQRCodeGoToUrl", "gotoUrl", -5),
    ("CreateCodePicWithMargin", "unitIcon", -3),
    ("CreateAuthenCodePic", "unitLogo", -3),
];

impl Backend for Idcode {
    type State = State;
    type Caller = ();

    fn state(all: &mut SandboxState) -> &mut State {
        &mut all.idcode
    }

    fn authenticate(
        shared: &Shared,
        spec: &Spec,
        received: Received,
        now_ms: u64,
    ) -> Result<((), OperationParams), AuthError> {
        let params = Self::verify(&shared.idcode_keys, spec, received, now_ms)?;
        Ok(((), params))
    }

    fn accepts_method(spec: &Spec, method: Method) -> bool {
        method == spec.method
    }

    /// Code -2 where the table lists it, else 0, with the same message (OQ13).
    fn auth_rejection(spec: &Spec, why: &AuthError) -> Rejection {
        let code = listed_or_failure(spec, UNAUTHORISED);
        Rejection::with_message(code, "未授权！", why.to_string())
    }

    fn invalid(spec: &Spec, why: &Invalid) -> Rejection {
        let code_for = |name: &str| {
            let mut rows = VALUE_CODES.iter();
            rows.find(|(operation, parameter, _)| *operation == spec.name && *parameter == name)
        };
        let reason = short_reason(why);
        let code = match why {
            Invalid::Value { name, .. } => code_for(name).map(|(_, _, code)| *code),
            _ => None,
        };
        match code {
            Some(code) => Rejection::listed(code, reason),
            None => wrong_parameter(spec, &why.to_string(), reason),
        }
    }

    fn with_configured_spelling(shared: &Shared, spec: &Spec, response: Vec<u8>) -> Vec<u8> {
        if !shared.config().observed_spellings {
            return response;
        }
        match String::from_utf8(response) {
            Ok(response) => spellings::observed(spec.name, response).into_bytes(),
            Err(no_text) => no_text.into_bytes(),
        }
    }

    fn invalid_form(spec: &Spec, what: &'static str) -> Rejection {
        wrong_parameter(spec, what, what.to_owned())
    }
}

/// Code -1 with the table's message where it is listed, else 0 with a message that names the error.
fn wrong_parameter(spec: &Spec, what: &str, reason: String) -> Rejection {
    match listed_or_failure(spec, PARAMETER) {
        PARAMETER => Rejection::listed(PARAMETER, reason),
        code => Rejection::with_message(code, format!("参数错误！{what}"), reason),
    }
}

fn listed_or_failure(spec: &Spec, code: i64) -> i64 {
    let listed = spec.codes.iter().any(|row| row.code == code);
    if listed { code } else { FAILURE }
}

/// No unit has this main code. No table has a code for it.
fn no_such_unit() -> Rejection {
    Rejection::with_message(FAILURE, "单位不存在！", "no unit has this main code")
}

/// The unit has no registration with this id. No table has a code for it.
fn no_such_registration() -> Rejection {
    Rejection::with_message(
        FAILURE,
        "品类注册不存在！",
        "the unit has no registration with this id",
    )
}
