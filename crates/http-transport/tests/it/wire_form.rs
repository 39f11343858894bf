//! Tests the bytes that a server receives for each operation.
//!
//! Signatures are those of the documents' sample credentials at the document's sample time,
//! computed independently of this code: MD5 over path, sorted raw parameters and authorisation code
//! for IDcode, over the product's formula for ihuyi.

use std::sync::{Arc, Mutex};

use endpoint_core::{Endpoint, File, Vendor};
use http_transport::{Client, HyperService, RetryPolicy};
use httpmock::{HttpMockRequest, MockServer};
use idcode_api::operations::{
    Certificate, GetAllAreaInfo, GetAreaInfoByParentID, GetCompanyInfo, GetOrganUnitStatus,
    GetUnitType, Matching, ModifyCompanyInfo, SendVerifyInfo, UnitSize, VerifyCompanyInfo,
};
use idcode_api::{AreaLevel, Idcode};
use ihuyi_api::products::{Ent3fGetNum, Entinfov2GetNum, Entinfov2Submit};
use ihuyi_api::{Auth, Ihuyi, SendBy};
use registry_model::UnifiedSocialCreditCode;

use crate::calls::{Operation, SAMPLE_TIME, Setup, free, idcode_keys, ihuyi_keys, paid, write};
use crate::scripted::{Server, respond_once, response};

/// The received request line without version, content type and body.
#[derive(Debug, Clone, PartialEq, Eq)]
struct ReadResult {
    line: String,
    content_type: Option<String>,
    body: Vec<u8>,
}

/// A server that records its one request.
struct Noting {
    server: MockServer,
    came: Arc<Mutex<Vec<ReadResult>>>,
}

impl Noting {
    async fn start() -> Self {
        let server = MockServer::start_async().await;
        let came = Arc::new(Mutex::new(Vec::new()));
        let notes = Arc::clone(&came);
        server
            .mock_async(move |when, then| {
                when.is_true(move |request| {
                    notes.lock().unwrap().push(note(request));
                    true
                });
                then.status(200).body("{}");
            })
            .await;
        Self { server, came }
    }

    fn client<V: Vendor>(&self, keys: V::Keys) -> Client<V> {
        Client::builder(keys, Arc::new(HyperService::new().unwrap()))
            .base_url(self.server.base_url())
            .clock(|| SAMPLE_TIME)
            .retry(RetryPolicy {
                attempts: 1,
                ..RetryPolicy::default()
            })
            .build()
            .unwrap()
    }

    fn only(&self) -> ReadResult {
        let came = self.came.lock().unwrap();
        assert_eq!(came.len(), 1, "{came:?}");
        came[0].clone()
    }
}

fn note(request: &HttpMockRequest) -> ReadResult {
    let content_type = request
        .headers_vec()
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("content-type"))
        .map(|(_, value)| value.clone());
    // The server puts scheme and host before the target of the request line.
    let uri = request.uri();
    ReadResult {
        line: format!("{} {}", request.method_str(), uri.path_and_query().unwrap()),
        content_type,
        body: request.body_vec(),
    }
}

async fn idcode<E: Endpoint<Vendor = Idcode>>(request: E) -> ReadResult {
    let noting = Noting::start().await;
    // An empty object is not a valid response; only the request matters here.
    drop(noting.client::<Idcode>(idcode_keys()).call(request).await);
    noting.only()
}

async fn ihuyi<E: Endpoint<Vendor = Ihuyi>>(keys: ihuyi_api::IhuyiKeys, request: E) -> ReadResult {
    let noting = Noting::start().await;
    drop(noting.client::<Ihuyi>(keys).call(request).await);
    noting.only()
}

fn get(target: &str) -> ReadResult {
    ReadResult {
        line: format!("GET {target}"),
        content_type: None,
        body: Vec::new(),
    }
}

fn form(path: &str, body: &str) -> ReadResult {
    ReadResult {
        line: format!("POST {path}"),
        content_type: Some("application/x-www-form-urlencoded".to_owned()),
        body: body.as_bytes().to_vec(),
    }
}

fn credit_code() -> UnifiedSocialCreditCode {
    "91310116761614322N".parse().unwrap()
}

#[tokio::test]
async fn operation_101_lists_all_areas() {
    assert_eq!(
        idcode(GetAllAreaInfo::new()).await,
        get(
            "/AllInterFace/GetAllAreaInfo?access_token=J7X4LuOOfURXeAAEAAAAAABSK\
             &time=1497587696789&hash=6A18530F61B974C47D2B44221D0C1AEB"
        )
    );
}

#[tokio::test]
async fn operation_102_lists_the_areas_below_one() {
    let request = GetAreaInfoByParentID::new(440_000_u64).with_level(AreaLevel::City);
    assert_eq!(
        idcode(request).await,
        get(
            "/AllInterFace/GetAreaInfoByParentID?access_token=J7X4LuOOfURXeAAEAAAAAABSK\
             &addressidparent=440000&level=2&time=1497587696789\
             &hash=274D59E02C7541F34CFE459C21D8A5C0"
        )
    );
}

