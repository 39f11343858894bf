//! Sends a client's requests to a sandbox in the same process.

use async_trait::async_trait;
use endpoint_core::wire::Response;
use http_transport::{HttpService, Outgoing, SendError, TransportErrorKind};
use registry_sandbox::{Incoming, Sandbox};

/// Sends every request to a [`Sandbox`], whatever base address the client has.
///
/// No socket is opened and nothing leaves the process, so a client may keep the vendor's address.
/// Clones of the sandbox share its state: keep one to read its calls and balances.
#[derive(Debug, Clone)]
pub struct SandboxService {
    sandbox: Sandbox,
}

impl SandboxService {
    /// A service that responds from this sandbox.
    #[must_use]
    pub fn new(sandbox: Sandbox) -> Self {
        Self { sandbox }
    }
}

#[async_trait]
impl HttpService for SandboxService {
    async fn send(&self, outgoing: Outgoing<'_>) -> Result<Response, SendError> {
        let request = outgoing.request;
        let incoming = Incoming {
            method: request.method.as_str().to_owned(),
            target: request.target.clone(),
            content_type: request.body.content_type(),
            body: outgoing.read_body().await?,
        };
        let sandbox_response = self.sandbox.respond(incoming).await;
        let mut response = Response::from(sandbox_response);
        if response.body.len() > outgoing.body_cap {
            response.body.truncate(outgoing.body_cap);
            let detail = format!("more than {} bytes", outgoing.body_cap);
            return Err(SendError {
                body: response.body,
                ..SendError::new(TransportErrorKind::TooLarge, detail)
            });
        }
        Ok(response)
    }
}
