//! Does every call go onto the wire as the document has it?
//!
//! The expected texts were made apart from this workspace, from the rules of section 4. Those of
//! 101, 307, 401 to 405, 501 to 503, 601 to 603 and 606 are vectors that others have computed as well.

use endpoint_core::wire::{Body, FORM};
use endpoint_core::{Method, Placement};

use crate::requests::{full, keys};
use crate::wire::signed;

/// Every operation whose parameters travel in the query: what stands in the request line.
pub(crate) const TARGETS: &[(&str, &str)] = &[
    (
        "GetAllAreaInfo",
        "/AllInterFace/GetAllAreaInfo?access_token=J7X4LuOOfURXeAAEAAAAAABSK&time=1497587696789&hash=6A18530F61B974C47D2B44221D0C1AEB",
    ),
    (
        "GetAreaInfoByParentID",
        "/AllInterFace/GetAreaInfoByParentID?access_token=J7X4LuOOfURXeAAEAAAAAABSK&addressidparent=440000&level=2&time=1497587696789&hash=274D59E02C7541F34CFE459C21D8A5C0",
    ),
    (
        "GetAllTradeInfo",
        "/AllInterFace/GetAllTradeInfo?access_token=J7X4LuOOfURXeAAEAAAAAABSK&time=1497587696789&hash=5A683DFF8F7690E0B90E3BE48492A7EF",
    ),
    (
        "GetTradeInfoByParentID",
        "/AllInterFace/GetTradeInfoByParentID?access_token=J7X4LuOOfURXeAAEAAAAAABSK&time=1497587696789&tradeidparent=5000&hash=F7EB76C6667EEC59E1DE16A9730F466B",
    ),
    (
        "GetUnitType",
        "/AllInterFace/GetUnitType?access_token=J7X4LuOOfURXeAAEAAAAAABSK&time=1497587696789&hash=578D4412B64504C28F6EF0D8EBA30228",
    ),
    (
        "GetCodeUseList",
        "/AllInterFace/GetCodeUseList?access_token=J7X4LuOOfURXeAAEAAAAAABSK&time=1497587696789&hash=3642B6983867514892B8455C863B0AF2",
    ),
    (
        "GetAllIndustryCategoryList",
        "/AllInterFace/GetAllIndustryCategoryList?access_token=J7X4LuOOfURXeAAEAAAAAABSK&time=1497587696789&hash=9EAD1E16D646CDF08506593B320DE4E4",
    ),
    (
        "GetIndustryCategoryListByParentID",
        "/AllInterFace/GetIndustryCategoryListByParentID?access_token=J7X4LuOOfURXeAAEAAAAAABSK&industryCategory_ID_Parent=10222&time=1497587696789&hash=71F5BC2F2DD59FBC44DF213FAAC62F8B",
    ),
    (
        "GetProductCategoryList",
        "/AllInterFace/GetProductCategoryList?access_token=J7X4LuOOfURXeAAEAAAAAABSK&time=1497587696789&hash=95D70915C6D9B8A17A922E3CEEA494B3",
    ),
    (
        "RegCompanyInfo",
        "/AllInterFace/RegCompanyInfo?access_token=J7X4LuOOfURXeAAEAAAAAABSK&area_ID=120103&city_ID=120000&code=1003&email=sample%40example.com&linkMan=%E6%A0%B7%E4%BE%8B%E8%81%94%E7%B3%BB%E4%BA%BA&linkManEn=Sample%20Contact&linkPhone=13800000000&loginName=sample-user&loginPassword=p%26w%3D1%20%25%2B%E5%AF%86&organunitName=%E6%A0%B7%E4%BE%8B%E4%BA%8C%E7%BB%B4%E7%A0%81%E7%A7%91%E6%8A%80%E6%9C%89%E9%99%90%E5%85%AC%E5%8F%B8&organunitNameEn=Sample%20QR%20Code%20Technology%20Co.%2C%20Ltd.&province_ID=120000&smsVerifyCode=246813&time=1497587696789&hash=531C4EF9F0851D587E3E0336F0587F1D",
    ),
    (
        "GetVerifyInfo",
        "/AllInterFace/GetVerifyInfo?access_token=J7X4LuOOfURXeAAEAAAAAABSK&phoneCode=13800000000&time=1497587696789&hash=2937A3CF55DB4F00663ED907D81152C5",
    ),
    (
        "SendVerifyInfo",
        "/AllInterFace/SendVerifyInfo?access_token=J7X4LuOOfURXeAAEAAAAAABSK&phoneCode=13800000000&time=1497587696789&hash=6B344D238DF1BAC3A11FFDED6030C40B",
    ),
    (
        "ModifyCompanyInfo",
        "/AllInterFace/ModifyCompanyInfo?access_token=J7X4LuOOfURXeAAEAAAAAABSK&companyIDcode=i.86.120103.1021&email=sample%40example.com&fax=022-80000000&linkMan=%E6%A0%B7%E4%BE%8B%E8%81%94%E7%B3%BB%E4%BA%BA&linkManEn=Sample%20Contact&organunitAddress=%E5%A4%A9%E6%B4%A5%E5%B8%82%E6%B2%B3%E8%A5%BF%E5%8C%BA%E6%A0%B7%E4%BE%8B%E8%B7%AF1%E5%8F%B7&organunitAddressEn=1%20Sample%20Road%2C%20Hexi%20District%2C%20Tianjin&organunitNameEn=Sample%20QR%20Code%20Technology%20Co.%2C%20Ltd.&registeredCapital=1000&time=1497587696789&trade_ID=5000&unitSizeType=4&unitworkAddress=%E5%A4%A9%E6%B4%A5%E5%B8%82%E6%B2%B3%E8%A5%BF%E5%8C%BA%E6%A0%B7%E4%BE%8B%E8%B7%AF2%E5%8F%B7&unitworkAddressEn=2%20Sample%20Road&hash=4F15425794EA59E1553CBE0E906ACB0F",
    ),
    (
        "GetCompanyBaseInfo",
        "/AllInterFace/GetCompanyBaseInfo?access_token=J7X4LuOOfURXeAAEAAAAAABSK&companyIDcode=i.86.110108.52&time=1497587696789&hash=B7B21D7546C1E2BC9883A1747D4F7545",
    ),
    (
        "GetCompanyInfo",
        "/AllInterFace/GetCompanyInfo?access_token=J7X4LuOOfURXeAAEAAAAAABSK&companyName=%E5%8D%95%E4%BD%8D%E5%90%8D%E7%A7%B0&searchType=1&time=1497587696789&hash=994C8643FDB5A9A3A88B5759AE238523",
    ),
    (
        "GetOrganUnitStatus",
        "/AllInterFace/GetOrganUnitStatus?access_token=J7X4LuOOfURXeAAEAAAAAABSK&companyIDcode=i.86.120103.1021&time=1497587696789&hash=9BF8E98BDD43E7F4CAC69B31C0C68DC7",
    ),
    (
        "GetBaseIDcodeInfo",
        "/AllInterFace/GetBaseIDcodeInfo?IDcodeofCategory=46100000&ModelNumberCode=%E5%9E%8B%E5%8F%B701&access_token=J7X4LuOOfURXeAAEAAAAAABSK&companyIDcode=i.86.120103.1021&time=1497587696789&hash=4889DFE9391111A6F273F1FAE8F61325",
    ),
    (
        "GetIDcodeTypeInfo",
        "/AllInterFace/GetIDcodeTypeInfo?SearchType=0&access_token=J7X4LuOOfURXeAAEAAAAAABSK&companyIDcode=i.86.120103.1021&time=1497587696789&hash=1E189BD4D67ADEBA113907699F1FBE55",
    ),
    (
        "GetUploadCodeRecord",
        "/AllInterFace/GetUploadCodeRecord?IDcodeofCategory=46100000&ModelNumberCode=001&access_token=J7X4LuOOfURXeAAEAAAAAABSK&companyIDcode=i.86.120103.1021&time=1497587696789&hash=0C00DB1D052F4A662DC6EB29B210BFA8",
    ),
    (
        "GetUploadCodeInfo",
        "/AllInterFace/GetUploadCodeInfo?UploadCodeID=10030000000000000007&access_token=J7X4LuOOfURXeAAEAAAAAABSK&companyIDcode=i.86.120103.1021&time=1497587696789&hash=48839884AE96F4280C515A1A710F06C0",
    ),
    (
        "GetAuthenPicUrl",
        "/AllInterFace/GetAuthenPicUrl?access_token=J7X4LuOOfURXeAAEAAAAAABSK&bgimage=9&isMarkName=1&time=1497587696789&hash=4E8094A38332FEFD7A76A4CC4EE68509",
    ),
    (
        "LoginVerify",
        "/AllInterFace/LoginVerify?access_token=J7X4LuOOfURXeAAEAAAAAABSK&loginName=zhangsan&loginPswd=p%40ss%20w%26rd%3D1%25&time=1497587696789&hash=25DC728E9FB81B35C1AA03E2F86B3734",
    ),
    (
        "UpdateGoToUrl",
        "/AllInterFace/UpdateGoToUrl?RegID=10030000000000001923&access_token=J7X4LuOOfURXeAAEAAAAAABSK&companyIDcode=i.86.120103.1021&goToUrl=http%3A%2F%2Fwww.xxxx.com%2Fxxxx.aspx%3FtenantId%3Da1%26lang%3Dzh&sampleUrl=http%3A%2F%2Fwww.xxxx.com%2F%E6%A0%B7%E4%BE%8B.aspx&time=1497587696789&hash=064430142EE2BBB08DFBE16B1A1C7413",
    ),
    (
        "CreateCodePic",
        "/AllInterFace/CreateCodePic?access_token=J7X4LuOOfURXeAAEAAAAAABSK&code=i.86.110108.52%2F91.12000000.1%2Fxxxx&codeType=1&picSize=300&time=1497587696789&hash=AFAD396CD02E6505781CC01BECD0F145",
    ),
];

