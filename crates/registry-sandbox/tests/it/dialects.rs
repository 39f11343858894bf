//! Every dialect: a sandbox that expects it understands a client that speaks it.

use endpoint_core::File;
use idcode_api::operations::{
    ApplyGoToUrlWhiteList, BatchRegistIDcode, GetBaseIDcodeInfo, GetCompanyBaseInfo,
    GetCompanyInfo, GetIDcodeTypeInfo, GetUploadCodeInfo, GetUploadCodeRecord, GetVerifyInfo,
    Login, LoginVerify, Matching, Selection, UnitRegist, UpdateGoToUrl, UpdateUnitQRCodeGoToUrl,
    UploadCodeFile, UploadCodeList,
};
use idcode_api::{
    Coverage, Dialect, FormPlacement, ItemCodes, JsonCredentials, Locality, Logo,
    MultipartPlacement, Order, PasswordDigest, Unset,
};
use registry_sandbox::{Config, sample};

use crate::client::Client;
use crate::samples::{code, completion, registration, verification, website};

fn all() -> Vec<Dialect> {
    let mut all = Vec::new();
    for signature in sign_core::idcode::SignatureDialect::ALL {
        for form in [
            FormPlacement::Body,
            FormPlacement::Query,
            FormPlacement::CredentialsInQuery,
        ] {
            for coverage in [Coverage::AllTexts, Coverage::QueryOnly] {
                for multipart in [MultipartPlacement::Parts, MultipartPlacement::Query] {
                    for order in [Order::Sorted, Order::Declared] {
                        for unset in [Unset::LeaveOut, Unset::SendEmpty] {
                            all.push(Dialect {
                                signature,
                                form,
                                coverage,
                                multipart,
                                order,
                                unset,
                                ..Dialect::default()
                            });
                        }
                    }
                }
            }
        }
    }
    all
}

#[tokio::test]
async fn a_unit_is_registered_completed_verified_and_found_in_every_dialect() {
    let dialects = all();
    assert_eq!(dialects.len(), 384);
    for dialect in dialects {
        let client = Client::with_config(Config::default().with_dialect(dialect));
        // A blank, a plus and a percent sign are written differently by each encoding.
        let name = "甲 公司 + 100%&=";
        client
            .call(&registration(name, "one"))
            .await
            .unwrap_or_else(|refusal| {
                panic!("301: {refusal} {} in {dialect:?}", client.last_reason())
            });
        let unit = client
            .call(&GetCompanyBaseInfo::new(code("i.86.110108.1")))
            .await
            .unwrap();
        assert_eq!(unit.name.as_deref(), Some(name), "{dialect:?}");
        client.call(&completion("i.86.110108.1")).await.unwrap();
        client
            .call(&verification("i.86.110108.1"))
            .await
            .unwrap_or_else(|refusal| panic!("304: {refusal} in {dialect:?}"));
        let found = client
            .call(&GetCompanyInfo::new(name, Matching::Exact))
            .await
            .unwrap();
        assert_eq!(found.len(), 1);
    }
}

/// Registers, uploads and changes in one dialect: a call of every form of request.
async fn flow_of_codes(dialect: Dialect) {
    let client = Client::with_config(Config::default().with_dialect(dialect));
    let unit = || code(sample::unit::MAIN_CODE);
    // Characters that each encoding writes differently.
    let mut row = website("A-1");
    row.model_name = Some("甲 + 100%&=".to_owned());
    row.goto_url = "http://www.xxxx.com/m?name=%E4%B8%AD&id=".to_owned();
    let request = BatchRegistIDcode::new(unit(), vec![row.clone()]);
    let registered = client
        .call(&request)
        .await
        .unwrap_or_else(|refusal| panic!("402: {refusal} {} in {dialect:?}", client.last_reason()));
    let id = registered[0].registration_id.unwrap();
    let find = GetBaseIDcodeInfo::new(unit()).with_model_code("A-1");
    let found = &client.call(&find).await.unwrap()[0];
    assert_eq!((found.id, &found.model_name), (id, &row.model_name));
    let all = GetIDcodeTypeInfo::new(unit(), Selection::All);
    assert_eq!(client.call(&all).await.unwrap().len(), 1);

    let list = UploadCodeList::new(unit(), id, ItemCodes::new(["a 1", "b+2"]).unwrap());
    client.call(&list).await.unwrap();
    let file = UploadCodeFile::new(unit(), id, File::new("码.txt", &b"c\n"[..]));
    client.call(&file).await.unwrap();
    let records = GetUploadCodeRecord::new(unit(), "46100000", "A-1");
    let records = client.call(&records).await.unwrap();
    assert_eq!(records[1].file_name.as_deref(), Some("码.txt"));
    let info = GetUploadCodeInfo::new(unit(), records[0].id);
    assert_eq!(client.call(&info).await.unwrap().count.unwrap().get(), 2);

    let goto_url = "http://other.example/m?name=%E4%B8%AD+&id=";
    let apply = ApplyGoToUrlWhiteList::new(goto_url, goto_url);
    client.call(&apply).await.unwrap();
    client
        .call(&UpdateGoToUrl::new(unit(), id, goto_url))
        .await
        .unwrap();
}

