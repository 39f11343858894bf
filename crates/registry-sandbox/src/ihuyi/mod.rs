//! What does ihuyi do with a request, and which operations does it have?

use std::net::IpAddr;

use endpoint_core::wire::Received;
use endpoint_core::{Invalid, Method, Spec, Unverified, Value, Vendor};
use ihuyi_api::{GetNum, Ihuyi, Serial};

use crate::config::Config;
use crate::denial::Denial;
use crate::office::{Office, Route, Said, in_few_words};
use crate::world::{Shared, World};

pub(crate) mod accounts;
mod companies;
mod get_num;
mod masking;
mod rows;

use self::accounts::AccountId;

/// The module of every product of [`ihuyi_api::products!`] and its two routes.
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
                Route::of::<ihuyi_api::products::$query>(),
                Route::of::<GetNum<ihuyi_api::products::$query>>(),
            )*
            $(
                #[cfg(feature = "unverified")]
                Route::of::<ihuyi_api::products::$unverified>(),
                #[cfg(feature = "unverified")]
                Route::of::<GetNum<ihuyi_api::products::$unverified>>(),
            )*
        ];
    };
}

ihuyi_api::products!(routes);

/// What comes with a refused query.
const NO_SERIAL: &str = r#"{"idcardid":"0"}"#;

/// What ihuyi remembers.
#[derive(Debug)]
pub(crate) struct Bureau {
    companies: companies::Companies,
    accounts: accounts::Accounts,
    charges_not_found: bool,
    masks_names: bool,
    queries: u64,
}

impl Bureau {
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

    /// A serial number of 17 digits: the second, and a count.
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

/// None of the four identifiers.
const ONE_OF_FOUR: i64 = 406;
/// More rows than a page may have, whatever a table says of mobile numbers (`code-407`).
const PAGE_TOO_LARGE: i64 = 407;

/// The codes for a parameter that is missing or empty, and for one that is malformed.
const PARAMETER_CODES: [(&str, i64, i64); 3] = [
    ("name", 404, 4041),
    ("ent_name", 409, 4091),
    ("ent_code", 411, 4111),
];

impl Office for Ihuyi {
    type Books = Bureau;
    type Caller = AccountId;

    fn books(world: &mut World) -> &mut Bureau {
        &mut world.ihuyi
    }

    /// The password is compared with the key of the account that is named, or of any where none
    /// is: then the password is not what is wrong.
    fn authenticate(
        shared: &Shared,
        spec: &Spec,
        received: Received,
        now_ms: u64,
    ) -> Result<(AccountId, Said), Unverified> {
        let (id, keys) = {
            let named = received.params().find_map(|(name, value)| match value {
                Value::Text(text) if name == "account" => Some(text.as_str()),
                _ => None,
            });
            let world = shared.world();
            let accounts = world.ihuyi.accounts();
            let id = named.and_then(|name| accounts.id(name)).unwrap_or_default();
            (id, accounts.of(id).keys())
        };
        let keys = match shared.config().time_window {
            Some(window) => keys.with_time_window(window),
            None => keys,
        };
        let said = Self::verify(&keys, spec, received, now_ms)?;
        Ok((id, said))
    }

    /// The documents allow both everywhere.
    fn takes(_: &Spec, _: Method) -> bool {
        true
    }

    fn unverified(_: &Spec, why: &Unverified) -> Denial {
        let code = match why {
            Unverified::Missing("account") => 401,
            Unverified::Missing(_) => 402,
            Unverified::Mismatch => 40502,
            // A time that is no time cannot be near.
            Unverified::Expired | Unverified::MalformedTime => 40501,
            _ => 405,
        };
        Denial::listed(code, why.to_string())
    }

    /// The code for the parameter where the operation's table has one, else 1 with words that
    /// say what is wrong.
    fn invalid(spec: &Spec, why: &Invalid) -> Denial {
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
        let reason = in_few_words(why);
        if let Invalid::Value { name, .. } = why
            && name == "page_size"
            && let Some(most) = spec.param(name).and_then(|param| param.default)
        {
            let message = format!("每页条数最大{most}");
            return Denial::worded(PAGE_TOO_LARGE, message, reason);
        }
        match code.filter(|code| spec.code(*code).is_some()) {
            Some(code) => Denial::listed(code, reason),
            None => failed(&why.to_string(), reason),
        }
    }

    fn misshapen(_: &Spec, what: &'static str) -> Denial {
        failed(what, what.to_owned())
    }

    fn may_call(
        bureau: &Bureau,
        caller: AccountId,
        spec: &Spec,
        from: IpAddr,
    ) -> Result<(), Denial> {
        accounts::may_call(bureau.accounts.of(caller), spec, from)
    }

    /// A paid query needs a balance.
    fn admit(bureau: &mut Bureau, caller: AccountId, spec: &Spec) -> Result<(), Denial> {
        bureau.accounts.bring_to_the_desk(caller);
        let account = bureau.accounts.at_the_desk();
        let product = spec.product();
        if spec.billed && account.balance(product) == 0 {
            return Err(Denial::listed(NO_BALANCE, "no queries are left"));
        }
        match account.refusal(product).filter(|_| spec.billed) {
            Some(code) if spec.code(code).is_some() => {
                Err(Denial::listed(code, "the account is set up to be refused"))
            }
            Some(code) => {
                let reason = "the account is set up to be refused by an unlisted code";
                Err(Denial::worded(code, "未列出的返回值", reason))
            }
            None => Ok(()),
        }
    }

    /// Code 2 is charged whatever the result says; "found nothing" only where the configuration
    /// says so (open question `charging`).
    fn settle(bureau: &mut Bureau, caller: AccountId, spec: &Spec, code: i64) -> bool {
        let charged = spec.billed
            && (code == SUBMITTED || bureau.charges_not_found && NOT_FOUND.contains(&code));
        if charged {
            bureau.accounts.of_mut(caller).charge(spec.product());
        }
        charged
    }
}

fn failed(what: &str, reason: String) -> Denial {
    Denial::worded(FAILED, format!("提交失败：{what}"), reason)
}

fn nothing_found() -> Denial {
    Denial::listed(408, "no company has these identifiers")
}
