//! The scripted server, under the name that the tests of this crate know it by.

pub(crate) use test_support::*;
