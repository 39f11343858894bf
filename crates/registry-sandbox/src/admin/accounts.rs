//! Lists and changes accounts of ihuyi while the sandbox runs.
//!
//! `POST /_sandbox/accounts` takes these parameters in the query or as a form; it changes only the
//! given ones:
//!
//! | name | value |
//! |---|---|
//! | `account` | the account to change; the first if absent |
//! | `product` | the product that `balance`, `activated` and `refusal` apply to; all if absent |
//! | `balance` | the queries left |
//! | `activated`, `frozen`, `contract` | `true` or `false` |
//! | `refusal` | the code with which paid queries are refused, or `none` |
//! | `allowed_addresses` | IP addresses separated by commas; empty for all |
//! | `registered_address` | the IP address on file; empty for none |

use std::net::IpAddr;

use serde_json::{Value, json};

use super::AdminResponse;
use crate::account::Account;
use crate::ihuyi;
use crate::incoming::Incoming;
use crate::state::Shared;

/// All accounts, without their keys.
pub(super) fn list(shared: &Shared) -> AdminResponse {
    let state = shared.state();
    let accounts: Vec<Value> = state.ihuyi.accounts().all().map(shown).collect();
    AdminResponse::new(200, &json!(accounts))
}

/// Changes one account, completely or not at all.
pub(super) fn change(shared: &Shared, incoming: &Incoming) -> AdminResponse {
    let params: Vec<(String, String)> = incoming.texts();
    let named = |name: &str| {
        let mut of_name = params.iter().filter(|(given, _)| given == name);
        of_name.next().map(|(_, text)| text.as_str())
    };
    let mut state = shared.state();
    let accounts = state.ihuyi.accounts_mut();
    let id = match named("account") {
        Some(name) => match accounts.id(name) {
            Some(id) => id,
            None => return AdminResponse::new(404, &json!({"error": "there is no such account"})),
        },
        None => ihuyi::accounts::AccountId::First,
    };
    let products: Vec<&str> = match named("product") {
        Some(product) if ihuyi::has(product) => vec![product],
        Some(_) => return wrong("product", "is not a product of ihuyi"),
        None => ihuyi::products(),
    };
    let mut account = accounts.get(id).clone();
    for (name, text) in &params {
        account = match changed(account, name, text, &products) {
            Ok(account) => account,
            Err(why) => return wrong(name, why),
        };
    }
    let shown = shown(&account);
    *accounts.get_mut(id) = account;
    AdminResponse::new(200, &shown)
}

fn changed(
    account: Account,
    name: &str,
    text: &str,
    products: &[&str],
) -> Result<Account, &'static str> {
    let of_all = |account, change: &dyn Fn(Account, &str) -> Account| {
        products
            .iter()
            .fold(account, |account, product| change(account, product))
    };
    Ok(match name {
        "account" | "product" => account,
        "balance" => {
            let balance = text.parse().map_err(|_| "is not a number of queries")?;
            of_all(account, &|account, product| {
                account.with_balance(product, balance)
            })
        }
        "activated" => {
            let activated = truth(text)?;
            of_all(account, &|account, product| {
                account.with_activated(product, activated)
            })
        }
        "refusal" => {
            let code = match text {
                "none" => None,
                code => Some(code.parse().map_err(|_| "is not a code")?),
            };
            of_all(account, &|account, product| {
                account.with_refusal(product, code)
            })
        }
        "frozen" => account.with_frozen(truth(text)?),
        "contract" => account.with_contract(truth(text)?),
        "allowed_addresses" => {
            let parts = text
                .split(',')
                .map(str::trim)
                .filter(|part| !part.is_empty());
            let addresses: Result<Vec<IpAddr>, _> = parts.map(address).collect();
            account.with_allowed_addresses(addresses?)
        }
        "registered_address" if text.is_empty() => account.with_registered_address(None),
        "registered_address" => account.with_registered_address(Some(address(text)?)),
        _ => return Err("is not a parameter of this request"),
    })
}

fn truth(text: &str) -> Result<bool, &'static str> {
    text.parse().map_err(|_| "is neither true nor false")
}

fn address(text: &str) -> Result<IpAddr, &'static str> {
    text.parse().map_err(|_| "is not an IP address")
}

fn wrong(name: &str, why: &str) -> AdminResponse {
    AdminResponse::new(400, &json!({"error": format!("`{name}` {why}")}))
}

fn shown(account: &Account) -> Value {
    let products = ihuyi::products();
    let balances = products
        .iter()
        .map(|product| (*product, account.balance(product)));
    let closed = products
        .iter()
        .filter(|product| !account.is_activated(product));
    let refusals = products
        .iter()
        .filter_map(|product| Some((*product, account.refusal(product)?)));
    json!({
        "account": account.name(),
        "frozen": account.is_frozen(),
        "contract": account.has_contract(),
        "balances": balances.collect::<std::collections::BTreeMap<_, _>>(),
        "not_activated": closed.collect::<Vec<_>>(),
        "refusals": refusals.collect::<std::collections::BTreeMap<_, _>>(),
        "allowed_addresses": account.allowed_addresses().collect::<Vec<_>>(),
        "registered_address": account.registered_address(),
    })
}
