//! Sends through an HTTP proxy: plain requests to the proxy itself, all others through a tunnel.

use core::future::{Ready, ready};
use core::task::{Context, Poll};
use std::io;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hyper::Uri;
use hyper::header::HeaderValue;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::rt::TokioIo;
use percent_encoding::percent_decode_str;
use tower_service::Service;

use crate::base_url::{Host, split_port};
use crate::connection::setup_error::SetupError;
use crate::connection::stream::Stream;
use crate::send_error::{SendError, TransportErrorKind};

type BoxError = Box<dyn core::error::Error + Send + Sync>;

/// The address of a proxy, and our credentials.
pub(crate) struct HttpProxy {
    /// Without credentials.
    pub(crate) address: Uri,
    pub(crate) authorization: Option<HeaderValue>,
}

impl HttpProxy {
    /// Parses the address of a proxy, with its scheme.
    ///
    /// # Errors
    ///
    /// [`SetupError::Proxy`]. It does not repeat the address, which may contain a password.
    pub(crate) fn parse(address: &str) -> Result<Self, SetupError> {
        let (scheme, rest) = address.trim().split_once("://").ok_or(SetupError::Proxy)?;
        let scheme = scheme.to_ascii_lowercase();
        let authority = rest.strip_suffix('/').unwrap_or(rest);
        if !matches!(scheme.as_str(), "http" | "https") || authority.contains(['/', '?', '#']) {
            return Err(SetupError::Proxy);
        }
        let (credentials, host) = match authority.rsplit_once('@') {
            Some((credentials, host)) => (Some(credentials), host),
            None => (None, authority),
        };
        // As strict as a base address: an odd host or port must not lead elsewhere.
        let (host, port) = split_port(host).map_err(|_| SetupError::Proxy)?;
        let host = Host::parse(host).map_err(|_| SetupError::Proxy)?;
        let address = match port {
            Some(port) => format!("{scheme}://{host}:{port}/"),
            None => format!("{scheme}://{host}/"),
        };
        Ok(Self {
            address: address.parse().map_err(|_| SetupError::Proxy)?,
            authorization: credentials.map(basic).transpose()?,
        })
    }

    /// Opens a tunnel to the host of this address, over a connection to the proxy.
    pub(crate) async fn tunnel(
        &self,
        stream: Box<dyn Stream>,
        to: Uri,
    ) -> Result<Box<dyn Stream>, BoxError> {
        let made = ExistingConnection(Some(TokioIo::new(stream)));
        let mut tunnel = Tunnel::new(self.address.clone(), made);
        if let Some(authorization) = &self.authorization {
            tunnel = tunnel.with_auth(authorization.clone());
        }
        Ok(tunnel.call(to).await?.into_inner())
    }

    /// Names the proxy in a connect error, without its credentials.
    pub(crate) fn named_in(&self, error: SendError) -> SendError {
        let is_of_connecting = matches!(
            error.kind,
            TransportErrorKind::ConnectionRefused
                | TransportErrorKind::ConnectTimeout
                | TransportErrorKind::Connect
                | TransportErrorKind::NameResolution
        );
        if !is_of_connecting {
            return error;
        }
        let scheme = self.address.scheme_str().unwrap_or_default();
        let host = self.address.host().unwrap_or_default();
        let usual = if scheme == "https" { 443 } else { 80 };
        let port = self.address.port_u16().unwrap_or(usual);
        let mut detail = format!("through the proxy {scheme}://{host}:{port}");
        if !error.detail.is_empty() {
            detail = format!("{}; {detail}", error.detail);
        }
        SendError { detail, ..error }
    }
}

/// Encodes user and password for the proxy.
fn basic(credentials: &str) -> Result<HeaderValue, SetupError> {
    let (user, password) = credentials.split_once(':').unwrap_or((credentials, ""));
    let decoded = |text: &str| percent_decode_str(text).collect::<Vec<u8>>();
    let pair = [decoded(user), decoded(password)].join(&b':');
    let value = format!("Basic {}", STANDARD.encode(pair));
    let mut value = HeaderValue::try_from(value).map_err(|_| SetupError::Proxy)?;
    value.set_sensitive(true);
    Ok(value)
}

/// A connector that returns an existing connection.
struct ExistingConnection<S>(Option<S>);

impl<S> Service<Uri> for ExistingConnection<S> {
    type Response = S;
    type Error = io::Error;
    type Future = Ready<io::Result<S>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Uri) -> Self::Future {
        ready(self.0.take().ok_or(io::ErrorKind::NotConnected.into()))
    }
}
