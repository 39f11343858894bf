//! One attempt of a call: what is sent, what is logged of it, and how it ended.

use core::time::Duration;

use bytes::Bytes;
use endpoint_core::wire::Request;
use endpoint_core::{Endpoint, Knowledge, Method, Params, Refusal, RefusalKind, Rejected, Vendor};
use tokio::time::{Instant, timeout};

use crate::call::Shared;
use crate::clock_reading::{ClockReading, Dated};
use crate::echo;
use crate::error::{Call, Error, Malformed, Transport, charged};
use crate::read_answer;
use crate::retry_after::retry_after;
use crate::service::{Failure, FailureKind, Outgoing};
use crate::{BaseUrl, CallOptions};

/// How much longer than its deadline a service may take before it is cut off. One that keeps
/// the deadline itself knows better what had been sent and read by then.
const GRACE: Duration = Duration::from_millis(100);

/// How an attempt ended that brought no output.
pub(crate) enum Ended {
    /// In a failure, with what was sent in words.
    Failed(Failure, String),
    Refused(Box<Refusal>),
    Malformed(Malformed),
}

impl Ended {
    pub(crate) fn was_sent(&self) -> Knowledge {
        match self {
            Self::Failed(failure, _) => failure.kind.was_sent(),
            Self::Refused(_) => Knowledge::Yes,
            Self::Malformed(malformed) => malformed.was_sent(),
        }
    }

    /// Whether the vendor took money for this attempt.
    pub(crate) fn charged(&self, call: Call) -> Knowledge {
        match self {
            Self::Refused(refusal) => refusal.charged(),
            Self::Failed(..) | Self::Malformed(_) => charged(call.billed, self.was_sent()),
        }
    }

    /// The body of the answer, as far as it was read.
    pub(crate) fn body(&self) -> Option<&Bytes> {
        match self {
            Self::Failed(failure, _) => Some(&failure.body),
            Self::Refused(refusal) => Some(refusal.body()),
            Self::Malformed(malformed) => Some(&malformed.body),
        }
    }

    /// How long the server asks to be left alone.
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Failed(failure, _) => failure.retry_after,
            Self::Refused(_) | Self::Malformed(_) => None,
        }
    }

    /// What the table of the crate says of failures. Refusals are not repeated.
    pub(crate) fn may_be_repeated(&self, call: Call) -> bool {
        match self {
            Self::Failed(failure, _) => {
                call.may_repeat(failure.kind.was_sent()) && failure.kind.may_pass()
            }
            Self::Refused(_) => false,
            Self::Malformed(_) => call.may_repeat(Knowledge::Yes),
        }
    }

    /// The error of a call that took this many attempts, of whose earlier ones this is known.
    pub(crate) fn into_error(self, call: Call, attempts: u32, earlier: Knowledge) -> Error {
        match self {
            Self::Refused(refusal) => Error::Refused(refusal),
            Self::Malformed(mut malformed) => {
                malformed.earlier = earlier;
                Error::Malformed(Box::new(malformed))
            }
            Self::Failed(failure, request) => Error::Transport(Box::new(Transport {
                call,
                request,
                attempts,
                earlier,
                failure,
            })),
        }
    }
}

/// How an attempt ended that brought an output.
pub(crate) struct Answered<T> {
    pub(crate) output: T,
    pub(crate) body: Bytes,
}

/// A request that has been signed.
pub(crate) struct Signed {
    pub(crate) request: Request,
    /// Our own time when it was.
    pub(crate) ours_ms: u64,
    /// The time it was signed with.
    pub(crate) signed_ms: u64,
}

