//! A way to the sandbox on which a call can be held, on either side, for as long as a test likes.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex};

use serde_json::Value;

/// Where a call is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// The sandbox has not got it.
    Before,
    /// It has answered, and nobody has heard of it.
    After,
}

#[derive(Default)]
struct Bar {
    /// How many calls have come.
    calls: usize,
    /// Which of them is held, counted from 0.
    holds: Option<(usize, Side)>,
    is_released: bool,
}

/// A relay on loopback.
pub(crate) struct Gate {
    address: SocketAddr,
    sandbox: String,
    bar: Arc<(Mutex<Bar>, Condvar)>,
    held: Receiver<()>,
}

impl Gate {
    /// A way to the sandbox at this address.
    pub(crate) fn to(sandbox: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (tell, held) = channel();
        let bar = Arc::new((Mutex::new(Bar::default()), Condvar::new()));
        let sandbox = sandbox.trim_start_matches("http://").to_owned();
        let (theirs, upstream) = (Arc::clone(&bar), sandbox.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (bar, upstream, tell) = (Arc::clone(&theirs), upstream.clone(), tell.clone());
                std::thread::spawn(move || relay(stream.unwrap(), &upstream, &bar, &tell));
            }
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

    /// Holds the call of this number from now, counted from 0.
    pub(crate) fn hold(&self, number: usize, side: Side) {
        let mut bar = self.bar.0.lock().unwrap();
        let at = bar.calls + number;
        bar.holds = Some((at, side));
        bar.is_released = false;
    }

    /// Whether a call is held: waits until one is, or until `ended` says that none will come.
    pub(crate) fn is_held(&self, mut ended: impl FnMut() -> bool) -> bool {
        loop {
            match self.held.recv_timeout(std::time::Duration::from_millis(20)) {
                Ok(()) => return true,
                Err(_) if ended() => return self.held.try_recv().is_ok(),
                Err(_) => {}
            }
        }
    }

    /// Lets the call that is held go on, or, where the sandbox has not got it, breaks it off.
    pub(crate) fn release(&self) {
        let mut bar = self.bar.0.lock().unwrap();
        bar.holds = None;
        bar.is_released = true;
        self.bar.1.notify_all();
    }

    /// How many calls have come.
    pub(crate) fn calls(&self) -> usize {
        self.bar.0.lock().unwrap().calls
    }

    /// What the sandbox says of itself.
    pub(crate) fn ask(&self, question: &str) -> Value {
        let request = format!(
            "GET /_sandbox/{question} HTTP/1.1\r\nHost: sandbox\r\nConnection: close\r\n\r\n"
        );
        let mut stream = TcpStream::connect(&self.sandbox).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let answer = message(&mut stream).unwrap();
        let at = end_of_head(&answer).unwrap();
        serde_json::from_slice(&answer[at..]).unwrap()
    }

    /// How often an operation was answered with success.
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

fn relay(mut client: TcpStream, sandbox: &str, bar: &(Mutex<Bar>, Condvar), tell: &Sender<()>) {
    while let Some(request) = message(&mut client) {
        let side = {
            let mut bar = bar.0.lock().unwrap();
            bar.calls += 1;
            let number = bar.calls - 1;
            bar.holds
                .filter(|(at, _)| *at == number)
                .map(|(_, side)| side)
        };
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
        if client.write_all(&answer).is_err() {
            return;
        }
    }
}

fn end_of_head(bytes: &[u8]) -> Option<usize> {
    bytes
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .map(|at| at + 4)
}

/// One message as a whole; `None` where the other side has gone.
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
