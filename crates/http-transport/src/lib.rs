//! How a call travels: signing anew, deadlines, retries, limits, and what sends it.
//!
//! [`Client::call`] takes an operation and returns its typed output or an [`Error`] that answers
//! three questions: was it sent, was it charged, is it worth repeating. What moves the bytes is
//! an [`HttpService`]. [`HyperService`] sends with hyper, also through proxies of HTTP. Behind the
//! feature `reqwest`, which is on by default, `ReqwestService` sends with a `reqwest::Client`: for
//! proxies of all kinds, and for clients that a program has set up itself. Anything else (a relay,
//! an in-process sandbox) fits in their place.
//!
//! This crate knows no vendor: operations come from `idcode-api` and `ihuyi-api`. Use
//! `enterprise-registry` to have all of it in one dependency.
//!
//! # What is repeated
//!
#![doc = include_str!("retry/table.md")]
//!
//! At most three attempts, exponentially apart with jitter, and at most a fifth more load than
//! there are calls ([`RetryPolicy`]). A server that says after how long it wants to be asked again
//! (`Retry-After`) is not asked before; where that is later than the deadline, not at all. Every attempt is signed anew, after the wait, with a time of
//! its own: where a vendor counts in seconds the wait lasts until the next one. An error speaks
//! for all attempts of its call: [`Error::was_sent`] is `No` only where none of them was sent.
//!
//! A connection may take at most half of an attempt's time, so a host that does not answer is
//! known as unsent; and no attempt is begun that has hardly any time left. A call that is dropped
//! has no error to say what is known of it; it says so in the log, with a warning where the vendor
//! may have taken money or changed something.
//!
//! # What a run has done
//!
//! [`ClientBuilder::observer`] tells what each call came to, however it ended: an [`Outcome`] says
//! whether it was sent, whether it was charged, and whether it changed something.
//!
//! # Runtimes
//!
//! A call runs in the tokio runtime that polls it, which needs timers, and IO for
//! [`HyperService`]; elsewhere it fails at once, unsent, with [`TransportErrorKind::Runtime`]. A client
//! may be shared by several runtimes: each has connections of its own, so that no call waits for
//! one that is not running any more.
//!
//! # What is refused before it is sent
//!
//! A [`SpendBudget`] is a budget of paid queries: exact, shared by all clients that have it, and
//! guarding the last known balance of each product as well. Both heal: a balance that is used up is
//! asked for again, once a minute, and queries whose answers were lost can be
//! [settled](SpendBudget::settle). A [`RateLimit`] lets calls leave
//! evenly, for all clients of an account that share it; a call whose turn does not come within
//! its deadline was not sent.
//!
//! # Clocks
//!
//! Signatures bear a time, so a machine whose clock is wrong is refused. The refusal then says how
//! far the clocks are apart, [`Client::clock_offset`] says it at any time, and
//! [`ClientBuilder::correct_clock`] signs by the vendor's clock, within a limit.
//!
//! # Rows page by page
//!
//! [`Client::rows`] walks over the pages of a list, lazily and within a budget: no page is asked
//! for twice, the rows received are never lost, and a cursor says where to go on after a failure.
//! [`Client::ask`] makes of "nothing found" an answer that says whether it may have cost.
//!
//! # Answers that stray
//!
//! Header lines that are none, a blank before the colon and folded lines do not lose an answer. Nor
//! do more headers than a strict parser takes (up to 1 MiB), control characters among them, a
//! status line of another version, warnings before it, or no head at all: such a response is read
//! to the end of its connection, which is never used again. Where its head names two lengths, or
//! is none, the error ([`TransportErrorKind::NotHttp`]) says what was wrong and keeps all bytes. An answer
//! that comes compressed with gzip or deflate, although nobody asked for it, is decompressed under
//! the cap of the body, and one in GBK or another character set that it announces is read in that.
//!
//! What a vendor says is searched for the secrets of the request, however they are written
//! ([`Redactor`]), and telephone numbers in it are masked.
//!
//! # Uploads
//!
//! A [`File`](endpoint_core::File) with a [`Source`](endpoint_core::Source) is opened for every
//! attempt and read while it is sent, 64 KiB at a time with at most four such chunks waiting, by a
//! thread of its own. Such a call has an hour unless [`CallOptions`] say otherwise, as long as it
//! moves: what may not last longer than [`Limits::attempt`] is that the server takes nothing or
//! that the source yields nothing. Once all is sent the answer may take as long, and a second more
//! for every MiB that was sent. What a source said of its failure is the `source()` of the error.
//! A server may refuse an upload and close the connection while the body is still being sent: its
//! answer is heard all the same.
//!
//! # Examples
//!
//! An upload that is followed on its way, without a network:
//!
//! ```
//! # use std::io::{self, Read};
//! # use std::sync::atomic::{AtomicU64, Ordering};
//! # use std::sync::Arc;
//! #
//! # use endpoint_core::{File, Source};
//! # use endpoint_core::wire::Response;
//! # use http_transport::{CallOptions, Client, SendError, HttpService, Outgoing};
//! # use idcode_api::operations::UploadCodeFile;
//! # use idcode_api::{Idcode, IdcodeKeys};
//! #
//! # struct Canned;
//! #
//! # #[async_trait::async_trait]
//! # impl HttpService for Canned {
//! #     async fn send(&self, outgoing: Outgoing<'_>) -> Result<Response, SendError> {
//! #         assert!(outgoing.read_body().await?.len() > 1_000_000);
//! #         let body = r#"{"ResultCode":1,"ResultMsg":""}"#.into();
//! #         Ok(Response { status: 200, body, ..Response::default() })
//! #     }
//! # }
//! #
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let keys = IdcodeKeys::new("access token", "authorisation code");
//! # let client = Client::<Idcode>::builder(keys, Arc::new(Canned)).build()?;
//! #[derive(Debug)]
//! struct Zeros;
//!
//! impl Source for Zeros {
//!     fn len(&self) -> Option<u64> {
//!         Some(1_000_000)
//!     }
//!
//!     fn open(&self) -> io::Result<Box<dyn Read + Send>> {
//!         Ok(Box::new(io::repeat(b'0').take(1_000_000)))
//!     }
//! }
//!
//! let sent = Arc::new(AtomicU64::new(0));
//! let so_far = Arc::clone(&sent);
//! let options = CallOptions::default()
//!     .with_progress(move |progress| so_far.store(progress.bytes, Ordering::Relaxed));
//! let file = File::from_source("zeros.txt", Arc::new(Zeros));
//! let request = UploadCodeFile::new("i.86.110108.52".parse()?, 7_u64, file);
//! client.call_with(request, &options).await?;
//! assert!(sent.load(Ordering::Relaxed) > 1_000_000); // the head lines of the parts count too
//! # Ok(())
//! # }
//! ```
//!
//! A service that answers without a network, in the place of [`HyperService`]:
//!
//! ```
//! use std::sync::Arc;
//!
//! use endpoint_core::wire::Response;
//! use http_transport::{Client, SendError, HttpService, Outgoing};
//! use idcode_api::operations::GetUnitType;
//! use idcode_api::{Idcode, IdcodeKeys};
//!
//! struct Canned;
//!
//! #[async_trait::async_trait]
//! impl HttpService for Canned {
//!     async fn send(&self, outgoing: Outgoing<'_>) -> Result<Response, SendError> {
//!         assert_eq!(outgoing.request.path(), "/AllInterFace/GetUnitType");
//!         Ok(Response {
//!             status: 200,
//!             content_type: None,
//!             date: None,
//!             retry_after: None,
//!             body: r#"{"UnitTypeList":[{"Code":1}],"ResultCode":1,"ResultMsg":""}"#.into(),
//!         })
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let keys = IdcodeKeys::new("access token", "authorisation code");
//! let client = Client::<Idcode>::builder(keys, Arc::new(Canned)).build()?;
//! let kinds = client.call(GetUnitType::new()).await?;
//! assert_eq!(kinds[0].code.to_string(), "1");
//! # Ok(())
//! # }
//! ```

