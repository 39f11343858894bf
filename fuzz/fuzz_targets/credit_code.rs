#![no_main]
//! See the property of this name.

#[path = "../properties/credit_code.rs"]
mod credit_code;

libfuzzer_sys::fuzz_target!(|data: &[u8]| credit_code::holds(data));
