//! The accounts of ihuyi and their permissions.

use std::net::IpAddr;

use endpoint_core::Spec;

use crate::account::Account;
use crate::config::Config;
use crate::rejection::Rejection;

/// The index of an account. The number of accounts never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum AccountId {
    /// The first account.
    #[default]
    First,
    /// An account after the first.
    Other(usize),
}

#[derive(Debug)]
pub(crate) struct Accounts {
    first: Account,
    others: Vec<Account>,
    current: AccountId,
}

impl Accounts {
    pub(super) fn new(config: &Config) -> Self {
        Self {
            first: config.first.clone(),
            others: config.others.clone(),
            current: AccountId::First,
        }
    }

    pub(crate) fn first(&self) -> &Account {
        &self.first
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &Account> {
        core::iter::once(&self.first).chain(&self.others)
    }

    /// The index of the account of this name.
    pub(crate) fn id(&self, name: &str) -> Option<AccountId> {
        if self.first.name() == name {
            return Some(AccountId::First);
        }
        let other = self
            .others
            .iter()
            .position(|account| account.name() == name)?;
        Some(AccountId::Other(other))
    }

    pub(crate) fn get(&self, id: AccountId) -> &Account {
        match id {
            AccountId::First => &self.first,
            AccountId::Other(place) => self.others.get(place).unwrap_or(&self.first),
        }
    }

    pub(crate) fn get_mut(&mut self, id: AccountId) -> &mut Account {
        match id {
            AccountId::First => &mut self.first,
            AccountId::Other(place) => self.others.get_mut(place).unwrap_or(&mut self.first),
        }
    }

    /// The account of the current call.
    pub(super) fn current(&self) -> &Account {
        self.get(self.current)
    }

    pub(super) fn set_current(&mut self, id: AccountId) {
        self.current = id;
    }
}

const ADDRESS_NOT_ALLOWED: i64 = 400;
const NO_SUCH_PRODUCT: i64 = 403;
const FROZEN: i64 = 4050;
const ADDRESS_NOT_REGISTERED: i64 = 4052;
const NO_CONTRACT: i64 = 40505;

/// Checks that an account may call this operation from this address, in this order: address,
/// account, product, contract. Reading the balance needs no contract: its table does not have the
/// code.
pub(super) fn check_access(account: &Account, spec: &Spec, from: IpAddr) -> Result<(), Rejection> {
    let mut allowed = account.allowed_addresses().peekable();
    if allowed.peek().is_some() && !allowed.any(|address| address == from) {
        return Err(Rejection::listed(
            ADDRESS_NOT_ALLOWED,
            "the account does not allow this address",
        ));
    }
    if account
        .registered_address()
        .is_some_and(|address| address != from)
    {
        return Err(Rejection::listed(
            ADDRESS_NOT_REGISTERED,
            "the address is not the one on file",
        ));
    }
    if account.is_frozen() {
        return Err(Rejection::listed(FROZEN, "the account is frozen"));
    }
    if !account.is_activated(spec.product()) {
        return Err(Rejection::listed(
            NO_SUCH_PRODUCT,
            "the product is not activated for the account",
        ));
    }
    if spec.billed && !account.has_contract() {
        return Err(Rejection::listed(NO_CONTRACT, "no contract was signed"));
    }
    Ok(())
}
