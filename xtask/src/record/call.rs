//! Calls one operation and masks its reply.

use core::time::Duration;
use std::sync::Arc;

use enterprise_registry::{
    BaseUrl, Client, Clock as _, HttpService as _, HyperService, Outgoing, Sensitivity, Spec,
    SystemClock, Value, Vendor, admit, wire,
};

use super::mask;

/// The time limit of a call.
const DEADLINE: Duration = Duration::from_secs(60);
/// The largest reply, in bytes.
const LARGEST: usize = 64 * 1024 * 1024;

/// Credentials and the host that they are for.
pub(super) struct Account<V: Vendor> {
    keys: V::Keys,
    base: BaseUrl,
}

impl<V: Vendor<Keys: Clone>> Account<V> {
    /// An account at this address, or at the vendor's own. Refuses what a client refuses, such as
    /// plain HTTP for keys that need TLS.
    pub(super) fn new(keys: V::Keys, base: Option<&str>) -> Result<Self, String> {
        let service = HyperService::new().map_err(|why| why.to_string())?;
        let mut client = Client::<V>::builder(keys.clone(), Arc::new(service));
        if let Some(base) = base {
            client = client.base_url(base);
        }
        let client = client.build().map_err(|why| why.to_string())?;
        Ok(Self {
            keys,
            base: client.base_url().clone(),
        })
    }
}

impl<V: Vendor> Account<V> {
    pub(super) fn base(&self) -> &BaseUrl {
        &self.base
    }
}

/// A masked reply.
#[derive(Debug)]
pub(super) struct Reply {
    /// The vendor's code.
    pub(super) code: i64,
    pub(super) body: String,
}

/// Calls once and never retries.
pub(super) async fn call<V: Vendor>(
    service: &HyperService,
    account: &Account<V>,
    spec: &Spec,
    given: Vec<(String, Value)>,
) -> Result<Reply, String> {
    let about = |why: String| format!("{} {}: {why}", V::NAME, spec.name);
    let params = admit(spec, given).map_err(|why| about(why.to_string()))?;
    let request = V::sign(&account.keys, spec, &params, SystemClock.now_ms())
        .map_err(|why| about(why.to_string()))?;
    let response = service
        .send(Outgoing {
            base: &account.base,
            request: &request,
            deadline: DEADLINE,
            stall: DEADLINE,
            response_timeout: None,
            progress: None,
            body_cap: LARGEST,
        })
        .await
        .map_err(|failure| about(failure.kind.to_string()))?;
    if !(200..300).contains(&response.status) {
        return Err(about(format!("HTTP status {}", response.status)));
    }
    let mut secrets: Vec<String> = V::secrets(&account.keys)
        .into_iter()
        .map(str::to_owned)
        .collect();
    let is_secret = |name: &str| {
        let mut all = spec.params.iter().chain(V::COMMON);
        all.any(|param| param.name == name && param.sensitivity == Sensitivity::Secret)
    };
    secrets.extend(
        sent(&request)
            .into_iter()
            .filter(|(name, _)| is_secret(name))
            .map(|(_, value)| value),
    );
    let body = String::from_utf8(response.body.to_vec())
        .map_err(|_| about("the reply is not UTF-8".to_owned()))?;
    let envelope = V::ENVELOPE;
    let code = mask::code(&body, envelope.code, envelope.also_code)
        .ok_or_else(|| about("the reply has no code".to_owned()))?;
    let body = mask::masked(&body, &secrets).map_err(about)?;
    Ok(Reply { code, body })
}

/// The texts of a request, decoded.
fn sent(request: &wire::Request) -> Vec<(String, String)> {
    let query = request.target.split_once('?').map(|(_, query)| query);
    let form = match &request.body {
        wire::Body::Form(form) => Some(form.as_str()),
        _ => None,
    };
    [query, form]
        .into_iter()
        .flatten()
        .flat_map(|pairs| form_urlencoded::parse(pairs.as_bytes()))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect()
}
