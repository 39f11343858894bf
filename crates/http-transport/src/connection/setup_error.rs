//! Defines the errors of setting up a service.

/// Why a service cannot be set up.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SetupError {
    /// The proxy's address is not a URL.
    #[error("the proxy address is not a URL such as http://127.0.0.1:3128")]
    Proxy,
    /// The additional root certificates cannot be read.
    #[error("the root certificates are not PEM text with at least one certificate")]
    RootCertificates,
    /// The TLS configuration or the client could not be created.
    #[error("the HTTP client could not be created: {0}")]
    Client(String),
}
