//! Does what fuzzing tries, and what it once found, still hold?
//!
//! The properties are those of the fuzz targets (see `fuzz/README.md`).

use std::path::Path;

#[path = "../../../../fuzz/properties/lenient.rs"]
mod lenient;
#[path = "../../../../fuzz/properties/verify.rs"]
mod verify;
#[path = "../../../../fuzz/properties/xml.rs"]
mod xml;

/// Tries every input that is kept for this target.
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
fn answers_of_operations() {
    try_all("lenient", lenient::holds);
}

#[test]
fn requests_signed_and_not() {
    try_all("verify", verify::holds);
}

#[test]
fn answers_in_xml() {
    try_all("xml", xml::holds);
}
