//! Sends an upload on a new connection.
//!
//! It does not use a pooled connection, for two reasons: an upload may not be retried, so it must
//! not meet a connection that the server is about to close; and the response of a server that
//! closes the connection during the upload must be read ([`PatientStream`]).

use core::time::Duration;

use hyper::client::conn::http1;
use hyper::header::{ACCEPT, CONTENT_TYPE, HOST, PROXY_AUTHORIZATION};
use hyper::{Method, Uri};
use hyper_util::rt::TokioIo;
use tokio::time::timeout;

use crate::connection::connect_error::{no_response, not_connected};
use crate::connection::connector::Connector;
use crate::connection::patient_stream::PatientStream;
use crate::response::received::{Received, Work};
use crate::response::salvage::salvage;
use crate::response::watched::Watched;
use crate::send_error::{SendError, TransportErrorKind};
use crate::service::Outgoing;
use crate::upload::Upload;

/// Sends an upload, with this connect timeout.
///
/// # Errors
///
/// What failed up to the head of the response.
pub(crate) async fn send(
    connector: &Connector,
    outgoing: &Outgoing<'_>,
    body: (String, Upload),
    connect: Duration,
) -> Result<Received, SendError> {
    let uri = outgoing.uri()?;
    let mut request = request(outgoing.method(), &uri, body)?;
    if let Some(proxy) = connector.proxy_of(&uri) {
        *request.uri_mut() = uri.clone();
        let authorization = proxy.authorization.clone();
        request
            .headers_mut()
            .extend(authorization.map(|value| (PROXY_AUTHORIZATION, value)));
    }
    let failed = |error| connector.naming_proxy(error);
    let connecting = connector.clone().connect(uri, PatientStream::new);
    let stream = timeout(connect, connecting)
        .await
        .map_err(|_| failed(SendError::new(TransportErrorKind::ConnectTimeout, "")))?
        .map_err(|error| failed(not_connected(&*error)))?
        .for_one_request();
    let tap = stream.tap();
    let (mut sender, connection) = http1::Builder::new()
        .ignore_invalid_headers_in_responses(true)
        .allow_spaces_after_header_name_in_responses(true)
        .allow_obsolete_multiline_headers_in_responses(true)
        .handshake(TokioIo::new(stream))
        .await
        .map_err(|error| no_response(&error))?;
    // An error there is also reported to the request.
    let mut work = Work::new(async { drop(connection.await) });
    match work.during(sender.send_request(request)).await {
        Ok(response) => {
            let watched = Watched::new(tap, &response, outgoing.body_cap);
            Ok(Received {
                response,
                work,
                unreadable: None,
                watched,
            })
        }
        Err(error) => {
            // The connection releases its stream when its work ends.
            drop((work, sender));
            salvage(no_response(&error), Some(tap), outgoing.body_cap).await
        }
    }
}

/// Writes the request like the client for all other calls.
fn request(
    method: Method,
    uri: &Uri,
    (content_type, upload): (String, Upload),
) -> Result<hyper::Request<Upload>, SendError> {
    hyper::Request::builder()
        .method(method)
        .uri(uri.path_and_query().map_or("/", |target| target.as_str()))
        .header(CONTENT_TYPE, content_type)
        .header(ACCEPT, "*/*")
        .header(HOST, uri.authority().map_or("", |host| host.as_str()))
        .body(upload)
        .map_err(|_| SendError::new(TransportErrorKind::Build, ""))
}
