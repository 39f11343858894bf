//! What may stand in the parameters of the vendors' operations?

/// A text that is right for this parameter of this operation, under the vendor's own names. Those
/// that exclude others, and files, have none.
#[must_use]
pub fn sample(operation: &str, name: &str) -> Option<&'static str> {
    const ADDRESS: &str = "http://www.xxxx.com/xxxx.aspx?id=1&name=%E6%A0%B7";
    const COMPANY: &str = "样例科技 A+B&C=D%有限公司";
    const CONTENT: &str = "i.86.110108.52/91.12000000.1/xxxx";
    Some(match (operation, name) {
        ("GetCompanyInfo", "searchType") => "1",
        ("ProductIDcodeApply", "codePayType") => "5",
        ("CreateCodePicWithMargin", "qrCodeSize") => "600",
        ("CreateCodePic" | "CreateCodePicWithMargin" | "CreateAuthenCodePic", "code") => CONTENT,
        // One company, by one of its identifiers.
        ("ent3f.Submit" | "ent3fv2.Submit" | "entfuz.Submit", "ent_name") => COMPANY,
        (_, "ent_name" | "reg_no" | "organization_code") => return None,
        (_, "organunitName" | "companyName") => COMPANY,
        (_, "ent_code" | "Organizationcode") => "91310116761614322N",
        (_, "name" | "linkMan") => "样例人",
        (_, "companyIDcode") => "i.86.110108.52",
        (_, "addressidparent" | "province_ID") => "440000",
        (_, "city_ID") => "440300",
        (_, "area_ID") => "440305",
        (_, "level" | "searchType" | "isMarkName" | "isMargin" | "color" | "useLogo") => "1",
        (_, "qrCodeColor" | "qrCodeLogo" | "qrCodeSize" | "codeType" | "categoryID") => "1",
        (_, "generateType") => "1",
        (_, "tradeidparent" | "trade_ID") => "5000",
        (_, "industryCategory_ID_Parent" | "industryCategory_ID") => "10222",
        (_, "loginName") => "sample-user",
        (_, "loginPassword" | "loginPswd") => "p&w=1 %+密",
        // The digest of a password.
        (_, "loginPwd") => "E10ADC3949BA59ABBE56E057F20F883E",
        (_, "email") => "sample@example.com",
        (_, "organunitNameEn" | "organunitAddressEn") => "Sample",
        (_, "linkManEn") => "Contact in English",
        (_, "organunitAddress" | "unitworkAddress" | "unitworkAddressEn") => "样例路 1 号 #5",
        (_, "code") => "1003",
        (_, "linkPhone" | "phoneCode") => "13800000000",
        (_, "smsVerifyCode") => "246813",
        (_, "codePayType" | "SearchType") => "2",
        (_, "fax") => "022-80000000",
        (_, "unitSizeType") => "4",
        (_, "registeredCapital") => "1000",
        (_, "unitIcon" | "unitLogo") => "iVBORw0KGgo+/w==",
        (
            _,
            "gotoUrl" | "GoToUrl" | "SampleUrl" | "CallBackUrl" | "callBackUrl" | "goToUrl"
            | "sampleUrl",
        ) => ADDRESS,
        (_, "CategoryRegList") => {
            r#"[{"IndustryCategory_ID":10222,"CodeUse_ID":10,"CodePayType":2,"GotoUrl":"http://a.example/?id="}]"#
        }
        (_, "codeUse_ID") => "10",
        (_, "IDcodeofCategory" | "categoryCode") => "46100000",
        (_, "modelNumber") => "样例型号",
        (_, "ModelNumberCode" | "modelNumberCode") => "001",
        (_, "CategoryReg_ID" | "RegID" | "UploadCodeID") => "10030000000000001923",
        (_, "CodeListStr") => "1,2,3",
        (_, "bgimage") => "3",
        (_, "picSize") => "300",
        (_, "marginType") => "10",
        (_, "codeSize") => "5",
        (_, "codeColor") => "C00000",
        _ => return None,
    })
}
