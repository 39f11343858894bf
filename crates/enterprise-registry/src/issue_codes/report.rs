//! Reports the rows and steps of a flow that issues codes.

use registry_model::{DecimalId, IdCode};
use serde::Serialize;

use super::plan::{IssueCodesPlan, PlanRow};
use super::state::{IssueCodesState, RowState};
use crate::flow::{Step, StepReport};

/// The state of each row of a plan, in its order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct IssueCodesReport {
    /// The rows.
    pub rows: Vec<RowReport>,
}

/// The state of one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RowReport {
    /// Id of the registration, as 501 and 602 take it.
    pub registration: Option<DecimalId>,
    /// Complete code of the category, without an item.
    pub complete_code: Option<IdCode>,
    /// Id of the upload, as 503 takes it.
    pub upload: Option<DecimalId>,
    /// Number of codes uploaded.
    pub codes: Option<u64>,
    /// Whether the platform has converted them.
    pub converted: bool,
    /// Number of pictures stored.
    pub pictures: u64,
}

pub(super) fn report(plan: &IssueCodesPlan, state: &IssueCodesState) -> IssueCodesReport {
    let unknown = RowState::default();
    let of = |row: &PlanRow| state.rows.get(&row.key()).unwrap_or(&unknown).clone();
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
    let unknown = RowState::default();
    for (row, number) in plan.rows.iter().zip(1_u32..) {
        let known = state.rows.get(&row.key()).unwrap_or(&unknown);
        steps.push(StepReport::new(Step::Upload(number), &known.upload, None));
    }
    steps
}
