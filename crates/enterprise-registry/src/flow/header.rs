//! Says whose journal it is, and whether this flow can go on from it.

use core::fmt;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::FlowError;
use super::engine::State;
use crate::{Client, Vendor};

/// The version of the journals that are written here. It is raised when an older program would
/// misread a newer journal. All since 1 are read: 2 says what a step was done with; 3 keeps a
/// registration that was refused because the unit exists, and says which categories a call of 402
/// has named.
const SCHEMA: u32 = 3;

/// What a journal opens with: whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Header {
    schema: u32,
    flow: String,
    /// The company's credit code or the unit's main code.
    subject: String,
    /// Where each vendor was called, or may have been: an answer of a test host says nothing of
    /// another. Older programs noted it before anything was sent.
    hosts: BTreeMap<String, String>,
    /// Where each vendor would be called now.
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

    pub(crate) fn at<V: Vendor>(mut self, client: &Client<V>) -> Self {
        self.now
            .insert(V::NAME.to_owned(), client.base_url().to_string());
        self
    }

    /// Notes that this vendor is about to be called, and says whether this is its first call.
    pub(super) fn bind(&mut self, vendor: &str) -> bool {
        let Some(host) = self.now.get(vendor) else {
            return false;
        };
        if self.hosts.contains_key(vendor) {
            return false;
        }
        self.hosts.insert(vendor.to_owned(), host.clone());
        true
    }

    /// Forgets where this vendor was called: its first call was certainly not sent.
    pub(super) fn unbind(&mut self, vendor: &str) {
        self.hosts.remove(vendor);
    }
}

/// The state in a journal, if it is one of this flow, about this subject, at these hosts.
pub(super) fn resume<S: State>(text: &str, expected: &Header) -> Result<S, FlowError> {
    #[derive(Deserialize)]
    struct Opening {
        header: Header,
    }

    if text.trim().is_empty() {
        return Err(FlowError::Damaged("it is empty".to_owned()));
    }
    let unreadable = |error: serde_json::Error| {
        FlowError::Damaged(format!(
            "it is no state of a flow (line {}, column {})",
            error.line(),
            error.column()
        ))
    };
    let Opening { mut header } = serde_json::from_str(text).map_err(unreadable)?;
    if !(1..=SCHEMA).contains(&header.schema) {
        return Err(FlowError::State(format!(
            "it has version {}, this program reads versions up to {SCHEMA}",
            header.schema
        )));
    }
    header.schema = SCHEMA;
    if header.flow != expected.flow {
        return Err(FlowError::State(format!(
            "it is that of another flow, `{}`",
            header.flow
        )));
    }
    if header.subject != expected.subject {
        return Err(FlowError::State(format!(
            "it is that of {}, the plan is about {}",
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
