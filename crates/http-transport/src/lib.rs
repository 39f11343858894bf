//! Makes calls: signs each attempt, keeps deadlines, retries, limits rates and spending, and sends.
//!
//! [`Client::call`] takes an operation and returns its typed output or an [`Error`]. The error
//! answers three questions: was the request sent, was it charged, may it be retried. An
//! [`HttpService`] moves the bytes. [`HyperService`] sends with hyper, directly or through an HTTP
//! proxy. The feature `reqwest`, on by default, adds `ReqwestService`, which sends with a
//! `reqwest::Client`: for all kinds of proxies, and for clients that a program configures itself.
//! Any other implementation, such as a relay or an in-process sandbox, can take their place.
//!
//! This crate knows no vendor: operations come from `idcode-api` and `ihuyi-api`. Use
//! `enterprise-registry` to have everything in one dependency.
//!
//! # Retries
//!
#![doc = include_str!("retry/table.md")]
//!
//! A call makes at most three attempts, with exponential backoff and jitter, and retries add at
//! most a fifth to the load ([`RetryPolicy`]). If a server sends `Retry-After`, the client waits at
//! least that long, or gives up if that is after the deadline. Every attempt is signed again after
//! the wait, with a new time: if the vendor counts in seconds, the wait lasts until the next
//! second. An error covers all attempts of its call: [`Error::was_sent`] is `No` only if none of
//! them was sent.
//!
//! Connecting may take at most half of an attempt's time, so a request to an unresponsive host is
//! known to be unsent. No attempt starts with too little time left. A dropped call returns no
//! error, so it logs its state, as a warning if the vendor may have charged or changed
//! something.
//!
//! # Outcomes
//!
//! [`ClientBuilder::observer`] receives an [`Outcome`] for each call, however it ended: whether it
//! was sent, whether it was charged, and whether it changed something.
//!
//! # Runtimes
//!
//! A call runs in the tokio runtime that polls it. It needs timers, and [`HyperService`] needs IO;
//! without them it fails at once, unsent, with [`TransportErrorKind::Runtime`]. Several runtimes
//! may share a client: each has its own connections, so no call waits for a runtime that has
//! stopped.
//!
//! # Limits before sending
//!
//! A [`SpendBudget`] limits paid queries exactly, across all clients that share it, and also guards
//! the last known balance of each product. Both recover: the client asks for a used-up balance
//! again once a minute, and queries with lost responses can be [settled](SpendBudget::settle). A
//! [`RateLimit`] spaces calls evenly for all clients of an account; a call that gets no slot within
//! its deadline is not sent.
//!
//! # Clocks
//!
//! Signatures contain a time, so the vendor refuses a machine with a wrong clock. The refusal then
//! states the offset between the clocks, [`Client::clock_offset`] returns it at any time, and
//! [`ClientBuilder::correct_clock`] signs by the vendor's clock, within a limit.
//!
//! # Pagination
//!
//! [`Client::rows`] reads the pages of a list lazily and within a page limit: it requests no page
//! twice, loses no received rows, and returns a cursor to resume from after a failure.
//! [`Client::ask`] turns "nothing found" into a result that says whether the query may have been
//! charged.
//!
//! # Irregular responses
//!
//! Malformed header lines, a blank before the colon and folded lines do not lose a response. Nor do
//! more headers than a strict parser accepts (up to 1 MiB), control characters in them, a status
//! line of another version, warnings before it, or a missing head: such a response is read to the
//! end of its connection, which is never reused. A body with broken framing is read if it is
//! complete: without the chunks that its head names, in badly written chunks, without an end, or
//! longer than its `Content-Length`, also after status 204. If the head names two lengths, or
//! cannot be read, the error ([`TransportErrorKind::NotHttp`]) says why and keeps all bytes. A
//! response that is compressed with gzip or deflate, although not requested, is decompressed under
//! the body cap, and GBK and other character sets are decoded if the response names them.
//!
//! Messages of vendors are searched for the secrets of the request, in any encoding ([`Redactor`]),
//! and telephone numbers in them are masked. The search is limited: beyond the limit, simple
//! encodings are searched and a warning is logged once per process.
//!
//! # Uploads
//!
//! A [`File`](endpoint_core::File) with an [`UploadSource`](endpoint_core::UploadSource) is opened
//! for every attempt and read while it is sent, by its own thread, 64 KiB at a time with at most
//! four chunks waiting. Such a call may take an hour unless [`CallOptions`] say otherwise, as long
//! as it progresses: if the server accepts nothing, or the source returns nothing, for
//! [`Limits::attempt`], it fails. Once everything is sent, the response may take as long, plus a
//! second for every MiB sent. An error of the source is the `source()` of the call's error. If a
//! server refuses an upload and closes the connection before the body is sent, its response is read
//! all the same.
//!
//! # Examples
//!
//! An upload with progress, without a network:
//!
//! ```
//! # use std::io::{self, Read};
//! # use std::sync::atomic::{AtomicU64, Ordering};
//! # use std::sync::Arc;
//! #
//! # use endpoint_core::{File, UploadSource};
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
//! impl UploadSource for Zeros {
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
//! let partial = Arc::clone(&sent);
//! let options = CallOptions::default()
//!     .with_progress(move |progress| partial.store(progress.bytes, Ordering::Relaxed));
//! let file = File::from_source("zeros.txt", Arc::new(Zeros));
//! let request = UploadCodeFile::new("i.86.110108.52".parse()?, 7_u64, file);
//! client.call_with(request, &options).await?;
//! assert!(sent.load(Ordering::Relaxed) > 1_000_000); // the head lines of the parts count too
//! # Ok(())
//! # }
//! ```
//!
//! A service that responds without a network, in place of [`HyperService`]:
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
pub use crate::send_error::{SendError, TransportErrorKind, UploadSourceError};
pub use crate::service::{HttpService, Outgoing};
pub use crate::upload::progress::{CallOptions, ProgressReporter, UploadProgress};
