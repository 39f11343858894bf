//! What can a server be told to do with a connection?

use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::Request;

/// What a server does with one connection. At its end the connection is closed.
pub type Script = Vec<Step>;

/// One thing that the server does.
#[derive(Clone)]
#[non_exhaustive]
pub enum Step {
    /// Reads one request with its body and notes it.
    Read,
    /// Reads the head of a request and not a byte of its body on purpose.
    ReadHead,
    /// Reads whatever comes, at least a byte.
    ReadSome,
    /// Reads this many bytes.
    ReadBytes(usize),
    /// From here on reads at most this many bytes at a time.
    ReadLimit(usize),
    /// Writes these bytes.
    Write(Vec<u8>),
    /// Writes what this makes of the request that was read last.
    Reply(fn(&Request) -> Vec<u8>),
    /// Goes on with the steps that this makes of the request that was read last, then with the
    /// rest of the script.
    Then(Arc<dyn Fn(&Request) -> Script + Send + Sync>),
    /// Calls this.
    Call(Arc<dyn Fn() + Send + Sync>),
    /// Writes these bytes one at a time, slower than any deadline of a test.
    WriteSlowly(Vec<u8>),
    /// Writes these bytes again and again until the client goes away.
    WriteForever(Vec<u8>),
    /// Waits until the gate is open.
    Wait(Gate),
    /// Says nothing until the client goes away.
    Hang,
    /// Notes that the script has come this far.
    Note(&'static str),
    /// Ends what is written; what the client writes can still be read.
    HalfClose,
    /// Cuts the connection off instead of closing it, and ends the script.
    Reset,
    /// Begins the script again.
    Again,
}

impl Step {
    /// [`Step::Then`] without its wrapping.
    pub fn then(choose: impl Fn(&Request) -> Script + Send + Sync + 'static) -> Self {
        Self::Then(Arc::new(choose))
    }

    /// [`Step::Call`] without its wrapping.
    pub fn call(what: impl Fn() + Send + Sync + 'static) -> Self {
        Self::Call(Arc::new(what))
    }
}

impl core::fmt::Debug for Step {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Read => f.write_str("Read"),
            Self::ReadHead => f.write_str("ReadHead"),
            Self::ReadSome => f.write_str("ReadSome"),
            Self::ReadBytes(count) => write!(f, "ReadBytes({count})"),
            Self::ReadLimit(count) => write!(f, "Sip({count})"),
            Self::Write(bytes) => write!(f, "Write({} bytes)", bytes.len()),
            Self::Reply(_) => f.write_str("Reply"),
            Self::Then(_) => f.write_str("Then"),
            Self::Call(_) => f.write_str("Call"),
            Self::WriteSlowly(bytes) => write!(f, "Dribble({} bytes)", bytes.len()),
            Self::WriteForever(bytes) => write!(f, "Pour({} bytes)", bytes.len()),
            Self::Wait(_) => f.write_str("Wait"),
            Self::Hang => f.write_str("Silence"),
            Self::Note(text) => write!(f, "Say({text})"),
            Self::HalfClose => f.write_str("HalfClose"),
            Self::Reset => f.write_str("Reset"),
            Self::Again => f.write_str("Again"),
        }
    }
}

/// Reads a request and answers it, then closes.
#[must_use]
pub fn respond_once(reply: impl Into<Vec<u8>>) -> Script {
    vec![Step::Read, Step::Write(reply.into())]
}

/// An answer as HTTP/1.1 has it, after which the connection is closed.
#[must_use]
pub fn response(status: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

/// The same, after which the connection stays open.
#[must_use]
pub fn keep_alive_response(status: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

/// Closed until somebody opens it.
#[derive(Debug, Clone)]
pub struct Gate(Arc<Semaphore>);

impl Gate {
    /// A gate that nobody has opened yet.
    #[must_use]
    pub fn closed() -> Self {
        Self(Arc::new(Semaphore::new(0)))
    }

    /// Lets everybody through who waits at it, now or later.
    pub fn open(&self) {
        self.0.add_permits(Semaphore::MAX_PERMITS / 2);
    }

    pub(crate) async fn pass(&self) {
        drop(self.0.acquire().await);
    }
}
