//! A request of every operation with every parameter set.

use endpoint_core::File;
use idcode_api::operations::{
    ApplyGoToUrlWhiteList, BatchRegistIDcode, CategoryApplication, Certificate,
    CreateAuthenCodePic, CreateCodePic, CreateCodePicWithMargin, Generation, GetAllAreaInfo,
    GetAllIndustryCategoryList, GetAllTradeInfo, GetAreaInfoByParentID, GetAuthenPicUrl,
    GetBaseIDcodeInfo, GetCodeUseList, GetCompanyBaseInfo, GetCompanyInfo, GetIDcodeTypeInfo,
    GetIndustryCategoryListByParentID, GetOrganUnitStatus, GetProductCategoryList,
    GetTradeInfoByParentID, GetUnitType, GetUploadCodeInfo, GetUploadCodeRecord, GetVerifyInfo,
    IDcodeLogin, InterfaceApply, Login, LoginVerify, Matching, ModifyCompanyInfo,
    ProductIDcodeApply, Selection, SendVerifyInfo, UnitRegist, UnitSize, UpdateGoToUrl,
    UpdateUnitQRCodeGoToUrl, UploadCodeFile, UploadCodeList, VerifyCompanyInfo,
};
use idcode_api::{
    Application, AreaLevel, Background, CodeColor, CodeSize, Codes, FramedSize, Locality, Logo,
    LogoUse, Margin, NameMark, PasswordDigest, PlainSymbology, Purpose, QrSize, Rgb, Symbology,
};

use crate::requests::{Sample, licence, registration, sample, unit};

/// An id above the range of a signed number of 64 bits.
const REGISTRATION: u64 = 10_030_000_000_000_001_923;

/// The ten bytes of the vectors' base64 text.
pub(crate) fn logo() -> Logo {
    Logo::new(&b"\x89PNG\r\n\x1a\n>\xff"[..])
}

pub(crate) fn full() -> Vec<Sample> {
    let mut samples = classification();
    samples.extend(units());
    samples.extend(codes());
    samples.extend(services());
    samples
}

fn classification() -> Vec<Sample> {
    vec![
        sample(GetAllAreaInfo::new()),
        sample(GetAreaInfoByParentID::new(440_000_u64).with_level(AreaLevel::City)),
        sample(GetAllTradeInfo::new()),
        sample(GetTradeInfoByParentID::new(5000_u64)),
        sample(GetUnitType::new()),
        sample(GetCodeUseList::new()),
        sample(GetAllIndustryCategoryList::new()),
        sample(GetIndustryCategoryListByParentID::new(10_222_u64)),
        sample(GetProductCategoryList::new()),
    ]
}

fn units() -> Vec<Sample> {
    let certificate = Certificate::CreditCode("91110108MA0000015T".parse().unwrap());
    let locality = Locality::of("440305".parse().unwrap());
    vec![
        sample(
            registration()
                .with_email("sample@example.com")
                .with_name_en("Sample QR Code Technology Co., Ltd.")
                .with_contact("样例联系人")
                .with_contact_en("Sample Contact")
                .with_sms_code("246813"),
        ),
        sample(GetVerifyInfo::new("13800000000")),
        sample(SendVerifyInfo::new("13800000000")),
        sample(VerifyCompanyInfo::new(unit(), certificate, licence())),
        sample(
            ModifyCompanyInfo::new(unit(), 5000_u64, "天津市河西区样例路1号")
                .with_name_en("Sample QR Code Technology Co., Ltd.")
                .with_address_en("1 Sample Road, Hexi District, Tianjin")
                .with_email("sample@example.com")
                .with_contact("样例联系人")
                .with_contact_en("Sample Contact")
                .with_office_phone("022-80000000")
                .with_work_address("天津市河西区样例路2号")
                .with_work_address_en("2 Sample Road")
                .with_size(UnitSize::Over500)
                .with_registered_capital(1000),
        ),
        sample(GetCompanyBaseInfo::new("i.86.110108.52".parse().unwrap())),
        sample(GetCompanyInfo::new("单位名称", Matching::Exact)),
        sample(GetOrganUnitStatus::new(unit())),
        sample(
            UnitRegist::new(
                "91110108MA0000015T",
                "样例（北京）有限公司",
                1003_u64,
                locality,
            )
            .with_email("sample@example.com")
            .with_contact("样例联系人")
            .with_contact_phone("13800000000")
            .with_logo(logo())
            .with_color(CodeColor::Color)
            .with_logo_use(LogoUse::With)
            .with_goto_url("http://www.xxxx.com/xxxx.aspx")
            .with_size(QrSize::Px400),
        ),
        sample(
            UpdateUnitQRCodeGoToUrl::new("91110108MA0000015T", PasswordDigest::of("123456"))
                .with_logo(logo())
                .with_goto_url("http://www.xxxx.com/xxxx.aspx?id=")
                .with_color(CodeColor::Black)
                .with_logo_use(LogoUse::Without)
                .with_size(QrSize::Px800),
        ),
    ]
}

