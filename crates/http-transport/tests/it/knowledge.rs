//! What an error says of a call: what failed, whether it was sent, whether it was paid, whether
//! it may be repeated.

use endpoint_core::Knowledge;
use http_transport::{Error, TransportErrorKind};

use crate::calls::Operation;

/// What a test expects of an error.
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

/// Checks the three answers of an error that came after the request had been written, whole or
/// in part: nothing is certain to be unsent, a paid query may have been paid, and only the free
/// one may be repeated.
pub(crate) fn assert_in_doubt(error: &Error, operation: Operation, sent: Knowledge) {
    assert_eq!(error.was_sent(), sent, "{operation:?}: {error:?}");
    assert_eq!(
        error.charged(),
        operation.charged_if_in_doubt(),
        "{operation:?}: {error:?}"
    );
}