impl<V: Vendor> Shared<V> {
    pub(crate) async fn attempt<E: Endpoint<Vendor = V>>(
        &self,
        call: Call,
        params: &Params,
        signed: &Signed,
        attempt: u32,
        until: Instant,
        options: &CallOptions,
    ) -> Result<Answered<E::Output>, Ended> {
        let request = &signed.request;
        let began = Instant::now();
        let left = until.saturating_duration_since(began);
        let stall = self.limits.attempt.min(left);
        // An upload may take what its call may; what may not last is that nothing happens.
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
        let under_way = UnderWay::new(call, attempt, Knowledge::Unknown);
        let sending = self.service.send(Outgoing {
            base: &self.base,
            request,
            deadline,
            stall,
            answer: options.upload_answer,
            progress: options.progress.as_ref(),
            body_cap: self.limits.body,
        });
        let answered = if self.service.keeps_deadlines() && !request.body.is_streamed() {
            sending.await
        } else {
            timeout(deadline.saturating_add(GRACE), sending)
                .await
                .unwrap_or_else(|_| Err(Failure::new(FailureKind::Timeout, "")))
        };
        under_way.end();
        let failed = |failure: Failure| {
            tracing::debug!(
                target: "http_transport",
                vendor = call.vendor,
                operation = call.operation,
                attempt,
                failure = failure.kind.as_str(),
                sent = failure.kind.was_sent().as_str(),
                detail = failure.detail,
                "no answer"
            );
            let described = describe(&self.base, request.method, request.path(), params);
            Ended::Failed(failure, described)
        };
        let response = answered.map_err(failed)?;
        let took = began.elapsed();
        tracing::debug!(
            target: "http_transport",
            vendor = call.vendor,
            operation = call.operation,
            attempt,
            status = response.status,
            bytes = response.body.len(),
            took_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
            "answered"
        );
        if !(200..300).contains(&response.status) {
            let retry_after = retry_after(&response);
            let detail = retry_after.map_or_else(String::new, |wait| {
                format!("to be asked again after {} s", wait.as_secs())
            });
            return Err(failed(Failure {
                body: response.body,
                retry_after,
                ..Failure::new(FailureKind::Status(response.status), detail)
            }));
        }
        let dated = response.date.clone().map(|date| Dated {
            date,
            asked_ms: signed.ours_ms,
            took,
        });
        let opened =
            read_answer::open::<E>(&response, request).map_err(|rejected| match rejected {
                Rejected::Refused(mut refusal) => {
                    let message = &mut refusal.message;
                    echo::silence::<V>(message, &self.keys, request, &E::SPEC);
                    let is_expired = V::is_expired(refusal.code);
                    if is_expired || refusal.kind == RefusalKind::Auth {
                        refusal.clock_offset = dated
                            .as_ref()
                            .and_then(|dated| ClockReading::of_refusal(dated, is_expired));
                    }
                    Ended::Refused(refusal)
                }
                Rejected::Malformed(reason) => {
                    let title = read_answer::title(&response).map(|mut title| {
                        echo::silence::<V>(&mut title, &self.keys, request, &E::SPEC);
                        read_answer::shortened(title)
                    });
                    Ended::Malformed(Malformed {
                        call,
                        earlier: Knowledge::No,
                        reason,
                        title,
                        body: response.body.clone(),
                    })
                }
            });
        if let Some(dated) = dated {
            self.clock_reading.note(dated);
        }
        opened.map(|output| Answered {
            output,
            body: response.body,
        })
    }
}

/// A part of a call that nobody may be waiting for any more: an attempt, or the wait behind one.
pub(crate) struct UnderWay {
    call: Call,
    attempt: u32,
    /// What there is to say when the call is dropped here.
    sent: Knowledge,
}

impl UnderWay {
    pub(crate) fn new(call: Call, attempt: u32, sent: Knowledge) -> Self {
        Self {
            call,
            attempt,
            sent,
        }
    }

    /// It was waited for to its end.
    pub(crate) fn end(mut self) {
        self.sent = Knowledge::No;
    }
}

impl Drop for UnderWay {
    /// A call that is dropped has no error to say what is known of it.
    fn drop(&mut self) {
        let Self {
            call,
            attempt,
            sent,
        } = self;
        if *sent == Knowledge::No {
            return;
        }
        if call.may_repeat(*sent) {
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
                "abandoned: the vendor may have done it all the same"
            );
        }
    }
}

/// Method, address without query, and the names of the parameters that are sent: what an error may
/// show.
pub(crate) fn describe(base: &BaseUrl, method: Method, path: &str, params: &Params) -> String {
    let names: Vec<_> = params.iter().map(|(name, _)| name).collect();
    let mut text = format!("{} {base}{path}", method.as_str());
    if !names.is_empty() {
        text.push_str(" (");
        text.push_str(&names.join(", "));
        text.push(')');
    }
    text
}
