//! Tests services without a socket, in place of hyper.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use endpoint_core::Knowledge;
use endpoint_core::wire::{Request, Response};
use http_transport::{Client, Error, HttpService, Outgoing, SendError, TransportErrorKind};
use idcode_api::Idcode;
use tokio::time::{Instant, sleep};

use crate::calls::{Operation, Setup, free, idcode_keys};
use crate::uploads::{DONE, Letters, upload};

/// The result of a service for one request.
pub(crate) type Deed = Result<Response, SendError>;

/// Returns one result after another, then the last one forever, and records its requests.
#[derive(Clone)]
pub(crate) struct Fake(Arc<Inner>);

struct Inner {
    deeds: Mutex<VecDeque<Deed>>,
    takes: Duration,
    seen: Mutex<Vec<Seen>>,
}

/// A request, its time and its deadline.
#[derive(Clone)]
pub(crate) struct Seen {
    pub(crate) request: Request,
    pub(crate) at: Instant,
    pub(crate) deadline: Duration,
}

impl Fake {
    pub(crate) fn new(deeds: impl IntoIterator<Item = Deed>) -> Self {
        Self::slow(Duration::ZERO, deeds)
    }

    /// Takes this long for each request, whatever its deadline.
    pub(crate) fn slow(takes: Duration, deeds: impl IntoIterator<Item = Deed>) -> Self {
        Self(Arc::new(Inner {
            deeds: Mutex::new(deeds.into_iter().collect()),
            takes,
            seen: Mutex::default(),
        }))
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.0.seen.lock().unwrap().clone()
    }
}

#[async_trait]
impl HttpService for Fake {
    async fn send(&self, outgoing: Outgoing<'_>) -> Deed {
        self.0.seen.lock().unwrap().push(Seen {
            request: outgoing.request.clone(),
            at: Instant::now(),
            deadline: outgoing.deadline,
        });
        if !self.0.takes.is_zero() {
            sleep(self.0.takes).await;
        }
        let mut deeds = self.0.deeds.lock().unwrap();
        match deeds.len() {
            0 | 1 => deeds.front().unwrap().clone(),
            _ => deeds.pop_front().unwrap(),
        }
    }
}

pub(crate) fn fails(kind: TransportErrorKind) -> Deed {
    Err(SendError::new(kind, ""))
}

pub(crate) fn says(status: u16, body: &str) -> Deed {
    Ok(Response {
        status,
        content_type: None,
        date: None,
        retry_after: None,
        body: body.to_owned().into(),
    })
}

#[tokio::test]
async fn any_service_can_replace_hyper() {
    let fake = Fake::new([says(200, Operation::Free.success())]);
    let service: Arc<dyn HttpService> = Arc::new(fake.clone());
    let client = Client::<Idcode>::builder(idcode_keys(), service)
        .build()
        .unwrap();
    let unit = client.call(free()).await.unwrap();
    assert_eq!(unit.name.as_deref(), Some("汉信"));
    assert_eq!(fake.seen().len(), 1);
    assert_eq!(
        fake.seen()[0].request.path(),
        "/AllInterFace/GetCompanyBaseInfo"
    );
    assert_eq!(client.base_url().as_str(), "https://api.idcode.org.cn");
}

#[tokio::test(start_paused = true)]
async fn a_service_that_ignores_deadlines_is_cut_off() {
    let fake = Fake::slow(
        Duration::from_secs(3600),
        [says(200, Operation::Paid.success())],
    );
    let setup = Setup::to("http://127.0.0.1:1").through(fake.clone());
    let began = Instant::now();
    let error = setup.call(Operation::Paid).await.unwrap_err();
    assert!(matches!(&error, Error::Transport(t) if t.kind() == TransportErrorKind::Timeout));
    assert_eq!(error.was_sent(), Knowledge::Unknown);
    assert!(began.elapsed() < Duration::from_millis(20_250));
}

/// It has the bytes received until then; the cut-off would lose them.
#[tokio::test(start_paused = true)]
async fn the_result_of_a_service_at_its_deadline_is_used() {
    let failure = SendError {
        body: "{".into(),
        ..SendError::new(TransportErrorKind::Timeout, "")
    };
    let deadline = Duration::from_secs(20);
    let fake = Fake::slow(deadline + Duration::from_millis(2), [Err(failure)]);
    let setup = Setup::to("http://127.0.0.1:1").through(fake);
    let error = setup.call(Operation::Paid).await.unwrap_err();
    assert_eq!(error.body().map(|body| &body[..]), Some(&b"{"[..]));
}

/// A service that wrongly claims to keep deadlines.
#[derive(Clone)]
struct Boasting(Fake);

#[async_trait]
impl HttpService for Boasting {
    async fn send(&self, outgoing: Outgoing<'_>) -> Deed {
        self.0.send(outgoing).await
    }

    fn keeps_deadlines(&self) -> bool {
        true
    }
}

#[tokio::test(start_paused = true)]
async fn a_service_may_keep_its_deadlines_except_for_uploads() {
    let success = says(200, Operation::Paid.success());
    let slow = Boasting(Fake::slow(Duration::from_secs(30), [success]));
    let setup = Setup::to("http://127.0.0.1:1").through(slow);
    setup.call(Operation::Paid).await.unwrap();

    let fake = Fake::slow(Duration::from_secs(7 * 24 * 3600), [says(200, DONE)]);
    let setup = setup.through(Boasting(fake.clone()));
    let began = Instant::now();
    let file = Letters::new(3, 3).file();
    let error = setup.idcode().call(upload(file)).await.unwrap_err();
    assert!(matches!(&error, Error::Transport(t) if t.kind() == TransportErrorKind::Timeout));
    let late = began.elapsed() - fake.seen()[0].deadline;
    assert!(late < Duration::from_millis(250), "{late:?}");
}
