//! Accounts of ihuyi over the admin interface.

use registry_sandbox::{Account, Config};
use serde_json::{Value, json};

use crate::client::{Client, get, post_form};

const PATH: &str = "/_sandbox/accounts";

async fn ask(client: &Client, form: &str) -> (u16, Value) {
    let response = client
        .sandbox
        .respond(post_form(PATH, form.to_owned()))
        .await;
    (
        response.status,
        serde_json::from_slice(&response.body).unwrap(),
    )
}

#[tokio::test]
async fn accounts_are_listed_without_their_keys() {
    let second = Account::new("second", "key-of-the-second").with_starting_balance(3);
    let client = Client::with_config(Config::default().with_account(second));
    let answer = client.sandbox.respond(get(PATH)).await;
    let text = String::from_utf8(answer.body.to_vec()).unwrap();
    assert!(!text.contains("key"), "{text}");
    let accounts: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(accounts[0]["account"], "sandbox-account");
    assert_eq!(accounts[0]["balances"]["ent3f"], 100);
    assert_eq!(accounts[1]["account"], "second");
    assert_eq!(accounts[1]["balances"]["entinfov2"], 3);
    assert_eq!(accounts.as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn everything_about_an_account_can_be_changed() {
    let client = Client::new();
    let form = "product=ent3f&balance=7&activated=false&refusal=4010&frozen=true&contract=false\
        &allowed_addresses=127.0.0.1,+192.0.2.1&registered_address=::1";
    let (status, shown) = ask(&client, form).await;
    assert_eq!(status, 200, "{shown}");
    assert_eq!(shown["balances"]["ent3f"], 7);
    assert_eq!(shown["balances"]["entinfov2"], 100);
    assert_eq!(shown["not_activated"], json!(["ent3f"]));
    assert_eq!(shown["refusals"], json!({"ent3f": 4010}));
    assert_eq!(shown["frozen"], true);
    assert_eq!(shown["contract"], false);
    assert_eq!(
        shown["allowed_addresses"],
        json!(["127.0.0.1", "192.0.2.1"])
    );
    assert_eq!(shown["registered_address"], "::1");

    let form = "account=sandbox-account&balance=9&activated=true&refusal=none&frozen=false\
        &contract=true&allowed_addresses=&registered_address=";
    let (_, shown) = ask(&client, form).await;
    assert_eq!(shown["balances"]["ent3f"], 9);
    assert_eq!(shown["balances"]["entinfov2"], 9);
    assert_eq!(
        (&shown["not_activated"], &shown["refusals"]),
        (&json!([]), &json!({}))
    );
    assert_eq!(client.sandbox.balance("ent3f"), Some(9));
}

#[tokio::test]
async fn invalid_settings_are_refused_and_change_nothing() {
    let client = Client::new();
    for (form, status, error) in [
        ("account=nobody", 404, "there is no such account"),
        (
            "frozen=true&balance=-1",
            400,
            "`balance` is not a number of queries",
        ),
        ("frozen=yes", 400, "`frozen` is neither true nor false"),
        (
            "product=ent9&balance=1",
            400,
            "`product` is not a product of ihuyi",
        ),
        ("refusal=soon", 400, "`refusal` is not a code"),
        (
            "allowed_addresses=127.0.0.1,here",
            400,
            "`allowed_addresses` is not an IP address",
        ),
        (
            "ballance=1",
            400,
            "`ballance` is not a parameter of this request",
        ),
    ] {
        assert_eq!(ask(&client, form).await, (status, json!({"error": error})));
    }
    let account = client.sandbox.account("sandbox-account").unwrap();
    assert!(!account.is_frozen());
    assert_eq!(account.balance("ent3f"), 100);
}
