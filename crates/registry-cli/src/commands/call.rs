//! `entreg call`: calls any operation by the vendor's own parameter names.

use std::ffi::OsString;

use clap::{Args, ValueEnum};
use endpoint_core::wire::push_pair;
use endpoint_core::{Invalid, Placement, Value, admit};
use enterprise_registry::idcode::Idcode;
use enterprise_registry::ihuyi::Ihuyi;
use enterprise_registry::{Error, Params, Spec, TransportErrorKind};

use crate::as_written::{self, AsWritten};
use crate::catalogue::{Operation, PreparedRequest};
use crate::error::CommandError;
use crate::global_options::Global;
use crate::interruption::{self, Interruption};
use crate::paid_calls;
use crate::pictures::{self, Destination};
use crate::session::Session;
use crate::settings::ConfiguredVendor;
use crate::verdict::Verdict;
use crate::{arguments, browser_page, catalogue};

/// Call any operation by the vendor's own parameter names.
///
/// Parameters are checked before anything is sent. The browser pages 401, 405 and 607 are not
/// fetched: entreg prints their signed address, which is for your browser only. A picture is shown
/// as its kind and size, unless --save writes it or --output json keeps its base64.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The vendor of the operation.
    #[arg(value_enum)]
    vendor: VendorName,
    /// The operation's name (GetCompanyBaseInfo, ent3f.Submit) or number (306).
    operation: String,
    /// Parameters: name=value for plain text, name=@file for the content of a file (text as text,
    /// pictures as base64, file parts unchanged), name=@@value for text that begins with @.
    #[arg(value_name = "NAME=VALUE")]
    parameters: Vec<OsString>,
    #[command(flatten)]
    destination: Destination,
    #[command(flatten)]
    as_written: AsWritten,
}

/// The vendors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum VendorName {
    /// IDcode: registration of units and QR identifiers.
    Idcode,
    /// ihuyi: verification of companies.
    Ihuyi,
}

pub(crate) async fn run(global: &Global, arguments: &Arguments) -> Result<Verdict, CommandError> {
    match arguments.vendor {
        VendorName::Idcode => call::<Idcode>(global, arguments).await,
        VendorName::Ihuyi => call::<Ihuyi>(global, arguments).await,
    }
}

/// The longest address, in bytes: the limit of the HTTP client without host, path and signature.
const LONGEST_ADDRESS: usize = 64 * 1024 - 1024;

/// The parameter that takes most of an address that is too long, with its percent-encoded length.
fn longest_in_query(spec: &Spec, params: &Params) -> Option<(&'static str, usize)> {
    if spec.placement != Placement::Query {
        return None;
    }
    let mut total = 0;
    let mut lengths = Vec::new();
    for (name, value) in params.texts() {
        let mut pair = String::new();
        push_pair(&mut pair, name, value);
        total += pair.len() + 1;
        lengths.extend(spec.param(name).map(|param| (param.name, pair.len())));
    }
    let longest = lengths.into_iter().max_by_key(|(_, length)| *length);
    longest.filter(|_| total > LONGEST_ADDRESS)
}

