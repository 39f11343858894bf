#![no_main]
//! See the property of this name.

#[path = "../properties/lenient.rs"]
mod lenient;

libfuzzer_sys::fuzz_target!(|data: &[u8]| lenient::holds(data));
