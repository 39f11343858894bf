//! Every operation of both vendors accepts its sample requests.

use endpoint_core::{OpenError, Params, Sample, VisitSamples};
use registry_sandbox::{Incoming, Sandbox};

use crate::client::{Client, Keyed, NOW_MS};

/// A signed sample request, and how its response is read.
struct Asked {
    operation: &'static str,
    incoming: Incoming,
    read: fn(&bytes::Bytes) -> Result<(), OpenError>,
}

struct Samples<'s>(&'s Sandbox, Vec<Asked>);

impl<V: Keyed> VisitSamples<V> for Samples<'_> {
    fn operation<E: Sample<Vendor = V>>(&mut self) {
        for sample in E::samples() {
            let params = Params::from_request(&sample).unwrap();
            let signed = V::sign(&V::keys(self.0), &E::SPEC, &params, NOW_MS).unwrap();
            self.1.push(Asked {
                operation: E::SPEC.name,
                incoming: Incoming::from(&signed),
                read: |body| V::open::<E>(body).map(drop),
            });
        }
    }
}

/// The reasons of a refusal that concern a parameter's name or form.
fn is_about_form(reason: &str) -> bool {
    reason.contains("is unknown") || reason.contains("is missing") || reason.contains("go together")
}

#[tokio::test]
async fn every_operation_takes_its_samples_and_its_reply_is_read() {
    let client = Client::new();
    let mut samples = Samples(&client.sandbox, Vec::new());
    idcode_api::samples(&mut samples);
    ihuyi_api::samples(&mut samples);
    idcode_api::unverified_samples(&mut samples);
    ihuyi_api::unverified_samples(&mut samples);
    for Asked {
        operation,
        incoming,
        read,
    } in samples.1
    {
        let response = client.sandbox.respond(incoming).await;
        assert_eq!(response.status, 200, "{operation}");
        let calls = client.sandbox.calls();
        let call = calls.last().unwrap();
        assert_eq!(call.operation, operation);
        let reason = call.reason.as_deref().unwrap_or_default();
        assert!(!is_about_form(reason), "{operation}: {reason}");
        let is_page = response.body.starts_with(b"<!");
        match read(&response.body) {
            Ok(()) => assert_eq!(reason, "", "{operation}"),
            Err(OpenError::Refused(refusal)) => assert_eq!(refusal.code, call.code, "{operation}"),
            Err(malformed) => assert!(is_page, "{operation}: {malformed}"),
        }
    }
}
