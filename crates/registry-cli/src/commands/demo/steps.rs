//! Runs the steps of the demonstration in order.

use enterprise_registry::idcode::operations::{
    Certificate, GetCompanyBaseInfo, GetCompanyInfo, GetOrganUnitStatus, Login, Matching,
    ModifyCompanyInfo, RegCompanyInfo, SendVerifyInfo, VerifyCompanyInfo,
};
use enterprise_registry::idcode::{Audit, Idcode, Locality};
use enterprise_registry::ihuyi::Ihuyi;
use enterprise_registry::ihuyi::products::{Ent3fGetNum, Ent3fSubmit};
use enterprise_registry::model::{IdCode, identify};
use enterprise_registry::{Client, Error, File, RefusalKind};
use registry_sandbox::sample::{DEMO, LICENCE_PNG, PERSON, PHONE};

use super::narrator::Narrator;
use crate::commands::verify;
use crate::error::{CommandError, Kind};
use crate::sandbox_sms;
use crate::session::Session;

/// The organisation kind "enterprise", from 105.
const UNIT_TYPE: u64 = 1003;

/// An industry, from 103.
const TRADE: u64 = 1;

const OFFLINE: &str = "offline";

pub(super) async fn all(session: &Session, narrator: &mut Narrator) -> Result<(), CommandError> {
    let ihuyi = session.client::<Ihuyi>()?;
    let idcode = session.client::<Idcode>()?;
    check_identifiers(narrator).await?;
    let before = balance(&ihuyi, narrator, "get the balance of queries").await?;
    verify_company(&ihuyi, narrator).await?;
    look_name_up(&idcode, narrator).await?;
    let sms_code = send_sms(session, &idcode, narrator).await?;
    let unit = register(&idcode, sms_code, narrator).await?;
    upload_licence(&idcode, &unit, narrator).await?;
    complete_data(&idcode, &unit, narrator).await?;
    ask_for_status(&idcode, &unit, narrator).await?;
    ask_for_record(&idcode, &unit, narrator).await?;
    let after = balance(&ihuyi, narrator, "get the cost of the verification").await?;
    narrator.result(format!(
        "charged: {} of {before}",
        before.saturating_sub(after)
    ))
}

async fn check_identifiers(narrator: &mut Narrator) -> Result<(), CommandError> {
    let codes = [
        DEMO.credit_code().to_string(),
        DEMO.organization_code().to_string(),
        DEMO.registration_number().to_string(),
        DEMO.division().to_string(),
    ];
    narrator
        .begin(OFFLINE, "check the identifiers of the company")
        .await?;
    for code in codes {
        let found = identify(&code);
        match found.error() {
            None => narrator.result(format!("{code} is a valid {}", found.kind()))?,
            Some(error) => return Err(CommandError::invalid(format!("{code}: {error}"))),
        }
    }
    Ok(())
}

async fn balance(
    ihuyi: &Client<Ihuyi>,
    narrator: &mut Narrator,
    what: &str,
) -> Result<u64, CommandError> {
    narrator.begin("ihuyi ent3f.GetNum", what).await?;
    let left = ihuyi.call(Ent3fGetNum::new()).await?.num;
    narrator.result(format!("{left} queries"))?;
    Ok(left)
}

async fn verify_company(
    ihuyi: &Client<Ihuyi>,
    narrator: &mut Narrator,
) -> Result<(), CommandError> {
    let what = format!("verify {}, {}", DEMO.name, DEMO.credit_code());
    narrator.begin("ihuyi ent3f.Submit", what).await?;
    let request = Ent3fSubmit::new(DEMO.name, DEMO.credit_code(), DEMO.representative);
    let answer = ihuyi.call(request).await?;
    let serial = answer
        .serial
        .as_ref()
        .map_or("none", |serial| serial.as_str());
    narrator.result(format!("{} (serial {serial})", verify::outcome(&answer)))
}

async fn look_name_up(
    idcode: &Client<Idcode>,
    narrator: &mut Narrator,
) -> Result<(), CommandError> {
    narrator
        .begin("idcode 307 GetCompanyInfo", "look the name up")
        .await?;
    match idcode
        .call(GetCompanyInfo::new(DEMO.name, Matching::Exact))
        .await
    {
        Ok(units) if units.is_empty() => narrator.result("not registered yet"),
        Ok(units) => narrator.result(format!("registered already: {} unit(s)", units.len())),
        Err(Error::Refused(refusal)) if refusal.kind == RefusalKind::NotFound => {
            narrator.result("not registered yet")
        }
        Err(error) => Err(error.into()),
    }
}

