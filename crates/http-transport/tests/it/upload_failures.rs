//! Tests uploads that do not arrive: which side failed, and whether anything was sent.

use std::error::Error as _;
use std::io::{self, Cursor, Read, Write};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use endpoint_core::{File, Knowledge, UploadSource};
use http_transport::{Error, TransportErrorKind};

use crate::calls::Setup;
use crate::knowledge::{Kind, kind};
use crate::scripted::{Gate, Server, Step, respond_once, response};
use crate::uploads::{DONE, Letters, upload};

/// A source with a scripted opening.
struct Told<F>(u64, F);

impl<F> core::fmt::Debug for Told<F> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Told")
    }
}

impl<F, R> UploadSource for Told<F>
where
    F: Fn() -> io::Result<R> + Send + Sync + 'static,
    R: Read + Send + 'static,
{
    fn len(&self) -> Option<u64> {
        Some(self.0)
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new((self.1)()?))
    }
}

fn told<R: Read + Send + 'static>(
    len: u64,
    open: impl Fn() -> io::Result<R> + Send + Sync + 'static,
) -> File {
    File::from_source("codes.txt", Arc::new(Told(len, open)))
}

/// Fails when it is read.
struct Failing;

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::new(
            io::ErrorKind::NotConnected,
            "the disk went away",
        ))
    }
}

struct Panicking;

impl Read for Panicking {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        panic!("a source with a fault")
    }
}

/// Returns nothing and does not end until the other end is dropped.
struct Silent(mpsc::Receiver<()>);

impl Read for Silent {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        assert!(self.0.recv().is_err(), "nobody sends");
        Ok(0)
    }
}

fn assert_failed(error: &Error, failure: TransportErrorKind, sent: Knowledge) {
    assert_eq!(kind(error), Kind::Transport(failure), "{error:?}");
    assert_eq!(error.was_sent(), sent);
    assert_eq!(error.charged(), Knowledge::No, "an upload is not billed");
    let Error::Transport(transport) = error else {
        panic!("{error:?}");
    };
    assert_eq!(transport.attempts(), 1);
}

/// The error of the source: chained, and not also printed.
fn cause(error: &Error) -> &io::Error {
    let cause: &io::Error = error.source().unwrap().downcast_ref().unwrap();
    let (shown, said) = (error.to_string(), cause.to_string());
    assert!(!shown.contains(&said), "{shown}");
    assert!(
        format!("{error:?}").contains("UploadSourceUnopened")
            || format!("{error:?}").contains("UploadSourceBroken")
    );
    cause
}

#[tokio::test]
async fn a_source_that_cannot_be_opened_fails_before_anything_is_sent() {
    let server = Server::start([respond_once(response("200 OK", DONE.as_bytes()))]).await;
    let file = told(9, || {
        Err::<io::Empty, _>(io::Error::new(
            io::ErrorKind::NotFound,
            "the disk is not there",
        ))
    });
    let client = Setup::to(server.url()).idcode();
    let error = client.call(upload(file)).await.unwrap_err();
    assert_failed(
        &error,
        TransportErrorKind::UploadSourceUnopened,
        Knowledge::No,
    );
    assert_eq!(cause(&error).kind(), io::ErrorKind::NotFound);
    assert_eq!(cause(&error).to_string(), "the disk is not there");
    assert_eq!(server.connections().await, 0);
}

#[tokio::test]
async fn a_file_that_changed_after_its_check_is_not_sent() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"1\n2\n").unwrap();
    let codes = registry_bulk::code_file::open(file.path()).unwrap();
    file.write_all(b"3\n").unwrap();
    let server = Server::start([respond_once(response("200 OK", DONE.as_bytes()))]).await;
    let client = Setup::to(server.url()).idcode();
    let error = client.call(upload(codes)).await.unwrap_err();
    assert_failed(
        &error,
        TransportErrorKind::UploadSourceUnopened,
        Knowledge::No,
    );
    assert!(cause(&error).to_string().contains("has changed"));
    assert_eq!(server.connections().await, 0);
}

#[tokio::test]
async fn a_source_that_fails_during_the_upload_is_the_cause_and_is_not_retried() {
    let server = Server::start([vec![Step::Read]]).await;
    let file = told(300_000, || {
        Ok(io::repeat(b'a').take(200_000).chain(Failing))
    });
    let client = Setup::to(server.url()).idcode();
    let error = client.call(upload(file)).await.unwrap_err();
    assert_failed(
        &error,
        TransportErrorKind::UploadSourceBroken,
        Knowledge::Unknown,
    );
    assert!(!error.is_retryable());
    assert_eq!(cause(&error).kind(), io::ErrorKind::NotConnected);
    assert_eq!(cause(&error).to_string(), "the disk went away");
    assert!(
        server.requests().await.is_empty(),
        "no server has the whole of it"
    );
    assert_eq!(server.connections().await, 1);
}