/// Every page: what stands in the request line.
const PAGES: &[(&str, &str)] = &[
    (
        "Interface_Apply",
        "/AllInterFace/Interface_Apply?CallBackUrl=http%3A%2F%2Fwww.xxxx.com%2Fcb&GoToUrl=http%3A%2F%2Fwww.xxxx.com%2Fxxxx.aspx%3Fid%3D1%26organunitname%3D%25E5%258D%2595%25E4%25BD%258D%25E5%2590%258D%25E7%25A7%25B0&SampleUrl=http%3A%2F%2Fwww.xxxx.com%2Fxxxx.aspx&access_token=J7X4LuOOfURXeAAEAAAAAABSK&companyIDcode=i.86.120103.1021&time=1497587696789&hash=C6A49A54C6BE77572935DD053EA8C746",
    ),
    (
        "ProductIDcodeApply",
        "/AllInterFace/ProductIDcodeApply?CallBackUrl=http%3A%2F%2Fwww.xxxx.com%2Fcb%3Fa%3D1%26b%3D2&GoToUrl=http%3A%2F%2Fwww.xxxx.com%2Fxxxx.aspx%3Fid%3D&SampleUrl=http%3A%2F%2Fwww.xxxx.com%2Fxxxx.aspx%3Fid%3D1&access_token=J7X4LuOOfURXeAAEAAAAAABSK&codePayType=2&companyIDcode=i.86.120103.1021&industryCategory_ID=10222&time=1497587696789&hash=620038335CDDCA4960B21C0549BA6EC2",
    ),
    (
        "IDcodeLogin",
        "/AllInterFace/IDcodeLogin?access_token=J7X4LuOOfURXeAAEAAAAAABSK&callBackUrl=http%3A%2F%2Fwww.xxxx.com%2Fback%3Fsession%3D1&time=1497587696789&hash=E07F0446EBB32B9DFAEAB08E58204347",
    ),
];

