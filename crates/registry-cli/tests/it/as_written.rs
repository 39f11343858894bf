//! Irregular identifiers under `--as-written`, and names with unseen characters.

use crate::process::{Entreg, Run};
use crate::stand_in::{Reply, StandIn};

const MATCH: &str = r#"{"code":2,"msg":"提交成功","idcardid":"1","result":{"status":2}}"#;
const NOTHING: &str = r#"{"code":4201,"msg":"查询无结果","idcardid":"1"}"#;

/// The requests that were sent, and the run.
fn sent(words: &[&str], reply: &'static str) -> (Vec<String>, Run) {
    let vendor = StandIn::always(Reply::body(reply));
    let run = Entreg::new(words.iter().copied())
        .at(&vendor.base_url())
        .run();
    (vendor.requests(), run)
}

fn run<'a>(words: impl IntoIterator<Item = &'a str>) -> Run {
    Entreg::new(words).run()
}

fn verify<'a>(name: &'a str, code: &'a str, person: &'a str) -> Vec<&'a str> {
    vec!["verify", "--name", name, "--code", code, "--person", person]
}

#[test]
fn a_doubtful_identifier_is_refused_and_the_error_names_as_written() {
    for words in [
        verify("样例有限公司", "91310116761614323N", "张三"),
        vec!["lookup", "411481NA000138X"],
        vec!["trademarks", "14010700A001338"],
        vec!["copyrights", "14010700A001338"],
        vec!["compare", "411481NA000138X"],
        vec![
            "call",
            "ihuyi",
            "entinfov2.Submit",
            "reg_no=411481NA000138X",
        ],
        vec![
            "call",
            "ihuyi",
            "ent3f.Submit",
            "ent_name=样例有限公司",
            "ent_code=91310116761614323N",
            "name=张三",
        ],
        vec!["unit", "i.86"],
    ] {
        let run = run(words.clone()).expect_code(2);
        assert!(run.stderr.contains("--as-written"), "{words:?}: {run:#?}");
        assert!(
            run.stderr.contains("nothing was sent") || words[0] == "unit",
            "{run:#?}"
        );
    }
}

#[test]
fn as_written_it_is_sent_unchanged_and_the_warning_names_the_rule() {
    for (words, reply, value, rule) in [
        (
            verify("样例有限公司", "91310116761614323N", "张三"),
            MATCH,
            "91310116761614323N",
            "check character is '3', expected '2'",
        ),
        (
            vec!["lookup", "411481NA000138X"],
            NOTHING,
            "411481NA000138X",
            "position 7: found 'N', expected a digit",
        ),
        (
            vec!["trademarks", "14010700A001338"],
            NOTHING,
            "14010700A001338",
            "position 9: found 'A', expected a digit",
        ),
        (
            vec!["copyrights", "14010700A001338"],
            NOTHING,
            "14010700A001338",
            "position 9: found 'A', expected a digit",
        ),
        (
            vec!["compare", "411481NA000138X"],
            NOTHING,
            "411481NA000138X",
            "position 7",
        ),
        (
            vec!["lookup", "--as", "registration-number", "X1"],
            NOTHING,
            "X1",
            "position 1",
        ),
        (
            vec![
                "call",
                "ihuyi",
                "entinfov2.Submit",
                "reg_no=411481NA000138X",
            ],
            NOTHING,
            "411481NA000138X",
            "position 7",
        ),
    ] {
        let words: Vec<&str> = words.into_iter().chain(["--as-written"]).collect();
        let (requests, run) = sent(&words, reply);
        assert_eq!(run.code, Some(i32::from(reply == NOTHING)), "{run:#?}");
        assert!(
            requests.iter().any(|request| request.contains(value)),
            "{words:?}: {requests:?}"
        );
        assert!(run.stderr.contains("sent as written;"), "{run:#?}");
        assert!(run.stderr.contains(rule), "{run:#?}");
    }
}

