//! Do the declarations say what the documents say?
//!
//! The table is the documents': made once from their description, then read against it. Two
//! things are not printed there: types (every value travels as text), and for entinfov2 the
//! column of required parameters, whose place the rule "one of the four" takes.

use endpoint_core::Need::{self, Optional, Required};
use endpoint_core::{
    Covered, Endpoint, Evidence, Method, Placement, Sensitivity, Shape, Spec, Vendor, Visit,
};
use ihuyi_api::{Ihuyi, endpoints};

/// Name and need of a parameter.
type Parameter = (&'static str, Need);

#[derive(Debug, PartialEq)]
struct Declared {
    name: &'static str,
    path: &'static str,
    params: &'static [Parameter],
    /// The parameters in the formula of the dynamic password, in its order.
    covered: &'static [&'static str],
    /// Code and message.
    codes: &'static [(i64, &'static str)],
}

const DOCUMENTS: &[Declared] = &[
    Declared {
        name: "ent3f.Submit",
        path: "/idcard/ent3f/Submit.json",
        params: &[
            ("ent_name", Required),
            ("ent_code", Required),
            ("name", Required),
        ],
        covered: &["name", "ent_name", "ent_code"],
        codes: &[
            (0, "未知错误"),
            (1, "提交失败"),
            (2, "提交成功"),
            (400, "非法ip访问"),
            (401, "帐号不能为空"),
            (402, "密码不能为空"),
            (403, "应用不存在"),
            (404, "法人姓名不能为空"),
            (407, "手机号不能为空"),
            (4071, "手机格式不正确"),
            (408, "查询无结果"),
            (405, "API ID或API KEY不正确"),
            (4050, "账号被冻结"),
            (40501, "动态密码已过期"),
            (40502, "动态密码校验失败"),
            (40505, "没有签定合同"),
            (4051, "剩余条数不足"),
            (4052, "访问ip与备案ip不符"),
            (4086, "通道无效"),
            (409, "公司名称不能为空"),
            (4091, "公司名称格式不正确"),
            (4010, "通道错误"),
            (411, "统一社会信用代码不能为空"),
            (4111, "统一社会信用代码格式不正确"),
        ],
    },
    Declared {
        name: "ent3f.GetNum",
        path: "/idcard/ent3f/GetNum.json",
        params: &[],
        covered: &[],
        codes: &[
            (2, "查询成功"),
            (400, "非法ip访问"),
            (401, "帐号不能为空"),
            (402, "密码不能为空"),
            (403, "应用不存在"),
            (405, "API ID或API KEY不正确"),
            (4050, "账号被冻结"),
            (40501, "动态密码已过期"),
            (40502, "动态密码校验失败"),
            (4052, "访问ip与备案ip不符"),
        ],
    },
    Declared {
        name: "entinfov2.Submit",
        path: "/idcard/entinfov2/Submit.json",
        params: &[
            ("ent_name", Optional),
            ("ent_code", Optional),
            ("reg_no", Optional),
            ("organization_code", Optional),
        ],
        covered: &["ent_name", "ent_code"],
        codes: &[
            (0, "未知错误"),
            (1, "提交失败"),
            (2, "提交成功"),
            (400, "非法ip访问"),
            (401, "帐号不能为空"),
            (402, "密码不能为空"),
            (403, "应用不存在"),
            (408, "查询无结果"),
            (405, "API ID或API KEY不正确"),
            (4050, "账号被冻结"),
            (40501, "动态密码已过期"),
            (40502, "动态密码校验失败"),
            (40505, "没有签定合同"),
            (4051, "剩余条数不足"),
            (4052, "访问ip与备案ip不符"),
            (4086, "通道无效"),
            (4010, "通道错误"),
            (4201, "查询无结果"),
            (4202, "查询失败"),
        ],
    },
    Declared {
        name: "entinfov2.GetNum",
        path: "/idcard/entinfov2/GetNum.json",
        params: &[],
        covered: &[],
        codes: &[
            (2, "查询成功"),
            (400, "非法ip访问"),
            (401, "帐号不能为空"),
            (402, "密码不能为空"),
            (403, "应用不存在"),
            (405, "API ID或API KEY不正确"),
            (4050, "账号被冻结"),
            (40501, "动态密码已过期"),
            (40502, "动态密码校验失败"),
            (4052, "访问ip与备案ip不符"),
        ],
    },
    Declared {
        name: "entmark.Submit",
        path: "/idcard/entmark/Submit.json",
        params: &[
            ("ent_name", Optional),
            ("ent_code", Optional),
            ("organization_code", Optional),
            ("reg_no", Optional),
            ("begin_date", Optional),
            ("end_date", Optional),
            ("int_category", Optional),
            ("application_number", Optional),
            ("page_index", Optional),
            ("page_size", Optional),
        ],
        covered: &["ent_name", "ent_code"],
        codes: &[
            (0, "未知错误"),
            (1, "提交失败"),
            (2, "提交成功"),
            (400, "非法ip访问"),
            (401, "帐号不能为空"),
            (402, "密码不能为空"),
            (403, "应用不存在"),
            (407, "手机号不能为空"),
            (4071, "手机格式不正确"),
            (408, "查询无结果"),
            (405, "API ID或API KEY不正确"),
            (4050, "账号被冻结"),
            (40501, "动态密码已过期"),
            (40502, "动态密码校验失败"),
            (40505, "没有签定合同"),
            (4051, "剩余条数不足"),
            (4052, "访问ip与备案ip不符"),
            (4086, "通道无效"),
            (4010, "通道错误"),
        ],
    },
    Declared {
        name: "entmark.GetNum",
        path: "/idcard/entmark/GetNum.json",
        params: &[],
        covered: &[],
        codes: &[
            (2, "查询成功"),
            (400, "非法ip访问"),
            (401, "帐号不能为空"),
            (402, "密码不能为空"),
            (403, "应用不存在"),
            (405, "API ID或API KEY不正确"),
            (406, "企业名称、统代、组织机构代码、工商注册号四选一"),
            (407, "每页条数最大20"),
            (4050, "账号被冻结"),
            (40501, "动态密码已过期"),
            (40502, "动态密码校验失败"),
            (4052, "访问ip与备案ip不符"),
        ],
    },
    Declared {
        name: "entcopy.Submit",
        path: "/idcard/entcopy/Submit.json",
        params: &[
            ("ent_name", Optional),
            ("ent_code", Optional),
            ("organization_code", Optional),
            ("reg_no", Optional),
            ("year", Optional),
            ("copyright_type", Optional),
            ("reg_num", Optional),
            ("copyright_name", Optional),
            ("owner", Optional),
            ("page_index", Optional),
            ("page_size", Optional),
        ],
        covered: &["ent_name", "ent_code"],
        codes: &[
            (0, "未知错误"),
            (1, "提交失败"),
            (2, "提交成功"),
            (400, "非法ip访问"),
            (401, "帐号不能为空"),
            (402, "密码不能为空"),
            (403, "应用不存在"),
            (404, "姓名不能为空"),
            (4041, "姓名格式不正确(2-10个中文汉字)"),
            (406, "企业名称、统代、组织机构代码、工商注册号四选一"),
            (407, "每页条数最大50"),
            (4061, "身份证格式不正确"),
            (405, "API ID 或 API KEY 不正确"),
            (4050, "账号被冻结"),
            (40501, "动态密码已过期"),
            (40502, "动态密码校验失败"),
            (40505, "没有签定合同"),
            (4051, "剩余条数不足"),
            (4052, "访问 ip 与备案 ip 不符"),
            (4086, "通道无效"),
            (4010, "通道错误"),
        ],
    },
    // No document has it: it is that of its sisters.
    Declared {
        name: "entcopy.GetNum",
        path: "/idcard/entcopy/GetNum.json",
        params: &[],
        covered: &[],
        codes: &[
            (2, "查询成功"),
            (400, "非法ip访问"),
            (401, "帐号不能为空"),
            (402, "密码不能为空"),
            (403, "应用不存在"),
            (405, "API ID或API KEY不正确"),
            (4050, "账号被冻结"),
            (40501, "动态密码已过期"),
            (40502, "动态密码校验失败"),
            (4052, "访问ip与备案ip不符"),
        ],
    },
];

