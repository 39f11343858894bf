//! Tests the retry table row by row, for a paid query, a free one and a write: the requests that
//! the server counts, and the error.

use std::collections::HashSet;
use std::time::Duration;

use endpoint_core::Knowledge::{self, No, Unknown, Yes};
use endpoint_core::RefusalKind::VendorFault;
use http_transport::{Error, RetryPolicy, TransportErrorKind as Failed};
use idcode_api::CodeColor;
use idcode_api::operations::CreateCodePicWithMargin;
use ihuyi_api::Auth;
use ihuyi_api::products::Ent3fGetNum;

use crate::calls::{Operation, SAMPLE_TIME, Setup, ihuyi_keys, paid};
use crate::in_memory::{Fake, fails, says};
use crate::knowledge::{Kind, kind};
use crate::scripted::{Request, Server, Step, respond_once, response};

/// The response of a server to every request, and the expected result.
struct Row {
    script: fn(Operation) -> Vec<Step>,
    kind: fn(Operation) -> Kind,
    sent: Knowledge,
    /// The deadline of an attempt.
    attempt: Duration,
    /// The requests that the server counts: for the paid query, the free one, the write.
    requests: [usize; 3],
    /// Whether the error says that the call may be retried.
    retryable: [bool; 3],
    /// Whether a paid query may have been charged.
    may_be_charged: bool,
}

/// Safe to retry for the free query only.
const FREE_ONLY: Row = Row {
    script: |_| vec![Step::Read],
    kind: |_| Kind::Transport(Failed::ConnectionLost),
    sent: Unknown,
    attempt: Duration::from_secs(20),
    requests: [1, 3, 1],
    retryable: [false, true, false],
    may_be_charged: true,
};

/// Never retried.
const NEVER: Row = Row {
    requests: [1, 1, 1],
    retryable: [false, false, false],
    ..FREE_ONLY
};

async fn check(row: Row) {
    for (index, operation) in Operation::ALL.into_iter().enumerate() {
        let server = Server::start([(row.script)(operation)]).await;
        let setup = Setup::to(server.url()).attempt(row.attempt);
        let error = setup.call(operation).await.unwrap_err();
        let row_of = (row.kind)(operation);
        assert_eq!(kind(&error), row_of, "{operation:?}: {error:?}");
        assert_eq!(error.was_sent(), row.sent, "{operation:?}: {error:?}");
        let charged = if row.may_be_charged {
            operation.charged_if_in_doubt()
        } else {
            No
        };
        assert_eq!(error.charged(), charged, "{operation:?}: {error:?}");
        let retryable = error.is_retryable();
        assert_eq!(retryable, row.retryable[index], "{operation:?}: {error:?}");
        let requests = server.requests().await;
        assert_eq!(requests.len(), row.requests[index], "{operation:?}");
        assert_all_signed_anew(&requests);
    }
}

/// No two requests have the same time or the same signature, and each has both.
fn assert_all_signed_anew(requests: &[Request]) {
    let proof = |request: &Request| {
        let proof = request.param("hash").or(request.param("password"));
        proof.unwrap().to_owned()
    };
    let proofs: HashSet<_> = requests.iter().map(proof).collect();
    assert_eq!(proofs.len(), requests.len());
    let times: HashSet<_> = requests
        .iter()
        .map(|request| request.param("time").unwrap())
        .collect();
    assert_eq!(times.len(), requests.len());
}

#[tokio::test]
async fn a_timeout() {
    check(Row {
        script: |_| vec![Step::Read, Step::Hang],
        kind: |_| Kind::Transport(Failed::Timeout),
        attempt: Duration::from_millis(400),
        ..FREE_ONLY
    })
    .await;
}

#[tokio::test]
async fn a_lost_connection() {
    check(FREE_ONLY).await;
    check(Row {
        script: |_| vec![Step::Read, Step::Reset],
        ..FREE_ONLY
    })
    .await;
}

