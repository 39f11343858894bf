//! 309 and 310: units with a picture of their code.

use endpoint_core::Refusal;
use idcode_api::operations::{
    GetCompanyInfo, Login, LoginVerify, Matching, UnitRegist, UnitRegistered,
    UpdateUnitQRCodeGoToUrl,
};
use idcode_api::{
    CodeColor, Locality, Logo, LogoUse, PasswordDigest, PictureKind, PictureOrAddress, QrSize,
    StoredColor, StoredLogo, UnitAccount, UrlStatus,
};
use registry_model::DecimalId;
use registry_sandbox::sample;

use crate::client::Client;
use crate::samples::registration;

const LICENCE: &str = "110108999999017";
const INITIAL: &str = "999017";
const ADDRESS: &str = "http://www.xxxx.com/xxxx.aspx?id=";
const REGIST: &str = "/AllInterFace/UnitRegist";
const UPDATE: &str = "/AllInterFace/UpdateUnitQRCodeGoToUrl";

fn new_unit(name: &str, licence: &str) -> UnitRegist {
    let place = Locality::from_division(sample::DEMO.division());
    UnitRegist::new(licence, name, DecimalId::new(1003), place)
}

fn change(password: &str) -> UpdateUnitQRCodeGoToUrl {
    UpdateUnitQRCodeGoToUrl::new(LICENCE, PasswordDigest::from_password(password))
}

fn logo() -> Logo {
    Logo::new(sample::LICENCE_PNG)
}

fn kind(picture: Option<&PictureOrAddress>) -> PictureKind {
    picture.and_then(PictureOrAddress::picture).unwrap().kind()
}

async fn account(client: &Client) -> UnitAccount {
    let login = Login {
        name: LICENCE.to_owned(),
        password: INITIAL.into(),
    };
    client.call(&LoginVerify::new(login)).await.unwrap()
}

async fn registered(request: UnitRegist) -> (Client, UnitRegistered) {
    let client = Client::new();
    let answer = client.call(&request).await.unwrap();
    (client, answer)
}

fn outcome(refusal: &Refusal) -> (i64, &str) {
    (refusal.code, refusal.message.as_str())
}

#[tokio::test]
async fn a_unit_is_registered_with_the_end_of_its_licence_number_as_password() {
    let request = new_unit("甲公司", LICENCE);
    assert_eq!(request.initial_password().expose(), INITIAL);
    let (client, answer) = registered(request).await;
    assert_eq!(answer.main_code.as_deref(), Some("i.86.110108.1/"));
    assert_eq!(answer.login_name.as_deref(), Some(LICENCE));
    assert_eq!(kind(answer.qr_code.as_ref()), PictureKind::Png);

    let unit = account(&client).await;
    assert_eq!(unit.name.as_deref(), Some("甲公司"));
    assert_eq!(unit.main_code.as_deref(), Some("i.86.110108.1"));
    assert_eq!(unit.logo, Some(StoredLogo::NotUsed));
    assert_eq!(unit.color, Some(StoredColor::Color));
}

#[tokio::test]
async fn logo_and_address_of_a_registration_are_kept() {
    let request = new_unit("甲公司", LICENCE)
        .with_logo(logo())
        .with_logo_use(LogoUse::With)
        .with_color(CodeColor::Black)
        .with_size(QrSize::Px600)
        .with_goto_url(ADDRESS);
    let (client, _) = registered(request).await;
    let unit = account(&client).await;
    assert_eq!(unit.icon, Some(logo().picture().to_base64()));
    assert_eq!(unit.logo, Some(StoredLogo::Used));
    assert_eq!(unit.color, Some(StoredColor::Black));
    assert_eq!(unit.goto_url.as_deref(), Some(ADDRESS));
    assert_eq!(unit.goto_url_status, Some(UrlStatus::Enabled));
}

#[tokio::test]
async fn names_and_users_that_are_taken_are_refused_whichever_way_they_came() {
    let (client, _) = registered(new_unit("甲公司", LICENCE)).await;
    client.call(&registration("乙公司", "two")).await.unwrap();
    for (name, login, expected) in [
        ("甲公司", "x", (2, "已存在该组织单位，不可再添加！")),
        ("乙公司", "x", (2, "已存在该组织单位，不可再添加！")),
        ("丙公司", LICENCE, (3, "已存在该用户，不可再添加！")),
        ("丙公司", "two", (3, "已存在该用户，不可再添加！")),
    ] {
        let refusal = client.call(&new_unit(name, login)).await.unwrap_err();
        assert_eq!(outcome(&refusal), expected);
    }
}

/// A registration by 309 in pairs, with one more.
async fn regist_with(client: &Client, name: &str, value: &str) -> (i64, String) {
    let mut pairs = vec![
        ("loginName", LICENCE),
        ("organunitName", "甲公司"),
        ("code", "1003"),
        ("province_ID", "110000"),
        ("city_ID", "110000"),
        ("area_ID", "110108"),
    ];
    pairs.retain(|pair| pair.0 != name);
    pairs.push((name, value));
    client.idcode_form(REGIST, &pairs).await
}

