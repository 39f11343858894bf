//! `login-url`, `scan-url` and the browser pages of `call` print addresses and send nothing.

use std::time::{SystemTime, UNIX_EPOCH};

use sign_core::idcode::{SignatureDialect, sign};

use crate::process::{ACCESS_TOKEN, AUTH_CODE, Entreg, entreg};
use crate::sandbox::Sandbox;
use crate::stand_in::{Reply, StandIn};

/// Runs a command that must send nothing, and returns the address that it prints.
fn printed(words: &[&str]) -> String {
    let vendor = StandIn::always(Reply::Nothing);
    let run = Entreg::new(words.iter().copied())
        .at(&vendor.base_url())
        .run()
        .expect_code(0)
        .expect_on_stderr("the address is signed");
    assert_eq!(vendor.requests(), Vec::<String>::new());
    let (line, rest) = run.stdout.split_once('\n').unwrap();
    assert_eq!(rest, "");
    line.strip_prefix(&vendor.base_url()).unwrap().to_owned()
}

fn value<'a>(target: &'a str, name: &str) -> &'a str {
    let (_, query) = target.split_once('?').unwrap();
    query
        .split('&')
        .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
        .unwrap()
}

#[test]
fn a_login_address_is_signed_for_now_and_equals_that_of_607() {
    for words in [
        ["login-url", "--callback", "http://a.example/back"].as_slice(),
        &["call", "idcode", "607", "callBackUrl=http://a.example/back"],
    ] {
        let target = printed(words);
        let time: u64 = value(&target, "time").parse().unwrap();
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        assert!(now.as_millis().abs_diff(time.into()) < 600_000);
        let params = [
            ("access_token", ACCESS_TOKEN),
            ("callBackUrl", "http://a.example/back"),
        ];
        let path = "/AllInterFace/IDcodeLogin";
        let signed = sign(path, &params, AUTH_CODE, time, SignatureDialect::default());
        assert_eq!(target, signed.into_target());
    }
}

#[test]
fn the_other_browser_pages_have_addresses_too() {
    let urls = [
        "companyIDcode=i.86.110108.52",
        "GoToUrl=http://a.example/?id=",
        "SampleUrl=http://a.example/?id=1",
        "CallBackUrl=http://a.example/back",
    ];
    let words = [["call", "idcode", "401"].as_slice(), &urls].concat();
    assert!(printed(&words).starts_with("/AllInterFace/Interface_Apply?"));
}

#[test]
fn json_has_the_address_as_its_only_member_and_stderr_is_empty() {
    let words = [
        "login-url",
        "--callback",
        "https://a.example",
        "--output",
        "json",
    ];
    let run = Entreg::new(words).with_credentials().run().expect_code(0);
    let url = run.json()["url"].as_str().unwrap().to_owned();
    assert!(url.starts_with("https://api.idcode.org.cn/AllInterFace/IDcodeLogin?"));
    assert_eq!(run.stderr, "");
}

#[test]
fn the_fullest_log_holds_no_part_of_the_address() {
    let words = ["login-url", "--callback", "https://a.example", "-vvv"];
    let run = Entreg::new(words)
        .with_credentials()
        .env("RUST_LOG", "trace")
        .run()
        .expect_code(0);
    assert!(!run.stderr.contains(ACCESS_TOKEN), "{run:#?}");
    assert!(!run.stderr.contains("hash="), "{run:#?}");
}

#[test]
fn a_page_without_a_callback_address_is_refused() {
    let wrong = ["login-url", "--callback", "a.example"];
    Entreg::new(wrong)
        .with_credentials()
        .run()
        .expect_code(2)
        .expect_on_stderr("parameter `callBackUrl`");
    entreg(["call", "idcode", "607"])
        .expect_code(2)
        .expect_on_stderr("parameter `callBackUrl` is missing");
    entreg(["login-url", "--callback", "https://a.example"])
        .expect_code(2)
        .expect_on_stderr("IDCODE_ACCESS_TOKEN");
}

fn scan(words: &[&str]) -> String {
    let run = Entreg::new(["scan-url"].iter().chain(words).copied()).run();
    run.expect_code(0).stdout.trim_end().to_owned()
}

#[test]
fn a_scan_leads_to_the_address_of_section_13() {
    let category = "i.86.110108.52/91.12000000.1/";
    let item = "i.86.110108.52/91.12000000.1/xxxx";
    assert_eq!(
        scan(&["http://www.xxxx.com/xxxx.aspx?id=", item]),
        format!("http://www.xxxx.com/xxxx.aspx?id={item}")
    );
    assert_eq!(
        scan(&["http://www.xxxx.com/xxxx.aspx?id=1", item, "--filed"]),
        format!("http://www.xxxx.com/xxxx.aspx?id=1&code=xxxx&BaseCode={category}")
    );
    assert_eq!(
        scan(&["http://www.xxxx.com", item]),
        format!("http://www.xxxx.com?code={item}")
    );
}

