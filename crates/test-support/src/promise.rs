//! Reports a promise to `cargo xtask trust`.

/// Prints the line that `cargo xtask trust` collects, and fails if the promise is broken.
///
/// `row` is the name of the promise there; `reached` are the figures.
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
