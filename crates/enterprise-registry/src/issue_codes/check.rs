//! Checks a plan before anything is sent.

use std::collections::BTreeMap;

use endpoint_core::{Endpoint as _, Invalid};
use idcode_api::operations::BatchRegistIDcode;
use registry_model::IdCode;

use super::items::Items;
use super::plan::IssueCodesPlan;
use super::state::{IssueCodesState, digest_of};
use crate::flow::{FlowError, Step};

/// Checks every request of a plan.
pub(super) fn check(plan: &IssueCodesPlan) -> Result<(), FlowError> {
    if !plan.company.is_main_code() {
        return Err(FlowError::plan(
            "company",
            "must be the main code of a unit, without a category",
        ));
    }
    if plan.rows.is_empty() {
        return Err(FlowError::plan("category", "must have at least one row"));
    }
    let mut met = BTreeMap::new();
    for (row, number) in plan.rows.iter().zip(1_u32..) {
        let field = |name: &str| format!("category[{number}].{name}");
        let is_empty =
            |text: &Option<String>| text.as_deref().is_none_or(|text| text.trim().is_empty());
        if is_empty(&row.application.category_code) {
            return Err(FlowError::plan(field("code"), "must not be empty"));
        }
        if is_empty(&row.application.model_code) {
            return Err(FlowError::plan(field("model_code"), "must not be empty"));
        }
        let model = row.application.model_code.as_deref().unwrap_or_default();
        let is_plain = |next: char| next.is_ascii_alphanumeric() || matches!(next, '-' | '_');
        if !model.trim().chars().all(is_plain) {
            return Err(FlowError::plan(
                field("model_code"),
                "must consist of letters, digits, `-` and `_`: it is part of codes and addresses",
            ));
        }
        if let Some(first) = met.insert(row.key(), number) {
            return Err(FlowError::plan(
                field("model_code"),
                format!("row {first} has the same code use, category and model"),
            ));
        }
        let alone = vec![row.application.clone()];
        BatchRegistIDcode::new(plan.company.clone(), alone)
            .validate()
            .map_err(|invalid| FlowError::plan(field(&name_of(&invalid)), reason_of(invalid)))?;
        if row.style.is_some() {
            let Some(items) = &row.items else {
                return Err(FlowError::plan(field("pictures"), "pictures need codes"));
            };
            check_drawable(items).map_err(|reason| FlowError::plan(field("codes"), reason))?;
        }
    }
    Ok(())
}

/// Lists doubtful values of a plan by field: see [`IssueCodesPlan::doubts`].
pub(super) fn doubts(plan: &IssueCodesPlan) -> Vec<Invalid> {
    let rule = plan.company.broken_rule();
    let mut doubts: Vec<Invalid> = rule
        .map(|rule| {
            Invalid::value(
                "company",
                format!("sent as written; it is not a valid {rule}"),
            )
        })
        .into_iter()
        .collect();
    for (row, number) in plan.rows.iter().zip(1_u32..) {
        for doubt in row.application.doubts() {
            let field = match doubt.names().first() {
                Some(&"ModelNumber") => "model",
                Some(&"CategoryMemo") => "memo",
                Some(&"SampleUrl") => "sample_url",
                _ => "goto_url",
            };
            let field = format!("category[{number}].{field}");
            doubts.push(Invalid::value(field, reason_of(doubt)));
        }
    }
    doubts
}

/// Refuses a goto URL other than that of the application for the category: 402 would not change
/// it.
pub(super) fn check_unchanged(
    plan: &IssueCodesPlan,
    state: &IssueCodesState,
) -> Result<(), FlowError> {
    for (row, number) in plan.rows.iter().zip(1_u32..) {
        let key = row.key();
        // A refused request has registered nothing.
        let was_applied_for = state.applied.contains(&key) || state.apply.is_undecided();
        let known = state.rows.get(&key).filter(|_| was_applied_for);
        let before = known.and_then(|known| known.goto_url.as_deref());
        let now = digest_of(&row.application.goto_url);
        if before.is_some_and(|before| before != now) {
            return Err(FlowError::Changed {
                step: Step::Apply,
                field: format!("category[{number}].goto_url"),
            });
        }
    }
    Ok(())
}

/// Checks that each item can be part of a complete code, which its picture shows.
fn check_drawable(items: &Items) -> Result<(), String> {
    let any: IdCode = "i.86.1/1.1.1"
        .parse()
        .expect("this is the code of a category");
    let unreadable = |error: std::io::Error| format!("the codes cannot be read: {error}");
    for (item, position) in items.codes().map_err(unreadable)?.zip(1_u64..) {
        let item = item.map_err(unreadable)?;
        if any.with_item(&item).is_err() {
            return Err(format!(
                "code {position} cannot be drawn: an item has no slash, and no space at its ends"
            ));
        }
    }
    Ok(())
}

/// The field that an error of 402 means: 402 has one parameter for all of them, and the reason
/// names the member.
fn name_of(invalid: &Invalid) -> String {
    if invalid.to_string().contains("SampleUrl") {
        "sample_url".to_owned()
    } else {
        "goto_url".to_owned()
    }
}

fn reason_of(invalid: Invalid) -> String {
    match invalid {
        Invalid::Value { reason, .. } => reason
            .strip_prefix("row 1: ")
            .map_or_else(|| reason.clone(), str::to_owned),
        other => other.to_string(),
    }
}
