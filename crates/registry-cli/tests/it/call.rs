//! `call` sends the documented request, prints the reply and refuses invalid parameters.

use serde_json::json;
use sign_core::idcode::{SignatureDialect, sign};

use crate::process::{ACCESS_TOKEN, AUTH_CODE, Entreg, entreg};
use crate::stand_in::{Reply, StandIn};

const UNIT: &str = r#"{"OrganUnit_ID":99999999999999999999,"OrganUnitName":"样例","ResultCode":1,"ResultMsg":"成功"}"#;

fn parameter<'a>(line: &'a str, name: &str) -> &'a str {
    let start = line.find(&format!("{name}=")).unwrap() + name.len() + 1;
    line[start..].split(['&', ' ']).next().unwrap()
}

#[test]
fn only_the_documented_request_is_sent() {
    let vendor = StandIn::always(Reply::body(UNIT));
    let run = Entreg::new([
        "call",
        "idcode",
        "GetCompanyBaseInfo",
        "companyIDcode=i.86.110108.52",
        "--output",
        "json",
    ])
    .at(&vendor.base_url())
    .run()
    .expect_code(0);

    let request = vendor.request();
    let line = request.lines().next().unwrap();
    let time = parameter(line, "time");
    let path = "/AllInterFace/GetCompanyBaseInfo";
    let params = [
        ("access_token", ACCESS_TOKEN),
        ("companyIDcode", "i.86.110108.52"),
    ];
    let signed = sign(
        path,
        &params,
        AUTH_CODE,
        time.parse().unwrap(),
        SignatureDialect::default(),
    );
    assert_eq!(
        line,
        format!(
            "GET /AllInterFace/GetCompanyBaseInfo?access_token={ACCESS_TOKEN}\
             &companyIDcode=i.86.110108.52&time={time}&hash={} HTTP/1.1",
            signed.hash()
        )
    );
    assert_eq!(time.len(), 13);
    assert!(request.ends_with("\r\n\r\n"), "there is no body: {request}");

    // The reply has the vendor's own names, no envelope, and the id to its last digit.
    assert!(
        run.stdout
            .contains("\"OrganUnit_ID\": 99999999999999999999,"),
        "{}",
        run.stdout
    );
    assert_eq!(run.json()["OrganUnitName"], "样例");
    assert_eq!(run.json().get("ResultCode"), None);
    assert_eq!(run.stderr, "");
}

#[test]
fn a_number_stands_for_its_operation() {
    let vendor = StandIn::always(Reply::body(UNIT));
    Entreg::new(["call", "idcode", "306", "companyIDcode=i.86.110108.52"])
        .at(&vendor.base_url())
        .run()
        .expect_code(0);
    assert!(
        vendor
            .request()
            .starts_with("GET /AllInterFace/GetCompanyBaseInfo?")
    );
}

