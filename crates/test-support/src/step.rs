//! Defines the steps of a script.

use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::Request;

/// The steps for one connection. At the end the connection is closed.
pub type Script = Vec<Step>;

/// One step of the server.
#[derive(Clone)]
#[non_exhaustive]
pub enum Step {
    /// Reads one request with its body and records it.
    Read,
    /// Reads the head of a request and no more of its body than comes along.
    ReadHead,
    /// Reads at least one byte.
    ReadSome,
    /// Reads this many bytes.
    ReadBytes(usize),
    /// Limits each later read to this many bytes.
    ReadLimit(usize),
    /// Writes these bytes.
    Write(Vec<u8>),
    /// Writes a response made from the last request.
    Reply(fn(&Request) -> Vec<u8>),
    /// Inserts steps chosen by the last request.
    Then(Arc<dyn Fn(&Request) -> Script + Send + Sync>),
    /// Calls a function.
    Call(Arc<dyn Fn() + Send + Sync>),
    /// Writes these bytes one by one, slower than any deadline of a test.
    WriteSlowly(Vec<u8>),
    /// Writes these bytes repeatedly until the client closes the connection.
    WriteForever(Vec<u8>),
    /// Waits until the gate is open.
    Wait(Gate),
    /// Reads and never answers, until the client closes the connection.
    Hang,
    /// Records a note.
    Note(&'static str),
    /// Closes the writing half; the client can still write.
    HalfClose,
    /// Resets the connection instead of closing it, and ends the script.
    Reset,
    /// Starts the script again.
    Again,
}

impl Step {
    /// [`Step::Then`] of a closure.
    pub fn then(choose: impl Fn(&Request) -> Script + Send + Sync + 'static) -> Self {
        Self::Then(Arc::new(choose))
    }

    /// [`Step::Call`] of a closure.
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

/// Reads a request, answers it and closes the connection.
#[must_use]
pub fn respond_once(reply: impl Into<Vec<u8>>) -> Script {
    vec![Step::Read, Step::Write(reply.into())]
}

/// An HTTP/1.1 response that closes the connection.
#[must_use]
pub fn response(status: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

/// The same, but the connection stays open.
#[must_use]
pub fn keep_alive_response(status: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

/// A gate that scripts wait at until a test opens it.
#[derive(Debug, Clone)]
pub struct Gate(Arc<Semaphore>);

impl Gate {
    /// A closed gate.
    #[must_use]
    pub fn closed() -> Self {
        Self(Arc::new(Semaphore::new(0)))
    }

    /// Lets everything through that waits at it, now or later.
    pub fn open(&self) {
        self.0.add_permits(Semaphore::MAX_PERMITS / 2);
    }

    pub(crate) async fn pass(&self) {
        drop(self.0.acquire().await);
    }
}
