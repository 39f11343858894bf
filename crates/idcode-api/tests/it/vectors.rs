//! Tests signatures of public clients that were computed elsewhere.
//!
//! `targets.rs` has the vectors that are full samples.

use endpoint_core::wire::Body;
use endpoint_core::{Endpoint, Params};
use idcode_api::PasswordDigest;
use idcode_api::operations::{UnitRegist, UpdateUnitQRCodeGoToUrl};

use crate::requests::keys;
use crate::wire::{sign, signed};

#[test]
fn operation_309_with_a_logo_whose_base64_needs_escapes() {
    let mut params = Params::default();
    for (name, value) in [
        ("loginName", "91110108MA0000015T"),
        ("organunitName", "样例（北京）有限公司"),
        ("code", "1003"),
        ("province_ID", "110000"),
        // A city that Beijing does not have: the vector is about encoding.
        ("city_ID", "110100"),
        ("area_ID", "110108"),
        ("unitIcon", "iVBORw0KGgo+/w=="),
        ("qrCodeColor", "0"),
        ("qrCodeLogo", "1"),
        ("gotoUrl", "http://www.xxxx.com/xxxx.aspx"),
        ("qrCodeSize", "1"),
    ] {
        params.push(name, value.into());
    }
    let body = "access_token=J7X4LuOOfURXeAAEAAAAAABSK&area_ID=110108&city_ID=110100&code=1003\
                &gotoUrl=http%3A%2F%2Fwww.xxxx.com%2Fxxxx.aspx&loginName=91110108MA0000015T\
                &organunitName=%E6%A0%B7%E4%BE%8B%EF%BC%88%E5%8C%97%E4%BA%AC%EF%BC%89%E6%9C%89\
                %E9%99%90%E5%85%AC%E5%8F%B8&province_ID=110000&qrCodeColor=0&qrCodeLogo=1\
                &qrCodeSize=1&time=1497587696789&unitIcon=iVBORw0KGgo%2B%2Fw%3D%3D\
                &hash=88002BF8DF62B61C71EB6A6BA9731E76";
    let request = sign(&keys(), &UnitRegist::SPEC, &params);
    assert_eq!(request.body, Body::Form(body.to_owned()));
}

#[test]
fn operation_310_with_the_digest_of_the_documents_password_rule() {
    let request = UpdateUnitQRCodeGoToUrl::new(
        "91110108MA0000015T",
        PasswordDigest::from_password("123456"),
    )
    .with_goto_url("http://www.xxxx.com/xxxx.aspx?id=");
    let params = Params::from_request(&request).unwrap();
    let body = "access_token=J7X4LuOOfURXeAAEAAAAAABSK\
                &gotoUrl=http%3A%2F%2Fwww.xxxx.com%2Fxxxx.aspx%3Fid%3D&loginName=91110108MA0000015T\
                &loginPwd=E10ADC3949BA59ABBE56E057F20F883E&time=1497587696789\
                &hash=55A79BCFCDB141541547FBD160A6BFE6";
    let request = sign(&keys(), &UpdateUnitQRCodeGoToUrl::SPEC, &params);
    assert_eq!(request.body, Body::Form(body.to_owned()));
}

#[test]
fn operation_501_as_a_file_with_an_id_beyond_signed_numbers() {
    let body = signed(&keys(), "UploadCodeFile").body.to_bytes();
    let expected = b"--registry-1497587696789\r\n\
        Content-Disposition: form-data; name=\"CategoryReg_ID\"\r\n\r\n\
        10030000000000001923\r\n\
        --registry-1497587696789\r\n\
        Content-Disposition: form-data; name=\"access_token\"\r\n\r\n\
        J7X4LuOOfURXeAAEAAAAAABSK\r\n\
        --registry-1497587696789\r\n\
        Content-Disposition: form-data; name=\"companyIDcode\"\r\n\r\n\
        i.86.120103.1021\r\n\
        --registry-1497587696789\r\n\
        Content-Disposition: form-data; name=\"generateType\"\r\n\r\n\
        1\r\n\
        --registry-1497587696789\r\n\
        Content-Disposition: form-data; name=\"time\"\r\n\r\n\
        1497587696789\r\n\
        --registry-1497587696789\r\n\
        Content-Disposition: form-data; name=\"hash\"\r\n\r\n\
        F9700F7AF080330E44DED63D1B2FC1F3\r\n\
        --registry-1497587696789\r\n\
        Content-Disposition: form-data; name=\"CodeFileName\"; filename=\"codes.txt\"\r\n\
        Content-Type: application/octet-stream\r\n\r\n\
        1\n2\n3\n\r\n\
        --registry-1497587696789--\r\n";
    assert_eq!(
        body.escape_ascii().to_string(),
        expected.escape_ascii().to_string()
    );
}

#[cfg(feature = "unverified")]
#[test]
fn the_observed_operation_as_a_public_client_signs_it() {
    use idcode_api::Application;
    use idcode_api::operations::RegProductIDcodeInfo;

    let request = RegProductIDcodeInfo::new(
        crate::requests::unit(),
        10_222_u64,
        "46100000",
        Application::Filed,
        "http://www.xxxx.com/Wap_Index/Index",
    )
    .with_model("型号 A", "001");
    assert_eq!(request.validate(), Ok(()));
    let params = Params::from_request(&request).unwrap();
    assert_eq!(
        sign(&keys(), &RegProductIDcodeInfo::SPEC, &params).target,
        "/AllInterFace/RegProductIDcodeInfo?access_token=J7X4LuOOfURXeAAEAAAAAABSK\
         &categoryCode=46100000&codePayType=5&codeUse_ID=10&companyIDcode=i.86.120103.1021\
         &goToUrl=http%3A%2F%2Fwww.xxxx.com%2FWap_Index%2FIndex&industryCategory_ID=10222\
         &modelNumber=%E5%9E%8B%E5%8F%B7%20A&modelNumberCode=001&time=1497587696789\
         &hash=70F252A995B70819D9597C9149694C50"
    );
}