/// The error for a request whose address would be too long, naming the parameter to shorten.
fn too_long(error: &Error, longest: Option<(&'static str, usize)>) -> Option<CommandError> {
    let (name, length) = longest?;
    match error {
        Error::Transport(transport) if transport.kind() == TransportErrorKind::Build => Some(
            CommandError::invalid(format!(
                "parameter `{name}`: the address of the call is too long to send"
            ))
            .with_parameter(name)
            .with_cause(format!(
                "parameters of this operation are part of the address, where `{name}` alone takes \
                 {length} bytes"
            ))
            .not_sent()
            .with_remedy(format!("shorten `{name}`")),
        ),
        _ => None,
    }
}

/// Values that the document does not list for their parameter.
fn unlisted(spec: &Spec, params: &Params) -> Vec<Invalid> {
    let mut unlisted = Vec::new();
    for (name, value) in params.iter() {
        let param = spec.params.iter().find(|param| param.name == name);
        let (Some(param), Value::Text(text)) = (param, value) else {
            continue;
        };
        let is_listed = |(code, _): &(&str, &str)| *code == text.trim();
        if !param.values.is_empty() && !param.values.iter().any(is_listed) {
            unlisted.push(Invalid::unlisted(param.name, param.values));
        }
    }
    unlisted
}

/// Whether a number is in plain form: `1`, not `01` or `+1`.
fn is_plain_number(text: &str) -> bool {
    let text = text.trim();
    text.parse::<i64>()
        .is_ok_and(|number| number.to_string() == text)
}

/// The request with these parameters. If `--as-written` would make it valid, the error says so.
fn prepared<V: ConfiguredVendor>(
    operation: &dyn Operation<V>,
    params: Params,
    as_written: AsWritten,
) -> Result<Box<dyn PreparedRequest<V>>, CommandError> {
    let given = params.clone();
    operation
        .prepare(params, as_written.is_given())
        .map_err(|invalid| {
            let name = invalid.names().first().copied().unwrap_or_default();
            let text = given.text(name).unwrap_or_default().to_owned();
            let way_out = !as_written.is_given() && operation.prepare(given, true).is_ok();
            as_written::invalid_identifier(&invalid, &text, way_out)
        })
}

/// The rule of an identifier that is sent as it is written.
fn broken_rule<V: ConfiguredVendor>(
    operation: &dyn Operation<V>,
    given: Params,
) -> Option<Invalid> {
    match operation.prepare(given, false).err()? {
        Invalid::Value { name, reason } => {
            let reason = format!("sent as written; {reason}");
            Some(Invalid::value(name, reason))
        }
        _ => None,
    }
}

async fn call<V: ConfiguredVendor>(
    global: &Global,
    arguments: &Arguments,
) -> Result<Verdict, CommandError> {
    let operation = catalogue::find::<V>(&arguments.operation)?;
    let spec = operation.spec();
    let about = |failure: CommandError| failure.with_operation(V::NAME, spec.name);
    let given = arguments::read(&spec, V::COMMON, &arguments.parameters).map_err(about)?;
    let destination = &arguments.destination;
    destination.check(spec.name).map_err(about)?;
    let params = admit(&spec, given).map_err(|invalid| about(invalid.into()))?;
    let longest = longest_in_query(&spec, &params);
    let unlisted = unlisted(&spec, &params);
    let given = params.clone();
    let request = prepared(operation.as_ref(), params, arguments.as_written).map_err(about)?;
    let mut doubts = request.doubts();
    if arguments.as_written.is_given() {
        let broken = broken_rule(operation.as_ref(), given.clone());
        doubts.extend(broken.filter(|one| doubts.iter().all(|doubt| doubt.names() != one.names())));
    }
    // For values that clients of the live service send beyond the document, the operation itself
    // raises a doubt.
    let is_doubted = |one: &Invalid| {
        let is_plain = |name: &&str| given.text(name).is_some_and(is_plain_number);
        one.names().iter().all(is_plain) && doubts.iter().any(|doubt| doubt.names() == one.names())
    };
    if let Some(invalid) = unlisted.into_iter().find(|one| !is_doubted(one)) {
        return Err(about(invalid.into()));
    }
    if spec.placement == Placement::Page {
        browser_page::show(global, &spec, request.as_any()).map_err(about)?;
        return Ok(Verdict::Yes);
    }
    as_written::note(global, &doubts);
    let session = Session::open(global).await?;
    let sent = request.send(session.client::<V>()?);
    let answer = if spec.billed {
        paid_calls::finish(global, &spec, sent).await?
    } else if spec.idempotent {
        sent.await
    } else {
        let answer = Interruption::new(global)?.wait_for(sent).await;
        answer.ok_or_else(|| about(interruption::broken_off()))?
    };
    let answer = match answer {
        Ok(answer) => answer,
        Err(error) => return Err(too_long(&error, longest).map_or_else(|| error.into(), about)),
    };
    let printed = if pictures::may_be_in(V::NAME, &spec) {
        answer.print_with_pictures(global.output, destination)
    } else {
        answer.print(global.output)
    };
    printed.map_err(about)?;
    Ok(Verdict::Yes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tries every listed value and one unlisted value; returns how many are listed.
    fn listed_values<V: ConfiguredVendor>() -> usize {
        let mut count = 0;
        for operation in catalogue::operations::<V>() {
            let spec = operation.spec();
            for param in spec.params.iter().filter(|param| !param.values.is_empty()) {
                let of = |text: &str| {
                    let mut params = Params::default();
                    params.push(param.name, Value::from(text.to_owned()));
                    unlisted(&spec, &params)
                };
                for (code, _) in param.values {
                    assert_eq!(of(code), [], "{} {}", spec.name, param.name);
                    count += 1;
                }
                let found = of("no-such");
                let names: Vec<_> = found.iter().flat_map(Invalid::names).collect();
                assert_eq!(names, [param.name], "{}", spec.name);
            }
        }
        count
    }

    #[test]
    fn only_the_values_that_a_document_lists_are_listed() {
        assert!(listed_values::<Idcode>() > 50);
        assert!(listed_values::<Ihuyi>() > 3);
    }
}
