//! How does a test say what it found of a promise?

/// Prints the line that `cargo xtask trust` collects, and fails where the promise is broken.
///
/// `row` is the promise's name there; `reached` are the figures.
///
/// # Panics
///
/// The promise is broken.
#[track_caller]
#[allow(clippy::print_stdout, reason = "the line is the result")]
pub fn promise(row: &str, is_kept: bool, reached: &str) {
    let word = if is_kept { "kept" } else { "broken" };
    println!("trust-row {row} {word}: {reached}");
    assert!(is_kept, "{row}: {reached}");
}