#[tokio::test]
async fn a_response_that_is_not_http() {
    check(Row {
        script: |_| respond_once("220 mail.example ESMTP\r\n"),
        kind: |_| Kind::Transport(Failed::NotHttp),
        ..FREE_ONLY
    })
    .await;
}

#[tokio::test]
async fn a_server_error() {
    check(Row {
        script: |_| respond_once(response("500 Internal Server Error", b"")),
        kind: |_| Kind::Transport(Failed::Status(500)),
        ..FREE_ONLY
    })
    .await;
    check(Row {
        script: |_| respond_once(response("503 Service Unavailable", b"<html>")),
        kind: |_| Kind::Transport(Failed::Status(503)),
        ..FREE_ONLY
    })
    .await;
}

#[tokio::test]
async fn too_many_requests() {
    check(Row {
        script: |_| respond_once(response("429 Too Many Requests", b"")),
        kind: |_| Kind::Transport(Failed::Status(429)),
        ..FREE_ONLY
    })
    .await;
}

#[tokio::test]
async fn a_client_error() {
    check(Row {
        script: |_| respond_once(response("404 Not Found", b"")),
        kind: |_| Kind::Transport(Failed::Status(404)),
        ..NEVER
    })
    .await;
}

#[tokio::test]
async fn a_redirect() {
    check(Row {
        script: |_| respond_once("HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n"),
        kind: |_| Kind::Transport(Failed::Status(302)),
        ..NEVER
    })
    .await;
}

#[tokio::test]
async fn html_instead_of_json() {
    check(Row {
        script: |_| respond_once(response("200 OK", b"<html>login</html>")),
        kind: |_| Kind::Malformed,
        ..FREE_ONLY
    })
    .await;
}

#[tokio::test]
async fn a_malformed_response() {
    check(Row {
        script: |_| respond_once(response("200 OK", b"{\"code\":")),
        kind: |_| Kind::Malformed,
        sent: Yes,
        ..FREE_ONLY
    })
    .await;
}

#[tokio::test]
async fn a_truncated_response() {
    check(Row {
        script: |_| respond_once("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"),
        kind: |_| Kind::Transport(Failed::Truncated),
        sent: Yes,
        ..FREE_ONLY
    })
    .await;
}

#[tokio::test]
async fn a_response_that_is_too_large() {
    check(Row {
        script: |_| respond_once(response("200 OK", &vec![b' '; 64 * 1024 + 1])),
        kind: |_| Kind::Transport(Failed::TooLarge),
        sent: Yes,
        ..FREE_ONLY
    })
    .await;
}

#[tokio::test]
async fn a_refusal() {
    check(Row {
        script: |operation| respond_once(response("200 OK", operation.refusal().as_bytes())),
        kind: |operation| match operation {
            Operation::Paid => Kind::Refused(405),
            Operation::Free | Operation::Write => Kind::Refused(-2),
        },
        sent: Yes,
        may_be_charged: false,
        ..NEVER
    })
    .await;
}

/// Code 0 of 301 and code 4010 of ihuyi may come after the work.
#[tokio::test]
async fn a_vendor_fault() {
    for operation in [Operation::Write, Operation::Paid] {
        let body = match operation {
            Operation::Paid => r#"{"code":4010,"msg":"通道错误"}"#,
            Operation::Free | Operation::Write => r#"{"ResultCode":0,"ResultMsg":"异常错误！"}"#,
        };
        let fake = Fake::new([says(200, body)]);
        let setup = Setup::to("http://127.0.0.1:1").through(fake.clone());
        let error = setup.call(operation).await.unwrap_err();
        assert!(matches!(&error, Error::Refused(refusal) if refusal.kind == VendorFault));
        assert!(!error.is_retryable(), "{operation:?}: {error:?}");
        assert_eq!(fake.seen().len(), 1);
    }
}

