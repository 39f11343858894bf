//! Accounts of ihuyi: credentials, permissions and balances.

use core::fmt;
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

/// Queries of each product unless configured otherwise.
const BALANCE: u64 = 100;

/// An account of ihuyi: its credentials, its permissions, and its balance of each product.
///
/// A new account may do everything and has 100 queries of each product. Products have the names in
/// their paths: `ent3f`, `entinfov2`. `Debug` shows neither name nor key.
///
/// ```
/// use registry_sandbox::{Account, Config, Sandbox};
///
/// let poor = Account::new("poor", "key-of-the-poor")
///     .with_starting_balance(0)
///     .with_balance("ent3f", 1);
/// let sandbox = Sandbox::new(Config::default().with_account(poor));
/// assert_eq!(sandbox.account("poor").map(|poor| poor.balance("entmark")), Some(0));
///
/// sandbox.update_account("poor", |poor| poor.with_frozen(true));
/// assert!(sandbox.account("poor").is_some_and(|poor| poor.is_frozen()));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    name: String,
    api_key: String,
    starting_balance: u64,
    balances: BTreeMap<String, u64>,
    frozen: bool,
    contract: bool,
    allowed_addresses: BTreeSet<IpAddr>,
    registered_address: Option<IpAddr>,
    not_activated: BTreeSet<String>,
    refusals: BTreeMap<String, i64>,
}

impl Account {
    /// An account (API ID) with its key (API KEY).
    #[must_use]
    pub fn new(name: impl Into<String>, api_key: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            api_key: api_key.into(),
            starting_balance: BALANCE,
            balances: BTreeMap::new(),
            frozen: false,
            contract: true,
            allowed_addresses: BTreeSet::new(),
            registered_address: None,
            not_activated: BTreeSet::new(),
            refusals: BTreeMap::new(),
        }
    }

    /// Replaces the credentials, as when a key was replaced.
    #[must_use]
    pub fn with_credentials(mut self, name: impl Into<String>, api_key: impl Into<String>) -> Self {
        self.name = name.into();
        self.api_key = api_key.into();
        self
    }

    /// Sets the balance of each product without a balance of its own.
    #[must_use]
    pub fn with_starting_balance(mut self, queries: u64) -> Self {
        self.starting_balance = queries;
        self
    }

    /// Sets the balance of one product.
    #[must_use]
    pub fn with_balance(mut self, product: impl Into<String>, queries: u64) -> Self {
        self.balances.insert(product.into(), queries);
        self
    }

    /// Sets whether the account is frozen: every request is refused with 4050.
    #[must_use]
    pub fn with_frozen(mut self, frozen: bool) -> Self {
        self.frozen = frozen;
        self
    }

    /// Sets whether a contract was signed; without one, paid queries are refused with 40505.
    #[must_use]
    pub fn with_contract(mut self, contract: bool) -> Self {
        self.contract = contract;
        self
    }

    /// Sets the IP addresses that may call; others are refused with 400. An empty list allows all.
    #[must_use]
    pub fn with_allowed_addresses(mut self, addresses: impl IntoIterator<Item = IpAddr>) -> Self {
        self.allowed_addresses = addresses.into_iter().collect();
        self
    }

    /// Sets the IP address on file with the vendor; calls from others are refused with 4052. `None`
    /// allows all.
    #[must_use]
    pub fn with_registered_address(mut self, address: Option<IpAddr>) -> Self {
        self.registered_address = address;
        self
    }

    /// Sets whether a product is activated; an inactive product does not exist for the account
    /// (403).
    #[must_use]
    pub fn with_activated(mut self, product: impl Into<String>, activated: bool) -> Self {
        let product = product.into();
        if activated {
            self.not_activated.remove(&product);
        } else {
            self.not_activated.insert(product);
        }
        self
    }

    /// Sets a code of the product's table with which every paid query of it is refused, such as
    /// 4010 for a failing channel. `None`, or 2 (success), refuses none.
    ///
    /// Credentials, parameters and balance are checked first.
    #[must_use]
    pub fn with_refusal(mut self, product: impl Into<String>, code: Option<i64>) -> Self {
        let product = product.into();
        match code {
            None | Some(2) => self.refusals.remove(&product),
            Some(code) => self.refusals.insert(product, code),
        };
        self
    }

    /// The name (API ID).
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The queries of a product that are left.
    #[must_use]
    pub fn balance(&self, product: &str) -> u64 {
        let own = self.balances.get(product).copied();
        own.unwrap_or(self.starting_balance)
    }

    /// Whether the account is frozen.
    #[must_use]
    pub fn is_frozen(&self) -> bool {
        self.frozen
    }

    /// Whether a contract was signed.
    #[must_use]
    pub fn has_contract(&self) -> bool {
        self.contract
    }

    /// Whether a product is activated.
    #[must_use]
    pub fn is_activated(&self, product: &str) -> bool {
        !self.not_activated.contains(product)
    }

    /// The code with which paid queries of a product are refused, if any.
    #[must_use]
    pub fn refusal(&self, product: &str) -> Option<i64> {
        self.refusals.get(product).copied()
    }

    /// The addresses that may call; empty where all may.
    pub fn allowed_addresses(&self) -> impl Iterator<Item = IpAddr> {
        self.allowed_addresses.iter().copied()
    }

    /// The address on file, if any.
    #[must_use]
    pub fn registered_address(&self) -> Option<IpAddr> {
        self.registered_address
    }

    pub(crate) fn keys(&self) -> ihuyi_api::IhuyiKeys {
        ihuyi_api::IhuyiKeys::new(self.name.as_str(), self.api_key.as_str())
    }

    /// Takes one query off the balance.
    pub(crate) fn charge(&mut self, product: &str) {
        let left = self.balance(product).saturating_sub(1);
        match self.balances.get_mut(product) {
            Some(balance) => *balance = left,
            None => {
                self.balances.insert(product.to_owned(), left);
            }
        }
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            name: _,
            api_key: _,
            starting_balance,
            balances,
            frozen,
            contract,
            allowed_addresses,
            registered_address,
            not_activated,
            refusals,
        } = self;
        f.debug_struct("Account")
            .field("name", &"[redacted]")
            .field("api_key", &"[redacted]")
            .field("starting_balance", starting_balance)
            .field("balances", balances)
            .field("frozen", frozen)
            .field("contract", contract)
            .field("allowed_addresses", allowed_addresses)
            .field("registered_address", registered_address)
            .field("not_activated", not_activated)
            .field("refusals", refusals)
            .finish()
    }
}
