//! Queries both vendors for a company, the free one first.

use enterprise_registry::idcode::operations::{GetCompanyBaseInfo, GetCompanyInfo, Matching};
use enterprise_registry::idcode::{Idcode, Unit};
use enterprise_registry::ihuyi::products::Entinfov2Submit;
use enterprise_registry::ihuyi::{Ihuyi, Subject};
use enterprise_registry::model::jiff::Timestamp;
use enterprise_registry::model::{CompanyName, Enterprise, IdCode, repaired_name};
use enterprise_registry::{Client, Endpoint, Error, RefusalKind};

use crate::error::CommandError;
use crate::session::Session;

/// How the company is identified.
pub(super) enum Company {
    /// By its main code at IDcode.
    Unit(IdCode),
    /// By the subject of the ihuyi query, and possibly the main code too.
    Subject(Box<Subject>, Option<IdCode>),
}

/// A vendor's record of the company, or the reason why it has none.
pub(super) enum Side {
    Found(Box<Enterprise>),
    NotFound(String),
}

/// The records of both vendors.
pub(super) struct BothSides {
    pub(super) ihuyi: Side,
    pub(super) idcode: Side,
    /// An error after a query was paid for: the paid record is shown all the same.
    pub(super) failure: Option<CommandError>,
}

/// Queries both vendors. IDcode comes first if possible: it is free, and a failure there saves a
/// paid query.
pub(super) async fn both(session: &Session, company: Company) -> Result<BothSides, CommandError> {
    // Both clients must exist before anything is paid for.
    let idcode = session.client::<Idcode>()?;
    let ihuyi = session.client::<Ihuyi>()?;
    let (subject, unit) = match company {
        Company::Unit(code) => {
            let unit = idcode.call(GetCompanyBaseInfo::new(code)).await?;
            let name = unit.name.clone().ok_or_else(|| {
                CommandError::invalid("IDcode has no name for this unit to query ihuyi with")
                    .with_remedy("give the company's credit code, and the main code with --unit")
            })?;
            // The register would not find a name with invisible characters.
            let name = repaired_name(&name).map_err(|fault| {
                CommandError::invalid(format!("IDcode's name of this unit is damaged: {fault}"))
                    .with_remedy("give the company's credit code, and the main code with --unit")
            })?;
            (
                Subject::Name(name),
                Some(found::<GetCompanyBaseInfo>(&unit)),
            )
        }
        Company::Subject(subject, Some(code)) => (*subject, Some(by_code(&idcode, code).await?)),
        Company::Subject(subject, None) => match &*subject {
            Subject::Name(name) | Subject::NameAsWritten(name) => {
                let unit = by_name(&idcode, name).await?;
                (*subject, Some(unit))
            }
            _ => (*subject, None),
        },
    };
    let record = ihuyi.call(Entinfov2Submit::new(subject)).await;
    let ihuyi = match record {
        Ok(record) => Side::Found(Box::new(record.to_enterprise(Timestamp::now()))),
        Err(error) => Side::NotFound(not_found(error)?),
    };
    let found = match (unit, name_of(&ihuyi)) {
        (Some(unit), _) => Ok(unit),
        (None, Some(name)) => by_name(&idcode, name).await,
        (None, None) => Ok(Side::NotFound("there is no name to query with".to_owned())),
    };
    let (idcode, failure) = match found {
        Ok(side) => (side, None),
        Err(failure) => (Side::NotFound(failure.summary().to_owned()), Some(failure)),
    };
    Ok(BothSides {
        ihuyi,
        idcode,
        failure,
    })
}

fn name_of(side: &Side) -> Option<&str> {
    match side {
        Side::Found(enterprise) => enterprise.name.as_ref().map(|name| name.as_str()),
        Side::NotFound(_) => None,
    }
}

async fn by_code(client: &Client<Idcode>, code: IdCode) -> Result<Side, CommandError> {
    match client.call(GetCompanyBaseInfo::new(code)).await {
        Ok(unit) => Ok(found::<GetCompanyBaseInfo>(&unit)),
        Err(error) => Ok(Side::NotFound(not_found(error)?)),
    }
}

/// The only unit of this name, with whichever brackets IDcode spells it.
async fn by_name(client: &Client<Idcode>, name: &str) -> Result<Side, CommandError> {
    let name = CompanyName::new(name);
    let mut why = String::new();
    for spelling in name.spellings() {
        let units = match client
            .call(GetCompanyInfo::new(spelling, Matching::Exact))
            .await
        {
            Ok(units) => units,
            Err(error) => {
                why = not_found(error)?;
                continue;
            }
        };
        // A platform may return other names even for an exact match.
        let mut units = units.iter().filter(|unit| {
            unit.name
                .as_deref()
                .is_some_and(|other| name.is_respelling_of(&other.into()))
        });
        match (units.next(), units.next()) {
            (Some(unit), None) => return Ok(found::<GetCompanyInfo>(unit)),
            (Some(_), Some(_)) => {
                return Ok(Side::NotFound(
                    "several units have this name: choose one with --unit".to_owned(),
                ));
            }
            (None, _) => "no unit has this name".clone_into(&mut why),
        }
    }
    Ok(Side::NotFound(why))
}

fn found<E: Endpoint<Vendor = Idcode>>(unit: &Unit) -> Side {
    Side::Found(Box::new(unit.to_enterprise::<E>(Timestamp::now())))
}

/// The vendor's message that it does not know the company; any other error is returned.
fn not_found(error: Error) -> Result<String, CommandError> {
    match error {
        Error::Refused(refusal) if refusal.kind == RefusalKind::NotFound => Ok(refusal.to_string()),
        other => Err(other.into()),
    }
}
