//! The promises about faults, deadlines, secrets and money, for every operation.
//!
//! Each module is a row of `cargo xtask trust` and reports its figures.

mod absence;
mod deadlines;
mod decoding;
mod flows;
mod local_clock;
mod once;
mod one_save;
mod redirects;
mod row_sizes;
#[cfg(target_os = "linux")]
mod rows;
mod samples;
mod secrets;
mod signing;
mod unsent;
