//! Checks every request of a plan before anything is sent.

use endpoint_core::{Endpoint, Invalid, Secret};
use idcode_api::operations::{Certificate, Login, ModifyCompanyInfo, SendVerifyInfo};
use registry_model::{IdCode, NameFlaw, UnifiedSocialCreditCode, name_flaw, name_issues};

use super::plan::{
    Completion, OnboardingPlan, RecordSource, RegistrationMethod, SmsSender, Verification,
    is_from_the_future,
};
use super::{division, requests};
use crate::flow::FlowError;

/// The parameters of requests, and the fields of the plan that fill them.
pub(super) const FIELDS: &[(&str, &str)] = &[
    ("ent_name", "company.name"),
    ("companyName", "company.name"),
    ("organunitName", "company.name"),
    ("name", "company.representative"),
    ("province_ID", "company.division"),
    ("city_ID", "company.division"),
    ("area_ID", "company.division"),
    ("loginName", "registration.login_name"),
    ("loginPassword", "registration.password"),
    ("phoneCode", "registration.phone"),
    ("linkPhone", "registration.phone"),
    ("unitIcon", "registration.logo"),
    ("gotoUrl", "registration.goto_url"),
    ("Organizationcode", "certification.number"),
    ("file1", "certification.licence"),
    ("organunitAddress", "completion.address"),
];

/// A stand-in for the unit in requests that are checked before its main code is known.
pub(super) const ANY_UNIT: &str = "i.86.110108.1";

/// Names the field of the plan for an invalid parameter.
fn plan_error(invalid: Invalid) -> FlowError {
    let wire = invalid.names().first().copied().unwrap_or_default();
    let field = FIELDS.iter().find(|(name, _)| *name == wire);
    let reason = match &invalid {
        Invalid::Value { reason, .. } => reason.clone(),
        other => other.to_string(),
    };
    FlowError::plan(field.map_or(wire, |(_, field)| field), reason)
}

fn check(request: &impl Endpoint) -> Result<(), FlowError> {
    request.validate().map_err(plan_error)
}

/// What a plan is checked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct CheckScope {
    /// Whether the password is required; a preview does without.
    pub(super) needs_password: bool,
    /// Whether the unit is registered, so that its division is not checked.
    pub(super) is_registered: bool,
    pub(super) now_ms: u64,
}

/// Checks every request of a plan.
pub(super) fn check_plan(plan: &OnboardingPlan, scope: CheckScope) -> Result<(), FlowError> {
    check_texts(plan)?;
    check_names(plan)?;
    check(&requests::look_up(plan))?;
    match &plan.verification {
        Verification::Skip => {}
        Verification::Known { at_ms, .. } if is_from_the_future(*at_ms, scope.now_ms) => {
            return Err(FlowError::plan(
                "verification.matched_on",
                "is in the future: it is the day on which ent3f returned the result",
            ));
        }
        _ => check(&requests::verify(plan))?,
    }
    if !scope.is_registered {
        division::check(plan)?;
    }
    let unit: IdCode = ANY_UNIT.parse().expect("this is a main code");
    match &plan.registration.method {
        RegistrationMethod::Login {
            name,
            password,
            phone,
            sms,
        } => {
            if *sms != SmsSender::None {
                check(&SendVerifyInfo::new(phone.as_str()))?;
            }
            if password.is_none() && scope.needs_password {
                return Err(FlowError::plan(
                    "registration.password",
                    "is missing; it is the password of the new user",
                ));
            }
            let stand_in = || Secret::from("stand-in");
            let login = Login {
                name: name.clone(),
                password: password.clone().unwrap_or_else(stand_in),
            };
            check(&requests::register_with(plan, login, phone, None))?;
        }
        RegistrationMethod::Licence { .. } => {
            if let Some(request) = requests::register_by_licence(plan) {
                check(&request).map_err(licence_error)?;
            }
        }
    }
    if let Some(certification) = &plan.certification {
        check_number(&certification.certificate, plan.company.credit_code)?;
        check(&requests::certify(certification, unit.clone()))?;
    }
    if let Some(completion) = &plan.completion {
        check_completion(completion, unit)?;
    }
    Ok(())
}

