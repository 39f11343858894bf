//! Every attempt has a new and valid signature.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use endpoint_core::wire::{Request, Response};
use enterprise_registry::sandbox::{Config, Incoming, Sandbox};
use enterprise_registry::{HttpService, Outgoing, SendError, TransportErrorKind};
use test_support::promise;

use super::samples::{Setup, TIME, samples};

/// Fails before it sends, so that every operation is retried.
#[derive(Clone, Default)]
struct Unsent(Arc<Mutex<Vec<Request>>>);

#[async_trait]
impl HttpService for Unsent {
    async fn send(&self, outgoing: Outgoing<'_>) -> Result<Response, SendError> {
        self.0.lock().unwrap().push(outgoing.request.clone());
        Err(SendError::new(TransportErrorKind::Connect, ""))
    }
}

/// The value of this parameter in target or body.
fn values<'a>(request: &'a str, name: &str) -> Option<&'a str> {
    let part = format!("name=\"{name}\"\r\n\r\n");
    if let Some((_, rest)) = request.split_once(&part) {
        return rest.split_once("\r\n").map(|(value, _)| value);
    }
    request
        .split(['?', '&', '\n'])
        .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}

#[tokio::test]
async fn every_attempt_has_its_own_time_and_signature() {
    let samples = samples();
    // The clock of the sandbox does not advance; its time window covers all attempts.
    let config = Config::default()
        .with_clock(|| TIME)
        .with_time_window(Some(std::time::Duration::from_secs(3600)));
    let sandbox = Sandbox::new(config);
    let mut attempts = 0;
    let mut repeated = 0;
    let mut refused = 0;
    for sample in &samples {
        let service = Unsent::default();
        let mut setup = Setup::through(service.clone(), "http://127.0.0.1:1");
        setup.idcode = sandbox.idcode_keys();
        setup.ihuyi = sandbox.ihuyi_keys();
        sample.call(&setup.clients()).await.unwrap_err();
        let requests = service.0.lock().unwrap().clone();
        assert_eq!(requests.len(), 3, "{}", sample.spec.name);
        let mut proofs = HashSet::new();
        let mut times = HashSet::new();
        for request in &requests {
            let body = request.body.to_bytes();
            let text = format!("{}\n{}", request.target, String::from_utf8_lossy(&body));
            let proof = values(&text, "hash").or(values(&text, "password"));
            proofs.insert(proof.unwrap().to_owned());
            times.insert(values(&text, "time").unwrap().to_owned());
            // The signature must also be valid.
            sandbox.respond(Incoming::from(request)).await;
            let reason = sandbox.calls().last().unwrap().reason.clone();
            let reason = reason.unwrap_or_default();
            let is_refused = reason.contains("the signature") || reason.contains("the account");
            if is_refused {
                eprintln!("{}: {reason}", sample.spec.name);
            }
            refused += usize::from(is_refused);
        }
        attempts += requests.len();
        repeated += requests.len() * 2 - proofs.len() - times.len();
    }
    promise(
        "signing",
        repeated == 0 && refused == 0,
        &format!(
            "{attempts} attempts of {} operations: {repeated} times or signatures used twice, \
             {refused} refused by the verifier",
            samples.len()
        ),
    );
}
