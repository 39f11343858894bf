//! Stores the pictures that 603 returns as addresses (OQ27).

use std::collections::VecDeque;

use bytes::Bytes;

/// The folder that clients have seen.
const FOLDER: &str = "/Photo/";

/// The first name: names have 20 digits, as clients have seen.
const FIRST: u128 = 10_070_000_000_000_000_001;

/// How many pictures are kept; the oldest are forgotten first.
const KEPT: usize = 100;

/// The pictures behind addresses.
#[derive(Debug)]
pub(crate) struct PictureStore {
    /// Whether 603 returns addresses.
    pub(super) is_enabled: bool,
    kept: VecDeque<(String, Bytes)>,
    count: u128,
}

impl PictureStore {
    pub(super) fn new(is_enabled: bool) -> Self {
        Self {
            is_enabled,
            kept: VecDeque::new(),
            count: 0,
        }
    }

    /// Stores a PNG, and returns its path.
    pub(super) fn keep(&mut self, png: Bytes) -> String {
        let path = format!("{FOLDER}{}.png", FIRST.saturating_add(self.count));
        self.count = self.count.saturating_add(1);
        if self.kept.len() == KEPT {
            self.kept.pop_front();
        }
        self.kept.push_back((path.clone(), png));
        path
    }

    /// The picture at this path.
    pub(crate) fn at(&self, path: &str) -> Option<Bytes> {
        let mut kept = self.kept.iter();
        kept.find(|(known, _)| known == path)
            .map(|(_, png)| png.clone())
    }
}
