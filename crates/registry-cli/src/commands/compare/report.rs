//! Writes the comparison of two records.

use enterprise_registry::Vendor as _;
use enterprise_registry::idcode::Idcode;
use enterprise_registry::ihuyi::Ihuyi;
use enterprise_registry::model::{Comparison, Enterprise, Finding, Shown, Verdict};
use serde::Serialize;

use super::query::Side;
use crate::error::CommandError;
use crate::format::Format;
use crate::output;

/// The comparison as JSON. `left` and `right` of the findings are ihuyi and IDcode.
#[derive(Serialize)]
pub(super) struct CompareReport {
    pub(super) outcome: Outcome,
    left: VendorSide,
    right: VendorSide,
    findings: Vec<Finding>,
}

/// The result of the comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Outcome {
    /// Both vendors have the company, and no field differs.
    Agree,
    /// Fields differ.
    Differ,
    /// At least one vendor does not have the company.
    Incomplete,
}

/// A vendor, and whether it has the company.
#[derive(Serialize)]
struct VendorSide {
    vendor: &'static str,
    found: bool,
    /// Why it was not found.
    reason: Option<String>,
}

impl CompareReport {
    pub(super) fn new(ihuyi: Side, idcode: Side) -> Self {
        let (left, left_record) = found(Ihuyi::NAME, ihuyi);
        let (right, right_record) = found(Idcode::NAME, idcode);
        let comparison: Comparison = left_record.compare(&right_record);
        let outcome = if !left.found || !right.found {
            Outcome::Incomplete
        } else if comparison.agrees() {
            Outcome::Agree
        } else {
            Outcome::Differ
        };
        Self {
            outcome,
            left,
            right,
            findings: comparison.findings().to_vec(),
        }
    }

    pub(super) fn write(&self, format: Format) -> Result<(), CommandError> {
        if format == Format::Json {
            return output::value(format, self);
        }
        let header = [
            "field",
            "verdict",
            self.left.vendor,
            self.right.vendor,
            "note",
        ];
        let text = |shown: Option<&Shown>| shown.map_or("", Shown::text).to_owned();
        let rows: Vec<Vec<String>> = self
            .findings
            .iter()
            .map(|finding| {
                vec![
                    finding.field().as_str().to_owned(),
                    self.verdict(finding),
                    text(finding.left()),
                    text(finding.right()),
                    finding
                        .note()
                        .map(|note| note.to_string())
                        .unwrap_or_default(),
                ]
            })
            .collect();
        output::records(format, &header.map(str::to_owned), &rows)
    }

    /// The verdict with the vendor's name in place of its side.
    fn verdict(&self, finding: &Finding) -> String {
        match finding.verdict() {
            Verdict::OnlyLeft => format!("only {}", self.left.vendor),
            Verdict::OnlyRight => format!("only {}", self.right.vendor),
            verdict => verdict.to_string(),
        }
    }

    /// The lines for stderr: each vendor without a record, and the outcome.
    pub(super) fn summary(&self) -> Vec<String> {
        let outcome = match self.outcome {
            Outcome::Agree => "the records agree",
            Outcome::Differ => "the records differ",
            Outcome::Incomplete => "there is nothing to compare",
        };
        let mut lines: Vec<String> = [&self.left, &self.right]
            .into_iter()
            .filter_map(|side| {
                let reason = side.reason.as_deref()?;
                Some(format!("{} has no record: {reason}", side.vendor))
            })
            .collect();
        lines.push(outcome.to_owned());
        lines
    }
}

fn found(vendor: &'static str, side: Side) -> (VendorSide, Enterprise) {
    match side {
        Side::Found(enterprise) => (
            VendorSide {
                vendor,
                found: true,
                reason: None,
            },
            *enterprise,
        ),
        Side::NotFound(reason) => (
            VendorSide {
                vendor,
                found: false,
                reason: Some(reason),
            },
            Enterprise::default(),
        ),
    }
}
