//! A relay to the sandbox that can hold or break each call, on either side.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex};

use serde_json::Value;

/// Where a call is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// Before the sandbox receives it.
    Before,
    /// After the sandbox has responded, before the client learns of it.
    After,
}

/// A fault of a call, or of all calls behind it.
pub(crate) enum Fault {
    /// The response of the sandbox is lost.
    Lost,
    /// After the response to the call before, the gate stops listening.
    Gone,
    /// This function runs between the sandbox's response and its delivery.
    Meanwhile(Box<dyn FnOnce() + Send>),
}

#[derive(Default)]
struct Bar {
    /// How many calls have arrived.
    calls: usize,
    /// The number of the held call, counted from 0.
    holds: Option<(usize, Side)>,
    is_released: bool,
    /// Faults by the number of the call, counted from 0.
    fault: Option<(usize, Fault)>,
    /// How many calls are in progress.
    under_way: usize,
    has_closed: bool,
}

/// A relay on loopback.
pub(crate) struct Gate {
    address: SocketAddr,
    sandbox: String,
    bar: Arc<(Mutex<Bar>, Condvar)>,
    held: Receiver<()>,
}

impl Gate {
    /// A relay to the sandbox at this address.
    pub(crate) fn to(sandbox: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (tell, held) = channel();
        let bar = Arc::new((Mutex::new(Bar::default()), Condvar::new()));
        let sandbox = sandbox.trim_start_matches("http://").to_owned();
        let (theirs, upstream) = (Arc::clone(&bar), sandbox.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if theirs.0.lock().unwrap().is_gone() {
                    break;
                }
                let (bar, upstream, tell) = (Arc::clone(&theirs), upstream.clone(), tell.clone());
                std::thread::spawn(move || {
                    relay(stream.unwrap(), address, &upstream, &bar, &tell);
                });
            }
            drop(listener);
            theirs.0.lock().unwrap().has_closed = true;
            theirs.1.notify_all();
        });
        Self {
            address,
            sandbox,
            bar,
            held,
        }
    }

    pub(crate) fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Holds the call of this number, counted from 0.
    pub(crate) fn hold(&self, number: usize, side: Side) {
        let mut bar = self.bar.0.lock().unwrap();
        let at = bar.calls + number;
        bar.holds = Some((at, side));
        bar.is_released = false;
    }

    /// Sets the fault of the call of this number, counted from 0. The first cannot be `Gone`, as
    /// the gate already listens.
    pub(crate) fn fail(&self, number: usize, fault: Fault) {
        self.bar.0.lock().unwrap().fault = Some((number, fault));
    }

    /// Waits until no call is in progress, even of a client that has exited.
    pub(crate) fn settle(&self) {
        let bar = self.bar.0.lock().unwrap();
        drop(self.bar.1.wait_while(bar, |bar| bar.under_way > 0).unwrap());
    }

    /// Waits until a call is held and returns true, or until `ended` says that none will come.
    pub(crate) fn is_held(&self, mut ended: impl FnMut() -> bool) -> bool {
        loop {
            match self.held.recv_timeout(std::time::Duration::from_millis(20)) {
                Ok(()) => return true,
                Err(_) if ended() => return self.held.try_recv().is_ok(),
                Err(_) => {}
            }
        }
    }

    /// Releases the held call, or breaks it off if the sandbox has not received it.
    pub(crate) fn release(&self) {
        let mut bar = self.bar.0.lock().unwrap();
        bar.holds = None;
        bar.is_released = true;
        self.bar.1.notify_all();
    }

    /// How many calls have arrived.
    pub(crate) fn calls(&self) -> usize {
        self.bar.0.lock().unwrap().calls
    }

    /// Queries the state of the sandbox.
    pub(crate) fn ask(&self, question: &str) -> Value {
        self.to_sandbox("GET", question)
    }

    /// Changes the state of the sandbox.
    pub(crate) fn post(&self, change: &str) -> Value {
        self.to_sandbox("POST", change)
    }

    fn to_sandbox(&self, method: &str, question: &str) -> Value {
        let request = format!(
            "{method} /_sandbox/{question} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        );
        let mut stream = TcpStream::connect(&self.sandbox).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let answer = message(&mut stream).unwrap();
        let at = end_of_head(&answer).unwrap();
        serde_json::from_slice(&answer[at..]).unwrap()
    }

    /// How often an operation has succeeded.
    pub(crate) fn succeeded(&self, operation: &str) -> usize {
        let calls = self.ask("calls");
        let calls = calls.as_array().unwrap();
        let is_it = |call: &&Value| call["operation"] == operation && call["reason"].is_null();
        calls.iter().filter(is_it).count()
    }

    /// How often an operation was called.
    pub(crate) fn called(&self, operation: &str) -> usize {
        let calls = self.ask("calls");
        let calls = calls.as_array().unwrap();
        calls
            .iter()
            .filter(|call| call["operation"] == operation)
            .count()
    }
}

