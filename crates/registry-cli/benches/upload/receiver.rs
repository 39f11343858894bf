//! Receives uploads, counts their bytes and reads the memory of the sending process.

use std::io::{BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Command, Output, Stdio};
use std::sync::mpsc;
use std::thread::JoinHandle;

/// A server that reads requests one after the other and holds none of their bytes.
pub(crate) struct Receiver {
    address: SocketAddr,
    sender: mpsc::Sender<u32>,
    taking: JoinHandle<Totals>,
}

/// The totals of all requests.
#[derive(Debug, Default)]
pub(crate) struct Totals {
    pub(crate) requests: u64,
    /// Bytes of bodies.
    pub(crate) bytes: u64,
    /// The peak memory of the sender in KiB, as the system counts it. It is read before each
    /// response, while the sender still waits.
    pub(crate) peak_kib: u64,
}

impl Receiver {
    /// Reads the requests of one connection until it is closed.
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (sender, told) = mpsc::channel();
        let taking = std::thread::spawn(move || {
            let pid = told.recv().unwrap();
            let (stream, _) = listener.accept().unwrap();
            take(stream, pid)
        });
        Self {
            address,
            sender,
            taking,
        }
    }

    pub(crate) fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Runs a sending program. Returns its output and the totals.
    pub(crate) fn receive_from(self, command: &mut Command) -> (Output, Totals) {
        let child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        self.sender.send(child.id()).unwrap();
        let output = child.wait_with_output().unwrap();
        if !output.status.success() {
            return (output, Totals::default());
        }
        (output, self.taking.join().unwrap())
    }
}

fn take(stream: TcpStream, pid: u32) -> Totals {
    let mut answers = stream.try_clone().unwrap();
    let mut reader = BufReader::with_capacity(1 << 20, stream);
    let mut taken = Totals::default();
    while let Some(length) = head(&mut reader) {
        let mut body = reader.by_ref().take(length);
        let copied = std::io::copy(&mut body, &mut std::io::sink()).unwrap();
        assert_eq!(copied, length, "the body broke off");
        taken.requests += 1;
        taken.bytes += length;
        taken.peak_kib = peak_kib(pid);
        let body = r#"{"ResultCode":1,"ResultMsg":"成功"}"#;
        write!(
            answers,
            "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
    }
    taken
}

/// Reads a head and returns the length of its body; `None` at the end of the connection.
fn head(reader: &mut impl std::io::BufRead) -> Option<u64> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or_default() == 0 {
            return None;
        }
        if line == "\r\n" {
            return Some(length.expect("an upload of known length says it"));
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = Some(value.trim().parse().unwrap());
        }
    }
}

/// The peak memory of a process in KiB.
fn peak_kib(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = peak.unwrap().split_whitespace().next().unwrap();
    peak.parse().unwrap()
}
