//! The cost of ihuyi's queries.

use ihuyi_api::products::{Ent3fGetNum, Ent3fSubmit, Entinfov2GetNum, Entinfov2Submit};
use registry_sandbox::{Config, sample};

use crate::client::Client;

fn question(person: &str) -> Ent3fSubmit {
    Ent3fSubmit::new(sample::DEMO.name, sample::DEMO.credit_code(), person)
}

/// A valid code that no sample company has.
fn unknown() -> Ent3fSubmit {
    let code = "91110108MA0000015T".parse().unwrap();
    Ent3fSubmit::new("无名有限公司", code, "张三")
}

#[tokio::test]
async fn every_answered_query_costs_one_of_its_own_product() {
    let client = Client::new();
    client.call(&question("张三")).await.unwrap();
    client.call(&question("某某")).await.unwrap();
    client
        .call(&Entinfov2Submit::new(sample::DEMO.credit_code()))
        .await
        .unwrap();
    assert_eq!(client.sandbox.balance("ent3f"), Some(98));
    assert_eq!(client.sandbox.balance("entinfov2"), Some(99));
    assert_eq!(client.call(&Ent3fGetNum::new()).await.unwrap().num, 98);
    assert_eq!(client.call(&Entinfov2GetNum::new()).await.unwrap().num, 99);
    assert_eq!(client.sandbox.balance("entmark-that-is-not-there"), None);

    let charged: Vec<_> = client
        .sandbox
        .calls()
        .iter()
        .map(|call| call.charged)
        .collect();
    assert_eq!(charged, [true, true, true, false, false]);
}

#[tokio::test]
async fn refused_queries_cost_nothing() {
    let client = Client::new();
    assert_eq!(client.call(&unknown()).await.unwrap_err().code, 408);
    assert_eq!(client.call(&question(" ")).await.unwrap_err().code, 404);
    assert_eq!(client.sandbox.balance("ent3f"), Some(100));
}

#[tokio::test]
async fn nothing_found_costs_where_the_configuration_says_so() {
    let client = Client::with_config(Config::default().with_charge_for_not_found(true));
    assert_eq!(client.call(&unknown()).await.unwrap_err().code, 408);
    assert_eq!(client.call(&question(" ")).await.unwrap_err().code, 404);
    assert_eq!(client.sandbox.balance("ent3f"), Some(99));
    assert!(client.sandbox.calls()[0].charged);
}

#[tokio::test]
async fn without_a_balance_queries_are_refused_and_the_balance_can_still_be_asked() {
    let client = Client::with_config(Config::default().with_balance("ent3f", 2));
    client.call(&question("张三")).await.unwrap();
    client.call(&question("张三")).await.unwrap();
    let refusal = client.call(&question("张三")).await.unwrap_err();
    assert_eq!(
        (refusal.code, refusal.message.as_str()),
        (4051, "剩余条数不足")
    );
    assert_eq!(client.call(&Ent3fGetNum::new()).await.unwrap().num, 0);
    // The other product has its own balance.
    client
        .call(&Entinfov2Submit::new(sample::DEMO.credit_code()))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_starting_balance_holds_for_every_product_without_its_own() {
    let config = Config::default()
        .with_starting_balance(0)
        .with_balance("entinfov2", 1);
    let client = Client::with_config(config);
    assert_eq!(client.call(&question("张三")).await.unwrap_err().code, 4051);
    client
        .call(&Entinfov2Submit::new(sample::DEMO.credit_code()))
        .await
        .unwrap();
}

#[tokio::test]
async fn clones_share_one_account() {
    let client = Client::new();
    let clone = client.sandbox.clone();
    client.call(&question("张三")).await.unwrap();
    assert_eq!(clone.balance("ent3f"), Some(99));
    clone.reset();
    assert_eq!(client.sandbox.balance("ent3f"), Some(100));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_queries_at_once_spend_exactly_what_there_is() {
    let client = std::sync::Arc::new(Client::with_config(
        Config::default().with_balance("ent3f", 30),
    ));
    let tasks: Vec<_> = (0..100)
        .map(|_| {
            let client = std::sync::Arc::clone(&client);
            tokio::spawn(async move { client.call(&question("张三")).await.is_ok() })
        })
        .collect();
    let mut answered = 0;
    for task in tasks {
        answered += usize::from(task.await.unwrap());
    }
    assert_eq!(answered, 30);
    assert_eq!(client.sandbox.balance("ent3f"), Some(0));
}
