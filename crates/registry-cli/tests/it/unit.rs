//! `unit` shows a unit by its code with its status, or lists the units of a name.

use crate::process::{Entreg, entreg};
use crate::stand_in::{Reply, StandIn};

const NAME: &str = "样例（北京）编码服务有限公司";

#[test]
fn a_code_shows_record_and_status_in_one_document() {
    for code in ["i.86.110108.52", "i.86.110108.52/91.12000000.1/xxxx"] {
        let run = entreg(["--sandbox", "unit", code, "--output", "json"]).expect_code(0);
        let unit = run.json();
        assert_eq!(unit["OrganUnitName"], NAME);
        assert!(unit["IsAudit"].is_number(), "{unit}");
        assert!(unit["IsAuthen"].is_number(), "{unit}");
    }
    let table = entreg(["--sandbox", "unit", "i.86.110108.52"]).expect_code(0);
    assert!(table.stdout.contains(NAME), "{table:#?}");
    assert!(table.stdout.contains("IsAudit"), "{table:#?}");
}

#[test]
fn a_name_lists_the_units_that_bear_it() {
    let listed = |words: &[&str]| {
        let words = ["--sandbox", "unit"].iter().chain(words).copied();
        let run = Entreg::new(words.chain(["--output", "json"])).run();
        run.expect_code(0).json().as_array().unwrap().len()
    };
    assert_eq!(listed(&[NAME]), 1);
    assert_eq!(listed(&["编码服务"]), 1);
    assert_eq!(listed(&[NAME, "--exact"]), 1);
}

#[test]
fn record_and_status_are_requested_with_the_main_code() {
    let vendor = StandIn::always(Reply::body(
        r#"{"OrganUnitName":"样例","IsAuthen":1,"IsAudit":1,"ResultCode":1}"#,
    ));
    Entreg::new(["unit", "i.86.110108.52/91.12000000.1/xxxx"])
        .at(&vendor.base_url())
        .run()
        .expect_code(0);
    let requests = vendor.requests();
    let [record, status] = requests.as_slice() else {
        panic!("{requests:#?}")
    };
    assert!(record.starts_with("GET /AllInterFace/GetCompanyBaseInfo?"));
    assert!(status.starts_with("GET /AllInterFace/GetOrganUnitStatus?"));
    assert!(record.contains("companyIDcode=i.86.110108.52&"), "{record}");
}

#[test]
fn no_name_is_refused_and_an_unknown_code_is_the_vendors_refusal() {
    entreg(["unit", " "])
        .expect_code(2)
        .expect_on_stderr("parameter `companyName`: must not be empty");
    entreg(["--sandbox", "unit", "i.86.110108.999"]).expect_code(1);
}

#[test]
fn any_word_can_be_part_of_a_name() {
    const NO_UNIT: &str = r#"{"ResultCode":0,"ResultMsg":"未查询到单位！"}"#;
    for part in [
        "58",
        "360",
        "公司",
        "企业",
        "无",
        "有限公司（江北店）",
        "张三、李四",
        "12345678店",
    ] {
        let vendor = StandIn::always(Reply::body(NO_UNIT));
        Entreg::new(["unit", part])
            .at(&vendor.base_url())
            .run()
            .expect_code(1);
        let request = vendor.requests().remove(0);
        assert!(
            request.starts_with("GET /AllInterFace/GetCompanyInfo?"),
            "{part}: {request}"
        );
    }
}

#[test]
fn a_name_as_written_is_sent_with_all_its_characters() {
    const NO_UNIT: &str = r#"{"ResultCode":0,"ResultMsg":"未查询到单位！"}"#;
    for name in [
        "样例有限公司",
        "样例\u{e000}有限公司",
        "Sample Ltd",
        "91310116761614322N（1-1）",
        "X1",
        "58",
        "公司",
    ] {
        let vendor = StandIn::always(Reply::body(NO_UNIT));
        let run = Entreg::new(["unit", name, "--as-written"])
            .at(&vendor.base_url())
            .run()
            .expect_code(1);
        let requests = vendor.requests();
        let [request] = requests.as_slice() else {
            panic!("{requests:#?}")
        };
        assert!(
            request.starts_with("GET /AllInterFace/GetCompanyInfo?"),
            "{request}"
        );
        let is_odd = name.contains('\u{e000}');
        assert!(!is_odd || request.contains("%EE%80%80"), "{request}");
        assert_eq!(run.stderr.contains("U+E000"), is_odd, "{run:#?}");
    }
    // A text with the form of a code stays a code.
    let code = "i.86";
    let vendor = StandIn::always(Reply::body(NO_UNIT));
    let run = Entreg::new(["unit", code, "--as-written"])
        .at(&vendor.base_url())
        .run()
        .expect_code(1);
    let request = vendor.requests().remove(0);
    assert!(
        request.starts_with("GET /AllInterFace/GetCompanyBaseInfo?"),
        "{request}"
    );
    run.expect_on_stderr("sent as written;");
}
