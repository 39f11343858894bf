//! The promises of this crate, one module for each.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that goes wrong should stop where it does"
)]

mod admitted;
mod bounds;
mod depot;
mod entities;
mod envelope;
mod forgiven;
mod hidden;
mod idcode_replies;
mod ihuyi_replies;
mod invalid;
mod noise;
mod numbers;
mod open_enums;
mod pages;
mod params;
mod paths;
mod refused;
mod sources;
mod specs;
mod stray;
mod strict_json;
mod wire;
