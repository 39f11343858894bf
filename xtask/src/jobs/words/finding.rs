//! One finding, and the part of a file that is searched.

use std::fmt;

/// A line to change, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Finding {
    path: String,
    pub(super) line: usize,
    found: String,
    remedy: String,
}

impl Finding {
    pub(super) fn new(
        path: &str,
        line: usize,
        found: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self {
            path: path.to_owned(),
            line,
            found: found.into(),
            remedy: remedy.into(),
        }
    }

    pub(super) fn is_in(&self, folder: &str) -> bool {
        let rest = self.path.strip_prefix(folder);
        rest.is_some_and(|rest| rest.starts_with('/'))
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            path,
            line,
            found,
            remedy,
        } = self;
        write!(f, "{path}:{line}: {found} → {remedy}")
    }
}

/// The number of lines before the unit tests.
pub(super) fn source_lines(text: &str) -> usize {
    let lines: Vec<&str> = text.lines().collect();
    let begins_tests = |two: &[&str]| matches!(two, ["#[cfg(test)]", next] if next.starts_with("mod ") && next.ends_with('{'));
    let at = lines.windows(2).position(begins_tests);
    at.unwrap_or(lines.len())
}
