//! Finds the upload of this flow among those that the platform lists (502).
//!
//! It was not listed before the call. Times are no evidence: the clocks of two machines may differ.

use idcode_api::operations::{UploadKind, UploadRecord};
use registry_model::DecimalId;

use super::items::Items;
use super::state::RowState;
use crate::flow::ListedUpload;

/// What the list shows about the upload of this flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum UploadMatch {
    /// This upload has the unique name of the file.
    Certain(DecimalId),
    /// Nothing contradicts these uploads, in the order of their ids; empty if none qualifies.
    Candidates(Vec<ListedUpload>),
}

impl UploadMatch {
    /// The certain upload, or the first candidate.
    pub(super) fn id(&self) -> Option<DecimalId> {
        match self {
            Self::Certain(id) => Some(*id),
            Self::Candidates(listed) => listed.first().map(|first| first.upload),
        }
    }
}

/// Compares all that 502 shows about an upload: whether it was listed before, its file name, count
/// and kind. 503 shows no more, and neither lists the codes.
pub(super) fn match_upload(row: &RowState, uploads: &[UploadRecord], items: &Items) -> UploadMatch {
    let is_new = |upload: &&UploadRecord| !row.before.contains(&upload.id);
    let by_name = uploads.iter().filter(is_new).find(|upload| {
        let name = row.file_name.as_deref();
        name.is_some() && upload.file_name.as_deref().map(str::trim) == name
    });
    if let Some(upload) = by_name {
        return UploadMatch::Certain(upload.id);
    }
    let kind = if items.is_file() {
        UploadKind::File
    } else {
        UploadKind::List
    };
    let mut candidates: Vec<ListedUpload> = uploads
        .iter()
        .filter(is_new)
        .filter(|upload| {
            let count = upload.count;
            count.is_none_or(|count| count.get() == u128::from(items.count()))
        })
        .filter(|upload| match upload.kind {
            Some(UploadKind::File | UploadKind::List | UploadKind::Special) => {
                upload.kind == Some(kind)
            }
            _ => true,
        })
        .map(|upload| ListedUpload::new(upload.id, upload.count))
        .collect();
    candidates.sort_by_key(|listed| listed.upload);
    UploadMatch::Candidates(candidates)
}
