//! Clients of a socket that break off, dribble, send deep paths or come from elsewhere.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use registry_sandbox::server::Running;
use registry_sandbox::{Config, Sandbox, Server};
use test_support::promise;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::server::{exchange, start};

async fn with(config: Config) -> Running {
    let any_port: SocketAddr = ([127, 0, 0, 1], 0).into();
    let server = Server::bind(any_port, Sandbox::new(config)).await;
    server.unwrap().spawn()
}

const QUERY: &str = "account=sandbox-account&password=sandbox-key-0000&ent_code=91110108MAXXXX015B";
const SUBMIT: &str = "/idcard/entinfov2/Submit.json";

/// The paid query as a form, with this length announced.
fn announced(length: usize) -> String {
    format!("POST {SUBMIT} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\n{QUERY}")
}

/// The paid query as parts.
fn in_parts() -> String {
    let part = |(name, value): (&str, &str)| {
        format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let pairs = QUERY.split('&').map(|pair| pair.split_once('=').unwrap());
    pairs.map(part).collect::<String>() + "--b--\r\n"
}

fn multipart(length: usize, body: &str) -> String {
    format!(
        "POST {SUBMIT} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\
         Content-Type: multipart/form-data; boundary=b\r\n\r\n{body}"
    )
}

/// Sends this and closes the sending half; returns everything until the connection ends.
async fn half_closed(address: SocketAddr, request: impl AsRef<[u8]>) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_ref()).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn incomplete_requests_are_neither_carried_out_nor_charged() {
    let running = start().await;
    let address = running.local_addr();
    let parts = in_parts();
    let cut_short = [
        announced(QUERY.len() + 1),
        announced(QUERY.len() + 1_000_000),
        // All parts and the end of them are there.
        multipart(parts.len() + 1, &parts),
        multipart(parts.len() + 1, parts.get(..parts.len() - 4).unwrap()),
        multipart(parts.len() + 1, parts.get(..parts.len() / 2).unwrap()),
        format!(
            "POST {SUBMIT} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{QUERY}\r\n",
            QUERY.len()
        ),
        format!("GET {SUBMIT}?{QUERY} HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n"),
    ];
    let mut wrong = 0;
    for request in &cut_short {
        let answer = half_closed(address, request).await;
        wrong += usize::from(!answer.starts_with("HTTP/1.1 400 "));
        // And without a client to answer.
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        drop(stream);
    }
    // After all of them.
    let whole = [announced(QUERY.len()), multipart(parts.len(), &parts)];
    for request in &whole {
        let answer = half_closed(address, request).await;
        assert!(answer.contains("样例（北京）科技有限公司"), "{answer}");
    }
    tokio::time::sleep(Duration::from_millis(50)).await;
    let sandbox = running.handle();
    let (calls, left) = (sandbox.calls().len(), sandbox.balance("entinfov2"));
    running.stop().await;
    let reached = format!(
        "{} requests cut short twice each: 0 carried out, 0 charged; 2 half-closed ones answered",
        cut_short.len()
    );
    promise(
        "sandbox",
        (wrong, calls, left) == (0, 2, Some(98)),
        &reached,
    );
}

/// A request without a signature.
struct Flood {
    name: &'static str,
    path: &'static str,
    kind: &'static str,
    first: &'static str,
    /// And this, repeated.
    again: Vec<u8>,
    times: usize,
}

