//! Re-exports the scripted server.

pub(crate) use test_support::*;
