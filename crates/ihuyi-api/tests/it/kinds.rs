//! Tests the kinds of refusals, which say what the caller should do, and their possible charges.

use endpoint_core::RefusalKind::{
    self, Account, Auth, Balance, NotFound, Parameter, Unknown, VendorFault,
};
use endpoint_core::{Endpoint, Knowledge, OpenError, Vendor, Visit};
use ihuyi_api::products::{Ent3fGetNum, Ent3fSubmit, Entinfov2Submit};
use ihuyi_api::{Ihuyi, endpoints};

/// Codes that have the same kind in all documents.
const KINDS: [(i64, RefusalKind); 27] = [
    (0, VendorFault),
    (1, VendorFault),
    (400, Account),
    (401, Auth),
    (402, Auth),
    (403, Account),
    (404, Parameter),
    (405, Auth),
    (406, Parameter),
    (407, Parameter),
    (408, NotFound),
    (409, Parameter),
    (411, Parameter),
    (4010, VendorFault),
    (4041, Parameter),
    (4050, Account),
    (4051, Balance),
    (4052, Account),
    (4061, Parameter),
    (4071, Parameter),
    (4086, VendorFault),
    (4091, Parameter),
    (4111, Parameter),
    (4201, NotFound),
    (40501, Auth),
    (40502, Auth),
    (40505, Account),
];

/// The codes of entinfov2 alone.
const FAILED: (i64, RefusalKind) = (4202, VendorFault);

struct Kinds(Vec<i64>);

impl Visit<Ihuyi> for Kinds {
    fn endpoint<E: Endpoint<Vendor = Ihuyi>>(&mut self) {
        let spec = E::SPEC;
        let rows = spec.codes.iter().chain(spec.observed_codes);
        for row in rows.filter(|row| row.kind.is_some()) {
            let mut kinds = KINDS.iter().chain([&FAILED]);
            let (_, kind) = kinds.find(|(code, _)| *code == row.code).unwrap();
            let found = Ihuyi::classify(&E::SPEC, row.code, row.message);
            assert_eq!(found, *kind, "{} {}", E::SPEC.name, row.code);
            self.0.push(row.code);
        }
    }
}

#[test]
fn every_documented_refusal_has_the_kind_of_its_message() {
    let mut kinds = Kinds(Vec::new());
    endpoints(&mut kinds);
    for (code, _) in KINDS.iter().chain([&FAILED]) {
        assert!(kinds.0.contains(code), "no table has {code}");
    }
}

#[test]
fn a_code_outside_its_table_is_unknown() {
    // 404 belongs to ent3f and 4201 to entinfov2; GetNum never returns 4051.
    assert_eq!(Ihuyi::classify(&Entinfov2Submit::SPEC, 404, ""), Unknown);
    assert_eq!(Ihuyi::classify(&Ent3fSubmit::SPEC, 4201, ""), Unknown);
    assert_eq!(Ihuyi::classify(&Ent3fGetNum::SPEC, 4051, ""), Unknown);
    assert_eq!(
        Ihuyi::classify(&Ent3fSubmit::SPEC, 999, "查询无结果"),
        Unknown
    );
}

#[test]
fn messages_do_not_decide() {
    for message in [
        "API ID或API KEY不正确",
        "用户名或密码不正确",
        "未授权！",
        "",
    ] {
        assert_eq!(Ihuyi::classify(&Ent3fSubmit::SPEC, 405, message), Auth);
        assert_eq!(Ihuyi::classify(&Ent3fSubmit::SPEC, 408, message), NotFound);
    }
}

fn charged<E: Endpoint<Vendor = Ihuyi>>(code: i64) -> Knowledge {
    let body = format!(r#"{{"code":{code},"msg":""}}"#);
    match Ihuyi::open::<E>(&body.into()) {
        Err(OpenError::Refused(refusal)) => refusal.charged(),
        Err(malformed) => panic!("{code}: {malformed}"),
        Ok(_) => panic!("{code} is a refusal"),
    }
}

#[test]
fn only_empty_results_and_unexplained_codes_may_have_been_charged() {
    for (code, kind) in KINDS {
        let expected = match kind {
            NotFound => Knowledge::Unknown,
            _ => Knowledge::No,
        };
        if Ent3fSubmit::SPEC.code(code).is_some() {
            assert_eq!(charged::<Ent3fSubmit>(code), expected, "{code}");
        }
        if Entinfov2Submit::SPEC.code(code).is_some() {
            assert_eq!(charged::<Entinfov2Submit>(code), expected, "{code}");
        }
        assert_eq!(charged::<Ent3fGetNum>(code), Knowledge::No, "{code}");
    }
    assert_eq!(charged::<Ent3fSubmit>(999), Knowledge::Unknown);
    assert_eq!(charged::<Ent3fGetNum>(999), Knowledge::No);
}

#[test]
fn a_failure_that_blames_a_parameter_is_not_a_vendor_fault() {
    for (code, message, kind) in [
        (1, "提交失败：page_index不正确", Parameter),
        (1, "提交失败: ent_name is given twice", Parameter),
        (1, "查询失败，企业名称不能为空", Parameter),
        (0, "未知错误：参数错误", Parameter),
        (1, "参数错误", Parameter),
        (1, "提交失败", VendorFault),
        (1, " 提交失败！ ", VendorFault),
        (1, "提交失败：系统繁忙", VendorFault),
        (1, "提交失败：通道超时", VendorFault),
        (0, "未知错误", VendorFault),
        (0, "", VendorFault),
        (4010, "通道错误：参数错误", VendorFault),
    ] {
        let found = Ihuyi::classify(&Ent3fSubmit::SPEC, code, message);
        assert_eq!(found, kind, "{code} {message}");
    }
    // The table of GetNum has no code 1.
    let reason = "提交失败：time is given twice";
    assert_eq!(Ihuyi::classify(&Ent3fGetNum::SPEC, 1, reason), Parameter);
    assert_eq!(Ihuyi::classify(&Ent3fGetNum::SPEC, 1, "提交失败"), Unknown);
}