#[test]
fn a_value_that_no_request_can_carry_is_refused_as_written_too() {
    let long = "9".repeat(61);
    for code in ["", " ", "9131\n0116", &long] {
        let words = verify("样例有限公司", code, "张三");
        let run = run(words.into_iter().chain(["--as-written"])).expect_code(2);
        assert!(!run.stderr.contains("--as-written"), "{run:#?}");
    }
}

#[test]
fn a_code_of_the_pilot_is_sent_with_a_warning() {
    let words = verify("样例有限公司", "91350203M0001FUE2P", "张三");
    let (requests, run) = sent(&words, MATCH);
    assert_eq!((requests.len(), run.code), (1, Some(0)), "{run:#?}");
    assert!(run.stderr.contains("(observed)"), "{run:#?}");
}

#[test]
fn the_error_of_a_code_proposes_what_cleaning_makes_valid() {
    for damaged in [
        "'91310116761614322N",
        "9131 0116 7616 1432 2N",
        "9131011676I6I4322N",
        "91310116761614322N（1-1）",
        "统一社会信用代码：91310116761614322N",
        "统一社会信用代码/纳税人识别号/组织机构代码：91310116761614322N（副本）（1-1）",
        "USCC: 91310116761614322N",
        "No.91310116761614322N",
        "=\"91310116761614322N\"",
        "9131_0116_7616_1432_2N",
    ] {
        for words in [
            verify("样例有限公司", damaged, "张三"),
            vec!["lookup", damaged],
        ] {
            let run = run(words).expect_code(2);
            let is_proposed = ["write 91310116761614322N", "give 91310116761614322N alone"]
                .into_iter()
                .any(|remedy| run.stderr.contains(remedy));
            assert!(is_proposed, "{run:#?}");
        }
    }
    for lost in [
        "9.1310E+17",
        "916,201,055,811,843,000.00",
        "310116002008000",
    ] {
        for words in [
            verify("样例有限公司", "9.1310E+17", "张三"),
            vec!["lookup", lost],
        ] {
            let run = run(words).expect_code(2);
            assert!(run.stderr.contains("spreadsheet"), "{run:#?}");
            assert!(!run.stderr.contains("if that is meant"), "{run:#?}");
        }
    }
}

#[test]
fn a_name_is_sent_without_unseen_characters_and_a_note() {
    let (requests, run) = sent(
        &verify(
            "样例⼭\u{200b}有限公司",
            "91310116761614322N",
            "艾力•买买提",
        ),
        MATCH,
    );
    assert_eq!(run.code, Some(0), "{run:#?}");
    let encoded =
        |text: &str| -> String { text.bytes().map(|byte| format!("%{byte:02X}")).collect() };
    let [request] = &requests[..] else {
        panic!("{requests:?}")
    };
    for name in ["样例山有限公司", "艾力·买买提"] {
        assert!(
            request.contains(name) || request.contains(&encoded(name)),
            "{name}: {request}"
        );
    }
    for words in [
        "character 3 is U+2F2D",
        "character 4 is U+200B",
        "character 3 is U+2022",
    ] {
        assert!(run.stderr.contains(words), "{run:#?}");
    }
}

#[test]
fn a_name_that_cannot_be_mended_is_refused_before_it_costs_money() {
    for name in [
        "样例\u{fffd}有限公司",
        "样例\u{e000}有限公司",
        "样\n例有限公司",
    ] {
        for words in [
            verify(name, "91310116761614322N", "张三"),
            vec!["lookup", name],
            vec!["trademarks", name],
            vec!["copyrights", name],
            vec!["unit", name],
        ] {
            let (requests, run) = sent(&words, MATCH);
            assert_eq!(
                (requests.len(), run.code),
                (0, Some(2)),
                "{words:?}: {run:#?}"
            );
            assert!(run.stderr.contains("character "), "{run:#?}");
        }
    }
    // Under the vendor's own names nothing is replaced.
    let parameter = "ent_name=样例⼭有限公司";
    let words = ["call", "ihuyi", "entinfov2.Submit", parameter];
    let (requests, run) = sent(&words, NOTHING);
    assert_eq!((requests.len(), run.code), (0, Some(2)), "{run:#?}");
    assert!(run.stderr.contains("looks like 山"), "{run:#?}");
}