fn codes() -> Vec<Sample> {
    let goto = "http://www.xxxx.com/xxxx.aspx";
    let category = CategoryApplication::new(
        10_127_u64,
        73_u64,
        Application::Registered,
        "http://www.xxxx.com/x?id=",
    )
    .with_category_code("10000000")
    .with_memo("员工 & 名片")
    .with_sample_url("http://www.xxxx.com/x?id=1")
    .with_model("张三", "zhangsan");
    vec![
        sample(InterfaceApply::new(
            unit(),
            format!("{goto}?id=1&organunitname=%E5%8D%95%E4%BD%8D%E5%90%8D%E7%A7%B0"),
            goto,
            "http://www.xxxx.com/cb",
        )),
        sample(BatchRegistIDcode::new(unit(), vec![category])),
        sample(
            GetBaseIDcodeInfo::new(unit())
                .with_category_code("46100000")
                .with_model_code("型号01"),
        ),
        sample(GetIDcodeTypeInfo::new(unit(), Selection::All)),
        sample(ProductIDcodeApply::new(
            unit(),
            10_222_u64,
            Application::Registered,
            format!("{goto}?id="),
            format!("{goto}?id=1"),
            "http://www.xxxx.com/cb?a=1&b=2",
        )),
        sample(
            UploadCodeFile::new(
                unit(),
                REGISTRATION,
                File::new("codes.txt", &b"1\n2\n3\n"[..]),
            )
            .with_generation(Generation::InSequence),
        ),
        sample(
            UploadCodeList::new(unit(), REGISTRATION, Codes::new(["1", "2", "3"]).unwrap())
                .with_generation(Generation::AtRandom),
        ),
        sample(GetUploadCodeRecord::new(unit(), "46100000", "001")),
        sample(GetUploadCodeInfo::new(
            unit(),
            10_030_000_000_000_000_007_u64,
        )),
    ]
}

fn services() -> Vec<Sample> {
    let code = "i.86.110108.52/91.12000000.1/xxxx";
    let login = Login {
        name: "zhangsan".to_owned(),
        password: "p@ss w&rd=1%".into(),
    };
    vec![
        sample(GetAuthenPicUrl::new(Background::Purple, NameMark::With)),
        sample(LoginVerify::new(login)),
        sample(
            UpdateGoToUrl::new(
                unit(),
                REGISTRATION,
                "http://www.xxxx.com/xxxx.aspx?tenantId=a1&lang=zh",
            )
            .with_sample_url("http://www.xxxx.com/样例.aspx"),
        ),
        sample(CreateCodePic::new(code, 300, PlainSymbology::Qr)),
        sample(
            CreateCodePicWithMargin::framed(code, FramedSize::Px600, CodeColor::Color)
                .with_logo(logo()),
        ),
        sample(
            CreateAuthenCodePic::new(unit(), code, Symbology::Qr, CodeSize::Cm5)
                .with_logo(logo())
                .with_margin(Margin::Round)
                .with_purpose(Purpose::Tracing)
                .with_color(Rgb::new(0xC0, 0, 0)),
        ),
        sample(ApplyGoToUrlWhiteList::new(
            "http://www.xxxx.com/xxxx.aspx?id=",
            "http://www.xxxx.com/xxxx.aspx?id=1",
        )),
        sample(IDcodeLogin::new("http://www.xxxx.com/back?session=1")),
    ]
}
