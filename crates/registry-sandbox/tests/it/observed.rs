//! The spelling of keys and the operation that only public clients show.

use endpoint_core::Endpoint;
use idcode_api::operations::{
    CreateCodePic, GetAllAreaInfo, GetAllIndustryCategoryList, GetAllTradeInfo, GetBaseIDcodeInfo,
    GetCompanyBaseInfo, GetCompanyInfo, Login, LoginVerify, Matching, RegProductIDcodeInfo,
};
use idcode_api::{Application, Idcode, PlainSymbology};
use registry_sandbox::{Config, sample};

use crate::client::{Client, get};
use crate::samples::code;

/// The response, byte for byte.
async fn body<E: Endpoint<Vendor = Idcode>>(client: &Client, request: E) -> String {
    let response = client.sandbox.respond(client.signed(&request)).await;
    String::from_utf8(response.body.to_vec()).unwrap()
}

async fn answers(client: &Client) -> [String; 4] {
    let login = Login {
        name: sample::unit::LOGIN_NAME.to_owned(),
        password: sample::unit::PASSWORD.into(),
    };
    [
        body(
            client,
            GetCompanyBaseInfo::new(code(sample::unit::MAIN_CODE)),
        )
        .await,
        body(
            client,
            GetCompanyInfo::new(sample::unit::NAME, Matching::Exact),
        )
        .await,
        body(client, LoginVerify::new(login)).await,
        body(client, GetAllIndustryCategoryList::new()).await,
    ]
}

#[tokio::test]
async fn keys_have_the_case_of_the_tables_or_on_request_that_of_clients() {
    let documented = answers(&Client::new()).await;
    let observed = answers(&Client::with_config(
        Config::default().with_observed_spellings(true),
    ))
    .await;
    for (at, keys) in [
        (0, ["LinkMan", "LinkPhone"].as_slice()),
        (1, &["LinkMan", "LinkPhone"]),
        (2, &["LinkMan", "LinkPhone"]),
        (3, &["Codeuse_ID"]),
    ] {
        let mut again = documented[at].clone();
        for key in keys {
            let documented = format!("\"{key}\":");
            let seen = match *key {
                "LinkMan" => "\"Linkman\":",
                "LinkPhone" => "\"Linkphone\":",
                _ => "\"CodeUse_ID\":",
            };
            assert!(again.contains(&documented), "{again}");
            assert!(!again.contains(seen), "{again}");
            again = again.replace(&documented, seen);
        }
        assert_eq!(observed[at], again);
    }
}

#[tokio::test]
async fn clients_read_either_spelling() {
    for config in [
        Config::default(),
        Config::default().with_observed_spellings(true),
    ] {
        let client = Client::with_config(config);
        let request = GetCompanyBaseInfo::new(code(sample::unit::MAIN_CODE));
        let unit = client.call(&request).await.unwrap();
        assert_eq!(unit.contact.as_deref(), Some(sample::PERSON));
        assert_eq!(unit.contact_phone.as_deref(), Some(sample::PHONE));
    }
}

#[tokio::test]
async fn a_picture_of_603_lies_behind_an_address_where_that_is_asked_for() {
    let client = Client::with_config(Config::default().with_picture_addresses(true));
    let draw = |pixels| CreateCodePic::new(sample::unit::MAIN_CODE, pixels, PlainSymbology::Qr);
    let mut paths = Vec::new();
    for pixels in [80, 90] {
        let answer = client.call(&draw(pixels)).await.unwrap();
        let address = answer.picture.address().unwrap().to_owned();
        let path = address.strip_prefix("http://api.idcode.invalid").unwrap();
        let found = client.sandbox.respond(get(path)).await;
        assert_eq!(found.content_type.as_deref(), Some("image/png"));
        // The width of a PNG.
        assert_eq!(found.body[16..20], u32::to_be_bytes(pixels));
        paths.push(path.to_owned());
    }
    assert_ne!(paths[0], paths[1]);
    client.sandbox.reset();
    assert_eq!(client.sandbox.respond(get(&paths[0])).await.status, 404);
    let base64 = Client::new().call(&draw(80)).await.unwrap();
    assert!(base64.picture.picture().is_some());
}

#[tokio::test]
async fn lists_that_never_change_are_the_same_bytes_every_time() {
    let client = Client::new();
    let first = body(&client, GetAllAreaInfo::new()).await;
    client.sandbox.reset();
    assert_eq!(body(&client, GetAllAreaInfo::new()).await, first);
    assert_eq!(client.sandbox.calls().len(), 1);
    // An earlier right response does not make a wrong call right.
    let refused = client.json(get("/AllInterFace/GetAllAreaInfo")).await;
    assert_eq!(refused["ResultCode"], 0);
    let other = body(&client, GetAllTradeInfo::new()).await;
    assert_ne!(other, first);
}

fn product(model_code: &str) -> RegProductIDcodeInfo {
    let unit = code(sample::unit::MAIN_CODE);
    let goto_url = "http://www.xxxx.com/x?id=";
    RegProductIDcodeInfo::new(unit, 10_222_u64, "46100000", Application::Filed, goto_url)
        .with_model("样例型号", model_code)
}

#[tokio::test]
async fn a_product_is_registered_once_and_its_code_has_a_slash_behind() {
    let client = Client::new();
    let registered = client.call(&product("001")).await.unwrap();
    assert_eq!(
        registered.complete_code.as_deref(),
        Some("i.86.110108.52/10.46100000.001/")
    );
    let find = GetBaseIDcodeInfo::new(code(sample::unit::MAIN_CODE)).with_model_code("001");
    let found = &client.call(&find).await.unwrap()[0];
    assert_eq!(Some(found.id), registered.registration_id);
    assert_eq!(found.application, Some(Application::Filed));

    let taken = client.call(&product("001")).await.unwrap_err();
    assert_eq!(taken.code, -4);
    let again = body(&client, product("001")).await;
    assert_eq!(
        again,
        r#"{"OrganUnitIDcode":"","ResultCode":-4,"ResultMsg":"型号编码已存在！"}"#
    );
    client.call(&product("002")).await.unwrap();
}

#[tokio::test]
async fn mismatched_parameters_are_refused() {
    let client = Client::new();
    let mut use_of_another = product("001");
    use_of_another.code_use_id = 73_u64.into();
    let mut nowhere = product("001");
    nowhere.category_id = 7_u64.into();
    let mut code_of_another = product("001");
    code_of_another.category_code = "10000000".to_owned();
    let mut unknown_kind = product("001");
    unknown_kind.application = Application::Other(3);
    for (request, name) in [
        (use_of_another, "codeUse_ID"),
        (nowhere, "industryCategory_ID"),
        (code_of_another, "categoryCode"),
        (unknown_kind, "codePayType"),
        (product("a&b=c"), "modelNumberCode"),
    ] {
        let refusal = client.call(&request).await.unwrap_err();
        assert_eq!(refusal.code, 0);
        assert!(refusal.message.contains(name), "{refusal}");
    }
    let mut stranger = product("001");
    stranger.company = code("i.86.110108.9");
    let refusal = client.call(&stranger).await.unwrap_err();
    assert_eq!(refusal.message, "单位不存在！");
}