#[test]
fn a_name_as_written_is_sent_with_all_its_characters() {
    let words = verify("样例\u{e000}有限公司", "91310116761614322N", "张三");
    let words: Vec<&str> = words.into_iter().chain(["--as-written"]).collect();
    let (requests, run) = sent(&words, MATCH);
    assert_eq!((requests.len(), run.code), (1, Some(0)), "{run:#?}");
    assert!(run.stderr.contains("U+E000"), "{run:#?}");
}

#[test]
fn a_name_as_written_is_unchanged_under_the_vendors_parameter_names_too() {
    for (operation, others) in [
        (
            "ent3f.Submit",
            vec!["ent_code=91310116761614322N", "name=张\u{200b}三"],
        ),
        ("entinfov2.Submit", vec![]),
        ("entmark.Submit", vec![]),
        ("entcopy.Submit", vec![]),
    ] {
        let name = "ent_name=样例⼭\u{e000}有限公司";
        let words = [&["call", "ihuyi", operation, name][..], &others].concat();
        let (requests, run) = sent(&words, NOTHING);
        assert_eq!((requests.len(), run.code), (0, Some(2)), "{run:#?}");
        assert!(run.stderr.contains("or add --as-written"), "{run:#?}");
        let words = [&words[..], &["--as-written"]].concat();
        let (requests, run) = sent(&words, NOTHING);
        assert_eq!(requests.len(), 1, "{run:#?}");
        assert!(
            requests
                .iter()
                .any(|one| one.contains('\u{e000}') || one.contains("%EE%80%80")),
            "{requests:?}"
        );
        run.expect_on_stderr("sent as written; character 3");
    }
}

#[test]
fn no_printed_request_line_holds_an_identity_card_number() {
    let person = "11010519491231002X";
    let with_person = format!("张三{person}");
    for words in [
        vec!["lookup", "110105491231002"],
        verify("样例有限公司", person, "张三"),
        verify(&with_person, "91310116761614322N", "张三"),
        verify("样例有限公司", "91310116761614322N", &with_person),
        vec!["trademarks", "样例有限公司", "--number", person],
        vec!["trademarks", "样例有限公司", "--number", "110105491231002"],
    ] {
        let words: Vec<&str> = [&["-v"][..], &words, &["--as-written"][..]].concat();
        let (requests, run) = sent(&words, NOTHING);
        assert!(requests.len() == 1, "{words:?}: {run:#?}");
        assert!(run.stderr.contains("[redacted]"), "{run:#?}");
        for digits in ["19491231", "05491231"] {
            assert!(!run.stderr.contains(digits), "{words:?}: {run:#?}");
        }
    }
    // A code stays visible.
    let words = [
        &["-v"][..],
        &verify("样例有限公司", "91310116761614322N", "张三"),
    ]
    .concat();
    let (_, run) = sent(&words, NOTHING);
    assert!(
        run.stderr.contains("ent_code=91310116761614322N"),
        "{run:#?}"
    );
}

#[test]
fn an_identity_card_number_is_never_sent_as_a_name() {
    for words in [
        vec!["unit", "11010519491231002X"],
        vec!["unit", "110105491231002"],
        vec!["unit", "11010519491231002X", "--exact"],
        vec!["unit", "11010519491231002X", "--as-written"],
        vec!["unit", "张三11010519491231002X"],
        vec![
            "call",
            "idcode",
            "GetCompanyInfo",
            "companyName=11010519491231002X",
        ],
        verify("张三11010519491231002X", "91310116761614322N", "张三"),
        verify("样例有限公司", "91310116761614322N", "张三 110105491231002"),
        vec!["lookup", "张三11010519491231002X"],
        vec!["lookup", "样例有限公司法定代表人张三11010519491231002X"],
    ] {
        let (requests, run) = sent(&words, MATCH);
        assert_eq!(
            (requests.len(), run.code),
            (0, Some(2)),
            "{words:?}: {run:#?}"
        );
        assert!(!run.stderr.contains("19491231"), "{words:?}: {run:#?}");
    }
}

