//! Tests streamed uploads that arrive.

use std::io::{self, Read};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use bytes::Bytes;
use endpoint_core::wire::Response;
use endpoint_core::{
    Endpoint, File, Invalid, Knowledge, Method, Placement, Spec, UploadSource, Validated,
};
use http_transport::{
    CallOptions, HttpService, Outgoing, SendError, TransportErrorKind, UploadProgress,
};
use idcode_api::operations::{Done, UploadCodeFile};
use idcode_api::{CodeFile, Idcode};
use serde::{Deserialize, Serialize};

use crate::calls::Setup;
use crate::knowledge::{Kind, kind};
use crate::scripted::{Server, Step, respond_once, response};

pub(crate) const DONE: &str = r#"{"ResultCode":1,"ResultMsg":"成功"}"#;

/// Promises `len` and returns `real` bytes; counts how often it was opened.
#[derive(Debug, Clone)]
pub(crate) struct Letters {
    len: Option<u64>,
    real: u64,
    opened: Arc<AtomicUsize>,
}

impl Letters {
    pub(crate) fn new(len: impl Into<Option<u64>>, real: u64) -> Self {
        let (len, opened) = (len.into(), Arc::default());
        Self { len, real, opened }
    }

    pub(crate) fn file(&self) -> File {
        File::from_source("codes.txt", Arc::new(self.clone()))
    }

    pub(crate) fn times(&self) -> usize {
        self.opened.load(Ordering::SeqCst)
    }
}

impl UploadSource for Letters {
    fn len(&self) -> Option<u64> {
        self.len
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        self.opened.fetch_add(1, Ordering::SeqCst);
        Ok(Box::new(io::repeat(b'a').take(self.real)))
    }
}

pub(crate) fn upload(file: impl Into<File>) -> UploadCodeFile {
    UploadCodeFile::new("i.86.110108.52".parse().unwrap(), 7_u64, file)
}

/// An upload that may be retried, unlike those of the vendors.
#[derive(Serialize, Deserialize)]
struct Harmless {
    #[serde(skip)]
    file: File,
    /// The number of validations.
    #[serde(skip)]
    checks: Arc<AtomicUsize>,
}

impl Endpoint for Harmless {
    type Vendor = Idcode;
    type Output = Done;
    const SPEC: Spec = Spec {
        idempotent: true,
        method: Method::Post,
        placement: Placement::Multipart,
        ..UploadCodeFile::SPEC
    };

    fn files(&self) -> Vec<(&'static str, &File)> {
        vec![("CodeFileName", &self.file)]
    }

    fn set_file(&mut self, _: &str, file: File) {
        self.file = file;
    }

    fn validate(&self) -> Result<(), Invalid> {
        self.checks.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }
}

#[tokio::test]
async fn a_request_is_validated_only_once() {
    let server = Server::start([
        respond_once(response("200 OK", DONE.as_bytes())),
        respond_once(response("200 OK", DONE.as_bytes())),
    ])
    .await;
    let client = Setup::to(server.url()).idcode();
    let checks = Arc::new(AtomicUsize::new(0));
    let request = || Harmless {
        file: File::new("codes.txt", "A\n"),
        checks: Arc::clone(&checks),
    };
    client.call(request()).await.unwrap();
    assert_eq!(checks.load(Ordering::SeqCst), 1);
    let checked = Validated::new(request()).unwrap();
    let options = CallOptions::default();
    client.call_validated(checked, &options).await.unwrap();
    assert_eq!(checks.load(Ordering::SeqCst), 2);
}

/// Options that record the progress of the upload.
fn followed() -> (CallOptions, Arc<Mutex<Vec<UploadProgress>>>) {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&seen);
    let options = CallOptions::default().with_progress(move |sent| told.lock().unwrap().push(sent));
    (options, seen)
}

fn rises_to(seen: &[UploadProgress], total: usize) {
    assert!(seen.windows(2).all(|pair| pair[0].bytes < pair[1].bytes));
    let total = u64::try_from(total).unwrap();
    assert!(seen.iter().all(|sent| sent.total == Some(total)));
    assert_eq!(seen.last().unwrap().bytes, total);
}

#[tokio::test]
async fn a_source_is_sent_with_its_length_and_progress_reaches_the_total() {
    let server = Server::start([respond_once(response("200 OK", DONE.as_bytes()))]).await;
    let (options, seen) = followed();
    let letters = Letters::new(300_000, 300_000);
    let client = Setup::to(server.url()).idcode();
    let request = upload(letters.file());
    client.call_with(request, &options).await.unwrap();

    let request = &server.requests().await[0];
    let length: usize = request.header("content-length").unwrap().parse().unwrap();
    assert_eq!(request.header("transfer-encoding"), None);
    assert_eq!(request.body.len(), length);
    let content_type = request.header("content-type").unwrap();
    let (_, boundary) = content_type.split_once("boundary=").unwrap();
    let (head, rest) = request.body.split_at(request.body.find("aaaa").unwrap());
    assert!(
        head.ends_with("filename=\"codes.txt\"\r\nContent-Type: application/octet-stream\r\n\r\n")
    );
    assert_eq!(
        rest,
        format!("{}\r\n--{boundary}--\r\n", "a".repeat(300_000))
    );
    assert_eq!(letters.times(), 1);
    rises_to(&seen.lock().unwrap(), length);
}

