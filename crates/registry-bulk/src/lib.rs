//! Reads files of item codes and spools them for upload.
//!
//! The files may be of any size. Codes that can be read only once, from a pipe for example, are
//! spooled: kept in a temporary file until they are sent ([`code_file`]). The [`ledger`] records
//! long paid runs: no row is lost, and no row is paid twice.
//! Here are the upload sources on disk: files of item codes of any size, and spools for codes that
//! can be read once only ([`code_file`]). Here is also the [`ledger`] of long paid runs, which
//! loses no row and sends none twice by itself. Its engine for SQLite is behind the feature
//! `sqlite`, which needs Rust 1.89.
//!
//! This crate declares no operation and makes no call: operations are in `idcode-api` and
//! `ihuyi-api`, which open no file; calls are made by `http-transport`. Take `enterprise-registry`
//! with its feature `bulk`, which re-exports this crate beside a client.

pub mod code_file;
mod file_source;
pub mod ledger;
mod spool;
