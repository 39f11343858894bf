//! The sandbox: a function from request to response.

use core::fmt;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

#[cfg(feature = "server")]
use endpoint_core::Value;

use crate::account::Account;
use crate::backend::{ReceivedRequest, ResponseBody, Route};
use crate::call::Call;
use crate::config::Config;
use crate::incoming::{self, Incoming};
#[cfg(feature = "server")]
use crate::multipart::MultipartError;
use crate::request_error::LARGEST_BODY;
use crate::response::SandboxResponse;
use crate::state::Shared;
use crate::{admin, idcode, ihuyi};

/// Both vendors with their state. Clones share it.
///
/// ```
/// use endpoint_core::{Endpoint, Params, Vendor};
/// use idcode_api::Idcode;
/// use idcode_api::operations::GetUnitType;
/// use registry_sandbox::{Config, Incoming, Sandbox};
///
/// # let runtime = tokio::runtime::Builder::new_current_thread().build()?;
/// # runtime.block_on(async {
/// let sandbox = Sandbox::new(Config::default().with_clock(|| 1_700_000_000_000));
/// let request = GetUnitType::new();
/// let signed = Idcode::sign(
///     &sandbox.idcode_keys(),
///     &GetUnitType::SPEC,
///     &Params::from_request(&request)?,
///     1_700_000_000_000,
/// )?;
/// let response = sandbox.respond(Incoming::from(&signed)).await;
/// let kinds = Idcode::open::<GetUnitType>(&response.body)?;
/// assert!(kinds.iter().any(|kind| kind.code.get() == 1003));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Sandbox {
    shared: Arc<Shared>,
}

impl Sandbox {
    /// A sandbox in its initial state.
    #[must_use]
    pub fn new(config: Config) -> Self {
        Self {
            shared: Arc::new(Shared::new(config)),
        }
    }

    /// Responds to a request.
    ///
    /// A vendor's response has status 200, or 302 where a page redirects the browser; 403 is for a
    /// form that is not valid (any more), 404 for a path without an operation, 413 for a body of
    /// more than 16 MiB (over a socket, without its files, each of up to 1 GiB). The date is that
    /// of the sandbox's clock. The request counts as sent from 127.0.0.1.
    pub async fn respond(&self, incoming: Incoming) -> SandboxResponse {
        self.respond_to(incoming, Ipv4Addr::LOCALHOST.into()).await
    }

    /// Responds to a request from this address, like [`Sandbox::respond`]. Only ihuyi accounts with
    /// configured addresses use it.
    pub async fn respond_to(&self, incoming: Incoming, from: IpAddr) -> SandboxResponse {
        if incoming.body.len() > LARGEST_BODY {
            return self.too_large();
        }
        if idcode::has_form(incoming.path()) {
            let received = incoming::read(incoming).await;
            return self.with_date(idcode::submit_form(&self.shared, received));
        }
        if let Some(response) = admin::respond(&self.shared, &incoming) {
            return self.with_date(SandboxResponse::json(response.status, response.body));
        }
        if let Some(png) = self.shared.state().idcode.picture_store.at(incoming.path()) {
            return self.with_date(SandboxResponse::png(png));
        }
        self.with_date(match route(incoming.path()) {
            Some(route) => {
                let request = ReceivedRequest {
                    received: incoming::read(incoming).await,
                    from: from.to_canonical(),
                };
                dispatch(&self.shared, route, request)
            }
            None => {
                let (status, body) = not_found(incoming.path());
                SandboxResponse::json(status, body)
            }
        })
    }

    /// Responds to a request whose parts were read as they arrived, like [`Sandbox::respond_to`].
    /// Its files may be larger than the memory limit.
    #[cfg(feature = "server")]
    pub(crate) async fn respond_to_parts<E>(
        &self,
        incoming: Incoming,
        parts: Result<Vec<(String, Value)>, MultipartError<E>>,
        from: IpAddr,
    ) -> SandboxResponse {
        if matches!(parts, Err(MultipartError::TooLarge)) {
            return self.too_large();
        }
        let Some(route) = route(incoming.path()) else {
            return self.respond_to(incoming, from).await;
        };
        let request = ReceivedRequest {
            received: incoming::with_parts(&incoming, parts),
            from: from.to_canonical(),
        };
        // Ten million codes take their time; other connections are answered meanwhile.
        let shared = Arc::clone(&self.shared);
        let response = tokio::task::spawn_blocking(move || dispatch(&shared, route, request)).await;
        let failed =
            |_| SandboxResponse::json(500, r#"{"error":"the request could not be answered"}"#);
        self.with_date(response.unwrap_or_else(failed))
    }

    /// The keys with which a client of this sandbox signs requests to IDcode.
    #[must_use]
    pub fn idcode_keys(&self) -> idcode_api::IdcodeKeys {
        self.shared.idcode_keys.clone()
    }

    /// The keys with which a client of this sandbox signs requests to ihuyi: those of the first
    /// account, with the dynamic password, sent by POST. The static password and GET are accepted
    /// as well.
    #[must_use]
    pub fn ihuyi_keys(&self) -> ihuyi_api::IhuyiKeys {
        self.shared.state().ihuyi.accounts().first().keys()
    }

    /// The received calls, oldest first: the last 100,000.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        self.shared.state().calls.to_vec()
    }

    /// The first ihuyi account's balance of a product (`ent3f`); `None` for an unknown product.
    #[must_use]
    pub fn balance(&self, product: &str) -> Option<u64> {
        let state = self.shared.state();
        ihuyi::has(product).then(|| state.ihuyi.accounts().first().balance(product))
    }

