//! The two flows of the vendor's document (section 5), end to end.
//!
//! They run over a socket with only the public interface: each step takes its input from earlier
//! steps.

use std::net::SocketAddr;
use std::sync::Arc;

use enterprise_registry::idcode::operations::{
    ApplyGoToUrlWhiteList, BatchRegistIDcode, CategoryApplication, Certificate,
    CreateAuthenCodePic, CreateCodePic, CreateCodePicWithMargin, GetAllIndustryCategoryList,
    GetAllTradeInfo, GetAreaInfoByParentID, GetBaseIDcodeInfo, GetCodeUseList, GetCompanyBaseInfo,
    GetCompanyInfo, GetIDcodeTypeInfo, GetIndustryCategoryListByParentID, GetOrganUnitStatus,
    GetProductCategoryList, GetTradeInfoByParentID, GetUnitType, GetUploadCodeInfo,
    GetUploadCodeRecord, GetVerifyInfo, Login, Matching, ModifyCompanyInfo, RegCompanyInfo,
    Selection, SendVerifyInfo, UpdateGoToUrl, UploadCodeFile, UploadCodeList, UploadKind,
    VerifyCompanyInfo,
};
use enterprise_registry::idcode::{
    Application, AreaLevel, Category, CodeColor, CodeSize, FramedSize, Idcode, ItemCodes, Locality,
    Picture, PictureKind, PlainSymbology, Symbology,
};
use enterprise_registry::model::{DecimalId, IdCode};
use enterprise_registry::sandbox::{Config, Sandbox, sample};
use enterprise_registry::{Client, Error, File, HyperService};
use registry_sandbox::server::{Running, Server};

/// A sandbox on loopback and its client.
struct Vendor {
    sandbox: Sandbox,
    idcode: Client<Idcode>,
    _running: Running,
}

impl Vendor {
    async fn start() -> Self {
        let sandbox = Sandbox::new(Config::default().with_sms(true));
        let anywhere = SocketAddr::from(([127, 0, 0, 1], 0));
        let server = Server::bind(anywhere, sandbox.clone()).await.unwrap();
        let base_url = server.base_url();
        let service = Arc::new(HyperService::new().unwrap());
        let idcode = Client::builder(sandbox.idcode_keys(), service)
            .base_url(base_url)
            .build()
            .unwrap();
        Self {
            sandbox,
            idcode,
            _running: server.spawn(),
        }
    }

    /// The names of the operations that were called, in their order.
    fn called(&self) -> Vec<String> {
        let calls = self.sandbox.calls();
        calls.iter().map(|call| call.operation.to_owned()).collect()
    }
}

/// Registers a unit in the order of the first diagram; returns its main code.
async fn registered_unit(vendor: &Vendor, sms_code: &str) -> IdCode {
    let Vendor { idcode, .. } = vendor;
    // 102 and 105: input of 301. In Beijing the city is the province (note of 101).
    let provinces = idcode
        .call(GetAreaInfoByParentID::new(0_u64))
        .await
        .unwrap();
    let beijing = provinces
        .iter()
        .find(|area| area.name.as_deref() == Some("北京市"))
        .unwrap();
    let districts = idcode
        .call(GetAreaInfoByParentID::new(beijing.id).with_level(AreaLevel::District))
        .await
        .unwrap();
    let haidian = districts
        .iter()
        .find(|area| area.name.as_deref() == Some("海淀区"))
        .unwrap();
    let locality = Locality::from_division(haidian.id.to_string().parse().unwrap());
    let kinds = idcode.call(GetUnitType::new()).await.unwrap();
    let kind = kinds.first().unwrap().code;

    let login = Login {
        name: "flow-user".to_owned(),
        password: "flow-password".into(),
    };
    let request = RegCompanyInfo::new(login, "流程样例有限公司", kind, locality, sample::PHONE)
        .with_sms_code(sms_code);
    let registered = idcode.call(request).await.unwrap();
    let code = registered.main_code.unwrap();
    code.trim_end_matches('/').parse().unwrap()
}

