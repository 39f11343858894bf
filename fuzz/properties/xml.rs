//! Any answer in XML is read or refused, and what was read is written and read again as the same.
//!
//! One operation answers in XML where that is configured.

#[path = "lenient.rs"]
mod lenient;

pub(crate) fn holds(data: &[u8]) {
    lenient::holds(&[b"entcopy.Submit\n<", data].concat());
}
