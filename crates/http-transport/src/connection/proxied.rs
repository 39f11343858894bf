//! Sends through a configured proxy, with reqwest.

use core::time::Duration;
use std::sync::Arc;

use reqwest::header::CONTENT_TYPE;
use reqwest::{Body, Client, Proxy, Response, Url, redirect, retry};
use rustls::ClientConfig;

use crate::connection::connect_error::{explain, of_reqwest};
use crate::connection::connect_limit::{ConnectLimit, allowing};
use crate::connection::pooled::IDLE;
use crate::connection::resolver::Resolver;
use crate::connection::setup_error::SetupError;
use crate::failure::{Failure, FailureKind};
use crate::service::Outgoing;

/// Everything goes through one proxy.
#[derive(Clone)]
pub(crate) struct Proxied {
    client: Client,
    proxy: Url,
    tls: ClientConfig,
}

impl Proxied {
    /// # Errors
    ///
    /// The address is none of a proxy, or the client could not be made.
    pub(crate) fn new(
        address: &str,
        tls: ClientConfig,
        connect: Duration,
    ) -> Result<Self, SetupError> {
        Self::through(proxy(address)?, tls, connect)
    }

    /// The same with no connections yet.
    ///
    /// # Errors
    ///
    /// The client could not be made.
    pub(crate) fn anew(&self, connect: Duration) -> Result<Self, SetupError> {
        Self::through(self.proxy.clone(), self.tls.clone(), connect)
    }

    fn through(proxy: Url, tls: ClientConfig, connect: Duration) -> Result<Self, SetupError> {
        let through = Proxy::all(proxy.clone()).map_err(|_| SetupError::Proxy)?;
        let client = Client::builder()
            .tls_backend_preconfigured(tls.clone())
            // Those of the environment; in this order.
            .no_proxy()
            .proxy(through)
            // Divided among the addresses of a host, so that one that hangs leaves time for the
            // others. Each exchange has its own limit below it.
            .connect_timeout(connect)
            .connector_layer(ConnectLimit)
            .dns_resolver(Arc::new(Resolver))
            .pool_idle_timeout(IDLE)
            .redirect(redirect::Policy::none())
            .referer(false)
            .retry(retry::never())
            .http1_only()
            .http1_ignore_invalid_headers_in_responses(true)
            .http1_allow_spaces_after_header_name_in_responses(true)
            .http1_allow_obsolete_multiline_headers_in_responses(true)
            .build();
        let client = client.map_err(|error| SetupError::Client(explain(&error)))?;
        Ok(Self { client, proxy, tls })
    }

    /// Sends a request, on a connection that may take this long to be made.
    ///
    /// # Errors
    ///
    /// What failed up to the head of the answer.
    pub(crate) async fn send(
        &self,
        outgoing: &Outgoing<'_>,
        body: Option<(String, Body)>,
        connect: Duration,
    ) -> Result<Response, Failure> {
        let mut request = self.client.request(outgoing.method(), outgoing.url()?);
        if let Some((content_type, body)) = body {
            request = request.header(CONTENT_TYPE, content_type).body(body);
        }
        let sending = allowing(connect, request.send()).await;
        sending.map_err(|error| self.naming_proxy(of_reqwest(&error)))
    }

    /// A connection that was not made is more likely one to the proxy than one to the host behind
    /// it: the failure names the proxy, without its credentials.
    fn naming_proxy(&self, failure: Failure) -> Failure {
        let is_of_connecting = matches!(
            failure.kind,
            FailureKind::ConnectionRefused
                | FailureKind::ConnectTimeout
                | FailureKind::Connect
                | FailureKind::NameResolution
        );
        let Some(host) = self.proxy.host_str().filter(|_| is_of_connecting) else {
            return failure;
        };
        let port = self.proxy.port_or_known_default().unwrap_or_default();
        let mut detail = format!("through the proxy {}://{host}:{port}", self.proxy.scheme());
        if !failure.detail.is_empty() {
            detail = format!("{}; {detail}", failure.detail);
        }
        Failure { detail, ..failure }
    }
}

/// The address of a proxy, with its scheme: reqwest would guess one.
fn proxy(address: &str) -> Result<Url, SetupError> {
    Url::parse(address.trim())
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
        .ok_or(SetupError::Proxy)
}
