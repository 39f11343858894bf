//! The signatures of both vendors, to the byte, and their refusals.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that meets the unexpected is meant to fail"
)]

mod allocations;
mod explained;
mod idcode_refusals;
mod idcode_vectors;
mod idcode_wire;
mod ihuyi_passwords;
mod properties;
mod secrets;
mod vectors;