/// Refuses a certificate of another company.
fn check_number(
    certificate: &Certificate,
    company: UnifiedSocialCreditCode,
) -> Result<(), FlowError> {
    let is_of_company = match certificate {
        Certificate::CreditCode(code) => *code == company,
        // A code sent as written may break the rules that connect the two.
        Certificate::OrganizationCode(code) => {
            code.is_as_written() || Some(*code) == company.organization_code()
        }
        _ => true,
    };
    if is_of_company {
        Ok(())
    } else {
        Err(FlowError::plan(
            "certification.number",
            "belongs to another company than `company.credit_code`",
        ))
    }
}

/// Refuses texts with a line break or another control character: they are invisible, and vendors
/// may drop or keep them.
fn check_texts(plan: &OnboardingPlan) -> Result<(), FlowError> {
    let OnboardingPlan {
        company,
        registration,
        completion,
        ..
    } = plan;
    let mut texts = vec![
        ("company.name", Some(&company.name)),
        ("company.representative", Some(&company.representative)),
        ("registration.name_en", registration.name_en.as_ref()),
        ("registration.email", registration.email.as_ref()),
        ("registration.contact", registration.contact.as_ref()),
        ("registration.contact_en", registration.contact_en.as_ref()),
    ];
    match &registration.method {
        RegistrationMethod::Login { name, .. } => {
            texts.push(("registration.login_name", Some(name)))
        }
        RegistrationMethod::Licence { number, .. } => {
            texts.push(("registration.licence_number", Some(number)))
        }
    }
    if let Some(completion) = completion {
        texts.extend([
            ("completion.address", completion.address.as_ref()),
            ("completion.name_en", completion.name_en.as_ref()),
            ("completion.address_en", completion.address_en.as_ref()),
            ("completion.email", completion.email.as_ref()),
            ("completion.contact", completion.contact.as_ref()),
            ("completion.contact_en", completion.contact_en.as_ref()),
            ("completion.office_phone", completion.office_phone.as_ref()),
            ("completion.work_address", completion.work_address.as_ref()),
            (
                "completion.work_address_en",
                completion.work_address_en.as_ref(),
            ),
        ]);
    }
    let is_wrong = |text: &String| text.chars().any(char::is_control);
    match texts
        .into_iter()
        .find(|(_, text)| text.is_some_and(is_wrong))
    {
        None => Ok(()),
        Some((field, _)) => Err(FlowError::plan(
            field,
            "has a line break or another control character",
        )),
    }
}

/// Refuses names with characters that no register has: they are not found anywhere, and stay in the
/// unit's record.
fn check_names(plan: &OnboardingPlan) -> Result<(), FlowError> {
    if plan.names_as_written {
        return Ok(());
    }
    let company = &plan.company;
    for (field, name) in [
        ("company.name", &company.name),
        ("company.representative", &company.representative),
    ] {
        if let Some(fault) = name_issues(name).next() {
            return Err(FlowError::plan(field, fault.to_string()));
        }
        if let Some(flaw) = name_flaw(name).filter(NameFlaw::is_refused) {
            return Err(FlowError::plan(field, flaw.to_string()));
        }
    }
    Ok(())
}

/// Names the field for 309, whose user name is the number of the licence.
fn licence_error(error: FlowError) -> FlowError {
    match error {
        FlowError::Plan { field, reason } if field == "registration.login_name" => {
            FlowError::plan("registration.licence_number", reason)
        }
        other => other,
    }
}

fn check_completion(completion: &Completion, unit: IdCode) -> Result<(), FlowError> {
    match (&completion.address, &completion.record) {
        (None, RecordSource::None) => Err(FlowError::plan(
            "completion.address",
            "is missing, and the plan does not query the register's record",
        )),
        (address, _) => {
            let address = address.clone().unwrap_or_else(|| "stand-in".to_owned());
            check(&ModifyCompanyInfo::new(unit, completion.trade_id, address))
        }
    }
}