async fn send_sms(
    session: &Session,
    idcode: &Client<Idcode>,
    narrator: &mut Narrator,
) -> Result<String, CommandError> {
    narrator
        .begin(
            "idcode 303 SendVerifyInfo",
            format!("send an SMS code to {PHONE}"),
        )
        .await?;
    idcode.call(SendVerifyInfo::new(PHONE)).await?;
    let code = sandbox_sms::code(session, PHONE).await?;
    narrator.result("sent; the demo reads the code from the sandbox instead of a phone")?;
    Ok(code)
}

async fn register(
    idcode: &Client<Idcode>,
    sms_code: String,
    narrator: &mut Narrator,
) -> Result<IdCode, CommandError> {
    let locality = Locality::from_division(DEMO.division());
    narrator
        .begin(
            "idcode 301 RegCompanyInfo",
            format!("register the company in {locality}"),
        )
        .await?;
    let login = Login {
        name: "demo-user".to_owned(),
        password: "demo-password".into(),
    };
    let request = RegCompanyInfo::new(login, DEMO.name, UNIT_TYPE, locality, PHONE)
        .with_contact(PERSON)
        .with_sms_code(sms_code);
    let registered = idcode.call(request).await?;
    let code = registered.main_code.unwrap_or_default();
    // A new code ends with a slash, which queries leave out.
    let unit: IdCode = code.trim_end_matches('/').parse().map_err(|error| {
        CommandError::new(
            Kind::Malformed,
            format!("the new unit has no valid code: {error}"),
        )
    })?;
    narrator.result(format!("registered as {unit}"))?;
    Ok(unit)
}

async fn upload_licence(
    idcode: &Client<Idcode>,
    unit: &IdCode,
    narrator: &mut Narrator,
) -> Result<(), CommandError> {
    let what = format!("upload its licence, {} bytes of PNG", LICENCE_PNG.len());
    narrator.begin("idcode 304 VerifyCompanyInfo", what).await?;
    let certificate = Certificate::CreditCode(DEMO.credit_code());
    let picture = File::new("licence.png", LICENCE_PNG);
    idcode
        .call(VerifyCompanyInfo::new(unit.clone(), certificate, picture))
        .await?;
    narrator.result("accepted")
}

async fn complete_data(
    idcode: &Client<Idcode>,
    unit: &IdCode,
    narrator: &mut Narrator,
) -> Result<(), CommandError> {
    narrator
        .begin("idcode 305 ModifyCompanyInfo", "complete its data")
        .await?;
    idcode
        .call(ModifyCompanyInfo::new(unit.clone(), TRADE, DEMO.address))
        .await?;
    narrator.result(DEMO.address)
}

async fn ask_for_status(
    idcode: &Client<Idcode>,
    unit: &IdCode,
    narrator: &mut Narrator,
) -> Result<(), CommandError> {
    narrator
        .begin("idcode 308 GetOrganUnitStatus", "get the status")
        .await?;
    let status = idcode.call(GetOrganUnitStatus::new(unit.clone())).await?;
    let verified = if status.authentication.is_verified() {
        "verified"
    } else {
        "not verified"
    };
    narrator.result(format!("{verified}, {}", meaning_of(status.audit)))
}

async fn ask_for_record(
    idcode: &Client<Idcode>,
    unit: &IdCode,
    narrator: &mut Narrator,
) -> Result<(), CommandError> {
    narrator
        .begin(
            "idcode 306 GetCompanyBaseInfo",
            format!("get the record of {unit}"),
        )
        .await?;
    let record = idcode.call(GetCompanyBaseInfo::new(unit.clone())).await?;
    let text = |text: Option<String>| text.unwrap_or_default();
    narrator.result(format!("{}, {}", text(record.name), text(record.address)))
}

fn meaning_of(audit: Audit) -> &'static str {
    let code = audit.code().to_string();
    Audit::VALUES
        .iter()
        .find(|(value, _)| *value == code)
        .map_or(
            "in a state that the document does not list",
            |(_, meaning)| meaning,
        )
}
