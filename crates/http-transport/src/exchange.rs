//! One request sent and its answer read, within one deadline.

use core::future::Future;
use core::time::Duration;

use bytes::BytesMut;
use endpoint_core::wire::Response;
use reqwest::header::{CONTENT_TYPE, DATE, HeaderMap, HeaderName};
use tokio::time::{Instant, timeout_at};

use crate::connect_limit::allowing;
use crate::reqwest_failure::{explain, unanswered};
use crate::service::{Failure, FailureKind};

/// What has come of an answer.
#[derive(Default)]
struct SoFar {
    /// The head of the answer, its body still empty.
    head: Option<Response>,
    body: BytesMut,
}

/// Sends what is about to be sent and reads the answer.
///
/// Not with reqwest's own timeout, which looks at its clock first: on a machine that hangs, a
/// connection that was never made would end as a timeout that anything may precede. This one
/// looks at the exchange first, where the limit of the connection has passed before. One timer
/// for all of it: they are what a call on a busy client costs most.
pub(crate) async fn exchange(
    sending: impl Future<Output = reqwest::Result<reqwest::Response>>,
    connect: Duration,
    body_cap: usize,
    until: Instant,
) -> Result<Response, Failure> {
    let mut so_far = SoFar::default();
    let ended = timeout_at(until, run(sending, connect, body_cap, &mut so_far))
        .await
        .unwrap_or_else(|_| Err(Failure::new(FailureKind::Timeout, "")));
    let body = so_far.body.freeze();
    match (so_far.head, ended) {
        // A status that is no success says more than how its body ended.
        (Some(head), ended) if ended.is_ok() || !(200..300).contains(&head.status) => {
            Ok(Response { body, ..head })
        }
        (_, Err(failure)) => Err(Failure { body, ..failure }),
        (None, Ok(())) | (Some(_), Ok(())) => Err(Failure::new(FailureKind::ConnectionLost, "")),
    }
}

async fn run(
    sending: impl Future<Output = reqwest::Result<reqwest::Response>>,
    connect: Duration,
    body_cap: usize,
    so_far: &mut SoFar,
) -> Result<(), Failure> {
    let mut response = allowing(connect, sending)
        .await
        .map_err(|error| unanswered(&error))?;
    so_far.head = Some(Response {
        status: response.status().as_u16(),
        content_type: text_of(response.headers(), &CONTENT_TYPE),
        date: text_of(response.headers(), &DATE),
        body: bytes::Bytes::new(),
    });
    read_body(&mut response, body_cap, &mut so_far.body).await
}

async fn read_body(
    response: &mut reqwest::Response,
    cap: usize,
    body: &mut BytesMut,
) -> Result<(), Failure> {
    let too_large = || Failure::new(FailureKind::TooLarge, format!("more than {cap} bytes"));
    if let Some(announced) = response.content_length() {
        let announced = usize::try_from(announced).unwrap_or(usize::MAX);
        if announced > cap {
            return Err(too_large());
        }
        body.reserve(announced);
    }
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) => {
                let room = cap.saturating_sub(body.len());
                if chunk.len() > room {
                    body.extend_from_slice(chunk.get(..room).unwrap_or(&chunk));
                    return Err(too_large());
                }
                body.extend_from_slice(&chunk);
            }
            Ok(None) => return Ok(()),
            Err(error) => return Err(Failure::new(FailureKind::Truncated, explain(&error))),
        }
    }
}

fn text_of(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned)
}