/// 604 draws a picture and changes nothing.
#[tokio::test]
async fn a_vendor_fault_in_a_free_and_idempotent_call() {
    let fake = Fake::new([says(200, r#"{"ResultCode":0,"ResultMsg":"异常错误！"}"#)]);
    let setup = Setup::to("http://127.0.0.1:1").through(fake.clone());
    let draw = CreateCodePicWithMargin::plain("i.86.110108.52", 300, CodeColor::Black);
    let error = setup.idcode().call(draw).await.unwrap_err();
    assert!(matches!(&error, Error::Refused(refusal) if refusal.kind == VendorFault));
    assert!(error.is_retryable(), "{error:?}");
    // By the caller: a refusal is a response.
    assert_eq!(fake.seen().len(), 1);
}

#[tokio::test]
async fn a_temporary_failure_is_hidden_by_a_successful_retry() {
    let success = response("200 OK", Operation::Free.success().as_bytes());
    let server = Server::start([
        respond_once(response("500 Internal Server Error", b"")),
        vec![Step::Read],
        respond_once(success),
    ])
    .await;
    Setup::to(server.url()).call(Operation::Free).await.unwrap();
    assert_eq!(server.requests().await.len(), 3);
}

const EXPIRED: &str = r#"{"code":40501,"msg":"动态密码已过期"}"#;

#[tokio::test]
async fn an_expired_password_is_signed_again_once() {
    let expired = respond_once(response("200 OK", EXPIRED.as_bytes()));
    let success = respond_once(response("200 OK", Operation::Paid.success().as_bytes()));
    let server = Server::start([expired.clone(), success]).await;
    Setup::to(server.url()).call(Operation::Paid).await.unwrap();
    assert_eq!(server.requests().await.len(), 2);
    assert_all_signed_anew(&server.requests().await);

    let server = Server::start([expired]).await;
    let error = Setup::to(server.url())
        .call(Operation::Paid)
        .await
        .unwrap_err();
    assert_eq!(kind(&error), Kind::Refused(40501));
    assert_eq!(error.was_sent(), Yes);
    assert_eq!(error.charged(), No);
    assert!(!error.is_retryable());
    assert_eq!(server.requests().await.len(), 2);
    assert_all_signed_anew(&server.requests().await);
}

/// ihuyi counts in seconds, so signing at once would produce the same password.
#[tokio::test(start_paused = true)]
async fn an_expired_password_is_signed_again_in_another_second() {
    let fake = Fake::new([says(200, EXPIRED), says(200, Operation::Paid.success())]);
    let setup = Setup::to("http://127.0.0.1:1").through(fake.clone());
    let began = tokio::time::Instant::now();
    let clock = move || {
        let since = u64::try_from(began.elapsed().as_millis()).unwrap();
        SAMPLE_TIME + since
    };
    let client = http_transport::Client::builder(ihuyi_keys(), setup.service)
        .clock(clock)
        .build()
        .unwrap();
    client.call(paid()).await.unwrap();
    let seen = fake.seen();
    assert_eq!(seen.len(), 2);
    assert_ne!(seen[0].request, seen[1].request);
    // The sample time is 211 ms before its next second.
    assert_eq!(seen[1].at - seen[0].at, Duration::from_millis(211));
}

/// A static password has no time, so there is no other second to wait for.
#[tokio::test(start_paused = true)]
async fn a_signature_without_a_time_does_not_wait_for_one() {
    let fake = Fake::new([fails(Failed::Connect), says(200, Operation::Paid.success())]);
    let setup = Setup::to("http://127.0.0.1:1").through(fake.clone());
    let keys = ihuyi_keys().with_auth(Auth::Static);
    setup.client(keys).call(paid()).await.unwrap();
    let seen = fake.seen();
    assert_eq!(seen[0].request, seen[1].request);
    assert!(seen[1].at - seen[0].at <= Duration::from_millis(5));
}

#[tokio::test]
async fn after_an_expired_password_the_table_still_holds() {
    // Refused before any work, then lost: the second may have been charged.
    let fake = Fake::new([says(200, EXPIRED), fails(Failed::ConnectionLost)]);
    let setup = Setup::to("http://127.0.0.1:1").through(fake.clone());
    let error = setup.call(Operation::Paid).await.unwrap_err();
    assert_eq!(kind(&error), Kind::Transport(Failed::ConnectionLost));
    assert_eq!(error.charged(), Unknown);
    assert_eq!(fake.seen().len(), 2);

    // Refused before any work, then never sent: certainly not charged, but sent once.
    let fake = Fake::new([says(200, EXPIRED), fails(Failed::ConnectionRefused)]);
    let setup = Setup::to("http://127.0.0.1:1").through(fake.clone());
    let error = setup.call(Operation::Paid).await.unwrap_err();
    assert_eq!(error.charged(), No);
    assert_eq!(error.was_sent(), Yes);
    assert!(error.is_retryable());
    assert_eq!(fake.seen().len(), 3);
}

#[tokio::test]
async fn no_call_exceeds_its_attempts() {
    let faults = || {
        [
            fails(Failed::Connect),
            says(200, EXPIRED),
            fails(Failed::ConnectTimeout),
            says(200, r#"{"code":2,"num":1}"#),
        ]
    };
    for attempts in [0, 1, 2, 3, 4] {
        let fake = Fake::new(faults());
        let mut setup = Setup::to("http://127.0.0.1:1").through(fake.clone());
        setup.retry = RetryPolicy {
            attempts,
            // More than the reserve of a new client.
            retries_per_hundred: 100,
            ..setup.retry
        };
        let called = setup.client(ihuyi_keys()).call(Ent3fGetNum::new()).await;
        assert_eq!(called.is_ok(), attempts == 4);
        assert_eq!(fake.seen().len(), attempts.max(1) as usize);
    }
}

#[tokio::test]
async fn errors_cover_earlier_attempts() {
    for (faults, sent) in [
        (
            [Failed::Timeout, Failed::ConnectionRefused, Failed::Connect],
            Unknown,
        ),
        ([Failed::Truncated, Failed::Timeout, Failed::Connect], Yes),
        ([Failed::Connect, Failed::Connect, Failed::Timeout], Unknown),
        ([Failed::Connect, Failed::Tls, Failed::NameResolution], No),
    ] {
        let fake = Fake::new(faults.map(fails));
        let setup = Setup::to("http://127.0.0.1:1").through(fake.clone());
        let error = setup.call(Operation::Free).await.unwrap_err();
        assert_eq!(fake.seen().len(), 3);
        assert_eq!(error.was_sent(), sent, "{error:?}");
        assert_eq!(kind(&error), Kind::Transport(faults[2]));
    }
}

#[tokio::test]
async fn an_unbuildable_request_is_not_tried_twice() {
    let fake = Fake::new([fails(Failed::Build)]);
    for operation in Operation::ALL {
        let before = fake.seen().len();
        let setup = Setup::to("http://127.0.0.1:1").through(fake.clone());
        let error = setup.call(operation).await.unwrap_err();
        assert_eq!(error.was_sent(), No);
        assert_eq!(error.charged(), No);
        assert!(!error.is_retryable());
        assert_eq!(fake.seen().len(), before + 1);
    }
}

#[tokio::test]
async fn an_invalid_request_is_not_sent() {
    let fake = Fake::new([says(200, "{}")]);
    let setup = Setup::to("http://127.0.0.1:1").through(fake.clone());
    let mut request = paid();
    request.person = " ".to_owned();
    let error = setup.client(ihuyi_keys()).call(request).await.unwrap_err();
    assert_eq!(error.to_string(), "parameter `name`: must not be empty");
    assert_eq!(error.was_sent(), No);
    assert_eq!(error.charged(), No);
    assert!(!error.is_retryable());
    assert!(fake.seen().is_empty());
}
