//! Fingerprints of the input of each step, to detect a changed plan.
//!
//! A journal says which steps are done; the input of a step is in the plan. So the journal holds a
//! fingerprint of each field that makes a difference: part of an MD5 over the credit code and the
//! value. Fingerprints of company data have 64 bits. Those of personal data have 16: hundreds of
//! names share one fingerprint, so the file reveals no name, and one change in 65,536 goes
//! unnoticed. Contact persons have no fingerprint: nothing about them is verified, and every
//! further value would reveal more.

use idcode_api::operations::Certificate;
use md5::{Digest as _, Md5};
use registry_model::UnifiedSocialCreditCode;

use super::plan::{
    Certification, Completion, ExistingUnitPolicy, OnboardingPlan, Registration,
    RegistrationMethod, SmsSender,
};
use super::state::{Fingerprints, OnboardingState};
use crate::flow::{Confirmation, FlowError, Step};

/// The steps whose input has fingerprints.
const BOUND: [Step; 5] = [
    Step::Verify,
    Step::SendSms,
    Step::Register,
    Step::Certify,
    Step::Complete,
];

/// Bytes of a fingerprint.
const COMPANY_BYTES: usize = 8;
const PERSON_BYTES: usize = 2;

impl OnboardingState {
    /// Records the fingerprints of a step that is about to begin. The next save writes them.
    pub(super) fn record_fingerprints(&mut self, plan: &OnboardingPlan, step: Step) {
        if let Some(fingerprints) = fingerprints(plan, step) {
            self.fingerprints.insert(step.to_string(), fingerprints);
        }
    }

    /// Records the fingerprints of a step that a journal of an older version has without them.
    pub(super) fn record_missing_fingerprints(&mut self, plan: &OnboardingPlan, step: Step) {
        if !self.fingerprints.contains_key(&step.to_string()) {
            self.record_fingerprints(plan, step);
        }
    }
}

/// Refuses a plan that differs from the input of a step that is done or begun.
pub(super) fn check(plan: &OnboardingPlan, state: &OnboardingState) -> Result<(), FlowError> {
    for step in BOUND {
        if !has_begun(state, step) {
            continue;
        }
        let Some(now) = fingerprints(plan, step) else {
            continue;
        };
        let Some(before) = state.fingerprints.get(&step.to_string()) else {
            return Err(FlowError::Unbound { step });
        };
        let was_found = step == Step::Register && state.register.how() == Some(Confirmation::Found);
        // The unit to adopt may have another login than the plan had.
        let may_adopt =
            matches!(plan.existing, ExistingUnitPolicy::Adopt(_)) && !state.register.is_done();
        let changed = now.into_iter().find(|(field, value)| {
            if step == Step::Register && may_adopt && [LOGIN, PHONE].contains(&field.as_str()) {
                return false;
            }
            // For a unit that was found, only the name was sent.
            (!was_found || field == NAME) && before.get(field).is_some_and(|then| then != value)
        });
        if let Some((field, _)) = changed {
            return Err(FlowError::Changed { step, field });
        }
    }
    check_main_code(plan, state)
}

/// Refuses a main code other than that of the unit of this journal.
fn check_main_code(plan: &OnboardingPlan, state: &OnboardingState) -> Result<(), FlowError> {
    let known = state.register.outcome();
    let known = known.and_then(|registered| registered.main_code.as_ref());
    match (&plan.existing, known) {
        (ExistingUnitPolicy::Adopt(Some(wanted)), Some(known)) if wanted != known => {
            Err(FlowError::Changed {
                step: Step::Register,
                field: "registration.main_code".to_owned(),
            })
        }
        _ => Ok(()),
    }
}

fn has_begun(state: &OnboardingState, step: Step) -> bool {
    match step {
        Step::Verify => !state.verify.is_open(),
        // A registered unit needs no SMS code.
        Step::SendSms => !state.send_sms.is_open() && !state.register.is_done(),
        // A refused request has registered nothing.
        Step::Register => state.register.is_unknown() || state.register.is_done(),
        Step::Certify => !state.certify.is_open(),
        Step::Complete => !state.complete.is_open(),
        _ => false,
    }
}

const NAME: &str = "company.name";
const LOGIN: &str = "registration.login_name";
const PHONE: &str = "registration.phone";

