//! The sandbox's half of ihuyi: its operations, its state and its rejections.

use std::net::IpAddr;

use endpoint_core::wire::Received;
use endpoint_core::{AuthError, Invalid, Method, Spec, Value, Vendor};
use ihuyi_api::{GetNum, Ihuyi, Serial};

use crate::backend::{Backend, OperationParams, Route, short_reason};
use crate::config::Config;
use crate::rejection::Rejection;
use crate::state::{SandboxState, Shared};

pub(crate) mod accounts;
mod companies;
mod get_num;
mod masking;
mod query_checks;
mod rows;

use self::accounts::AccountId;

/// Declares the module of every product of [`ihuyi_api::products!`] and its two routes.
macro_rules! routes {
    (
        documented { $($product:ident: $query:ident,)* }
        unverified { $($unverified_product:ident: $unverified:ident,)* }
    ) => {
        $(mod $product;)*
        $(
            #[cfg(feature = "unverified")]
            mod $unverified_product;
        )*

        pub(crate) const ROUTES: &[Route] = &[
            $(
                Route::for_operation::<ihuyi_api::products::$query>(),
                Route::for_operation::<GetNum<ihuyi_api::products::$query>>(),
            )*
            $(
                #[cfg(feature = "unverified")]
                Route::for_operation::<ihuyi_api::products::$unverified>(),
                #[cfg(feature = "unverified")]
                Route::for_operation::<GetNum<ihuyi_api::products::$unverified>>(),
            )*
        ];
    };
}

ihuyi_api::products!(routes);

/// The details of a refused query.
const NO_SERIAL: &str = r#"{"idcardid":"0"}"#;

/// The state of ihuyi.
#[derive(Debug)]
pub(crate) struct State {
    companies: companies::Companies,
    accounts: accounts::Accounts,
    charges_not_found: bool,
    masks_names: bool,
    queries: u64,
}

impl State {
    pub(crate) fn new(config: &Config) -> Self {
        Self {
            companies: companies::Companies::samples(),
            accounts: accounts::Accounts::new(config),
            charges_not_found: config.charges_not_found,
            masks_names: config.masks_names,
            queries: 0,
        }
    }

    pub(crate) fn accounts(&self) -> &accounts::Accounts {
        &self.accounts
    }

    pub(crate) fn accounts_mut(&mut self) -> &mut accounts::Accounts {
        &mut self.accounts
    }

    /// A serial number of 17 digits: the second and a counter.
    fn next_serial(&mut self, now_ms: u64) -> Serial {
        self.queries = self.queries.wrapping_add(1);
        let second = now_ms / 1000 % 10_000_000_000;
        let count = self.queries % 10_000_000;
        Serial::new(format!("{second:010}{count:07}"))
    }
}

/// Whether the sandbox has a product.
pub(crate) fn has(product_name: &str) -> bool {
    ROUTES
        .iter()
        .any(|route| route.spec.product() == product_name)
}

/// The products that the sandbox has.
pub(crate) fn products() -> Vec<&'static str> {
    let mut products: Vec<_> = ROUTES.iter().map(|route| route.spec.product()).collect();
    products.dedup();
    products
}

const SUBMITTED: i64 = 2;
const NOT_FOUND: [i64; 2] = [408, 4201];
const NO_BALANCE: i64 = 4051;
const FAILED: i64 = 1;

/// None of the four identifiers was sent.
const ONE_OF_FOUR: i64 = 406;
/// Too many rows for a page, although tables speak of mobile numbers here (`code-407`).
const PAGE_TOO_LARGE: i64 = 407;

/// The codes for a parameter that is missing or empty, and for a malformed one.
const PARAMETER_CODES: [(&str, i64, i64); 3] = [
    ("name", 404, 4041),
    ("ent_name", 409, 4091),
    ("ent_code", 411, 4111),
];

impl Backend for Ihuyi {
    type State = State;
    type Caller = AccountId;

    fn state(all: &mut SandboxState) -> &mut State {
        &mut all.ihuyi
    }

