//! Requests that ihuyi refuses.

use ihuyi_api::products::{Ent3fGetNum, Ent3fSubmit};
use ihuyi_api::{Auth, IhuyiKeys, SendBy};
use registry_sandbox::{Config, sample};

use crate::client::{Client, get, ihuyi_outcome, post_form};

const SUBMIT: &str = "/idcard/ent3f/Submit.json";
const GET_NUM: &str = "/idcard/ent3f/GetNum.json";
const CREDENTIALS: &str = "account=sandbox-account&password=sandbox-key-0000";
const QUESTION: &str = "ent_name=样例（北京）科技有限公司&ent_code=91110108MAXXXX015B&name=张三";

async fn ask(path: &str, form: &str) -> (i64, String) {
    let client = Client::new();
    let answer = client.json(post_form(path, form.to_owned())).await;
    let outcome = ihuyi_outcome(&answer);
    if outcome.0 != 2 {
        // Refusals carry the zeros of the documents' samples.
        let zero = if path == GET_NUM {
            answer["num"] == 0
        } else {
            answer["idcardid"] == "0"
        };
        assert!(zero, "{answer}");
        assert_eq!(client.sandbox.balance("ent3f"), Some(100));
    }
    outcome
}

fn question() -> Ent3fSubmit {
    Ent3fSubmit::new(
        sample::DEMO.name,
        sample::DEMO.credit_code(),
        sample::PERSON,
    )
}

#[tokio::test]
async fn each_fault_of_the_credentials_has_its_code() {
    for path in [SUBMIT, GET_NUM] {
        for (credentials, code, message) in [
            ("", 401, "帐号不能为空"),
            ("account=&password=sandbox-key-0000", 401, "帐号不能为空"),
            ("account=sandbox-account", 402, "密码不能为空"),
            ("account=sandbox-account&password=", 402, "密码不能为空"),
            (
                "account=other&password=sandbox-key-0000",
                405,
                "API ID或API KEY不正确",
            ),
            (
                "account=sandbox-account&password=other",
                405,
                "API ID或API KEY不正确",
            ),
            (
                "account=sandbox-account&password=other&time=1700000000",
                40502,
                "动态密码校验失败",
            ),
            // A repeated value: neither counts.
            (
                "account=sandbox-account&account=sandbox-account&password=sandbox-key-0000",
                405,
                "API ID或API KEY不正确",
            ),
            (
                "account=sandbox-account&password=sandbox-key-0000&password=sandbox-key-0000",
                405,
                "API ID或API KEY不正确",
            ),
        ] {
            let question = if path == SUBMIT { QUESTION } else { "" };
            let outcome = ask(path, &format!("{credentials}&{question}")).await;
            assert_eq!(outcome, (code, message.to_owned()), "{path} {credentials}");
        }
    }
}

#[tokio::test]
async fn static_and_dynamic_passwords_pass_by_get_and_by_post() {
    let client = Client::new();
    for auth in [Auth::Static, Auth::Dynamic] {
        for send_by in [SendBy::Get, SendBy::Post] {
            let keys = client
                .sandbox
                .ihuyi_keys()
                .with_auth(auth)
                .with_send_by(send_by);
            let incoming = client.signed_with(&keys, &question(), client.now_ms());
            client.send::<Ent3fSubmit>(incoming).await.unwrap();
            let incoming = client.signed_with(&keys, &Ent3fGetNum::new(), client.now_ms());
            client.send::<Ent3fGetNum>(incoming).await.unwrap();
        }
    }
    assert_eq!(client.sandbox.balance("ent3f"), Some(96));
}

#[tokio::test]
async fn a_dynamic_password_is_of_its_identifiers_product_and_key() {
    let client = Client::new();
    let signed = client.signed(&question());
    let body = String::from_utf8(signed.body.to_vec()).unwrap();
    let mismatch = (40502, "动态密码校验失败".to_owned());

    let changed = body.replace("MAXXXX015B", "MAXXXX023P");
    assert_ne!(changed, body);
    assert_eq!(
        ihuyi_outcome(&client.json(post_form(SUBMIT, changed)).await),
        mismatch
    );
    // The same password for another operation of the product, and for another product.
    for path in [GET_NUM, "/idcard/entinfov2/Submit.json"] {
        let outcome = ihuyi_outcome(&client.json(post_form(path, body.clone())).await);
        assert_eq!(outcome, mismatch, "{path}");
    }
    let keys = IhuyiKeys::new("sandbox-account", "another-key");
    let incoming = client.signed_with(&keys, &question(), client.now_ms());
    assert_eq!(
        client.send::<Ent3fSubmit>(incoming).await.unwrap_err().code,
        40502
    );
}

