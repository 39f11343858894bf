//! Do the declarations say what the document says?
//!
//! The table is the document's: made once from its description, then read against it.

use endpoint_core::Need::{self, Conditional, Optional, Required};
use endpoint_core::{Endpoint, Method, Param, Placement, Sensitivity, Shape, Spec, Vendor, Visit};
use idcode_api::{Idcode, endpoints};

/// Name, type, need, default and values of a parameter.
type Parameter = (
    &'static str,
    &'static str,
    Need,
    Option<&'static str>,
    &'static [&'static str],
);

#[derive(Debug, PartialEq)]
struct Declared {
    number: Option<&'static str>,
    name: &'static str,
    method: Method,
    placement: Placement,
    path: &'static str,
    reply: Shape,
    params: &'static [Parameter],
    /// Code and message.
    codes: &'static [(i64, &'static str)],
}

const DOCUMENT: &[Declared] = &[
    Declared {
        number: Some("101"),
        name: "GetAllAreaInfo",
        method: Method::Get,
        placement: Placement::Query,
        path: "/AllInterFace/GetAllAreaInfo",
        reply: Shape::List("AddressList"),
        params: &[],
        codes: &[(1, "成功")],
    },
    Declared {
        number: Some("102"),
        name: "GetAreaInfoByParentID",
        method: Method::Get,
        placement: Placement::Query,
        path: "/AllInterFace/GetAreaInfoByParentID",
        reply: Shape::List("AddressList"),
        params: &[
            ("addressidparent", "decimal", Required, None, &[]),
            ("level", "int", Optional, None, &["1", "2", "3"]),
        ],
        codes: &[(1, "成功")],
    },
    Declared {
        number: Some("105"),
        name: "GetUnitType",
        method: Method::Get,
        placement: Placement::Query,
        path: "/AllInterFace/GetUnitType",
        reply: Shape::List("UnitTypeList"),
        params: &[],
        codes: &[(1, "成功")],
    },
    Declared {
        number: Some("301"),
        name: "RegCompanyInfo",
        method: Method::Get,
        placement: Placement::Query,
        path: "/AllInterFace/RegCompanyInfo",
        reply: Shape::Object,
        params: &[
            ("loginName", "string", Required, None, &[]),
            ("loginPassword", "string", Required, None, &[]),
            ("email", "string", Optional, None, &[]),
            ("organunitName", "string", Required, None, &[]),
            ("organunitNameEn", "string", Optional, None, &[]),
            ("code", "int", Required, None, &[]),
            ("province_ID", "int", Required, None, &[]),
            ("city_ID", "int", Required, None, &[]),
            ("area_ID", "int", Required, None, &[]),
            ("linkMan", "string", Optional, None, &[]),
            ("linkManEn", "string", Optional, None, &[]),
            ("linkPhone", "string", Required, None, &[]),
            ("smsVerifyCode", "string", Conditional, None, &[]),
        ],
        codes: &[
            (1, "注册成功！"),
            (2, "已存在该组织单位，不可再添加！"),
            (3, "已存在该用户，不可再添加！"),
            (0, "异常错误！"),
            (-1, "参数错误！"),
            (-2, "未授权！"),
            (-3, "验证码错误！"),
            (-4, "验证码过期！"),
        ],
    },
    Declared {
        number: Some("303"),
        name: "SendVerifyInfo",
        method: Method::Get,
        placement: Placement::Query,
        path: "/AllInterFace/SendVerifyInfo",
        reply: Shape::Object,
        params: &[("phoneCode", "string", Required, None, &[])],
        codes: &[(1, "添加成功")],
    },
    Declared {
        number: Some("304"),
        name: "VerifyCompanyInfo",
        method: Method::Post,
        placement: Placement::Multipart,
        path: "/AllInterFace/VerifyCompanyInfo",
        reply: Shape::Object,
        params: &[
            ("companyIDcode", "string", Required, None, &[]),
            ("Organizationcode", "string", Required, None, &[]),
            ("codePayType", "int", Required, None, &["2", "0"]),
            ("file1", "file", Required, None, &[]),
        ],
        codes: &[(1, "成功")],
    },
    Declared {
        number: Some("305"),
        name: "ModifyCompanyInfo",
        method: Method::Get,
        placement: Placement::Query,
        path: "/AllInterFace/ModifyCompanyInfo",
        reply: Shape::Object,
        params: &[
            ("companyIDcode", "string", Required, None, &[]),
            ("trade_ID", "int", Required, None, &[]),
            ("organunitAddress", "string", Required, None, &[]),
            ("organunitNameEn", "string", Optional, None, &[]),
            ("organunitAddressEn", "string", Optional, None, &[]),
            ("email", "string", Optional, None, &[]),
            ("linkMan", "string", Optional, None, &[]),
            ("linkManEn", "string", Optional, None, &[]),
            ("fax", "string", Optional, None, &[]),
            ("unitworkAddress", "string", Optional, None, &[]),
            ("unitworkAddressEn", "string", Optional, None, &[]),
            (
                "unitSizeType",
                "int",
                Required,
                Some("1"),
                &["1", "2", "3", "4"],
            ),
            ("registeredCapital", "int", Optional, None, &[]),
        ],
        codes: &[(1, "完善资料成功！")],
    },
    Declared {
        number: Some("306"),
        name: "GetCompanyBaseInfo",
        method: Method::Get,
        placement: Placement::Query,
        path: "/AllInterFace/GetCompanyBaseInfo",
        reply: Shape::Object,
        params: &[("companyIDcode", "string", Required, None, &[])],
        codes: &[(1, "成功")],
    },
    Declared {
        number: Some("307"),
        name: "GetCompanyInfo",
        method: Method::Get,
        placement: Placement::Query,
        path: "/AllInterFace/GetCompanyInfo",
        reply: Shape::List("OrganUnitList"),
        params: &[
            ("companyName", "string", Required, None, &[]),
            ("searchType", "string", Optional, None, &["0", "1"]),
        ],
        codes: &[(1, "成功")],
    },
    Declared {
        number: Some("308"),
        name: "GetOrganUnitStatus",
        method: Method::Get,
        placement: Placement::Query,
        path: "/AllInterFace/GetOrganUnitStatus",
        reply: Shape::Object,
        params: &[("companyIDcode", "string", Required, None, &[])],
        codes: &[(1, "成功")],
    },
];

