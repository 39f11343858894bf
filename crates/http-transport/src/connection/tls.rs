//! Configures TLS and its trusted root certificates.

use std::sync::Arc;

use bytes::Bytes;
use endpoint_core::lenient::to_utf8;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};

use crate::connection::setup_error::SetupError;

/// A TLS configuration, and warnings about unreadable certificates.
pub(crate) struct Tls {
    pub(crate) config: ClientConfig,
    pub(crate) warnings: Vec<String>,
}

/// Trusts the public roots and those in these PEM texts. Names its crypto provider: reqwest would
/// use that of the process, and panic without one.
pub(crate) fn tls(pems: &[Bytes]) -> Result<Tls, SetupError> {
    let mut roots = RootCertStore {
        roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
    };
    let usual = roots.len();
    let mut warnings = Vec::new();
    for pem in pems {
        // Editors add a byte order mark, and some write UTF-16.
        let text = to_utf8(pem, None).unwrap_or_else(|_| pem.clone());
        add(&String::from_utf8_lossy(&text), &mut roots, &mut warnings);
    }
    if !pems.is_empty() && roots.len() == usual {
        return Err(SetupError::RootCertificates);
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| SetupError::Client(error.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Tls { config, warnings })
}

const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";

/// Adds every readable certificate of a text: a damaged one does not affect the others.
fn add(pem: &str, roots: &mut RootCertStore, warnings: &mut Vec<String>) {
    let begins: Vec<usize> = pem.match_indices(BEGIN).map(|(at, _)| at).collect();
    let ends = begins.iter().skip(1).copied().chain([pem.len()]);
    for (number, (begin, end)) in begins.iter().zip(ends).enumerate() {
        let section = pem.get(*begin..end).unwrap_or_default();
        let why = match section.find(END) {
            None => "it has no end",
            Some(length) => {
                let section = section.get(..length + END.len()).unwrap_or_default();
                match CertificateDer::from_pem_slice(section.as_bytes()) {
                    Err(_) => "it is not base64",
                    Ok(certificate) => match roots.add(certificate) {
                        Ok(()) => continue,
                        Err(_) => "it is no X.509 certificate",
                    },
                }
            }
        };
        let line = pem.get(..*begin).unwrap_or_default().matches('\n').count() + 1;
        warnings.push(format!(
            "root certificate {} of {}, at line {line}, is left out: {why}",
            number + 1,
            begins.len()
        ));
    }
}
