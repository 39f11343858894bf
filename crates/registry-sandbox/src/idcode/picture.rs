//! Recognises pictures of the kinds that the platform takes (OQ17).

use idcode_api::PictureKind;

/// By its first bytes: names and content types say nothing here.
pub(super) fn is_picture(content: &[u8]) -> bool {
    PictureKind::from_bytes(content) != PictureKind::Unknown
}
