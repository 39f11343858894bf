//! Compares two records of one company field by field.

mod field;
mod judge;
mod location;
mod rules;
mod shown;

use core::fmt;

use serde::Serialize;

pub use self::field::Field;
pub use self::shown::Shown;

/// Two records of a company side by side: one [`Finding`] for each field that either has.
///
/// ```
/// use registry_model::jiff::Timestamp;
/// use registry_model::{Enterprise, Field, Note, Provenance, Verdict};
///
/// let now = Timestamp::UNIX_EPOCH;
/// let named = |provenance: Provenance, name: &str| Enterprise {
///     name: Some(provenance.attribute(name.into())),
///     ..Enterprise::default()
/// };
/// let left = named(Provenance::new("ihuyi", "entinfov2.Submit", now), "样例（北京）科技有限公司");
/// let mut right = named(Provenance::new("idcode", "GetCompanyInfo", now), "样例(北京)科技有限公司");
/// right.postal_code = Some(Provenance::new("idcode", "GetCompanyInfo", now).attribute("100080".into()));
///
/// let comparison = left.compare(&right);
/// assert!(comparison.agrees());
/// let name = comparison.agreements().next().unwrap();
/// assert_eq!((name.field(), name.note()), (Field::Name, Some(Note::Normalised)));
/// assert_eq!(comparison.finding(Field::PostalCode).map(|one| one.verdict()), Some(Verdict::OnlyRight));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comparison {
    findings: Vec<Finding>,
}

impl Comparison {
    /// All findings, in the order of the fields.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The finding of one field; `None` where neither record has it.
    #[must_use]
    pub fn finding(&self, field: Field) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.field == field)
    }

    /// Whether no field differs. Undecided fields, and fields that only one record has, do not
    /// count as differences.
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.differences().next().is_none()
    }

    /// The fields that agree. [`Finding::note`] says how if the texts differ.
    pub fn agreements(&self) -> impl Iterator<Item = &Finding> {
        self.with(Verdict::Agrees)
    }

    /// The fields that differ.
    pub fn differences(&self) -> impl Iterator<Item = &Finding> {
        self.with(Verdict::Differs)
    }

    /// The fields that only the left record has.
    pub fn only_left(&self) -> impl Iterator<Item = &Finding> {
        self.with(Verdict::OnlyLeft)
    }

    /// The fields that only the right record has.
    pub fn only_right(&self) -> impl Iterator<Item = &Finding> {
        self.with(Verdict::OnlyRight)
    }

    /// The fields that both records have and that cannot be compared; [`Finding::note`] says why.
    pub fn undecided(&self) -> impl Iterator<Item = &Finding> {
        self.with(Verdict::Undecided)
    }

    fn with(&self, verdict: Verdict) -> impl Iterator<Item = &Finding> {
        self.findings
            .iter()
            .filter(move |finding| finding.verdict == verdict)
    }
}

/// The comparison of one field of two records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    field: Field,
    verdict: Verdict,
    note: Option<Note>,
    left: Option<Shown>,
    right: Option<Shown>,
}

impl Finding {
    /// The field.
    #[must_use]
    pub const fn field(&self) -> Field {
        self.field
    }

    /// Whether they agree.
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// The reason of the verdict, where it has one.
    #[must_use]
    pub const fn note(&self) -> Option<Note> {
        self.note
    }

    /// What the left one says.
    #[must_use]
    pub const fn left(&self) -> Option<&Shown> {
        self.left.as_ref()
    }

    /// What the right one says.
    #[must_use]
    pub const fn right(&self) -> Option<&Shown> {
        self.right.as_ref()
    }
}

/// Whether two records agree on a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Verdict {
    /// They do.
    Agrees,
    /// They do not.
    Differs,
    /// Only the left one knows the field.
    OnlyLeft,
    /// Only the right one knows the field.
    OnlyRight,
    /// Both have a value, and the two cannot be compared.
    Undecided,
}

impl Verdict {
    /// The name in machine-readable output: `agrees`, `differs`, `only_left`, `only_right`,
    /// `undecided`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Agrees => "agrees",
            Self::Differs => "differs",
            Self::OnlyLeft => "only_left",
            Self::OnlyRight => "only_right",
            Self::Undecided => "undecided",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The reason for a verdict, if the texts themselves do not settle it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Note {
    /// Equal but for width, brackets, blanks or case.
    #[serde(rename = "respelt")]
    Normalised,
    /// Same meaning in different words: two forms of a date, of an amount, of a
    /// status, or a division by name and by code.
    SameMeaning,
    /// They agree, where one of them does not state the organisation code but the credit code
    /// that contains it.
    ImpliedByCreditCode,
    /// They differ, but the name of one is a former name by the other.
    FormerName,
    /// Undecided, because a vendor has masked its value.
    Masked,
    /// Undecided, because one says less than the other: a province and a district in it,
    /// an amount without a currency.
    LessExact,
    /// Undecided, because a value could not be read.
    NotRead,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Normalised => "equal but for width, brackets, blanks or case",
            Self::SameMeaning => "the same in other words",
            Self::ImpliedByCreditCode => "contained in the credit code",
            Self::FormerName => "a former name",
            Self::Masked => "masked by its source",
            Self::LessExact => "one says less than the other",
            Self::NotRead => "not understood",
        })
    }
}
