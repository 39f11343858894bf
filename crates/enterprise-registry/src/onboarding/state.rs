//! What an onboarding remembers.

use std::collections::BTreeMap;

use registry_model::IdCode;
use serde::{Deserialize, Serialize};

use super::fingerprint::Fingerprints;
use crate::flow::{Entry, Header, State};

/// The name of the flow in its journal.
pub(super) const FLOW: &str = "onboarding";

/// What is in the journal: no credential, no password, no SMS code, no personal data.
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
    /// What the steps were done with, by their words. A journal of version 1 does not say it.
    #[serde(rename = "asked", default)]
    pub(super) fingerprints: BTreeMap<String, Fingerprints>,
    /// Whether 301 or 309 was ever sent, so that a unit of this name may be ours. A journal before
    /// version 3 says it by its entry alone.
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

impl State for OnboardingState {
    fn header(&mut self) -> &mut Header {
        &mut self.header
    }
}

/// What ent3f has answered.
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

/// A step that returns nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Sent {}

/// The unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Registered {
    /// `None` where the platform has told none, or one that is no main code.
    pub(super) main_code: Option<IdCode>,
}

/// What is taken from the register's record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Record {
    pub(super) serial: Option<String>,
    pub(super) address: Option<String>,
    /// In units of 10,000 yuan.
    pub(super) registered_capital: Option<u64>,
}

/// What 308 has said last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Status {
    pub(super) verified: bool,
    /// The code of `IsAudit`.
    pub(super) audit: i64,
}
