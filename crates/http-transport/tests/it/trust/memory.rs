//! Tests the memory that a response takes.
//!
//! Measured from outside: a separate process reads each response, and the kernel counts its peak of
//! resident memory.

use std::process::Command;

use http_transport::{Error, Limits};
use test_support::{Script, Server, Step, promise, response};

use crate::calls::{Operation, Setup};

const TARGET: &str = "HTTP_TRANSPORT_TEST_MEMORY";

/// Includes the body, with a cap of 8 MiB.
const ALLOWED_KIB: u64 = 16 * 1024;

const MIB: usize = 1024 * 1024;

/// Resident memory now, and its peak, in KiB.
fn resident() -> (u64, u64) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let of = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        let kib = line.unwrap().trim().trim_end_matches(" kB");
        kib.parse().unwrap()
    };
    (of("VmRSS:"), of("VmHWM:"))
}

/// The child's part: one call to the address in its environment, with the default limits.
#[tokio::test]
#[ignore = "is started by the test below, with a server to call"]
async fn child() {
    let target = std::env::var(TARGET).expect("the parent says whom to call");
    let mut setup = Setup::to(target);
    setup.limits.body = Limits::default().body;
    // One-time allocations are not counted: the first call succeeds.
    let clients = setup.clients();
    clients.call(Operation::Paid).await.unwrap();
    // Resets the peak.
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    let (before, _) = resident();
    let error = clients.call(Operation::Paid).await.unwrap_err();
    let (_, peak) = resident();
    let kind = match &error {
        Error::Transport(transport) => format!("{:?}", transport.kind()),
        Error::Malformed(_) => "Malformed".to_owned(),
        other => panic!("{other:?}"),
    };
    let kept = error.body().map_or(0, |body| body.len());
    println!("\ngrew {} {kind} {kept}", peak.saturating_sub(before));
}

/// Endless responses, and their expected errors.
fn floods() -> Vec<(&'static str, Script, &'static str)> {
    let head = |more: &str| Step::Write(format!("HTTP/1.1 200 OK\r\n{more}\r\n").into_bytes());
    let endless = |bytes: &[u8]| Step::WriteForever(bytes.repeat(64 * 1024 / bytes.len()));
    let huge = format!("Content-Length: {}\r\n", u64::MAX / 2);
    let mut headers = b"HTTP/1.1 200 OK\r\n".to_vec();
    for number in 0..100_000 {
        headers.extend_from_slice(format!("X-Header-{number}: {number}\r\n").as_bytes());
    }
    headers.extend_from_slice(b"\r\n");
    let chunked = "Transfer-Encoding: chunked\r\n";
    vec![
        ("endless body", vec![head(""), endless(b"x")], "TooLarge"),
        (
            "endless chunk",
            vec![
                head(chunked),
                Step::Write(b"fffffffffff\r\n".to_vec()),
                endless(b"x"),
            ],
            "TooLarge",
        ),
        (
            "endless small chunks",
            vec![
                head(chunked),
                Step::WriteForever([b"ff\r\n", &[b'x'; 255][..], b"\r\n"].concat().repeat(200)),
            ],
            "TooLarge",
        ),
        (
            "announces half of all numbers",
            vec![head(&huge), endless(b"x")],
            "TooLarge",
        ),
        (
            "announces the cap and sends nothing",
            vec![head("Content-Length: 8388608\r\n")],
            "Truncated",
        ),
        (
            "announces the cap and sends half of it",
            vec![
                head("Content-Length: 8388608\r\n"),
                Step::Write(vec![b'x'; 4 * MIB]),
            ],
            "Truncated",
        ),
        (
            "error page without end",
            vec![
                Step::Write(b"HTTP/1.1 503 Service Unavailable\r\n\r\n".to_vec()),
                endless(b"x"),
            ],
            "Status(503)",
        ),
        ("100,000 headers", vec![Step::Write(headers)], "NotHttp"),
        (
            "a header without end",
            vec![
                Step::Write(b"HTTP/1.1 200 OK\r\nX: ".to_vec()),
                endless(b"x"),
            ],
            "NotHttp",
        ),
        (
            "a status line without end",
            vec![endless(b"HTTP")],
            "NotHttp",
        ),
        (
            "a chunk extension without end",
            vec![head(chunked), Step::Write(b"5;".to_vec()), endless(b"x")],
            "TooLarge",
        ),
        (
            "trailers without end",
            vec![
                head(chunked),
                Step::Write(b"1\r\nx\r\n0\r\n".to_vec()),
                endless(b"T: x\r\n"),
            ],
            "Malformed",
        ),
        (
            "no chunks at all",
            vec![head(chunked), endless(b"{")],
            "TooLarge",
        ),
        (
            "chunks with extensions",
            vec![head(chunked), endless(b"5;x\r\n01234\r\n")],
            "TooLarge",
        ),
        (
            "more than its length",
            vec![head("Content-Length: 1\r\n"), endless(b"{")],
            "TooLarge",
        ),
    ]
}

#[tokio::test]
async fn no_response_takes_more_memory_than_the_cap_allows() {
    let mut worst = (0, "");
    let mut wrong = Vec::new();
    let floods = floods();
    let count = floods.len();
    for (flood, script, expected) in floods {
        let proper = response("200 OK", Operation::Paid.success().as_bytes());
        let proper = vec![Step::Read, Step::Write(proper)];
        let script = [vec![Step::Read], script].concat();
        let server = Server::start_in_thread([proper, script]);
        let mut command = Command::new(std::env::current_exe().unwrap());
        let name = "trust::memory::child";
        command
            .args([
                "--exact",
                name,
                "--ignored",
                "--nocapture",
                "--test-threads=1",
            ])
            .env(TARGET, server.url());
        let ran = tokio::task::spawn_blocking(move || command.output().unwrap());
        let ran = ran.await.unwrap();
        let said = String::from_utf8_lossy(&ran.stdout);
        let line = said.lines().find_map(|line| line.strip_prefix("grew "));
        let line = line.unwrap_or_else(|| panic!("{flood}: {ran:?}"));
        let mut words = line.split(' ');
        let grew: u64 = words.next().unwrap().parse().unwrap();
        let is_typed = words.next() == Some(expected);
        // As much as possible was kept, and no more.
        let kept: usize = words.next().unwrap().parse().unwrap();
        let is_cut = expected != "TooLarge" || kept == 8 * MIB;
        if !is_typed || !is_cut || kept > 8 * MIB {
            wrong.push(format!("{flood}: {line}, expected {expected}"));
        }
        worst = worst.max((grew, flood));
    }
    for line in &wrong {
        println!("{line}");
    }
    promise(
        "memory",
        worst.0 <= ALLOWED_KIB && wrong.is_empty(),
        &format!(
            "{count} floods under a cap of 8 MiB: at most {:.1} MiB more ({}), {} a typed error",
            worst.0 as f64 / 1024.0,
            worst.1,
            count - wrong.len()
        ),
    );
}
