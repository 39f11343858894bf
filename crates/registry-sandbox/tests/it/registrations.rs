//! 402, and the registrations that 403 and 404 find.

use idcode_api::operations::{
    BatchRegistIDcode, CategoryApplication, GetBaseIDcodeInfo, GetIDcodeTypeInfo, Selection,
};
use idcode_api::{Application, CategoryRegistration};
use registry_sandbox::sample;
use serde_json::{Value, json};

use crate::client::{AUTHORISATION_CODE, Client, TOKEN, idcode_outcome, post_form};
use crate::samples::{code, registration, website};

const UNIT: &str = sample::unit::MAIN_CODE;

async fn listed(client: &Client, unit: &str) -> Vec<CategoryRegistration> {
    client
        .call(&GetIDcodeTypeInfo::new(code(unit), Selection::All))
        .await
        .unwrap()
}

/// The response of 402 to these rows.
async fn apply(client: &Client, rows: Value) -> (i64, String) {
    let text = json!({"access_token": TOKEN, "companyIDcode": UNIT, "CategoryRegList": rows});
    let text = text.to_string();
    let path = "/AllInterFace/BatchRegistIDcode";
    let signed = sign_core::idcode::sign(
        path,
        &[("jsonStr", text.as_str())],
        AUTHORISATION_CODE,
        client.now_ms(),
        sign_core::idcode::SignatureDialect::default(),
    );
    let target = signed.into_target();
    let (path, query) = target.split_once('?').unwrap();
    idcode_outcome(&client.json(post_form(path, query.to_owned())).await)
}

fn row() -> Value {
    json!({
        "IndustryCategory_ID": 10222,
        "CodeUse_ID": 10,
        "CategoryCode": "46100000",
        "CodePayType": 2,
        "GotoUrl": "http://www.xxxx.com/xxxx.aspx?id=",
        "ModelNumber": "样例型号",
        "ModelNumberCode": "1",
    })
}

fn with(name: &str, value: Value) -> Value {
    let mut row = row();
    row[name] = value;
    row
}

#[tokio::test]
async fn a_registered_category_has_the_code_of_unit_use_category_and_model() {
    let client = Client::new();
    let request = BatchRegistIDcode::new(code("i.86.110108.52"), vec![website("1")]);
    let registered = client.call(&request).await.unwrap();
    let [answer] = registered.as_slice() else {
        panic!("{} rows", registered.len())
    };
    assert_eq!(answer.category_id.unwrap().get(), 10222);
    let id = answer.registration_id.unwrap();
    assert_eq!(id.to_string().len(), 20);

    let rows = client
        .call(&GetBaseIDcodeInfo::new(code(UNIT)))
        .await
        .unwrap();
    let [row] = rows.as_slice() else {
        panic!("{} rows", rows.len())
    };
    assert_eq!(row.id, id);
    assert_eq!(
        row.complete_code.as_deref(),
        Some("i.86.110108.52/10.46100000.1")
    );
    assert_eq!(row.category_code.as_deref(), Some("46100000"));
    assert_eq!(row.model_name.as_deref(), Some("样例型号"));
    assert_eq!(row.application, Some(Application::Registered));
}

#[tokio::test]
async fn category_and_model_are_searched_exactly() {
    let client = Client::new();
    let staff = CategoryApplication::new(10127_u64, 73_u64, Application::Filed, "http://a.example");
    let rows = vec![website("1"), website("12"), staff];
    client
        .call(&BatchRegistIDcode::new(code(UNIT), rows))
        .await
        .unwrap();
    let find = async |category: Option<&str>, model: Option<&str>| {
        let mut request = GetBaseIDcodeInfo::new(code(UNIT));
        request.category_code = category.map(str::to_owned);
        request.model_code = model.map(str::to_owned);
        client.call(&request).await.unwrap().len()
    };
    assert_eq!(find(None, None).await, 3);
    assert_eq!(find(Some("46100000"), None).await, 2);
    assert_eq!(find(Some("46100000"), Some("1")).await, 1);
    assert_eq!(find(None, Some("1")).await, 2);
    assert_eq!(find(Some("461"), None).await, 0);
    assert_eq!(find(Some("46100000"), Some("2")).await, 0);
}