#[test]
fn the_scanned_code_is_parsed_from_its_address() {
    let item = "i.86.110108.52/91.12000000.1/xxxx";
    for (goto, application) in [
        ("http://a.example/x?id=", "registered"),
        ("http://a.example/x?id=1", "registered"),
        ("http://a.example/x", "filed"),
    ] {
        let filed: &[&str] = if application == "filed" {
            &["--filed"]
        } else {
            &[]
        };
        let address = scan(&[[goto, item].as_slice(), filed].concat());
        let words = ["scan-url", goto, "--parse", &address, "--output", "json"];
        let run = entreg(words).expect_code(0);
        assert_eq!(run.json()["code"], item);
        assert_eq!(run.json()["application"], application);
    }
}

#[test]
fn a_scan_without_a_code_is_refused() {
    let refused = |words: &[&str], why: &str| {
        let words = ["scan-url"].iter().chain(words).copied();
        Entreg::new(words)
            .run()
            .expect_code(2)
            .expect_on_stderr(why);
    };
    refused(&["http://a.example", "nothing"], "CODE: ");
    refused(
        &["a.example", "i.86.110108.52"],
        "the goto URL is not http or https",
    );
    refused(
        &["http://a.example", "i.86.110108.52", "--filed"],
        "a filed code ends with an item",
    );
    refused(
        &["--parse", "http://a.example?id=1"],
        "parameter `code` is missing or empty",
    );
    refused(&["http://a.example"], "<CODE>");
}

/// The response of a server on loopback to a GET of this address.
fn fetched(url: &str) -> String {
    use std::io::{Read as _, Write as _};
    let (host, path) = url
        .strip_prefix("http://")
        .unwrap()
        .split_once('/')
        .unwrap();
    let mut stream = std::net::TcpStream::connect(host).unwrap();
    write!(stream, "GET /{path} HTTP/1.0\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn the_addresses_of_all_three_browser_pages_open_forms() {
    let mut sandbox = Sandbox::start([]);
    let environment = sandbox.environment();
    let addresses = [
        "GoToUrl=http://a.example/?id=",
        "SampleUrl=http://a.example/?id=1",
        "CallBackUrl=http://a.example/back",
        "companyIDcode=i.86.110108.52",
    ];
    let fixed = ["industryCategory_ID=10222", "codePayType=5"];
    for (words, shown) in [
        (
            [["call", "idcode", "401"].as_slice(), &addresses].concat(),
            "http://a.example/?id=",
        ),
        (
            [["call", "idcode", "405"].as_slice(), &addresses, &fixed].concat(),
            "46100000",
        ),
        (
            vec!["login-url", "--callback", "http://a.example/back"],
            "type=\"password\"",
        ),
    ] {
        let run = environment
            .iter()
            .fold(
                Entreg::new(words.iter().copied()),
                |entreg, (name, value)| entreg.env(name, value),
            )
            .run()
            .expect_code(0);
        let page = fetched(run.stdout.trim_end());
        assert!(page.starts_with("HTTP/1.0 200 OK"), "{page}");
        assert!(
            page.contains("<form") && page.contains(shown),
            "{words:?}: {page}"
        );
    }
}

#[test]
fn the_address_of_a_picture_serves_it() {
    let mut sandbox = Sandbox::start(["--picture-addresses"]);
    let environment = sandbox.environment();
    let words = [
        "call",
        "idcode",
        "603",
        "code=i.86.110108.52",
        "picSize=90",
        "codeType=1",
    ];
    let run = environment
        .iter()
        .fold(
            Entreg::new(words.into_iter().chain(["--output", "json"])),
            |entreg, (name, value)| entreg.env(name, value),
        )
        .run()
        .expect_code(0);
    let address = run.json()["CodePicAddress"].as_str().unwrap().to_owned();
    assert!(address.starts_with(&environment[0].1), "{address}");
    let picture = fetched(&address);
    assert!(picture.contains("content-type: image/png"), "{picture}");
}

#[test]
fn a_code_that_a_page_would_receive_changed_is_warned_of() {
    let goto = "http://a.example/?id=";
    for (item, is_warned_of) in [
        ("A-1", false),
        ("a&b", true),
        ("a#b", true),
        ("a%20b", true),
    ] {
        let code = format!("i.86.110108.52/91.12000000.1/{item}");
        let run = entreg(["scan-url", goto, &code]).expect_code(0);
        assert_eq!(run.stdout, format!("{goto}{code}\n"));
        let warning = "a reader of this address gets another code";
        assert_eq!(run.stderr.contains(warning), is_warned_of, "{run:#?}");
    }
}
