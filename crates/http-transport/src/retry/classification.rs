//! Decides which transport errors may be retried, and which operations may be sent twice.
//!
//! [`Error::is_retryable`](crate::Error::is_retryable) combines both and asks the refusal itself; a
//! refusal about the time of a signature is retried in `call.rs`.
//!
#![doc = include_str!("table.md")]

use endpoint_core::Knowledge;

use crate::send_error::TransportErrorKind;

/// Whether an operation may be sent again, depending on whether it was sent.
pub(crate) fn may_send_again(billed: bool, idempotent: bool, sent: Knowledge) -> bool {
    sent == Knowledge::No || (idempotent && !billed)
}

impl TransportErrorKind {
    /// Whether the vendor received the request.
    #[must_use]
    pub fn was_sent(self) -> Knowledge {
        match self {
            Self::Build
            | Self::Runtime
            | Self::NoSlot
            | Self::UploadSourceUnopened
            | Self::NameResolution
            | Self::ConnectionRefused
            | Self::ConnectTimeout
            | Self::Tls
            | Self::Certificate
            | Self::TlsProtocol
            | Self::Connect => Knowledge::No,
            Self::UploadSourceBroken
            | Self::Timeout
            | Self::Stalled
            | Self::ConnectionLost
            | Self::NotHttp
            | Self::Status(_) => Knowledge::Unknown,
            Self::Truncated | Self::TooLarge | Self::ContentEncoding => Knowledge::Yes,
        }
    }

    /// Whether another attempt could end differently.
    #[must_use]
    pub fn is_transient(self) -> bool {
        match self {
            Self::Build
            | Self::Runtime
            | Self::UploadSourceUnopened
            | Self::UploadSourceBroken
            | Self::Certificate
            | Self::TlsProtocol => false,
            Self::Status(status) => matches!(status, 408 | 429 | 500..),
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use endpoint_core::Knowledge;

    use super::may_send_again;
    use crate::send_error::TransportErrorKind;

    const TABLE: &str = include_str!("table.md");

    const KINDS: [TransportErrorKind; 20] = [
        TransportErrorKind::Build,
        TransportErrorKind::Runtime,
        TransportErrorKind::UploadSourceUnopened,
        TransportErrorKind::UploadSourceBroken,
        TransportErrorKind::NameResolution,
        TransportErrorKind::NoSlot,
        TransportErrorKind::ConnectionRefused,
        TransportErrorKind::ConnectTimeout,
        TransportErrorKind::Tls,
        TransportErrorKind::Certificate,
        TransportErrorKind::TlsProtocol,
        TransportErrorKind::Connect,
        TransportErrorKind::Timeout,
        TransportErrorKind::Stalled,
        TransportErrorKind::ConnectionLost,
        TransportErrorKind::NotHttp,
        TransportErrorKind::Truncated,
        TransportErrorKind::TooLarge,
        TransportErrorKind::ContentEncoding,
        TransportErrorKind::Status(0),
    ];

    fn kind(word: &str) -> TransportErrorKind {
        let (word, status) = word.split_once("` ").unwrap_or((word, "0"));
        let kind = KINDS.into_iter().find(|kind| kind.as_str() == word);
        match kind.unwrap() {
            TransportErrorKind::Status(_) => TransportErrorKind::Status(status.parse().unwrap()),
            kind => kind,
        }
    }

    #[test]
    fn the_table_covers_every_kind_of_error() {
        let mut met = BTreeSet::new();
        let rows = TABLE.lines().filter(|line| line.starts_with("| `"));
        for row in rows {
            let cells: Vec<&str> = row.split('|').map(str::trim).collect();
            let [_, kinds, sent, cells @ .., _] = cells.as_slice() else {
                panic!("{row}");
            };
            for word in kinds.split(", ") {
                let kind = kind(word.trim_matches('`'));
                met.insert(kind.as_str());
                assert_eq!(kind.was_sent().as_str(), *sent, "{word}");
                // A paid query, a free and idempotent call, another write.
                let operations = [(true, true), (false, true), (false, false)];
                assert_eq!(cells.len(), operations.len());
                for ((billed, idempotent), cell) in operations.into_iter().zip(cells) {
                    let may =
                        kind.is_transient() && may_send_again(billed, idempotent, kind.was_sent());
                    assert_eq!(may, *cell != "never", "{word}, billed {billed}: {cell}");
                }
            }
        }
        assert_eq!(met, KINDS.map(TransportErrorKind::as_str).into());
    }

    #[test]
    fn calls_in_doubt_are_sent_again_only_if_free_and_idempotent() {
        for sent in [Knowledge::Unknown, Knowledge::Yes] {
            assert!(may_send_again(false, true, sent));
            for (billed, idempotent) in [(true, true), (true, false), (false, false)] {
                assert!(!may_send_again(billed, idempotent, sent));
            }
        }
    }
}