struct Specs(Vec<Spec>);

impl Visit<Ihuyi> for Specs {
    fn endpoint<E: Endpoint<Vendor = Ihuyi>>(&mut self) {
        self.0.push(E::SPEC);
    }
}

fn specs() -> Vec<Spec> {
    let mut specs = Specs(Vec::new());
    endpoints(&mut specs);
    specs.0
}

#[test]
fn every_operation_says_in_a_sentence_what_it_does() {
    let specs = specs();
    for spec in &specs {
        let is_sentence = spec.summary.len() > 20 && spec.summary.ends_with('.');
        assert!(is_sentence, "{}: {}", spec.name, spec.summary);
        let same = specs.iter().filter(|one| one.summary == spec.summary);
        assert_eq!(same.count(), 1, "{}: {}", spec.name, spec.summary);
    }
}

#[test]
fn the_catalogue_has_the_calls_of_the_documents_product_by_product() {
    let names: Vec<_> = specs().iter().map(|spec| spec.name).collect();
    let expected: Vec<_> = DOCUMENTS.iter().map(|row| row.name).collect();
    assert_eq!(names, expected);
}

#[test]
fn every_call_is_a_form_that_is_posted_and_answers_with_an_object() {
    for (spec, row) in specs().iter().zip(DOCUMENTS) {
        assert_eq!(
            (
                spec.method,
                spec.placement,
                spec.path,
                spec.reply,
                spec.number
            ),
            (Method::Post, Placement::Form, row.path, Shape::Object, None),
            "{}",
            row.name
        );
    }
}

