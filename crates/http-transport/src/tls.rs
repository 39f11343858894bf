//! Whose certificates are trusted?

use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};

use crate::SetupError;

/// TLS that trusts the roots of the web and these, which are PEM text or nothing. With a provider
/// of its own: reqwest would ask for one of the process, and panic where there is none.
pub(crate) fn tls(roots_pem: &[u8]) -> Result<ClientConfig, SetupError> {
    let mut roots = RootCertStore {
        roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
    };
    let usual = roots.len();
    for certificate in CertificateDer::pem_slice_iter(roots_pem) {
        let certificate = certificate.map_err(|_| SetupError::RootCertificates)?;
        roots
            .add(certificate)
            .map_err(|_| SetupError::RootCertificates)?;
    }
    if !roots_pem.is_empty() && roots.len() == usual {
        return Err(SetupError::RootCertificates);
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    Ok(ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| SetupError::Client(error.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth())
}