mod base_url;
mod client;
mod client_builder;
mod clock_reading;
mod connection;
mod error;
mod http_date;
mod hyper_service;
mod limits;
mod money;
mod outcome;
mod pages;
mod redaction;
#[cfg(feature = "reqwest")]
mod reqwest_service;
mod response;
mod retry;
mod send_error;
mod service;
mod shared;
mod upload;

pub use endpoint_core::{Clock, SystemClock};

pub use crate::base_url::{BaseUrl, InvalidBaseUrl};
pub use crate::client::Client;
pub use crate::client_builder::ClientBuilder;
pub use crate::connection::setup_error::SetupError;
pub use crate::error::{Error, Malformed, TransportError};
pub use crate::hyper_service::{HyperService, HyperServiceBuilder};
pub use crate::limits::Limits;
pub use crate::limits::rate_limit::RateLimit;
pub use crate::money::spend_budget::{Settlement, SpendBudget};
pub use crate::outcome::Outcome;
pub use crate::pages::Rows;
pub use crate::redaction::redactor::Redactor;
#[cfg(feature = "reqwest")]
pub use crate::reqwest_service::ReqwestService;
pub use crate::retry::policy::RetryPolicy;
pub use crate::send_error::{SendError, SourceError, TransportErrorKind};
pub use crate::service::{HttpService, Outgoing};
pub use crate::upload::progress::{CallOptions, ProgressReporter, UploadProgress};