#[tokio::test]
async fn a_source_with_a_wrong_length_aborts_the_upload() {
    for (real, why) in [
        (70_000, "it ended after 70000 of 131072 bytes"),
        (131_073, "it is longer than its stated 131072 bytes"),
        (400_000, "it is longer than its stated 131072 bytes"),
    ] {
        let server = Server::start([vec![Step::Read]]).await;
        let letters = Letters::new(131_072, real);
        let client = Setup::to(server.url()).idcode();
        let error = client.call(upload(letters.file())).await.unwrap_err();
        assert_failed(
            &error,
            TransportErrorKind::UploadSourceBroken,
            Knowledge::Unknown,
        );
        assert_eq!(cause(&error).to_string(), why);
        assert!(!error.is_retryable());
        assert!(server.requests().await.is_empty());
    }
}

#[tokio::test]
async fn a_file_that_shrinks_during_the_upload_is_not_accepted() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    let line = format!("{}\n", "A".repeat(1_023));
    for _ in 0..20_000 {
        file.write_all(line.as_bytes()).unwrap();
    }
    let codes = registry_bulk::code_file::open(file.path()).unwrap();
    // More than the buffers between the disk and the server hold, which accepts the first bytes.
    let gate = Gate::closed();
    let server = Server::start([vec![
        Step::ReadSome,
        Step::Note("begun"),
        Step::Wait(gate.clone()),
        Step::Hang,
    ]])
    .await;
    let client = Setup::to(server.url()).idcode();
    let calling = tokio::spawn(async move { client.call(upload(codes)).await });
    server
        .wait_until(|event| matches!(event, crate::scripted::Event::Noted(_)))
        .await;
    file.as_file().set_len(19_000_000).unwrap();
    gate.open();
    let error = calling.await.unwrap().unwrap_err();
    assert_failed(
        &error,
        TransportErrorKind::UploadSourceBroken,
        Knowledge::Unknown,
    );
    assert!(server.requests().await.is_empty());
}

#[tokio::test]
async fn a_panic_of_a_source_is_an_error_and_not_the_end_of_the_body() {
    let server = Server::start([vec![Step::Read]]).await;
    let file = told(100, || Ok(Cursor::new(b"A\n").chain(Panicking)));
    let client = Setup::to(server.url()).idcode();
    let error = client.call(upload(file)).await.unwrap_err();
    assert_failed(
        &error,
        TransportErrorKind::UploadSourceBroken,
        Knowledge::Unknown,
    );
    assert_eq!(cause(&error).to_string(), "the source panicked");
    assert!(server.requests().await.is_empty());
}

#[tokio::test]
async fn a_stalled_source_is_not_blamed_on_the_server() {
    let server = Server::start([vec![Step::Read]]).await;
    let (_alive, pause) = mpsc::channel();
    let silent = Mutex::new(Some(Silent(pause)));
    let file = told(300_000, move || Ok(silent.lock().unwrap().take().unwrap()));
    let setup = Setup::to(server.url()).attempt(Duration::from_millis(300));
    let error = setup.idcode().call(upload(file)).await.unwrap_err();
    assert_failed(
        &error,
        TransportErrorKind::UploadSourceBroken,
        Knowledge::Unknown,
    );
    assert_eq!(cause(&error).kind(), io::ErrorKind::TimedOut);
    assert!(server.requests().await.is_empty());
}

#[tokio::test]
async fn a_stalled_upload_differs_from_a_missing_response() {
    let gate = Gate::closed();
    for (script, failure) in [
        (
            vec![Step::ReadSome, Step::Wait(gate.clone())],
            TransportErrorKind::Stalled,
        ),
        (
            vec![Step::Read, Step::Wait(gate.clone())],
            TransportErrorKind::Timeout,
        ),
    ] {
        let server = Server::start([script]).await;
        let letters = Letters::new(20_000_000, 20_000_000);
        let setup = Setup::to(server.url()).attempt(Duration::from_millis(1_500));
        let called = setup.idcode().call(upload(letters.file())).await;
        let error = called.unwrap_err();
        assert_failed(&error, failure, Knowledge::Unknown);
        assert!(error.source().is_none());
        assert_eq!(letters.times(), 1);
    }
    gate.open();
}

#[tokio::test]
async fn a_server_that_closes_during_the_upload_leaves_it_in_doubt() {
    let server = Server::start([vec![Step::ReadSome, Step::Reset]]).await;
    let letters = Letters::new(50_000_000, 50_000_000);
    let client = Setup::to(server.url()).idcode();
    let error = client.call(upload(letters.file())).await.unwrap_err();
    assert_failed(
        &error,
        TransportErrorKind::ConnectionLost,
        Knowledge::Unknown,
    );
    assert_eq!(letters.times(), 1);
}

#[tokio::test]
async fn a_response_to_an_upload_with_a_length_beyond_the_cap_is_too_large() {
    let head = b"HTTP/1.1 200 OK\r\nContent-Length: 65537\r\n\r\nx";
    let server = Server::start([respond_once(*head)]).await;
    let letters = Letters::new(1000, 1000);
    let client = Setup::to(server.url()).idcode();
    let error = client.call(upload(letters.file())).await.unwrap_err();
    assert_failed(&error, TransportErrorKind::TooLarge, Knowledge::Yes);
    assert_eq!(error.body().unwrap().as_ref(), b"x");
}

