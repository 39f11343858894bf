//! Reads the ihuyi accounts of a sandbox from a file.

use core::str::FromStr;
use std::net::IpAddr;
use std::path::Path;

use enterprise_registry::ihuyi::Ihuyi;
use registry_sandbox::Account;

use crate::catalogue;
use crate::error::CommandError;
use crate::global_options::Global;
use crate::notice;
use crate::toml_file::{Purpose, Section, TomlFile};

/// An account and the credentials that the sandbox prints.
#[derive(Clone)]
pub(crate) struct SandboxAccount {
    pub(crate) name: String,
    pub(crate) api_key: String,
    pub(crate) account: Account,
}

impl core::fmt::Debug for SandboxAccount {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        self.account.fmt(f)
    }
}

/// Reads the first account of a file and the others. Warns where other users can read or change
/// the file.
pub(crate) fn read(
    global: &Global,
    path: &Path,
) -> Result<(SandboxAccount, Vec<SandboxAccount>), CommandError> {
    let file = TomlFile::read(path, Purpose::Accounts)?;
    if let Some(warning) = file.warning() {
        notice::say(global, &warning);
    }
    let root = file.root()?;
    let whole = Section::root(&file, &root);
    let mut accounts: Vec<SandboxAccount> = Vec::new();
    for section in whole.rows("accounts")? {
        let name = credential(&section, "account")?;
        if accounts.iter().any(|one| one.name == name) {
            return Err(section.must_change("account", "repeats the name of an account above"));
        }
        accounts.push(account(section, name)?);
    }
    let mut accounts = accounts.into_iter();
    let Some(first) = accounts.next() else {
        // A misspelt name of the list makes a better message.
        let wanted = "is missing: write [[accounts]] with `account` and `api_key`";
        let missing = whole.must_change("accounts", wanted);
        whole.refuse_unknown()?;
        return Err(missing);
    };
    whole.refuse_unknown()?;
    Ok((first, accounts.collect()))
}

/// Reads the table of the account of this name.
fn account(section: Section<'_>, name: String) -> Result<SandboxAccount, CommandError> {
    let api_key = credential(&section, "api_key")?;
    let mut account = Account::new(name.as_str(), api_key.as_str());
    if let Some(balance) = section.whole_number("balance")? {
        account = account.with_starting_balance(balance);
    }
    for (product, balance) in by_product(section.section("balances")?)? {
        account = account.with_balance(product, balance);
    }
    if let Some(frozen) = section.flag("frozen")? {
        account = account.with_frozen(frozen);
    }
    if let Some(contract) = section.flag("contract")? {
        account = account.with_contract(contract);
    }
    if let Some(addresses) = section.texts_as::<Address>("allowed_addresses")? {
        account = account.with_allowed_addresses(addresses.into_iter().map(|it| it.0));
    }
    if let Some(Address(address)) = section.parsed("registered_address")? {
        account = account.with_registered_address(Some(address));
    }
    for Product(product) in section.texts_as("not_activated")?.unwrap_or_default() {
        account = account.with_activated(product, false);
    }
    for (product, code) in by_product(section.section("refusals")?)? {
        account = account.with_refusal(product, Some(code));
    }
    section.refuse_unknown()?;
    Ok(SandboxAccount {
        name,
        api_key,
        account,
    })
}

fn credential(section: &Section<'_>, key: &'static str) -> Result<String, CommandError> {
    let text = section.required(key)?;
    if text.is_empty() {
        return Err(section.must_change(key, "is empty"));
    }
    Ok(text)
}

/// Reads a table of numbers by product.
fn by_product<T: FromStr>(section: Section<'_>) -> Result<Vec<(&'static str, T)>, CommandError> {
    let mut numbers = Vec::new();
    for product in products() {
        if let Some(number) = section.whole_number(product)? {
            numbers.push((product, number));
        }
    }
    section.refuse_unknown()?;
    Ok(numbers)
}

struct Address(IpAddr);

impl FromStr for Address {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse()
            .map(Self)
            .map_err(|_| "must hold IP addresses only")
    }
}

struct Product(&'static str);

impl FromStr for Product {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = products();
        let found = known.iter().find(|product| **product == text);
        found.map(|product| Self(product)).ok_or_else(|| {
            let known = known.join(", ");
            format!("must hold products of ihuyi: {known}")
        })
    }
}

fn products() -> Vec<&'static str> {
    let mut products: Vec<_> = catalogue::operations::<Ihuyi>()
        .iter()
        .map(|operation| operation.spec().product())
        .collect();
    products.dedup();
    products
}
