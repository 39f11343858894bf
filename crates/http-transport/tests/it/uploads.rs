//! Bodies that are read while they are sent.

use std::io::{self, Read, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use endpoint_core::{Endpoint, File, Knowledge, Method, Placement, Source, Spec};
use http_transport::{CallOptions, FailureKind as Failed};
use idcode_api::operations::{Done, UploadCodeFile};
use idcode_api::{CodeFile, Idcode};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::calls::Setup;
use crate::knowledge::{Kind, kind};
use crate::scripted::{Server, Step, answer, answering};

const DONE: &str = r#"{"ResultCode":1,"ResultMsg":"成功"}"#;

/// Says `len` and yields `real` bytes; counts how often it was opened.
#[derive(Debug, Clone)]
struct Bytes {
    len: u64,
    real: u64,
    opened: Arc<AtomicUsize>,
}

impl Bytes {
    fn new(len: u64, real: u64) -> Self {
        let opened = Arc::default();
        Self { len, real, opened }
    }

    fn file(&self) -> File {
        File::from_source("codes.txt", Arc::new(self.clone()))
    }

    fn times(&self) -> usize {
        self.opened.load(Ordering::SeqCst)
    }
}

impl Source for Bytes {
    fn len(&self) -> Option<u64> {
        Some(self.len)
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        self.opened.fetch_add(1, Ordering::SeqCst);
        Ok(Box::new(io::repeat(b'a').take(self.real)))
    }
}

fn upload(file: impl Into<File>) -> UploadCodeFile {
    UploadCodeFile::new("i.86.110108.52".parse().unwrap(), 7_u64, file)
}

/// An upload that may be repeated, as none of the vendors' is.
#[derive(Serialize, Deserialize)]
struct Harmless {
    #[serde(rename = "CodeFileName")]
    file: File,
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
}

#[tokio::test]
async fn a_source_goes_up_with_its_length_and_progress_never_falls() {
    let server = Server::start([answering(answer("200 OK", DONE.as_bytes()))]).await;
    let seen = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&seen);
    let options = CallOptions::default().with_progress(move |sent| told.lock().unwrap().push(sent));
    let bytes = Bytes::new(300_000, 300_000);
    let client = Setup::to(server.url()).idcode();
    client
        .call_with(upload(bytes.file()), &options)
        .await
        .unwrap();

    let request = &server.requests()[0];
    let length: usize = request.header("content-length").unwrap().parse().unwrap();
    assert_eq!(request.header("transfer-encoding"), None);
    assert_eq!(request.body.len(), length);
    assert!(request.body.contains(&"a".repeat(300_000)));
    let content_type = request.header("content-type").unwrap();
    let (_, boundary) = content_type.split_once("boundary=").unwrap();
    assert!(request.body.ends_with(&format!("\r\n--{boundary}--\r\n")));
    assert_eq!(bytes.times(), 1);

    let seen = seen.lock().unwrap();
    assert!(seen.windows(2).all(|pair| pair[0].bytes < pair[1].bytes));
    let last = seen.last().unwrap();
    assert_eq!(Some(last.bytes), last.total);
    assert_eq!(last.bytes, length as u64);
}

#[tokio::test]
async fn a_repeated_upload_opens_its_source_again_and_sends_all_of_it() {
    let server = Server::start([
        vec![Step::Read, Step::Reset],
        answering(answer("200 OK", DONE.as_bytes())),
    ])
    .await;
    let bytes = Bytes::new(100_000, 100_000);
    let file = bytes.file();
    let client = Setup::to(server.url()).idcode();
    client.call(Harmless { file }).await.unwrap();
    assert_eq!(bytes.times(), 2);
    assert!(server.requests()[1].body.contains(&"a".repeat(100_000)));
}

#[tokio::test]
async fn a_source_that_is_not_as_long_as_it_said_breaks_the_upload_off() {
    for real in [70_000, 200_000] {
        let server = Server::start([vec![Step::Read]]).await;
        let bytes = Bytes::new(100_000, real);
        let client = Setup::to(server.url()).idcode();
        let error = client.call(upload(bytes.file())).await.unwrap_err();
        assert_eq!(
            kind(&error),
            Kind::Transport(Failed::SourceBroken),
            "{real}"
        );
        assert_eq!(error.was_sent(), Knowledge::Unknown);
        assert!(!error.is_retryable());
        assert!(server.requests().is_empty());
    }
}