#[tokio::test]
async fn a_refusal_before_the_end_of_the_upload_is_read() {
    let refusal = response(
        "200 OK",
        r#"{"ResultCode":-2,"ResultMsg":"未授权！"}"#.as_bytes(),
    );
    let server = Server::start([vec![Step::ReadSome, Step::Write(refusal), Step::Hang]]).await;
    let letters = Letters::new(50_000_000, 50_000_000);
    let client = Setup::to(server.url()).idcode();
    let error = client.call(upload(letters.file())).await.unwrap_err();
    assert_eq!(kind(&error), Kind::Refused(-2));
    assert_eq!(letters.times(), 1);
}

/// Its unread bytes turn the end of the connection into a reset, while bytes are on their way.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refusal_by_a_server_that_stops_reading_and_closes_is_read() {
    for round in 0..60 {
        let refusal = response(
            "200 OK",
            r#"{"ResultCode":-2,"ResultMsg":"未授权！"}"#.as_bytes(),
        );
        let read = match round % 3 {
            0 => Step::ReadSome,
            1 => Step::ReadHead,
            _ => Step::ReadBytes(1_000_000),
        };
        let server = Server::start([vec![read, Step::Write(refusal)]]).await;
        let letters = Letters::new(50_000_000, 50_000_000);
        let client = Setup::to(server.url()).idcode();
        let calling = tokio::spawn(async move { client.call(upload(letters.file())).await });
        let error = calling.await.unwrap().unwrap_err();
        assert_eq!(kind(&error), Kind::Refused(-2), "round {round}: {error:?}");
    }
}

#[tokio::test]
async fn the_status_of_a_server_that_stops_reading_and_closes_is_read() {
    let refusal = response("413 Payload Too Large", b"too large");
    let server = Server::start([vec![Step::ReadHead, Step::Write(refusal)]]).await;
    let letters = Letters::new(50_000_000, 50_000_000);
    let client = Setup::to(server.url()).idcode();
    let error = client.call(upload(letters.file())).await.unwrap_err();
    assert_failed(&error, TransportErrorKind::Status(413), Knowledge::Unknown);
    assert_eq!(error.body().unwrap().as_ref(), b"too large");
    assert_eq!(letters.times(), 1);
}

#[tokio::test]
async fn a_response_may_take_as_long_as_the_caller_allows() {
    let gate = Gate::closed();
    let server = Server::start([vec![Step::Read, Step::Wait(gate.clone())]]).await;
    let letters = Letters::new(100_000, 100_000);
    // Neither the attempt, of 20 s, nor the upload would end within the test.
    let options =
        http_transport::CallOptions::default().with_upload_response(Duration::from_millis(200));
    let client = Setup::to(server.url()).idcode();
    let calling = client.call_with(upload(letters.file()), &options);
    let called = tokio::time::timeout(Duration::from_secs(10), calling).await;
    let error = called.unwrap().unwrap_err();
    assert_failed(&error, TransportErrorKind::Timeout, Knowledge::Unknown);
    gate.open();
}

#[tokio::test]
async fn a_response_may_take_longer_than_an_attempt_if_the_caller_allows() {
    let gate = Gate::closed();
    let reply = response("200 OK", DONE.as_bytes());
    let script = vec![
        Step::Read,
        Step::Note("read"),
        Step::Wait(gate.clone()),
        Step::Write(reply),
    ];
    let server = Server::start([script]).await;
    let letters = Letters::new(100_000, 100_000);
    let options =
        http_transport::CallOptions::default().with_upload_response(Duration::from_secs(60));
    let setup = Setup::to(server.url()).attempt(Duration::from_millis(200));
    let client = setup.idcode();
    let calling =
        tokio::spawn(async move { client.call_with(upload(letters.file()), &options).await });
    server
        .wait_until(|event| matches!(event, crate::scripted::Event::Noted(_)))
        .await;
    // An attempt of a call without an upload would have ended by then.
    let idle = Setup::to(server.url()).attempt(Duration::from_millis(200));
    drop(idle.call(crate::calls::Operation::Free).await);
    assert!(!calling.is_finished());
    gate.open();
    calling.await.unwrap().unwrap();
}

#[tokio::test]
async fn an_upload_has_its_own_deadline() {
    let gate = Gate::closed();
    let server = Server::start([vec![Step::ReadSome, Step::Wait(gate.clone())]]).await;
    let letters = Letters::new(20_000_000, 20_000_000);
    let options =
        http_transport::CallOptions::default().with_upload_deadline(Duration::from_millis(300));
    let client = Setup::to(server.url()).idcode();
    let called = client.call_with(upload(letters.file()), &options).await;
    let error = called.unwrap_err();
    assert_eq!(error.was_sent(), Knowledge::Unknown);
    let Kind::Transport(TransportErrorKind::Timeout | TransportErrorKind::Stalled) = kind(&error)
    else {
        panic!("{error:?}");
    };
    gate.open();
}
