//! Reads files of item codes and lists of companies, and records long paid runs.
//!
//! The files may be of any size. Codes that can be read only once, from a pipe for example, are
//! spooled: kept in a temporary file until they are sent ([`code_file`]).
//!
//! Lists of companies come in CSV, text, JSON lines and workbooks (feature `xlsx`). [`input`] reads
//! them row by row and checks each row offline, [`export`] writes the results beside the rows, and
//! [`summary`] counts them.
//!
//! The [`ledger`] records long paid runs: no row is lost, and a row that may have been sent is sent
//! again only by a recorded decision. Its engine for SQLite is behind the feature `sqlite`. With
//! the feature `runner`, `products` turns rows into calls of ihuyi, and `runner` sends them through
//! a client of `http-transport`.
//!
//! This crate declares no operation: those are in `idcode-api` and `ihuyi-api`, which open no file.
//! Take `enterprise-registry` with its feature `bulk` or `bulk-runs`, which re-exports this crate
//! beside a client.

pub mod code_file;
pub mod export;
mod file_source;
pub mod input;
pub mod ledger;
#[cfg(feature = "runner")]
pub mod products;
#[cfg(feature = "runner")]
pub mod runner;
mod spool;
pub mod summary;
