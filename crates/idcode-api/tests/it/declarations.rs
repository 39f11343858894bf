//! Do the declarations say what the document says?

use endpoint_core::Need::Required;
use endpoint_core::{Endpoint, Param, Sensitivity, Spec, Vendor, Visit};
use idcode_api::{Idcode, endpoints};

use crate::document::operations;

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
    let expected: Vec<_> = operations()
        .iter()
        .map(|row| (row.number, row.name))
        .collect();
    assert_eq!(names, expected);
}

#[test]
fn method_path_placement_and_reply_are_those_of_the_document() {
    for (spec, row) in specs().iter().zip(operations()) {
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
    for (spec, row) in specs().iter().zip(operations()) {
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
    for (spec, row) in specs().iter().zip(operations()) {
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
            "RegCompanyInfo.smsVerifyCode",
            "UpdateUnitQRCodeGoToUrl.loginPwd",
            "LoginVerify.loginPswd",
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
            "GetVerifyInfo.phoneCode",
            "SendVerifyInfo.phoneCode",
            "ModifyCompanyInfo.email",
            "ModifyCompanyInfo.linkMan",
            "ModifyCompanyInfo.linkManEn",
            "ModifyCompanyInfo.fax",
            "UnitRegist.loginName",
            "UnitRegist.email",
            "UnitRegist.linkMan",
            "UnitRegist.linkPhone",
            "UpdateUnitQRCodeGoToUrl.loginName",
            "LoginVerify.loginName",
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
            "GetAllTradeInfo",
            "GetTradeInfoByParentID",
            "GetUnitType",
            "GetCodeUseList",
            "GetAllIndustryCategoryList",
            "GetIndustryCategoryListByParentID",
            "GetProductCategoryList",
            "GetCompanyBaseInfo",
            "GetCompanyInfo",
            "GetOrganUnitStatus",
            "GetBaseIDcodeInfo",
            "GetIDcodeTypeInfo",
            "GetUploadCodeRecord",
            "GetUploadCodeInfo",
            "GetAuthenPicUrl",
            "LoginVerify",
            "CreateCodePic",
            "CreateCodePicWithMargin",
            "CreateAuthenCodePic",
        ]
    );
    assert!(specs().iter().all(|spec| !spec.billed));
}
