//! A made-up vendor with a few operations, for the tests of both halves.

use core::time::Duration;

use bytes::Bytes;
use endpoint_core::wire::{Body, Multipart, Part, Received, Request, push_pair};
use endpoint_core::{
    AuthError, Covered, Endpoint, Envelope, Evidence, File, Invalid, Method, Param, Params,
    Placement, PlainHttp, RefusalKind, ResultCode, Secret, Shape, Spec, Value, Vendor, Visit,
};
use serde::{Deserialize, Serialize};

/// The vendor. Its signature is the number of signed bytes: enough to be wrong.
pub(crate) struct Depot;

/// Its credentials.
pub(crate) struct Token(pub(crate) &'static str);

impl Vendor for Depot {
    const NAME: &'static str = "depot";
    const DEFAULT_BASE: &'static str = "https://127.0.0.1";
    const PLAIN_HTTP: PlainHttp = PlainHttp::LoopbackOnly;
    const ENVELOPE: Envelope = Envelope {
        code: "ResultCode",
        also_code: &["esultCode"],
        message: "ResultMsg",
        success: 1,
    };
    const COMMON: &'static [Param] = &[
        Param::text("token").required().secret(),
        Param::int("time").required(),
        Param::text("hash").required().secret(),
    ];
    type Keys = Token;

    fn sign(keys: &Token, spec: &Spec, params: &Params, now_ms: u64) -> Result<Request, Invalid> {
        let size: usize = params
            .texts()
            .map(|(name, text)| name.len() + text.len())
            .sum();
        let (time, hash) = (now_ms.to_string(), size.to_string());
        let common = [("token", keys.0), ("time", &time), ("hash", &hash)];
        let texts = params.texts().chain(common);
        if spec.placement == Placement::Multipart {
            let texts = texts.map(|(name, text)| Part {
                name: name.to_owned(),
                file_name: None,
                content: Bytes::copy_from_slice(text.as_bytes()),
            });
            let files = params.files().map(|(name, file)| Part {
                name: name.to_owned(),
                file_name: Some(file.name().to_owned()),
                content: file.content().clone(),
            });
            return Ok(Request {
                method: spec.method,
                target: spec.path.to_owned(),
                body: Body::Multipart(Multipart::new(&time, texts.chain(files).collect())),
            });
        }
        let mut pairs = String::new();
        for (name, text) in texts {
            push_pair(&mut pairs, name, text);
        }
        Ok(match spec.placement {
            Placement::Query => Request {
                method: spec.method,
                target: format!("{}?{pairs}", spec.path),
                body: Body::Empty,
            },
            _ => Request {
                method: spec.method,
                target: spec.path.to_owned(),
                body: Body::Form(pairs),
            },
        })
    }

    fn verify(
        keys: &Token,
        _: &Spec,
        mut received: Received,
        now_ms: u64,
    ) -> Result<Vec<(String, Value)>, AuthError> {
        if received.take("token")? != keys.0 {
            return Err(AuthError::Account);
        }
        if received.take("time")? != now_ms.to_string() {
            return Err(AuthError::Expired);
        }
        let hash = received.take("hash")?;
        let size: usize = received
            .params()
            .filter_map(|(name, value)| match value {
                Value::Text(text) => Some(name.len() + text.len()),
                Value::File(_) => None,
            })
            .sum();
        if hash != size.to_string() {
            return Err(AuthError::Mismatch);
        }
        Ok(received.into_params())
    }
}

/// The catalogue.
pub(crate) fn endpoints(visit: &mut impl Visit<Depot>) {
    visit.endpoint::<FindUnits>();
    visit.endpoint::<RegisterUnit>();
    visit.endpoint::<UploadLicence>();
    visit.endpoint::<UnitStatus>();
}

pub(crate) const TEMPLATE: Spec = Spec {
    name: "",
    number: None,
    method: Method::Get,
    path: "/",
    placement: Placement::Query,
    summary: "",
    idempotent: true,
    billed: false,
    pause: Duration::ZERO,
    params: &[],
    covered: Covered::AllTexts,
    reply: Shape::Object,
    codes: &[
        ResultCode::success(1, "成功", "done"),
        ResultCode::refusal(0, RefusalKind::Parameter, "失败", "a parameter is wrong"),
    ],
    observed_codes: &[ResultCode::refusal(
        10_001,
        RefusalKind::Auth,
        "授权失败",
        "the token is wrong",
    )],
    evidence: Evidence::Document,
};

endpoint_core::open_enum! {
    /// How a name is matched.
    pub enum Matching {
        /// Part of the name.
        Fuzzy = 0 => "part of the name",
        /// The whole name.
        Exact = 1 => "the whole name",
    }
}

/// Finds units: the response is a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct FindUnits {
    #[serde(rename = "companyName")]
    pub(crate) name: String,
    #[serde(rename = "searchType")]
    pub(crate) matching: Option<Matching>,
    #[serde(rename = "level")]
    pub(crate) level: Option<u8>,
}

