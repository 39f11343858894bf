//! Requests that IDcode refuses as not authorised.

use core::time::Duration;

use endpoint_core::RefusalKind;
use idcode_api::operations::{GetCompanyBaseInfo, GetUnitType, RegCompanyInfo};
use registry_sandbox::{Config, sample};

use crate::client::{Client, TOKEN, get, idcode_outcome};
use crate::samples::{code, registration};
use crate::strict_idcode_parameters::{BASE_INFO, COMPANY, PAIRS, REGISTRATION};

#[tokio::test]
async fn a_request_that_is_not_authentic_is_unauthorised_whatever_is_wrong() {
    let client = Client::new();
    let right = client.target(BASE_INFO, &[("access_token", TOKEN), COMPANY]);
    assert_eq!(client.json(get(&right)).await["ResultCode"], 1);

    let (unhashed, hash) = right.split_once("&hash=").unwrap();
    let wrong_hash: String = hash.chars().rev().collect();
    let without_token = client.target(BASE_INFO, &[COMPANY]);
    let another_token = client.target(BASE_INFO, &[("access_token", "J7X4"), COMPANY]);
    let two_tokens = client.target(
        BASE_INFO,
        &[("access_token", TOKEN), ("access_token", TOKEN), COMPANY],
    );
    let (untimed, _) = unhashed.split_once("&time=").unwrap();
    let wrong = [
        (unhashed.to_owned(), "parameter `hash` is missing or empty"),
        (
            format!("{unhashed}&hash="),
            "parameter `hash` is missing or empty",
        ),
        (
            format!("{unhashed}&hash={wrong_hash}"),
            "the signature does not match",
        ),
        (right.replace(".52", ".53"), "the signature does not match"),
        (
            format!("{right}&hash={hash}"),
            "parameter `hash` is given more than once",
        ),
        (
            format!("{right}&searchType=1"),
            "the signature does not match",
        ),
        (
            format!("{untimed}&hash={hash}"),
            "parameter `time` is missing or empty",
        ),
        (
            format!("{untimed}&time=soon&hash={hash}"),
            "the time of the signature is malformed",
        ),
        (
            without_token,
            "parameter `access_token` is missing or empty",
        ),
        (another_token, "the account is unknown"),
        (
            two_tokens,
            "parameter `access_token` is given more than once",
        ),
        (
            BASE_INFO.to_owned(),
            "parameter `access_token` is missing or empty",
        ),
    ];
    for (target, reason) in wrong {
        let answer = client.json(get(&target)).await;
        assert_eq!(
            idcode_outcome(&answer),
            (0, "未授权！".to_owned()),
            "{reason}"
        );
        assert_eq!(client.last_reason(), reason);
    }
}

#[tokio::test]
async fn unauthorised_is_the_code_of_the_table_where_it_has_one() {
    let client = Client::new();
    let mut pairs = PAIRS.to_vec();
    pairs.push(("access_token", "another"));
    let answer = client.json(get(&client.target(REGISTRATION, &pairs))).await;
    assert_eq!(idcode_outcome(&answer), (-2, "未授权！".to_owned()));
    // As samples and code table of the document have it.
    let members = answer.as_object().unwrap();
    for name in ["OrganUnitIDcode", "OrganUnitResultInfo"] {
        assert_eq!(members.get(name), Some(&serde_json::Value::Null));
    }
}

#[tokio::test]
async fn a_client_knows_an_authorisation_failure_under_either_code() {
    let client = Client::new();
    let keys = idcode_api::IdcodeKeys::new(TOKEN, "another code");
    let base_info = GetCompanyBaseInfo::new(code(sample::unit::MAIN_CODE));
    let incoming = client.signed_with(&keys, &base_info, client.now_ms());
    let refusal = client
        .send::<GetCompanyBaseInfo>(incoming)
        .await
        .unwrap_err();
    assert_eq!((refusal.code, refusal.kind), (0, RefusalKind::Auth));
    let incoming = client.signed_with(&keys, &registration("甲公司", "one"), client.now_ms());
    let refusal = client.send::<RegCompanyInfo>(incoming).await.unwrap_err();
    assert_eq!((refusal.code, refusal.kind), (-2, RefusalKind::Auth));
}

#[tokio::test]
async fn a_signature_is_good_for_ten_minutes_either_way() {
    let client = Client::new();
    let keys = client.sandbox.idcode_keys();
    let minutes = |count: i64| client.now_ms().checked_add_signed(count * 60_000).unwrap();
    for (at, accepted) in [
        (minutes(10), true),
        (minutes(-10), true),
        (minutes(10) + 1, false),
        (minutes(-10) - 1, false),
        // Seconds taken for milliseconds.
        (client.now_ms() / 1000, false),
    ] {
        let incoming = client.signed_with(&keys, &GetUnitType::new(), at);
        let answer = client.send::<GetUnitType>(incoming).await;
        assert_eq!(answer.is_ok(), accepted, "{at}");
        if !accepted {
            let reason = "the signature is too old or from the future";
            assert_eq!(client.last_reason(), reason);
        }
    }
}

#[tokio::test]
async fn the_window_can_be_another_or_none() {
    for (window, accepted) in [(Some(Duration::from_secs(3600)), false), (None, true)] {
        let client = Client::with_config(Config::default().with_time_window(window));
        let keys = client.sandbox.idcode_keys();
        let half_an_hour_ago = client.now_ms() - 1_800_000;
        let incoming = client.signed_with(&keys, &GetUnitType::new(), half_an_hour_ago);
        client.send::<GetUnitType>(incoming).await.unwrap();
        let incoming = client.signed_with(&keys, &GetUnitType::new(), 1_497_587_696_789);
        let answer = client.send::<GetUnitType>(incoming).await;
        assert_eq!(answer.is_ok(), accepted);
    }
}
