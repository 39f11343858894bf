//! The bytes of the responses, for strict readers.

use endpoint_core::Endpoint;
use endpoint_core::File;
use idcode_api::operations::{
    ApplyGoToUrlWhiteList, BatchRegistIDcode, GetAllAreaInfo, GetAllIndustryCategoryList,
    GetAllTradeInfo, GetAreaInfoByParentID, GetAuthenPicUrl, GetBaseIDcodeInfo, GetCodeUseList,
    GetCompanyBaseInfo, GetCompanyInfo, GetIDcodeTypeInfo, GetIndustryCategoryListByParentID,
    GetOrganUnitStatus, GetProductCategoryList, GetTradeInfoByParentID, GetUnitType,
    GetUploadCodeInfo, GetUploadCodeRecord, GetVerifyInfo, Login, LoginVerify, Matching, Selection,
    SendVerifyInfo, UnitRegist, UpdateGoToUrl, UpdateUnitQRCodeGoToUrl, UploadCodeFile,
    UploadCodeList,
};
use idcode_api::{Background, ItemCodes, Locality, LogoUse, NameMark, PasswordDigest};
use ihuyi_api::products::{Ent3fGetNum, Ent3fSubmit, Entinfov2Submit};
use registry_model::DecimalId;
use registry_sandbox::sample;
use serde_json::Value;

use crate::client::{Client, Keyed};
use crate::samples::{code, completion, registration, verification, website};

async fn body<E: Endpoint<Vendor: Keyed>>(client: &Client, request: E) -> String {
    let response = client.sandbox.respond(client.signed(&request)).await;
    String::from_utf8(response.body.to_vec()).unwrap()
}

#[tokio::test]
async fn answers_of_idcode_have_the_keys_of_its_tables() {
    let client = Client::new();
    let unit = || code("i.86.110108.1");
    let mut bodies = vec![
        body(&client, registration("甲公司", "one").with_contact("张三")).await,
        body(&client, registration("甲公司", "two")).await,
        body(&client, GetCompanyBaseInfo::new(unit())).await,
        body(&client, completion("i.86.110108.1")).await,
        body(&client, verification("i.86.110108.1")).await,
        body(&client, GetCompanyBaseInfo::new(unit())).await,
        body(&client, GetCompanyInfo::new("甲公司", Matching::Exact)).await,
        body(&client, GetCompanyInfo::new("无", Matching::Exact)).await,
        body(&client, GetOrganUnitStatus::new(unit())).await,
        body(&client, GetOrganUnitStatus::new(code("i.86.110108.9"))).await,
        body(&client, SendVerifyInfo::new(sample::PHONE)).await,
        body(&client, GetUnitType::new()).await,
        body(&client, GetAreaInfoByParentID::new(DecimalId::new(440_300))).await,
    ];
    bodies.push(String::new());
    insta::assert_snapshot!(bodies.join("\n"));
}

/// A successful response of each operation of categories, uploads and logins.
async fn bodies_of_categories_and_codes(client: &Client) -> Vec<String> {
    const GOTO_URL: &str = "http://www.xxxx.com/xxxx.aspx?id=";
    let unit = || code(sample::unit::MAIN_CODE);
    let (first, upload) = (DecimalId::new(FIRST_REGISTRATION), FIRST_UPLOAD);
    let upload = DecimalId::new(upload);
    let place = Locality::from_division(sample::DEMO.division());
    let digest = PasswordDigest::from_password("icence");
    let login = Login {
        name: sample::unit::LOGIN_NAME.to_owned(),
        password: sample::unit::PASSWORD.into(),
    };
    let list = UploadCodeList::new(unit(), first, ItemCodes::new(["a", "b"]).unwrap());
    let file = File::new("codes.txt", &b"c\n"[..]);
    vec![
        body(client, GetTradeInfoByParentID::new(109_u64)).await,
        body(client, GetCodeUseList::new()).await,
        body(client, GetIndustryCategoryListByParentID::new(10_221_u64)).await,
        body(client, GetVerifyInfo::new(sample::PHONE)).await,
        without_picture(
            &body(
                client,
                UnitRegist::new("licence", "甲公司", 1003_u64, place),
            )
            .await,
        ),
        body(
            client,
            UnitRegist::new("licence", "甲公司", 1003_u64, place),
        )
        .await,
        without_picture(
            &body(
                client,
                UpdateUnitQRCodeGoToUrl::new("licence", digest.clone())
                    .with_goto_url(GOTO_URL)
                    .with_logo_use(LogoUse::Without),
            )
            .await,
        ),
        body(
            client,
            UpdateUnitQRCodeGoToUrl::new("licence", digest).with_goto_url(GOTO_URL),
        )
        .await,
        body(client, BatchRegistIDcode::new(unit(), vec![website("1")])).await,
        body(client, GetBaseIDcodeInfo::new(unit())).await,
        body(client, GetBaseIDcodeInfo::new(unit()).with_model_code("2")).await,
        body(client, GetIDcodeTypeInfo::new(unit(), Selection::All)).await,
        body(client, list).await,
        body(client, UploadCodeFile::new(unit(), first, file)).await,
        body(client, GetUploadCodeRecord::new(unit(), "46100000", "1")).await,
        body(client, GetUploadCodeInfo::new(unit(), upload)).await,
        body(client, LoginVerify::new(login)).await,
        body(client, UpdateGoToUrl::new(unit(), first, GOTO_URL)).await,
        body(client, ApplyGoToUrlWhiteList::new(GOTO_URL, GOTO_URL)).await,
        body(
            client,
            GetAuthenPicUrl::new(Background::Orange, NameMark::With),
        )
        .await,
    ]
}

