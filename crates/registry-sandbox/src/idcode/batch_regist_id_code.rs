//! 402 BatchRegistIDcode: registers categories of a unit, all or none.

use endpoint_core::{Endpoint, Invalid};
use idcode_api::operations::{BatchRegistIDcode, CategoryApplication, CategoryRegistered};
use idcode_api::{Application, Category, Idcode};

use super::registrations::{Applicant, RegistrationError};
use super::{FAILURE, State, categories, no_such_unit};
use crate::backend::{Backend, Serve};
use crate::rejection::Rejection;

const ROWS: &str = "CategoryRegList";

impl Serve for BatchRegistIDcode {
    fn check(&self) -> Result<(), Invalid> {
        self.validate()?;
        for (row, position) in self.categories.iter().zip(1..) {
            category_of(row).map_err(|why| in_row(position, why))?;
        }
        Ok(())
    }

    fn serve(self, state: &mut State, now_ms: u64) -> Result<Vec<CategoryRegistered>, Rejection> {
        let unit = state.units.find(&self.company).ok_or_else(no_such_unit)?;
        let unit_id = unit.unit.id;
        // One refused row refuses all rows.
        let mut registrations = state.registrations.clone();
        let mut rows = Vec::new();
        for (row, position) in self.categories.into_iter().zip(1..) {
            let invalid = |why| Idcode::invalid(&Self::SPEC, &in_row(position, why));
            let registered = registrations
                .register(Applicant {
                    unit_id,
                    main_code: &self.company,
                    category: category_of(&row).map_err(invalid)?,
                    memo: row.memo,
                    application: row.application,
                    goto_url: row.goto_url,
                    model_name: row.model_name,
                    model_code: row.model_code,
                    at_ms: now_ms,
                })
                .map_err(|error| match error {
                    RegistrationError::Model => {
                        invalid("`ModelNumberCode` must be of letters, digits, `-` and `_`")
                    }
                    RegistrationError::Taken => taken(),
                })?;
            rows.push(CategoryRegistered {
                category_id: Some(row.category_id),
                registration_id: Some(registered.row.id),
            });
        }
        state.registrations = registrations;
        Ok(rows)
    }
}

/// The category of a row, if the row describes it correctly.
fn category_of(row: &CategoryApplication) -> Result<&'static Category, &'static str> {
    let category = categories::find(row.category_id).ok_or("there is no such category")?;
    if category.code_use_id != Some(row.code_use_id) {
        return Err("the category does not belong to this `CodeUse_ID`");
    }
    let given = row.category_code.as_deref().unwrap_or_default().trim();
    if !given.is_empty() && category.code.as_deref() != Some(given) {
        return Err("the category does not have this `CategoryCode`");
    }
    match row.application {
        Application::Registered | Application::Filed => Ok(category),
        _ => Err("`CodePayType` must be 2 or 5"),
    }
}

fn in_row(position: usize, why: &str) -> Invalid {
    Invalid::value(ROWS, format!("row {position}: {why}"))
}

/// The table has no code for it; clients know -4 from a sister operation.
fn taken() -> Rejection {
    Rejection::with_message(
        FAILURE,
        "型号编码已存在！",
        "the unit already has this category and model",
    )
}