/// Registers a unit with a logo, changes it and logs in, in one dialect.
async fn flow_of_logins(dialect: Dialect) {
    let client = Client::with_config(Config::default().with_dialect(dialect));
    let place = Locality::from_division(sample::DEMO.division());
    let logo = Logo::new(sample::LICENCE_PNG);
    let request = UnitRegist::new("licence+1", "甲公司", 1003_u64, place).with_logo(logo);
    let password = request.initial_password();
    client
        .call(&request)
        .await
        .unwrap_or_else(|refusal| panic!("309: {refusal} {} in {dialect:?}", client.last_reason()));
    let digest = PasswordDigest::from_password(password.expose());
    let change = UpdateUnitQRCodeGoToUrl::new("licence+1", digest).with_goto_url("http://a.b/?a=");
    client.call(&change).await.unwrap();
    let login = LoginVerify::new(Login {
        name: "licence+1".to_owned(),
        password,
    });
    let unit = client.call(&login).await.unwrap();
    assert_eq!(unit.goto_url.as_deref(), Some("http://a.b/?a="));
    let verify = GetVerifyInfo::new(sample::PHONE);
    assert_eq!(client.call(&verify).await.unwrap().code.expose().len(), 6);
}

/// The dialects with another place or extent of the hash, each with both encodings of the hashed
/// text: the tests of units show the others.
fn some() -> impl Iterator<Item = Dialect> {
    all().into_iter().filter(|dialect| {
        let plain = sign_core::idcode::SignatureDialect {
            hashed: dialect.signature.hashed,
            ..sign_core::idcode::SignatureDialect::default()
        };
        dialect.signature == plain
    })
}

#[tokio::test]
async fn categories_are_registered_and_codes_uploaded_in_every_placement() {
    let mut flows = 0;
    for dialect in some() {
        for json in [
            JsonCredentials::TokenInside,
            JsonCredentials::TokenInsideAndBeside,
            JsonCredentials::AllInside,
        ] {
            flow_of_codes(Dialect { json, ..dialect }).await;
            flows += 1;
        }
    }
    assert_eq!(flows, 2 * 48 * 3);
}

#[tokio::test]
async fn units_with_a_logo_are_registered_and_changed_in_every_placement() {
    for dialect in some() {
        flow_of_logins(dialect).await;
    }
}

#[tokio::test]
async fn a_client_that_speaks_another_dialect_is_refused() {
    let client = Client::new();
    let dialect = Dialect {
        signature: sign_core::idcode::SignatureDialect {
            hashed: sign_core::idcode::Hashed::Encoded,
            ..sign_core::idcode::SignatureDialect::default()
        },
        ..Dialect::default()
    };
    let keys = client.sandbox.idcode_keys().with_dialect(dialect);
    let request = GetCompanyInfo::new(sample::unit::NAME, Matching::Exact);
    let incoming = client.signed_with(&keys, &request, client.now_ms());
    let refusal = client.send::<GetCompanyInfo>(incoming).await.unwrap_err();
    assert_eq!((refusal.code, refusal.message.as_str()), (0, "未授权！"));
}
