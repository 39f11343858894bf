//! How host names become addresses: by the system, with failures that are known as such.

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};
use std::net::SocketAddr;

use hyper_util::client::legacy::connect::dns::Name;
use reqwest::dns::{Addrs, Resolve, Resolving};
use tower_service::Service;

/// Asks the system. Those of hyper and reqwest do as well, but under TLS their failures can no
/// longer be told from others.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Resolver;

/// A host has no address, or nobody knows it.
#[derive(Debug, thiserror::Error)]
#[error("the name was not found")]
pub(crate) struct Unresolved;

/// The addresses of a host, as the system orders them. Ports are for others to say.
async fn addresses(host: &str) -> Result<Vec<SocketAddr>, Unresolved> {
    let found = tokio::net::lookup_host((host, 0)).await;
    Ok(found.map_err(|_| Unresolved)?.collect())
}

impl Service<Name> for Resolver {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = Unresolved;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Unresolved>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Unresolved>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        Box::pin(async move { Ok(addresses(name.as_str()).await?.into_iter()) })
    }
}

impl Resolve for Resolver {
    fn resolve(&self, name: reqwest::dns::Name) -> Resolving {
        Box::pin(async move {
            let addresses = addresses(name.as_str()).await?;
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}
