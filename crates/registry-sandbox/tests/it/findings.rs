//! The properties of the fuzz targets hold for the inputs that fuzzing tries and has found.
//!
//! The properties are those of the fuzz targets (see `fuzz/README.md`). They are tested here for
//! all crates, because this crate depends on all of them.

use std::path::Path;

#[path = "../../../../fuzz/properties/lib.rs"]
#[allow(
    unreachable_pub,
    clippy::string_slice,
    reason = "they are the library of the fuzz targets as well, and fail by panicking"
)]
mod properties;

/// Tries every stored input of this target.
fn try_all(target: &str, holds: fn(&[u8])) {
    let mut tried = 0;
    for folder in ["seeds", "findings"] {
        let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz");
        for file in std::fs::read_dir(top.join(folder).join(target)).unwrap() {
            holds(&std::fs::read(file.unwrap().path()).unwrap());
            tried += 1;
        }
    }
    assert!(tried > 1, "{target} has no inputs");
}

#[test]
fn responses_of_operations() {
    try_all("lenient", properties::lenient::holds);
}

#[test]
fn responses_in_xml() {
    try_all("xml", properties::xml::holds);
}

#[test]
fn requests_signed_and_not() {
    try_all("verify", properties::verify::holds);
}

#[test]
fn requests_of_scans() {
    try_all("scan", properties::scan::holds);
}

#[test]
fn texts_that_may_be_credit_codes() {
    try_all("credit_code", properties::credit_code::holds);
}

#[test]
fn texts_that_may_be_idcodes() {
    try_all("id_code", properties::id_code::holds);
}
