//! Which accounts of ihuyi does a file give to the sandbox?

use std::net::IpAddr;
use std::path::Path;

use enterprise_registry::ihuyi::Ihuyi;
use registry_sandbox::Account;

use crate::catalogue;
use crate::failure::Failure;
use crate::toml_document::{self, Document, Key, Table, Value};

const WHAT: &str = "file of accounts";

/// An account, and the credentials to announce.
#[derive(Clone)]
pub(crate) struct Given {
    pub(crate) name: String,
    pub(crate) api_key: String,
    pub(crate) account: Account,
}

impl core::fmt::Debug for Given {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        self.account.fmt(f)
    }
}

/// The accounts of a file: the first, and the others.
pub(crate) fn read(path: &Path) -> Result<(Given, Vec<Given>), Failure> {
    let text = toml_document::read(path, WHAT).map_err(|unread| unread.failure)?;
    accounts(&Document { path, text: &text })
}

fn accounts(document: &Document<'_>) -> Result<(Given, Vec<Given>), Failure> {
    let root = document.root()?;
    let mut accounts: Vec<Given> = Vec::new();
    for (key, value) in root.get_ref() {
        if key.get_ref() != "accounts" {
            return Err(document.unknown(key, "", &["accounts"]));
        }
        for element in document.list(key, value)? {
            let table = document.table(key, element)?;
            let given = account(document, element.span().start, table)?;
            if accounts.iter().any(|one| one.name == given.name) {
                let at = element.span().start;
                return Err(document.wrong(at, "an account of this name stands above"));
            }
            accounts.push(given);
        }
    }
    let mut accounts = accounts.into_iter();
    match accounts.next() {
        Some(first) => Ok((first, accounts.collect())),
        None => Err(document.wrong(0, "there is no [[accounts]] with `account` and `api_key`")),
    }
}

const KEYS: [&str; 10] = [
    "account",
    "api_key",
    "balance",
    "balances",
    "frozen",
    "contract",
    "allowed_addresses",
    "registered_address",
    "not_activated",
    "refusals",
];

fn account(document: &Document<'_>, at: usize, table: &Table<'_>) -> Result<Given, Failure> {
    let credential = |name: &str| {
        let Some((key, value)) = table.iter().find(|(key, _)| key.get_ref() == name) else {
            return Err(document.wrong(at, &format!("the account has no `{name}`")));
        };
        let text = document.string(key, value)?;
        if text.is_empty() {
            return Err(document.wrong(key.span().start, &format!("`{name}` is empty")));
        }
        Ok(text)
    };
    let (name, api_key) = (credential("account")?, credential("api_key")?);
    let mut account = Account::new(name.as_str(), api_key.as_str());
    for (key, value) in table {
        account = setting(document, account, key, value)?;
    }
    Ok(Given {
        name,
        api_key,
        account,
    })
}

fn setting(
    document: &Document<'_>,
    account: Account,
    key: &Key<'_>,
    value: &Value<'_>,
) -> Result<Account, Failure> {
    Ok(match key.get_ref().as_ref() {
        "account" | "api_key" => account,
        "balance" => account.with_starting_balance(document.number(key, value)?),
        "frozen" => account.with_frozen(document.truth(key, value)?),
        "contract" => account.with_contract(document.truth(key, value)?),
        "registered_address" => {
            account.with_registered_address(Some(address(document, key, value)?))
        }
        "allowed_addresses" => {
            let list = document.list(key, value)?.iter();
            let addresses: Result<Vec<IpAddr>, Failure> =
                list.map(|value| address(document, key, value)).collect();
            account.with_allowed_addresses(addresses?)
        }
        "not_activated" => {
            let mut list = document.list(key, value)?.iter();
            list.try_fold(account, |account, value| {
                let product = document.string(key, value)?;
                if !products().contains(&product.as_str()) {
                    let at = value.span().start;
                    let known = products().join(", ");
                    return Err(document
                        .wrong(at, "there is no such product")
                        .with_remedy(format!("known are {known}")));
                }
                Ok(account.with_activated(product, false))
            })?
        }
        "balances" => of_products(document, key, value, account, Account::with_balance)?,
        "refusals" => of_products(document, key, value, account, |account, product, code| {
            account.with_refusal(product, i64::try_from(code).ok())
        })?,
        _ => return Err(document.unknown(key, " of an account", &KEYS)),
    })
}

/// A table of numbers by product.
fn of_products(
    document: &Document<'_>,
    key: &Key<'_>,
    value: &Value<'_>,
    account: Account,
    set: fn(Account, String, u64) -> Account,
) -> Result<Account, Failure> {
    let mut table = document.table(key, value)?.iter();
    table.try_fold(account, |account, (product, value)| {
        let number = document.number(product, value)?;
        if !products().contains(&product.get_ref().as_ref()) {
            return Err(document.unknown(product, ", no product of ihuyi", &products()));
        }
        Ok(set(account, product.get_ref().clone().into_owned(), number))
    })
}

fn address(document: &Document<'_>, key: &Key<'_>, value: &Value<'_>) -> Result<IpAddr, Failure> {
    document.string(key, value)?.parse().map_err(|_| {
        let name = key.get_ref();
        document.wrong(
            value.span().start,
            &format!("`{name}` holds what is no IP address"),
        )
    })
}

fn products() -> Vec<&'static str> {
    let mut products: Vec<_> = catalogue::operations::<Ihuyi>()
        .iter()
        .filter_map(|operation| Some(operation.spec().name.split_once('.')?.0))
        .collect();
    products.dedup();
    products
}
