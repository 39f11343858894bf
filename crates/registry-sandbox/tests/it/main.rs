//! The sandbox as clients meet it: signed requests in, responses out.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that fails says so by panicking"
)]

mod accounts;
mod admin;
mod admin_accounts;
mod areas;
mod balance;
mod browser_page_applications;
mod browser_pages;
mod browser_pages_over_http;
mod choices;
mod client;
mod code_pictures;
mod data_matrix;
mod dialects;
mod ent3f;
mod entinfov2;
mod findings;
mod goto_urls;
mod liberal_forms;
mod liberal_multipart;
mod licence;
mod listing_lag;
mod logins;
mod never_panics;
mod observed;
mod operations;
mod paths;
mod real_clients;
mod registrations;
mod replies;
mod rows_over_sockets;
mod samples;
mod secrecy;
mod server;
mod server_forms;
mod server_uploads;
mod sms;
mod strict_idcode;
mod strict_idcode_parameters;
mod strict_ihuyi;
mod trust;
mod unit_codes;
mod units;
#[cfg(feature = "unverified")]
mod unverified;
mod uploads;