#[tokio::test]
async fn registered_and_filed_ones_are_listed_apart() {
    let client = Client::new();
    let mut filed = website("2");
    filed.application = Application::Filed;
    let rows = vec![website("1"), filed];
    client
        .call(&BatchRegistIDcode::new(code(UNIT), rows))
        .await
        .unwrap();
    let models = async |selection| {
        let request = GetIDcodeTypeInfo::new(code(UNIT), selection);
        let rows = client.call(&request).await.unwrap();
        rows.into_iter()
            .map(|row| row.model_code.unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(models(Selection::All).await, ["1", "2"]);
    assert_eq!(models(Selection::Registered).await, ["1"]);
    assert_eq!(models(Selection::Filed).await, ["2"]);
    let path = "/AllInterFace/GetIDcodeTypeInfo";
    let pairs = [("companyIDcode", UNIT)];
    assert_eq!(client.idcode(path, &pairs).await.0, 1);
    let pairs = [("companyIDcode", UNIT), ("SearchType", "5")];
    assert_eq!(
        client.idcode(path, &pairs).await.1,
        "参数错误！parameter `SearchType`: must be 0, 1 or 2"
    );
}

#[tokio::test]
async fn without_a_model_code_the_next_free_number_is_taken() {
    let client = Client::new();
    let mut free = website("");
    free.model_code = None;
    let rows = vec![website("2"), free.clone(), free.clone(), free];
    client
        .call(&BatchRegistIDcode::new(code(UNIT), rows))
        .await
        .unwrap();
    let models: Vec<_> = listed(&client, UNIT)
        .await
        .into_iter()
        .map(|row| row.model_code.unwrap())
        .collect();
    assert_eq!(models, ["2", "1", "3", "4"]);
}

#[tokio::test]
async fn a_model_that_is_taken_refuses_the_whole_call() {
    let client = Client::new();
    let first = BatchRegistIDcode::new(code(UNIT), vec![website("1")]);
    client.call(&first).await.unwrap();
    let second = BatchRegistIDcode::new(code(UNIT), vec![website("2"), website("1")]);
    let refusal = client.call(&second).await.unwrap_err();
    assert_eq!(
        (refusal.code, refusal.message.as_str()),
        (0, "型号编码已存在！")
    );
    assert_eq!(listed(&client, UNIT).await.len(), 1);
}

#[tokio::test]
async fn two_units_may_have_the_same_category_and_model_and_do_not_see_each_others() {
    let client = Client::new();
    client.call(&registration("甲公司", "one")).await.unwrap();
    let other = "i.86.110108.1";
    for unit in [UNIT, other] {
        let request = BatchRegistIDcode::new(code(unit), vec![website("1")]);
        client.call(&request).await.unwrap();
    }
    let rows = listed(&client, other).await;
    assert_eq!(rows.len(), 1);
    assert_eq!(
        rows[0].complete_code.as_deref(),
        Some("i.86.110108.1/10.46100000.1")
    );
    assert_ne!(rows[0].unit_id, listed(&client, UNIT).await[0].unit_id);
}

#[tokio::test]
async fn members_that_are_null_count_as_not_sent() {
    let client = Client::new();
    let mut row = row();
    for name in [
        "CategoryCode",
        "CategoryMemo",
        "SampleUrl",
        "ModelNumberCode",
    ] {
        row[name] = Value::Null;
    }
    assert_eq!(apply(&client, json!([row])).await.0, 1);
    assert_eq!(
        listed(&client, UNIT).await[0].model_code.as_deref(),
        Some("1")
    );
}

#[tokio::test]
async fn rows_that_contradict_the_lists_are_wrong_parameters() {
    let client = Client::new();
    for (wrong, what) in [
        (with("IndustryCategory_ID", json!(1)), "category"),
        (with("CodeUse_ID", json!(60)), "`CodeUse_ID`"),
        (with("CategoryCode", json!("46200000")), "`CategoryCode`"),
        (with("CodePayType", json!(1)), "`CodePayType`"),
        (with("GotoUrl", json!("www.xxxx.com")), "`GotoUrl`"),
        (with("GotoUrl", Value::Null), "GotoUrl"),
        (with("SampleUrl", json!("ftp://x")), "`SampleUrl`"),
        (with("ModelNumberCode", json!("a/b")), "`ModelNumberCode`"),
        (json!("a text"), "CategoryRegList"),
    ] {
        let (code, message) = apply(&client, json!([row(), wrong])).await;
        assert_eq!(code, 0, "{what}");
        assert!(
            message.starts_with("参数错误！parameter `CategoryRegList`"),
            "{message}"
        );
        assert!(message.contains(what), "{message}");
        assert_eq!(
            client.last_reason(),
            "the value of `CategoryRegList` is wrong"
        );
    }
    let (code, message) = apply(&client, json!([])).await;
    assert_eq!(
        (code, message.as_str()),
        (
            0,
            "参数错误！parameter `CategoryRegList`: must not be empty"
        )
    );
    assert_eq!(listed(&client, UNIT).await, []);
    assert_eq!(apply(&client, json!([row()])).await.0, 1);
}

#[tokio::test]
async fn a_unit_that_does_not_exist_has_no_registrations_and_gets_none() {
    let client = Client::new();
    let nobody = code("i.86.110108.999");
    let refusals = [
        client
            .call(&BatchRegistIDcode::new(nobody.clone(), vec![website("1")]))
            .await
            .unwrap_err(),
        client
            .call(&GetBaseIDcodeInfo::new(nobody.clone()))
            .await
            .unwrap_err(),
        client
            .call(&GetIDcodeTypeInfo::new(nobody, Selection::All))
            .await
            .unwrap_err(),
    ];
    for refusal in refusals {
        assert_eq!(
            (refusal.code, refusal.message.as_str()),
            (0, "单位不存在！")
        );
    }
}

#[tokio::test]
async fn a_model_code_that_could_write_into_an_address_is_refused() {
    let client = Client::new();
    for wrong in ["a&b=c", "a=1", "a?b", "a b", "型号", "a/b", "a%26", "a#b"] {
        let mut row = row();
        row["ModelNumberCode"] = wrong.into();
        let (code, message) = apply(&client, json!([row])).await;
        assert_eq!(code, 0, "{wrong}");
        assert!(
            message.ends_with("row 1: `ModelNumberCode` must be of letters, digits, `-` and `_`"),
            "{wrong}: {message}"
        );
    }
    assert_eq!(listed(&client, UNIT).await, []);
    let mut right = row();
    right["ModelNumberCode"] = "A_b-1".into();
    assert_eq!(apply(&client, json!([right])).await.0, 1);
}
