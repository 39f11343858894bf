//! Shows the steps of an IDcode signature.

use std::borrow::Cow;

use enterprise_registry::model::is_personal;
use enterprise_registry::{Clock as _, Redactor, SystemClock};
use percent_encoding::percent_decode_str;
use secrecy::ExposeSecret;
use serde::Serialize;

use super::lines;
use crate::error::CommandError;
use crate::format::Format;
use crate::output;
use crate::settings::Settings;

const TOKEN: &str = "access_token";

#[derive(Serialize)]
struct SignedPath {
    steps: PathSteps,
    hash: String,
    path: String,
}

#[derive(Serialize)]
struct PathSteps {
    time_added: String,
    sorted: String,
    string_to_sign: String,
}

pub(super) fn show(
    format: Format,
    settings: &Settings,
    target: &str,
    time: Option<u64>,
) -> Result<(), CommandError> {
    let (path, query) = split(target)?;
    let given = decode(query)?;
    let mut params: Vec<(&str, &str)> = given
        .iter()
        .map(|(name, value)| (name.as_ref(), value.as_ref()))
        .collect();
    let is_token_typed = params.iter().any(|(name, _)| *name == TOKEN);
    let auth_code = if is_token_typed {
        settings.auth_code()?
    } else {
        let (access_token, auth_code) = settings.idcode()?;
        params.push((TOKEN, access_token.expose_secret()));
        auth_code
    };
    let typed_time = params
        .iter()
        .find(|(name, _)| *name == "time")
        .and_then(|(_, value)| value.parse().ok());
    let time_ms = time.or(typed_time).unwrap_or_else(|| SystemClock.now_ms());

    let auth_code = auth_code.expose_secret();
    let dialect = settings.idcode_dialect().signature;
    let steps = sign_core::idcode::explain(path, &params, auth_code, time_ms, dialect);
    let target = if is_token_typed {
        sign_core::idcode::sign(path, &params, auth_code, time_ms, dialect).into_target()
    } else {
        steps.target
    };
    let hidden = personal(path, &params);
    let shown = |text: String| hidden.redact(&text).into_owned();
    let signed = SignedPath {
        steps: PathSteps {
            time_added: shown(steps.after_step_1),
            sorted: shown(steps.after_step_2),
            string_to_sign: shown(steps.string_to_sign),
        },
        hash: steps.hash,
        path: shown(target),
    };
    if format != Format::Table {
        return output::value(format, &signed);
    }
    lines(&[
        ("time added", &signed.steps.time_added),
        ("sorted", &signed.steps.sorted),
        ("authorisation code added", &signed.steps.string_to_sign),
        ("MD5, upper case", &signed.hash),
        ("signed path", &signed.path),
    ])
}

/// Finds values with numbers of identity cards, which no step may show.
fn personal(path: &str, params: &[(&str, &str)]) -> Redactor {
    let texts = params.iter().flat_map(|(name, value)| [*name, *value]);
    Redactor::new(
        path.split('/')
            .chain(texts)
            .filter(|text| is_personal(text)),
    )
}

/// Splits a target into path and query. The signature does not cover scheme and host.
fn split(target: &str) -> Result<(&str, &str), CommandError> {
    let target = match target.split_once("://") {
        Some(("http" | "https", rest)) => {
            rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/")
        }
        _ => target,
    };
    if !target.starts_with('/') || target.contains('#') {
        return Err(
            CommandError::invalid("PATH?QUERY is not a path").with_remedy(
                "write it like '/AllInterFace/GetUnitType' or \
                 '/AllInterFace/GetCompanyInfo?companyName=...', in quotes; write # in a value as \
                 %23",
            ),
        );
    }
    Ok(target.split_once('?').unwrap_or((target, "")))
}

type Pair<'a> = (Cow<'a, str>, Cow<'a, str>);

fn decode(query: &str) -> Result<Vec<Pair<'_>>, CommandError> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Ok((plain(name)?, plain(value)?))
        })
        .collect()
}

/// Decodes percent-encoding only: as in the document, `+` is a plus sign and not a blank.
fn plain(encoded: &str) -> Result<Cow<'_, str>, CommandError> {
    percent_decode_str(encoded).decode_utf8().map_err(|_| {
        CommandError::invalid("the query contains percent-encoded bytes that are not UTF-8")
    })
}
