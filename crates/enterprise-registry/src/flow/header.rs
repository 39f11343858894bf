//! The header of a journal: which flow, subject and hosts it belongs to.

use core::fmt;
use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::FlowError;
use crate::{Client, Vendor};

/// The version of the journals written here. It is raised when an older program would misread a
/// newer journal. All versions since 1 are read: 2 added the fingerprints of a step's input; 3
/// added registrations refused because the unit exists, and the categories that a call of 402
/// named.
const SCHEMA: u32 = 3;

/// The first member of a journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Header {
    schema: u32,
    flow: String,
    /// The company's credit code or the unit's main code.
    subject: String,
    /// The base address at which each vendor was called, or may have been: a response of a test
    /// host says nothing about another host. Older programs recorded it before anything was sent.
    hosts: BTreeMap<String, String>,
    /// The base address at which each vendor would be called now.
    #[serde(skip)]
    now: BTreeMap<String, String>,
}

impl Header {
    pub(crate) fn new(flow: &str, subject: impl fmt::Display) -> Self {
        Self {
            schema: SCHEMA,
            flow: flow.to_owned(),
            subject: subject.to_string(),
            hosts: BTreeMap::new(),
            now: BTreeMap::new(),
        }
    }

    pub(crate) fn with_host<V: Vendor>(mut self, client: &Client<V>) -> Self {
        self.now
            .insert(V::NAME.to_owned(), client.base_url().to_string());
        self
    }

    /// Records that this vendor is about to be called. Returns whether this is its first call.
    pub(super) fn record_host(&mut self, vendor: &str) -> bool {
        let Some(host) = self.now.get(vendor) else {
            return false;
        };
        if self.hosts.contains_key(vendor) {
            return false;
        }
        self.hosts.insert(vendor.to_owned(), host.clone());
        true
    }

    /// Forgets the host of this vendor, whose first call was certainly not sent.
    pub(super) fn forget_host(&mut self, vendor: &str) {
        self.hosts.remove(vendor);
    }
}

/// The state of a flow, as its journal holds it.
pub(crate) trait FlowState: Serialize + DeserializeOwned + Send {
    fn header(&mut self) -> &mut Header;
}

/// Reads the state from a journal that belongs to this flow, this subject and these hosts.
pub(super) fn resume<S: FlowState>(text: &str, expected: &Header) -> Result<S, FlowError> {
    #[derive(Deserialize)]
    struct Opening {
        header: Header,
    }

    if text.trim().is_empty() {
        return Err(FlowError::Damaged("it is empty".to_owned()));
    }
    let unreadable = |error: serde_json::Error| {
        FlowError::Damaged(format!(
            "not the state of a flow (line {}, column {})",
            error.line(),
            error.column()
        ))
    };
    let Opening { mut header } = serde_json::from_str(text).map_err(unreadable)?;
    if !(1..=SCHEMA).contains(&header.schema) {
        return Err(FlowError::State(format!(
            "its version is {}, and this program reads versions up to {SCHEMA}",
            header.schema
        )));
    }
    header.schema = SCHEMA;
    if header.flow != expected.flow {
        return Err(FlowError::State(format!(
            "it belongs to another flow, `{}`",
            header.flow
        )));
    }
    if header.subject != expected.subject {
        return Err(FlowError::State(format!(
            "it belongs to {}, and the plan is for {}",
            header.subject, expected.subject
        )));
    }
    for (vendor, now) in &expected.now {
        if let Some(before) = header.hosts.get(vendor).filter(|before| *before != now) {
            return Err(FlowError::OtherHost {
                vendor: vendor.clone(),
                before: before.clone(),
                now: now.clone(),
            });
        }
    }
    header.now = expected.now.clone();
    let mut state: S = serde_json::from_str(text).map_err(unreadable)?;
    *state.header() = header;
    Ok(state)
}
