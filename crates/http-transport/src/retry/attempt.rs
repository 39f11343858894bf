//! Makes one attempt of a call, and logs it.

use core::time::Duration;

use bytes::Bytes;
use endpoint_core::{Endpoint, Knowledge, Method, OpenError, Params, RefusalKind, Vendor};
use tokio::time::{Instant, timeout};

use crate::clock_reading::{ClockReading, Dated};
use crate::error::{Call, Error, Malformed};
use crate::redaction;
use crate::response::decode;
use crate::response::retry_after::retry_after;
use crate::retry::signing::Signed;
use crate::send_error::{SendError, TransportErrorKind};
use crate::service::Outgoing;
use crate::shared::Shared;
use crate::{BaseUrl, CallOptions};

/// The time after its deadline when a service is cut off. A service that keeps the deadline itself
/// knows better what was sent and read by then.
const GRACE: Duration = Duration::from_millis(100);

/// A successful attempt.
pub(crate) struct SuccessfulAttempt<T> {
    pub(crate) output: T,
    pub(crate) body: Bytes,
}

impl<V: Vendor> Shared<V> {
    pub(super) async fn attempt<E: Endpoint<Vendor = V>>(
        &self,
        call: Call,
        params: &Params,
        signed: &Signed,
        attempt: u32,
        call_deadline: Instant,
        options: &CallOptions,
    ) -> Result<SuccessfulAttempt<E::Output>, Error> {
        let request = &signed.request;
        let began = Instant::now();
        let left = call_deadline.saturating_duration_since(began);
        let stall = self.limits.attempt.min(left);
        // An upload may take as long as its call, but only while it progresses.
        let deadline = if request.body.is_streamed() {
            left
        } else {
            stall
        };
        if tracing::enabled!(target: "http_transport", tracing::Level::DEBUG) {
            tracing::debug!(
                target: "http_transport",
                vendor = call.vendor,
                operation = call.operation,
                attempt,
                base = %self.base,
                request = %request.masked::<V>(&E::SPEC),
                "sending"
            );
        }
        let in_progress = InProgress::new(call, attempt, Knowledge::Unknown);
        let sending = self.service.send(Outgoing {
            base: &self.base,
            request,
            deadline,
            stall,
            response_timeout: options.upload_response,
            progress: options.progress.as_ref(),
            body_cap: self.limits.body,
        });
        let received = if self.service.keeps_deadlines() && !request.body.is_streamed() {
            sending.await
        } else {
            timeout(deadline.saturating_add(GRACE), sending)
                .await
                .unwrap_or_else(|_| Err(SendError::new(TransportErrorKind::Timeout, "")))
        };
        in_progress.end();
        let failed = |error: SendError| {
            tracing::debug!(
                target: "http_transport",
                vendor = call.vendor,
                operation = call.operation,
                attempt,
                error = error.kind.as_str(),
                sent = error.was_sent().as_str(),
                detail = error.detail,
                "no response"
            );
            let described = describe(&self.base, request.method, request.path(), params);
            Error::from_send_error(call, error, described, attempt)
        };
        let response = received.map_err(failed)?;
        let took = began.elapsed();
        tracing::debug!(
            target: "http_transport",
            vendor = call.vendor,
            operation = call.operation,
            attempt,
            status = response.status,
            bytes = response.body.len(),
            took_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
            "response received"
        );
        if !(200..300).contains(&response.status) {
            let retry_after = retry_after(&response);
            let detail = retry_after.map_or_else(String::new, |wait| {
                format!("retry after {} s", wait.as_secs())
            });
            return Err(failed(SendError {
                body: response.body,
                retry_after,
                ..SendError::new(TransportErrorKind::Status(response.status), detail)
            }));
        }
        let dated = response.date.clone().map(|date| Dated {
            date,
            asked_ms: signed.ours_ms,
            took,
        });
        let decoded = decode::open::<E>(&response, request).map_err(|rejected| match rejected {
            OpenError::Refused(mut refusal) => {
                let message = &mut refusal.message;
                redaction::redact_message::<V>(message, &self.keys, request, &E::SPEC);
                let is_expired = V::is_expired(refusal.code);
                if is_expired || refusal.kind == RefusalKind::Auth {
                    refusal.clock_offset = dated
                        .as_ref()
                        .and_then(|dated| ClockReading::for_refusal(dated, is_expired));
                }
                Error::Refused(refusal)
            }
            OpenError::Malformed(reason) => {
                let title = decode::title(&response).map(|mut title| {
                    redaction::redact_message::<V>(&mut title, &self.keys, request, &E::SPEC);
                    decode::shortened(title)
                });
                Error::Malformed(Box::new(Malformed {
                    call,
                    earlier: Knowledge::No,
                    reason,
                    title,
                    body: response.body.clone(),
                }))
            }
        });
        if let Some(dated) = dated {
            self.clock_reading.note(dated);
        }
        decoded.map(|output| SuccessfulAttempt {
            output,
            body: response.body,
        })
    }
}

/// A part of a call that may be dropped: an attempt, or the wait after one.
pub(super) struct InProgress {
    call: Call,
    attempt: u32,
    /// Whether the call was sent, if it is dropped here.
    sent: Knowledge,
}

impl InProgress {
    pub(super) fn new(call: Call, attempt: u32, sent: Knowledge) -> Self {
        Self {
            call,
            attempt,
            sent,
        }
    }

    /// Ends it: it was not dropped.
    pub(super) fn end(mut self) {
        self.sent = Knowledge::No;
    }
}

impl Drop for InProgress {
    /// A dropped call returns no error, so its state is logged.
    fn drop(&mut self) {
        let Self {
            call,
            attempt,
            sent,
        } = self;
        if *sent == Knowledge::No {
            return;
        }
        if call.may_retry(*sent) {
            tracing::debug!(
                target: "http_transport",
                vendor = call.vendor,
                operation = call.operation,
                attempt,
                sent = sent.as_str(),
                "abandoned"
            );
        } else {
            tracing::warn!(
                target: "http_transport",
                vendor = call.vendor,
                operation = call.operation,
                attempt,
                sent = sent.as_str(),
                "abandoned: the vendor may still have carried it out"
            );
        }
    }
}

/// Method, address without query, and the names of the sent parameters: everything that an error
/// may show.
pub(super) fn describe(base: &BaseUrl, method: Method, path: &str, params: &Params) -> String {
    let names: Vec<_> = params.iter().map(|(name, _)| name).collect();
    let mut text = format!("{} {base}{path}", method.as_str());
    if !names.is_empty() {
        text.push_str(" (");
        text.push_str(&names.join(", "));
        text.push(')');
    }
    text
}
