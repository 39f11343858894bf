//! Which of the uploads that the platform lists (502) is ours?

use idcode_api::operations::{UploadKind, UploadRecord};
use registry_model::DecimalId;
use registry_model::RegistryDate;
use registry_model::jiff::Timestamp;
use registry_model::jiff::civil::Date;
use registry_model::jiff::tz::{TimeZone, offset};

use super::plan::Items;
use super::state::RowState;

/// What the list says of our upload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// This one has the name that our file was given.
    Ours(DecimalId),
    /// This one is not contradicted by anything, nor are perhaps others: it is the first of them.
    Perhaps(DecimalId),
    /// None can be.
    None,
}

impl Found {
    pub(super) fn id(self) -> Option<DecimalId> {
        match self {
            Self::Ours(id) | Self::Perhaps(id) => Some(id),
            Self::None => None,
        }
    }
}

/// Compares all that 502 tells of an upload: whether it was there before, its file's name, its
/// count, its kind and its day. 503 tells no more of it, and neither lists the codes.
pub(super) fn find(
    row: &RowState,
    uploads: &[UploadRecord],
    items: &Items,
    since_ms: u64,
) -> Found {
    let is_new = |upload: &&UploadRecord| !row.before.contains(&upload.id);
    let by_name = uploads.iter().filter(is_new).find(|upload| {
        let name = row.file_name.as_deref();
        name.is_some() && upload.file_name.as_deref().map(str::trim) == name
    });
    if let Some(ours) = by_name {
        return Found::Ours(ours.id);
    }
    let kind = if items.is_file() {
        UploadKind::File
    } else {
        UploadKind::List
    };
    uploads
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
        .filter(|upload| !is_before(upload.uploaded.as_ref(), since_ms))
        .map(|upload| upload.id)
        .min()
        .map_or(Found::None, Found::Perhaps)
}

/// Whether a time is that of a day on which ours was not begun yet, whatever the clocks say.
fn is_before(uploaded: Option<&RegistryDate>, since_ms: u64) -> bool {
    let earliest = i64::try_from(since_ms)
        .ok()
        .and_then(|since| Timestamp::from_millisecond(since).ok())
        .and_then(|since| day_in_china(since).yesterday().ok());
    match (uploaded.and_then(RegistryDate::day), earliest) {
        (Some(day), Some(earliest)) => day < earliest,
        _ => false,
    }
}

fn day_in_china(moment: Timestamp) -> Date {
    moment.to_zoned(TimeZone::fixed(offset(8))).date()
}
