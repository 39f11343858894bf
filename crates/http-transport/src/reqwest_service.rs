//! Sends with a client of reqwest that the program configures.

use core::time::Duration;
use std::sync::Arc;

use async_trait::async_trait;
use endpoint_core::wire::Response;
use hyper::Uri;
use reqwest::header::CONTENT_TYPE;
use reqwest::{Body, Client, ClientBuilder, Url, redirect, retry};
use tokio::time::Instant;

use crate::base_url::Host;
use crate::connection::connect_error::classify_reqwest_error;
use crate::connection::connect_limit::{ConnectLimit, allowing};
use crate::connection::pooled::IDLE;
use crate::connection::resolver::Resolver;
use crate::connection::runtime;
use crate::connection::setup_error::SetupError;
use crate::connection::tls::tls;
use crate::limits::LONGEST;
use crate::response::exchange::exchange;
use crate::send_error::{SendError, TransportErrorKind};
use crate::service::{HttpService, Outgoing, rewritten};
use crate::upload;

/// Sends requests with a [`reqwest::Client`]: through all proxies that reqwest supports, or with a
/// client that a program uses for all its calls.
///
/// [`client_builder`](Self::client_builder) is configured so that the table of the
/// [crate](crate#retries) holds. With a client built otherwise, there is no guarantee
///
/// - that it neither retries nor follows redirects, which could charge a query twice: a followed
///   redirect is detected, and its response is rejected;
/// - that a request on a connection that hangs is known to be unsent, because its `connect_timeout`
///   may be longer than ours;
/// - that it ignores proxies from the environment and sends no referer;
/// - that it works in several runtimes: its connections belong to the runtime that made them.
///
/// reqwest does not expose its connections, so this service cannot do everything that
/// [`HyperService`](crate::HyperService) does:
///
/// - a response with a rejected head is lost, with all its bytes;
/// - of a body in broken chunks only the content before the break is kept, and of a body longer
///   than its `Content-Length`, or after status 204 or 304, only that length;
/// - the response of a server that closes the connection during an upload may be lost.
///
/// A body without its end is read all the same if it is a complete JSON or XML document.
#[derive(Debug, Clone)]
pub struct ReqwestService {
    client: Client,
}

impl ReqwestService {
    /// Sends with this client.
    #[must_use]
    pub fn new(client: Client) -> Self {
        Self { client }
    }

    /// Configures a client for the retry table: HTTP/1 only, no redirects, no retries, no referer,
    /// no proxy from the environment, public root certificates. Add your own settings, such as a
    /// proxy.
    ///
    /// # Errors
    ///
    /// The TLS configuration could not be created.
    pub fn client_builder() -> Result<ClientBuilder, SetupError> {
        Ok(Client::builder()
            .tls_backend_preconfigured(tls(&[])?.config)
            .no_proxy()
            .connector_layer(ConnectLimit)
            .dns_resolver(Arc::new(Resolver))
            .pool_idle_timeout(IDLE)
            .redirect(redirect::Policy::none())
            .referer(false)
            .retry(retry::never())
            .http1_only()
            .http1_ignore_invalid_headers_in_responses(true)
            .http1_allow_spaces_after_header_name_in_responses(true)
            .http1_allow_obsolete_multiline_headers_in_responses(true))
    }

    /// Sends a request, with this connect timeout.
    async fn request(
        &self,
        outgoing: &Outgoing<'_>,
        body: Option<(String, Body)>,
        connect: Duration,
    ) -> Result<reqwest::Response, SendError> {
        let url = url_of(&outgoing.uri()?).ok_or_else(rewritten)?;
        let mut request = self.client.request(outgoing.method(), url.clone());
        if let Some((content_type, body)) = body {
            request = request.header(CONTENT_TYPE, content_type).body(body);
        }
        let response = allowing(connect, request.send()).await;
        let response = response.map_err(|error| classify_reqwest_error(&error))?;
        if *response.url() != url {
            return Err(SendError::new(
                TransportErrorKind::Status(302),
                "the client followed it, so its response is rejected",
            ));
        }
        Ok(response)
    }
}

#[async_trait]
impl HttpService for ReqwestService {
    fn keeps_deadlines(&self) -> bool {
        true
    }

    async fn send(&self, outgoing: Outgoing<'_>) -> Result<Response, SendError> {
        runtime::with_io()?;
        let until = Instant::now() + outgoing.deadline.min(LONGEST);
        let connect = outgoing.stall / 2;
        let cap = outgoing.body_cap;
        let body = &outgoing.request.body;
        let content_type = body.content_type();
        if body.is_streamed() {
            let (upload, watch) = upload::begin(body, outgoing.progress).await?;
            let body = (content_type.unwrap_or_default(), Body::wrap(upload));
            let exchange = exchange(self.request(&outgoing, Some(body), connect), cap, until);
            return Box::pin(watch.during(exchange, &outgoing)).await;
        }
        let body = content_type.map(|content_type| (content_type, body.to_bytes().into()));
        exchange(self.request(&outgoing, body, connect), cap, until).await
    }
}

/// The same address as reqwest parses it. `None` if reqwest would use another host or port than was
/// checked, or another target than was signed.
fn url_of(uri: &Uri) -> Option<Url> {
    let url = Url::parse(&uri.to_string()).ok()?;
    let target = uri.path_and_query()?.as_str();
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (target, None),
    };
    let usual_port = match uri.scheme_str()? {
        "https" => 443,
        _ => 80,
    };
    let is_same = url.scheme() == uri.scheme_str()?
        && Host::parse(url.host_str()?).ok()? == Host::parse(uri.host()?).ok()?
        && url.port_or_known_default() == Some(uri.port_u16().unwrap_or(usual_port))
        && url.path() == path
        && url.query() == query
        && url.username().is_empty()
        && url.password().is_none()
        && url.fragment().is_none();
    is_same.then_some(url)
}

#[cfg(test)]
mod tests {
    use super::url_of;

    fn is_same(address: &str) -> bool {
        url_of(&address.parse().unwrap()).is_some()
    }

    #[test]
    fn an_address_is_passed_to_reqwest_only_if_it_parses_the_same() {
        for same in [
            "https://api.idcode.org.cn/AllInterFace/A?a=b%20c",
            "https://host:8443/relay/a%20b?x=%E5%90%8D",
            "http://127.0.0.1:8080/",
            "http://[::1]:8080/a",
            "http://[::ffff:8.8.8.8]/a",
            "https://xn--fsqu00a.xn--fiqs8s/a?b",
        ] {
            assert!(is_same(same), "{same}");
        }
        for other in [
            "http://127.1/a",
            "http://2130706433/a",
            "https://user@host/a",
            "https://host/a/../b",
            "https://host/%2e%2e/b",
            "https://host/a\\b",
            "https://host/a?it's",
        ] {
            assert!(!is_same(other), "{other}");
        }
    }
}
