//! `entreg sign`: how is a request signed, step by step?
//!
//! Whoever runs this asks for a signature, so here alone the hash, or the dynamic password, is
//! shown. Authorisation code and API key are not, and an access token only where it was typed as
//! a part of the path; one from the environment or a profile stays `[redacted]` in the path too.

use std::borrow::Cow;

use clap::{Args, Subcommand};
use endpoint_core::{Covered, nearest};
use enterprise_registry::ihuyi::{Auth, Ihuyi};
use enterprise_registry::{Clock as _, Spec, SystemClock};
use percent_encoding::percent_decode_str;
use secrecy::ExposeSecret;
use serde::Serialize;
use sign_core::idcode::Dialect;

use super::Verdict;
use crate::cli::Global;
use crate::credentials::Settings;
use crate::failure::Failure;
use crate::output::{self, Format};
use crate::{access, catalogue};

const HIDDEN: &str = "[redacted]";
const TOKEN: &str = "access_token";

/// Show each step of a signature, credentials masked. Nothing is sent.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    vendor: Scheme,
}

#[derive(Debug, Subcommand)]
enum Scheme {
    /// The signed path of IDcode: time added, parameters sorted, MD5 over it all.
    ///
    /// The signed path can be used as it is where the access token was typed in it. Without one
    /// that of the environment or profile is signed, and shown masked.
    Idcode {
        /// Path and query, percent-encoded or plain; `time` and `hash` in it are replaced.
        #[arg(value_name = "PATH?QUERY")]
        target: String,
        /// Unix time in milliseconds [default: `time` of the query, else now].
        #[arg(long, value_name = "MS")]
        time: Option<u64>,
    },
    /// The dynamic password of ihuyi.
    Ihuyi {
        /// The product: ent3f, entinfov2. Without parameters its GetNum is signed.
        app: String,
        /// The parameters that are sent, as plain text.
        #[arg(value_name = "NAME=VALUE")]
        parameters: Vec<String>,
        /// Unix time in seconds [default: now].
        #[arg(long, value_name = "S")]
        time: Option<u64>,
    },
}

pub(crate) fn run(global: &Global, arguments: &Arguments) -> Result<Verdict, Failure> {
    let settings = access::settings(global)?;
    match &arguments.vendor {
        Scheme::Idcode { target, time } => idcode(global.output, &settings, target, *time),
        Scheme::Ihuyi {
            app,
            parameters,
            time,
        } => ihuyi(global.output, &settings, app, parameters, *time),
    }?;
    Ok(Verdict::Yes)
}

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

fn idcode(
    format: Format,
    settings: &Settings,
    target: &str,
    time: Option<u64>,
) -> Result<(), Failure> {
    let (path, query) = split(target)?;
    let given = decode(query)?;
    let (access_token, auth_code) = settings.idcode()?;
    let mut params: Vec<(&str, &str)> = given
        .iter()
        .map(|(name, value)| (name.as_ref(), value.as_ref()))
        .collect();
    let is_token_typed = params.iter().any(|(name, _)| *name == TOKEN);
    if !is_token_typed {
        params.push((TOKEN, access_token.expose_secret()));
    }
    let typed_time = params
        .iter()
        .find(|(name, _)| *name == "time")
        .and_then(|(_, value)| value.parse().ok());
    let time_ms = time.or(typed_time).unwrap_or_else(|| SystemClock.now_ms());

    let auth_code = auth_code.expose_secret();
    let dialect = Dialect::default();
    let steps = sign_core::idcode::explain(path, &params, auth_code, time_ms, dialect);
    let path = if is_token_typed {
        sign_core::idcode::sign(path, &params, auth_code, time_ms, dialect).into_target()
    } else {
        steps.target
    };
    let signed = SignedPath {
        steps: PathSteps {
            time_added: steps.after_step_1,
            sorted: steps.after_step_2,
            string_to_sign: steps.string_to_sign,
        },
        hash: steps.hash,
        path,
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

/// Path and query of a target; scheme and host of a whole URL are no part of the signature.
fn split(target: &str) -> Result<(&str, &str), Failure> {
    let target = match target.split_once("://") {
        Some(("http" | "https", rest)) => {
            rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/")
        }
        _ => target,
    };
    if !target.starts_with('/') || target.contains('#') {
        return Err(
            Failure::invalid("this is not a path with a query").with_remedy(
                "write it like '/AllInterFace/GetUnitType' or \
                 '/AllInterFace/GetCompanyInfo?companyName=...', in quotes; a # in a value is %23",
            ),
        );
    }
    Ok(target.split_once('?').unwrap_or((target, "")))
}

type Pair<'a> = (Cow<'a, str>, Cow<'a, str>);

fn decode(query: &str) -> Result<Vec<Pair<'_>>, Failure> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Ok((plain(name)?, plain(value)?))
        })
        .collect()
}

