//! What does ihuyi do with a request, and which operations does it have?

use std::collections::BTreeMap;

use endpoint_core::{Invalid, Method, Spec, Unverified};
use ihuyi_api::products::{Ent3fGetNum, Ent3fSubmit, Entinfov2GetNum, Entinfov2Submit};
use ihuyi_api::{Ihuyi, Serial};

use crate::config::Config;
use crate::denial::Denial;
use crate::office::{Office, Route, in_few_words};
use crate::world::{Shared, World};

mod companies;
mod ent3f;
mod entinfov2;

/// The operations, one line each.
pub(crate) const ROUTES: &[Route] = &[
    Route::of::<Ent3fSubmit>(),
    Route::of::<Ent3fGetNum>(),
    Route::of::<Entinfov2Submit>(),
    Route::of::<Entinfov2GetNum>(),
];

/// What comes with a refused query, and with a refused look at the balance.
const NO_SERIAL: &str = r#"{"idcardid":"0"}"#;
const NO_NUM: &str = r#"{"num":0}"#;

/// What ihuyi remembers.
#[derive(Debug)]
pub(crate) struct Bureau {
    companies: companies::Companies,
    balances: BTreeMap<&'static str, u64>,
    charges_not_found: bool,
    queries: u64,
}

impl Bureau {
    pub(crate) fn new(config: &Config) -> Self {
        let balance_of = |product: &str| {
            let own = config.balances.get(product).copied();
            own.unwrap_or(config.starting_balance)
        };
        let products = ROUTES.iter().map(|route| product(route.name));
        Self {
            companies: companies::Companies::samples(),
            balances: products
                .map(|product| (product, balance_of(product)))
                .collect(),
            charges_not_found: config.charges_not_found,
            queries: 0,
        }
    }

    /// How many queries of a product are left.
    pub(crate) fn balance(&self, product: &str) -> Option<u64> {
        self.balances.get(product).copied()
    }

    /// A serial number of 17 digits: the second, and a count.
    fn next_serial(&mut self, now_ms: u64) -> Serial {
        self.queries = self.queries.wrapping_add(1);
        let second = now_ms / 1000 % 10_000_000_000;
        let count = self.queries % 10_000_000;
        Serial::new(format!("{second:010}{count:07}"))
    }
}

/// The product of an operation: `ent3f` of `ent3f.Submit`.
fn product(operation: &'static str) -> &'static str {
    operation
        .split_once('.')
        .map_or(operation, |(product, _)| product)
}

const SUBMITTED: i64 = 2;
const NOT_FOUND: [i64; 2] = [408, 4201];
const NO_BALANCE: i64 = 4051;
const FAILED: i64 = 1;

/// The codes for a parameter that is missing or empty, and for one that is malformed.
const PARAMETER_CODES: [(&str, i64, i64); 4] = [
    ("name", 404, 4041),
    ("ent_name", 409, 4091),
    ("ent_code", 411, 4111),
    ("page_size", 407, 407),
];

impl Office for Ihuyi {
    type Books = Bureau;

    fn books(world: &mut World) -> &mut Bureau {
        &mut world.ihuyi
    }

    fn keys(shared: &Shared) -> &ihuyi_api::Keys {
        &shared.ihuyi_keys
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
            _ => None,
        };
        let reason = in_few_words(why);
        match code.filter(|code| spec.code(*code).is_some()) {
            Some(code) => Denial::listed(code, reason),
            None => failed(&why.to_string(), reason),
        }
    }

    fn misshapen(_: &Spec, what: &'static str) -> Denial {
        failed(what, what.to_owned())
    }

    /// A paid query needs a balance.
    fn may_call(bureau: &Bureau, spec: &Spec) -> Result<(), Denial> {
        if spec.billed && bureau.balance(product(spec.name)) == Some(0) {
            return Err(Denial::listed(NO_BALANCE, "no queries are left"));
        }
        Ok(())
    }

    /// Code 2 is charged whatever the result says; "found nothing" only where the configuration
    /// says so (open question `charging`).
    fn settle(bureau: &mut Bureau, spec: &Spec, code: i64) -> bool {
        let charged = spec.billed
            && (code == SUBMITTED || bureau.charges_not_found && NOT_FOUND.contains(&code));
        if charged && let Some(balance) = bureau.balances.get_mut(product(spec.name)) {
            *balance = balance.saturating_sub(1);
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
