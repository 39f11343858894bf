//! Cleans values where only one reading is possible, and says how.

use registry_model::characters::{is_dash, is_quote, is_unseen, narrow};
use registry_model::{NameRemedy, name_issues, repaired_name};

use super::row::ChangeKind;

/// A cleaned value, and the kinds of change.
pub(super) struct Cleaned {
    pub(super) value: String,
    pub(super) kinds: Vec<ChangeKind>,
}

impl Cleaned {
    fn note(&mut self, kind: ChangeKind) {
        if !self.kinds.contains(&kind) {
            self.kinds.push(kind);
        }
    }
}

/// A value without blanks and invisible characters at its ends, and without the `="…"` that keeps
/// a spreadsheet from taking it for a number.
pub(super) fn trimmed(value: &str) -> Cleaned {
    let mut cleaned = without_ends(value);
    let text = cleaned.value.strip_prefix("=\"");
    if let Some(text) = text.and_then(|text| text.strip_suffix('"')) {
        let inner = without_ends(text);
        cleaned.value = inner.value;
        for kind in inner.kinds.into_iter().chain([ChangeKind::Quotes]) {
            if !cleaned.kinds.contains(&kind) {
                cleaned.kinds.push(kind);
            }
        }
    }
    cleaned
}

fn without_ends(value: &str) -> Cleaned {
    let text = value.trim_matches(|next: char| next.is_whitespace() || is_unseen(next));
    let mut cleaned = Cleaned {
        value: text.to_owned(),
        kinds: Vec::new(),
    };
    if text.len() != value.len() {
        let ends = value.split_once(text).unwrap_or((value, ""));
        for next in ends.0.chars().chain(ends.1.chars()) {
            cleaned.note(if is_unseen(next) {
                ChangeKind::Invisible
            } else {
                ChangeKind::Blanks
            });
        }
    }
    cleaned
}

/// A name as registers write it. `None` if nothing changes, or a character is lost.
pub(super) fn name(value: &str) -> Option<Cleaned> {
    let repaired = repaired_name(value).ok().filter(|name| name != value)?;
    let mut cleaned = Cleaned {
        value: repaired,
        kinds: Vec::new(),
    };
    for issue in name_issues(value) {
        let found = issue.found();
        cleaned.note(match issue.remedy() {
            NameRemedy::Drop if is_unseen(found) => ChangeKind::Invisible,
            NameRemedy::Drop if is_quote(found) => ChangeKind::Quotes,
            NameRemedy::Drop | NameRemedy::Write(' ') => ChangeKind::Blanks,
            _ => ChangeKind::LookAlikes,
        });
    }
    Some(cleaned)
}

/// A code of ASCII capitals and digits. `None` if nothing changes, or the value has characters
/// that are neither those nor what copying leaves among them.
pub(super) fn code(value: &str) -> Option<Cleaned> {
    let mut cleaned = Cleaned {
        value: String::with_capacity(value.len()),
        kinds: Vec::new(),
    };
    for found in value.chars() {
        let next = narrow(found);
        if next.is_ascii_alphanumeric() {
            if next != found {
                cleaned.note(ChangeKind::Width);
            }
            if next.is_ascii_lowercase() {
                cleaned.note(ChangeKind::Case);
            }
            cleaned.value.push(next.to_ascii_uppercase());
        } else if is_unseen(next) {
            cleaned.note(ChangeKind::Invisible);
        } else if next.is_whitespace() {
            cleaned.note(ChangeKind::Blanks);
        } else if is_quote(next) {
            cleaned.note(ChangeKind::Quotes);
        } else if is_dash(next) {
            cleaned.note(ChangeKind::Hyphens);
        } else {
            return None;
        }
    }
    (cleaned.value != value && !cleaned.value.is_empty()).then_some(cleaned)
}
