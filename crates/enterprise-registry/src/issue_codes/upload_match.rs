//! Finds out which of the uploads that the platform lists (502) is ours.
//!
//! The evidence is what was not listed before the call, never a time: the clocks of two machines
//! say nothing of each other.

use idcode_api::operations::{UploadKind, UploadRecord};
use registry_model::DecimalId;

use super::plan::Items;
use super::state::RowState;
use crate::flow::ListedUpload;

/// What the list says of our upload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum UploadMatch {
    /// This one has the name that our file was given.
    Certain(DecimalId),
    /// Nothing contradicts these, in the order of their ids; none where no upload that is listed
    /// can be ours.
    Candidates(Vec<ListedUpload>),
}

impl UploadMatch {
    /// Ours, or the first that may be it.
    pub(super) fn id(&self) -> Option<DecimalId> {
        match self {
            Self::Certain(id) => Some(*id),
            Self::Candidates(listed) => listed.first().map(|first| first.upload),
        }
    }
}

/// Compares all that 502 tells of an upload: whether it was there before, its file's name, its
/// count and its kind. 503 tells no more of it, and neither lists the codes.
pub(super) fn match_upload(row: &RowState, uploads: &[UploadRecord], items: &Items) -> UploadMatch {
    let is_new = |upload: &&UploadRecord| !row.before.contains(&upload.id);
    let by_name = uploads.iter().filter(is_new).find(|upload| {
        let name = row.file_name.as_deref();
        name.is_some() && upload.file_name.as_deref().map(str::trim) == name
    });
    if let Some(ours) = by_name {
        return UploadMatch::Certain(ours.id);
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
            count.is_none_or(|theirs| theirs.get() == u128::from(items.count()))
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
