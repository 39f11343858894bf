//! Lists the steps ahead of a flow that issues codes.

use super::items::Items;
use super::plan::{IssueCodesPlan, PictureStyle};
use super::state::{IssueCodesState, RowState};
use crate::flow::{PlannedStep, Preview, Step, StepForecast};

pub(super) fn preview(plan: &IssueCodesPlan, state: &IssueCodesState) -> Preview {
    let mut steps = vec![
        PlannedStep::new(
            Step::Check,
            &[],
            StepForecast::Will,
            "checks the plan and all codes offline",
        ),
        PlannedStep::new(
            Step::LookUp,
            &["404", "403"],
            StepForecast::Will,
            "looks up which categories are registered",
        ),
        PlannedStep::new(
            Step::Apply,
            &["402"],
            StepForecast::from_entry(&state.apply, StepForecast::May),
            match plan.rows.len() {
                1 => "applies for the category unless it is registered".to_owned(),
                more => format!("applies for those of {more} categories that are not registered"),
            },
        ),
    ];
    let unknown = RowState::default();
    for (row, number) in plan.rows.iter().zip(1_u32..) {
        let known = state.rows.get(&row.key()).unwrap_or(&unknown);
        let count = row.items.as_ref().map_or(0, Items::count);
        let (forecast, what) = match &row.items {
            None => (StepForecast::Not, "the plan has no codes for it".to_owned()),
            Some(Items::File { .. }) => (
                StepForecast::from_entry(&known.upload, StepForecast::Will),
                format!("uploads {} of a file", codes(count)),
            ),
            Some(Items::List(_)) => (
                StepForecast::from_entry(&known.upload, StepForecast::Will),
                format!("uploads {} of a list", codes(count)),
            ),
        };
        let step = Step::Upload(number);
        steps.push(PlannedStep::new(step, &["501", "502"], forecast, what));
        if row.items.is_none() {
            continue;
        }
        let forecast = if known.is_converted {
            StepForecast::Done
        } else {
            StepForecast::Will
        };
        let what = "waits until the platform has converted them";
        let step = Step::AwaitConversion(number);
        steps.push(PlannedStep::new(step, &["502", "503"], forecast, what));
        let operations: &[&str] = match row.style {
            None => continue,
            Some(PictureStyle::Plain { .. }) => &["603"],
            Some(PictureStyle::Certified { .. }) => &["605"],
            Some(_) => &["604"],
        };
        let forecast = if known.pictures >= count {
            StepForecast::Done
        } else {
            StepForecast::Will
        };
        let what = match count {
            1 => "fetches the picture unless it is stored".to_owned(),
            more => format!("fetches those of {more} pictures that are not stored"),
        };
        let step = Step::FetchPictures(number);
        steps.push(PlannedStep::new(step, operations, forecast, what));
    }
    Preview { steps }
}

fn codes(count: u64) -> String {
    match count {
        1 => "1 code".to_owned(),
        more => format!("{more} codes"),
    }
}
