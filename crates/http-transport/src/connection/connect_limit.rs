//! Limits the time to connect within one exchange, so that a request on a connection that hangs is
//! known to be unsent.

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};
use core::time::Duration;

#[cfg(feature = "reqwest")]
use tower_layer::Layer;
use tower_service::Service;

type BoxError = Box<dyn core::error::Error + Send + Sync>;

tokio::task_local! {
    /// The connect timeout of the exchange that is being polled. A connector receives only the
    /// host, and all exchanges share one connector.
    static ALLOWED: Duration;
}

/// Runs an exchange with this limit for a new connection.
pub(crate) async fn allowing<T>(connect: Duration, exchange: impl Future<Output = T>) -> T {
    ALLOWED.scope(connect, exchange).await
}

/// The connect timeout passed, including name resolution, TCP and TLS handshake.
#[derive(Debug, thiserror::Error)]
#[error("the connection took too long")]
pub(crate) struct ConnectTimedOut;

/// A connector with the limit of its exchange.
#[derive(Debug, Clone)]
pub(crate) struct Limited<S> {
    connector: S,
}

impl<S> Limited<S> {
    pub(crate) fn new(connector: S) -> Self {
        Self { connector }
    }
}

/// Adds the limit to the connector of reqwest.
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
                    .map_err(|_| ConnectTimedOut)?
            }),
            Err(_) => Box::pin(connecting),
        }
    }
}
