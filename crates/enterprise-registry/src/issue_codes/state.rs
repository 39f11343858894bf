//! The state of a flow that issues codes, as its journal holds it.

use std::collections::{BTreeMap, BTreeSet};

use md5::{Digest as _, Md5};
use registry_model::{DecimalId, IdCode};
use serde::{Deserialize, Serialize};

use crate::flow::{Entry, FlowState, Header};

/// The name of the flow in its journal.
pub(super) const FLOW: &str = "issue-codes";

/// The state: ids and codes of categories, no item codes.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct IssueCodesState {
    header: Header,
    pub(super) apply: Entry<Applied>,
    /// The rows that were ever applied for with success.
    pub(super) applied: BTreeSet<String>,
    /// The rows of the latest call of 402. A journal before version 3 has none.
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

    /// The rows that the latest call of 402 named; `None` if the journal does not hold them.
    pub(super) fn sent_rows(&self) -> Option<BTreeSet<String>> {
        (!self.applying.is_empty()).then(|| self.applying.clone())
    }

    pub(super) fn row(&mut self, key: &str) -> &mut RowState {
        self.rows.entry(key.to_owned()).or_default()
    }
}

impl FlowState for IssueCodesState {
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
    /// Digest of the goto URL that was applied for; `None` if the category existed before.
    #[serde(default)]
    pub(super) goto_url: Option<String>,
    /// The uploads listed before this one was sent.
    pub(super) before: BTreeSet<DecimalId>,
    pub(super) upload: Entry<Uploaded>,
    /// The unique name under which the file is uploaded.
    #[serde(default)]
    pub(super) file_name: Option<String>,
    /// Digest of the uploaded codes. A journal of version 1 has none.
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

/// Digest of an address, to detect a change.
pub(super) fn digest_of(text: &str) -> String {
    let digest = Md5::digest(text.trim());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
