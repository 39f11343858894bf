//! How host names become addresses: by the system, with failures that are known as such.

use std::net::SocketAddr;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// Asks the system. reqwest's own resolver does as well, but under TLS its failures can no longer
/// be told from others.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Resolver;

/// A host has no address, or nobody knows it.
#[derive(Debug, thiserror::Error)]
#[error("the name was not found")]
pub(crate) struct Unresolved;

/// The addresses of a host with this port, as the system orders them.
pub(crate) async fn addresses(host: &str, port: u16) -> Result<Vec<SocketAddr>, Unresolved> {
    let found = tokio::net::lookup_host((host, port)).await;
    Ok(found.map_err(|_| Unresolved)?.collect())
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let addresses = addresses(name.as_str(), 0).await?;
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}
