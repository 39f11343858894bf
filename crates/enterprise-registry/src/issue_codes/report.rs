//! What has come of an issue of codes.

use registry_model::{DecimalId, IdCode};
use serde::Serialize;

use super::plan::{IssueCodesPlan, PlanRow};
use super::state::{IssueCodesState, RowState};
use crate::flow::{Step, StepReport};

/// What is known of each row of a plan, in its order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct IssueCodesReport {
    /// The rows.
    pub rows: Vec<RowReport>,
}

/// What is known of one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RowReport {
    /// The registration: what 501 and 602 take.
    pub registration: Option<DecimalId>,
    /// The code of the category, without an item.
    pub complete_code: Option<IdCode>,
    /// The upload: what 503 takes.
    pub upload: Option<DecimalId>,
    /// How many codes were uploaded.
    pub codes: Option<u64>,
    /// Whether the platform has converted them.
    pub converted: bool,
    /// How many of their pictures are there.
    pub pictures: u64,
}

pub(super) fn report(plan: &IssueCodesPlan, state: &IssueCodesState) -> IssueCodesReport {
    let nothing = RowState::default();
    let of = |row: &PlanRow| state.rows.get(&row.key()).unwrap_or(&nothing).clone();
    let rows = plan.rows.iter().map(of).map(|row| RowReport {
        registration: row.registration.as_ref().map(|found| found.id),
        complete_code: row.registration.and_then(|found| found.complete_code),
        upload: row.upload_id,
        codes: row.upload.outcome().map(|outcome| outcome.codes),
        converted: row.is_converted,
        pictures: row.pictures,
    });
    IssueCodesReport {
        rows: rows.collect(),
    }
}

pub(super) fn steps(plan: &IssueCodesPlan, state: &IssueCodesState) -> Vec<StepReport> {
    let mut steps = vec![StepReport::new(Step::Apply, &state.apply, None)];
    let nothing = RowState::default();
    for (row, number) in plan.rows.iter().zip(1_u32..) {
        let known = state.rows.get(&row.key()).unwrap_or(&nothing);
        steps.push(StepReport::new(Step::Upload(number), &known.upload, None));
    }
    steps
}
