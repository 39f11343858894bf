//! Sends on pooled connections.

use core::time::Duration;

use hyper::Request;
use hyper::header::{ACCEPT, CONTENT_TYPE, HeaderValue, PROXY_AUTHORIZATION};
use hyper::http::Extensions;
use hyper_util::client::legacy::connect::capture_connection;
use hyper_util::client::legacy::{Client, Error};
use hyper_util::rt::{TokioExecutor, TokioTimer};

use crate::connection::connect_error::classify_client_error;
use crate::connection::connect_limit::{Limited, allowing};
use crate::connection::connector::Connector;
use crate::connection::whole_body::WholeBody;
use crate::response::received::{Received, Work};
use crate::response::salvage::salvage;
use crate::response::tap::Tap;
use crate::response::watched::Watched;
use crate::send_error::{SendError, TransportErrorKind};
use crate::service::Outgoing;

/// The time to keep an idle connection: shorter than most servers do, because a request on a
/// closing connection is lost with an unknown result.
pub(crate) const IDLE: Duration = Duration::from_secs(4);

/// A pool of connections.
#[derive(Clone)]
pub(crate) struct Pooled {
    connector: Connector,
    client: Client<Limited<Connector>, WholeBody>,
}

impl Pooled {
    /// Creates a pool that keeps idle connections this long.
    pub(crate) fn new(connector: Connector, idle: Duration) -> Self {
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(idle)
            .http1_ignore_invalid_headers_in_responses(true)
            .http1_allow_spaces_after_header_name_in_responses(true)
            .http1_allow_obsolete_multiline_headers_in_responses(true)
            .build(Limited::new(connector.clone()));
        Self { connector, client }
    }

    /// Sends a request, with this connect timeout.
    ///
    /// # Errors
    ///
    /// What failed up to the head of the response.
    pub(crate) async fn send(
        &self,
        outgoing: &Outgoing<'_>,
        body: Option<(String, WholeBody)>,
        connect: Duration,
    ) -> Result<Received, SendError> {
        let uri = outgoing.uri()?;
        let proxy = self.connector.proxy_of(&uri);
        let authorization = proxy.and_then(|proxy| proxy.authorization.clone());
        let mut request = Request::builder()
            .method(outgoing.method())
            .uri(uri)
            .header(ACCEPT, HeaderValue::from_static("*/*"));
        if let Some(authorization) = authorization {
            request = request.header(PROXY_AUTHORIZATION, authorization);
        }
        let mut content = WholeBody::default();
        if let Some((content_type, body)) = body {
            request = request.header(CONTENT_TYPE, content_type);
            content = body;
        }
        let mut request = request
            .body(content)
            .map_err(|_| SendError::new(TransportErrorKind::Build, ""))?;
        let connection = capture_connection(&mut request);
        match allowing(connect, self.client.request(request)).await {
            Ok(mut response) => {
                let watched = response.extensions_mut().remove::<Tap>();
                let watched =
                    watched.and_then(|tap| Watched::new(tap, &response, outgoing.body_cap));
                Ok(Received {
                    response,
                    work: Work::elsewhere(),
                    unreadable: None,
                    watched: watched.map(|watched| watched.pooled(connection)),
                })
            }
            Err(error) => {
                let failure = self.connector.naming_proxy(classify_client_error(&error));
                salvage(failure, tap_of(&error), outgoing.body_cap).await
            }
        }
    }
}

/// The bytes received on the connection of an error.
fn tap_of(error: &Error) -> Option<Tap> {
    let mut extras = Extensions::new();
    error.connect_info()?.get_extras(&mut extras);
    extras.remove()
}
