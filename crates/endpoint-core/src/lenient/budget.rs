//! Bounds what an answer takes in memory once it is decoded, whatever its shape.

use core::cell::Cell;

use super::Error;

/// How many bytes of memory a decoded answer may take: 28 MiB. A list that grows may take twice as
/// much for a moment, so that an answer stays below 64 MiB beside its body.
///
/// A body of 8 MiB can hold 2.8 million rows of `{}`, and a row with all its members absent is
/// as large as any other. So what is decoded is charged, not what was received: each element of a
/// list by the size of its type, each text by its length and its allocation, each member of a
/// map. Members that no type asks for cost nothing.
pub const MEMORY: usize = 28 * 1024 * 1024;

/// What an allocation takes beside its content.
const ALLOCATION: usize = 32;

/// What a map takes with its first member; it has room for more of them.
const MAP: usize = 640;

thread_local! {
    /// What is left to the answer that is being decoded on this thread, if one is.
    static LEFT: Cell<Option<usize>> = const { Cell::new(None) };

    /// Whether it was refused anything. Types of other crates hand such an error on as a text.
    static IS_OVERDRAWN: Cell<bool> = const { Cell::new(false) };
}

/// Decodes an answer in several steps on one budget of [`MEMORY`].
///
/// Decoding never waits, so an answer has its thread to itself. What is [decoded](super::decode)
/// inside of it, such as a list that arrives as a JSON text, may take half of what is left, so that
/// the answer around it can be read on; where it fails, it gives back what it took.
///
/// # Errors
///
/// Those of `decode`.
pub fn within_budget<T, E>(decode: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    within(|left| left, decode)
}

/// The same for a value that may be a part of an answer.
pub(super) fn within_share<T, E>(decode: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    within(|left| left / 2, decode)
}

fn within<T, E>(
    share: impl FnOnce(usize) -> usize,
    decode: impl FnOnce() -> Result<T, E>,
) -> Result<T, E> {
    /// Puts back what was left before, also where `decode` panics.
    struct Restore(Option<usize>);

    impl Drop for Restore {
        fn drop(&mut self) {
            LEFT.set(self.0);
            IS_OVERDRAWN.set(false);
        }
    }

    let mut restore = Restore(LEFT.get());
    let share = restore.0.map_or(MEMORY, share);
    LEFT.set(Some(share));
    IS_OVERDRAWN.set(false);
    let decoded = decode();
    if decoded.is_ok() {
        let taken = share.saturating_sub(LEFT.get().unwrap_or_default());
        restore.0 = restore.0.map(|left| left.saturating_sub(taken));
    }
    decoded
}

/// Charges `bytes` to the answer that is being decoded; nothing where none is.
///
/// # Errors
///
/// The answer takes more than [`MEMORY`].
#[inline]
pub fn charge(bytes: usize) -> Result<(), Error> {
    let Some(left) = LEFT.get() else {
        return Ok(());
    };
    match left.checked_sub(bytes) {
        Some(left) => {
            LEFT.set(Some(left));
            Ok(())
        }
        None => Err(too_large()),
    }
}

/// How many bytes are left to the answer that is being decoded; nothing where none is.
#[must_use]
pub fn left() -> Option<usize> {
    LEFT.get()
}

/// Charges a text that is kept.
#[inline]
pub(super) fn charge_text(length: usize) -> Result<(), Error> {
    if length == 0 {
        return Ok(());
    }
    charge(length.saturating_add(ALLOCATION))
}

/// Charges a member of a map: its key, and its value of this size.
#[inline]
pub(super) fn charge_member(is_first: bool, key: &str, value: usize) -> Result<(), Error> {
    let map = if is_first { MAP } else { 0 };
    charge(map + value + key.len() + 2 * ALLOCATION)
}

/// Whether the error that is being made is about what was charged in vain.
pub(super) fn is_overdrawn() -> bool {
    IS_OVERDRAWN.get()
}

#[cold]
fn too_large() -> Error {
    IS_OVERDRAWN.set(true);
    Error::beyond(format!(
        "the answer takes more than {} MiB of memory",
        MEMORY / 1024 / 1024
    ))
}
