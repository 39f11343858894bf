//! The addresses behind codes and their review.

use std::collections::BTreeSet;

/// The address behind a registration's codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct GotoUrl {
    /// The address in force.
    pub(crate) address: String,
    /// The address that 602 submitted and that waits for its review.
    pub(crate) submitted: Option<String>,
}

impl GotoUrl {
    /// The address of a new registration, in force at once.
    pub(super) fn new(address: String) -> Self {
        Self {
            address,
            submitted: None,
        }
    }

    /// Submits another address; it is in force at once if the white list has it.
    pub(super) fn submit(&mut self, address: String, white_list: &WhiteList) {
        self.submitted = Some(address);
        self.review(white_list);
    }

    /// Puts a submitted address in force, if the white list has it.
    pub(super) fn review(&mut self, white_list: &WhiteList) {
        if let Some(address) = self.submitted.take_if(|address| white_list.has(address)) {
            self.address = address;
        }
    }
}

/// The addresses that need no review, by scheme, host and port.
#[derive(Debug, Default)]
pub(crate) struct WhiteList(BTreeSet<String>);

impl WhiteList {
    pub(super) fn add(&mut self, address: &str) {
        self.0.insert(origin(address));
    }

    fn has(&self, address: &str) -> bool {
        self.0.contains(&origin(address))
    }
}

/// Scheme, host and port as written, in lower case.
fn origin(address: &str) -> String {
    let (scheme, rest) = address.split_once("://").unwrap_or(("", address));
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    format!("{scheme}://{host}").to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_on_the_white_list_with_every_path_of_its_host() {
        let mut list = WhiteList::default();
        list.add("http://one.example/a?id=");
        assert!(list.has("http://One.example/b"));
        assert!(list.has("http://one.example"));
        assert!(!list.has("https://one.example/a?id="));
        assert!(!list.has("http://one.example:8080/a?id="));
        assert!(!list.has("http://one.example.org/a?id="));
    }
}
