//! Finds the dialect that the IDcode host accepts.
//!
//! For each option of the dialect, the doctor makes calls that differ in that option only, and one
//! call with a wrong signature. A call whose response differs from that one was accepted.

use enterprise_registry::idcode::operations::{
    CreateCodePicWithMargin, GetBaseIDcodeInfo, GetCompanyInfo, Matching,
};
use enterprise_registry::idcode::{
    CodeColor, Coverage, Dialect, FormPlacement, Idcode, IdcodeKeys, Order, Unset,
};
use enterprise_registry::{Client, Endpoint, Error, Vendor as _};
use sign_core::idcode::{Encoding, Hashed, Sort};

use super::finding::{Finding, Report, State};
use crate::error::CommandError;
use crate::session::Session;
use crate::settings::ConfiguredVendor as _;

/// A name with a blank, brackets and Chinese, which every dialect encodes differently.
const NAME: &str = "样本 公司(北京)*";
/// An authorisation code that is certainly wrong.
const WRONG_CODE: &str = "wrong-on-purpose";
/// The unit of the document's examples.
const UNIT: &str = "i.86.110108.52";

/// One open question of the document, with the answers to try.
struct Question {
    /// Its name in the text form of a dialect.
    name: &'static str,
    ask: Ask,
    answers: Vec<(&'static str, Dialect)>,
}

/// A free call that reads and that differs for each answer to its question.
#[derive(Clone, Copy)]
enum Ask {
    /// 307, a GET with a text that needs encoding.
    UnitsByName,
    /// 403, a GET whose names sort differently with and without case.
    Registrations,
    /// 604, a POST that draws a picture and stores nothing.
    Picture,
}

/// The response of the host.
#[derive(PartialEq, Eq)]
enum Response {
    Yes,
    No { code: i64, message: String },
}

/// Tries the answers to each question in turn, starting from the answers found so far.
pub(super) async fn examine(session: &Session, configured: Dialect, report: &mut Report) {
    let mut learnt = configured;
    for ask in [hashed, sort, form, order, unset] {
        let question = ask(learnt);
        match accepted_values(session, &question).await {
            Ok(accepted) => learnt = tell(&question, learnt, &accepted, report),
            Err(failure) => {
                report.add_failure(Idcode::NAME, question.name, failure);
                return;
            }
        }
    }
    for (name, found) in [
        (
            "multipart",
            "not tried: only 304 and UploadCodeFile show it, and both write",
        ),
        ("json", "not tried: only 402 shows it, and it writes"),
    ] {
        report.add(Finding::new(Idcode::NAME, name, State::Untried, found));
    }
    if learnt != configured {
        let failure = CommandError::configuration(format!(
            "the host accepts the dialect `{learnt}`, not `{configured}`"
        ))
        .with_remedy(format!(
            "set IDCODE_DIALECT={learnt}, or `dialect` of the profile"
        ));
        report.add_failure(Idcode::NAME, "dialect", failure);
    }
}

fn hashed(dialect: Dialect) -> Question {
    let with = |hashed, encoding| {
        let mut dialect = dialect;
        dialect.signature.hashed = hashed;
        dialect.signature.encoding = encoding;
        dialect
    };
    Question {
        name: "hashed",
        ask: Ask::UnitsByName,
        answers: vec![
            ("raw", with(Hashed::Raw, dialect.signature.encoding)),
            ("encoded, rfc3986", with(Hashed::Encoded, Encoding::Rfc3986)),
            ("encoded, dotnet", with(Hashed::Encoded, Encoding::DotNet)),
        ],
    }
}

fn sort(dialect: Dialect) -> Question {
    let with = |sort| {
        let mut dialect = dialect;
        dialect.signature.sort = sort;
        dialect
    };
    Question {
        name: "sort",
        ask: Ask::Registrations,
        answers: vec![
            ("code-point", with(Sort::CodePoint)),
            ("ignore-case", with(Sort::IgnoreCase)),
        ],
    }
}

fn form(dialect: Dialect) -> Question {
    let with = |form, coverage| Dialect {
        form,
        coverage,
        ..dialect
    };
    use {Coverage as Covers, FormPlacement as Place};
    Question {
        name: "form",
        ask: Ask::Picture,
        answers: vec![
            ("body", with(Place::Body, Covers::AllTexts)),
            ("body, query-only", with(Place::Body, Covers::QueryOnly)),
            ("query", with(Place::Query, Covers::AllTexts)),
            (
                "credentials-in-query",
                with(Place::CredentialsInQuery, Covers::AllTexts),
            ),
            (
                "credentials-in-query, query-only",
                with(Place::CredentialsInQuery, Covers::QueryOnly),
            ),
        ],
    }
}

fn order(dialect: Dialect) -> Question {
    let with = |order| Dialect { order, ..dialect };
    Question {
        name: "order",
        ask: Ask::Registrations,
        answers: vec![
            ("sorted", with(Order::Sorted)),
            ("declared", with(Order::Declared)),
        ],
    }
}

fn unset(dialect: Dialect) -> Question {
    let with = |unset| Dialect { unset, ..dialect };
    Question {
        name: "unset",
        ask: Ask::Registrations,
        answers: vec![
            ("leave-out", with(Unset::LeaveOut)),
            ("send-empty", with(Unset::SendEmpty)),
        ],
    }
}

/// Which of the values the host accepts; `None` if it accepts a wrong signature too.
async fn accepted_values(
    session: &Session,
    question: &Question,
) -> Result<Option<Vec<bool>>, CommandError> {
    let Some((_, usual)) = question.answers.first() else {
        return Ok(None);
    };
    let keys = Idcode::keys(session.settings())?;
    let (access_token, _) = session.settings().idcode()?;
    let wrong = IdcodeKeys::new(access_token.clone(), WRONG_CODE).with_dialect(*usual);
    let refusal = response_to(session, wrong, question.ask).await?;
    let mut accepted = Vec::new();
    for (_, dialect) in &question.answers {
        let response =
            response_to(session, keys.clone().with_dialect(*dialect), question.ask).await?;
        accepted.push(response != refusal);
    }
    Ok((refusal != Response::Yes && accepted.contains(&true)).then_some(accepted))
}

async fn response_to(
    session: &Session,
    keys: IdcodeKeys,
    ask: Ask,
) -> Result<Response, CommandError> {
    let client = session.client_with::<Idcode>(keys)?;
    let unit = || {
        UNIT.parse()
            .expect("the unit of the document's examples is one")
    };
    match ask {
        Ask::UnitsByName => call(&client, GetCompanyInfo::new(NAME, Matching::Exact)).await,
        Ask::Registrations => {
            let request = GetBaseIDcodeInfo::new(unit()).with_category_code("46100000");
            call(&client, request).await
        }
        Ask::Picture => {
            let request = CreateCodePicWithMargin::plain(UNIT, 200, CodeColor::Black);
            call(&client, request).await
        }
    }
}

async fn call<E: Endpoint<Vendor = Idcode>>(
    client: &Client<Idcode>,
    request: E,
) -> Result<Response, CommandError> {
    match client.call(request).await {
        // An unreadable reply is a reply too.
        Ok(_) | Err(Error::Malformed(_)) => Ok(Response::Yes),
        Err(Error::Refused(refusal)) => Ok(Response::No {
            code: refusal.code,
            message: refusal.message,
        }),
        Err(error) => Err(error.into()),
    }
}

/// Reports the accepted answers and returns the dialect to continue with.
fn tell(
    question: &Question,
    configured: Dialect,
    accepted: &Option<Vec<bool>>,
    report: &mut Report,
) -> Dialect {
    let Some(accepted) = accepted else {
        let found = "the host responds alike to right and wrong signatures";
        report.add(
            Finding::new(Idcode::NAME, question.name, State::Notice, found)
                .with_help("this host cannot show the dialect; the setting is unchanged"),
        );
        return configured;
    };
    let taken: Vec<_> = question
        .answers
        .iter()
        .zip(accepted)
        .filter(|(_, accepted)| **accepted)
        .map(|(answer, _)| answer)
        .collect();
    let names: Vec<_> = taken.iter().map(|(name, _)| *name).collect();
    let found = format!("accepted: {}", names.join("; "));
    let is_configured = |(_, dialect): &&&(_, Dialect)| *dialect == configured;
    match (taken.iter().find(is_configured), taken.first()) {
        (None, Some((_, first))) => {
            report.add(
                Finding::new(Idcode::NAME, question.name, State::Bad, found)
                    .with_help("the host refuses the configured dialect; see `dialect`"),
            );
            *first
        }
        _ => {
            report.add(Finding::new(
                Idcode::NAME,
                question.name,
                State::Good,
                found,
            ));
            configured
        }
    }
}
