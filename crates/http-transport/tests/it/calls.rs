//! Defines the calls that the tests make: a paid query, a free one, and a write.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use endpoint_core::{Knowledge, Vendor};
use http_transport::{Client, Error, HttpService, HyperService, Limits, RetryPolicy};
use idcode_api::operations::{GetCompanyBaseInfo, Login, RegCompanyInfo};
use idcode_api::{Idcode, Locality};
use ihuyi_api::Ihuyi;
use ihuyi_api::products::Ent3fSubmit;

/// The sample time of the vendor's document.
pub(crate) const SAMPLE_TIME: u64 = 1_497_587_696_789;

/// The sample credentials of the vendors' documents.
pub(crate) fn idcode_keys() -> idcode_api::IdcodeKeys {
    idcode_api::IdcodeKeys::new(
        "J7X4LuOOfURXeAAEAAAAAABSK",
        "RORJOOfU4OJ44XUf4uuXU4JuRLeeRAX7",
    )
}

pub(crate) fn ihuyi_keys() -> ihuyi_api::IhuyiKeys {
    ihuyi_api::IhuyiKeys::new("test", "1q784322b******")
}

/// Three operations that the retry table treats differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    /// `ent3f.Submit`.
    Paid,
    /// 306.
    Free,
    /// 301.
    Write,
}

impl Operation {
    pub(crate) const ALL: [Self; 3] = [Self::Paid, Self::Free, Self::Write];

    /// The body of a success.
    pub(crate) fn success(self) -> &'static str {
        match self {
            Self::Paid => {
                r#"{"code":2,"msg":"提交成功","idcardid":"1651544941","result":{"status":2}}"#
            }
            Self::Free => r#"{"OrganUnitName":"汉信","ResultCode":1,"ResultMsg":"成功"}"#,
            Self::Write => {
                r#"{"OrganUnitIDcode":"i.86.110108.52","ResultCode":1,"ResultMsg":"注册成功！"}"#
            }
        }
    }

    /// The body of a refusal.
    pub(crate) fn refusal(self) -> &'static str {
        match self {
            Self::Paid => r#"{"code":405,"msg":"API ID或API KEY不正确"}"#,
            Self::Free | Self::Write => r#"{"ResultCode":-2,"ResultMsg":"未授权！"}"#,
        }
    }

    /// Whether a call in doubt was charged.
    pub(crate) fn charged_if_in_doubt(self) -> Knowledge {
        match self {
            Self::Paid => Knowledge::Unknown,
            Self::Free | Self::Write => Knowledge::No,
        }
    }
}

/// The configuration of the clients of a test.
pub(crate) struct Setup {
    pub(crate) service: Arc<dyn HttpService>,
    pub(crate) base: String,
    pub(crate) limits: Limits,
    pub(crate) retry: RetryPolicy,
}

impl Setup {
    /// A setup for this address, with short deadlines and waits.
    pub(crate) fn to(base: impl Into<String>) -> Self {
        Self {
            service: Arc::new(HyperService::new().unwrap()),
            base: base.into(),
            limits: Limits {
                attempt: Duration::from_secs(20),
                overall: Duration::from_secs(60),
                body: 64 * 1024,
            },
            retry: RetryPolicy {
                first_wait: Duration::from_millis(1),
                longest_wait: Duration::from_millis(2),
                ..RetryPolicy::default()
            },
        }
    }

    pub(crate) fn through(mut self, service: impl HttpService) -> Self {
        self.service = Arc::new(service);
        self
    }

    /// Sets the deadline of an attempt.
    pub(crate) fn attempt(mut self, deadline: Duration) -> Self {
        self.limits.attempt = deadline;
        self
    }

    pub(crate) fn clients(&self) -> Clients {
        Clients {
            idcode: self.idcode(),
            ihuyi: self.client(ihuyi_keys()),
        }
    }

    pub(crate) fn idcode(&self) -> Client<Idcode> {
        self.client(idcode_keys())
    }

    pub(crate) fn client<V: Vendor>(&self, keys: V::Keys) -> Client<V> {
        Client::builder(keys, Arc::clone(&self.service))
            .base_url(&self.base)
            .clock(ticking())
            .limits(self.limits)
            .retry(self.retry)
            .build()
            .unwrap()
    }

    /// Makes one call with new clients.
    pub(crate) async fn call(&self, operation: Operation) -> Result<(), Error> {
        self.clients().call(operation).await
    }
}

/// A client of each vendor.
#[derive(Debug, Clone)]
pub(crate) struct Clients {
    pub(crate) idcode: Client<Idcode>,
    pub(crate) ihuyi: Client<Ihuyi>,
}

impl Clients {
    pub(crate) async fn call(&self, operation: Operation) -> Result<(), Error> {
        match operation {
            Operation::Paid => self.ihuyi.call(paid()).await.map(drop),
            Operation::Free => self.idcode.call(free()).await.map(drop),
            Operation::Write => self.idcode.call(write()).await.map(drop),
        }
    }
}

pub(crate) fn paid() -> Ent3fSubmit {
    let code = "91310116761614322N".parse().unwrap();
    Ent3fSubmit::new("上海思锐信息技术有限公司", code, "谢某")
}

pub(crate) fn free() -> GetCompanyBaseInfo {
    GetCompanyBaseInfo::new("i.86.110108.52".parse().unwrap())
}

pub(crate) fn write() -> RegCompanyInfo {
    let login = Login {
        name: "hanxin2026".to_owned(),
        password: "p&w=1 +%".into(),
    };
    let locality = Locality::from_division("110105".parse().unwrap());
    RegCompanyInfo::new(
        login,
        "北京汉信（测试）有限公司",
        1_u64,
        locality,
        "13800000000",
    )
}

/// A clock that advances by a second on every reading in any test, so that no two signatures are
/// equal.
pub(crate) fn ticking() -> impl Fn() -> u64 + Send + Sync + 'static {
    static NOW: AtomicU64 = AtomicU64::new(SAMPLE_TIME);
    || NOW.fetch_add(1000, Ordering::Relaxed)
}
