//! How a call travels: signing anew, deadlines, retries, limits, and an adapter for reqwest.
//!
//! [`Client::call`] takes an operation and returns its typed output or an [`Error`] that answers
//! three questions: was it sent, was it charged, is it worth repeating. What moves the bytes is
//! an [`HttpService`]; [`ReqwestService`] is the one that ships, and anything else (a relay, an
//! in-process sandbox) fits in its place.
//!
//! This crate knows no vendor: operations come from `idcode-api` and `ihuyi-api`. Use
//! `enterprise-registry` to have all of it in one dependency.
//!
//! # What is repeated
//!
//! A lost answer cannot be told from a lost request, and a paid query that is repeated is paid
//! twice. So:
//!
//! | failure | sent | paid query | free and idempotent | other writes |
//! |---|---|---|---|---|
//! | name resolution, connection refused or timed out, TLS handshake | no | repeated | repeated | repeated |
//! | the vendor refused | yes | not repeated, but signed anew once when the signature was too old | same | same |
//! | timeout, connection lost, 5xx | unknown | **never** | repeated | never |
//! | HTML instead of JSON | unknown | **never** | repeated | never |
//! | answer cut off, too large or unreadable | yes | **never**, the bytes are kept | repeated | never |
//! | redirect, 4xx | unknown | never | never | never |
//!
//! At most three attempts, exponentially apart with jitter, and at most a fifth more load than
//! there are calls ([`RetryPolicy`]). Every attempt is signed anew, after the wait.

mod base_url;
mod budget;
mod client;
mod clock;
mod error;
mod limits;
mod reqwest_service;
mod service;

pub use crate::base_url::{BaseUrl, InvalidBaseUrl};
pub use crate::client::{Client, ClientBuilder};
pub use crate::clock::{Clock, SystemClock};
pub use crate::error::{Error, Malformed, Transport};
pub use crate::limits::{Limits, RetryPolicy};
pub use crate::reqwest_service::{ReqwestService, ReqwestServiceBuilder, SetupError};
pub use crate::service::{Failure, FailureKind, HttpService, Outgoing};