#[test]
fn parameters_are_those_of_the_documents_in_their_order() {
    for (spec, row) in specs().iter().zip(DOCUMENTS) {
        let params: Vec<_> = spec
            .params
            .iter()
            .map(|param| (param.name, param.need))
            .collect();
        assert_eq!(params, row.params, "{}", row.name);
        for param in spec.params {
            let context = format!("{} {}", row.name, param.name);
            assert_eq!(param.kind.as_str(), "string", "{context}");
            let default = match (row.name, param.name) {
                ("entmark.Submit" | "entcopy.Submit", "page_index") => Some("1"),
                ("entmark.Submit", "page_size") => Some("20"),
                ("entcopy.Submit", "page_size") => Some("50"),
                _ => None,
            };
            assert_eq!(param.default, default, "{context}");
            let values: &[_] = match param.name {
                "copyright_type" => &[("P", "copyright"), ("S", "software copyright")],
                _ => &[],
            };
            assert_eq!(param.values, values, "{context}");
        }
    }
}

#[test]
fn the_password_covers_the_parameters_of_the_formula_in_its_order() {
    for (spec, row) in specs().iter().zip(DOCUMENTS) {
        assert_eq!(spec.covered, Covered::These(row.covered), "{}", row.name);
    }
}

#[test]
fn result_codes_and_their_messages_are_those_of_the_documents() {
    for (spec, row) in specs().iter().zip(DOCUMENTS) {
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
        for row in spec.codes {
            let is_success = row.code == Ihuyi::ENVELOPE.success;
            assert_eq!(row.kind.is_none(), is_success, "{} {}", spec.name, row.code);
        }
    }
}

#[test]
fn every_call_carries_account_and_password_and_the_dynamic_one_a_time() {
    let params: Vec<_> = Ihuyi::COMMON
        .iter()
        .map(|param| (param.name, param.need == Required, param.sensitivity))
        .collect();
    assert_eq!(
        params,
        [
            ("account", true, Sensitivity::Secret),
            ("password", true, Sensitivity::Secret),
            ("time", false, Sensitivity::Open),
        ]
    );
}

#[test]
fn names_of_persons_are_personal_and_nothing_else_is_hidden() {
    for spec in specs() {
        for param in spec.params {
            let expected = match param.name {
                "name" | "owner" => Sensitivity::Personal,
                _ => Sensitivity::Open,
            };
            assert_eq!(param.sensitivity, expected, "{} {}", spec.name, param.name);
        }
    }
}

#[test]
fn queries_are_billed_and_balances_are_free() {
    let billed: Vec<_> = specs()
        .iter()
        .filter(|spec| spec.billed)
        .map(|spec| spec.name)
        .collect();
    assert_eq!(
        billed,
        [
            "ent3f.Submit",
            "entinfov2.Submit",
            "entmark.Submit",
            "entcopy.Submit"
        ]
    );
}

#[test]
fn only_the_balance_of_entcopy_rests_on_no_document() {
    for spec in specs() {
        let evidence = match spec.name {
            "entcopy.GetNum" => Evidence::Analogy,
            _ => Evidence::Document,
        };
        assert_eq!(spec.evidence, evidence, "{}", spec.name);
    }
}

#[test]
fn codes_of_other_tables_are_told_apart_from_those_of_the_own() {
    let observed = specs().into_iter().filter_map(|spec| {
        let codes: Vec<_> = spec.observed_codes.iter().map(|row| row.code).collect();
        (!codes.is_empty()).then_some((spec.name, codes))
    });
    assert_eq!(
        observed.collect::<Vec<_>>(),
        [
            ("entmark.Submit", vec![406]),
            ("entcopy.Submit", vec![408, 4201])
        ]
    );
}
