//! Tests the transport from outside: on sockets wherever sockets matter.

// Failing tests panic.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout
)]

mod base_url;
mod broken_framing;
mod broken_responses;
mod budget;
mod calls;
mod clocks;
mod connecting;
mod deadlines;
mod dropping;
mod errors;
mod in_memory;
mod knowledge;
mod outcomes;
mod pages;
mod proxies;
mod rates;
mod redirects;
mod repeating;
#[cfg(feature = "reqwest")]
mod reqwest_service;
mod scripted;
mod secrets;
mod spend_budget;
mod tls;
mod trust;
mod upload_failures;
mod uploads;
mod wire_form;