/// The fingerprints of a step's input; `None` if the plan leaves the step out or its input is not
/// compared.
fn fingerprints(plan: &OnboardingPlan, step: Step) -> Option<Fingerprints> {
    let company = &plan.company;
    let mut values = FingerprintBuilder::new(company.credit_code);
    match step {
        Step::Verify => {
            values.add_company_value(NAME, &company.name);
            values.add_personal_value("company.representative", &company.representative);
        }
        Step::SendSms => match &plan.registration.method {
            // With 302 each registration has its own code.
            RegistrationMethod::Licence { .. }
            | RegistrationMethod::Login {
                sms: SmsSender::Caller,
                ..
            } => return None,
            RegistrationMethod::Login { phone, .. } => values.add_personal_value(PHONE, phone),
        },
        Step::Register => {
            values.add_company_value(NAME, &company.name);
            registration(&mut values, &plan.registration);
        }
        Step::Certify => certification(&mut values, plan.certification.as_ref()?),
        Step::Complete => completion(&mut values, plan.completion.as_ref()?),
        _ => return None,
    }
    Some(values.fingerprints)
}

fn registration(values: &mut FingerprintBuilder, registration: &Registration) {
    let unit_type = registration.unit_type.to_string();
    values.add_company_value("company.division", registration.locality.to_string());
    values.add_company_value("registration.unit_type", unit_type);
    values.add_company_value("registration.name_en", or_empty(&registration.name_en));
    if let RegistrationMethod::Login { name, phone, .. } = &registration.method {
        values.add_personal_value(LOGIN, name);
        values.add_personal_value(PHONE, phone);
    }
    if let RegistrationMethod::Licence {
        number,
        logo,
        goto_url,
        ..
    } = &registration.method
    {
        let logo = logo.as_ref().map(|logo| logo.picture().bytes().to_vec());
        values.add_company_value("registration.licence_number", number);
        values.add_company_value("registration.logo", logo.unwrap_or_default());
        values.add_company_value("registration.goto_url", or_empty(goto_url));
    }
}

fn certification(values: &mut FingerprintBuilder, certification: &Certification) {
    let (kind, number) = match &certification.certificate {
        Certificate::CreditCode(code) => ("credit_code", code.to_string()),
        Certificate::OrganizationCode(code) => ("organization_code", code.to_string()),
        Certificate::IndividualBusiness(number) => ("individual_business", number.clone()),
        Certificate::Other(number) => ("other", number.clone()),
        // For an unknown kind, only the picture is compared.
        _ => Default::default(),
    };
    values.add_company_value("certification.certificate", kind);
    values.add_company_value("certification.number", number);
    values.add_company_value("certification.licence", certification.licence.content());
}

fn completion(values: &mut FingerprintBuilder, completion: &Completion) {
    let capital = completion.registered_capital;
    let capital = capital.map(|capital| capital.to_string());
    for (field, value) in [
        ("trade", Some(completion.trade_id.to_string())),
        ("address", completion.address.clone()),
        ("registered_capital", capital),
        ("size", Some(completion.size.code().to_string())),
        ("name_en", completion.name_en.clone()),
        ("address_en", completion.address_en.clone()),
        ("work_address", completion.work_address.clone()),
        ("work_address_en", completion.work_address_en.clone()),
    ] {
        values.add_company_value(&format!("completion.{field}"), value.unwrap_or_default());
    }
}

fn or_empty(text: &Option<String>) -> &str {
    text.as_deref().unwrap_or_default()
}

/// Collects fingerprints.
struct FingerprintBuilder {
    /// Salts the values, so that one person in two companies has two fingerprints.
    company: UnifiedSocialCreditCode,
    fingerprints: Fingerprints,
}

impl FingerprintBuilder {
    fn new(company: UnifiedSocialCreditCode) -> Self {
        Self {
            company,
            fingerprints: Fingerprints::new(),
        }
    }

    fn add_company_value(&mut self, field: &str, value: impl AsRef<[u8]>) {
        self.add(field, value.as_ref(), COMPANY_BYTES);
    }

    fn add_personal_value(&mut self, field: &str, value: impl AsRef<[u8]>) {
        self.add(field, value.as_ref(), PERSON_BYTES);
    }

    fn add(&mut self, field: &str, value: &[u8], bytes: usize) {
        let mut md5 = Md5::new();
        md5.update(self.company.to_string());
        md5.update([0]);
        md5.update(value);
        let digest = md5.finalize();
        let digits = digest.iter().take(bytes);
        let fingerprint = digits.map(|byte| format!("{byte:02x}")).collect();
        self.fingerprints.insert(field.to_owned(), fingerprint);
    }
}
