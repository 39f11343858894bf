//! The table of exit codes, and the facts about money in errors.

use serde_json::Value;

use crate::bench::Bench;
use crate::onboard::PLAN as FLOW;
use crate::process::{Entreg, Run, entreg};
use crate::stand_in::{Reply, StandIn, unreachable_address};

const PAID: [&str; 6] = [
    "call",
    "ihuyi",
    "ent3f.Submit",
    "ent_name=样例有限公司",
    "ent_code=91310116761614322N",
    "name=张三",
];
const READ: [&str; 4] = ["call", "idcode", "306", "companyIDcode=i.86.110108.52"];
const WRITE: [&str; 4] = ["call", "idcode", "303", "phoneCode=13800138000"];

const VERIFY: [&str; 7] = [
    "verify",
    "--name",
    "样例有限公司",
    "--code",
    "91310116761614322N",
    "--person",
    "张三",
];

fn at<const N: usize>(words: [&str; N], base_url: &str) -> Run {
    Entreg::new(words.into_iter().chain(["--output", "json"]))
        .at(base_url)
        .run()
}

#[track_caller]
fn money(error: &Value, sent: &str, charged: &str, retryable: bool) {
    assert_eq!(error["sent"], sent, "{error}");
    assert_eq!(error["charged"], charged, "{error}");
    assert_eq!(error["retryable"], retryable, "{error}");
}

#[test]
fn success_is_0() {
    entreg(["--sandbox", "call", "idcode", "105"]).expect_code(0);
}

#[test]
fn a_refusal_is_1_with_the_vendors_words() {
    let vendor = StandIn::always(Reply::body(
        r#"{"code":4051,"msg":"剩余条数不足","idcardid":0}"#,
    ));
    let error = at(PAID, &vendor.base_url()).expect_code(1).error();
    assert_eq!(error["kind"], "refused");
    assert_eq!(error["vendor"], "ihuyi");
    assert_eq!(error["operation"], "ent3f.Submit");
    assert_eq!(error["code"], 4051);
    assert_eq!(error["refusal_kind"], "balance");
    assert_eq!(error["remedy"], "no queries are left: top the account up");
    money(&error, "yes", "no", false);
    assert_eq!(vendor.requests().len(), 1);
}

