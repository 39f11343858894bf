#![no_main]
//! See the property of this name.

#[path = "../properties/scan.rs"]
mod scan;

libfuzzer_sys::fuzz_target!(|data: &[u8]| scan::holds(data));
