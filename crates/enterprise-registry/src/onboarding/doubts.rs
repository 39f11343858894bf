//! Lists values of a plan that are valid but unlikely to be meant.

use endpoint_core::{Endpoint, Invalid, Secret};
use idcode_api::operations::{Certificate, Login};
use ihuyi_api::Subject;
use registry_model::IdCode;

use super::check::{ANY_UNIT, FIELDS};
use super::plan::{ExistingUnitPolicy, OnboardingPlan, RegistrationMethod};
use super::requests;
use super::state::Record;

/// The fields of a plan for parameters of 301 and 309 that 305 has too.
const REGISTERED: &[(&str, &str)] = &[
    ("organunitNameEn", "registration.name_en"),
    ("email", "registration.email"),
    ("linkMan", "registration.contact"),
    ("linkManEn", "registration.contact_en"),
];

/// The fields of a plan for the same parameters of 305.
const COMPLETED: &[(&str, &str)] = &[
    ("organunitNameEn", "completion.name_en"),
    ("organunitAddressEn", "completion.address_en"),
    ("email", "completion.email"),
    ("linkMan", "completion.contact"),
    ("linkManEn", "completion.contact_en"),
    ("fax", "completion.office_phone"),
    ("unitworkAddress", "completion.work_address"),
    ("unitworkAddressEn", "completion.work_address_en"),
];

/// Lists doubtful values of a request, by field of the plan. The company's names have their own
/// check.
fn doubts_of(request: &impl Endpoint, own: &[(&str, &'static str)]) -> Vec<Invalid> {
    let fields = || own.iter().chain(FIELDS);
    let of = |doubt: Invalid| {
        let wire = doubt.names().first().copied()?.to_owned();
        let (_, field) = fields().find(|(name, _)| *name == wire)?;
        let Invalid::Value { reason, .. } = doubt else {
            return None;
        };
        (!field.starts_with("company.")).then(|| Invalid::value(*field, reason))
    };
    request.doubts().into_iter().filter_map(of).collect()
}

/// Lists doubtful values of a plan by field: see [`OnboardingPlan::doubts`].
pub(super) fn doubts(plan: &OnboardingPlan) -> Vec<Invalid> {
    let in_code = Subject::from(plan.company.credit_code).doubts();
    let mut doubts: Vec<Invalid> = in_code
        .into_iter()
        .map(|doubt| match doubt {
            Invalid::Value { reason, .. } => Invalid::value("company.credit_code", reason),
            other => other,
        })
        .collect();
    if let ExistingUnitPolicy::Adopt(Some(code)) = &plan.existing
        && let Some(rule) = code.broken_rule()
    {
        let reason = format!("sent as written; it is not a valid {rule}");
        doubts.push(Invalid::value("registration.main_code", reason));
    }
    let stand_in = || Secret::from("stand-in");
    match &plan.registration.method {
        RegistrationMethod::Login { name, phone, .. } => {
            let login = Login {
                name: name.clone(),
                password: stand_in(),
            };
            let request = requests::register_with(plan, login, phone, None);
            doubts.extend(doubts_of(&request, REGISTERED));
        }
        RegistrationMethod::Licence { .. } => {
            if let Some(request) = requests::register_by_licence(plan) {
                let licence = [REGISTERED, &[("loginName", "registration.licence_number")]];
                doubts.extend(doubts_of(&request, &licence.concat()));
            }
        }
    }
    let unit: IdCode = ANY_UNIT.parse().expect("this is a main code");
    if let Some(certification) = &plan.certification {
        let is_own_code = matches!(
            &certification.certificate,
            Certificate::CreditCode(code) if *code == plan.company.credit_code
        );
        // Doubts about the company's own code are listed for that code.
        if !is_own_code {
            let request = requests::certify(certification, unit.clone());
            doubts.extend(doubts_of(&request, &[]));
        }
    }
    let record = Record {
        serial: None,
        address: Some("stand-in".to_owned()),
        registered_capital: None,
    };
    if let Some(completion) = &plan.completion
        && let Some(request) = requests::complete(completion, unit, Some(&record))
    {
        doubts.extend(doubts_of(&request, COMPLETED));
    }
    doubts
}
