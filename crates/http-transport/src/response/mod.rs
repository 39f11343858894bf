//! Reads responses: the head, the body under its cap, and the vendor's result.

mod body_form;
mod content_coding;
pub(crate) mod decode;
pub(crate) mod exchange;
mod framing;
mod head_repair;
mod read_more;
pub(crate) mod received;
pub(crate) mod retry_after;
pub(crate) mod salvage;
pub(crate) mod tap;
pub(crate) mod watched;