#[tokio::test]
async fn a_unit_is_registered_verified_completed_and_found() {
    let vendor = Vendor::start().await;
    let idcode = &vendor.idcode;
    // 303: the code goes to the phone; 302 would have returned it.
    idcode
        .call(SendVerifyInfo::new(sample::PHONE))
        .await
        .unwrap();
    let sms_code = vendor.sandbox.sms_code(sample::PHONE).unwrap();
    let unit = registered_unit(&vendor, &sms_code).await;

    // 308 before the verification.
    let status = idcode.call(GetOrganUnitStatus::new(unit.clone())).await;
    assert!(!status.unwrap().authentication.is_verified());

    // 304 and 305, with an industry of 103 and 104.
    let certificate = Certificate::CreditCode(sample::DEMO.credit_code());
    let licence = File::new("licence.png", sample::LICENCE_PNG);
    idcode
        .call(VerifyCompanyInfo::new(unit.clone(), certificate, licence))
        .await
        .unwrap();
    let sections = idcode.call(GetAllTradeInfo::new()).await.unwrap();
    let section = sections.iter().find(|row| row.level == Some(1)).unwrap();
    let divisions = idcode.call(GetTradeInfoByParentID::new(section.id)).await;
    let industry = divisions.unwrap().first().unwrap().id;
    let address = "北京市海淀区流程路1号";
    idcode
        .call(ModifyCompanyInfo::new(unit.clone(), industry, address))
        .await
        .unwrap();

    // 308, 306 and 307: verified, and found with the data given.
    let status = idcode.call(GetOrganUnitStatus::new(unit.clone())).await;
    assert!(status.unwrap().authentication.is_verified());
    let record = idcode
        .call(GetCompanyBaseInfo::new(unit.clone()))
        .await
        .unwrap();
    assert_eq!(record.name.as_deref(), Some("流程样例有限公司"));
    assert_eq!(record.address.as_deref(), Some(address));
    assert_eq!(record.trade_id, Some(industry));
    let found = idcode
        .call(GetCompanyInfo::new("流程样例有限公司", Matching::Exact))
        .await
        .unwrap();
    let [found] = found.as_slice() else {
        unreachable!("{found:?}")
    };
    assert_eq!(found.id, record.id);

    assert_eq!(
        vendor.called(),
        [
            "SendVerifyInfo",
            "GetAreaInfoByParentID",
            "GetAreaInfoByParentID",
            "GetUnitType",
            "RegCompanyInfo",
            "GetOrganUnitStatus",
            "VerifyCompanyInfo",
            "GetAllTradeInfo",
            "GetTradeInfoByParentID",
            "ModifyCompanyInfo",
            "GetOrganUnitStatus",
            "GetCompanyBaseInfo",
            "GetCompanyInfo",
        ]
    );
}

/// A code use and a product category of it, as 201 to 204 list them.
async fn category(idcode: &Client<Idcode>) -> (DecimalId, Category) {
    let uses = idcode.call(GetCodeUseList::new()).await.unwrap();
    let products = idcode.call(GetProductCategoryList::new()).await.unwrap();
    let all = idcode
        .call(GetAllIndustryCategoryList::new())
        .await
        .unwrap();
    let is_above = |id| all.iter().any(|row| row.parent_id == Some(id));
    let category = products.into_iter().find(|row| !is_above(row.id)).unwrap();
    let above = category.parent_id.unwrap();
    let beside = idcode
        .call(GetIndustryCategoryListByParentID::new(above))
        .await
        .unwrap();
    assert!(beside.contains(&category));
    let code_use = category.code_use_id.unwrap();
    assert!(uses.iter().any(|row| row.id == code_use));
    (code_use, category)
}

fn assert_png(picture: &Picture) {
    assert_eq!(picture.kind(), PictureKind::Png);
}

