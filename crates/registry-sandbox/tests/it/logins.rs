//! 601, and the values that other operations have stored.

use idcode_api::operations::{CertificateKind, Login, LoginVerify, UnitSize};
use idcode_api::{PlatformRole, ServiceProvider, UnitAccount, UnitStatus, UrlStatus};
use registry_sandbox::sample;

use crate::client::Client;
use crate::samples::{completion, registration, verification};

async fn login(client: &Client, name: &str, password: &str) -> Result<UnitAccount, (i64, String)> {
    let request = LoginVerify::new(Login {
        name: name.to_owned(),
        password: password.into(),
    });
    client
        .call(&request)
        .await
        .map_err(|refusal| (refusal.code, refusal.message.clone()))
}

#[tokio::test]
async fn a_user_logs_in_with_the_plain_password_of_the_registration() {
    let client = Client::new();
    client.call(&registration("甲公司", "one")).await.unwrap();
    let unit = login(&client, "one", "a-password").await.unwrap();
    assert_eq!(unit.name.as_deref(), Some("甲公司"));
    assert_eq!(unit.main_code.as_deref(), Some("i.86.110108.1"));
    assert_eq!(unit.id_text, unit.id.map(|id| id.to_string()));
    assert_eq!(unit.role, Some(PlatformRole::Unit));
    assert_eq!(unit.service_provider, Some(ServiceProvider::NotApplied));
    assert_eq!(unit.status, Some(UnitStatus::Incomplete));
    assert_eq!(unit.goto_url_status, Some(UrlStatus::Disabled));
}

#[tokio::test]
async fn the_sample_unit_has_a_user() {
    let client = Client::new();
    let (name, password) = (sample::unit::LOGIN_NAME, sample::unit::PASSWORD);
    let unit = login(&client, name, password).await.unwrap();
    assert_eq!(unit.main_code.as_deref(), Some(sample::unit::MAIN_CODE));
}

#[tokio::test]
async fn a_wrong_login_is_refused_without_saying_which_half_is_wrong() {
    let client = Client::new();
    client.call(&registration("甲公司", "one")).await.unwrap();
    for (name, password) in [
        ("one", "A-password"),
        ("One", "a-password"),
        ("nobody", "a-password"),
        // The digest is for 310.
        ("one", "9DF3B01C60DF20D13843841FF0D4482C"),
        ("one", sample::unit::PASSWORD),
    ] {
        assert_eq!(
            login(&client, name, password).await,
            Err((0, "用户名或密码错误！".to_owned())),
            "{name}"
        );
    }
}

#[tokio::test]
async fn a_login_shows_what_301_304_and_305_stored() {
    let client = Client::new();
    client
        .call(&registration("甲公司", "one").with_contact_en("Zhang San"))
        .await
        .unwrap();
    let completion = completion("i.86.110108.1")
        .with_size(UnitSize::UpTo500)
        .with_registered_capital(1000)
        .with_work_address("样例路2号");
    client.call(&completion).await.unwrap();
    client.call(&verification("i.86.110108.1")).await.unwrap();

    let unit = login(&client, "one", "a-password").await.unwrap();
    assert_eq!(unit.contact_en.as_deref(), Some("Zhang San"));
    assert_eq!(unit.size, Some(UnitSize::UpTo500));
    assert_eq!(unit.registered_capital.unwrap().get(), 1000);
    assert_eq!(unit.work_address.as_deref(), Some("样例路2号"));
    assert_eq!(unit.certificate_kind, Some(CertificateKind::CreditCode));
    assert_eq!(
        unit.certificate_number,
        Some(sample::DEMO.credit_code().to_string())
    );
    assert_eq!(unit.trade_id.unwrap().get(), 65);
}
