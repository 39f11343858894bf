//! A request of every operation with as few parameters as possible.

use endpoint_core::File;
use idcode_api::operations::{
    ApplyGoToUrlWhiteList, BatchRegistIDcode, CategoryApplication, Certificate,
    CreateAuthenCodePic, CreateCodePic, CreateCodePicWithMargin, GetAllAreaInfo,
    GetAllIndustryCategoryList, GetAllTradeInfo, GetAreaInfoByParentID, GetAuthenPicUrl,
    GetBaseIDcodeInfo, GetCodeUseList, GetCompanyBaseInfo, GetCompanyInfo, GetIDcodeTypeInfo,
    GetIndustryCategoryListByParentID, GetOrganUnitStatus, GetProductCategoryList,
    GetTradeInfoByParentID, GetUnitType, GetUploadCodeInfo, GetUploadCodeRecord, GetVerifyInfo,
    IDcodeLogin, InterfaceApply, Login, LoginVerify, Matching, ModifyCompanyInfo,
    ProductIDcodeApply, Selection, SendVerifyInfo, UnitRegist, UpdateGoToUrl,
    UpdateUnitQRCodeGoToUrl, UploadCodeFile, UploadCodeList, VerifyCompanyInfo,
};
use idcode_api::{
    Application, Background, CodeColor, CodeSize, Codes, Locality, NameMark, PasswordDigest,
    PlainSymbology, Symbology,
};

use crate::full::logo;
use crate::requests::{Sample, licence, registration, sample, unit};

pub(crate) fn least() -> Vec<Sample> {
    let mut samples = vec![
        sample(GetAllAreaInfo::new()),
        sample(GetAreaInfoByParentID::new(0_u64)),
        sample(GetAllTradeInfo::new()),
        sample(GetTradeInfoByParentID::new(0_u64)),
        sample(GetUnitType::new()),
        sample(GetCodeUseList::new()),
        sample(GetAllIndustryCategoryList::new()),
        sample(GetIndustryCategoryListByParentID::new(0_u64)),
        sample(GetProductCategoryList::new()),
    ];
    samples.extend(units());
    samples.extend(codes());
    samples.extend(services());
    samples
}

fn units() -> Vec<Sample> {
    let certificate = Certificate::Other("样例-1".to_owned());
    let mut search = GetCompanyInfo::new("A&B=C 100%+#?/中", Matching::Fuzzy);
    search.matching = None;
    let locality = Locality::of("710000".parse().unwrap());
    vec![
        sample(registration()),
        sample(GetVerifyInfo::new("+8613800000000")),
        sample(SendVerifyInfo::new("+8613800000000")),
        sample(VerifyCompanyInfo::new(unit(), certificate, licence())),
        sample(ModifyCompanyInfo::new(unit(), 5000_u64, "天津市")),
        sample(GetCompanyBaseInfo::new(unit())),
        sample(search),
        sample(GetOrganUnitStatus::new(unit())),
        sample(UnitRegist::new("1", "样例", 1003_u64, locality)),
        sample(UpdateUnitQRCodeGoToUrl::new("1", PasswordDigest::of("")).with_logo(logo())),
    ]
}

fn codes() -> Vec<Sample> {
    let goto = "http://a";
    let category = CategoryApplication::new(1_u64, 10_u64, Application::Filed, goto);
    let mut all = GetIDcodeTypeInfo::new(unit(), Selection::All);
    all.selection = None;
    vec![
        sample(InterfaceApply::new(unit(), goto, goto, goto)),
        sample(BatchRegistIDcode::new(
            unit(),
            vec![category.clone(), category],
        )),
        sample(GetBaseIDcodeInfo::new(unit())),
        sample(all),
        sample(ProductIDcodeApply::new(
            unit(),
            0_u64,
            Application::Filed,
            goto,
            goto,
            goto,
        )),
        sample(UploadCodeFile::new(unit(), 0_u64, File::new("", &b"1"[..]))),
        sample(UploadCodeList::new(
            unit(),
            0_u64,
            Codes::new(["1 & 2"]).unwrap(),
        )),
        sample(GetUploadCodeRecord::new(unit(), "1", "1")),
        sample(GetUploadCodeInfo::new(unit(), 0_u64)),
    ]
}

fn services() -> Vec<Sample> {
    let login = Login {
        name: "1".to_owned(),
        password: "密".into(),
    };
    let mut nothing = UpdateGoToUrl::new(unit(), 0_u64, "");
    nothing.goto_url = None;
    nothing.registration_id = None;
    vec![
        sample(GetAuthenPicUrl::new(
            Background::LightBlue,
            NameMark::Without,
        )),
        sample(LoginVerify::new(login)),
        sample(nothing),
        sample(CreateCodePic::new("1", 1, PlainSymbology::LongBei)),
        sample(CreateCodePicWithMargin::plain("1", 1, CodeColor::Black)),
        sample(CreateAuthenCodePic::new(
            unit(),
            "1",
            Symbology::GridMatrix,
            CodeSize::Cm10,
        )),
        sample(ApplyGoToUrlWhiteList::new("https://a", "https://a")),
        sample(IDcodeLogin::new("https://a")),
    ]
}
