//! Tests calls that are dropped wherever they wait.

use std::future::Future;
use std::io::Write;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use test_support::{Event, Script, Server, Step, promise, respond_once, response};

use super::until_alone;
use crate::calls::{Operation, Setup};

/// Polls a future this many times: `None` means that it was dropped while it waited.
struct AtMost<F> {
    future: Option<Pin<Box<F>>>,
    polls: usize,
}

impl<F: Future> Future for AtMost<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if self.polls == 0 {
            self.future = None;
            return Poll::Ready(None);
        }
        self.polls -= 1;
        let future = self.future.as_mut().expect("it is dropped at the end only");
        match future.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            // The last poll was one too few: the future is dropped here, where it waits.
            Poll::Pending if self.polls == 0 => {
                self.future = None;
                Poll::Ready(None)
            }
            Poll::Pending => Poll::Pending,
        }
    }
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A body in pieces, so that there are many places to wait.
fn piecemeal(operation: Operation) -> Script {
    let reply = response("200 OK", operation.success().as_bytes());
    let mut script = vec![Step::Read];
    for piece in reply.chunks(25) {
        let (first, rest) = piece.split_at(1);
        script.push(Step::WriteSlowly(first.to_vec()));
        script.push(Step::Write(rest.to_vec()));
    }
    script
}

/// Responses that begin with failures, so that there are waits between attempts.
fn failing_first(operation: Operation) -> Vec<Script> {
    let failure = vec![
        Step::Read,
        Step::Write(response("503 Service Unavailable", b"")),
    ];
    let success = response("200 OK", operation.success().as_bytes());
    vec![failure.clone(), failure, respond_once(success)]
}

#[derive(Default)]
struct Count {
    drops: usize,
    after_sending: usize,
    reported: usize,
    leaks: usize,
}

/// Drops the call at its first waiting place, its second, and so on until it completes.
async fn drop_everywhere(operation: Operation, scripts: &[Script], log: &Log, count: &mut Count) {
    let before = tokio::runtime::Handle::current()
        .metrics()
        .num_alive_tasks();
    for polls in 1.. {
        let server = Server::start_in_thread(scripts.to_vec());
        log.0.lock().unwrap().clear();
        let clients = Setup::to(server.url()).clients();
        let ended = AtMost {
            future: Some(Box::pin(clients.call(operation))),
            polls,
        }
        .await;
        let is_over = ended.is_some();
        let events = server.all_over().await;
        let said = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
        let is_reported = said.contains("abandoned") && said.contains("sent=\"unknown\"");
        // The client still works.
        clients.call(operation).await.unwrap();
        drop(clients);
        count.leaks += usize::from(!until_alone(before).await);
        if let Some(ended) = ended {
            ended.unwrap();
        }
        if is_over {
            assert!(!said.contains("abandoned"), "{said}");
            return;
        }
        let was_sent = events.iter().any(|one| matches!(one, Event::Received(..)));
        count.drops += 1;
        count.after_sending += usize::from(was_sent);
        count.reported += usize::from(was_sent && is_reported);
    }
}

#[tokio::test]
async fn a_call_that_is_dropped_anywhere_leaks_nothing_and_is_reported_where_it_was_sent() {
    // Other threads that check first for subscribers could disable the events for this one.
    let _ = tracing::subscriber::set_global_default(tracing_subscriber::registry());
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::DEBUG)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let mut count = Count::default();
    for operation in Operation::ALL {
        drop_everywhere(operation, &[piecemeal(operation)], &log, &mut count).await;
    }
    let scripts = failing_first(Operation::Free);
    drop_everywhere(Operation::Free, &scripts, &log, &mut count).await;
    promise(
        "cancellation",
        count.leaks == 0
            && count.drops >= 20
            && count.after_sending >= 10
            && count.reported == count.after_sending,
        &format!(
            "{} drops at as many places: {} leaks, {} after sending, {} of them reported unknown",
            count.drops, count.leaks, count.after_sending, count.reported
        ),
    );
}