/// A row of the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Unit {
    #[serde(rename = "OrganUnit_ID")]
    pub(crate) id: u128,
    #[serde(rename = "OrganUnitName")]
    pub(crate) name: String,
    #[serde(rename = "LinkMan")]
    pub(crate) contact: Option<String>,
    #[serde(rename = "searchType")]
    pub(crate) matching: Option<Matching>,
    #[serde(rename = "Balance")]
    pub(crate) balance: Option<i64>,
    #[serde(rename = "Score")]
    pub(crate) score: f64,
    #[serde(rename = "Open")]
    pub(crate) open: bool,
    #[serde(rename = "Tags", default)]
    pub(crate) tags: Vec<String>,
}

impl Endpoint for FindUnits {
    type Vendor = Depot;
    type Output = Vec<Unit>;
    const SPEC: Spec = Spec {
        name: "FindUnits",
        number: Some("307"),
        path: "/units/find",
        summary: "Finds units by name.",
        billed: true,
        params: &[
            Param::text("companyName").required(),
            Param::int("searchType").values(Matching::VALUES),
            Param::int("level"),
        ],
        reply: Shape::List("OrganUnitList"),
        codes: &[
            ResultCode::success(1, "成功", "done"),
            ResultCode::refusal(0, RefusalKind::NotFound, "未找到", "no such unit"),
            ResultCode::refusal(
                -1,
                RefusalKind::Parameter,
                "参数错误",
                "a parameter is wrong",
            ),
        ],
        ..TEMPLATE
    };

    fn validate(&self) -> Result<(), Invalid> {
        Invalid::if_empty("companyName", &self.name)?;
        Invalid::if_longer("companyName", &self.name, 20)
    }
}

/// Registers a unit: its refusal has details.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct RegisterUnit {
    #[serde(rename = "companyName")]
    pub(crate) name: String,
    #[serde(rename = "linkPhone")]
    pub(crate) phone: String,
    #[serde(rename = "loginPassword")]
    pub(crate) password: Secret,
}

/// What a registration returns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Registered {
    #[serde(rename = "OrganUnitIDcode")]
    pub(crate) code: String,
}

/// The details of code 2: the existing unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Existing {
    #[serde(rename = "OrganUnitResultInfo")]
    pub(crate) unit: ExistingUnit,
}

/// The existing unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ExistingUnit {
    #[serde(rename = "OrganUnitName")]
    pub(crate) name: String,
    #[serde(rename = "LinkMan")]
    pub(crate) contact: Option<String>,
}

impl Endpoint for RegisterUnit {
    type Vendor = Depot;
    type Output = Registered;
    const SPEC: Spec = Spec {
        name: "RegisterUnit",
        number: Some("301"),
        method: Method::Post,
        path: "/units/register",
        placement: Placement::Form,
        summary: "Registers a unit.",
        idempotent: false,
        params: &[
            Param::text("companyName").required(),
            Param::text("linkPhone").required().personal(),
            Param::text("loginPassword").required().secret(),
        ],
        codes: &[
            ResultCode::success(1, "注册成功！", "registered"),
            ResultCode::refusal(2, RefusalKind::Exists, "已存在", "the unit exists"),
        ],
        ..TEMPLATE
    };
}

/// Uploads a picture: a request with a file, a response without content.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct UploadLicence {
    #[serde(rename = "companyIDcode")]
    pub(crate) code: String,
    #[serde(skip)]
    pub(crate) picture: File,
    #[serde(rename = "remark")]
    pub(crate) remark: Option<String>,
}

impl Endpoint for UploadLicence {
    type Vendor = Depot;
    type Output = ();
    const SPEC: Spec = Spec {
        name: "UploadLicence",
        number: Some("304"),
        method: Method::Post,
        path: "/units/licence",
        placement: Placement::Multipart,
        summary: "Uploads the licence of a unit.",
        params: &[
            Param::text("companyIDcode").required(),
            Param::file("file1"),
            Param::text("remark").personal(),
        ],
        ..TEMPLATE
    };

    fn files(&self) -> Vec<(&'static str, &File)> {
        vec![("file1", &self.picture)]
    }

    fn set_file(&mut self, _: &str, file: File) {
        self.picture = file;
    }
}

/// Returns a status: members beside the code.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct UnitStatus {
    #[serde(rename = "companyIDcode")]
    pub(crate) code: String,
    #[serde(rename = "amount")]
    pub(crate) amount: u64,
}

/// The status.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Status {
    #[serde(rename = "IsAuthen")]
    pub(crate) verified: i64,
    #[serde(rename = "SurplusTime")]
    pub(crate) days: Option<String>,
}

impl Endpoint for UnitStatus {
    type Vendor = Depot;
    type Output = Status;
    const SPEC: Spec = Spec {
        name: "UnitStatus",
        number: Some("308"),
        path: "/units/status",
        summary: "Tells the status of a unit.",
        params: &[
            Param::text("companyIDcode").required(),
            Param::decimal("amount").required().default("7"),
        ],
        ..TEMPLATE
    };
}
