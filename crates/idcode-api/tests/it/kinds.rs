//! Tests the kinds of refusals, which say what the caller should do.

use endpoint_core::RefusalKind::{Account, Auth, NotFound, Parameter, Unknown, VendorFault};
use endpoint_core::{Endpoint, Knowledge, Refusal, Vendor, Visit};
use idcode_api::operations::{
    GetAllAreaInfo, GetCompanyBaseInfo, GetCompanyInfo, RegCompanyInfo, VerifyCompanyInfo,
};
use idcode_api::{Idcode, endpoints};

/// Classifies a refusal for every operation.
struct NotAuthorised;

impl Visit<Idcode> for NotAuthorised {
    fn endpoint<E: Endpoint<Vendor = Idcode>>(&mut self) {
        for code in [0, -1, -2, 10_000] {
            for message in ["未授权！", "未授权!", " 未授权", "未授权访问"] {
                let found = Idcode::classify(&E::SPEC, code, message);
                assert_eq!(found, Auth, "{} {code} {message}", E::SPEC.name);
            }
        }
        for message in ["", "anything"] {
            assert_eq!(Idcode::classify(&E::SPEC, -2, message), Auth);
        }
    }
}

#[test]
fn not_authorised_is_an_auth_refusal_under_any_code() {
    endpoints(&mut NotAuthorised);
}

#[test]
fn an_invalid_search_is_not_read_as_an_unused_name() {
    let message = "参数错误！unknown parameter `companyname`";
    assert_eq!(
        Idcode::classify(&GetCompanyInfo::SPEC, 0, message),
        Parameter
    );
}

#[test]
fn code_0_of_a_search_is_nothing_found_and_elsewhere_says_nothing() {
    assert_eq!(Idcode::classify(&GetCompanyInfo::SPEC, 0, "失败"), NotFound);
    assert_eq!(
        Idcode::classify(&GetCompanyBaseInfo::SPEC, 0, "失败"),
        Unknown
    );
    assert_eq!(
        Idcode::classify(&VerifyCompanyInfo::SPEC, 0, "失败"),
        Unknown
    );
}

struct KnowNewer;

impl Visit<Idcode> for KnowNewer {
    fn endpoint<E: Endpoint<Vendor = Idcode>>(&mut self) {
        let kinds = [
            (10_000, Parameter),
            (10_001, Auth),
            (10_002, Account),
            (10_003, NotFound),
        ];
        for (code, kind) in kinds {
            let found = Idcode::classify(&E::SPEC, code, "");
            assert_eq!(found, kind, "{} {code}", E::SPEC.name);
        }
    }
}

#[test]
fn codes_of_the_newer_generation_are_known_to_every_operation() {
    endpoints(&mut KnowNewer);
}

#[test]
fn a_code_of_no_table_is_unknown() {
    for code in [-5, -4, 4, 10_004, i64::MIN, i64::MAX] {
        assert_eq!(Idcode::classify(&GetAllAreaInfo::SPEC, code, "?"), Unknown);
    }
}

#[test]
fn no_operation_costs_money() {
    for kind in [Auth, NotFound, Unknown, VendorFault] {
        let body = bytes::Bytes::new();
        let refusal = Refusal::new(Idcode::NAME, &RegCompanyInfo::SPEC, 0, "", kind, body);
        assert_eq!(refusal.charged(), Knowledge::No, "{kind}");
    }
}
