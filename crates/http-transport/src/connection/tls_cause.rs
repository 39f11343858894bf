//! Explains TLS errors in words, and classifies whether another attempt could succeed.

use core::time::Duration;
use std::time::UNIX_EPOCH;

use rustls::pki_types::UnixTime;
use rustls::{
    AlertDescription as Alert, CertificateError, Error, InvalidMessage, PeerIncompatible,
};

use crate::http_date;
use crate::send_error::TransportErrorKind;

/// The kind of error.
pub(crate) fn kind(error: &Error) -> TransportErrorKind {
    match error {
        Error::InvalidCertificate(_)
        | Error::NoCertificatesPresented
        | Error::InvalidCertRevocationList(_) => TransportErrorKind::Certificate,
        Error::PeerIncompatible(_)
        | Error::InvalidMessage(InvalidMessage::InvalidContentType)
        | Error::InvalidMessage(InvalidMessage::UnknownProtocolVersion)
        | Error::AlertReceived(
            Alert::ProtocolVersion
            | Alert::HandshakeFailure
            | Alert::InsufficientSecurity
            | Alert::UnrecognisedName
            | Alert::NoApplicationProtocol
            | Alert::CertificateRequired
            | Alert::AccessDenied
            | Alert::UnknownCA,
        ) => TransportErrorKind::TlsProtocol,
        _ => TransportErrorKind::Tls,
    }
}

/// The reason in words.
pub(crate) fn explain(error: &Error) -> String {
    match error {
        Error::InvalidCertificate(why) => certificate(why),
        Error::NoCertificatesPresented => "the server presents no certificate".to_owned(),
        Error::InvalidMessage(InvalidMessage::InvalidContentType) => {
            "the server does not speak TLS; it may speak plain HTTP".to_owned()
        }
        Error::PeerIncompatible(
            PeerIncompatible::ServerDoesNotSupportTls12Or13
            | PeerIncompatible::ServerTlsVersionIsDisabledByOurConfig,
        )
        | Error::InvalidMessage(InvalidMessage::UnknownProtocolVersion)
        | Error::AlertReceived(Alert::ProtocolVersion) => {
            "the server speaks neither TLS 1.2 nor TLS 1.3".to_owned()
        }
        Error::PeerIncompatible(_)
        | Error::AlertReceived(Alert::HandshakeFailure | Alert::InsufficientSecurity) => {
            "the server accepts no cipher that we offer".to_owned()
        }
        Error::AlertReceived(Alert::UnrecognisedName) => {
            "the server does not know this host name".to_owned()
        }
        Error::AlertReceived(Alert::CertificateRequired) => {
            "the server requires a client certificate".to_owned()
        }
        other => other.to_string(),
    }
}

fn certificate(why: &CertificateError) -> String {
    match why {
        CertificateError::UnknownIssuer => "its issuer is unknown".to_owned(),
        CertificateError::Expired => "it has expired".to_owned(),
        CertificateError::ExpiredContext { not_after, .. } => {
            format!("it expired on {}", date(*not_after))
        }
        CertificateError::NotValidYet => "it is not valid yet".to_owned(),
        CertificateError::NotValidYetContext { not_before, .. } => {
            format!("it is not valid before {}", date(*not_before))
        }
        CertificateError::NotValidForName => "it is for another name".to_owned(),
        CertificateError::NotValidForNameContext { presented, .. } => {
            match names(presented).as_str() {
                "" => "it is for another name".to_owned(),
                names => format!("it is for another name: {names}"),
            }
        }
        CertificateError::Revoked => "it has been revoked".to_owned(),
        CertificateError::BadEncoding => "it cannot be read".to_owned(),
        CertificateError::BadSignature => "its signature is wrong".to_owned(),
        CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => {
            "it is not meant for servers".to_owned()
        }
        CertificateError::Other(other) if other.to_string() == "CaUsedAsEndEntity" => {
            "it belongs to an issuer, not to a server".to_owned()
        }
        other => Error::InvalidCertificate(other.clone()).to_string(),
    }
}

/// The most names to show.
const NAMES: usize = 3;

/// The names in a certificate, which its issuer chose freely.
fn names(presented: &[String]) -> String {
    let names = presented.iter().take(NAMES).map(|name| {
        // rustls includes the kind of a name: `DnsName("example.com")`.
        let name = name.split_once('"').map_or(name.as_str(), |(_, name)| name);
        let name = name.trim_end_matches(['"', ')']);
        let is_plain = |letter: &char| letter.is_ascii_graphic() || *letter == ' ';
        name.chars().filter(is_plain).take(80).collect::<String>()
    });
    let names: Vec<String> = names.collect();
    let more = if presented.len() > NAMES { ", …" } else { "" };
    names.join(", ") + more
}

fn date(time: UnixTime) -> String {
    UNIX_EPOCH
        .checked_add(Duration::from_secs(time.as_secs()))
        .and_then(http_date::format)
        .unwrap_or_else(|| "a far day".to_owned())
}
