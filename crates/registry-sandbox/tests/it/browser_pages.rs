//! The browser pages 401, 405 and 607: access, and the login.

use idcode_api::operations::{IDcodeLogin, InterfaceApply, ProductIDcodeApply};
use idcode_api::{Application, UnitAccount};
use registry_sandbox::{Incoming, SandboxResponse, sample};

use crate::client::{Client, get, post_form};
use crate::samples::{code, registration};

pub(crate) const LOGIN: &str = "/_sandbox/pages/login";
pub(crate) const APPLICATION: &str = "/_sandbox/pages/application";
const BACK: &str = "https://shop.example/back?session=7&x=1";

pub(crate) fn html(answer: &SandboxResponse) -> String {
    assert_eq!(
        answer.content_type.as_deref(),
        Some("text/html; charset=utf-8")
    );
    String::from_utf8(answer.body.to_vec()).unwrap()
}

/// The token of the form in a page.
pub(crate) fn token(page: &str) -> String {
    let (_, rest) = page
        .split_once(r#"<input type="hidden" name="token" value=""#)
        .expect(page);
    rest.split_once('"').unwrap().0.to_owned()
}

/// A form as a browser sends it.
pub(crate) fn filled(action: &str, fields: &[(&str, &str)]) -> Incoming {
    let mut body = form_urlencoded::Serializer::new(String::new());
    body.extend_pairs(fields);
    post_form(action, body.finish())
}

async fn open(client: &Client, request: Incoming) -> String {
    let answer = client.sandbox.respond(request).await;
    assert_eq!((answer.status, &answer.location), (200, &None));
    html(&answer)
}

/// Opens the page of 607 and returns its token.
async fn login_token(client: &Client) -> String {
    token(&open(client, client.signed(&IDcodeLogin::new(BACK))).await)
}

async fn log_in(client: &Client, token: &str, name: &str, password: &str) -> SandboxResponse {
    let fields = [
        ("token", token),
        ("loginName", name),
        ("loginPswd", password),
    ];
    client.sandbox.respond(filled(LOGIN, &fields)).await
}

#[tokio::test]
async fn a_page_opens_only_for_a_right_signature_and_right_parameters() {
    let client = Client::new();
    let unit = || code(sample::unit::MAIN_CODE);
    let (goto, sample, back) = ("http://a.example/?c=", "http://a.example/?c=1", BACK);
    let login = IDcodeLogin::new(BACK);
    let apply = InterfaceApply::new(unit(), goto, sample, back);
    let kind = Application::Registered;
    let product = ProductIDcodeApply::new(unit(), 10203_u64, kind, goto, sample, back);
    let wrong = idcode_api::IdcodeKeys::new(crate::client::TOKEN, "wrong");
    for (right, forged) in [
        (
            client.signed(&login),
            client.signed_with(&wrong, &login, client.now_ms()),
        ),
        (
            client.signed(&apply),
            client.signed_with(&wrong, &apply, client.now_ms()),
        ),
        (
            client.signed(&product),
            client.signed_with(&wrong, &product, client.now_ms()),
        ),
    ] {
        assert!(
            open(&client, right.clone())
                .await
                .contains("<form method=\"post\"")
        );
        let other_target = right.target.replace("shop.example", "evil.example");
        assert_ne!(other_target, right.target);
        for request in [forged, get(&other_target)] {
            let answer = client.sandbox.respond(request).await;
            assert_eq!(
                answer.content_type.as_deref(),
                Some("application/json; charset=utf-8")
            );
            assert_eq!(answer.body, r#"{"ResultCode":0,"ResultMsg":"未授权！"}"#);
        }
    }
    let opened = client.sandbox.calls();
    assert_eq!((opened[0].operation, opened[0].code), ("IDcodeLogin", 1));
}

#[tokio::test]
async fn only_web_addresses_are_callback_addresses() {
    let client = Client::new();
    for back in [
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "/back",
        "http://a.example/\r\nSet-Cookie: x=1",
    ] {
        let path = "/AllInterFace/IDcodeLogin";
        let (code, message) = client.idcode(path, &[("callBackUrl", back)]).await;
        assert_eq!(code, 0, "{back}");
        assert!(message.starts_with("参数错误！"), "{message}");
    }
}

#[tokio::test]
async fn parameters_that_405_cannot_mean_are_refused() {
    let client = Client::new();
    let new = |main_code: &str, category: u64, kind| {
        let url = "http://a.example/";
        ProductIDcodeApply::new(code(main_code), category, kind, url, url, url)
    };
    let known = sample::unit::MAIN_CODE;
    let filed = Application::Filed;
    for (request, reason) in [
        (
            new(known, 1, filed),
            "the value of `industryCategory_ID` is wrong",
        ),
        (
            new("i.86.110108.999", 10203, filed),
            "no unit has this main code",
        ),
    ] {
        assert_eq!(client.call(&request).await.unwrap_err().code, 0);
        assert_eq!(client.last_reason(), reason);
    }
}

#[tokio::test]
async fn a_login_shows_the_unit_under_the_documents_names_and_leads_to_the_plain_callback() {
    let client = Client::new();
    let token = login_token(&client).await;
    let (name, password) = (sample::unit::LOGIN_NAME, sample::unit::PASSWORD);
    let answer = log_in(&client, &token, name, password).await;
    assert_eq!((answer.status, &answer.location), (200, &None));
    let page = html(&answer);
    assert!(
        page.contains(r#"<a href="https://shop.example/back?session=7&amp;x=1">"#),
        "{page}"
    );
    assert!(!page.contains(password));

    // The page shows the values that 601 returns.
    let fields: Vec<(&str, &str)> = page
        .split("<tr><th>")
        .skip(1)
        .map(|row| {
            let (name, rest) = row.split_once("</th><td>").unwrap();
            (name, rest.split_once("</td>").unwrap().0)
        })
        .collect();
    assert_eq!(fields.len(), 32);
    let account = UnitAccount::from_fields(fields).unwrap();
    assert_eq!(account.main_code.as_deref(), Some(sample::unit::MAIN_CODE));
    assert_eq!(account.name.as_deref(), Some(sample::unit::NAME));
}

#[tokio::test]
async fn a_wrong_login_gets_the_form_again_and_names_no_unit() {
    let client = Client::new();
    let (name, password) = (sample::unit::LOGIN_NAME, sample::unit::PASSWORD);
    let mut next = login_token(&client).await;
    for (name, password) in [(name, "wrong"), ("nobody", password), (name, ""), ("", "")] {
        let answer = log_in(&client, &next, name, password).await;
        assert_eq!(answer.status, 200);
        let page = html(&answer);
        assert!(page.contains("用户名或密码错误！"), "{page}");
        assert!(!page.contains(sample::unit::NAME), "{page}");
        next = token(&page);
    }
    let answer = log_in(&client, &next, name, password).await;
    assert!(html(&answer).contains(sample::unit::NAME));
}

#[tokio::test]
async fn a_token_counts_once_in_its_form_for_ten_minutes() {
    let client = Client::new();
    let (name, password) = (sample::unit::LOGIN_NAME, sample::unit::PASSWORD);
    let refused = async |token: &str| {
        let answer = log_in(&client, token, name, password).await;
        assert!(!html(&answer).contains(sample::unit::NAME));
        assert_eq!((answer.status, answer.location), (403, None));
    };

    let used = login_token(&client).await;
    assert_eq!(log_in(&client, &used, name, password).await.status, 200);
    refused(&used).await;

    let other = login_token(&client).await;
    let tampered: String = other.chars().rev().collect();
    for token in [tampered.as_str(), "", "0", &other.to_uppercase()] {
        if token != other {
            refused(token).await;
        }
    }
    // None of that used up the right token; the wrong form does.
    let wrong_form = filled(APPLICATION, &[("token", &other)]);
    assert_eq!(client.sandbox.respond(wrong_form).await.status, 403);
    refused(&other).await;

    let early = login_token(&client).await;
    client.pass(600);
    assert_eq!(log_in(&client, &early, name, password).await.status, 200);
    let late = login_token(&client).await;
    client.pass(601);
    refused(&late).await;

    let before_reset = login_token(&client).await;
    client.sandbox.reset();
    refused(&before_reset).await;
}

#[tokio::test]
async fn tokens_do_not_repeat() {
    let client = Client::new();
    let mut tokens = std::collections::BTreeSet::new();
    for _ in 0..100 {
        let token = login_token(&client).await;
        assert_eq!(token.len(), 32);
        tokens.insert(token);
    }
    assert_eq!(tokens.len(), 100);
}

#[tokio::test]
async fn a_form_is_a_posted_body_and_no_address() {
    let client = Client::new();
    let token = login_token(&client).await;
    let query = format!(
        "{LOGIN}?token={token}&loginName={}&loginPswd={}",
        sample::unit::LOGIN_NAME,
        sample::unit::PASSWORD
    );
    assert_eq!(client.sandbox.respond(get(&query)).await.status, 405);
    assert_eq!(
        client.sandbox.respond(post_form(&query, "")).await.status,
        403
    );
    let other = filled("/_sandbox/pages/other", &[("token", &token)]);
    assert_eq!(client.sandbox.respond(other).await.status, 404);
}

#[tokio::test]
async fn markup_in_names_stays_text() {
    const NAME: &str = "<script>alert(1)</script>\"'&公司";
    const ESCAPED: &str = "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;公司";
    let client = Client::new();
    let user = "\"><script>alert(2)</script>";
    client.call(&registration(NAME, user)).await.unwrap();

    let back = "https://shop.example/\"><script>alert(3)</script>";
    let page = open(&client, client.signed(&IDcodeLogin::new(back))).await;
    let answer = log_in(&client, &token(&page), user, "wrong").await;
    let again = html(&answer);
    assert!(!again.contains("<script"), "{again}");
    assert!(
        again.contains("value=\"&quot;&gt;&lt;script&gt;alert(2)"),
        "{again}"
    );

    let password = registration(NAME, user).login_password;
    let answer = log_in(&client, &token(&again), user, password.expose()).await;
    let page = html(&answer);
    assert!(page.contains(ESCAPED), "{page}");
    assert!(
        page.contains("href=\"https://shop.example/&quot;&gt;&lt;script"),
        "{page}"
    );
    assert!(!page.contains("<script"), "{page}");
}
