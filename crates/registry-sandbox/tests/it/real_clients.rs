//! The bytes of public clients of the live service, over a socket.
//!
//! One is written in C# and one in Java; the comment of each test says how the client differs from
//! the document's examples. The tests of server forms have the uploads of the first.

use registry_sandbox::sample;
use registry_sandbox::server::Running;

use crate::client::{AUTHORISATION_CODE, TOKEN};
use crate::server::{exchange, start};

/// Name and value of every parameter, `time` and `hash` last, none of them encoded.
fn signed<'a>(path: &str, pairs: &[(&'a str, &'a str)]) -> Vec<(&'a str, String)> {
    let now_ms = std::time::UNIX_EPOCH.elapsed().unwrap().as_millis();
    // Whole seconds, as one of the clients has it.
    let now_ms = u64::try_from(now_ms).unwrap() / 1000 * 1000;
    let mut pairs = pairs.to_vec();
    pairs.push(("access_token", TOKEN));
    let dialect = sign_core::idcode::SignatureDialect::default();
    let signed = sign_core::idcode::sign(path, &pairs, AUTHORISATION_CODE, now_ms, dialect);
    pairs
        .into_iter()
        .map(|(name, value)| (name, value.to_owned()))
        .chain([
            ("time", now_ms.to_string()),
            ("hash", signed.hash().to_owned()),
        ])
        .collect()
}

/// As Java's and .NET's form encoders write it: a blank is `+`, digits are of this case.
fn encoded(text: &str, upper: bool) -> String {
    text.bytes()
        .map(|byte| match byte {
            b' ' => "+".to_owned(),
            _ if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) => {
                char::from(byte).to_string()
            }
            _ if upper => format!("%{byte:02X}"),
            _ => format!("%{byte:02x}"),
        })
        .collect()
}

fn joined(pairs: &[(&str, String)], upper: bool) -> String {
    let pairs: Vec<_> = pairs
        .iter()
        .map(|(name, value)| format!("{name}={}", encoded(value, upper)))
        .collect();
    pairs.join("&")
}

async fn answer(running: &Running, request: String) -> (String, serde_json::Value) {
    let answer = exchange(running.local_addr(), request).await;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let body = serde_json::from_str(body).unwrap_or_else(|why| panic!("{why}: {answer}"));
    (head.to_owned(), body)
}

/// A name in which encodings differ.
const NAME: &str = "样例 甲+乙 100%（北京）有限公司";

fn registration() -> Vec<(&'static str, &'static str)> {
    vec![
        ("loginName", "real-client"),
        ("loginPassword", "a-password"),
        ("organunitName", NAME),
        ("code", "1003"),
        ("province_ID", "110000"),
        ("city_ID", "110000"),
        ("area_ID", "110108"),
        ("linkMan", "张三"),
        ("linkPhone", sample::PHONE),
        ("email", ""),
    ]
}

/// C#: a content type on a GET, small hexadecimal digits, `+` for a blank, the hash in front, and
/// empty values signed along.
#[tokio::test]
async fn a_get_with_a_content_type_and_the_hash_in_front_is_taken() {
    let running = start().await;
    let path = "/AllInterFace/RegCompanyInfo";
    let mut pairs = signed(path, &registration());
    pairs.reverse();
    assert_eq!(pairs[0].0, "hash");
    let request = format!(
        "GET {path}?{} HTTP/1.1\r\nContent-Type: text/html\r\nHost: {}\r\nConnection: close\r\n\r\n",
        joined(&pairs, false),
        running.local_addr(),
    );
    let (head, body) = answer(&running, request).await;
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    assert_eq!(body["ResultCode"], 1, "{body}");
    let path = "/AllInterFace/GetCompanyInfo";
    let search = signed(path, &[("searchType", "1"), ("companyName", NAME)]);
    for upper in [true, false] {
        let request = format!(
            "GET {path}?{} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            joined(&search, upper)
        );
        let (_, body) = answer(&running, request).await;
        assert_eq!(body["OrganUnitList"][0]["OrganUnitName"], NAME, "{body}");
    }
    running.stop().await;
}

/// Java: a form in the order of a hash map, labelled with another charset than that of its bytes.
/// C#: the same in HTTP/1.0, without keep-alive.
#[tokio::test]
async fn a_form_with_a_wrong_charset_is_taken_in_either_version_of_http() {
    let running = start().await;
    let path = "/AllInterFace/ApplyGoToUrlWhiteList";
    let sample_url = "http://www.example.com/样例 1?a=b+c";
    let address = [
        ("SampleUrl", sample_url),
        ("GoToUrl", "http://www.example.com/"),
    ];
    let mut pairs = signed(path, &address);
    for version in ["1.1", "1.0"] {
        pairs.rotate_left(2);
        for upper in [true, false] {
            let form = joined(&pairs, upper);
            let request = format!(
                "POST {path} HTTP/{version}\r\nHost: x\r\nConnection: close\r\n\
                 Content-Type: application/x-www-form-urlencoded; charset=ISO-8859-1\r\n\
                 Content-Length: {}\r\n\r\n{form}",
                form.len()
            );
            let (head, body) = answer(&running, request).await;
            assert!(head.starts_with(&format!("HTTP/{version} 200 ")), "{head}");
            assert_eq!(body["ResultCode"], 1, "{body}");
        }
    }
    running.stop().await;
}

/// The clients read missing values as errors: every id, level, kind and state is a number.
#[tokio::test]
async fn ids_levels_kinds_and_states_are_numbers_and_never_null() {
    let running = start().await;
    let unit = ("companyIDcode", sample::unit::MAIN_CODE);
    let login = [
        ("loginName", sample::unit::LOGIN_NAME),
        ("loginPswd", sample::unit::PASSWORD),
    ];
    for (operation, pairs) in [
        ("GetAllTradeInfo", &[][..]),
        ("GetCodeUseList", &[]),
        ("GetProductCategoryList", &[]),
        ("GetCompanyBaseInfo", &[unit]),
        ("GetOrganUnitStatus", &[unit]),
        ("GetCompanyInfo", &[("companyName", sample::unit::NAME)]),
        ("LoginVerify", &login),
    ] {
        let path = format!("/AllInterFace/{operation}");
        let request = format!(
            "GET {path}?{} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            joined(&signed(&path, pairs), true)
        );
        let (_, body) = answer(&running, request).await;
        assert_eq!(body["ResultCode"], 1, "{operation}: {body}");
        check(operation, "", &body);
    }
    running.stop().await;
}

/// Keys in the tables that are texts although their names end like those of numbers.
const TEXTS: [&str; 2] = ["OrganUnit_IDstr", "UnitType_IDstr"];

fn check(operation: &str, key: &str, value: &serde_json::Value) {
    use serde_json::Value;
    let endings = ["_ID", "_ID_Parent", "Level", "Status", "IsDel", "IsSC"];
    match value {
        Value::Null => panic!("{operation}: {key} is null"),
        Value::Array(rows) => rows.iter().for_each(|row| check(operation, key, row)),
        Value::Object(members) => {
            for (key, value) in members {
                check(operation, key, value);
            }
        }
        Value::String(text) => assert!(
            TEXTS.contains(&key) || !endings.iter().any(|ending| key.ends_with(ending)),
            "{operation}: {key} is the text {text:?}"
        ),
        _ => {}
    }
}