#[tokio::test]
async fn operation_105_lists_the_kinds_of_organisation() {
    assert_eq!(
        idcode(GetUnitType::new()).await,
        get(
            "/AllInterFace/GetUnitType?access_token=J7X4LuOOfURXeAAEAAAAAABSK\
             &time=1497587696789&hash=578D4412B64504C28F6EF0D8EBA30228"
        )
    );
}

#[tokio::test]
async fn operation_301_registers_a_unit() {
    let request = write().with_email("a@b.cn").with_sms_code("123456");
    assert_eq!(
        idcode(request).await,
        get(
            "/AllInterFace/RegCompanyInfo?access_token=J7X4LuOOfURXeAAEAAAAAABSK\
             &area_ID=110105&city_ID=110000&code=1&email=a%40b.cn&linkPhone=13800000000\
             &loginName=hanxin2026&loginPassword=p%26w%3D1%20%2B%25\
             &organunitName=%E5%8C%97%E4%BA%AC%E6%B1%89%E4%BF%A1%EF%BC%88%E6%B5%8B%E8%AF%95\
             %EF%BC%89%E6%9C%89%E9%99%90%E5%85%AC%E5%8F%B8&province_ID=110000\
             &smsVerifyCode=123456&time=1497587696789&hash=75FA0A6052AA2E7C7B1018E669BD42A1"
        )
    );
}

#[tokio::test]
async fn operation_303_sends_an_sms() {
    assert_eq!(
        idcode(SendVerifyInfo::new("13800000000")).await,
        get(
            "/AllInterFace/SendVerifyInfo?access_token=J7X4LuOOfURXeAAEAAAAAABSK\
             &phoneCode=13800000000&time=1497587696789&hash=6B344D238DF1BAC3A11FFDED6030C40B"
        )
    );
}