#[test]
fn an_error_says_once_that_nothing_was_sent() {
    for words in [
        verify("样例有限公司", "91310116761614323N", "张三"),
        verify("样例\u{e000}有限公司", "91310116761614322N", "张三"),
        vec!["lookup", "411481NA000138X"],
        vec!["trademarks", "14010700A001338"],
        vec![
            "call",
            "ihuyi",
            "entinfov2.Submit",
            "reg_no=411481NA000138X",
        ],
    ] {
        let run = run(words.clone()).expect_code(2);
        assert_eq!(
            run.stderr.matches("nothing was sent").count(),
            1,
            "{words:?}: {run:#?}"
        );
    }
}

#[test]
fn a_code_of_another_length_gets_no_message_about_its_parts() {
    for code in ["14010700A001338", "411481NA000138X", "4403012345678"] {
        let words = verify("样例有限公司", code, "张三");
        let words: Vec<&str> = words.into_iter().chain(["--as-written"]).collect();
        let (_, run) = sent(&words, MATCH);
        assert!(run.stderr.contains("sent as written;"), "{run:#?}");
        assert!(!run.stderr.contains("no known"), "{run:#?}");
    }
}

#[test]
fn a_text_that_cannot_be_a_name_is_refused_before_it_costs_money_and_warned_of_as_written() {
    for text in [
        "#N/A",
        "NULL",
        "-",
        "&nbsp;",
        "nan",
        "！！",
        "企业名称",
        "13800138000",
        "样例有限公司 张三",
        "样例有限公司 法定代表人 张三",
        "张三、李四",
        "名称：样例有限公司",
        "法定代表人：张三",
        "样例有限公司 91310116761614322N",
        "entName＝样例有限公司",
        "{\"entName\":\"样例有限公司\"}",
        "={{name}}",
        "${name}",
        "=VLOOKUP(A1,B:C,2)",
        "样例@example.com",
        "https://example.com/?name=样例",
        "样例厂 张三",
        "张三和李四",
        "样例有限公司 13800138000",
        "样例有限公司 91310116761614323N",
    ] {
        for words in [
            verify(text, "91310116761614322N", "张三"),
            verify("样例有限公司", "91310116761614322N", text),
        ] {
            let (requests, run) = sent(&words, MATCH);
            assert_eq!((requests.len(), run.code), (0, Some(2)), "{text}: {run:#?}");
            assert!(run.stderr.contains("add --as-written"), "{run:#?}");
        }
    }
    let words = verify("#N/A", "91310116761614322N", "张三");
    let words: Vec<&str> = words.into_iter().chain(["--as-written"]).collect();
    let (requests, run) = sent(&words, MATCH);
    assert_eq!((requests.len(), run.code), (1, Some(0)), "{run:#?}");
    run.expect_on_stderr("`ent_name`: sent as written; it is a placeholder");
}

#[test]
fn a_masked_name_is_sent_with_a_warning() {
    for words in [
        verify("样例**公司", "91310116761614322N", "张三"),
        verify("样例有限公司", "91310116761614322N", "谢**"),
    ] {
        let (requests, run) = sent(&words, MATCH);
        assert_eq!((requests.len(), run.code), (1, Some(0)), "{run:#?}");
        run.expect_on_stderr("sent as written; it is masked from character");
    }
}

#[test]
fn an_invalid_main_code_as_written_is_warned_of_by_call_too() {
    let words = ["call", "idcode", "306", "companyIDcode=foo", "--as-written"];
    let (requests, run) = sent(&words, r#"{"ResultCode":-1,"ResultMsg":"参数错误"}"#);
    assert_eq!(requests.len(), 1, "{run:#?}");
    run.expect_on_stderr("`companyIDcode`: sent as written;");
}

#[test]
fn a_goto_url_in_full_width_is_refused_with_its_repaired_form() {
    run(["scan-url", "http：//a.cn/m？id=", "i.86.110108.52"])
        .expect_code(2)
        .expect_on_stderr("write http://a.cn/m?id=");
    run(["scan-url", "HTTP://a.cn/m?id=", "i.86.110108.52"]).expect_code(0);
}
