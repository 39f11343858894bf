//! Judges whether two values say the same.

use std::collections::BTreeSet;

use super::{Note, Verdict};
use crate::capital::Capital;
use crate::company_name::normalised;
use crate::date::RegistryDate;
use crate::operating_status::{OperatingStatus, RegistrationState};
use crate::personal::PersonalText;

/// A verdict, and how it came about.
pub(super) type Judged = (Verdict, Option<Note>);

const AGREES: Judged = (Verdict::Agrees, None);
const DIFFERS: Judged = (Verdict::Differs, None);

pub(super) const fn agrees(note: Note) -> Judged {
    (Verdict::Agrees, Some(note))
}

pub(super) const fn undecided(note: Note) -> Judged {
    (Verdict::Undecided, Some(note))
}

/// Equal or not, by the letter.
pub(super) fn exact<T: PartialEq>(left: &T, right: &T) -> Judged {
    if left == right { AGREES } else { DIFFERS }
}

/// Texts, with and without differences of typing.
pub(super) fn texts(left: &str, right: &str) -> Judged {
    if left == right {
        AGREES
    } else if normalised(left) == normalised(right) {
        agrees(Note::Normalised)
    } else {
        DIFFERS
    }
}

/// Texts about persons; either may be masked. The part in front of the stars has to fit; the
/// rest is unknown.
pub(super) fn persons(left: &PersonalText, right: &PersonalText) -> Judged {
    let judged = texts(left.expose(), right.expose());
    if judged.0 == Verdict::Agrees && !left.is_masked() {
        return judged;
    }
    if !left.is_masked() && !right.is_masked() {
        return judged;
    }
    let (left, right) = (normalised(left.expose()), normalised(right.expose()));
    let fits = left
        .chars()
        .zip(right.chars())
        .take_while(|pair| pair.0 != '*' && pair.1 != '*')
        .all(|(left, right)| left == right);
    if fits {
        undecided(Note::Masked)
    } else {
        DIFFERS
    }
}

/// Days in whatever form.
pub(super) fn dates(left: &RegistryDate, right: &RegistryDate) -> Judged {
    if left == right {
        AGREES
    } else if left.is_same_day(right) {
        agrees(Note::SameMeaning)
    } else if left.is_read() && right.is_read() {
        DIFFERS
    } else {
        undecided(Note::NotRead)
    }
}

/// Amounts in whatever form.
pub(super) fn capitals(left: &Capital, right: &Capital) -> Judged {
    if left == right {
        return AGREES;
    }
    if left.is_same(right) {
        return agrees(Note::SameMeaning);
    }
    match (left.ten_thousands(), right.ten_thousands()) {
        (Some(one), Some(other)) if one != other => DIFFERS,
        (Some(_), Some(_)) if left.currency().is_some() && right.currency().is_some() => DIFFERS,
        (Some(_), Some(_)) => undecided(Note::LessExact),
        _ => undecided(Note::NotRead),
    }
}

/// Statuses in whatever words.
pub(super) fn statuses(left: &OperatingStatus, right: &OperatingStatus) -> Judged {
    let judged = texts(left.as_str(), right.as_str());
    if judged.0 == Verdict::Agrees {
        return judged;
    }
    match (left.registration_state(), right.registration_state()) {
        (RegistrationState::NotRead, _) | (_, RegistrationState::NotRead) => {
            undecided(Note::NotRead)
        }
        (one, other) if one == other => agrees(Note::SameMeaning),
        _ => DIFFERS,
    }
}

/// Lists without order, each element as text. Lists about persons, one of them masked, are judged
/// as the texts are.
pub(super) fn sets(left: &[String], right: &[String], is_personal: bool) -> Judged {
    let is_masked = |list: &[String]| list.iter().any(|one| one.contains(['*', '＊']));
    if is_personal && (is_masked(left) || is_masked(right)) {
        return undecided(Note::Masked);
    }
    let exact = |list: &[String]| -> BTreeSet<String> { list.iter().cloned().collect() };
    let spelt =
        |list: &[String]| -> BTreeSet<String> { list.iter().map(|one| normalised(one)).collect() };
    if exact(left) == exact(right) {
        AGREES
    } else if spelt(left) == spelt(right) {
        agrees(Note::Normalised)
    } else {
        DIFFERS
    }
}
