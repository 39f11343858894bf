//! Connects directly or through a proxy, and classifies failures.

pub(crate) mod connect_error;
pub(crate) mod connect_limit;
pub(crate) mod connector;
pub(crate) mod http_proxy;
mod patient_stream;
pub(crate) mod pooled;
pub(crate) mod resolver;
pub(crate) mod runtime;
pub(crate) mod setup_error;
pub(crate) mod stream;
pub(crate) mod tls;
mod tls_cause;
pub(crate) mod upload_connection;
pub(crate) mod whole_body;