/// Texts are parts before the file (OQ06), in the order in which they are signed (OQ05).
#[tokio::test]
async fn operation_304_uploads_a_licence() {
    let request = VerifyCompanyInfo::new(
        "i.86.110108.52".parse().unwrap(),
        Certificate::CreditCode(credit_code()),
        File::new("执照 \"1\".png", &b"\x89PNG\r\n\x1a\n"[..]),
    );
    let came = idcode(request).await;
    assert_eq!(came.line, "POST /AllInterFace/VerifyCompanyInfo");
    assert_eq!(
        came.content_type.as_deref(),
        Some("multipart/form-data; boundary=registry-1497587696789")
    );
    let parts = [
        ("Organizationcode", "91310116761614322N"),
        ("access_token", "J7X4LuOOfURXeAAEAAAAAABSK"),
        ("codePayType", "2"),
        ("companyIDcode", "i.86.110108.52"),
        ("time", "1497587696789"),
        ("hash", "219489BF753E3B3EC355045AF9E52D52"),
    ];
    let mut expected = String::new();
    for (name, value) in parts {
        expected.push_str(&format!(
            "--registry-1497587696789\r\n\
             Content-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        ));
    }
    expected.push_str(
        "--registry-1497587696789\r\n\
         Content-Disposition: form-data; name=\"file1\"; filename=\"执照 %221%22.png\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n",
    );
    let mut expected = expected.into_bytes();
    expected.extend_from_slice(b"\x89PNG\r\n\x1a\n\r\n--registry-1497587696789--\r\n");
    assert!(
        came.body == expected,
        "{}",
        String::from_utf8_lossy(&came.body)
    );
}

#[tokio::test]
async fn operation_305_completes_the_data_of_a_unit() {
    let company = "i.86.110108.52".parse().unwrap();
    let request = ModifyCompanyInfo::new(company, 1029_u64, "中关村大街 1 号 #5")
        .with_size(UnitSize::UpTo100)
        .with_registered_capital(1000);
    assert_eq!(
        idcode(request).await,
        get(
            "/AllInterFace/ModifyCompanyInfo?access_token=J7X4LuOOfURXeAAEAAAAAABSK\
             &companyIDcode=i.86.110108.52&organunitAddress=%E4%B8%AD%E5%85%B3%E6%9D%91\
             %E5%A4%A7%E8%A1%97%201%20%E5%8F%B7%20%235&registeredCapital=1000\
             &time=1497587696789&trade_ID=1029&unitSizeType=2\
             &hash=C9A49A5233C728FA05E47A0942E8A079"
        )
    );
}

#[tokio::test]
async fn operation_306_asks_for_a_unit() {
    assert_eq!(
        idcode(free()).await,
        get(
            "/AllInterFace/GetCompanyBaseInfo?access_token=J7X4LuOOfURXeAAEAAAAAABSK\
             &companyIDcode=i.86.110108.52&time=1497587696789\
             &hash=B7B21D7546C1E2BC9883A1747D4F7545"
        )
    );
}

/// Signed raw, sent percent-encoded (OQ02, OQ03).
#[tokio::test]
async fn operation_307_finds_units_by_name() {
    assert_eq!(
        idcode(GetCompanyInfo::new("北京 A+B&C=D%", Matching::Exact)).await,
        get(
            "/AllInterFace/GetCompanyInfo?access_token=J7X4LuOOfURXeAAEAAAAAABSK\
             &companyName=%E5%8C%97%E4%BA%AC%20A%2BB%26C%3DD%25&searchType=1\
             &time=1497587696789&hash=F619567530C0274D89C5906BAE95338C"
        )
    );
}

#[tokio::test]
async fn operation_308_asks_for_the_status_of_a_unit() {
    let company = "i.86.110108.52".parse().unwrap();
    assert_eq!(
        idcode(GetOrganUnitStatus::new(company)).await,
        get(
            "/AllInterFace/GetOrganUnitStatus?access_token=J7X4LuOOfURXeAAEAAAAAABSK\
             &companyIDcode=i.86.110108.52&time=1497587696789\
             &hash=13DDBC348CB3594BDD815CB987E85E82"
        )
    );
}

#[tokio::test]
async fn ent3f_submit_checks_three_elements() {
    assert_eq!(
        ihuyi(ihuyi_keys(), paid()).await,
        form(
            "/idcard/ent3f/Submit.json",
            "account=test&password=ce5e4fc0bf113b594b86452cdbd53209&time=1497587696\
             &ent_name=%E4%B8%8A%E6%B5%B7%E6%80%9D%E9%94%90%E4%BF%A1%E6%81%AF%E6%8A%80\
             %E6%9C%AF%E6%9C%89%E9%99%90%E5%85%AC%E5%8F%B8&ent_code=91310116761614322N\
             &name=%E8%B0%A2%E6%9F%90"
        )
    );
}

#[tokio::test]
async fn ent3f_get_num_asks_for_the_balance() {
    assert_eq!(
        ihuyi(ihuyi_keys(), Ent3fGetNum::new()).await,
        form(
            "/idcard/ent3f/GetNum.json",
            "account=test&password=ef40f9d712fdfecb00a1c9a9df281400&time=1497587696"
        )
    );
}

#[tokio::test]
async fn entinfov2_submit_asks_for_a_record() {
    assert_eq!(
        ihuyi(ihuyi_keys(), Entinfov2Submit::new(credit_code())).await,
        form(
            "/idcard/entinfov2/Submit.json",
            "account=test&password=9f401a6c45ef284fe6f79f61410af7a6&time=1497587696\
             &ent_code=91310116761614322N"
        )
    );
}

#[tokio::test]
async fn entinfov2_get_num_asks_for_the_balance() {
    assert_eq!(
        ihuyi(ihuyi_keys(), Entinfov2GetNum::new()).await,
        form(
            "/idcard/entinfov2/GetNum.json",
            "account=test&password=ff8d25f05fafa50ac33e6b8cdae23bc1&time=1497587696"
        )
    );
}

#[tokio::test]
async fn a_static_password_is_the_key_and_has_no_time() {
    assert_eq!(
        ihuyi(ihuyi_keys().with_auth(Auth::Static), Ent3fGetNum::new()).await,
        form(
            "/idcard/ent3f/GetNum.json",
            "account=test&password=1q784322b%2A%2A%2A%2A%2A%2A"
        )
    );
}

#[tokio::test]
async fn ihuyi_sends_by_get_where_that_is_configured() {
    assert_eq!(
        ihuyi(ihuyi_keys().with_send_by(SendBy::Get), Ent3fGetNum::new()).await,
        get("/idcard/ent3f/GetNum.json?account=test\
             &password=ef40f9d712fdfecb00a1c9a9df281400&time=1497587696")
    );
}

/// Nothing is added that could reveal where a request comes from or went before.
#[tokio::test]
async fn the_head_of_a_request_contains_nothing_else() {
    let reply = response("200 OK", Operation::Paid.success().as_bytes());
    let server = Server::start([respond_once(reply)]).await;
    Setup::to(server.url()).call(Operation::Paid).await.unwrap();
    let head = server.requests().await[0].head.to_ascii_lowercase();
    let mut lines: Vec<_> = head.trim_end().split("\r\n").collect();
    lines[1..].sort_unstable();
    let host = format!("host: {}", server.address());
    assert_eq!(
        lines,
        [
            "post /idcard/ent3f/submit.json http/1.1",
            "accept: */*",
            "content-length: 240",
            "content-type: application/x-www-form-urlencoded",
            &host,
        ]
    );
}
