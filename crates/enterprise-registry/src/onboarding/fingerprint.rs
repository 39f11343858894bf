//! Remembers what each step was done with, so that another plan does not pass for that one.
//!
//! A journal says that a step is done, and the plan with what. So the journal keeps, for each field
//! that makes a difference, a check value of what it was: a part of an MD5 over the credit code and
//! the value. What is the company's has 64 bits. What is a person's has 16: hundreds of names share
//! one value, which therefore tells nobody's name to who finds the file, and one change in 65,536
//! goes unnoticed. Contact persons are not compared: more values would tell more, and nothing is
//! verified of them.

use std::collections::BTreeMap;

use idcode_api::operations::Certificate;
use md5::{Digest as _, Md5};
use registry_model::UnifiedSocialCreditCode;

use super::Onboarding;
use super::plan::{
    Certification, Completion, ExistingUnitPolicy, OnboardingPlan, Registration,
    RegistrationMethod, SmsSender,
};
use super::state::OnboardingState;
use crate::flow::{Confirmation, FlowError, Step};

/// The fields of a plan that a step was done with, and their check values.
pub(super) type Fingerprints = BTreeMap<String, String>;

/// The steps whose input is compared.
const BOUND: [Step; 5] = [
    Step::Verify,
    Step::SendSms,
    Step::Register,
    Step::Certify,
    Step::Complete,
];

/// Bytes of a check value.
const OF_COMPANY: usize = 8;
const OF_PERSON: usize = 2;

impl Onboarding {
    /// Notes what a step that is about to begin is done with. The next save writes it.
    pub(super) fn bind(&mut self, step: Step) {
        if let Some(fingerprints) = fingerprints(&self.plan, step) {
            let state = &mut self.engine.state;
            state.fingerprints.insert(step.to_string(), fingerprints);
        }
    }

    /// As [`Onboarding::bind`], where a journal of an older version does not say it.
    pub(super) fn bind_unbound(&mut self, step: Step) {
        if !self
            .engine
            .state
            .fingerprints
            .contains_key(&step.to_string())
        {
            self.bind(step);
        }
    }
}

/// Refuses a plan that says something else than what a step was done with, or may have been.
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
        // A unit that is to be adopted may have another login than the one that was asked for.
        let may_adopt =
            matches!(plan.existing, ExistingUnitPolicy::Adopt(_)) && !state.register.is_done();
        let changed = now.into_iter().find(|(field, value)| {
            if step == Step::Register && may_adopt && [LOGIN, PHONE].contains(&field.as_str()) {
                return false;
            }
            // Of a unit that was found, nothing was sent but its name.
            (!was_found || field == NAME) && before.get(field).is_some_and(|then| then != value)
        });
        if let Some((field, _)) = changed {
            return Err(FlowError::Changed { step, field });
        }
    }
    check_main_code(plan, state)
}

/// Refuses another main code than that of the unit with which the flow went on.
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
        // A code is of no use to a unit that is registered.
        Step::SendSms => !state.send_sms.is_open() && !state.register.is_done(),
        // What was refused has registered nothing.
        Step::Register => state.register.is_unknown() || state.register.is_done(),
        Step::Certify => !state.certify.is_open(),
        Step::Complete => !state.complete.is_open(),
        _ => false,
    }
}

const NAME: &str = "company.name";
const LOGIN: &str = "registration.login_name";
const PHONE: &str = "registration.phone";

/// What a step is done with; `None` where the plan does not want it, or nothing is compared.
fn fingerprints(plan: &OnboardingPlan, step: Step) -> Option<Fingerprints> {
    let company = &plan.company;
    let mut values = Values::of(company.credit_code);
    match step {
        Step::Verify => {
            values.of_company(NAME, &company.name);
            values.of_person("company.representative", &company.representative);
        }
        Step::SendSms => match &plan.registration.method {
            // With 302 each registration has a code of its own.
            RegistrationMethod::Licence { .. }
            | RegistrationMethod::Login {
                sms: SmsSender::Caller,
                ..
            } => return None,
            RegistrationMethod::Login { phone, .. } => values.of_person(PHONE, phone),
        },
        Step::Register => {
            values.of_company(NAME, &company.name);
            registration(&mut values, &plan.registration);
        }
        Step::Certify => certification(&mut values, plan.certification.as_ref()?),
        Step::Complete => completion(&mut values, plan.completion.as_ref()?),
        _ => return None,
    }
    Some(values.fingerprints)
}

fn registration(values: &mut Values, registration: &Registration) {
    let unit_type = registration.unit_type.to_string();
    values.of_company("company.division", registration.locality.to_string());
    values.of_company("registration.unit_type", unit_type);
    values.of_company("registration.name_en", or_empty(&registration.name_en));
    if let RegistrationMethod::Login { name, phone, .. } = &registration.method {
        values.of_person(LOGIN, name);
        values.of_person(PHONE, phone);
    }
    if let RegistrationMethod::Licence {
        number,
        logo,
        goto_url,
        ..
    } = &registration.method
    {
        let logo = logo.as_ref().map(|logo| logo.picture().bytes().to_vec());
        values.of_company("registration.licence_number", number);
        values.of_company("registration.logo", logo.unwrap_or_default());
        values.of_company("registration.goto_url", or_empty(goto_url));
    }
}

fn certification(values: &mut Values, certification: &Certification) {
    let (kind, number) = match &certification.certificate {
        Certificate::CreditCode(code) => ("credit_code", code.to_string()),
        Certificate::OrganizationCode(code) => ("organization_code", code.to_string()),
        Certificate::IndividualBusiness(number) => ("individual_business", number.clone()),
        Certificate::Other(number) => ("other", number.clone()),
        // Of one that is not known here, the picture alone.
        _ => Default::default(),
    };
    values.of_company("certification.certificate", kind);
    values.of_company("certification.number", number);
    values.of_company("certification.licence", certification.licence.content());
}

fn completion(values: &mut Values, completion: &Completion) {
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
        values.of_company(&format!("completion.{field}"), value.unwrap_or_default());
    }
}

fn or_empty(text: &Option<String>) -> &str {
    text.as_deref().unwrap_or_default()
}

/// Check values, being made.
struct Values {
    /// So that one person in two companies has two values.
    of: UnifiedSocialCreditCode,
    fingerprints: Fingerprints,
}

impl Values {
    fn of(company: UnifiedSocialCreditCode) -> Self {
        Self {
            of: company,
            fingerprints: Fingerprints::new(),
        }
    }

    fn of_company(&mut self, field: &str, value: impl AsRef<[u8]>) {
        self.add(field, value.as_ref(), OF_COMPANY);
    }

    fn of_person(&mut self, field: &str, value: impl AsRef<[u8]>) {
        self.add(field, value.as_ref(), OF_PERSON);
    }

    fn add(&mut self, field: &str, value: &[u8], bytes: usize) {
        let mut md5 = Md5::new();
        md5.update(self.of.to_string());
        md5.update([0]);
        md5.update(value);
        let digest = md5.finalize();
        let digits = digest.iter().take(bytes);
        let check = digits.map(|byte| format!("{byte:02x}")).collect();
        self.fingerprints.insert(field.to_owned(), check);
    }
}
