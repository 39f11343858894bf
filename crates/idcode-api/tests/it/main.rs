//! Tests the declarations of IDcode against the document, the fixtures and each other.
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

mod addresses;
mod batches;
mod catalogue;
mod code_files;
mod company;
mod conditions;
mod dates;
mod declarations;
mod doubts;
mod enterprise;
mod existing_unit;
mod forged;
mod item_codes;
mod json_texts;
mod kinds;
mod locality;
mod pages;
mod pairs;
mod pictures;
mod received;
mod requests;
mod scans;
mod secrecy;
mod targets;
#[cfg(feature = "unverified")]
mod unverified;
mod validation;
mod vectors;
mod wire;
