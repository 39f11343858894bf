//! The registrations of units in categories, and the addresses behind their codes.

use idcode_api::{Application, Category, CategoryRegistration};
use registry_model::{DecimalId, IdCode};

use super::goto_urls::{GotoUrl, WhiteList};
use super::lag::Lag;
use super::no_such_registration;
use crate::rejection::Rejection;

/// The first id: ids have 20 digits, as clients have seen.
const FIRST_ID: u128 = 10_050_000_000_000_000_001;

/// A unit's registration in a category.
#[derive(Debug, Clone)]
pub(crate) struct Registration {
    /// The row of 404. Every text is present, empty where nothing is known.
    pub(crate) row: CategoryRegistration,
    /// The code with its category part.
    pub(crate) code: IdCode,
    pub(crate) application: Application,
    pub(crate) goto_url: GotoUrl,
    /// When it was made, by the sandbox's clock.
    at_ms: u64,
}

/// An application, from whichever operation.
pub(super) struct Applicant<'a> {
    pub(super) unit_id: Option<DecimalId>,
    /// Main code of the unit.
    pub(super) main_code: &'a IdCode,
    pub(super) category: &'static Category,
    pub(super) memo: Option<String>,
    pub(super) application: Application,
    pub(super) goto_url: String,
    pub(super) model_name: Option<String>,
    /// The next free number is used where it is absent.
    pub(super) model_code: Option<String>,
    pub(super) at_ms: u64,
}

/// Why a category cannot be registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RegistrationError {
    /// The model code has characters other than letters, digits, hyphens and underscores.
    Model,
    /// The unit already has this category and model.
    Taken,
}

/// Whether a model code has only letters, digits, hyphens and underscores, or is empty. It goes
/// into addresses unencoded (OQ33, OQ36), so it must not be able to add parameters there.
fn is_plain(model_code: &str) -> bool {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    model_code.chars().all(plain)
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Registrations {
    records: Vec<Registration>,
}

impl Registrations {
    /// Registers a category and model of a unit.
    pub(super) fn register(
        &mut self,
        applicant: Applicant<'_>,
    ) -> Result<&Registration, RegistrationError> {
        let Applicant {
            unit_id,
            main_code,
            category,
            memo,
            application,
            goto_url,
            model_name,
            model_code,
            at_ms,
        } = applicant;
        let use_id = category.code_use_id.unwrap_or(DecimalId::new(0));
        let category_code = category.code.as_deref().unwrap_or_default();
        let complete = |model: &str| -> Result<IdCode, RegistrationError> {
            format!("{}/{use_id}.{category_code}.{model}", main_code.unit())
                .parse()
                .map_err(|_| RegistrationError::Model)
        };
        let code = match model_code.as_deref().map(str::trim) {
            Some(model) if !is_plain(model) => return Err(RegistrationError::Model),
            Some(model) if !model.is_empty() => {
                let code = complete(model)?;
                if self.with_code(&code).is_some() {
                    return Err(RegistrationError::Taken);
                }
                code
            }
            _ => {
                let mut number: u64 = 1;
                loop {
                    let code = complete(&number.to_string())?;
                    if self.with_code(&code).is_none() {
                        break code;
                    }
                    number = number.saturating_add(1);
                }
            }
        };
        let count = self.records.len();
        let id = FIRST_ID.saturating_add(u128::try_from(count).unwrap_or(u128::MAX));
        let or_empty = |text: Option<String>| Some(text.unwrap_or_default());
        let model_code = code.category().map(|part| part.model.to_owned());
        let number = count.saturating_add(1);
        self.records.push(Registration {
            row: CategoryRegistration {
                id: DecimalId::new(id),
                unit_id,
                bill_number: Some(format!("B{number:016}")),
                serial_number: Some(format!("{number:016}")),
                code_use_id: Some(use_id),
                category_code: Some(category_code.to_owned()),
                memo: or_empty(memo),
                model_name: or_empty(model_name),
                model_code: or_empty(model_code),
                application: Some(application),
                model_name_en: or_empty(None),
                introduction: or_empty(None),
                complete_code: Some(code.as_str().to_owned()),
                details: None,
                picture_name: None,
            },
            code,
            application,
            goto_url: GotoUrl::new(goto_url),
            at_ms,
        });
        Ok(self.records.last().expect("the line above pushed a record"))
    }

    /// The registrations of a unit, oldest first.
    pub(super) fn of_unit(
        &self,
        unit_id: Option<DecimalId>,
    ) -> impl Iterator<Item = &Registration> {
        self.records
            .iter()
            .filter(move |record| record.row.unit_id == unit_id)
    }

    /// The registrations of a unit that delayed lists show.
    pub(super) fn listed(
        &self,
        unit_id: Option<DecimalId>,
        lag: Lag,
        now_ms: u64,
    ) -> impl Iterator<Item = &Registration> {
        self.of_unit(unit_id)
            .filter(move |record| lag.shows(record.at_ms, now_ms))
    }

    /// The registration of this unit with this id.
    pub(super) fn find(
        &self,
        unit_id: Option<DecimalId>,
        id: DecimalId,
    ) -> Result<&Registration, Rejection> {
        self.of_unit(unit_id)
            .find(|record| record.row.id == id)
            .ok_or_else(no_such_registration)
    }

    /// Like [`Registrations::find`], mutably.
    pub(super) fn find_mut(
        &mut self,
        unit_id: Option<DecimalId>,
        id: DecimalId,
    ) -> Result<&mut Registration, Rejection> {
        self.records
            .iter_mut()
            .find(|record| record.row.unit_id == unit_id && record.row.id == id)
            .ok_or_else(no_such_registration)
    }

    /// The registration of a code, with or without an item.
    pub(crate) fn of_code(&self, code: &IdCode) -> Option<&Registration> {
        let base = code.to_base_code()?;
        let base = base.parse().ok()?;
        self.with_code(&base)
    }

    fn with_code(&self, code: &IdCode) -> Option<&Registration> {
        self.records.iter().find(|record| record.code == *code)
    }

    /// Puts every submitted address in force that the white list has by now.
    pub(super) fn review(&mut self, white_list: &WhiteList) {
        for record in &mut self.records {
            record.goto_url.review(white_list);
        }
    }
}
