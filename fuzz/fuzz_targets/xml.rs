#![no_main]
//! See the property of this name.

#[path = "../properties/xml.rs"]
mod xml;

libfuzzer_sys::fuzz_target!(|data: &[u8]| xml::holds(data));