#[test]
fn an_ihuyi_form_is_sent_with_the_password_made_for_it() {
    let vendor = StandIn::always(Reply::body(r#"{"code":2,"msg":"查询成功","num":"7"}"#));
    let run = Entreg::new(["call", "ihuyi", "ent3f.GetNum", "--output", "json"])
        .at(&vendor.base_url())
        .run()
        .expect_code(0);
    assert_eq!(run.json(), json!({"num": 7}));
    let request = vendor.request();
    assert!(
        request.starts_with("POST /idcard/ent3f/GetNum.json HTTP/1.1\r\n"),
        "{request}"
    );
    let (_, form) = request.split_once("\r\n\r\n").unwrap();
    let names: Vec<_> = form
        .split('&')
        .map(|pair| pair.split_once('=').unwrap().0)
        .collect();
    assert_eq!(names, ["account", "password", "time"]);
    assert_eq!(parameter(form, "password").len(), 32);
}

#[test]
fn a_static_password_is_the_key_without_a_time() {
    let vendor = StandIn::always(Reply::body(r#"{"code":2,"msg":"","num":7}"#));
    Entreg::new(["call", "ihuyi", "ent3f.GetNum"])
        .at(&vendor.base_url())
        .env("IHUYI_AUTH", "static")
        .run()
        .expect_code(0);
    let request = vendor.request();
    let (_, form) = request.split_once("\r\n\r\n").unwrap();
    assert_eq!(parameter(form, "password"), crate::process::API_KEY);
    assert!(!form.contains("time="), "{form}");
}

#[test]
fn a_list_has_the_same_columns_as_json_table_and_csv() {
    let list = r#"{"UnitTypeList":[{"UnitTypeName":"企业","Code":1003},{"UnitTypeName":"a,b","Code":"1004"}],"ResultCode":1}"#;
    let words = ["call", "idcode", "GetUnitType", "--output"];
    let run = |format: &str| {
        let vendor = StandIn::always(Reply::body(list));
        Entreg::new(words.into_iter().chain([format]))
            .at(&vendor.base_url())
            .run()
            .expect_code(0)
    };
    assert_eq!(
        run("json").json(),
        json!([{"UnitTypeName": "企业", "Code": 1003}, {"UnitTypeName": "a,b", "Code": 1004}])
    );
    assert_eq!(
        run("csv").stdout,
        "UnitTypeName,Code\n企业,1003\n\"a,b\",1004\n"
    );
    let table = run("table").stdout;
    let rows: Vec<Vec<&str>> = table
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    assert_eq!(rows[0], ["UnitTypeName", "Code"]);
    assert_eq!(rows[2], ["企业", "1003"]);
}

#[test]
fn a_reply_without_content_is_an_empty_object() {
    let vendor = StandIn::always(Reply::body(r#"{"ResultCode":1,"ResultMsg":"成功"}"#));
    let words = [
        "call",
        "idcode",
        "303",
        "phoneCode=13800138000",
        "--output",
        "json",
    ];
    let run = Entreg::new(words)
        .at(&vendor.base_url())
        .run()
        .expect_code(0);
    assert_eq!(run.stdout, "{}\n");
}

/// Expects a refusal although no server listens: nothing may be sent.
#[track_caller]
fn refused(words: &[&str], expected: &str) {
    let vendor = StandIn::always(Reply::Nothing);
    let run = Entreg::new(words.iter().copied())
        .at(&vendor.base_url())
        .run()
        .expect_code(2)
        .expect_on_stderr(expected);
    assert_eq!(run.stdout, "");
    assert_eq!(vendor.requests(), Vec::<String>::new());
}

#[test]
fn an_unknown_operation_is_refused_with_the_nearest_name() {
    let unknown = |name: &str, near: &str| {
        refused(
            &["call", "idcode", name],
            &format!("has no operation `{name}`"),
        );
        refused(&["call", "idcode", name], &format!("write `{near}`"));
    };
    unknown("getcompanybaseinfo", "GetCompanyBaseInfo");
    unknown("GetCompanyBasInfo", "GetCompanyBaseInfo");
    refused(&["call", "ihuyi", "ent3f.submit"], "write `ent3f.Submit`");
    refused(
        &["call", "idcode", "ent3f.Submit"],
        "it is an operation of ihuyi",
    );
    refused(
        &["call", "idcode", "999"],
        "see `entreg operations --vendor idcode`",
    );
}

#[test]
fn an_unknown_parameter_is_refused_with_the_nearest_name() {
    refused(
        &["call", "idcode", "306", "companyidcode=i.86.110108.52"],
        "unknown parameter `companyidcode`, did you mean `companyIDcode`",
    );
}

#[test]
fn missing_repeated_and_nameless_parameters_are_refused() {
    refused(
        &["call", "idcode", "306"],
        "parameter `companyIDcode` is missing",
    );
    refused(
        &[
            "call",
            "idcode",
            "306",
            "companyIDcode=i.86.1",
            "companyIDcode=i.86.1",
        ],
        "parameter `companyIDcode` is given more than once",
    );
    refused(
        &["call", "idcode", "306", "i.86.110108.52"],
        "parameter 1 has no `=`",
    );
}

#[test]
fn a_wrong_value_is_refused_with_the_position_of_the_error() {
    refused(
        &[
            "call",
            "ihuyi",
            "ent3f.Submit",
            "ent_name=样例有限公司",
            "ent_code=91310116761614322A",
            "name=张三",
        ],
        "parameter `ent_code`: unified social credit code: position 18: check character is 'A', \
         expected 'N'",
    );
}

#[test]
fn parameters_that_signing_adds_are_refused() {
    for name in ["access_token", "time", "hash"] {
        refused(
            &["call", "idcode", "105", &format!("{name}=x")],
            &format!("parameter `{name}` is added by the signature"),
        );
    }
    refused(
        &["call", "ihuyi", "ent3f.GetNum", "password=x"],
        "is added by",
    );
}

#[test]
fn a_refusal_before_sending_is_json_under_json_output() {
    let run = entreg(["call", "idcode", "306", "company=x", "--output", "json"]).expect_code(2);
    let error = run.error();
    assert_eq!(run.stdout, "");
    assert_eq!(error["kind"], "invalid");
    assert_eq!(error["vendor"], "idcode");
    assert_eq!(error["operation"], "GetCompanyBaseInfo");
    assert_eq!(error["parameter"], "company");
    assert_eq!(error["sent"], "no");
    assert_eq!(error["charged"], "no");
}

#[test]
fn the_embedded_sandbox_needs_no_credentials() {
    let run = entreg([
        "--sandbox",
        "call",
        "idcode",
        "GetAreaInfoByParentID",
        "addressidparent=0",
        "--output",
        "json",
    ])
    .expect_code(0);
    let provinces = run.json();
    assert_eq!(provinces.as_array().unwrap().len(), 34);
    assert_eq!(provinces[0]["Address_ID"], 110_000);
}

#[test]
fn an_address_that_would_be_too_long_names_its_longest_parameter() {
    let name = format!("companyName={}", "样".repeat(20_000));
    let run = entreg([
        "--sandbox",
        "call",
        "idcode",
        "307",
        &name,
        "--output",
        "json",
    ]);
    let error = run.expect_code(2).error();
    assert_eq!(error["parameter"], "companyName");
    assert_eq!(error["sent"], "no");
    assert_eq!(error["remedy"], "nothing was sent; shorten `companyName`");
}

#[test]
fn a_product_without_an_operation_lists_all_of_its_operations() {
    entreg(["call", "ihuyi", "ent3"])
        .expect_code(2)
        .expect_on_stderr("write `ent3f.Submit` or `ent3f.GetNum`");
    entreg(["call", "ihuyi", "ent3f.Sumbit"])
        .expect_code(2)
        .expect_on_stderr("write `ent3f.Submit`\n");
}

#[test]
fn doubtful_values_are_warned_of_and_sent() {
    let rows = r#"CategoryRegList=[{"IndustryCategory_ID":10222,"CodeUse_ID":10,"CodePayType":2,"GotoUrl":"http://a.example/"}]"#;
    let call = |words: &[&str]| {
        let call = [
            "--sandbox",
            "call",
            "idcode",
            "402",
            "companyIDcode=i.86.110108.52",
            rows,
        ];
        Entreg::new(call.into_iter().chain(words.iter().copied())).run()
    };
    call(&[]).expect_code(0).expect_on_stderr(
        "warning: parameter `CategoryRegList`: row 1 lacks CategoryCode, ModelNumber, \
         ModelNumberCode, SampleUrl, which may be required",
    );
    assert_eq!(call(&["-q"]).expect_code(0).stderr, "");
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("licence.png"), b"\x89PNG\r\n\x1a\n").unwrap();
    for (kind, about) in [
        ("3", "warning: parameter `codePayType`: the document lists"),
        ("7", "`codePayType`: must be 0, 1, 2 or 3"),
        ("-1", "`codePayType`: must be 0, 1, 2 or 3"),
        ("03", "`codePayType`: must be one of 2 ("),
    ] {
        Entreg::new([
            "--sandbox",
            "call",
            "idcode",
            "304",
            "companyIDcode=i.86.110108.52",
            "Organizationcode=1",
            &format!("codePayType={kind}"),
            "file1=@licence.png",
        ])
        .within(folder.path())
        .run()
        .expect_on_stderr(about);
    }
}

#[test]
fn browser_pages_are_checked_and_warned_of_like_calls() {
    let page = |kind: &str, goto: &str| {
        Entreg::new([
            "--sandbox",
            "call",
            "idcode",
            "405",
            "companyIDcode=i.86.110108.52",
            "industryCategory_ID=10222",
            &format!("codePayType={kind}"),
            &format!("GoToUrl={goto}"),
            "SampleUrl=http://a.example/",
            "CallBackUrl=http://a.example/",
        ])
        .run()
    };
    for kind in ["99", "-1", "01", "+1", "+2", "02"] {
        let run = page(kind, "http://a.example/").expect_code(2);
        assert_eq!(run.stdout, "", "{kind}");
        run.expect_on_stderr("`codePayType`: must be one of 2 (");
    }
    for goto in [
        "https://e.com/#x",
        "https://e.com/?u=https://b.com/?a=1&b=2",
    ] {
        let run = page("2", goto).expect_code(0);
        let warning = "warning: parameter `GoToUrl`: ";
        assert_eq!(run.stderr.matches(warning).count(), 1, "{run:#?}");
    }
    let words = ["--sandbox", "login-url", "--callback", "https://e.com/#x"];
    Entreg::new(words)
        .run()
        .expect_code(0)
        .expect_on_stderr("warning: parameter `callBackUrl`: has a `#`");
}

#[test]
fn values_outside_a_closed_list_are_refused_before_anything_is_sent() {
    for (vendor, words, about) in [
        (
            "idcode",
            &["GetAreaInfoByParentID", "addressidparent=0", "level=9"][..],
            "`level`: must be one of 1 (",
        ),
        (
            "idcode",
            &["GetCompanyInfo", "companyName=张三", "searchType=7"],
            "`searchType`: must be one of 0 (",
        ),
        (
            "ihuyi",
            &["entcopy.Submit", "ent_name=x", "copyright_type=9"],
            "copyright_type",
        ),
    ] {
        let line: Vec<&str> = ["call", vendor].iter().chain(words).copied().collect();
        Entreg::new(line)
            .run()
            .expect_code(2)
            .expect_on_stderr(about);
    }
}