/// Every operation with a form, 402 with its JSON text among them: the body.
const FORMS: &[(&str, &str)] = &[
    (
        "UnitRegist",
        "access_token=J7X4LuOOfURXeAAEAAAAAABSK&area_ID=440305&city_ID=440300&code=1003&email=sample%40example.com&gotoUrl=http%3A%2F%2Fwww.xxxx.com%2Fxxxx.aspx&linkMan=%E6%A0%B7%E4%BE%8B%E8%81%94%E7%B3%BB%E4%BA%BA&linkPhone=13800000000&loginName=91110108MA0000015T&organunitName=%E6%A0%B7%E4%BE%8B%EF%BC%88%E5%8C%97%E4%BA%AC%EF%BC%89%E6%9C%89%E9%99%90%E5%85%AC%E5%8F%B8&province_ID=440000&qrCodeColor=0&qrCodeLogo=1&qrCodeSize=1&time=1497587696789&unitIcon=iVBORw0KGgo%2B%2Fw%3D%3D&hash=0140C43D87C10B511D6BC87E40A6E1B0",
    ),
    (
        "UpdateUnitQRCodeGoToUrl",
        "access_token=J7X4LuOOfURXeAAEAAAAAABSK&gotoUrl=http%3A%2F%2Fwww.xxxx.com%2Fxxxx.aspx%3Fid%3D&loginName=91110108MA0000015T&loginPwd=E10ADC3949BA59ABBE56E057F20F883E&qrCodeColor=1&qrCodeLogo=0&qrCodeSize=3&time=1497587696789&unitIcon=iVBORw0KGgo%2B%2Fw%3D%3D&hash=B001577B27450E752CDC2A713F95002B",
    ),
    (
        "BatchRegistIDcode",
        "jsonStr=%7B%22access_token%22%3A%22J7X4LuOOfURXeAAEAAAAAABSK%22%2C%22companyIDcode%22%3A%22i.86.120103.1021%22%2C%22CategoryRegList%22%3A%5B%7B%22IndustryCategory_ID%22%3A10127%2C%22CodeUse_ID%22%3A73%2C%22CategoryCode%22%3A%2210000000%22%2C%22CategoryMemo%22%3A%22%E5%91%98%E5%B7%A5%20%26%20%E5%90%8D%E7%89%87%22%2C%22CodePayType%22%3A2%2C%22GotoUrl%22%3A%22http%3A%2F%2Fwww.xxxx.com%2Fx%3Fid%3D%22%2C%22SampleUrl%22%3A%22http%3A%2F%2Fwww.xxxx.com%2Fx%3Fid%3D1%22%2C%22ModelNumber%22%3A%22%E5%BC%A0%E4%B8%89%22%2C%22ModelNumberCode%22%3A%22zhangsan%22%7D%5D%7D&time=1497587696789&hash=7C0F804C071DA7D971EA3AC52E79AD7F",
    ),
    (
        "UploadCodeList",
        "CategoryReg_ID=10030000000000001923&CodeListStr=1%2C2%2C3&access_token=J7X4LuOOfURXeAAEAAAAAABSK&companyIDcode=i.86.120103.1021&generateType=0&time=1497587696789&hash=0BFC344009C4FA01ED9D5E4EE72FE870",
    ),
    (
        "CreateCodePicWithMargin",
        "access_token=J7X4LuOOfURXeAAEAAAAAABSK&code=i.86.110108.52%2F91.12000000.1%2Fxxxx&color=0&isMargin=1&qrCodeSize=600&time=1497587696789&unitIcon=iVBORw0KGgo%2B%2Fw%3D%3D&hash=7C4B29DC000BF743FDC3251D4B7859C1",
    ),
    (
        "CreateAuthenCodePic",
        "access_token=J7X4LuOOfURXeAAEAAAAAABSK&categoryID=1&code=i.86.110108.52%2F91.12000000.1%2Fxxxx&codeColor=C00000&codeSize=5&codeType=1&companyIDcode=i.86.120103.1021&marginType=10&time=1497587696789&unitLogo=iVBORw0KGgo%2B%2Fw%3D%3D&useLogo=1&hash=3923AAF2CB552CC684601E58D649F8E5",
    ),
    (
        "ApplyGoToUrlWhiteList",
        "GoToUrl=http%3A%2F%2Fwww.xxxx.com%2Fxxxx.aspx%3Fid%3D&SampleUrl=http%3A%2F%2Fwww.xxxx.com%2Fxxxx.aspx%3Fid%3D1&access_token=J7X4LuOOfURXeAAEAAAAAABSK&time=1497587696789&hash=122D675DB4BD3F72408FBDE5A5C01FC5",
    ),
];

