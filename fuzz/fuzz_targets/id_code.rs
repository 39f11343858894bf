#![no_main]
//! See the property of this name.

#[path = "../properties/id_code.rs"]
mod id_code;

libfuzzer_sys::fuzz_target!(|data: &[u8]| id_code::holds(data));