/// Writes as much as the server reads, and returns the response and the time it took.
async fn poured(address: SocketAddr, flood: Flood) -> (String, Duration) {
    let began = Instant::now();
    let Flood {
        path,
        kind,
        first,
        again,
        times,
        ..
    } = flood;
    let length = first.len() + again.len() * times;
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\
         Content-Type: {kind}\r\nConnection: close\r\n\r\n{first}"
    );
    let (mut read, mut write) = TcpStream::connect(address).await.unwrap().into_split();
    let writing = tokio::spawn(async move {
        if write.write_all(head.as_bytes()).await.is_err() {
            return;
        }
        for _ in 0..times {
            if write.write_all(&again).await.is_err() {
                return;
            }
        }
    });
    let mut answer = Vec::new();
    let _reset_or_end = read.read_to_end(&mut answer).await;
    writing.await.unwrap();
    (
        String::from_utf8_lossy(&answer).into_owned(),
        began.elapsed(),
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_unsigned_is_dear() {
    const MIB: usize = 1024 * 1024;
    let running = start().await;
    let address = running.local_addr();
    let parts = |name, first, again, times| Flood {
        name,
        path: "/AllInterFace/UploadCodeFile",
        kind: "multipart/form-data; boundary=b",
        first,
        again,
        times,
    };
    let form = |name, path, first, again: &[u8]| Flood {
        name,
        path,
        kind: "application/x-www-form-urlencoded",
        first,
        again: again.repeat(MIB / again.len()),
        times: 15,
    };
    let json = "/AllInterFace/BatchRegistIDCode";
    let tiny = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n".repeat(20_000);
    let text = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n";
    let head = "--b\r\nContent-Disposition: form-data; name=\"";
    let floods = [
        parts("the head of a part without end", head, vec![b'x'; MIB], 64),
        parts("no part in the body", "", vec![b'x'; MIB], 64),
        parts("blanks behind a boundary", "--b", vec![b' '; MIB], 64),
        parts("parts without number", "", tiny.into_bytes(), 16),
        parts("a text without end", text, vec![b'x'; MIB], 64),
        form("parameters without number", SUBMIT, "", b"a=&"),
        form("percent signs", SUBMIT, "", b"%41"),
        form(
            "members without number",
            json,
            "jsonStr={\"a\":1",
            b",\"a\":[{}]",
        ),
        form(
            "arrays without end",
            json,
            "access_token=a&time=1&hash=b&jsonStr={\"a\":",
            b"[",
        ),
    ];
    let count = floods.len();
    let mut slowest = (Duration::ZERO, "");
    for flood in floods {
        let name = flood.name;
        let (answer, took) = poured(address, flood).await;
        assert!(answer.starts_with("HTTP/1.1 "), "{name}: {answer}");
        slowest = slowest.max((took, name));
    }
    let sandbox = running.handle();
    let charged = sandbox.calls().iter().filter(|call| call.charged).count();
    running.stop().await;
    let reached = format!(
        "{count} floods of up to 64 MiB without a signature: the slowest {:.1} s ({})",
        slowest.0.as_secs_f64(),
        slowest.1
    );
    let is_kept = charged == 0 && slowest.0 < Duration::from_secs(10);
    promise("sandbox", is_kept, &reached);
}

/// The response to a request to the admin interface with this `Host` and `Origin`.
async fn asked(address: SocketAddr, target: &str, headers: &str) -> u16 {
    let request = format!(
        "GET {target} HTTP/1.1\r\nConnection: close\r\n{}\r\n",
        headers.replace("PORT", &address.port().to_string())
    );
    let answer = exchange(address, request).await;
    let status = answer.split(' ').nth(1).unwrap();
    status.parse().unwrap()
}

#[tokio::test]
async fn the_admin_interface_responses_this_machine_and_its_own_pages_alone() {
    let running = start().await;
    let address = running.local_addr();
    let ours = [
        "Host: localhost\r\n",
        "Host: LOCALHOST.:PORT\r\n",
        "Host: my.localhost:1\r\n",
        "Host: 127.0.0.1:PORT\r\n",
        "Host: 127.8.8.8\r\n",
        "Host: [::1]:PORT\r\n",
        "Host: localhost\r\nOrigin: http://127.0.0.1:PORT\r\n",
        "Host: localhost\r\nOrigin: http://localhost:PORT\r\n",
    ];
    let foreign = [
        "",
        "Host:\r\n",
        "Host: evil.example\r\n",
        "Host: evil.example:PORT\r\n",
        "Host: localhost.evil.example\r\n",
        "Host: notlocalhost\r\n",
        "Host: 192.0.2.1:PORT\r\n",
        "Host: 0.0.0.0:PORT\r\n",
        "Host: 127.0.0.1.evil.example\r\n",
        "Host: localhost@evil.example\r\n",
        "Host: evil.example@localhost\r\n",
        "Host: localhost\r\nHost: evil.example\r\n",
        "Host: localhost\r\nOrigin: http://evil.example\r\n",
        "Host: localhost\r\nOrigin: http://evil.example:PORT\r\n",
        "Host: localhost\r\nOrigin: https://localhost:PORT\r\n",
        "Host: localhost\r\nOrigin: http://localhost:1\r\n",
        "Host: localhost\r\nOrigin: null\r\n",
        "Host: localhost\r\nOrigin:\r\n",
    ];
    let mut wrong = Vec::new();
    for headers in ours {
        if asked(address, "/_sandbox/calls", headers).await != 200 {
            wrong.push(headers);
        }
    }
    for headers in foreign {
        let targets = [
            "/_sandbox/calls",
            "/_sandbox/sms?phone=1",
            "/_sandbox/nothing",
        ];
        for target in targets {
            if asked(address, target, headers).await != 403 {
                wrong.push(headers);
            }
        }
    }
    if asked(
        address,
        "http://evil.example/_sandbox/calls",
        "Host: localhost\r\n",
    )
    .await
        != 403
    {
        wrong.push("an absolute target");
    }
    // The vendors' interfaces accept any host name, as a test may have given them one.
    let plain = asked(
        address,
        "/AllInterFace/GetUnitType",
        "Host: api.example\r\n",
    )
    .await;
    running.stop().await;
    let reached = format!(
        "{} hosts and origins of this machine answered, {} others refused; {} wrong",
        ours.len(),
        foreign.len() + 1,
        wrong.len()
    );
    promise(
        "sandbox",
        plain == 200 && wrong.is_empty(),
        &format!("{reached} {wrong:?}"),
    );
}

const PATIENCE: Duration = Duration::from_millis(300);

/// Writes this, then single bytes as long as the server reads; returns how long the connection
/// lived.
async fn dribbled(address: SocketAddr, begun: &str, byte: Option<u8>) -> Duration {
    let began = Instant::now();
    let (mut read, mut write) = TcpStream::connect(address).await.unwrap().into_split();
    write.write_all(begun.as_bytes()).await.unwrap();
    let writing = tokio::spawn(async move {
        while let Some(byte) = byte {
            tokio::time::sleep(Duration::from_millis(20)).await;
            if write.write_all(&[byte]).await.is_err() {
                return;
            }
        }
        // Open until the other side ends it.
        core::future::pending::<()>().await;
    });
    let mut answer = Vec::new();
    let ended = timeout(Duration::from_secs(10), read.read_to_end(&mut answer)).await;
    writing.abort();
    assert!(ended.is_ok(), "{begun} lives");
    began.elapsed()
}

#[tokio::test]
async fn slow_and_idle_clients_are_ended_after_a_time() {
    let running = with(Config::default().with_client_timeout(PATIENCE)).await;
    let address = running.local_addr();
    let parts = multipart(
        1_000_000,
        "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n",
    );
    let keeps = format!("GET {SUBMIT} HTTP/1.1\r\nHost: x\r\n\r\n");
    let cases = [
        ("", None),
        ("", Some(b'G')),
        ("GET / HTTP/1.1\r\nX: ", Some(b'x')),
        (keeps.as_str(), None),
        (keeps.as_str(), Some(b'G')),
        (&announced(1_000_000), None),
        (&announced(1_000_000), Some(b'x')),
        (&parts, None),
        (&parts, Some(b'x')),
    ];
    let mut longest = Duration::ZERO;
    for (begun, byte) in cases {
        longest = longest.max(dribbled(address, begun, byte).await);
    }
    // A client that requests more than both socket buffers hold, and reads nothing.
    let mut stream = TcpStream::connect(address).await.unwrap();
    let began = Instant::now();
    let request = "GET /_sandbox/calls HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(64);
    let taken = timeout(Duration::from_secs(10), async {
        loop {
            if stream.write_all(request.as_bytes()).await.is_err() {
                break;
            }
        }
    });
    assert!(taken.await.is_ok(), "who takes nothing lives");
    longest = longest.max(began.elapsed());
    running.stop().await;
    let reached = format!(
        "{} idle and slow clients under a limit of {PATIENCE:?} ended within {:.1} s",
        cases.len() + 1,
        longest.as_secs_f64()
    );
    promise("sandbox", longest < Duration::from_secs(8), &reached);
}
