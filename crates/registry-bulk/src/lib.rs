//! Bulk work: what needs files, and what runs for long.
//!
//! Here are the upload sources on disk: files of item codes of any size, and spools for codes that
//! can be read once only ([`code_file`]). Long paid runs belong here too.
//!
//! This crate declares no operation and makes no call: operations are in `idcode-api` and
//! `ihuyi-api`, which open no file; calls are made by `http-transport`. Take `enterprise-registry`
//! with its feature `bulk`, which hands this crate on beside a client.

pub mod code_file;
mod spool;
mod stored_file;