    /// Compares the password with the key of the named account. An unknown account is the error
    /// then, not the password, so the first account's key serves.
    fn authenticate(
        shared: &Shared,
        spec: &Spec,
        received: Received,
        now_ms: u64,
    ) -> Result<(AccountId, OperationParams), AuthError> {
        let (id, keys) = {
            let named = received.params().find_map(|(name, value)| match value {
                Value::Text(text) if name == "account" => Some(text.as_str()),
                _ => None,
            });
            let state = shared.state();
            let accounts = state.ihuyi.accounts();
            let id = named.and_then(|name| accounts.id(name)).unwrap_or_default();
            (id, accounts.get(id).keys())
        };
        let keys = match shared.config().time_window {
            Some(window) => keys.with_time_window(window),
            None => keys,
        };
        let params = Self::verify(&keys, spec, received, now_ms)?;
        Ok((id, params))
    }

    /// The documents allow both methods everywhere.
    fn accepts_method(_: &Spec, _: Method) -> bool {
        true
    }

    fn auth_rejection(_: &Spec, why: &AuthError) -> Rejection {
        let code = match why {
            AuthError::Missing("account") => 401,
            AuthError::Missing(_) => 402,
            AuthError::Mismatch => 40502,
            // A malformed time cannot be close.
            AuthError::Expired | AuthError::MalformedTime => 40501,
            _ => 405,
        };
        Rejection::listed(code, why.to_string())
    }

    /// The parameter's code where the operation's table has one, else 1 with a message that names
    /// the error.
    fn invalid(spec: &Spec, why: &Invalid) -> Rejection {
        let codes_of = |name: &str| {
            let mut rows = PARAMETER_CODES.iter();
            rows.find(|(parameter, _, _)| *parameter == name)
        };
        let code = match why {
            Invalid::Missing { name } => codes_of(name).map(|(_, missing, _)| *missing),
            Invalid::Value { name, .. } => codes_of(name).map(|(_, _, malformed)| *malformed),
            Invalid::Combination { names, .. } if names.iter().any(|name| name == "ent_name") => {
                Some(ONE_OF_FOUR)
            }
            _ => None,
        };
        let reason = short_reason(why);
        if let Invalid::Value { name, .. } = why
            && name == "page_size"
            && let Some(most) = spec.param(name).and_then(|param| param.default)
        {
            let message = format!("每页条数最大{most}");
            return Rejection::with_message(PAGE_TOO_LARGE, message, reason);
        }
        match code.filter(|code| spec.code(*code).is_some()) {
            Some(code) => Rejection::listed(code, reason),
            None => failed(&why.to_string(), reason),
        }
    }

    fn invalid_form(_: &Spec, what: &'static str) -> Rejection {
        failed(what, what.to_owned())
    }

    fn check_access(
        state: &State,
        caller: AccountId,
        spec: &Spec,
        from: IpAddr,
    ) -> Result<(), Rejection> {
        accounts::check_access(state.accounts.get(caller), spec, from)
    }

    /// A paid query needs a balance.
    fn admit(state: &mut State, caller: AccountId, spec: &Spec) -> Result<(), Rejection> {
        state.accounts.set_current(caller);
        let account = state.accounts.current();
        let product = spec.product();
        if spec.billed && account.balance(product) == 0 {
            return Err(Rejection::listed(NO_BALANCE, "no queries are left"));
        }
        match account.refusal(product).filter(|_| spec.billed) {
            Some(code) if spec.code(code).is_some() => Err(Rejection::listed(
                code,
                "the account is set up to be refused",
            )),
            Some(code) => {
                let reason = "the account is set up to be refused by an unlisted code";
                Err(Rejection::with_message(code, "未列出的返回值", reason))
            }
            None => Ok(()),
        }
    }

    /// Charges code 2 whatever the result; "found nothing" only if configured (open question
    /// `charging`).
    fn settle(state: &mut State, caller: AccountId, spec: &Spec, code: i64) -> bool {
        let charged = spec.billed
            && (code == SUBMITTED || state.charges_not_found && NOT_FOUND.contains(&code));
        if charged {
            state.accounts.get_mut(caller).charge(spec.product());
        }
        charged
    }
}

fn failed(what: &str, reason: String) -> Rejection {
    Rejection::with_message(FAILED, format!("提交失败：{what}"), reason)
}

fn nothing_found() -> Rejection {
    Rejection::listed(408, "no company has these identifiers")
}
