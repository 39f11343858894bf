//! How host names become addresses: by the system, with failures that are known as such.

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// Asks the system. reqwest's own resolver does as well, but under TLS its failures can no longer
/// be told from others.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Resolver;

/// A host has no address, or nobody knows it.
#[derive(Debug, thiserror::Error)]
#[error("the name was not found")]
pub(crate) struct Unresolved;

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let addresses = tokio::net::lookup_host((name.as_str(), 0))
                .await
                .map_err(|_| Unresolved)?
                .collect::<Vec<_>>();
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}
