//! The state of an onboarding, as its journal holds it.

use std::collections::BTreeMap;

use registry_model::IdCode;
use serde::{Deserialize, Serialize};

use crate::flow::{Entry, FlowState, Header};

/// The name of the flow in its journal.
pub(super) const FLOW: &str = "onboarding";

/// The fields of a plan that a step depends on, and their fingerprints.
pub(super) type Fingerprints = BTreeMap<String, String>;

/// The state: no credential, no password, no SMS code, no personal data.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct OnboardingState {
    header: Header,
    pub(super) verify: Entry<Verified>,
    pub(super) send_sms: Entry<Sent>,
    pub(super) register: Entry<Registered>,
    pub(super) certify: Entry<Sent>,
    pub(super) query_record: Entry<Record>,
    pub(super) complete: Entry<Sent>,
    pub(super) status: Option<Status>,
    /// The fingerprints of the steps' input, by step. A journal of version 1 has none.
    #[serde(rename = "asked", default)]
    pub(super) fingerprints: BTreeMap<String, Fingerprints>,
    /// Whether 301 or 309 was ever sent, so that an existing unit may come from this flow. Before
    /// version 3 only the entry shows it.
    #[serde(default)]
    pub(super) was_sent: bool,
}

impl OnboardingState {
    pub(super) fn new(header: Header) -> Self {
        Self {
            header,
            verify: Entry::Open,
            send_sms: Entry::Open,
            register: Entry::Open,
            certify: Entry::Open,
            query_record: Entry::Open,
            complete: Entry::Open,
            status: None,
            fingerprints: BTreeMap::new(),
            was_sent: false,
        }
    }
}

impl FlowState for OnboardingState {
    fn header(&mut self) -> &mut Header {
        &mut self.header
    }
}

/// The result of ent3f.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Verified {
    /// The vendor's serial number of the query.
    pub(super) serial: Option<String>,
    pub(super) verdict: Verdict,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Verdict {
    Match,
    Mismatch,
    Undetermined,
}

impl Verdict {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Match => "match",
            Self::Mismatch => "mismatch",
            Self::Undetermined => "undetermined",
        }
    }
}

/// The result of a step that returns nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Sent {}

/// The registered unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Registered {
    /// `None` if the platform returned none, or a code that is not a main code.
    pub(super) main_code: Option<IdCode>,
}

/// The part of the register's record that 305 needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Record {
    pub(super) serial: Option<String>,
    pub(super) address: Option<String>,
    /// In units of 10,000 yuan.
    pub(super) registered_capital: Option<u64>,
}

/// The last status from 308.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Status {
    pub(super) verified: bool,
    /// The code of `IsAudit`.
    pub(super) audit: i64,
}
