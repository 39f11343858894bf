//! Recognises pictures of the kinds that the platform accepts (OQ17).

use idcode_api::PictureKind;

/// Recognises a picture by its first bytes; names and content types do not count.
pub(super) fn is_picture(content: &[u8]) -> bool {
    PictureKind::from_bytes(content) != PictureKind::Unknown
}
