//! Classifies errors before a response, and whether anything may have been sent.

use std::error::Error as StdError;
use std::io;

use hyper_util::client::legacy;

use crate::connection::connect_limit::ConnectTimedOut;
use crate::connection::resolver::Unresolved;
use crate::connection::tls_cause;
use crate::send_error::{SendError, TransportErrorKind};

/// Classifies an error before a response. Connection errors are checked first: a connection that
/// took too long is also a timeout.
pub(crate) fn classify_client_error(error: &legacy::Error) -> SendError {
    if error.is_connect() {
        not_connected(error)
    } else {
        no_response(error)
    }
}

/// The same for reqwest.
#[cfg(feature = "reqwest")]
pub(crate) fn classify_reqwest_error(error: &reqwest::Error) -> SendError {
    if error.is_builder() {
        SendError::new(TransportErrorKind::Build, explain(error))
    } else if !error.is_connect() {
        no_response(error)
    } else if error.is_timeout() {
        // A timeout of reqwest itself, which has no public type.
        SendError::new(TransportErrorKind::ConnectTimeout, explain(error))
    } else {
        not_connected(error)
    }
}

/// Classifies an error without a connection: nothing was sent.
pub(crate) fn not_connected(error: &(dyn StdError + 'static)) -> SendError {
    let is_io = |wanted| io_kinds(error).any(|kind| kind == wanted);
    // In this order: a TLS error wraps a stream error that says less.
    let kind = if causes(error).any(<dyn StdError>::is::<ConnectTimedOut>)
        || is_io(io::ErrorKind::TimedOut)
    {
        TransportErrorKind::ConnectTimeout
    } else if causes(error).any(<dyn StdError>::is::<Unresolved>) {
        TransportErrorKind::NameResolution
    } else if let Some(tls) = tls_error(error) {
        tls_cause::kind(tls)
    } else if is_io(io::ErrorKind::ConnectionRefused) {
        TransportErrorKind::ConnectionRefused
    } else {
        TransportErrorKind::Connect
    };
    SendError::new(kind, explain(error))
}

/// Classifies an error on a connection without a response: it is unknown what was sent.
pub(crate) fn no_response(error: &(dyn StdError + 'static)) -> SendError {
    let is_parse = causes(error)
        .filter_map(|cause| cause.downcast_ref::<hyper::Error>())
        .any(hyper::Error::is_parse);
    let kind = if is_parse {
        TransportErrorKind::NotHttp
    } else if io_kinds(error).any(|kind| kind == io::ErrorKind::TimedOut) {
        TransportErrorKind::Timeout
    } else {
        TransportErrorKind::ConnectionLost
    };
    SendError::new(kind, explain(error))
}

/// Whether parts of a response may have come before this error.
pub(crate) fn may_have_come(failure: &SendError) -> bool {
    matches!(
        failure.kind,
        TransportErrorKind::NotHttp | TransportErrorKind::ConnectionLost
    )
}

/// An error and its causes, including the errors that an `io::Error` wraps.
fn causes<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    core::iter::successors(Some(error), |cause| next_cause(*cause))
}

/// The cause of a cause. The error that an `io::Error` wraps is not its source.
fn next_cause<'a>(cause: &'a (dyn StdError + 'static)) -> Option<&'a (dyn StdError + 'static)> {
    match cause
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref)
    {
        Some(wrapped) => Some(wrapped),
        None => cause.source(),
    }
}

fn tls_error<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a rustls::Error> {
    causes(error).find_map(|cause| cause.downcast_ref())
}

fn io_kinds(error: &(dyn StdError + 'static)) -> impl Iterator<Item = io::ErrorKind> {
    causes(error)
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .map(io::Error::kind)
}

/// The innermost cause in words without an address: reqwest's own texts contain the whole URL.
pub(crate) fn explain(error: &(dyn StdError + 'static)) -> String {
    if let Some(tls) = tls_error(error) {
        return tls_cause::explain(tls);
    }
    let errors = causes(error).filter_map(|cause| cause.downcast_ref::<io::Error>());
    errors.last().map_or_else(String::new, in_words)
}

/// A short text for a system error; never the text of another error.
fn in_words(error: &io::Error) -> String {
    let kind = error.kind();
    if kind == io::ErrorKind::Other {
        return String::new();
    }
    let kind = kind.to_string();
    match error.raw_os_error() {
        // The standard library has no kind for some, such as too many open files.
        Some(code) if kind == "uncategorized error" => {
            let text = io::Error::from_raw_os_error(code).to_string();
            let text = text.split(" (os error").next().unwrap_or_default();
            text.to_lowercase()
        }
        _ => kind,
    }
}

#[cfg(all(test, feature = "reqwest"))]
mod tests {
    use std::sync::Arc;

    use reqwest::dns::{Name, Resolve, Resolving};

    use super::classify_reqwest_error;
    use crate::connection::resolver::Unresolved;
    use crate::connection::tls::tls;
    use crate::send_error::TransportErrorKind;

    struct FailingResolver;

    impl Resolve for FailingResolver {
        fn resolve(&self, _: Name) -> Resolving {
            Box::pin(async { Err(Unresolved.into()) })
        }
    }

    #[tokio::test]
    async fn an_unknown_name_is_recognised_even_under_tls() {
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls(&[]).unwrap().config)
            .dns_resolver(Arc::new(FailingResolver))
            .no_proxy()
            .build()
            .unwrap();
        for scheme in ["http", "https"] {
            let sending = client.get(format!("{scheme}://name.invalid/")).send();
            let failure = classify_reqwest_error(&sending.await.unwrap_err());
            assert_eq!(failure.kind, TransportErrorKind::NameResolution, "{scheme}");
        }
    }
}
