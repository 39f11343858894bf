//! Test support for several crates: a scripted server, canaries that must not appear, the report of
//! a promise, and the tests of a vendor's [`catalogue`].
//!
//! [`Server`] plays a script on each connection and records all events in order. Tests wait for an
//! event or open a [`Gate`]; they never wait for a time.
//!
//! This crate is a dev-dependency only and depends on `endpoint-core` alone. It is not a vendor: to
//! test a program against IDcode or ihuyi, use `registry-sandbox`.
//!
//! ```
//! use test_support::{Event, Server, Step, response};
//! use tokio::io::{AsyncReadExt, AsyncWriteExt};
//! use tokio::net::TcpStream;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> std::io::Result<()> {
//! let script = vec![Step::Read, Step::Write(response("200 OK", b"{}"))];
//! let server = Server::start([script]).await;
//!
//! let mut client = TcpStream::connect(server.address()).await?;
//! client.write_all(b"GET /x?a=1 HTTP/1.1\r\nHost: h\r\n\r\n").await?;
//! let mut reply = String::new();
//! client.read_to_string(&mut reply).await?;
//! assert!(reply.ends_with("\r\n\r\n{}"));
//!
//! let requests = server.requests().await;
//! assert_eq!(requests[0].param("a"), Some("1"));
//! assert_eq!(server.log(), ["0 accepted", "0 received", "0 closed", "probed"]);
//! # Ok(())
//! # }
//! ```
//!
//! Everything here panics when it fails, as a test should.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::cast_possible_truncation,
    reason = "used by tests only; a panic is how a test fails"
)]

mod canaries;
pub mod catalogue;
mod code_files;
mod event;
mod listeners;
mod oversized_bodies;
mod player;
mod promise;
mod reflection;
mod request;
mod rng;
mod samples;
mod server;
mod step;
mod tls_server;

pub use crate::canaries::{Canaries, encodings, signature_in};
pub use crate::code_files::{CODE_FILES, uploaded};
pub use crate::event::Event;
pub use crate::listeners::{FullListener, IdleListener, RefusingPort};
pub use crate::oversized_bodies::{OversizedBody, chosen, oversized_bodies, oversized_xml_bodies};
pub use crate::promise::promise;
pub use crate::reflection::reflections;
pub use crate::request::Request;
pub use crate::rng::SeededRng;
pub use crate::samples::{SampleRequest, SampleRequests};
pub use crate::server::Server;
pub use crate::step::{Gate, Script, Step, keep_alive_response, respond_once, response};
pub use crate::tls_server::{CERTIFICATE, EXPIRED, FUTURE, OTHER_NAME, SecureServer};
