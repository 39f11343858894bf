//! Tests the declarations of ihuyi against the documents, the fixtures and each other.
//!
//! Snapshots are in `snapshots/` beside the modules. Read them before accepting them (`cargo insta
//! review`, or move the `.snap.new` by hand); the checks run with `INSTA_UPDATE=no` and write none.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "a test that cannot go on should stop, loudly"
)]

mod bounds;
mod catalogue;
mod declarations;
mod enterprise;
mod fields;
mod kinds;
mod pairs;
mod received;
mod requests;
mod rows;
mod secrecy;
#[cfg(feature = "unverified")]
mod unverified;
mod validation;
mod wire;
#[cfg(feature = "xml")]
mod xml;
