#![no_main]
//! See the property of this name.

use registry_fuzz::xml::holds;

libfuzzer_sys::fuzz_target!(|data: &[u8]| holds(data));
