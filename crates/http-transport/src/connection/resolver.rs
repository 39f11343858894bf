//! Resolves host names with the system, with errors of a distinct type.

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};
use std::io;
use std::net::{Ipv4Addr, SocketAddr, ToSocketAddrs as _, UdpSocket};

use hyper_util::client::legacy::connect::dns::Name;
#[cfg(feature = "reqwest")]
use reqwest::dns::{Addrs, Resolve, Resolving};
use tokio::sync::oneshot;
use tower_service::Service;

type BoxError = Box<dyn core::error::Error + Send + Sync>;

/// Asks the system. The resolvers of hyper and reqwest do the same, but under TLS their errors look
/// like any others.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Resolver;

/// A host has no address.
#[derive(Debug, thiserror::Error)]
#[error("the name was not found")]
pub(crate) struct Unresolved;

/// The addresses of a host, in the order of the system. The caller sets the port.
///
/// Resolved by a separate thread and not by one of the runtime: if no thread can be created, that
/// is an error and not a panic, and a runtime can end without waiting for it.
async fn addresses(host: &str) -> Result<Vec<SocketAddr>, BoxError> {
    let host = host.to_owned();
    let (found, finding) = oneshot::channel();
    std::thread::Builder::new()
        .name("resolve".to_owned())
        .spawn(move || {
            let addresses = (host.as_str(), 0).to_socket_addrs();
            // Without free sockets, the system says that the name does not exist.
            let addresses = addresses.map_err(|error| no_socket().unwrap_or(error));
            let _not_awaited = found.send(addresses.map(Iterator::collect));
        })?;
    let found = finding.await.unwrap_or_else(|_| Ok(Vec::new()));
    found.map_err(|error| {
        // A lack of system resources says nothing about the name.
        if error.raw_os_error().is_some() {
            error.into()
        } else {
            Unresolved.into()
        }
    })
}

/// Why no socket can be created, if so.
fn no_socket() -> Option<io::Error> {
    let unspecified = (Ipv4Addr::UNSPECIFIED, 0);
    let error = UdpSocket::bind(unspecified).err()?;
    error.raw_os_error().is_some().then_some(error)
}

impl Service<Name> for Resolver {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        Box::pin(async move { Ok(addresses(name.as_str()).await?.into_iter()) })
    }
}

#[cfg(feature = "reqwest")]
impl Resolve for Resolver {
    fn resolve(&self, name: reqwest::dns::Name) -> Resolving {
        Box::pin(async move {
            let addresses = addresses(name.as_str()).await?;
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}
