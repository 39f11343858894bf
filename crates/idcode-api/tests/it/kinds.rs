//! Does every refusal say what the caller should do about it?

use endpoint_core::RefusalKind::{
    self, Account, Auth, Exists, NotFound, Parameter, Unknown, VendorFault,
};
use endpoint_core::{Endpoint, Knowledge, Refusal, Vendor, Visit};
use idcode_api::operations::{
    GetAllAreaInfo, GetCompanyBaseInfo, GetCompanyInfo, RegCompanyInfo, VerifyCompanyInfo,
};
use idcode_api::{Idcode, endpoints};

#[test]
fn every_documented_refusal_has_the_kind_that_its_message_asks_for() {
    let kinds = [
        ("RegCompanyInfo", 2, Exists),
        ("RegCompanyInfo", 3, Exists),
        ("RegCompanyInfo", 0, VendorFault),
        ("RegCompanyInfo", -1, Parameter),
        ("RegCompanyInfo", -2, Auth),
        ("RegCompanyInfo", -3, Parameter),
        ("RegCompanyInfo", -4, Parameter),
        ("UnitRegist", 2, Exists),
        ("UnitRegist", 3, Exists),
        ("UnitRegist", 0, VendorFault),
        ("UnitRegist", -1, Parameter),
        ("UnitRegist", -2, Auth),
        ("UnitRegist", -3, Parameter),
        ("UnitRegist", -4, Parameter),
        ("UpdateUnitQRCodeGoToUrl", 0, VendorFault),
        ("UpdateUnitQRCodeGoToUrl", -1, Parameter),
        ("UpdateUnitQRCodeGoToUrl", -2, Auth),
        ("UpdateUnitQRCodeGoToUrl", -3, Parameter),
        ("UpdateUnitQRCodeGoToUrl", -4, Parameter),
        ("UpdateUnitQRCodeGoToUrl", -5, Parameter),
        ("UpdateUnitQRCodeGoToUrl", -6, Parameter),
        ("CreateCodePicWithMargin", 2, VendorFault),
        ("CreateCodePicWithMargin", 0, VendorFault),
        ("CreateCodePicWithMargin", -1, Parameter),
        ("CreateCodePicWithMargin", -2, Auth),
        ("CreateCodePicWithMargin", -3, Parameter),
        ("CreateAuthenCodePic", 2, VendorFault),
        ("CreateAuthenCodePic", 0, VendorFault),
        ("CreateAuthenCodePic", -1, Parameter),
        ("CreateAuthenCodePic", -2, Auth),
        ("CreateAuthenCodePic", -3, Parameter),
    ];
    struct Documented(Vec<(&'static str, i64, RefusalKind)>);
    impl Visit<Idcode> for Documented {
        fn endpoint<E: Endpoint<Vendor = Idcode>>(&mut self) {
            for row in E::SPEC.codes {
                if row.kind.is_some() {
                    let kind = Idcode::classify(&E::SPEC, row.code, row.message);
                    self.0.push((E::SPEC.name, row.code, kind));
                }
            }
        }
    }
    let mut documented = Documented(Vec::new());
    endpoints(&mut documented);
    assert_eq!(documented.0, kinds);
}

#[test]
fn not_authorised_means_the_credentials_under_whatever_code_it_comes() {
    for code in [0, -1, -2, 10_000] {
        for message in ["未授权！", "未授权!", " 未授权", "未授权访问"] {
            assert_eq!(Idcode::classify(&GetAllAreaInfo::SPEC, code, message), Auth);
            assert_eq!(Idcode::classify(&RegCompanyInfo::SPEC, code, message), Auth);
        }
    }
    for message in ["", "anything"] {
        assert_eq!(Idcode::classify(&GetAllAreaInfo::SPEC, -2, message), Auth);
    }
}

#[test]
fn a_mistaken_search_does_not_read_as_a_free_name() {
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
fn nothing_here_costs_money() {
    for kind in [Auth, NotFound, Unknown, VendorFault] {
        let body = bytes::Bytes::new();
        let refusal = Refusal::new(Idcode::NAME, &RegCompanyInfo::SPEC, 0, "", kind, body);
        assert_eq!(refusal.charged(), Knowledge::No, "{kind}");
    }
}
