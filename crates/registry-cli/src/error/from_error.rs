//! Converts errors of the library into errors of the command.

use std::error::Error as _;

use enterprise_registry::idcode::operations::RegCompanyInfo;
use enterprise_registry::{
    Endpoint as _, Error, Invalid, InvalidBaseUrl, Knowledge, Malformed, Refusal, SetupError,
    TransportError, TransportErrorKind,
};

use super::advice::{Effect, after_failure, after_malformed, after_refusal};
use super::{CommandError, Kind, Reply};

impl From<Invalid> for CommandError {
    fn from(invalid: Invalid) -> Self {
        let failure = Self::invalid(invalid.to_string());
        let failure = match invalid.names().first() {
            Some(name) => failure.with_parameter(*name),
            None => failure,
        };
        match &invalid {
            Invalid::Unknown {
                nearest: Some(nearest),
                ..
            } => failure.with_remedy(format!("write `{nearest}`")),
            Invalid::OverBudget { .. } | Invalid::BalanceUsedUp { .. } => failure.not_sent(),
            Invalid::Missing { .. } => failure.not_sent().with_remedy("add the parameter"),
            Invalid::Unknown { nearest: None, .. } => failure
                .not_sent()
                .with_remedy("remove or rename it; see `entreg operations`"),
            Invalid::Repeated { .. } => failure.not_sent().with_remedy("give it once"),
            _ => failure
                .not_sent()
                .with_remedy("correct the value and call again"),
        }
    }
}

impl From<InvalidBaseUrl> for CommandError {
    fn from(error: InvalidBaseUrl) -> Self {
        Self::configuration(error.to_string())
    }
}

impl From<SetupError> for CommandError {
    fn from(error: SetupError) -> Self {
        Self::configuration(error.to_string())
    }
}

impl From<Error> for CommandError {
    fn from(error: Error) -> Self {
        let (sent, charged) = (error.was_sent(), error.charged());
        let retryable = error.is_retryable();
        let reply = match &error {
            Error::Transport(_) | Error::Malformed(_) => error.body().map(|body| body.to_vec()),
            _ => None,
        };
        let mut failure = match error {
            Error::Invalid(invalid) => return invalid.into(),
            Error::Refused(refusal) => of_refusal(&refusal),
            Error::Transport(transport) => of_transport(&transport, charged),
            Error::Malformed(malformed) => of_malformed(&malformed, charged),
            other => Self::new(Kind::Transport, other.to_string()),
        };
        failure.0.sent = sent;
        failure.0.charged = charged;
        failure.0.retryable = retryable;
        failure.0.reply = Reply(reply.unwrap_or_default());
        failure
    }
}

fn of_refusal(refusal: &Refusal) -> CommandError {
    let mut failure = CommandError::new(Kind::Refused, refusal.to_string())
        .with_operation(refusal.vendor, refusal.operation)
        .with_remedy(after_refusal(refusal));
    failure.0.details = existing_unit(refusal);
    failure.0.code = Some(refusal.code);
    failure.0.refusal_kind = Some(refusal.kind.as_str());
    failure
}

fn of_transport(transport: &TransportError, charged: Knowledge) -> CommandError {
    let (vendor, operation) = (transport.vendor(), transport.operation());
    let attempts = match transport.attempts() {
        1 => "one attempt".to_owned(),
        more => format!("{more} attempts"),
    };
    let (kind, detail) = (transport.kind(), transport.detail());
    let message = format!("{vendor} {operation}: {kind}");
    let (message, detail) = match kind {
        // Its detail is the remedy, so it belongs in the message, which tables show alone.
        TransportErrorKind::Certificate | TransportErrorKind::TlsProtocol => {
            (format!("{message}: {detail}"), "")
        }
        _ => (message, detail),
    };
    let cause = match (transport.source(), detail) {
        (Some(source), _) => format!("{source}, in {attempts} of {}", transport.request()),
        (None, "") => format!("{attempts} of {}", transport.request()),
        (None, detail) => format!("{attempts} of {}: {detail}", transport.request()),
    };
    let failure = CommandError::new(Kind::Transport, message)
        .with_operation(vendor, operation)
        .with_cause(cause)
        .with_remedy(after_failure(
            kind,
            // Only the wait that a response asks for is a detail of a status.
            !transport.detail().is_empty(),
            charged,
            Effect::of_operation(operation),
        ));
    // The words of http-transport for a failed connection to a proxy.
    let failure = if detail.contains("through the proxy ") {
        failure.with_remedy(
            "check the proxy that the cause names (`proxy` of the profile, ENTREG_PROXY), then the \
             base address",
        )
    } else {
        failure
    };
    match transport.kind() {
        TransportErrorKind::UploadSourceUnopened
        | TransportErrorKind::NoSlot
        | TransportErrorKind::Build => failure.not_sent(),
        _ => failure,
    }
}

fn of_malformed(malformed: &Malformed, charged: Knowledge) -> CommandError {
    let (vendor, operation) = (malformed.vendor(), malformed.operation());
    let message = format!("{vendor} {operation}: the reply is not as documented");
    CommandError::new(Kind::Malformed, message)
        .with_operation(vendor, operation)
        .with_cause(match malformed.page_title() {
            Some(title) => format!("{}, with the title \"{title}\"", malformed.reason()),
            None => malformed.reason().to_string(),
        })
        .with_remedy(after_malformed(charged, Effect::of_operation(operation)))
}

/// The existing unit that 301 returns with its refusal, without empty members.
fn existing_unit(refusal: &Refusal) -> Option<serde_json::Value> {
    if refusal.operation != RegCompanyInfo::SPEC.name {
        return None;
    }
    let unit = RegCompanyInfo::existing(refusal).ok()??;
    let mut members = serde_json::to_value(unit).ok()?;
    members
        .as_object_mut()?
        .retain(|_, value| value.is_string());
    Some(members)
}
