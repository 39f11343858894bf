//! Converts errors of the library into errors of the command.

use std::error::Error as _;

use enterprise_registry::idcode::operations::RegCompanyInfo;
use enterprise_registry::{
    Endpoint as _, Error, Invalid, InvalidBaseUrl, Knowledge, Malformed, Refusal, SetupError,
    TransportError, TransportErrorKind,
};

use super::advice::{Effect, after_malformed, after_refusal, after_transport_error};
use super::{CommandError, Kind, Reply};

impl From<Invalid> for CommandError {
    fn from(invalid: Invalid) -> Self {
        let error = Self::invalid(invalid.to_string());
        let error = match invalid.names().first() {
            Some(name) => error.with_parameter(*name),
            None => error,
        };
        match &invalid {
            Invalid::Unknown {
                nearest: Some(nearest),
                ..
            } => error.with_remedy(format!("write `{nearest}`")),
            Invalid::OverBudget { .. } | Invalid::BalanceUsedUp { .. } => error.not_sent(),
            Invalid::Missing { .. } => error.not_sent().with_remedy("add the parameter"),
            Invalid::Unknown { nearest: None, .. } => error
                .not_sent()
                .with_remedy("remove or rename it; see `entreg operations`"),
            Invalid::Repeated { .. } => error.not_sent().with_remedy("give it once"),
            _ => error
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
        let mut command_error = match error {
            Error::Invalid(invalid) => return invalid.into(),
            Error::Refused(refusal) => from_refusal(&refusal),
            Error::Transport(transport) => from_transport(&transport, sent, charged),
            Error::Malformed(malformed) => from_malformed(&malformed, charged),
            other => Self::new(Kind::Transport, other.to_string()),
        };
        command_error.0.sent = sent;
        command_error.0.charged = charged;
        command_error.0.retryable = retryable;
        command_error.0.reply = Reply(reply.unwrap_or_default());
        command_error
    }
}

fn from_refusal(refusal: &Refusal) -> CommandError {
    let mut command_error = CommandError::new(Kind::Refused, refusal.to_string())
        .with_operation(refusal.vendor, refusal.operation)
        .with_remedy(after_refusal(refusal));
    command_error.0.details = existing_unit(refusal);
    command_error.0.code = Some(refusal.code);
    command_error.0.refusal_kind = Some(refusal.kind.as_str());
    command_error
}

fn from_transport(transport: &TransportError, sent: Knowledge, charged: Knowledge) -> CommandError {
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
    let error = CommandError::new(Kind::Transport, message)
        .with_operation(vendor, operation)
        .with_cause(cause)
        .with_remedy(after_transport_error(
            kind,
            sent,
            // Only the wait that a response asks for is a detail of a status.
            !transport.detail().is_empty(),
            charged,
            Effect::from_operation(operation),
        ));
    // The words of http-transport for a failed connection to a proxy.
    let error = if detail.contains("through the proxy ") {
        error.with_remedy(
            "check the proxy that the cause names (`proxy` of the profile, ENTREG_PROXY), then the \
             base address",
        )
    } else {
        error
    };
    match transport.kind() {
        TransportErrorKind::UploadSourceUnopened
        | TransportErrorKind::NoSlot
        | TransportErrorKind::Build => error.not_sent(),
        _ => error,
    }
}

fn from_malformed(malformed: &Malformed, charged: Knowledge) -> CommandError {
    let (vendor, operation) = (malformed.vendor(), malformed.operation());
    let message = format!("{vendor} {operation}: the reply is not as documented");
    CommandError::new(Kind::Malformed, message)
        .with_operation(vendor, operation)
        .with_cause(match malformed.page_title() {
            Some(title) => format!("{}, with the title \"{title}\"", malformed.reason()),
            None => malformed.reason().to_string(),
        })
        .with_remedy(after_malformed(charged, Effect::from_operation(operation)))
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
