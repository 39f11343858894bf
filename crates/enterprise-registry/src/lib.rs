//! Both registry vendors behind one dependency: pick a vendor by feature, make a client, call.
//!
//! This crate is the facade. It adds the flows that need both vendors, uploads in several calls,
//! and the adapter that connects a client to the sandbox in process. It re-exports everything else:
//!
//! | feature | module | content |
//! |---|---|---|
//! | (always) | [`Client`], [`Error`], [`HyperService`], … | the client and its transport (`http-transport`) |
//! | (always) | [`Endpoint`], [`Refusal`], [`Invalid`], … | the declaration of operations (`endpoint-core`) |
//! | (always) | [`model`] | identifiers, `Enterprise`, dates, capital (`registry-model`) |
//! | `divisions` | `model::divisions` | the table of administrative divisions (`registry-model`) |
//! | `idcode` (default) | `idcode` | the operations of IDcode (`idcode-api`) |
//! | `ihuyi` (default) | `ihuyi` | the products of ihuyi (`ihuyi-api`) |
//! | `flows` | `flow`, `onboarding`, `issue_codes` | resumable flows over both vendors or many calls, each step done once |
//! | `bulk` | `bulk` | files of item codes, spools, lists of rows, ledgers (`registry-bulk`) |
//! | `bulk-runs` | `bulk::runner`, `bulk::products` | workers for long paid lists, on a ledger in SQLite |
//! | `idcode` | `uploads` | uploads of codes in several calls, with a report of each |
//! | `unverified` | | operations that no document describes, marked by their [`Evidence`] |
//! | `reqwest` (default) | `ReqwestService` | calls through a `reqwest::Client`, beside hyper |
//! | `sandbox` | `sandbox` | both vendors in process (`registry-sandbox`), with the adapter |
//!
//! Use a single crate if you need only one part: `sign-core` to sign your own requests,
//! `registry-model` to check identifiers offline, `registry-sandbox` to test another client.
//!
//! # Verify a company and look up a unit
//!
//! Call the services the same way, with `HyperService::new()?` instead of the sandbox and your own
//! credentials. Every query of ihuyi then costs money.
//!
#![cfg_attr(
    all(feature = "idcode", feature = "ihuyi", feature = "sandbox"),
    doc = "```"
)]
#![cfg_attr(
    not(all(feature = "idcode", feature = "ihuyi", feature = "sandbox")),
    doc = "```text"
)]
//! use std::sync::Arc;
//!
//! use enterprise_registry::Client;
//! use enterprise_registry::idcode::operations::GetCompanyBaseInfo;
//! use enterprise_registry::ihuyi::products::{Ent3fSubmit, MatchStatus};
//! use enterprise_registry::sandbox::{Config, Sandbox, SandboxService};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let sandbox = Sandbox::new(Config::default());
//! let service = Arc::new(SandboxService::new(sandbox.clone()));
//!
//! let ihuyi = Client::builder(sandbox.ihuyi_keys(), service.clone()).build()?;
//! let code = "91310116761614322N".parse()?;
//! let matched = ihuyi.call(Ent3fSubmit::new("上海思锐信息技术有限公司", code, "谢**")).await?;
//! assert_eq!(matched.result.status, MatchStatus::Match);
//!
//! let idcode = Client::builder(sandbox.idcode_keys(), service).build()?;
//! let unit = idcode.call(GetCompanyBaseInfo::new("i.86.110108.52".parse()?)).await?;
//! assert_eq!(unit.name.as_deref(), Some("样例（北京）编码服务有限公司"));
//!
//! assert_eq!(sandbox.balance("ent3f"), Some(99)); // one of a hundred queries was spent
//! # Ok(())
//! # }
//! ```

pub use endpoint_core::{
    ClockOffset, Endpoint, Evidence, File, Invalid, Knowledge, Need, NotFound, Params, Query,
    QueryOutcome, Refusal, RefusalKind, Secret, Sensitivity, Spec, UploadSource, Value, Vendor,
    Visit, admit, pages, wire,
};
pub use http_transport::{
    BaseUrl, CallOptions, Client, ClientBuilder, Clock, Error, HttpService, HyperService,
    HyperServiceBuilder, InvalidBaseUrl, Limits, Malformed, Outcome, Outgoing, ProgressReporter,
    RateLimit, Redactor, RetryPolicy, Rows, SendError, Settlement, SetupError, SpendBudget,
    SystemClock, TransportError, TransportErrorKind, UploadProgress, UploadSourceError,
};

#[cfg(feature = "reqwest")]
pub use http_transport::ReqwestService;

#[cfg(feature = "flows")]
pub mod flow;
#[cfg(feature = "idcode")]
pub use idcode_api as idcode;
#[cfg(feature = "ihuyi")]
pub use ihuyi_api as ihuyi;
#[cfg(feature = "bulk")]
pub use registry_bulk as bulk;
#[cfg(feature = "flows")]
pub mod issue_codes;
#[cfg(feature = "flows")]
pub mod onboarding;
pub use registry_model as model;

#[cfg(feature = "sandbox")]
pub mod sandbox;
#[cfg(feature = "idcode")]
pub mod uploads;

/// The README's example, compiled and run with the doc tests.
#[cfg(all(doctest, feature = "idcode", feature = "ihuyi", feature = "sandbox"))]
#[doc = include_str!("../../../README.md")]
struct Readme;