#[test]
fn queries_and_pages_are_one_get_with_everything_in_the_query() {
    for (operation, target) in TARGETS.iter().chain(PAGES) {
        let request = signed(&keys(), operation);
        assert_eq!(request.method, Method::Get, "{operation}");
        assert_eq!(request.target, *target);
        assert_eq!(request.body, Body::Empty, "{operation}");
    }
}

#[test]
fn forms_are_one_post_with_everything_in_the_body() {
    for (operation, body) in FORMS {
        let request = signed(&keys(), operation);
        assert_eq!(request.method, Method::Post, "{operation}");
        assert_eq!(request.target, format!("/AllInterFace/{operation}"));
        assert_eq!(request.body, Body::Form((*body).to_owned()), "{operation}");
        assert_eq!(request.body.content_type().unwrap(), FORM);
    }
}

#[test]
fn these_are_all_operations_but_the_two_uploads_of_files() {
    let of = |placements: fn(Placement) -> bool| -> Vec<&'static str> {
        full()
            .iter()
            .filter(|sample| placements(sample.spec.placement))
            .map(|sample| sample.spec.name)
            .collect()
    };
    let names = |rows: &[(&'static str, &str)]| -> Vec<&'static str> {
        rows.iter().map(|(name, _)| *name).collect()
    };
    assert_eq!(
        of(|placement| placement == Placement::Query),
        names(TARGETS)
    );
    assert_eq!(of(|placement| placement == Placement::Page), names(PAGES));
    assert_eq!(
        of(|placement| matches!(placement, Placement::Form | Placement::JsonText(_))),
        names(FORMS)
    );
    assert_eq!(
        of(|placement| placement == Placement::Multipart),
        ["VerifyCompanyInfo", "UploadCodeFile"]
    );
}
