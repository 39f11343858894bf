//! RegProductIDcodeInfo: registers one product category, as only public clients show it.

use endpoint_core::{Endpoint, Invalid};
use idcode_api::operations::{ProductRegistered, RegProductIDcodeInfo};
use idcode_api::{Application, Category, Idcode};

use super::registrations::{Applicant, RegistrationError};
use super::{State, categories, no_such_unit};
use crate::backend::{Backend, Serve};
use crate::rejection::Rejection;

/// The code for a model code in use, as clients know it.
const TAKEN: i64 = -4;

impl Serve for RegProductIDcodeInfo {
    const ON_REFUSAL: &'static str = r#"{"OrganUnitIDcode":""}"#;

    fn check(&self) -> Result<(), Invalid> {
        self.validate()?;
        category_of(self)?;
        match self.application {
            Application::Registered | Application::Filed => Ok(()),
            _ => Err(Invalid::value("codePayType", "must be 2 or 5")),
        }
    }

    fn serve(self, state: &mut State, now_ms: u64) -> Result<ProductRegistered, Rejection> {
        let unit = state.units.find(&self.company).ok_or_else(no_such_unit)?;
        let invalid = |why: Invalid| Idcode::invalid(&Self::SPEC, &why);
        let category = category_of(&self).map_err(invalid)?;
        let registered = state
            .registrations
            .register(Applicant {
                unit_id: unit.unit.id,
                main_code: &self.company,
                category,
                memo: None,
                application: self.application,
                goto_url: self.goto_url,
                model_name: Some(self.model_name),
                model_code: Some(self.model_code),
                at_ms: now_ms,
            })
            .map_err(|error| match error {
                RegistrationError::Model => invalid(Invalid::value(
                    "modelNumberCode",
                    "must be of letters, digits, `-` and `_`",
                )),
                RegistrationError::Taken => Rejection::with_message(
                    TAKEN,
                    "型号编码已存在！",
                    "the unit already has this category and model",
                ),
            })?;
        Ok(ProductRegistered {
            // With a slash at the end, as clients receive it.
            complete_code: Some(format!("{}/", registered.code)),
            registration_id: Some(registered.row.id),
        })
    }
}

/// The category of the request, if id, use and code belong together.
fn category_of(request: &RegProductIDcodeInfo) -> Result<&'static Category, Invalid> {
    let category = categories::find(request.category_id)
        .ok_or_else(|| Invalid::value("industryCategory_ID", "there is no such category"))?;
    if category.code_use_id != Some(request.code_use_id) {
        return Err(Invalid::value(
            "codeUse_ID",
            "must be the use of the category",
        ));
    }
    if category.code.as_deref() != Some(request.category_code.trim()) {
        return Err(Invalid::value(
            "categoryCode",
            "must be the code of the category",
        ));
    }
    Ok(category)
}
