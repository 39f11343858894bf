//! What a failure of reqwest was, and whether anything had been sent by then.

use std::error::Error as StdError;
use std::io;

use crate::connect_limit::TookTooLong;
use crate::resolver::Unresolved;
use crate::service::{Failure, FailureKind};

/// Classes an error from before the answer. Whether the connection failed is asked first: a
/// connection that took too long is a timeout as well.
pub(crate) fn unanswered(error: &reqwest::Error) -> Failure {
    let kind = if error.is_builder() {
        FailureKind::Build
    } else if error.is_connect() {
        // reqwest's own questions do not see through the wrapping that TLS adds.
        if causes(error).any(|cause| cause.is::<TookTooLong>())
            || error.is_timeout()
            || io_kinds(error).any(|kind| kind == io::ErrorKind::TimedOut)
        {
            FailureKind::ConnectTimeout
        } else if causes(error).any(|cause| cause.is::<Unresolved>()) {
            FailureKind::NameResolution
        } else if causes(error).any(|cause| cause.is::<rustls::Error>()) {
            FailureKind::Tls
        } else if io_kinds(error).any(|kind| kind == io::ErrorKind::ConnectionRefused) {
            FailureKind::ConnectionRefused
        } else {
            FailureKind::Connect
        }
    } else if error.is_timeout() {
        FailureKind::Timeout
    } else if causes(error)
        .filter_map(|cause| cause.downcast_ref::<hyper::Error>())
        .any(hyper::Error::is_parse)
    {
        FailureKind::NotHttp
    } else {
        FailureKind::ConnectionLost
    };
    Failure::new(kind, explain(error))
}

/// What lies below an error; of an `io::Error` also what it wraps.
fn causes<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    core::iter::successors(next_cause(error), |cause| next_cause(*cause))
}

/// The cause of a cause. One wrapped in an `io::Error` is not that error's source.
fn next_cause<'a>(cause: &'a (dyn StdError + 'static)) -> Option<&'a (dyn StdError + 'static)> {
    match cause
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref)
    {
        Some(wrapped) => Some(wrapped),
        None => cause.source(),
    }
}

fn io_kinds(error: &(dyn StdError + 'static)) -> impl Iterator<Item = io::ErrorKind> {
    core::iter::once(error)
        .chain(causes(error))
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .map(io::Error::kind)
}

/// The innermost cause in words that hold no address: reqwest's own texts carry the whole URL.
pub(crate) fn explain(error: &(dyn StdError + 'static)) -> String {
    if let Some(tls) = causes(error).find_map(|cause| cause.downcast_ref::<rustls::Error>()) {
        return tls.to_string();
    }
    io_kinds(error)
        .last()
        .filter(|kind| *kind != io::ErrorKind::Other)
        .map_or_else(String::new, |kind| kind.to_string())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use reqwest::dns::{Name, Resolve, Resolving};

    use super::unanswered;
    use crate::resolver::Unresolved;
    use crate::service::FailureKind;
    use crate::tls::tls;

    struct Nobody;

    impl Resolve for Nobody {
        fn resolve(&self, _: Name) -> Resolving {
            Box::pin(async { Err(Unresolved.into()) })
        }
    }

    #[tokio::test]
    async fn a_name_that_is_not_found_is_known_as_such_also_under_tls() {
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls(&[]).unwrap())
            .dns_resolver(Arc::new(Nobody))
            .no_proxy()
            .build()
            .unwrap();
        for scheme in ["http", "https"] {
            let sending = client.get(format!("{scheme}://name.invalid/")).send();
            let failure = unanswered(&sending.await.unwrap_err());
            assert_eq!(failure.kind, FailureKind::NameResolution, "{scheme}");
        }
    }
}