#[test]
fn no_result_may_be_charged_and_is_still_1() {
    let vendor = StandIn::always(Reply::body(r#"{"code":408,"msg":"查询无结果"}"#));
    let error = at(PAID, &vendor.base_url()).expect_code(1).error();
    assert_eq!(error["refusal_kind"], "not_found");
    money(&error, "yes", "unknown", false);
}

#[test]
fn missing_credentials_are_2_and_named() {
    let run = entreg(READ).expect_code(2);
    let run = run
        .expect_on_stderr(
            "credentials of idcode are missing: IDCODE_ACCESS_TOKEN and IDCODE_AUTH_CODE",
        )
        .expect_on_stderr("`access_token` and `auth_code` under [profiles.NAME.idcode]");
    assert_eq!(run.stdout, "");
    Entreg::new(PAID)
        .env("IHUYI_ACCOUNT", "only-this")
        .run()
        .expect_code(2)
        .expect_on_stderr("credentials of ihuyi are missing: IHUYI_API_KEY");
}

#[test]
fn an_empty_variable_counts_as_missing() {
    Entreg::new(READ)
        .with_credentials()
        .env("IDCODE_AUTH_CODE", "")
        .run()
        .expect_code(2)
        .expect_on_stderr("missing: IDCODE_AUTH_CODE");
}

#[test]
fn an_address_that_must_not_be_called_is_2() {
    at(READ, "ftp://127.0.0.1").expect_code(2);
    at(READ, "nowhere").expect_code(2);
    // Paid queries never travel unencrypted.
    at(PAID, "http://198.51.100.1")
        .expect_code(2)
        .expect_on_stderr("https only");
}

#[test]
fn a_refused_connection_is_3_even_for_a_paid_query() {
    for run in [
        at(PAID, &unreachable_address()),
        at(READ, &unreachable_address()),
        at(WRITE, &unreachable_address()),
    ] {
        let error = run.expect_code(3).error();
        assert_eq!(error["kind"], "transport");
        assert!(
            error["message"]
                .as_str()
                .unwrap()
                .ends_with("the connection was refused")
        );
        assert!(
            error["cause"]
                .as_str()
                .unwrap()
                .starts_with("3 attempts of "),
            "{error}"
        );
        money(&error, "no", "no", true);
    }
}

#[test]
fn a_lost_reply_to_a_paid_query_is_4_and_sent_once() {
    let vendor = StandIn::always(Reply::Nothing);
    let error = at(PAID, &vendor.base_url()).expect_code(4).error();
    money(&error, "unknown", "unknown", false);
    assert!(
        error["remedy"].as_str().unwrap().contains("entreg balance"),
        "{error}"
    );
    assert_eq!(vendor.requests().len(), 1);
}

#[test]
fn a_lost_reply_to_a_write_is_4_without_cost_and_sent_once() {
    let vendor = StandIn::always(Reply::Nothing);
    let error = at(WRITE, &vendor.base_url()).expect_code(4).error();
    money(&error, "unknown", "no", false);
    assert_eq!(error["changed"], "unknown");
    assert_eq!(vendor.requests().len(), 1);
}

#[test]
fn a_lost_reply_to_a_read_is_requested_again() {
    let vendor = StandIn::always(Reply::Nothing);
    at(READ, &vendor.base_url()).expect_code(3);
    assert_eq!(vendor.requests().len(), 3);
}

#[test]
fn a_gateways_response_to_a_paid_query_is_4() {
    let gateway = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    let vendor = StandIn::always(Reply::Raw(gateway.to_vec()));
    let error = at(PAID, &vendor.base_url()).expect_code(4).error();
    assert!(
        error["message"].as_str().unwrap().contains("status 502"),
        "{error}"
    );
    assert_eq!(vendor.requests().len(), 1);
}

#[test]
fn html_and_garbage_are_5() {
    for body in [
        "<html>\n<body>maintenance</body></html>",
        "garbage",
        "{}",
        "[1,2",
        "",
    ] {
        let vendor = StandIn::always(Reply::body(body));
        let run = at(PAID, &vendor.base_url()).expect_code(5);
        assert_eq!(run.stdout, "");
        let error = run.error();
        assert_eq!(error["kind"], "malformed");
        assert_eq!(error["charged"], "unknown");
        assert!(
            !run.stderr.contains("maintenance"),
            "bodies are not shown: {run:#?}"
        );
        assert_eq!(vendor.requests().len(), 1);
    }
}

#[test]
fn a_text_error_has_a_line_a_cause_and_a_remedy() {
    let run = Entreg::new(PAID)
        .at(&unreachable_address())
        .run()
        .expect_code(3);
    let lines: Vec<&str> = run.stderr.lines().collect();
    assert_eq!(lines.len(), 3, "{run:#?}");
    assert_eq!(
        lines[0],
        "error: ihuyi ent3f.Submit: the connection was refused"
    );
    assert!(
        lines[1].starts_with("cause: 3 attempts of POST http://127.0.0.1:"),
        "{run:#?}"
    );
    assert_eq!(
        lines[2],
        "help: no server listens there: check the base address"
    );
}

/// Runs with a stdout that takes no writes.
#[cfg(target_os = "linux")]
fn into_a_full_disk<const N: usize>(words: [&str; N], base_url: &str) -> Run {
    let mut command = Entreg::new(words.into_iter().chain(["--output", "json"]))
        .at(base_url)
        .into_command();
    let full = std::fs::File::options()
        .write(true)
        .open("/dev/full")
        .unwrap();
    Run::from(command.stdout(full).output().unwrap())
}

#[cfg(target_os = "linux")]
#[test]
fn a_paid_reply_that_cannot_be_written_is_4_and_charged() {
    let vendor = StandIn::always(Reply::body(
        r#"{"code":2,"msg":"提交成功","idcardid":"1","result":{"status":2}}"#,
    ));
    for run in [
        into_a_full_disk(PAID, &vendor.base_url()),
        into_a_full_disk(VERIFY, &vendor.base_url()),
    ] {
        let error = run.expect_code(4).error();
        assert_eq!(error["kind"], "output");
        assert_eq!(error["operation"], "ent3f.Submit");
        money(&error, "yes", "yes", false);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_free_reply_that_cannot_be_written_is_3_for_a_read_and_4_for_a_write() {
    let vendor = StandIn::always(Reply::body(r#"{"ResultCode":1,"ResultMsg":"成功"}"#));
    for (words, code, changed) in [(READ, 3, "no"), (WRITE, 4, "yes")] {
        let error = into_a_full_disk(words, &vendor.base_url())
            .expect_code(code)
            .error();
        money(&error, "yes", "no", false);
        assert_eq!(error["changed"], changed);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_result_without_a_call_that_cannot_be_written_is_2() {
    let error = into_a_full_disk(["operations"], "http://127.0.0.1:1")
        .expect_code(2)
        .error();
    money(&error, "no", "no", false);
}

/// A stdout that takes no writes, although no write would fail.
#[cfg(unix)]
#[test]
fn nothing_is_sent_if_stdout_is_closed() {
    let vendor = StandIn::always(Reply::Nothing);
    let words = || PAID.into_iter().chain(["--output", "json"]);
    let entreg = || Entreg::new(words()).at(&vendor.base_url());
    let closed = entreg().closing_stdout().output().unwrap();
    let null = std::fs::File::open("/dev/null").unwrap();
    let read_only = entreg().into_command().stdout(null).output().unwrap();
    for run in [closed, read_only] {
        let error = Run::from(run).expect_code(2).error();
        assert_eq!(error["kind"], "output");
        money(&error, "no", "no", false);
    }
    assert!(vendor.requests().is_empty());
}

#[cfg(unix)]
#[test]
fn dev_null_takes_a_result_however_it_was_opened() {
    let answer = r#"{"code":2,"msg":"","idcardid":"1","result":{"status":2}}"#;
    let vendor = StandIn::always(Reply::body(answer));
    for reads in [false, true] {
        let null = std::fs::File::options()
            .read(reads)
            .write(true)
            .open("/dev/null");
        let mut command = Entreg::new(VERIFY).at(&vendor.base_url()).into_command();
        let run = command.stdout(null.unwrap()).output().unwrap();
        Run::from(run).expect_code(0);
    }
}

#[test]
fn a_run_that_paid_before_the_next_host_was_unreachable_is_4() {
    let bench = Bench::new(FLOW);
    let run = bench
        .onboard(&["--output", "json"])
        .env("IDCODE_BASE_URL", &unreachable_address())
        .run()
        .expect_code(4);
    let error = run.error();
    assert_eq!(error["kind"], "transport");
    assert_eq!(error["operation"], "GetCompanyInfo");
    money(&error, "yes", "yes", false);
    assert_eq!(error["changed"], "no");
    let spent = "{\"spent\":{\"product\":\"ent3f\",\"charged\":1,\"unknown\":0}}\n";
    run.expect_on_stderr(spent);
}

#[test]
fn a_mismatch_is_1_even_if_the_pipe_is_closed() {
    let vendor = StandIn::always(Reply::body(
        r#"{"code":2,"msg":"提交成功","idcardid":"1","result":{"status":1}}"#,
    ));
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let run = Entreg::new(VERIFY)
        .at(&vendor.base_url())
        .into_command()
        .stdout(writer)
        .output()
        .unwrap();
    let run = Run::from(run).expect_code(1);
    let lines: Vec<&str> = run.stderr.lines().collect();
    assert_eq!(lines[0], "spent: 1 query of ent3f, charged");
    assert!(lines[1].starts_with("reply: saved to "), "{run:#?}");
    assert_eq!(lines.len(), 2, "{run:#?}");
}

#[test]
fn a_vendors_internal_error_counts_as_not_charged_in_every_member() {
    for code in [0, 1, 4010] {
        let body = format!(r#"{{"code":{code},"msg":"?"}}"#);
        let vendor = StandIn::always(Reply::Body(body));
        let error = at(PAID, &vendor.base_url()).expect_code(1).error();
        assert_eq!(error["refusal_kind"], "vendor_fault");
        assert_eq!(
            error["remedy"],
            "the vendor failed on its side, which counts as not charged: try again later"
        );
        money(&error, "yes", "no", false);
    }
}

#[test]
fn a_refused_write_is_1_and_says_if_its_code_leaves_the_outcome_open() {
    for (body, changed) in [
        (r#"{"ResultCode":0,"ResultMsg":"?"}"#, "unknown"),
        (r#"{"ResultCode":98765,"ResultMsg":"?"}"#, "unknown"),
        (r#"{"ResultCode":10001,"ResultMsg":"?"}"#, "no"),
    ] {
        let vendor = StandIn::always(Reply::body(body));
        let run = Entreg::new(WRITE).at(&vendor.base_url()).run();
        let says = run.stderr.contains("it is unknown whether the vendor did");
        assert_eq!(says, changed == "unknown", "{run:#?}");
        let error = at(WRITE, &vendor.base_url()).expect_code(1).error();
        assert_eq!(error["changed"], changed, "{error}");
    }
}

#[test]
fn a_rate_limited_call_gets_the_remedy_to_wait_and_no_other() {
    for (status, first) in [
        (
            "429 Too Many Requests",
            "too many calls: lower `calls_per_second`, wait as long as the cause says",
        ),
        (
            "503 Service Unavailable",
            "the server is busy: lower `calls_per_second`, wait as long as the cause says",
        ),
    ] {
        let answer = format!(
            "HTTP/1.1 {status}\r\nRetry-After: 3600\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        );
        let vendor = StandIn::always(Reply::Raw(answer.into_bytes()));
        for (words, then) in [
            (&READ[..], ", then call again"),
            (&PAID[..], ", and check the balance"),
            (&WRITE[..], "; the call may have been carried out"),
        ] {
            let words = words.iter().copied().chain(["--output", "json"]);
            let error = Entreg::new(words).at(&vendor.base_url()).run().error();
            let remedy = error["remedy"].as_str().unwrap();
            assert!(remedy.starts_with(&format!("{first}{then}")), "{error}");
            let cause = error["cause"].as_str().unwrap();
            assert!(cause.contains("retry after 3600 s"), "{error}");
        }
    }
}

/// As if every disk were full: neither stdout nor any folder takes a byte.
#[cfg(target_os = "linux")]
#[test]
fn a_paid_reply_that_no_file_takes_is_printed_to_stderr() {
    let body = "{\"code\":2,\"msg\":\"\u{1b}[2J\",\"idcardid\":\"1\",\n\"result\":{\"status\":2}}";
    let vendor = StandIn::always(Reply::body(body));
    for words in [&PAID[..], &VERIFY[..]] {
        let words = words.iter().copied().chain(["--output", "json"]);
        let mut command = Entreg::new(words)
            .at(&vendor.base_url())
            .env("XDG_STATE_HOME", "/dev/full/state")
            .env("HOME", "/dev/full/home")
            .env("TMPDIR", "/dev/full/tmp")
            .into_command();
        let full = std::fs::File::options()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let run = Run::from(command.stdout(full).output().unwrap()).expect_code(4);
        let lines: Vec<&str> = run.stderr.lines().collect();
        let begins = lines
            .iter()
            .position(|line| line.starts_with("----- start of a reply"));
        let begins = begins.unwrap_or_else(|| panic!("{run:#?}"));
        assert_eq!(
            lines[begins + 1],
            r#"{"code":2,"msg":"\u001b[2J","idcardid":"1",\n"result":{"status":2}}"#
        );
        assert_eq!(lines[begins + 2], "----- end of the reply -----");
        let error = run.error();
        money(&error, "yes", "yes", false);
        let remedy = error["remedy"].as_str().unwrap();
        assert!(
            remedy.contains("do not repeat the query: it is paid for"),
            "{error}"
        );
    }
}

#[test]
fn an_unreachable_proxy_is_named_without_its_credentials() {
    let vendor = StandIn::always(Reply::body("{}"));
    let run = Entreg::new(READ)
        .at(&vendor.base_url())
        .env("ENTREG_PROXY", "http://user:CANARYPROXY@127.0.0.1:1")
        .run()
        .expect_code(3);
    assert!(!run.stderr.contains("CANARYPROXY"), "{run:#?}");
    run.expect_on_stderr("through the proxy http://127.0.0.1:1")
        .expect_on_stderr("check the proxy that the cause names");
    assert_eq!(vendor.requests(), [""; 0]);
}