impl Bar {
    /// Whether the gate is to stop listening.
    fn is_gone(&self) -> bool {
        matches!(self.fault, Some((at, Fault::Gone)) if self.calls >= at)
    }
}

/// Counts a call as in progress.
struct UnderWay<'a>(&'a (Mutex<Bar>, Condvar));

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.0.lock().unwrap().under_way -= 1;
        self.0.1.notify_all();
    }
}

fn relay(
    mut client: TcpStream,
    own: SocketAddr,
    sandbox: &str,
    bar: &(Mutex<Bar>, Condvar),
    tell: &Sender<()>,
) {
    while let Some(request) = message(&mut client) {
        let (side, fault, is_gone) = {
            let mut bar = bar.0.lock().unwrap();
            bar.calls += 1;
            bar.under_way += 1;
            let number = bar.calls - 1;
            let side = bar.holds.filter(|(at, _)| *at == number);
            let fault = bar
                .fault
                .take_if(|(at, fault)| *at == number && !matches!(fault, Fault::Gone));
            let is_faulty = fault.is_some() || bar.fault.is_some();
            (
                side.map(|(_, side)| side),
                (fault, is_faulty),
                bar.is_gone(),
            )
        };
        let _under_way = UnderWay(bar);
        if is_gone {
            // The accepting thread waits for a connection.
            let _woken = TcpStream::connect(own);
            let guard = bar.0.lock().unwrap();
            drop(bar.1.wait_while(guard, |bar| !bar.has_closed).unwrap());
        }
        let wait = || {
            tell.send(()).unwrap();
            let guard = bar.0.lock().unwrap();
            drop(bar.1.wait_while(guard, |bar| !bar.is_released).unwrap());
        };
        if side == Some(Side::Before) {
            wait();
            return;
        }
        let mut upstream = TcpStream::connect(sandbox).unwrap();
        upstream.write_all(&request).unwrap();
        let answer = message(&mut upstream).unwrap();
        if side == Some(Side::After) {
            wait();
        }
        let (fault, is_faulty) = fault;
        match fault {
            Some((_, Fault::Lost)) => return,
            Some((_, Fault::Meanwhile(happen))) => happen(),
            Some((_, Fault::Gone)) | None => {}
        }
        // One call per connection: which call fails is certain then.
        let answer = if is_faulty { closing(&answer) } else { answer };
        if client.write_all(&answer).is_err() || is_faulty {
            return;
        }
    }
}

/// The response with a header that closes its connection.
fn closing(answer: &[u8]) -> Vec<u8> {
    let (head, body) = answer.split_at(end_of_head(answer).unwrap() - 2);
    [head, b"Connection: close\r\n", body].concat()
}

fn end_of_head(bytes: &[u8]) -> Option<usize> {
    bytes
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .map(|at| at + 4)
}

/// One whole message; `None` if the other side has closed.
fn message(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut chunk = [0; 16 * 1024];
    loop {
        if let Some(at) = end_of_head(&bytes) {
            let head = String::from_utf8_lossy(&bytes[..at]).to_ascii_lowercase();
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length:"))
                .map_or(0, |value| value.trim().parse().unwrap());
            if bytes.len() >= at + length {
                return Some(bytes);
            }
        }
        match stream.read(&mut chunk) {
            Ok(0) | Err(_) => return None,
            Ok(length) => bytes.extend_from_slice(&chunk[..length]),
        }
    }
}