#[tokio::test]
async fn a_file_that_changed_after_its_check_is_not_sent() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"1\n2\n").unwrap();
    let codes = CodeFile::open(file.path()).unwrap();
    file.write_all(b"3\n").unwrap();
    let server = Server::start([answering(answer("200 OK", DONE.as_bytes()))]).await;
    let client = Setup::to(server.url()).idcode();
    let error = client.call(upload(codes)).await.unwrap_err();
    assert_eq!(kind(&error), Kind::Transport(Failed::SourceUnopened));
    assert_eq!(error.was_sent(), Knowledge::No);
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_server_that_goes_away_in_the_middle_leaves_the_upload_in_doubt() {
    let server = Server::start([vec![Step::ReadSome, Step::Reset]]).await;
    let bytes = Bytes::new(50_000_000, 50_000_000);
    let client = Setup::to(server.url()).idcode();
    let error = client.call(upload(bytes.file())).await.unwrap_err();
    assert_eq!(kind(&error), Kind::Transport(Failed::ConnectionLost));
    assert_eq!(error.was_sent(), Knowledge::Unknown);
    assert_eq!(bytes.times(), 1);
}

#[tokio::test]
async fn an_upload_that_stands_still_ends() {
    let gate = crate::scripted::Gate::closed();
    let server = Server::start([vec![Step::ReadSome, Step::Wait(gate)]]).await;
    let bytes = Bytes::new(50_000_000, 50_000_000);
    let setup = Setup::to(server.url()).attempt(Duration::from_millis(500));
    let error = setup.idcode().call(upload(bytes.file())).await.unwrap_err();
    assert_eq!(kind(&error), Kind::Transport(Failed::Timeout));
    assert_eq!(error.was_sent(), Knowledge::Unknown);
}

const CHILD: &str = "REGISTRY_UPLOAD_TO";
const CODES: u64 = 10_000_000;

/// Does nothing unless it is started by the test below, with an address and a file.
#[tokio::test]
async fn uploads_what_it_is_told_to_in_a_process_of_its_own() {
    let Ok(told) = std::env::var(CHILD) else {
        return;
    };
    let (url, path) = told.split_once(' ').unwrap();
    let codes = CodeFile::open(path).unwrap();
    assert_eq!(codes.count(), CODES);
    Setup::to(url).idcode().call(upload(codes)).await.unwrap();
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let peak = status.lines().find(|line| line.starts_with("VmHWM"));
    println!("{}", peak.unwrap());
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn ten_million_codes_go_up_in_at_most_48_mib() {
    let mut file = io::BufWriter::new(tempfile::NamedTempFile::new().unwrap());
    for number in 0..CODES {
        writeln!(file, "A-{number:010}").unwrap();
    }
    let file = file.into_inner().unwrap();
    let size = usize::try_from(file.as_file().metadata().unwrap().len()).unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let counting = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut buffer = vec![0; 1 << 20];
        let (mut head, mut received) = (Vec::new(), 0);
        let mut expected = usize::MAX;
        while received < expected {
            let read = stream.read(&mut buffer).await.unwrap();
            assert!(read > 0, "it ended after {received} bytes");
            received += read;
            if expected == usize::MAX {
                head.extend_from_slice(&buffer[..read]);
                let text = String::from_utf8_lossy(&head).to_ascii_lowercase();
                if let Some((lines, _)) = text.split_once("\r\n\r\n") {
                    let (_, length) = lines.split_once("content-length: ").unwrap();
                    let length = length.lines().next().unwrap();
                    expected = lines.len() + 4 + length.parse::<usize>().unwrap();
                }
            }
        }
        let reply = answer("200 OK", DONE.as_bytes());
        stream.write_all(&reply).await.unwrap();
        received
    });
    let path = file.path().display().to_string();
    let child = tokio::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "--nocapture"])
        .arg("uploads::uploads_what_it_is_told_to_in_a_process_of_its_own")
        .env(CHILD, format!("{url} {path}"))
        .output();
    let child = child.await.unwrap();
    let output = String::from_utf8(child.stdout).unwrap();
    assert!(child.status.success(), "{output}");
    let (_, peak) = output.split_once("VmHWM:").unwrap();
    let peak: u64 = peak.split_whitespace().next().unwrap().parse().unwrap();
    assert!(peak <= 48 * 1024, "{peak} KiB");
    assert!(counting.await.unwrap() > size);
}
