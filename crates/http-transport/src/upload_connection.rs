//! How does an upload travel, on a connection of its own?
//!
//! Not on one that is kept, for two reasons: an upload may not be repeated, so a connection that the
//! server is about to close must not be used for it; and the answer of a server that closes while
//! the body is still being sent is to be heard ([`PatientStream`]). Only behind a proxy uploads go
//! the way of all other calls.

use core::future::{Future, poll_fn};
use core::pin::{Pin, pin};
use core::time::Duration;

use bytes::Bytes;
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper::header::{ACCEPT, CONTENT_TYPE, HOST, HeaderMap};
use hyper::{Method, Uri};
use hyper_util::rt::TokioIo;
use tokio::time::timeout;

use crate::connector::Connector;
use crate::exchange::Answering;
use crate::patient_stream::PatientStream;
use crate::service::{Failure, FailureKind, Outgoing};
use crate::unanswered::{no_answer, not_connected};
use crate::upload::Upload;

/// What a connection has to do while somebody waits for what comes of it.
struct Work(Option<Pin<Box<dyn Future<Output = ()> + Send>>>);

impl Work {
    async fn during<T>(&mut self, waiting: impl Future<Output = T>) -> T {
        let mut waiting = pin!(waiting);
        poll_fn(|context| {
            if let Some(work) = &mut self.0
                && work.as_mut().poll(context).is_ready()
            {
                self.0 = None;
            }
            waiting.as_mut().poll(context)
        })
        .await
    }
}

/// An answer whose body is still to be read. The connection ends with it.
pub(crate) struct UploadAnswer {
    answer: hyper::Response<Incoming>,
    work: Work,
}

/// Sends an upload, on a connection that may take this long to be made.
///
/// # Errors
///
/// What failed up to the head of the answer.
pub(crate) async fn send(
    connector: &Connector,
    outgoing: &Outgoing<'_>,
    body: (String, Upload),
    connect: Duration,
) -> Result<UploadAnswer, Failure> {
    let uri = outgoing.uri()?;
    let request = request(outgoing.method(), &uri, body)?;
    let connecting = connector.clone().connect(uri, PatientStream::new);
    let stream = timeout(connect, connecting)
        .await
        .map_err(|_| Failure::new(FailureKind::ConnectTimeout, ""))?
        .map_err(|error| not_connected(&*error))?;
    let (mut sender, connection) = http1::Builder::new()
        .ignore_invalid_headers_in_responses(true)
        .allow_spaces_after_header_name_in_responses(true)
        .allow_obsolete_multiline_headers_in_responses(true)
        .handshake(TokioIo::new(stream))
        .await
        .map_err(|error| no_answer(&error))?;
    // What fails there, whoever waits for the answer is told.
    let mut work = Work(Some(Box::pin(async { drop(connection.await) })));
    let answer = work.during(sender.send_request(request)).await;
    let answer = answer.map_err(|error| no_answer(&error))?;
    Ok(UploadAnswer { answer, work })
}

/// As the client for all other calls writes it.
fn request(
    method: Method,
    uri: &Uri,
    (content_type, upload): (String, Upload),
) -> Result<hyper::Request<Upload>, Failure> {
    hyper::Request::builder()
        .method(method)
        .uri(uri.path_and_query().map_or("/", |target| target.as_str()))
        .header(CONTENT_TYPE, content_type)
        .header(ACCEPT, "*/*")
        .header(HOST, uri.authority().map_or("", |host| host.as_str()))
        .body(upload)
        .map_err(|_| Failure::new(FailureKind::Build, ""))
}

impl Answering for UploadAnswer {
    fn head(&self) -> (u16, &HeaderMap) {
        self.answer.head()
    }

    fn announced(&self) -> Option<u64> {
        self.answer.announced()
    }

    async fn chunk(&mut self) -> Result<Option<Bytes>, Failure> {
        let Self { answer, work } = self;
        work.during(answer.chunk()).await
    }
}