/// As servers read a query: `+` is a blank.
fn plain(encoded: &str) -> Result<Cow<'_, str>, Failure> {
    let not_text = || Failure::invalid("the query holds percent-encoded bytes that are not UTF-8");
    if encoded.contains('+') {
        let blank = encoded.replace('+', " ");
        let text = percent_decode_str(&blank)
            .decode_utf8()
            .map_err(|_| not_text())?;
        return Ok(Cow::Owned(text.into_owned()));
    }
    percent_decode_str(encoded)
        .decode_utf8()
        .map_err(|_| not_text())
}

#[derive(Serialize)]
struct SignedPassword {
    operation: &'static str,
    steps: PasswordSteps,
    password: String,
    time: Option<u64>,
}

#[derive(Serialize)]
struct PasswordSteps {
    formula: Vec<&'static str>,
    string_to_sign: Option<String>,
}

fn ihuyi(
    format: Format,
    settings: &Settings,
    app: &str,
    parameters: &[String],
    time: Option<u64>,
) -> Result<(), Failure> {
    let (operation, given) = product(app, parameters)?;
    let (account, api_key) = settings.ihuyi()?;
    let signed = match settings.ihuyi_auth()? {
        Auth::Static => SignedPassword {
            operation: operation.name,
            steps: PasswordSteps {
                formula: vec!["api_key"],
                string_to_sign: None,
            },
            password: HIDDEN.to_owned(),
            time: None,
        },
        Auth::Dynamic => {
            let time_s = time.unwrap_or_else(|| SystemClock.now_ms() / 1000);
            let covered = match operation.covered {
                Covered::These(names) => names,
                Covered::AllTexts => &[],
            };
            let app = operation.name.split('.').next().unwrap_or_default();
            let mut fields = vec![account.expose_secret(), api_key.expose_secret(), app];
            fields.extend(covered.iter().map(|name| text_of(&given, name)));
            let password = sign_core::ihuyi::dynamic_password(&fields, time_s);
            // The account is not for showing either; sign-core hides the key.
            if let Some(account) = fields.first_mut() {
                *account = HIDDEN;
            }
            let steps = sign_core::ihuyi::explain(&fields, time_s);
            let formula = ["account", "api_key", "app"]
                .iter()
                .chain(covered)
                .chain(&["time"]);
            SignedPassword {
                operation: operation.name,
                steps: PasswordSteps {
                    formula: formula.copied().collect(),
                    string_to_sign: Some(steps.string_to_sign),
                },
                password: password.as_str().to_owned(),
                time: Some(time_s),
            }
        }
    };
    if format != Format::Table {
        return output::value(format, &signed);
    }
    let time = signed.time.map(|time| time.to_string());
    let string_to_sign = signed.steps.string_to_sign.as_deref();
    lines(&[
        ("operation", signed.operation),
        ("formula", &signed.steps.formula.join(" + ")),
        (
            "string to sign",
            string_to_sign.unwrap_or("none: static mode sends the API KEY itself"),
        ),
        ("password", &signed.password),
        ("time", time.as_deref().unwrap_or("not sent in static mode")),
    ])
}

type Given<'p> = Vec<(&'p str, &'p str)>;

/// The operation that these parameters are of, and the parameters.
fn product<'p>(app: &str, parameters: &'p [String]) -> Result<(Spec, Given<'p>), Failure> {
    let verb = if parameters.is_empty() {
        "GetNum"
    } else {
        "Submit"
    };
    let wanted = match app.split_once('.') {
        Some(_) => app.to_owned(),
        None => format!("{app}.{verb}"),
    };
    let operation = catalogue::find::<Ihuyi>(&wanted)?.spec();
    let given = parameters
        .iter()
        .enumerate()
        .map(|(index, parameter)| {
            let (name, value) = parameter.split_once('=').ok_or_else(|| {
                Failure::invalid(format!("parameter {} has no `=`", index + 1))
                    .with_remedy("write name=value")
            })?;
            if operation.param(name).is_some() {
                return Ok((name, value));
            }
            let known = operation.params.iter().map(|param| param.name);
            Err(Failure::from(enterprise_registry::Invalid::Unknown {
                name: name.to_owned(),
                nearest: nearest(name, known).map(str::to_owned),
            }))
        })
        .collect::<Result<_, _>>()?;
    Ok((operation, given))
}

fn text_of<'p>(given: &[(&'p str, &'p str)], name: &str) -> &'p str {
    given
        .iter()
        .find(|(given, _)| *given == name)
        .map_or("", |(_, value)| value)
}

/// Numbered lines: a box around a signed path would spoil it for copying.
fn lines(steps: &[(&str, &str)]) -> Result<(), Failure> {
    let mut text = String::new();
    for (index, (title, step)) in steps.iter().enumerate() {
        text += &format!("{}. {title}\n   {}\n", index + 1, output::visible(step));
    }
    output::text(&text)
}