#[tokio::test]
async fn a_dynamic_password_expires_after_ten_minutes_and_a_new_one_passes() {
    let client = Client::new();
    let incoming = client.signed(&question());
    client.pass(600);
    client.send::<Ent3fSubmit>(incoming.clone()).await.unwrap();
    client.pass(1);
    let refusal = client.send::<Ent3fSubmit>(incoming).await.unwrap_err();
    assert_eq!(
        (refusal.code, refusal.message.as_str()),
        (40501, "动态密码已过期")
    );
    client.call(&question()).await.unwrap();
}

#[tokio::test]
async fn without_a_window_any_time_passes_but_not_any_text() {
    let client = Client::with_config(Config::default().with_time_window(None));
    let keys = client.sandbox.ihuyi_keys();
    let incoming = client.signed_with(&keys, &question(), 1_651_544_941_000);
    client.send::<Ent3fSubmit>(incoming).await.unwrap();

    // A right password for a malformed time.
    let fields = ["sandbox-account", "sandbox-key-0000", "ent3f", "so"];
    // The text "so1" as the digest of "so" and 1.
    let password = sign_core::ihuyi::dynamic_password(&fields, 1);
    let form = format!(
        "account=sandbox-account&password={}&time=so1",
        password.as_str()
    );
    let outcome = ihuyi_outcome(&client.json(post_form(GET_NUM, form)).await);
    assert_eq!(outcome.0, 40501);
}

#[tokio::test]
async fn each_missing_malformed_or_unknown_element_has_its_code() {
    let (name, code, person) = (
        "ent_name=样例（北京）科技有限公司",
        "ent_code=91110108MAXXXX015B",
        "name=张三",
    );
    for (pairs, expected, message) in [
        (format!("{name}&{code}"), 404, "法人姓名不能为空"),
        (format!("{name}&{code}&name="), 404, "法人姓名不能为空"),
        (format!("{code}&{person}"), 409, "公司名称不能为空"),
        (
            format!("ent_name=++&{code}&{person}"),
            409,
            "公司名称不能为空",
        ),
        (format!("{name}&{person}"), 411, "统一社会信用代码不能为空"),
        (
            format!("{name}&ent_code=&{person}"),
            411,
            "统一社会信用代码不能为空",
        ),
        (
            format!("{name}&ent_code=91110108MAXXXX0150&{person}"),
            408,
            "查询无结果",
        ),
        (
            format!("{name}&ent_code=91110108MAXXXX015&{person}"),
            4111,
            "统一社会信用代码格式不正确",
        ),
        (
            format!("{name}&ent_code=91110108maxxxx015b&{person}"),
            4111,
            "统一社会信用代码格式不正确",
        ),
        (
            format!("ent_name=12345&{code}&{person}"),
            4091,
            "公司名称格式不正确",
        ),
        (
            format!("ent_name=样&{code}&{person}"),
            4091,
            "公司名称格式不正确",
        ),
        (
            format!("ent_name=样%00例&{code}&{person}"),
            4091,
            "公司名称格式不正确",
        ),
    ] {
        let outcome = ask(SUBMIT, &format!("{CREDENTIALS}&{pairs}")).await;
        assert_eq!(outcome, (expected, message.to_owned()), "{pairs}");
    }
}

#[tokio::test]
async fn unknown_and_repeated_parameters_fail_the_submission() {
    for (pairs, what) in [
        ("&mobile=13800138000", "unknown parameter `mobile`"),
        ("&Name=x", "unknown parameter `Name`, did you mean `name`?"),
        ("&name=x", "parameter `name` is given more than once"),
    ] {
        let outcome = ask(SUBMIT, &format!("{CREDENTIALS}&{QUESTION}{pairs}")).await;
        assert_eq!(outcome, (1, format!("提交失败：{what}")));
    }
    let outcome = ask(GET_NUM, &format!("{CREDENTIALS}&ent_name=x")).await;
    assert_eq!(
        outcome,
        (1, "提交失败：unknown parameter `ent_name`".to_owned())
    );
}

#[tokio::test]
async fn other_methods_fail_the_submission() {
    let client = Client::new();
    for method in ["PUT", "DELETE", "HEAD", "post", ""] {
        let mut request = get(&format!("{SUBMIT}?{CREDENTIALS}&{QUESTION}"));
        request.method = method.to_owned();
        let outcome = ihuyi_outcome(&client.json(request).await);
        assert_eq!(
            outcome,
            (1, "提交失败：the method is not supported".to_owned())
        );
    }
}

#[tokio::test]
async fn another_account_can_be_configured() {
    let client = Client::with_config(Config::default().with_ihuyi_account("me", "my-key"));
    client.call(&question()).await.unwrap();
    let answer = client
        .json(post_form(SUBMIT, format!("{CREDENTIALS}&{QUESTION}")))
        .await;
    assert_eq!(answer["code"], 405);
}