#[tokio::test]
async fn a_source_of_unknown_length_is_sent_in_chunks_without_a_total() {
    let server = Server::start([respond_once(response("200 OK", DONE.as_bytes()))]).await;
    let (options, seen) = followed();
    let letters = Letters::new(None, 100_000);
    let client = Setup::to(server.url()).idcode();
    let request = upload(letters.file());
    client.call_with(request, &options).await.unwrap();

    let request = &server.requests().await[0];
    assert_eq!(request.header("content-length"), None);
    assert_eq!(request.header("transfer-encoding"), Some("chunked"));
    assert_eq!(request.body.matches("aaaa").count(), 100_000 / 4);
    let seen = seen.lock().unwrap();
    assert!(seen.last().unwrap().bytes > 100_000);
    assert!(seen.iter().all(|sent| sent.total.is_none()));
}

#[tokio::test]
async fn a_server_that_reads_slowly_gets_all_of_it() {
    let reply = response("200 OK", DONE.as_bytes());
    let server =
        Server::start([vec![Step::ReadLimit(1_000), Step::Read, Step::Write(reply)]]).await;
    let letters = Letters::new(5_000_000, 5_000_000);
    let client = Setup::to(server.url()).idcode();
    client.call(upload(letters.file())).await.unwrap();
    let body = &server.requests().await[0].body;
    assert!(body.contains(&"a".repeat(5_000_000)));
}

#[tokio::test]
async fn a_retried_upload_opens_its_source_again_and_sends_all_of_it() {
    let server = Server::start([
        vec![Step::Read, Step::Reset],
        respond_once(response("200 OK", DONE.as_bytes())),
    ])
    .await;
    let letters = Letters::new(100_000, 100_000);
    let file = letters.file();
    let client = Setup::to(server.url()).idcode();
    let checks = Arc::default();
    client.call(Harmless { file, checks }).await.unwrap();
    assert_eq!(letters.times(), 2);
    let requests = server.requests().await;
    assert!(requests[1].body.contains(&"a".repeat(100_000)));
    let content_types = [0, 1].map(|index| requests[index].header("content-type").unwrap());
    assert_ne!(
        content_types[0], content_types[1],
        "signed anew, and separated anew"
    );
}

#[tokio::test]
async fn a_file_that_contains_the_boundary_arrives_whole() {
    let server = Server::start([respond_once(response("200 OK", DONE.as_bytes()))]).await;
    // The boundary of parts in memory is derived from the time alone, which is predictable.
    let codes = [
        "--registry-1497587696789--",
        "--registry-1497587696789",
        "A",
    ];
    let codes = CodeFile::from_codes("codes.txt", move || codes.map(str::to_owned).into_iter());
    let client = Setup::to(server.url()).idcode();
    client.call(upload(codes.unwrap())).await.unwrap();
    let request = &server.requests().await[0];
    let content_type = request.header("content-type").unwrap();
    let (_, boundary) = content_type.split_once("boundary=").unwrap();
    let separators = request.body.matches(boundary).count();
    assert_eq!(separators, 7, "six parts and the end: {}", request.body);
    let (_, hash) = request.body.split_once("name=\"hash\"\r\n\r\n").unwrap();
    let hash = hash.split("\r\n").next().unwrap();
    assert!(
        !boundary.to_uppercase().contains(hash),
        "headers are logged by many"
    );
}

/// Reads the whole body at once.
struct Whole(Mutex<Bytes>);

#[async_trait]
impl HttpService for Whole {
    async fn send(&self, outgoing: Outgoing<'_>) -> Result<Response, SendError> {
        let body = outgoing.read_body().await?;
        *self.0.lock().unwrap() = body;
        Ok(Response {
            status: 200,
            content_type: None,
            date: None,
            retry_after: None,
            body: DONE.into(),
        })
    }
}

#[tokio::test]
async fn a_service_reads_the_whole_body_with_progress_and_typed_errors() {
    let whole = Arc::new(Whole(Mutex::default()));
    let (options, seen) = followed();
    let mut setup = Setup::to("http://127.0.0.1:9");
    setup.service = Arc::clone(&whole) as Arc<dyn HttpService>;
    let request = upload(Letters::new(200_000, 200_000).file());
    let client = setup.idcode();
    client.call_with(request, &options).await.unwrap();
    let body = whole.0.lock().unwrap().clone();
    assert!(String::from_utf8_lossy(&body).contains(&"a".repeat(200_000)));
    rises_to(&seen.lock().unwrap(), body.len());

    let error = client.call(upload(Letters::new(9, 8).file())).await;
    let error = error.unwrap_err();
    assert_eq!(
        kind(&error),
        Kind::Transport(TransportErrorKind::UploadSourceBroken)
    );
    assert_eq!(error.was_sent(), Knowledge::Unknown);
}
