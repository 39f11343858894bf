//! Sample calls of every operation, without their types.

use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use endpoint_core::VisitSamples;
use enterprise_registry::idcode::Idcode;
use enterprise_registry::ihuyi::Ihuyi;
use enterprise_registry::{
    Client, Error, HttpService, HyperService, Limits, Params, RetryPolicy, Spec, Vendor, idcode,
    ihuyi,
};

/// The time of the document's worked example.
pub(crate) const TIME: u64 = 1_497_587_696_789;

/// A client of each vendor.
#[derive(Debug, Clone)]
pub(crate) struct Clients {
    pub(crate) idcode: Client<Idcode>,
    pub(crate) ihuyi: Client<Ihuyi>,
}

/// The settings of clients: short waits, and a shared clock that advances with every reading.
pub(crate) struct Setup {
    pub(crate) service: Arc<dyn HttpService>,
    pub(crate) base: String,
    pub(crate) limits: Limits,
    pub(crate) retry: RetryPolicy,
    pub(crate) idcode: idcode::IdcodeKeys,
    pub(crate) ihuyi: ihuyi::IhuyiKeys,
}

impl Setup {
    pub(crate) fn to(base: impl Into<String>) -> Self {
        Self::through(HyperService::new().unwrap(), base)
    }

    pub(crate) fn through(service: impl HttpService, base: impl Into<String>) -> Self {
        Self {
            service: Arc::new(service),
            base: base.into(),
            limits: Limits {
                attempt: Duration::from_secs(20),
                overall: Duration::from_secs(60),
                ..Limits::default()
            },
            retry: RetryPolicy {
                first_wait: Duration::from_millis(1),
                longest_wait: Duration::from_millis(2),
                ..RetryPolicy::default()
            },
            idcode: idcode::IdcodeKeys::new("access token", "authorisation code"),
            ihuyi: ihuyi::IhuyiKeys::new("account", "api key"),
        }
    }

    pub(crate) fn deadlines(mut self, attempt: Duration, overall: Duration) -> Self {
        self.limits.attempt = attempt;
        self.limits.overall = overall;
        self
    }

    pub(crate) fn clients(&self) -> Clients {
        Clients {
            idcode: self.client(self.idcode.clone()),
            ihuyi: self.client(self.ihuyi.clone()),
        }
    }

    fn client<V: Vendor>(&self, keys: V::Keys) -> Client<V> {
        Client::builder(keys, Arc::clone(&self.service))
            .base_url(&self.base)
            .clock(ticking())
            .limits(self.limits)
            .retry(self.retry)
            .build()
            .unwrap()
    }
}

/// A clock that advances by a second with every reading, so that no attempt waits for the next.
fn ticking() -> impl Fn() -> u64 + Send + Sync + 'static {
    let now = std::sync::atomic::AtomicU64::new(TIME);
    move || now.fetch_add(1000, std::sync::atomic::Ordering::Relaxed)
}

pub(crate) type Ended = Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>;

/// One operation with valid parameters, without its type.
#[derive(Clone)]
pub(crate) struct Sample {
    pub(crate) vendor: &'static str,
    pub(crate) spec: Spec,
    pub(crate) params: Params,
    call: fn(Clients, Params) -> Ended,
}

impl Sample {
    /// The sample with the most parameters.
    fn new<E: endpoint_core::Sample>(call: fn(Clients, Params) -> Ended) -> Self {
        Self {
            vendor: E::Vendor::NAME,
            spec: E::SPEC,
            params: Params::from_request(&E::samples()[0]).unwrap(),
            call,
        }
    }

    /// Calls the operation with these clients.
    pub(crate) fn call(&self, clients: &Clients) -> Ended {
        (self.call)(clients.clone(), self.params.clone())
    }

    /// The body of a response, from the fixture of this case.
    pub(crate) fn fixture(&self, case: &str) -> Vec<u8> {
        fixture(self.vendor, self.spec.name, case)
    }
}

pub(crate) fn fixture(vendor: &str, operation: &str, case: &str) -> Vec<u8> {
    let top = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures");
    let file = format!("{case}.json");
    let path: PathBuf = [top, vendor, operation, &file].iter().collect();
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A sample of every operation of both vendors.
pub(crate) fn samples() -> Vec<Sample> {
    let mut all = All(Vec::new());
    idcode::samples(&mut all);
    ihuyi::samples(&mut all);
    all.0
}

struct All(Vec<Sample>);

impl VisitSamples<Idcode> for All {
    fn operation<E: endpoint_core::Sample<Vendor = Idcode>>(&mut self) {
        self.0.push(Sample::new::<E>(|clients, params| {
            Box::pin(async move {
                let request: E = params.into_typed()?;
                clients.idcode.call(request).await.map(drop)
            })
        }));
    }
}

impl VisitSamples<Ihuyi> for All {
    fn operation<E: endpoint_core::Sample<Vendor = Ihuyi>>(&mut self) {
        self.0.push(Sample::new::<E>(|clients, params| {
            Box::pin(async move {
                let request: E = params.into_typed()?;
                clients.ihuyi.call(request).await.map(drop)
            })
        }));
    }
}
