//! Reads the plan of an onboarding.

use enterprise_registry::flow::path_text;
use enterprise_registry::idcode::operations::{Certificate, UnitSize};
use enterprise_registry::idcode::{Locality, Logo};
use enterprise_registry::model::{DivisionCode, UnifiedSocialCreditCode};
use enterprise_registry::onboarding::{
    Company, Completion, ExistingUnitPolicy, Goal, OnboardingPlan, RecordSource, Registration,
    RegistrationMethod, SmsSender,
};
use enterprise_registry::{File, Secret};

use super::verification::verification;
use crate::error::CommandError;
use crate::flows::schedule::schedules;
use crate::global_options::Global;
use crate::toml_file::{Section, TomlFile};

/// A plan, with the files that it names and that are missing.
pub(super) struct ReadPlan {
    pub(super) plan: OnboardingPlan,
    /// Missing files. A dry run does not need them.
    pub(super) missing: Vec<Missing>,
    /// The phone that receives the SMS.
    pub(super) phone: Option<String>,
}

pub(super) struct Missing {
    pub(super) field: &'static str,
    pub(super) reason: String,
}

/// Reads a plan, with the password from the environment.
///
/// Notes on stderr what it replaces in names.
pub(super) fn read(
    global: &Global,
    file: &TomlFile,
    password: Option<Secret>,
) -> Result<ReadPlan, CommandError> {
    let root = file.root()?;
    let whole = Section::root(file, &root);
    let mut missing = Vec::new();
    let section = whole.section("company")?;
    let company = company(global, &section)?;
    let names_as_written = section.is_as_written()?;
    let division = division(whole.section("company")?, &company)?;
    let registering = whole.section("registration")?;
    let existing = existing(&registering)?;
    let (registration, phone) = registration(registering, division, password, &mut missing)?;
    let mut plan = OnboardingPlan::new(company, registration)
        .with_verification(verification(whole.section("verification")?)?)
        .with_existing(existing);
    plan.names_as_written = names_as_written;
    plan = certification(whole.section("certification")?, plan, &mut missing)?;
    if let Some(completion) = completion(whole.section("completion")?)? {
        plan = plan.with_completion(completion);
    }
    plan = with_waiting(whole.section("waiting")?, plan)?;
    whole.refuse_unknown()?;
    Ok(ReadPlan {
        plan,
        missing,
        phone,
    })
}

fn company(global: &Global, section: &Section<'_>) -> Result<Company, CommandError> {
    let required = |key| section.missing(key);
    Ok(Company {
        name: section
            .company_name(global, "name")?
            .ok_or_else(|| required("name"))?,
        credit_code: section
            .identifier("credit_code")?
            .ok_or_else(|| required("credit_code"))?,
        representative: section
            .company_name(global, "representative")?
            .unwrap_or_default(),
    })
}

fn division(section: Section<'_>, company: &Company) -> Result<Locality, CommandError> {
    let given: Option<DivisionCode> = section.parsed("division")?;
    for key in ["name", "credit_code", "representative"] {
        section.text(key)?;
    }
    let division = given
        .or_else(|| company.credit_code.division())
        .ok_or_else(|| section.missing("division"))?;
    section.is_as_written()?;
    section.refuse_unknown()?;
    Ok(Locality::from_division(division))
}

fn existing(section: &Section<'_>) -> Result<ExistingUnitPolicy, CommandError> {
    let main_code = section.identifier("main_code")?;
    let adopts = section.one_of("existing", &[("ask", false), ("adopt", true)])?;
    match (adopts, main_code) {
        (Some(true), main_code) => Ok(ExistingUnitPolicy::Adopt(main_code)),
        (_, None) => Ok(ExistingUnitPolicy::Ask),
        (_, Some(_)) => Err(section.invalid("main_code", "needs existing = \"adopt\"")),
    }
}

fn registration(
    section: Section<'_>,
    locality: Locality,
    password: Option<Secret>,
    missing: &mut Vec<Missing>,
) -> Result<(Registration, Option<String>), CommandError> {
    if section.text("password").is_err() || section.text("password")?.is_some() {
        return Err(section
            .invalid("password", "does not belong in a plan")
            .with_remedy("set it in the environment, as ENTREG_LOGIN_PASSWORD"));
    }
    let unit_type: u64 = section
        .whole_number("unit_type")?
        .ok_or_else(|| section.missing("unit_type"))?;
    let by_licence = section
        .one_of("way", &[("login", false), ("licence", true)])?
        .unwrap_or(false);
    let phone = section.text("phone")?;
    let login_name = section.text("login_name")?;
    let sms = section.one_of(
        "sms",
        &[
            ("platform", SmsSender::Platform),
            ("own", SmsSender::Caller),
            ("none", SmsSender::None),
        ],
    )?;
    let licence_number = section.text("licence_number")?;
    let logo = section.path("logo")?;
    let goto_url = section.text("goto_url")?;
    let contact_en = section.text("contact_en")?;
    let name_en = section.text("name_en")?;
    // A field of the other way would be ignored silently.
    let (others, way) = if by_licence {
        let others = [
            ("login_name", login_name.is_some()),
            ("sms", sms.is_some()),
            ("contact_en", contact_en.is_some()),
            ("name_en", name_en.is_some()),
        ];
        (others.to_vec(), "login")
    } else {
        let others = [
            ("licence_number", licence_number.is_some()),
            ("logo", logo.is_some()),
            ("goto_url", goto_url.is_some()),
        ];
        (others.to_vec(), "licence")
    };
    if let Some((key, _)) = others.into_iter().find(|(_, is_present)| *is_present) {
        return Err(section.invalid(key, format!("needs way = \"{way}\"")));
    }
    let is_missing = |key: &str| section.missing(key);
    let method = if by_licence {
        RegistrationMethod::Licence {
            number: licence_number.ok_or_else(|| is_missing("licence_number"))?,
            phone: phone.clone(),
            logo: logo.map(|path| Logo::new(content(&path, "registration.logo", missing))),
            goto_url,
        }
    } else {
        RegistrationMethod::Login {
            name: login_name.ok_or_else(|| is_missing("login_name"))?,
            password,
            phone: phone.clone().ok_or_else(|| is_missing("phone"))?,
            sms: sms.unwrap_or(SmsSender::Platform),
        }
    };
    let mut registration = Registration::new(unit_type, locality, method);
    registration.contact = section.text("contact")?;
    registration.contact_en = contact_en;
    registration.email = section.text("email")?;
    registration.name_en = name_en;
    // Read above, by `existing`.
    section.text("existing")?;
    section.text("main_code")?;
    section.is_as_written()?;
    section.refuse_unknown()?;
    Ok((registration, phone))
}