const FIRST_REGISTRATION: u128 = 10_050_000_000_000_000_001;
const FIRST_UPLOAD: u128 = 10_060_000_000_000_000_001;

/// The response with the picture shortened to the base64 beginning of every PNG.
fn without_picture(answer: &str) -> String {
    let (front, rest) = answer.split_once("\"UnitQRCode\":\"iVBORw0KGgo").unwrap();
    let (_, end) = rest.split_once('"').unwrap();
    format!("{front}\"UnitQRCode\":\"iVBORw0KGgo…\"{end}")
}

#[tokio::test]
async fn answers_about_categories_and_codes_have_the_keys_of_the_tables() {
    let client = Client::new();
    let mut bodies = bodies_of_categories_and_codes(&client).await;
    bodies.push(String::new());
    insta::assert_snapshot!(bodies.join("\n"));
}

#[tokio::test]
async fn nothing_about_categories_and_codes_is_null() {
    let client = Client::new();
    let mut bodies = bodies_of_categories_and_codes(&client).await;
    bodies.extend([
        body(&client, GetAllTradeInfo::new()).await,
        body(&client, GetAllIndustryCategoryList::new()).await,
        body(&client, GetProductCategoryList::new()).await,
    ]);
    for answer in bodies {
        let json = serde_json::from_str(&answer).unwrap();
        assert_eq!(nulls(&json), 0, "{answer}");
    }
}

#[tokio::test]
async fn answers_of_ihuyi_have_the_keys_of_its_tables() {
    let client = Client::new();
    let company = sample::DEMO;
    let question = |person: &str| Ent3fSubmit::new(company.name, company.credit_code(), person);
    let bodies = [
        body(&client, question("张三")).await,
        body(&client, question("李四")).await,
        body(&client, question(" ")).await,
        body(&client, Ent3fGetNum::new()).await,
        body(&client, Entinfov2Submit::new(company.credit_code())).await,
        String::new(),
    ];
    insta::assert_snapshot!(bodies.join("\n"));
}

fn nulls(value: &Value) -> usize {
    match value {
        Value::Null => 1,
        Value::Array(items) => items.iter().map(nulls).sum(),
        Value::Object(members) => members.values().map(nulls).sum(),
        _ => 0,
    }
}

#[tokio::test]
async fn nothing_is_null_but_the_unit_that_does_not_exist_yet() {
    let client = Client::new();
    let unit = || code("i.86.110108.1");
    let registered = body(&client, registration("甲公司", "one")).await;
    assert!(registered.contains(r#""OrganUnitResultInfo":null"#));
    for answer in [
        body(&client, GetAllAreaInfo::new()).await,
        body(&client, GetUnitType::new()).await,
        body(&client, GetCompanyBaseInfo::new(unit())).await,
        body(&client, GetCompanyInfo::new("公司", Matching::Fuzzy)).await,
        body(&client, GetOrganUnitStatus::new(unit())).await,
        body(&client, Entinfov2Submit::new(sample::DEMO.credit_code())).await,
    ] {
        assert_eq!(
            nulls(&serde_json::from_str(&answer).unwrap()),
            0,
            "{answer}"
        );
    }
}

#[tokio::test]
async fn ids_of_twenty_digits_are_exact_numbers() {
    let client = Client::new();
    let answer = body(&client, GetCompanyBaseInfo::new(code("i.86.110108.52"))).await;
    assert!(
        answer.contains(r#""OrganUnit_ID":10030000000000000001,"#),
        "{answer}"
    );
}
