//! Liberal forms: queries and form bodies.

use registry_sandbox::{Config, sample};

use crate::client::{Client, TOKEN, get, post, post_form};

const SEARCH: &str = "/AllInterFace/GetCompanyInfo";
const NUM: &str = "/idcard/ent3f/GetNum.json";

/// The pairs of a signed search for the sample unit, encoded by RFC 3986.
fn pairs(client: &Client) -> Vec<String> {
    let target = client.target(
        SEARCH,
        &[
            ("access_token", TOKEN),
            ("companyName", sample::unit::NAME),
            ("searchType", "1"),
        ],
    );
    let (_, query) = target.split_once('?').unwrap();
    query.split('&').map(str::to_owned).collect()
}

#[tokio::test]
async fn parameters_may_come_in_any_order_with_the_hash_anywhere() {
    let client = Client::new();
    let mut pairs = pairs(&client);
    for _ in 0..pairs.len() {
        pairs.rotate_left(1);
        let answer = client
            .json(get(&format!("{SEARCH}?{}", pairs.join("&"))))
            .await;
        assert_eq!(answer["ResultCode"], 1, "{answer}");
    }
}

#[tokio::test]
async fn the_hash_may_be_in_small_letters() {
    let client = Client::new();
    let query = pairs(&client).join("&");
    let (rest, hash) = query.split_once("&hash=").unwrap();
    let target = format!("{SEARCH}?{rest}&hash={}", hash.to_lowercase());
    assert_eq!(client.json(get(&target)).await["ResultCode"], 1);
}

/// Percent-encodes every byte, with digits of either case.
fn all_escaped(text: &str, upper: bool) -> String {
    text.bytes()
        .map(|byte| {
            if upper {
                format!("%{byte:02X}")
            } else {
                format!("%{byte:02x}")
            }
        })
        .collect()
}

#[tokio::test]
async fn any_encoding_that_decodes_to_the_same_text_passes() {
    let client = Client::new();
    let name = "甲 公司+%";
    let target = client.target(SEARCH, &[("access_token", TOKEN), ("companyName", name)]);
    let (_, query) = target.split_once('?').unwrap();
    let encoded = "%E7%94%B2%20%E5%85%AC%E5%8F%B8%2B%25";
    assert!(query.contains(encoded), "{query}");
    for flavour in [
        encoded.to_owned(),
        encoded.to_lowercase(),
        encoded.replace("%20", "+"),
        all_escaped(name, true),
        all_escaped(name, false),
        // A percent sign that encodes nothing.
        encoded.replace("%25", "%"),
        "甲%20公司%2B%".to_owned(),
    ] {
        let answer = client
            .json(get(&format!(
                "{SEARCH}?{}",
                query.replace(encoded, &flavour)
            )))
            .await;
        // Understood, and the name of no unit.
        assert_eq!(answer["ResultMsg"], "未查询到单位！", "{flavour}");
    }
}

#[tokio::test]
async fn names_of_parameters_may_be_encoded_too() {
    let client = Client::new();
    let query = pairs(&client)
        .join("&")
        .replace("companyName=", "%63ompany%4eame=");
    assert_eq!(
        client.json(get(&format!("{SEARCH}?{query}"))).await["ResultCode"],
        1
    );
}

#[tokio::test]
async fn a_get_may_have_a_content_type_and_a_body() {
    let client = Client::new();
    let mut request = get(&format!("{SEARCH}?{}", pairs(&client).join("&")));
    for content_type in [
        "text/html",
        "multipart/form-data",
        "application/x-www-form-urlencoded",
    ] {
        request.content_type = Some(content_type.to_owned());
        request.body = "companyName=another".into();
        assert_eq!(
            client.json(request.clone()).await["ResultCode"],
            1,
            "{content_type}"
        );
    }
}

#[tokio::test]
async fn empty_pairs_and_a_lone_question_mark_say_nothing() {
    let client = Client::new();
    let query = pairs(&client).join("&&");
    assert_eq!(
        client.json(get(&format!("{SEARCH}?&{query}&"))).await["ResultCode"],
        1
    );
    assert_eq!(client.json(get(&format!("{NUM}?"))).await["code"], 401);
}

#[tokio::test]
async fn optional_parameters_may_be_sent_empty() {
    let client = Client::new();
    let (code, message) = client
        .idcode(
            "/AllInterFace/RegCompanyInfo",
            &[
                ("loginName", "one"),
                ("loginPassword", "a-password"),
                ("email", ""),
                ("organunitName", "甲公司"),
                ("organunitNameEn", ""),
                ("code", "1003"),
                ("province_ID", "110000"),
                ("city_ID", "110000"),
                ("area_ID", "110108"),
                ("linkMan", ""),
                ("linkManEn", ""),
                ("linkPhone", sample::PHONE),
                ("smsVerifyCode", ""),
            ],
        )
        .await;
    assert_eq!((code, message.as_str()), (1, "注册成功！"));
}

#[tokio::test]
async fn forms_are_utf_8_whatever_their_content_type_says() {
    let client = Client::with_config(Config::default());
    let form = "account=sandbox-account&password=sandbox-key-0000&ent_name=%e6%a0%b7%e4%be%8b\
                %ef%bc%88%e5%8c%97%e4%ba%ac%ef%bc%89%e7%a7%91%e6%8a%80%e6%9c%89%e9%99%90\
                %e5%85%ac%e5%8f%b8&ent_code=91110108MAXXXX015B&name=%E5%BC%A0%E4%B8%89";
    for content_type in [
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded; charset=ISO-8859-1",
        "application/x-www-form-urlencoded;charset=GBK",
        "text/plain",
        "",
    ] {
        let request = post("/idcard/ent3f/Submit.json", content_type, form);
        let answer = client.json(request).await;
        assert_eq!(answer["result"]["status"], 2, "{content_type}: {answer}");
    }
    let mut untyped = post_form("/idcard/ent3f/Submit.json", form);
    untyped.content_type = None;
    assert_eq!(client.json(untyped).await["result"]["status"], 2);
}

#[tokio::test]
async fn parameters_of_a_post_may_stand_in_the_query() {
    let client = Client::new();
    let target = format!("{NUM}?account=sandbox-account");
    let answer = client
        .json(post_form(&target, "password=sandbox-key-0000"))
        .await;
    assert_eq!(answer["num"], 100);
}
