//! Limits the steps of a search.

use core::cell::Cell;

/// How many steps may still be taken to read texts: one can be made so that to read all of it in
/// every way takes for ever.
pub(crate) struct Steps(Cell<usize>);

/// The steps for each byte of the text, and in addition.
const STEPS: (usize, usize) = (16, 100_000);

impl Steps {
    /// For so many bytes.
    pub(crate) fn for_bytes(length: usize) -> Self {
        let (of_a_byte, of_all) = STEPS;
        let steps = length.saturating_mul(of_a_byte).saturating_add(of_all);
        Self(Cell::new(steps))
    }

    /// Takes a step, if there is one left.
    pub(super) fn take(&self) -> Option<()> {
        let left = self.0.get().checked_sub(1)?;
        self.0.set(left);
        Some(())
    }
}

/// The steps for a search of a text and of the encoded parts of it. A text that is hard for one
/// search leaves the steps of the other.
pub(crate) struct Budget {
    pub(crate) direct: Steps,
    pub(crate) encoded: Steps,
}

impl Budget {
    pub(crate) fn for_bytes(length: usize) -> Self {
        Self {
            direct: Steps::for_bytes(length),
            encoded: Steps::for_bytes(length),
        }
    }
}