    /// The ihuyi account of this name, in its current state.
    #[must_use]
    pub fn account(&self, name: &str) -> Option<Account> {
        let state = self.shared.state();
        let accounts = state.ihuyi.accounts();
        accounts.id(name).map(|id| accounts.get(id).clone())
    }

    /// Changes the ihuyi account of this name: tops it up, freezes it, replaces its key. Returns
    /// whether it exists. The sandbox is locked meanwhile, so `change` must not call it.
    ///
    /// ```
    /// use registry_sandbox::{Config, Sandbox};
    ///
    /// let sandbox = Sandbox::new(Config::default());
    /// let is_there = sandbox.update_account("sandbox-account", |account| {
    ///     account.with_balance("ent3f", 5).with_frozen(true)
    /// });
    /// assert!(is_there);
    /// assert_eq!(sandbox.balance("ent3f"), Some(5));
    /// ```
    pub fn update_account(&self, name: &str, change: impl FnOnce(Account) -> Account) -> bool {
        let mut state = self.shared.state();
        let accounts = state.ihuyi.accounts_mut();
        let Some(id) = accounts.id(name) else {
            return false;
        };
        let changed = change(accounts.get(id).clone());
        *accounts.get_mut(id) = changed;
        true
    }

    /// The last code for this mobile phone, from 302 or 303.
    #[must_use]
    pub fn sms_code(&self, phone: &str) -> Option<String> {
        self.shared.state().idcode.sms.code_for(phone)
    }

    /// Restores the initial state: units, calls, codes and balances.
    pub fn reset(&self) {
        self.shared.reset();
    }

    #[cfg(feature = "server")]
    pub(crate) fn serve_at(&self, base: String) {
        self.shared.serve_at(base);
    }

    #[cfg(feature = "server")]
    pub(crate) fn client_timeout(&self) -> Duration {
        self.shared.config().client_timeout
    }

    /// An error of the server itself.
    #[cfg(feature = "server")]
    pub(crate) fn error_response(&self, status: u16, error: &str) -> SandboxResponse {
        let body = serde_json::json!({ "error": error }).to_string();
        self.with_date(SandboxResponse::json(status, body))
    }

    pub(crate) fn too_large(&self) -> SandboxResponse {
        let body =
            r#"{"error":"the request body is larger than 16 MiB, or a file in it than 1 GiB"}"#;
        self.with_date(SandboxResponse::json(413, body))
    }

    fn with_date(&self, response: SandboxResponse) -> SandboxResponse {
        let now = UNIX_EPOCH.checked_add(Duration::from_millis(self.shared.now_ms()));
        SandboxResponse {
            date: now.filter(is_of_this_era).map(httpdate::fmt_http_date),
            ..response
        }
    }
}

/// Whether a date has a year of four digits; HTTP has no others.
fn is_of_this_era(time: &std::time::SystemTime) -> bool {
    const YEAR_10000: Duration = Duration::from_secs(253_402_300_800);
    time.duration_since(UNIX_EPOCH)
        .is_ok_and(|since| since < YEAR_10000)
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox").finish_non_exhaustive()
    }
}

fn dispatch(shared: &Shared, route: &Route, request: ReceivedRequest) -> SandboxResponse {
    match (route.respond)(shared, request) {
        ResponseBody::Json(body) => SandboxResponse::json(200, body),
        ResponseBody::Xml(body) => SandboxResponse::xml(200, body),
        ResponseBody::Html(page) => SandboxResponse::html(200, page),
    }
}

fn route(path: &str) -> Option<&'static Route> {
    idcode::ROUTES
        .iter()
        .chain(ihuyi::ROUTES)
        .find(|route| route.path == path)
}

/// The response for an unknown path, in the form of the vendor that the path suggests.
fn not_found(path: &str) -> (u16, &'static str) {
    if path.starts_with("/AllInterFace/") {
        return (404, r#"{"ResultCode":0,"ResultMsg":"接口不存在！"}"#);
    }
    if let Some(rest) = path.strip_prefix("/idcard/") {
        // An unknown product of ihuyi is a documented refusal.
        let status = match rest.split_once('/') {
            Some((_, "Submit.json" | "GetNum.json")) => 200,
            _ => 404,
        };
        return (status, r#"{"idcardid":"0","code":403,"msg":"应用不存在"}"#);
    }
    (404, r#"{"error":"neither vendor has this path"}"#)
}

#[cfg(test)]
mod tests {
    use endpoint_core::{Endpoint, Vendor, Visit};

    use super::route;

    struct Unserved(Vec<&'static str>);

    impl<V: Vendor> Visit<V> for Unserved {
        fn endpoint<E: Endpoint<Vendor = V>>(&mut self) {
            let served = route(E::SPEC.path).is_some_and(|route| route.spec.name == E::SPEC.name);
            if !served {
                self.0.push(E::SPEC.name);
            }
        }
    }

    #[test]
    fn every_operation_of_both_catalogues_is_served() {
        let mut unserved = Unserved(Vec::new());
        idcode_api::endpoints(&mut unserved);
        ihuyi_api::endpoints(&mut unserved);
        #[cfg(feature = "unverified")]
        {
            idcode_api::unverified_endpoints(&mut unserved);
            ihuyi_api::unverified_endpoints(&mut unserved);
        }
        assert_eq!(unserved.0, Vec::<&str>::new());
    }
}