#[tokio::test]
async fn every_wrong_value_of_a_registration_has_its_own_code() {
    let client = Client::new();
    let no_logo = (-3, "单位 logo 上传失败！");
    let wrong_address = (-4, "解析地址格式不正确！");
    let wrong = (-1, "参数错误！");
    for (name, value, expected) in [
        ("unitIcon", "no base64!", no_logo),
        // Base64, but of a text.
        ("unitIcon", "YSB0ZXh0", no_logo),
        ("gotoUrl", "www.xxxx.com", wrong_address),
        ("gotoUrl", "http://", wrong_address),
        ("qrCodeSize", "4", wrong),
        ("qrCodeColor", "2", wrong),
        ("qrCodeLogo", "2", wrong),
        ("code", "1", wrong),
        ("area_ID", "110199", wrong),
        ("nothing", "x", wrong),
    ] {
        let (code, message) = regist_with(&client, name, value).await;
        assert_eq!((code, message.as_str()), expected, "{name}={value}");
    }
    // Nothing was registered, and no number was lost.
    let search = GetCompanyInfo::new("甲公司", Matching::Exact);
    assert_eq!(client.call(&search).await.unwrap_err().code, 0);
    assert_eq!(regist_with(&client, "unitIcon", "").await.0, 1);
    assert_eq!(
        account(&client).await.main_code.as_deref(),
        Some("i.86.110108.1")
    );
}

#[tokio::test]
async fn logo_and_address_are_changed_by_the_digest_of_the_password() {
    let (client, _) = registered(new_unit("甲公司", LICENCE)).await;
    let answer = client
        .call(&change(INITIAL).with_logo(logo()))
        .await
        .unwrap();
    assert_eq!(kind(answer.qr_code.as_ref()), PictureKind::Png);
    assert_eq!(account(&client).await.logo, Some(StoredLogo::Used));

    // The logo is stored now, so that the address alone can change.
    let request = change(INITIAL)
        .with_goto_url(ADDRESS)
        .with_color(CodeColor::Black);
    client.call(&request).await.unwrap();
    let unit = account(&client).await;
    assert_eq!(unit.goto_url.as_deref(), Some(ADDRESS));
    assert_eq!(unit.icon, Some(logo().picture().to_base64()));
    assert_eq!(unit.color, Some(StoredColor::Black));
}

#[tokio::test]
async fn without_a_logo_the_picture_has_to_be_asked_for_without() {
    let (client, _) = registered(new_unit("甲公司", LICENCE)).await;
    let request = change(INITIAL).with_goto_url(ADDRESS);
    let refusal = client.call(&request).await.unwrap_err();
    assert_eq!(outcome(&refusal), (-4, "未上传单位 logo！"));
    assert_eq!(account(&client).await.goto_url.as_deref(), None);

    let request = request.with_logo_use(LogoUse::Without);
    client.call(&request).await.unwrap();
    assert_eq!(account(&client).await.goto_url.as_deref(), Some(ADDRESS));
}

#[tokio::test]
async fn a_wrong_login_changes_nothing() {
    let (client, _) = registered(new_unit("甲公司", LICENCE)).await;
    let mut unknown = change(INITIAL).with_logo(logo());
    unknown.login_name = "nobody".to_owned();
    for request in [change("999018").with_logo(logo()), unknown] {
        let refusal = client.call(&request).await.unwrap_err();
        assert_eq!(outcome(&refusal), (-6, "用户名或密码错误！"));
    }
    assert_eq!(account(&client).await.logo, Some(StoredLogo::NotUsed));
}

#[tokio::test]
async fn every_wrong_value_of_a_change_has_its_own_code() {
    let (client, _) = registered(new_unit("甲公司", LICENCE)).await;
    let digest = sign_core::idcode::password_md5(INITIAL);
    let wrong = (-1, "参数错误！");
    for (pairs, expected) in [
        (
            &[("unitIcon", "YSB0ZXh0")][..],
            (-3, "单位 logo 上传失败！"),
        ),
        (&[("gotoUrl", "www.xxxx.com")], (-5, "解析地址格式不正确！")),
        (&[], wrong),
        (&[("unitIcon", ""), ("gotoUrl", "")], wrong),
        (&[("gotoUrl", ADDRESS), ("qrCodeSize", "0")], wrong),
    ] {
        let mut all = vec![("loginName", LICENCE), ("loginPwd", digest.as_str())];
        all.extend_from_slice(pairs);
        let (code, message) = client.idcode_form(UPDATE, &all).await;
        assert_eq!((code, message.as_str()), expected, "{pairs:?}");
    }
    // A plain password is not a digest.
    let plain = [
        ("loginName", LICENCE),
        ("loginPwd", INITIAL),
        ("gotoUrl", ADDRESS),
    ];
    assert_eq!(client.idcode_form(UPDATE, &plain).await.0, -1);
}
