//! 302, 303 and the check of their codes by 301.

use idcode_api::operations::{GetVerifyInfo, SendVerifyInfo};
use registry_sandbox::{Config, sample};

use crate::client::Client;
use crate::samples::registration;

fn with_sms() -> Client {
    Client::with_config(Config::default().with_sms(true))
}

#[tokio::test]
async fn the_code_that_was_sent_is_accepted_once() {
    let client = with_sms();
    assert_eq!(client.sandbox.sms_code(sample::PHONE), None);
    client
        .call(&SendVerifyInfo::new(sample::PHONE))
        .await
        .unwrap();
    let code = client.sandbox.sms_code(sample::PHONE).unwrap();
    assert_eq!(code.len(), 6);

    client
        .call(&registration("甲公司", "one").with_sms_code(code.as_str()))
        .await
        .unwrap();
    let again = registration("乙公司", "two").with_sms_code(code.as_str());
    assert_eq!(client.call(&again).await.unwrap_err().code, -3);
}

#[tokio::test]
async fn the_code_that_was_returned_is_accepted_once() {
    let client = with_sms();
    let answer = client
        .call(&GetVerifyInfo::new(sample::PHONE))
        .await
        .unwrap();
    let code = answer.code.expose();
    assert_eq!(
        client.sandbox.sms_code(sample::PHONE).as_deref(),
        Some(code)
    );
    client
        .call(&registration("甲公司", "one").with_sms_code(code))
        .await
        .unwrap();
    let again = registration("乙公司", "two").with_sms_code(code);
    assert_eq!(client.call(&again).await.unwrap_err().code, -3);
}

#[tokio::test]
async fn a_code_that_is_sent_replaces_one_that_was_returned() {
    let client = with_sms();
    let returned = client
        .call(&GetVerifyInfo::new(sample::PHONE))
        .await
        .unwrap();
    client
        .call(&SendVerifyInfo::new(sample::PHONE))
        .await
        .unwrap();
    let old = registration("甲公司", "one").with_sms_code(returned.code.expose());
    assert_eq!(client.call(&old).await.unwrap_err().code, -3);
}

#[tokio::test]
async fn a_wrong_code_is_refused_and_the_right_one_still_counts() {
    let client = with_sms();
    client
        .call(&SendVerifyInfo::new(sample::PHONE))
        .await
        .unwrap();
    let refusal = client
        .call(&registration("甲公司", "one").with_sms_code("wrong"))
        .await
        .unwrap_err();
    assert_eq!(
        (refusal.code, refusal.message.as_str()),
        (-3, "验证码错误！")
    );

    let code = client.sandbox.sms_code(sample::PHONE).unwrap();
    client
        .call(&registration("甲公司", "one").with_sms_code(code))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_code_expires_after_ten_minutes() {
    let client = with_sms();
    client
        .call(&SendVerifyInfo::new(sample::PHONE))
        .await
        .unwrap();
    let code = client.sandbox.sms_code(sample::PHONE).unwrap();
    let request = registration("甲公司", "one").with_sms_code(code);
    client.pass(601);
    let refusal = client.call(&request).await.unwrap_err();
    assert_eq!(
        (refusal.code, refusal.message.as_str()),
        (-4, "验证码过期！")
    );
}

#[tokio::test]
async fn a_code_for_another_phone_does_not_count() {
    let client = with_sms();
    client
        .call(&SendVerifyInfo::new("13900139000"))
        .await
        .unwrap();
    client
        .call(&SendVerifyInfo::new(sample::PHONE))
        .await
        .unwrap();
    let code = client.sandbox.sms_code("+8613900139000").unwrap();
    assert_ne!(Some(&code), client.sandbox.sms_code(sample::PHONE).as_ref());
    let refusal = client
        .call(&registration("甲公司", "one").with_sms_code(code))
        .await
        .unwrap_err();
    assert_eq!(refusal.code, -3);
}

#[tokio::test]
async fn without_a_code_the_parameter_is_missing() {
    let client = with_sms();
    let refusal = client
        .call(&registration("甲公司", "one"))
        .await
        .unwrap_err();
    assert_eq!((refusal.code, refusal.message.as_str()), (-1, "参数错误！"));
    assert_eq!(client.last_reason(), "`smsVerifyCode` is missing");
}

#[tokio::test]
async fn a_platform_without_sms_ignores_the_code() {
    let client = Client::new();
    client
        .call(&registration("甲公司", "one").with_sms_code("anything"))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_number_that_no_phone_has_is_a_wrong_parameter() {
    let client = Client::new();
    for phone in ["12345", "23800138000", "1380013800x"] {
        for path in ["SendVerifyInfo", "GetVerifyInfo"] {
            let path = format!("/AllInterFace/{path}");
            let (code, message) = client.idcode(&path, &[("phoneCode", phone)]).await;
            assert_eq!(code, 0);
            assert!(
                message.starts_with("参数错误！parameter `phoneCode`"),
                "{message}"
            );
        }
    }
}
