//! What do the signatures of both vendors have to be, to the byte, and what do they refuse?

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
