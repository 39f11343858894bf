//! The uploads of item codes.

use std::collections::HashMap;

use idcode_api::operations::UploadKind;
use registry_model::DecimalId;

use super::item_codes::{Added, ItemCodes, UploadedCodes};
use super::registrations::Registration;

/// The first id: ids have 20 digits, as those of registrations.
const FIRST_ID: u128 = 10_060_000_000_000_000_001;

/// One upload. It is converted when the response is sent: the sandbox has no queue.
#[derive(Debug, Clone)]
pub(crate) struct Upload {
    pub(crate) id: DecimalId,
    pub(super) unit_id: Option<DecimalId>,
    pub(crate) registration_id: DecimalId,
    pub(super) use_id: Option<DecimalId>,
    pub(super) kind: UploadKind,
    pub(super) file_name: String,
    pub(super) at_ms: u64,
    /// The number of its codes.
    pub(crate) count: u64,
    /// How many of these the registration already had, or the upload earlier.
    pub(crate) repeated: u64,
    /// The serial number of its first code; the others follow.
    pub(super) first_number: u64,
}

#[derive(Default)]
pub(crate) struct Uploads {
    batches: Vec<Upload>,
    /// The codes of each registration.
    codes: HashMap<DecimalId, ItemCodes>,
}

impl Uploads {
    /// Stores the codes of an upload. Repeated codes are counted, not refused.
    pub(super) fn take(
        &mut self,
        registration: &Registration,
        codes: UploadedCodes,
        kind: UploadKind,
        file_name: Option<String>,
        at_ms: u64,
    ) {
        let Added {
            count,
            repeated,
            first_number,
        } = self
            .codes
            .entry(registration.row.id)
            .or_default()
            .add(codes);
        let batches = u128::try_from(self.batches.len()).unwrap_or(u128::MAX);
        let id = DecimalId::new(FIRST_ID.saturating_add(batches));
        self.batches.push(Upload {
            id,
            unit_id: registration.row.unit_id,
            registration_id: registration.row.id,
            use_id: registration.row.code_use_id,
            kind,
            file_name: file_name.unwrap_or_default(),
            at_ms,
            count,
            repeated,
            first_number,
        });
    }

    /// All uploads, oldest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Upload> {
        self.batches.iter()
    }

    /// Whether the registration has this item code.
    pub(crate) fn has(&self, registration_id: DecimalId, code: &str) -> bool {
        self.codes
            .get(&registration_id)
            .is_some_and(|codes| codes.has(code))
    }
}

impl Upload {
    /// The serial number of its last code.
    pub(super) fn last_number(&self) -> u64 {
        self.first_number
            .saturating_add(self.count)
            .saturating_sub(1)
    }

    /// The name of a file that the conversion made.
    pub(super) fn converted(&self, what: &str) -> Option<String> {
        Some(format!("{}{what}", self.id))
    }
}

impl core::fmt::Debug for Uploads {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let Self { batches, codes: _ } = self;
        write!(f, "Uploads({} batches)", batches.len())
    }
}
