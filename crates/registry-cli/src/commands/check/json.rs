//! Writes an explained code as an element of the JSON array on stdout.
//!
//! Every code has every member; a code from a list on stdin also has `line`.

use core::fmt;
use std::io;

use enterprise_registry::model::divisions::{self, Division, DivisionState, Era};
use enterprise_registry::model::{DivisionCode, Warnings};
use serde::{Serialize, Serializer};

use super::explanation::Explanation;
use crate::output::Out;

pub(super) fn write(out: &mut Out, explanation: &Explanation<'_>, error: &str) -> io::Result<()> {
    let organization_code = explanation.organization_code();
    let organization_code = organization_code.as_ref().map_or("", |code| code.as_str());
    let element = Element::new(explanation, error, organization_code);
    Ok(serde_json::to_writer(out, &element)?)
}

#[derive(Serialize)]
struct Element<'a> {
    code: &'a str,
    kind: &'static str,
    valid: bool,
    error: Option<&'a str>,
    position: Option<usize>,
    /// The check character that the other characters require.
    expected: Option<char>,
    corrections: Vec<Correction>,
    #[serde(serialize_with = "words")]
    warnings: Warnings,
    holder: Option<&'static str>,
    department: Option<&'static str>,
    organization_code: Option<&'a str>,
    division: Option<DivisionElement>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
}

#[derive(Serialize)]
struct Correction {
    code: String,
    position: Option<usize>,
    proposed: Option<char>,
    lookalike: bool,
}

#[derive(Default, Serialize)]
struct DivisionElement {
    code: Code,
    name: Option<Path>,
    #[serde(rename = "standing")]
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    year: Option<u16>,
    /// Only for a withdrawn division.
    #[serde(skip_serializing_if = "Option::is_none")]
    today: Option<Vec<Code>>,
    #[serde(skip_serializing_if = "is_false")]
    may_be_elsewhere: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    other_meanings: Vec<Meaning>,
    /// The city or province that the digits name if the standard lacks the code.
    #[serde(skip_serializing_if = "Option::is_none")]
    around: Option<Around>,
}

#[derive(Serialize)]
struct Meaning {
    name: Path,
    from: u16,
    until: u16,
}

#[derive(Serialize)]
struct Around {
    code: Code,
    name: Path,
}

impl<'a> Element<'a> {
    fn new(explanation: &'a Explanation<'_>, error: &'a str, organization_code: &'a str) -> Self {
        let found = &explanation.found;
        let credit_code = explanation.credit_code.as_ref();
        Self {
            code: &explanation.shown,
            kind: found.kind().as_str(),
            valid: found.is_valid(),
            error: (!found.is_valid()).then_some(error),
            position: explanation.position(),
            expected: explanation.expected(),
            corrections: corrections(explanation),
            warnings: found.warnings(),
            holder: credit_code.map(|code| code.organisation_kind().as_str()),
            department: credit_code.map(|code| code.department().as_str()),
            organization_code: credit_code.map(|_| organization_code),
            division: explanation
                .division
                .map(|code| DivisionElement::new(code, explanation.place)),
            line: explanation.line,
        }
    }
}

fn corrections(explanation: &Explanation<'_>) -> Vec<Correction> {
    let proposals = explanation.proposals().into_iter();
    let corrections = proposals.map(|proposal| Correction {
        code: proposal.code,
        position: proposal.correction.map(|one| one.position()),
        proposed: proposal.correction.map(|one| one.proposed()),
        // A cleaned code differs in its spelling only.
        lookalike: proposal.correction.is_none_or(|one| one.is_lookalike()),
    });
    corrections.collect()
}

impl DivisionElement {
    fn new(code: DivisionCode, place: Option<Division>) -> Self {
        match place {
            Some(place) => Self::listed(code, place),
            None if code == DivisionCode::NATION => Self {
                code: Code(code),
                state: "nation",
                ..Self::default()
            },
            None => Self {
                code: Code(code),
                state: "unknown",
                around: divisions::enclosing(code).map(|around| Around {
                    code: Code(around.code()),
                    name: Path(around.latest()),
                }),
                ..Self::default()
            },
        }
    }

    fn listed(code: DivisionCode, place: Division) -> Self {
        let meanings = place.other_meanings().map(|era| {
            let (from, until) = era.years();
            Meaning {
                name: Path(era),
                from,
                until: until.unwrap_or(from),
            }
        });
        let element = Self {
            code: Code(code),
            name: Some(Path(place.latest())),
            other_meanings: meanings.collect(),
            ..Self::default()
        };
        match place.state() {
            DivisionState::Withdrawn { year } => Self {
                state: "withdrawn",
                year: Some(year),
                today: Some(place.current().iter().map(|one| Code(one.code())).collect()),
                may_be_elsewhere: place.may_be_elsewhere(),
                ..element
            },
            DivisionState::Bracket => Self {
                state: "bracket",
                ..element
            },
            DivisionState::Zone => Self {
                state: "zone",
                ..element
            },
            _ => Self {
                state: "current",
                ..element
            },
        }
    }
}

/// The six digits, as text.
struct Code(DivisionCode);

impl Default for Code {
    fn default() -> Self {
        Self(DivisionCode::NATION)
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.as_str())
    }
}

/// The names of a division in one era, from the province down, as one text.
struct Path(Era);

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut names = self.0.path().names();
        names.try_for_each(|name| f.write_str(name))
    }
}

impl Serialize for Path {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

fn words<S: Serializer>(warnings: &Warnings, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(warnings.iter().map(|warning| warning.as_str()))
}

/// Takes a reference because serde passes one.
const fn is_false(value: &bool) -> bool {
    !*value
}
