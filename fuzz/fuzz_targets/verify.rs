#![no_main]
//! See the property of this name.

#[path = "../properties/verify.rs"]
mod verify;

libfuzzer_sys::fuzz_target!(|data: &[u8]| verify::holds(data));