/// The bytes of a file. For a missing file, notes it and returns a placeholder, which is never
/// sent: a dry run sends nothing, and a run does not begin.
fn content(path: &std::path::Path, field: &'static str, missing: &mut Vec<Missing>) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|error| {
        let reason = format!("the file {} cannot be read: {error}", path_text(path));
        missing.push(Missing { field, reason });
        vec![0]
    })
}

fn certification(
    section: Section<'_>,
    plan: OnboardingPlan,
    missing: &mut Vec<Missing>,
) -> Result<OnboardingPlan, CommandError> {
    #[derive(Clone, Copy)]
    enum Kind {
        CreditCode,
        OrganizationCode,
        IndividualBusiness,
        Other,
    }

    if !section.is_present() {
        return Ok(plan);
    }
    let kind = section
        .one_of(
            "certificate",
            &[
                ("credit_code", Kind::CreditCode),
                ("organization_code", Kind::OrganizationCode),
                ("individual_business", Kind::IndividualBusiness),
                ("other", Kind::Other),
            ],
        )?
        .unwrap_or(Kind::CreditCode);
    let code: UnifiedSocialCreditCode = plan.company.credit_code;
    let certificate = match kind {
        Kind::CreditCode => Certificate::CreditCode(section.identifier("number")?.unwrap_or(code)),
        Kind::OrganizationCode => Certificate::OrganizationCode(
            section
                .identifier("number")?
                .or_else(|| code.organization_code())
                .ok_or_else(|| section.missing("number"))?,
        ),
        Kind::IndividualBusiness => Certificate::IndividualBusiness(section.required("number")?),
        Kind::Other => Certificate::Other(section.required("number")?),
    };
    // `as_written` applies to numbers with rules.
    section.is_as_written()?;
    let path = section
        .path("licence")?
        .ok_or_else(|| section.missing("licence"))?;
    let licence = File::new(
        File::name_of(&path),
        content(&path, "certification.licence", missing),
    );
    section.refuse_unknown()?;
    Ok(plan.with_certification(certificate, licence))
}

fn completion(section: Section<'_>) -> Result<Option<Completion>, CommandError> {
    if !section.is_present() {
        return Ok(None);
    }
    let trade: u64 = section
        .whole_number("trade")?
        .ok_or_else(|| section.missing("trade"))?;
    let record = if section.flag("from_register")?.unwrap_or(false) {
        RecordSource::Ask
    } else {
        RecordSource::None
    };
    let mut completion = Completion::from_record(trade, record);
    completion.address = section.text("address")?;
    completion.registered_capital = section.whole_number("registered_capital")?;
    let sizes = [
        ("up_to_50", UnitSize::UpTo50),
        ("up_to_100", UnitSize::UpTo100),
        ("up_to_500", UnitSize::UpTo500),
        ("over_500", UnitSize::Over500),
    ];
    if let Some(size) = section.one_of("size", &sizes)? {
        completion.size = size;
    }
    completion.name_en = section.text("name_en")?;
    completion.address_en = section.text("address_en")?;
    completion.email = section.text("email")?;
    completion.contact = section.text("contact")?;
    completion.contact_en = section.text("contact_en")?;
    completion.office_phone = section.text("office_phone")?;
    completion.work_address = section.text("work_address")?;
    completion.work_address_en = section.text("work_address_en")?;
    section.refuse_unknown()?;
    Ok(Some(completion))
}

fn with_waiting(
    section: Section<'_>,
    plan: OnboardingPlan,
) -> Result<OnboardingPlan, CommandError> {
    let goals = [
        ("verified", Goal::Verified),
        ("approved", Goal::Approved),
        ("nothing", Goal::None),
    ];
    let goal = section.one_of("until", &goals)?.unwrap_or(Goal::Verified);
    let (schedule, lookup_policy) = schedules(&section)?;
    section.refuse_unknown()?;
    Ok(plan
        .with_goal(goal)
        .with_schedule(schedule)
        .with_lookup_policy(lookup_policy))
}
