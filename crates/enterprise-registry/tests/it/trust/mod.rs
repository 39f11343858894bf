//! Do the promises about faults, deadlines, secrets and money hold for every operation?
//!
//! Each module is a row of `cargo xtask trust`, and says what it reached.

mod deadlines;
mod decoding;
mod once;
mod redirects;
mod samples;
mod secrets;
mod signing;
mod unsent;
