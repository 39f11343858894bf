//! Compares the places of registration of two records.

use super::judge::{Judged, agrees, exact, texts, undecided};
use super::{Note, Shown, Verdict};
use crate::division_code::{DivisionCode, DivisionLevel};
use crate::enterprise::Enterprise;
use crate::provenance::Sourced;

/// The place of registration: a division by code, or the names of province, city and district.
pub(super) enum Location<'a> {
    Code(&'a Sourced<DivisionCode>),
    Names(&'a Sourced<String>, [&'a str; 3]),
}

impl<'a> Location<'a> {
    pub(super) fn from_enterprise(enterprise: &'a Enterprise) -> Option<Self> {
        if let Some(code) = &enterprise.division {
            return Some(Self::Code(code));
        }
        let names = [&enterprise.province, &enterprise.city, &enterprise.district];
        let first = names.into_iter().flatten().next()?;
        let names = names.map(|name| name.as_ref().map_or("", |name| name.trim()));
        Some(Self::Names(first, names))
    }

    pub(super) fn shown(&self) -> Shown {
        match self {
            Self::Code(code) => Shown::new(code, with_name(code.value)),
            Self::Names(first, names) => Shown::new(first, in_words(names)),
        }
    }

    pub(super) fn judge(&self, other: &Self) -> Judged {
        if let (Self::Names(_, left), Self::Names(_, right)) = (self, other) {
            let judged = texts(&in_words(left), &in_words(right));
            if judged.0 == Verdict::Agrees {
                return judged;
            }
        }
        match (self.code(), other.code()) {
            (Some(left), Some(right)) => match codes(left, right) {
                (Verdict::Agrees, None) if !self.is_code() || !other.is_code() => {
                    agrees(Note::SameMeaning)
                }
                judged => judged,
            },
            _ => undecided(Note::NotRead),
        }
    }

    const fn is_code(&self) -> bool {
        matches!(self, Self::Code(_))
    }

    fn code(&self) -> Option<DivisionCode> {
        match self {
            Self::Code(code) => Some(code.value),
            Self::Names(_, names) => by_names(names),
        }
    }
}

/// The same, one in the other, or neither.
fn codes(left: DivisionCode, right: DivisionCode) -> Judged {
    match exact(&left, &right) {
        (Verdict::Differs, _) if lies_in(left, right) || lies_in(right, left) => {
            undecided(Note::LessExact)
        }
        judged => judged,
    }
}

fn lies_in(inner: DivisionCode, outer: DivisionCode) -> bool {
    match outer.level() {
        DivisionLevel::Nation => true,
        DivisionLevel::Province => inner.province() == outer,
        DivisionLevel::City => inner.city() == Some(outer),
        DivisionLevel::County => false,
    }
}

fn in_words(names: &[&str; 3]) -> String {
    let filled: Vec<&str> = names
        .iter()
        .copied()
        .filter(|name| !name.is_empty())
        .collect();
    filled.join(" ")
}

#[cfg(feature = "divisions")]
fn by_names(names: &[&str; 3]) -> Option<DivisionCode> {
    let [province, city, district] = names;
    crate::divisions::by_names(province, city, district).map(|division| division.code())
}

#[cfg(not(feature = "divisions"))]
const fn by_names(_: &[&str; 3]) -> Option<DivisionCode> {
    None
}

#[cfg(feature = "divisions")]
fn with_name(code: DivisionCode) -> String {
    match crate::divisions::find(code) {
        Some(division) => format!("{code} {}", division.path()),
        None => code.to_string(),
    }
}

#[cfg(not(feature = "divisions"))]
fn with_name(code: DivisionCode) -> String {
    code.to_string()
}
