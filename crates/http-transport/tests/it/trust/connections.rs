//! Tests connections that end, wherever they end.
//!
//! Each case is a script for every connection, the steps of the test, and the log of both sides in
//! order. Nothing waits for a time: gates hold the server back, and the test continues once the log
//! has a line.

use std::time::Duration;

use http_transport::HyperService;
use test_support::{Gate, Script, Server, Step, keep_alive_response, promise, response};

use super::{unseen, until_alone};
use crate::calls::{Clients, Operation, Setup};
use crate::knowledge::kind;
use Operation::{Free, Paid, Write};

/// A step of a test.
#[derive(Debug, Clone)]
pub(super) enum Do {
    /// A call, with its result in the log.
    Call(Operation),
    /// Opens the gate of the scripts.
    Open,
    /// Continues once the log has this line.
    Await(&'static str),
    /// Continues once the client has seen the ends of all its connections.
    UntilSeen,
    /// Like `Await`, while the client cannot see what happens.
    AwaitUnseen(&'static str),
    /// A call that is dropped when the log has this line.
    DropAt(Operation, &'static str),
}

pub(super) struct Case {
    pub(super) name: &'static str,
    pub(super) scripts: Vec<Script>,
    pub(super) deeds: Vec<Do>,
    /// The lines that the log must contain, in order.
    pub(super) log: &'static str,
}

pub(super) fn case(
    name: &'static str,
    scripts: impl Into<Vec<Script>>,
    deeds: impl Into<Vec<Do>>,
    log: &'static str,
) -> Case {
    Case {
        name,
        scripts: scripts.into(),
        deeds: deeds.into(),
        log,
    }
}

/// The steps of a server that responds and keeps the connection.
pub(super) fn stays(operation: Operation) -> Script {
    let reply = keep_alive_response("200 OK", operation.success().as_bytes());
    vec![Step::Read, Step::Write(reply)]
}

/// The steps of a server that responds, announces that it will close, and closes.
pub(super) fn closes(operation: Operation) -> Script {
    let reply = response("200 OK", operation.success().as_bytes());
    vec![Step::Read, Step::Write(reply)]
}

fn then(one: Script, more: impl IntoIterator<Item = Step>) -> Script {
    one.into_iter().chain(more).collect()
}

/// Whether the deadline of the case has to pass.
fn has_to_wait(scripts: &[Script]) -> bool {
    let silent = |step: &Step| matches!(step, Step::Hang);
    scripts.iter().flatten().any(silent)
}

/// Runs a case, with the vendor or with a proxy, and returns the log.
async fn play(case: &Case, gate: &Gate, is_proxy: bool) -> Vec<String> {
    let server = Server::start_in_thread(case.scripts.clone());
    let mut setup = Setup::to(server.url());
    if is_proxy {
        let proxied = HyperService::builder().proxy(server.url()).build();
        setup = setup.through(proxied.unwrap());
    }
    if has_to_wait(&case.scripts) {
        setup = setup.attempt(Duration::from_millis(300));
    }
    let clients = setup.clients();
    for deed in &case.deeds {
        perform(deed, &server, &clients, gate).await;
    }
    drop(clients);
    server.all_over().await;
    let mut log = server.log();
    log.retain(|line| line != "probed");
    log
}

async fn perform(deed: &Do, server: &Server, clients: &Clients, gate: &Gate) {
    match deed {
        Do::Call(operation) => {
            let said = match clients.call(*operation).await {
                Ok(()) => "ok".to_owned(),
                Err(error) => {
                    let (sent, charged) = (error.was_sent(), error.charged());
                    let kind = format!("{:?}", kind(&error));
                    let transport = kind.strip_prefix("Transport(");
                    let kind = transport
                        .and_then(|kind| kind.strip_suffix(')'))
                        .unwrap_or(&kind);
                    format!("{kind} sent {} paid {}", sent.as_str(), charged.as_str())
                }
            };
            server.note(said);
        }
        Do::Open => gate.open(),
        Do::Await(line) => server.until_log(line).await,
        Do::UntilSeen => assert!(until_alone(0).await, "a connection is kept"),
        Do::AwaitUnseen(line) => server.until_log_blocking(line),
        Do::DropAt(operation, line) => {
            tokio::select! {
                ended = clients.call(*operation) => panic!("{ended:?}"),
                () = server.until_log(line) => {}
            }
            server.note("dropped");
        }
    }
}

/// Failures of a first connection.
fn first() -> Vec<Case> {
    let head = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n";
    let begun = || {
        vec![
            Step::Read,
            Step::Write([&head[..], b"{\"code\":2"].concat()),
        ]
    };
    let chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"cod\r\n";
    vec![
        case(
            "closes after a byte",
            [vec![Step::ReadBytes(1)]],
            [Do::Call(Paid)],
            "0 accepted, 0 closed, ConnectionLost sent unknown paid unknown",
        ),
        case(
            "resets after a byte",
            [vec![Step::ReadBytes(1), Step::Reset]],
            [Do::Call(Paid)],
            "0 accepted, 0 reset, ConnectionLost sent unknown paid unknown",
        ),
        case(
            "closes after the head",
            [vec![Step::ReadHead]],
            [Do::Call(Paid)],
            "0 accepted, 0 closed, ConnectionLost sent unknown paid unknown",
        ),
        case(
            "closes after reading",
            [vec![Step::Read]],
            [Do::Call(Paid)],
            "0 accepted, 0 received, 0 closed, ConnectionLost sent unknown paid unknown",
        ),
        case(
            "resets after reading",
            [vec![Step::Read, Step::Reset]],
            [Do::Call(Paid)],
            "0 accepted, 0 received, 0 reset, ConnectionLost sent unknown paid unknown",
        ),
        case(
            "closes after reading a write",
            [vec![Step::Read]],
            [Do::Call(Write)],
            "0 accepted, 0 received, 0 closed, ConnectionLost sent unknown paid no",
        ),
        case(
            "closes after reading a free query, once",
            [vec![Step::Read], closes(Free)],
            [Do::Call(Free)],
            "0 accepted, 0 received, 0 closed, 1 accepted, 1 received, 1 closed, ok",
        ),
        case(
            "closes after reading a free query, always",
            [vec![Step::Read]],
            [Do::Call(Free)],
            "0 accepted, 0 received, 0 closed, 1 accepted, 1 received, 1 closed, \
             2 accepted, 2 received, 2 closed, ConnectionLost sent unknown paid no",
        ),
        case(
            "ends its side after reading",
            [vec![Step::Read, Step::HalfClose, Step::Hang]],
            [Do::Call(Paid), Do::Await("0 abandoned")],
            "0 accepted, 0 received, ConnectionLost sent unknown paid unknown, 0 abandoned",
        ),
        case(
            "closes within the head",
            [vec![Step::Read, Step::Write(head[..20].to_vec())]],
            [Do::Call(Paid)],
            "0 accepted, 0 received, 0 closed, ConnectionLost sent unknown paid unknown",
        ),
        case(
            "closes after an interim answer",
            [vec![
                Step::Read,
                Step::Write(b"HTTP/1.1 100 Continue\r\n\r\n".to_vec()),
            ]],
            [Do::Call(Paid)],
            "0 accepted, 0 received, 0 closed, ConnectionLost sent unknown paid unknown",
        ),
        case(
            "closes within the body",
            [begun()],
            [Do::Call(Paid)],
            "0 accepted, 0 received, 0 closed, Truncated sent yes paid unknown",
        ),
        case(
            "closes within a chunked body",
            [vec![Step::Read, Step::Write(chunked.to_vec())]],
            [Do::Call(Paid)],
            "0 accepted, 0 received, 0 closed, Truncated sent yes paid unknown",
        ),
        case(
            "ends its side within the body",
            [then(begun(), [Step::HalfClose, Step::Hang])],
            [Do::Call(Paid), Do::Await("0 abandoned")],
            "0 accepted, 0 received, Truncated sent yes paid unknown, 0 abandoned",
        ),
        case(
            "closes within the body of a free query, once",
            [begun(), closes(Free)],
            [Do::Call(Free)],
            "0 accepted, 0 received, 0 closed, 1 accepted, 1 received, 1 closed, ok",
        ),
        case(
            "says nothing",
            [vec![Step::Read, Step::Hang]],
            [Do::Call(Paid), Do::Await("0 abandoned")],
            "0 accepted, 0 received, Timeout sent unknown paid unknown, 0 abandoned",
        ),
        case(
            "says nothing more",
            [then(begun(), [Step::Hang])],
            [Do::Call(Paid), Do::Await("0 abandoned")],
            "0 accepted, 0 received, Timeout sent yes paid unknown, 0 abandoned",
        ),
        case(
            "answers without a length and closes",
            [vec![
                Step::Read,
                Step::Write([b"HTTP/1.1 200 OK\r\n\r\n", Paid.success().as_bytes()].concat()),
            ]],
            [Do::Call(Paid)],
            "0 accepted, 0 received, 0 closed, ok",
        ),
    ]
}

/// Kept connections and their results.
fn kept(gate: &Gate) -> Vec<Case> {
    let wait = || Step::Wait(gate.clone());
    let both = then(stays(Paid), stays(Paid));
    let stale = Paid.refusal().as_bytes();
    let stale = [
        keep_alive_response("200 OK", Paid.success().as_bytes()),
        keep_alive_response("200 OK", stale),
    ];
    let surplus = [
        &keep_alive_response("200 OK", Paid.success().as_bytes())[..],
        b"more",
    ]
    .concat();
    let old = format!(
        "HTTP/1.0 200 OK\r\nContent-Length: {}\r\n\r\n{}",
        Paid.success().len(),
        Paid.success()
    );
    let failing = keep_alive_response("503 Service Unavailable", b"why");
    let half = keep_alive_response("200 OK", b"{\"code\":");
    let unreadable = keep_alive_response("200 OK", b"nonsense");
    let too_large = keep_alive_response("200 OK", &vec![b' '; 64 * 1024 + 1]);
    let again = [Do::Call(Paid), Do::Call(Paid)];
    let gated = [Do::Call(Paid), Do::Open, Do::Call(Paid)];
    vec![
        case(
            "serves two calls on one connection",
            [both],
            again.clone(),
            "0 accepted, 0 received, ok, 0 received, ok, 0 closed",
        ),
        case(
            "announces that it closes",
            [then(closes(Paid), [wait()]), closes(Paid)],
            [
                Do::Call(Paid),
                Do::Open,
                Do::Await("0 closed"),
                Do::UntilSeen,
                Do::Call(Paid),
            ],
            "0 accepted, 0 received, ok, 0 closed, 1 accepted, 1 received, 1 closed, ok",
        ),
        case(
            "speaks HTTP/1.0",
            [
                vec![Step::Read, Step::Write(old.into()), wait()],
                closes(Paid),
            ],
            [
                Do::Call(Paid),
                Do::Open,
                Do::Await("0 closed"),
                Do::UntilSeen,
                Do::Call(Paid),
            ],
            "0 accepted, 0 received, ok, 0 closed, 1 accepted, 1 received, 1 closed, ok",
        ),
        case(
            "closes between calls",
            [then(stays(Paid), [wait()]), closes(Paid)],
            [
                Do::Call(Paid),
                Do::Open,
                Do::Await("0 closed"),
                Do::UntilSeen,
                Do::Call(Paid),
            ],
            "0 accepted, 0 received, ok, 0 closed, 1 accepted, 1 received, 1 closed, ok",
        ),
        case(
            "resets between calls",
            [then(stays(Paid), [wait(), Step::Reset]), closes(Paid)],
            [
                Do::Call(Paid),
                Do::Open,
                Do::Await("0 reset"),
                Do::UntilSeen,
                Do::Call(Paid),
            ],
            "0 accepted, 0 received, ok, 0 reset, 1 accepted, 1 received, 1 closed, ok",
        ),
        case(
            "closes after reading the second call",
            [then(stays(Paid), [Step::Read, wait()])],
            gated.clone(),
            "0 accepted, 0 received, ok, 0 received, 0 closed, \
             ConnectionLost sent unknown paid unknown",
        ),
        case(
            "resets after reading the second call",
            [then(stays(Paid), [Step::Read, wait(), Step::Reset])],
            gated,
            "0 accepted, 0 received, ok, 0 received, 0 reset, \
             ConnectionLost sent unknown paid unknown",
        ),
        case(
            "closes after reading a second free query",
            [then(stays(Free), [Step::Read]), closes(Free)],
            [Do::Call(Free), Do::Call(Free)],
            "0 accepted, 0 received, ok, 0 received, 0 closed, 1 accepted, 1 received, 1 closed, ok",
        ),
        case(
            "closes after reading a second write",
            [then(stays(Write), [Step::Read])],
            [Do::Call(Write), Do::Call(Write)],
            "0 accepted, 0 received, ok, 0 received, 0 closed, \
             ConnectionLost sent unknown paid no",
        ),
        case(
            "closes within the second body",
            [then(
                stays(Paid),
                [
                    Step::Read,
                    Step::Write(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{".to_vec()),
                ],
            )],
            again.clone(),
            "0 accepted, 0 received, ok, 0 received, 0 closed, Truncated sent yes paid unknown",
        ),
        case(
            "answers a second time before it was asked",
            [
                vec![Step::Read, Step::Write(stale.concat()), Step::Hang],
                closes(Paid),
            ],
            [Do::Call(Paid), Do::Await("0 abandoned"), Do::Call(Paid)],
            "0 accepted, 0 received, ok, 0 abandoned, 1 accepted, 1 received, 1 closed, ok",
        ),
        case(
            "writes more than it announced",
            [
                vec![Step::Read, Step::Write(surplus), Step::Hang],
                closes(Paid),
            ],
            [Do::Call(Paid), Do::Await("0 abandoned"), Do::Call(Paid)],
            "0 accepted, 0 received, ok, 0 abandoned, 1 accepted, 1 received, 1 closed, ok",
        ),
        case(
            "fails and stays",
            [then(vec![Step::Read, Step::Write(failing)], stays(Paid))],
            again.clone(),
            "0 accepted, 0 received, Status(503) sent unknown paid unknown, \
             0 received, ok, 0 closed",
        ),
        case(
            "answers half a document and stays",
            [
                vec![Step::Read, Step::Write(half), Step::Hang],
                closes(Paid),
            ],
            [Do::Call(Paid), Do::Await("0 abandoned"), Do::Call(Paid)],
            "0 accepted, 0 received, Malformed sent yes paid unknown, 0 abandoned, \
             1 accepted, 1 received, 1 closed, ok",
        ),
        case(
            "answers nonsense and stays",
            [then(vec![Step::Read, Step::Write(unreadable)], stays(Paid))],
            again.clone(),
            "0 accepted, 0 received, Malformed sent yes paid unknown, 0 received, ok, 0 closed",
        ),
        case(
            "answers too much",
            [
                vec![Step::Read, Step::Write(too_large), Step::Hang],
                closes(Paid),
            ],
            [Do::Call(Paid), Do::Await("0 abandoned"), Do::Call(Paid)],
            "0 accepted, 0 received, TooLarge sent yes paid unknown, 0 abandoned, \
             1 accepted, 1 received, 1 closed, ok",
        ),
        case(
            "says nothing, and the next connection works",
            [vec![Step::Read, Step::Hang], closes(Paid)],
            [Do::Call(Paid), Do::Await("0 abandoned"), Do::Call(Paid)],
            "0 accepted, 0 received, Timeout sent unknown paid unknown, 0 abandoned, \
             1 accepted, 1 received, 1 closed, ok",
        ),
        case(
            "is left by a call that is dropped",
            [vec![Step::Read, Step::Hang], closes(Paid)],
            [
                Do::DropAt(Paid, "0 received"),
                Do::Await("0 abandoned"),
                Do::Call(Paid),
            ],
            "0 accepted, 0 received, dropped, 0 abandoned, 1 accepted, 1 received, 1 closed, ok",
        ),
    ]
}

/// Whether the log is as expected. If a connection ends after its response, or because the client
/// leaves, each side notices in its own time: those two lines may come in either order.
fn is_as_told(log: &[String], told: &str) -> bool {
    let told: Vec<String> = told.split(", ").map(str::to_owned).collect();
    in_one_order(log.to_vec()) == in_one_order(told)
}

fn in_one_order(mut lines: Vec<String>) -> Vec<String> {
    let is_outcome = |line: &str| line == "ok" || line.contains(" sent ");
    for at in 1..lines.len() {
        let (before, outcome) = (&lines[at - 1], &lines[at]);
        let is_end =
            before.ends_with("abandoned") || (outcome == "ok" && before.ends_with("closed"));
        if is_end && is_outcome(outcome) {
            lines.swap(at - 1, at);
        }
    }
    lines
}

#[tokio::test]
async fn the_caller_sees_the_expected_result_wherever_a_connection_ends() {
    let mut cases = 0;
    let mut wrong = Vec::new();
    let mut check = async |make: &dyn Fn(&Gate) -> Vec<Case>| {
        for index in 0..2 * make(&Gate::closed()).len() {
            // A separate gate for each case.
            let gate = Gate::closed();
            let is_proxy = index % 2 == 1;
            let case = make(&gate).swap_remove(index / 2);
            let log = play(&case, &gate, is_proxy).await;
            cases += 1;
            if !is_as_told(&log, case.log) {
                wrong.push(format!(
                    "{}{}:\n  {}\n  {}",
                    case.name,
                    if is_proxy { ", a proxy" } else { "" },
                    case.log,
                    log.join(", ")
                ));
            }
        }
    };
    check(&|_| first()).await;
    check(&kept).await;
    check(&unseen::cases).await;
    for line in &wrong {
        println!("{line}");
    }
    promise(
        "connections",
        cases >= 60 && wrong.is_empty(),
        &format!("{} of {cases} cases as the table says", cases - wrong.len()),
    );
}

#[test]
fn a_log_in_another_order_is_unexpected() {
    let log = |text: &str| text.split(", ").map(str::to_owned).collect::<Vec<_>>();
    assert!(is_as_told(
        &log("0 received, 0 closed, ok"),
        "0 received, ok, 0 closed"
    ));
    assert!(!is_as_told(
        &log("0 closed, 0 received, ok"),
        "0 received, ok, 0 closed"
    ));
    let lost = "0 closed, ConnectionLost sent unknown paid unknown";
    assert!(!is_as_told(
        &log(lost),
        "ConnectionLost sent unknown paid unknown, 0 closed"
    ));
}