struct Specs(Vec<Spec>);

impl Visit<Idcode> for Specs {
    fn endpoint<E: Endpoint<Vendor = Idcode>>(&mut self) {
        self.0.push(E::SPEC);
    }
}

fn specs() -> Vec<Spec> {
    let mut specs = Specs(Vec::new());
    endpoints(&mut specs);
    specs.0
}

#[test]
fn the_catalogue_has_the_operations_of_the_document_in_the_order_of_their_numbers() {
    let names: Vec<_> = specs()
        .iter()
        .map(|spec| (spec.number, spec.name))
        .collect();
    let expected: Vec<_> = DOCUMENT.iter().map(|row| (row.number, row.name)).collect();
    assert_eq!(names, expected);
}

#[test]
fn method_path_placement_and_reply_are_those_of_the_document() {
    for (spec, row) in specs().iter().zip(DOCUMENT) {
        assert_eq!(
            (spec.method, spec.placement, spec.path, spec.reply),
            (row.method, row.placement, row.path, row.reply),
            "{}",
            row.name
        );
    }
}

#[test]
fn parameters_are_those_of_the_document_in_its_order() {
    for (spec, row) in specs().iter().zip(DOCUMENT) {
        let names: Vec<_> = spec.params.iter().map(|param| param.name).collect();
        let expected: Vec<_> = row.params.iter().map(|param| param.0).collect();
        assert_eq!(names, expected, "{}", row.name);
        for (param, &(name, kind, need, default, values)) in spec.params.iter().zip(row.params) {
            let context = format!("{} {name}", row.name);
            assert_eq!(param.kind.as_str(), kind, "{context}");
            assert_eq!(param.need, need, "{context}");
            assert_eq!(param.default, default, "{context}");
            assert_eq!(codes_of(param), values, "{context}");
        }
    }
}

fn codes_of(param: &Param) -> Vec<&'static str> {
    param.values.iter().map(|(code, _)| *code).collect()
}

#[test]
fn result_codes_and_their_messages_are_those_of_the_document() {
    for (spec, row) in specs().iter().zip(DOCUMENT) {
        let codes: Vec<_> = spec
            .codes
            .iter()
            .map(|code| (code.code, code.message))
            .collect();
        assert_eq!(codes, row.codes, "{}", row.name);
    }
}

#[test]
fn success_and_nothing_else_is_no_refusal() {
    for spec in specs() {
        for row in spec.codes.iter().chain(spec.observed_codes) {
            let is_success = row.code == Idcode::ENVELOPE.success;
            assert_eq!(row.kind.is_none(), is_success, "{} {}", spec.name, row.code);
        }
    }
}

#[test]
fn no_code_is_declared_twice() {
    for spec in specs() {
        let mut codes: Vec<_> = spec.codes.iter().map(|row| row.code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), spec.codes.len(), "{}", spec.name);
    }
}

#[test]
fn every_call_carries_token_time_and_hash_beside_its_own_parameters() {
    let names: Vec<_> = Idcode::COMMON
        .iter()
        .map(|param| (param.name, param.need))
        .collect();
    let expected = [
        ("access_token", Required),
        ("time", Required),
        ("hash", Required),
    ];
    assert_eq!(names, expected);
    for spec in specs() {
        for (name, _) in expected {
            assert_eq!(spec.param(name), None, "{}", spec.name);
        }
    }
}

#[test]
fn passwords_are_secret_and_what_is_about_persons_is_personal() {
    let marked = |wanted: Sensitivity| -> Vec<String> {
        specs()
            .iter()
            .flat_map(|spec| {
                let marked = spec
                    .params
                    .iter()
                    .filter(|param| param.sensitivity == wanted);
                marked.map(|param| format!("{}.{}", spec.name, param.name))
            })
            .collect()
    };
    assert_eq!(
        marked(Sensitivity::Secret),
        [
            "RegCompanyInfo.loginPassword",
            "RegCompanyInfo.smsVerifyCode"
        ]
    );
    assert_eq!(
        marked(Sensitivity::Personal),
        [
            "RegCompanyInfo.loginName",
            "RegCompanyInfo.email",
            "RegCompanyInfo.linkMan",
            "RegCompanyInfo.linkManEn",
            "RegCompanyInfo.linkPhone",
            "SendVerifyInfo.phoneCode",
            "ModifyCompanyInfo.email",
            "ModifyCompanyInfo.linkMan",
            "ModifyCompanyInfo.linkManEn",
            "ModifyCompanyInfo.fax",
        ]
    );
}

#[test]
fn what_writes_is_not_repeated_blindly_and_nothing_is_billed() {
    let repeatable: Vec<_> = specs()
        .iter()
        .filter(|spec| spec.idempotent)
        .map(|spec| spec.name)
        .collect();
    assert_eq!(
        repeatable,
        [
            "GetAllAreaInfo",
            "GetAreaInfoByParentID",
            "GetUnitType",
            "GetCompanyBaseInfo",
            "GetCompanyInfo",
            "GetOrganUnitStatus",
        ]
    );
    assert!(specs().iter().all(|spec| !spec.billed));
}
