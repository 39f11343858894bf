//! Builds the requests of a plan.

use endpoint_core::{Endpoint, Secret};
use idcode_api::operations::{
    GetCompanyInfo, Login, LoginVerify, Matching, ModifyCompanyInfo, RegCompanyInfo, UnitRegist,
    VerifyCompanyInfo,
};
use ihuyi_api::products::{Ent3fSubmit, Entinfov2Submit};
use registry_model::IdCode;

use super::plan::{Certification, Completion, OnboardingPlan, RegistrationMethod};
use super::state::Record;

pub(super) fn verify(plan: &OnboardingPlan) -> Ent3fSubmit {
    let company = &plan.company;
    let request = Ent3fSubmit::new(
        company.name.as_str(),
        company.credit_code,
        company.representative.as_str(),
    );
    if plan.names_as_written {
        request.with_names_as_written()
    } else {
        request
    }
}

pub(super) fn look_up(plan: &OnboardingPlan) -> GetCompanyInfo {
    GetCompanyInfo::new(plan.company.name.as_str(), Matching::Exact)
}

pub(super) fn query_record(plan: &OnboardingPlan) -> Entinfov2Submit {
    Entinfov2Submit::new(plan.company.credit_code)
}

/// The request of 301.
pub(super) fn register_with(
    plan: &OnboardingPlan,
    login: Login,
    phone: &str,
    sms_code: Option<Secret>,
) -> RegCompanyInfo {
    let registration = &plan.registration;
    let mut request = RegCompanyInfo::new(
        login,
        plan.company.name.as_str(),
        registration.unit_type,
        registration.locality,
        phone,
    );
    request.name_en.clone_from(&registration.name_en);
    request.email.clone_from(&registration.email);
    request.contact.clone_from(&registration.contact);
    request.contact_en.clone_from(&registration.contact_en);
    request.sms_code = sms_code;
    if plan.names_as_written {
        request = request.with_names_as_written();
    }
    request
}

/// The request of 309, if the plan registers by licence.
pub(super) fn register_by_licence(plan: &OnboardingPlan) -> Option<UnitRegist> {
    let RegistrationMethod::Licence {
        number,
        phone,
        logo,
        goto_url,
    } = &plan.registration.method
    else {
        return None;
    };
    let registration = &plan.registration;
    let mut request = UnitRegist::new(
        number.as_str(),
        plan.company.name.as_str(),
        registration.unit_type,
        registration.locality,
    );
    request.email.clone_from(&registration.email);
    request.contact.clone_from(&registration.contact);
    request.contact_phone.clone_from(phone);
    request.logo.clone_from(logo);
    request.goto_url.clone_from(goto_url);
    if plan.names_as_written {
        request = request.with_names_as_written();
    }
    Some(request)
}

/// The request of 601 with the login of the plan's unit, if its password is known.
pub(super) fn log_in(plan: &OnboardingPlan) -> Option<LoginVerify> {
    let login = match register_by_licence(plan) {
        Some(request) => Some(Login {
            password: request.initial_password(),
            name: request.login_name,
        }),
        None => plan.registration.method.login(),
    };
    login.map(LoginVerify::new)
}

/// The request of 304.
pub(super) fn certify(certification: &Certification, unit: IdCode) -> VerifyCompanyInfo {
    VerifyCompanyInfo::new(
        unit,
        certification.certificate.clone(),
        certification.licence.clone(),
    )
}

/// The request of 305, with values of the record where the plan has none; `None` if neither has an
/// address.
pub(super) fn complete(
    completion: &Completion,
    unit: IdCode,
    record: Option<&Record>,
) -> Option<ModifyCompanyInfo> {
    let address = completion
        .address
        .clone()
        .or_else(|| record?.address.clone())?;
    let mut request = ModifyCompanyInfo::new(unit, completion.trade_id, address);
    request.registered_capital = completion
        .registered_capital
        .or_else(|| record?.registered_capital);
    request.size = completion.size;
    request.name_en.clone_from(&completion.name_en);
    request.address_en.clone_from(&completion.address_en);
    request.email.clone_from(&completion.email);
    request.contact.clone_from(&completion.contact);
    request.contact_en.clone_from(&completion.contact_en);
    request.office_phone.clone_from(&completion.office_phone);
    request.work_address.clone_from(&completion.work_address);
    request
        .work_address_en
        .clone_from(&completion.work_address_en);
    Some(request)
}
