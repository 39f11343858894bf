//! How long a connection may take within one exchange, so that one that hangs is known as
//! unsent.

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};
use core::time::Duration;

#[cfg(feature = "reqwest")]
use tower_layer::Layer;
use tower_service::Service;

type BoxError = Box<dyn core::error::Error + Send + Sync>;

tokio::task_local! {
    /// What the exchange that is being polled allows. A connector is told the host and nothing
    /// else, and one connector serves all exchanges.
    static ALLOWED: Duration;
}

/// Runs an exchange whose connection, if it needs a new one, may take this long.
pub(crate) async fn allowing<T>(connect: Duration, exchange: impl Future<Output = T>) -> T {
    ALLOWED.scope(connect, exchange).await
}

/// No connection in time. Name resolution, TCP and the TLS handshake are all of it.
#[derive(Debug, thiserror::Error)]
#[error("the connection took too long")]
pub(crate) struct TookTooLong;

/// A connector under the limit of the exchange that it connects for.
#[derive(Debug, Clone)]
pub(crate) struct Limited<S> {
    connector: S,
}

impl<S> Limited<S> {
    pub(crate) fn new(connector: S) -> Self {
        Self { connector }
    }
}

/// Puts the limit around the connector of reqwest.
#[cfg(feature = "reqwest")]
#[derive(Debug, Clone, Copy)]
pub(crate) struct ConnectLimit;

#[cfg(feature = "reqwest")]
impl<S> Layer<S> for ConnectLimit {
    type Service = Limited<S>;

    fn layer(&self, connector: S) -> Limited<S> {
        Limited::new(connector)
    }
}

impl<S, To> Service<To> for Limited<S>
where
    S: Service<To, Error = BoxError>,
    S::Future: Send + 'static,
    S::Response: 'static,
{
    type Response = S::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.connector.poll_ready(context)
    }

    fn call(&mut self, to: To) -> Self::Future {
        let connecting = self.connector.call(to);
        match ALLOWED.try_with(|allowed| *allowed) {
            Ok(allowed) => Box::pin(async move {
                tokio::time::timeout(allowed, connecting)
                    .await
                    .map_err(|_| TookTooLong)?
            }),
            Err(_) => Box::pin(connecting),
        }
    }
}
