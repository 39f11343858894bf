//! Checks the answers of an error: what failed, whether it was sent, whether it was charged.

use endpoint_core::Knowledge;
use http_transport::{Error, TransportErrorKind};

use crate::calls::Operation;

/// The expected kind of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Transport(TransportErrorKind),
    Refused(i64),
    Malformed,
}

pub(crate) fn kind(error: &Error) -> Kind {
    match error {
        Error::Transport(transport) => Kind::Transport(transport.kind()),
        Error::Refused(refusal) => Kind::Refused(refusal.code),
        Error::Malformed(_) => Kind::Malformed,
        other => panic!("{other:?}"),
    }
}

/// Checks the answers of an error after the request was written, whole or in part: nothing is
/// certainly unsent, and a paid query may have been charged.
pub(crate) fn assert_in_doubt(error: &Error, operation: Operation, sent: Knowledge) {
    assert_eq!(error.was_sent(), sent, "{operation:?}: {error:?}");
    assert_eq!(
        error.charged(),
        operation.charged_if_in_doubt(),
        "{operation:?}: {error:?}"
    );
}
