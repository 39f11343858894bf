//! What an issue of codes remembers.

use std::collections::{BTreeMap, BTreeSet};

use md5::{Digest as _, Md5};
use registry_model::{DecimalId, IdCode};
use serde::{Deserialize, Serialize};

use crate::flow::{Entry, Header, State};

/// The name of the flow in its journal.
pub(super) const FLOW: &str = "issue-codes";

/// What is in the journal: ids and codes of categories, no code of an item.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct IssueCodesState {
    header: Header,
    pub(super) apply: Entry<Applied>,
    /// The rows that were ever applied for with success.
    pub(super) applied: BTreeSet<String>,
    /// The rows of the latest call of 402. A journal before version 3 does not say them.
    #[serde(default)]
    pub(super) applying: BTreeSet<String>,
    pub(super) rows: BTreeMap<String, RowState>,
}

impl IssueCodesState {
    pub(super) fn new(header: Header) -> Self {
        Self {
            header,
            apply: Entry::Open,
            applied: BTreeSet::new(),
            applying: BTreeSet::new(),
            rows: BTreeMap::new(),
        }
    }

    /// The rows that the latest call of 402 has named; `None` where the journal does not say it.
    pub(super) fn sent_rows(&self) -> Option<BTreeSet<String>> {
        (!self.applying.is_empty()).then(|| self.applying.clone())
    }

    pub(super) fn row(&mut self, key: &str) -> &mut RowState {
        self.rows.entry(key.to_owned()).or_default()
    }
}

impl State for IssueCodesState {
    fn header(&mut self) -> &mut Header {
        &mut self.header
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Applied {
    pub(super) rows: BTreeSet<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct RowState {
    pub(super) registration: Option<Registration>,
    /// Where its scans were applied for to lead, as a digest; nothing of one that was there before.
    #[serde(default)]
    pub(super) goto_url: Option<String>,
    /// The uploads that were there before ours.
    pub(super) before: BTreeSet<DecimalId>,
    pub(super) upload: Entry<Uploaded>,
    /// The name under which our file goes up, and no other.
    #[serde(default)]
    pub(super) file_name: Option<String>,
    /// Which codes go up, as a digest of them. A journal of version 1 does not say it.
    #[serde(default)]
    pub(super) digest: Option<String>,
    pub(super) upload_id: Option<DecimalId>,
    pub(super) is_converted: bool,
    pub(super) pictures: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Registration {
    pub(super) id: DecimalId,
    pub(super) complete_code: Option<IdCode>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Uploaded {
    pub(super) codes: u64,
}

/// What tells one address from another.
pub(super) fn digest_of(text: &str) -> String {
    let digest = Md5::digest(text.trim());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
