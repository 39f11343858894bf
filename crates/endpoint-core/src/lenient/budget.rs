//! Bounds the memory of a decoded response, whatever its shape.

use core::cell::Cell;

use super::error::{DecodeError, set_overdrawn};

/// The bytes of memory that a decoded response may take: 28 MiB. A growing list may take twice as
/// much for a moment, so that a response stays below 64 MiB beside its body.
///
/// A body of 8 MiB can hold 2.8 million rows of `{}`, and a row with all its members absent is as
/// large as any other. So decoding charges the decoded values, not the received bytes: each element
/// of a list by the size of its type, each text by its length and its allocation, each member of a
/// map. Ignored members cost nothing.
pub const MEMORY: usize = 28 * 1024 * 1024;

/// The bytes of an allocation beside its content.
const ALLOCATION: usize = 32;

/// The bytes of a map with its first member; it has room for more.
const MAP: usize = 640;

thread_local! {
    /// The memory left to the response that this thread is decoding, if any.
    static LEFT: Cell<Option<usize>> = const { Cell::new(None) };
}

/// Decodes a response in several steps on one budget of [`MEMORY`].
///
/// Decoding never waits, so a response has its thread to itself. A nested
/// [`decode`](super::decode), such as that of a list in a JSON text, may take half of the rest, so
/// that the surrounding response can be read on; if it fails, it returns its charges.
///
/// # Errors
///
/// Those of `decode`.
pub fn within_budget<T, E>(decode: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    within(|left| left, decode)
}

/// The same for a value that may be part of a response.
pub(super) fn within_share<T, E>(decode: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    within(|left| left / 2, decode)
}

fn within<T, E>(
    share: impl FnOnce(usize) -> usize,
    decode: impl FnOnce() -> Result<T, E>,
) -> Result<T, E> {
    /// Restores the earlier rest, also if `decode` panics.
    struct Restore(Option<usize>);

    impl Drop for Restore {
        fn drop(&mut self) {
            LEFT.set(self.0);
            set_overdrawn(false);
        }
    }

    let mut restore = Restore(LEFT.get());
    let share = restore.0.map_or(MEMORY, share);
    LEFT.set(Some(share));
    set_overdrawn(false);
    let decoded = decode();
    if decoded.is_ok() {
        let taken = share.saturating_sub(LEFT.get().unwrap_or_default());
        restore.0 = restore.0.map(|left| left.saturating_sub(taken));
    }
    decoded
}

/// Charges `bytes` to the current response, if any.
///
/// # Errors
///
/// The response takes more than [`MEMORY`].
#[inline]
pub fn charge(bytes: usize) -> Result<(), DecodeError> {
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

/// The bytes left to the current response, if any.
#[must_use]
pub fn left() -> Option<usize> {
    LEFT.get()
}

/// Charges a text that is kept.
#[inline]
pub(super) fn charge_text(length: usize) -> Result<(), DecodeError> {
    if length == 0 {
        return Ok(());
    }
    charge(length.saturating_add(ALLOCATION))
}

/// Charges a member of a map: its key, and its value of this size.
#[inline]
pub(super) fn charge_member(is_first: bool, key: &str, value: usize) -> Result<(), DecodeError> {
    let map = if is_first { MAP } else { 0 };
    charge(map + value + key.len() + 2 * ALLOCATION)
}

#[cold]
fn too_large() -> DecodeError {
    set_overdrawn(true);
    DecodeError::beyond(format!(
        "the response takes more than {} MiB of memory",
        MEMORY / 1024 / 1024
    ))
}
