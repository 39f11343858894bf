//! Why a service cannot be set up.

/// Why the service cannot be set up.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SetupError {
    /// The proxy's address is not a URL.
    #[error("the proxy address is not a URL such as http://127.0.0.1:3128")]
    Proxy,
    /// The further root certificates cannot be read.
    #[error("the root certificates are not PEM text with a certificate in it")]
    RootCertificates,
    /// The TLS configuration or the client could not be made.
    #[error("the HTTP client could not be set up: {0}")]
    Client(String),
}
