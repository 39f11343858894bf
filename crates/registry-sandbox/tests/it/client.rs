//! A client of a sandbox in process, with its own clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use endpoint_core::{Endpoint, OpenError, Params, Refusal, Vendor};
use idcode_api::Idcode;
use ihuyi_api::Ihuyi;
use registry_sandbox::{Config, Incoming, Sandbox};
use serde_json::Value;

/// 2023-11-14, 22:13:20 UTC.
pub(crate) const NOW_MS: u64 = 1_700_000_000_000;
pub(crate) const TOKEN: &str = "J7X4LuOOfURXeAAEAAAAAABSK";
pub(crate) const AUTHORISATION_CODE: &str = "RORJOOfU4OJ44XUf4uuXU4JuRLeeRAX7";

pub(crate) struct Client {
    pub(crate) sandbox: Sandbox,
    /// The sandbox's clock.
    clock: Arc<AtomicU64>,
}

/// A vendor's keys of a sandbox.
pub(crate) trait Keyed: Vendor {
    fn keys(sandbox: &Sandbox) -> Self::Keys;
}

impl Keyed for Idcode {
    fn keys(sandbox: &Sandbox) -> idcode_api::IdcodeKeys {
        sandbox.idcode_keys()
    }
}

impl Keyed for Ihuyi {
    fn keys(sandbox: &Sandbox) -> ihuyi_api::IhuyiKeys {
        sandbox.ihuyi_keys()
    }
}

impl Client {
    pub(crate) fn new() -> Self {
        Self::with_config(Config::default())
    }

    pub(crate) fn with_config(config: Config) -> Self {
        let clock = Arc::new(AtomicU64::new(NOW_MS));
        let reading = Arc::clone(&clock);
        let config = config.with_clock(move || reading.load(Ordering::Relaxed));
        Self {
            sandbox: Sandbox::new(config),
            clock,
        }
    }

    pub(crate) fn now_ms(&self) -> u64 {
        self.clock.load(Ordering::Relaxed)
    }

    pub(crate) fn pass(&self, seconds: u64) {
        self.clock.fetch_add(seconds * 1000, Ordering::Relaxed);
    }

    /// Signs like a client with a correct clock.
    pub(crate) fn signed<E: Endpoint<Vendor: Keyed>>(&self, request: &E) -> Incoming {
        self.signed_with(&E::Vendor::keys(&self.sandbox), request, self.now_ms())
    }

    pub(crate) fn signed_with<E: Endpoint>(
        &self,
        keys: &<E::Vendor as Vendor>::Keys,
        request: &E,
        now_ms: u64,
    ) -> Incoming {
        let params = Params::from_request(request).unwrap();
        let signed = E::Vendor::sign(keys, &E::SPEC, &params, now_ms).unwrap();
        Incoming::from(&signed)
    }

    pub(crate) async fn call<E: Endpoint<Vendor: Keyed>>(
        &self,
        request: &E,
    ) -> Result<E::Output, Refusal> {
        self.send::<E>(self.signed(request)).await
    }

    /// Sends a request that was signed before and reads the response as `E`'s.
    pub(crate) async fn send<E: Endpoint>(&self, incoming: Incoming) -> Result<E::Output, Refusal> {
        let response = self.sandbox.respond(incoming).await;
        assert_eq!(response.status, 200);
        assert_eq!(
            response.content_type.as_deref(),
            Some("application/json; charset=utf-8")
        );
        match E::Vendor::open::<E>(&response.body) {
            Ok(output) => Ok(output),
            Err(OpenError::Refused(refusal)) => Err(*refusal),
            Err(malformed) => panic!("{malformed}"),
        }
    }

    /// The response as JSON.
    pub(crate) async fn json(&self, incoming: Incoming) -> Value {
        let response = self.sandbox.respond(incoming).await;
        serde_json::from_slice(&response.body).unwrap()
    }

    /// Sends pairs to a path of IDcode by GET, correctly signed whatever they are, and returns code
    /// and message.
    pub(crate) async fn idcode(&self, path: &str, pairs: &[(&str, &str)]) -> (i64, String) {
        let mut pairs = pairs.to_vec();
        pairs.push(("access_token", TOKEN));
        idcode_outcome(&self.json(get(&self.target(path, &pairs))).await)
    }

    /// Like [`Client::idcode`], by POST as a form.
    pub(crate) async fn idcode_form(&self, path: &str, pairs: &[(&str, &str)]) -> (i64, String) {
        let mut pairs = pairs.to_vec();
        pairs.push(("access_token", TOKEN));
        let target = self.target(path, &pairs);
        let (path, form) = target.split_once('?').unwrap();
        idcode_outcome(&self.json(post_form(path, form.to_owned())).await)
    }

    /// A signed target of IDcode with exactly these parameters.
    pub(crate) fn target(&self, path: &str, pairs: &[(&str, &str)]) -> String {
        sign_core::idcode::sign(
            path,
            pairs,
            AUTHORISATION_CODE,
            self.now_ms(),
            sign_core::idcode::SignatureDialect::default(),
        )
        .into_target()
    }

    pub(crate) fn last_reason(&self) -> String {
        let calls = self.sandbox.calls();
        calls.last().unwrap().reason.clone().unwrap_or_default()
    }
}

pub(crate) fn idcode_outcome(answer: &Value) -> (i64, String) {
    (
        answer["ResultCode"].as_i64().unwrap(),
        answer["ResultMsg"].as_str().unwrap().to_owned(),
    )
}

pub(crate) fn ihuyi_outcome(answer: &Value) -> (i64, String) {
    (
        answer["code"].as_i64().unwrap(),
        answer["msg"].as_str().unwrap().to_owned(),
    )
}

pub(crate) fn get(target: &str) -> Incoming {
    Incoming {
        method: "GET".to_owned(),
        target: target.to_owned(),
        content_type: None,
        body: Bytes::new(),
    }
}

pub(crate) fn post(target: &str, content_type: &str, body: impl Into<Bytes>) -> Incoming {
    Incoming {
        method: "POST".to_owned(),
        target: target.to_owned(),
        content_type: Some(content_type.to_owned()),
        body: body.into(),
    }
}

pub(crate) fn post_form(target: &str, body: impl Into<Bytes>) -> Incoming {
    post(target, endpoint_core::wire::FORM, body)
}