#[tokio::test]
async fn a_category_is_applied_for_and_its_codes_are_uploaded_drawn_and_redirected() {
    let vendor = Vendor::start().await;
    let idcode = &vendor.idcode;
    // The unit, by the first diagram; 302 returns the code of the SMS.
    let sms_code = idcode
        .call(GetVerifyInfo::new(sample::PHONE))
        .await
        .unwrap();
    let unit = registered_unit(&vendor, sms_code.code.expose()).await;
    let (code_use, category) = category(idcode).await;

    // 402, then 403 and 404 find it.
    let goto_url = "http://www.xxxx.com/xxxx.aspx?id=";
    let application =
        CategoryApplication::new(category.id, code_use, Application::Registered, goto_url)
            .with_model("样例型号", "1");
    let registered = idcode
        .call(BatchRegistIDcode::new(unit.clone(), vec![application]))
        .await
        .unwrap();
    let id = registered.first().unwrap().registration_id.unwrap();
    let by_search = idcode.call(GetBaseIDcodeInfo::new(unit.clone())).await;
    let by_search = by_search.unwrap();
    let by_type = idcode
        .call(GetIDcodeTypeInfo::new(unit.clone(), Selection::Registered))
        .await
        .unwrap();
    assert_eq!(by_search, by_type);
    let [registration] = by_search.as_slice() else {
        unreachable!("{by_search:?}")
    };
    assert_eq!(registration.id, id);
    let complete: IdCode = registration
        .complete_code
        .as_deref()
        .unwrap()
        .parse()
        .unwrap();
    assert_eq!(complete.main_code(), unit);

    // 501 both ways, then 502 and 503 find both.
    let codes = ItemCodes::new(["A-001", "A-002", "A-003"]).unwrap();
    let list = UploadCodeList::new(unit.clone(), id, codes);
    idcode.call(list).await.unwrap();
    let codes = ItemCodes::new(["B-001", "B-002"]).unwrap();
    let file = UploadCodeFile::new(unit.clone(), id, codes.to_file("codes.txt"));
    idcode.call(file).await.unwrap();
    let records = idcode
        .call(GetUploadCodeRecord::new(
            unit.clone(),
            registration.category_code.clone().unwrap(),
            registration.model_code.clone().unwrap(),
        ))
        .await
        .unwrap();
    let counts: Vec<_> = records
        .iter()
        .map(|record| (record.kind, record.count.unwrap().get()))
        .collect();
    assert_eq!(
        counts,
        [(Some(UploadKind::List), 3), (Some(UploadKind::File), 2)]
    );
    for record in &records {
        let info = idcode
            .call(GetUploadCodeInfo::new(unit.clone(), record.id))
            .await
            .unwrap();
        assert_eq!((info.id, info.count), (record.id, record.count));
    }

    // 603, 604 and 605 draw a code that was uploaded.
    let item = complete.with_item("A-001").unwrap().to_string();
    let plain = CreateCodePic::new(item.as_str(), 300, PlainSymbology::Qr);
    let plain = idcode.call(plain).await.unwrap();
    assert_png(plain.picture.picture().unwrap());
    let framed =
        CreateCodePicWithMargin::framed(item.as_str(), FramedSize::Px400, CodeColor::Black);
    let framed = idcode.call(framed).await.unwrap();
    assert_png(framed.picture().unwrap());
    let certified =
        CreateAuthenCodePic::new(unit.clone(), item.as_str(), Symbology::Qr, CodeSize::Cm3);
    let certified = idcode.call(certified).await.unwrap();
    assert_png(&certified.picture);

    // 602 changes the goto URL, 606 has the new address reviewed.
    let elsewhere = "http://elsewhere.example/";
    idcode
        .call(UpdateGoToUrl::new(unit.clone(), id, elsewhere))
        .await
        .unwrap();
    idcode
        .call(ApplyGoToUrlWhiteList::new(elsewhere, elsewhere))
        .await
        .unwrap();

    // Codes of an unknown registration are refused.
    let codes = ItemCodes::new(["C-001"]).unwrap();
    let stray = UploadCodeList::new(unit, DecimalId::new(7), codes);
    let error = idcode.call(stray).await.unwrap_err();
    assert!(matches!(error, Error::Refused(_)), "{error}");

    assert_eq!(
        vendor.called().split_off(5),
        [
            "GetCodeUseList",
            "GetProductCategoryList",
            "GetAllIndustryCategoryList",
            "GetIndustryCategoryListByParentID",
            "BatchRegistIDcode",
            "GetBaseIDcodeInfo",
            "GetIDcodeTypeInfo",
            "UploadCodeList",
            "UploadCodeFile",
            "GetUploadCodeRecord",
            "GetUploadCodeInfo",
            "GetUploadCodeInfo",
            "CreateCodePic",
            "CreateCodePicWithMargin",
            "CreateAuthenCodePic",
            "UpdateGoToUrl",
            "ApplyGoToUrlWhiteList",
            "UploadCodeList",
        ]
    );
}
