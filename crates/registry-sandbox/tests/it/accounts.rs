//! Accounts of ihuyi: the refusals they cause, and their changes.

use std::net::IpAddr;

use ihuyi_api::IhuyiKeys;
use ihuyi_api::products::{Ent3fGetNum, Ent3fSubmit, Entinfov2GetNum, Entinfov2Submit};
use registry_sandbox::{Account, Config, sample};

use crate::client::{Client, ihuyi_outcome, post_form};

const PLACE: &str = "192.0.2.7";
const ELSEWHERE: &str = "192.0.2.8";

fn place() -> IpAddr {
    PLACE.parse().unwrap()
}

fn account() -> Account {
    Account::new("sandbox-account", "sandbox-key-0000")
}

fn with(account: Account) -> Client {
    Client::with_config(Config::default().with_account(account))
}

/// The codes of a query and of GetNum of ent3f, with the right password.
async fn outcomes(client: &Client, from: &str) -> [(i64, String); 2] {
    let question = Ent3fSubmit::new(
        sample::DEMO.name,
        sample::DEMO.credit_code(),
        sample::PERSON,
    );
    let from = from.parse().unwrap();
    let mut outcomes = Vec::new();
    for incoming in [client.signed(&question), client.signed(&Ent3fGetNum::new())] {
        let answer = client.sandbox.respond_to(incoming, from).await;
        outcomes.push(ihuyi_outcome(
            &serde_json::from_slice(&answer.body).unwrap(),
        ));
    }
    outcomes.try_into().unwrap()
}

fn refused(code: i64, message: &str) -> (i64, String) {
    (code, message.to_owned())
}

#[tokio::test]
async fn each_state_of_an_account_has_the_code_of_the_tables() {
    for (account, query, look) in [
        (
            account().with_allowed_addresses([place()]),
            refused(400, "非法ip访问"),
            refused(400, "非法ip访问"),
        ),
        (
            account().with_registered_address(Some(place())),
            refused(4052, "访问ip与备案ip不符"),
            refused(4052, "访问ip与备案ip不符"),
        ),
        (
            account().with_frozen(true),
            refused(4050, "账号被冻结"),
            refused(4050, "账号被冻结"),
        ),
        (
            account().with_activated("ent3f", false),
            refused(403, "应用不存在"),
            refused(403, "应用不存在"),
        ),
        // GetNum costs nothing, and its table does not have these codes.
        (
            account().with_contract(false),
            refused(40505, "没有签定合同"),
            refused(2, "查询成功"),
        ),
        (
            account().with_balance("ent3f", 0),
            refused(4051, "剩余条数不足"),
            refused(2, "查询成功"),
        ),
        (
            account().with_refusal("ent3f", Some(4086)),
            refused(4086, "通道无效"),
            refused(2, "查询成功"),
        ),
    ] {
        let balance = account.balance("ent3f");
        let client = with(account);
        assert_eq!(outcomes(&client, ELSEWHERE).await, [query, look]);
        assert_eq!(client.sandbox.balance("ent3f"), Some(balance));
        assert!(client.sandbox.calls().iter().all(|call| !call.charged));
    }
}

#[tokio::test]
async fn calls_from_the_right_address_pass() {
    let account = account()
        .with_allowed_addresses([place(), "127.0.0.1".parse().unwrap()])
        .with_registered_address(Some(place()));
    let client = with(account);
    for from in [PLACE, "::ffff:192.0.2.7"] {
        let [query, look] = outcomes(&client, from).await;
        assert_eq!((query.0, look.0), (2, 2), "{from}");
    }
    let [query, look] = outcomes(&client, "127.0.0.1").await;
    assert_eq!((query.0, look.0), (4052, 4052));
}

#[tokio::test]
async fn every_documented_refusal_of_a_table_can_be_asked_for() {
    use endpoint_core::Endpoint as _;

    for row in Entinfov2Submit::SPEC.codes {
        if row.kind.is_none() {
            continue;
        }
        let client = with(account().with_refusal("entinfov2", Some(row.code)));
        let request = Entinfov2Submit::new(sample::DEMO.credit_code());
        let answer = client.json(client.signed(&request)).await;
        assert_eq!(ihuyi_outcome(&answer), refused(row.code, row.message));
        assert_eq!(answer["idcardid"], "0");
        // Other products are not affected.
        assert_eq!(outcomes(&client, PLACE).await[0].0, 2);
    }
    let client = with(account().with_refusal("entinfov2", Some(77)));
    let request = Entinfov2Submit::new(sample::DEMO.credit_code());
    assert_eq!(client.call(&request).await.unwrap_err().code, 77);
}

#[tokio::test]
async fn wrong_credentials_are_reported_before_anything_about_the_account() {
    let client = with(account().with_frozen(true));
    let answer = client
        .json(post_form(
            "/idcard/ent3f/GetNum.json",
            "account=sandbox-account&password=wrong",
        ))
        .await;
    assert_eq!(ihuyi_outcome(&answer).0, 405);
    // And the account comes before the parameters.
    let answer = client
        .json(post_form(
            "/idcard/ent3f/Submit.json",
            "account=sandbox-account&password=sandbox-key-0000",
        ))
        .await;
    assert_eq!(ihuyi_outcome(&answer).0, 4050);
}

#[tokio::test]
async fn every_account_has_its_own_key_and_pays_for_itself() {
    let second = Account::new("second", "key-of-the-second").with_balance("entinfov2", 2);
    let client = Client::with_config(Config::default().with_account(second));
    let request = Entinfov2Submit::new(sample::DEMO.credit_code());
    let keys = IhuyiKeys::new("second", "key-of-the-second");
    let ask = async |keys: &IhuyiKeys| {
        let incoming = client.signed_with(keys, &request, client.now_ms());
        let answer = client.send::<Entinfov2Submit>(incoming).await;
        answer.map_or_else(|refusal| refusal.code, |_| 2)
    };
    assert_eq!(ask(&keys).await, 2);
    assert_eq!(ask(&keys).await, 2);
    assert_eq!(ask(&keys).await, 4051);
    assert_eq!(client.sandbox.balance("entinfov2"), Some(100));

    let incoming = client.signed_with(&keys, &Entinfov2GetNum::new(), client.now_ms());
    let left = client.send::<Entinfov2GetNum>(incoming).await.unwrap();
    assert_eq!(left.num, 0);
    let left = client.call(&Entinfov2GetNum::new()).await.unwrap();
    assert_eq!(left.num, 100);

    // The key of another account is a wrong key.
    assert_eq!(
        ask(&IhuyiKeys::new("second", "sandbox-key-0000")).await,
        40502
    );
    assert_eq!(
        ask(&IhuyiKeys::new("third", "key-of-the-second")).await,
        405
    );
}

#[tokio::test]
async fn accounts_can_be_replaced_all_at_once() {
    let config = Config::default().with_accounts(
        Account::new("one", "key-of-one").with_starting_balance(1),
        [
            Account::new("two", "key-of-two"),
            Account::new("two", "new-key-of-two").with_starting_balance(2),
        ],
    );
    let client = Client::with_config(config);
    assert_eq!(client.sandbox.balance("ent3f"), Some(1));
    assert_eq!(client.call(&Ent3fGetNum::new()).await.unwrap().num, 1);
    assert_eq!(client.sandbox.account("sandbox-account"), None);
    let keys = IhuyiKeys::new("two", "new-key-of-two");
    let incoming = client.signed_with(&keys, &Ent3fGetNum::new(), client.now_ms());
    assert_eq!(client.send::<Ent3fGetNum>(incoming).await.unwrap().num, 2);
}

#[tokio::test]
async fn a_key_can_be_replaced_and_a_reset_brings_the_old_one_back() {
    let client = Client::new();
    let old = client.sandbox.ihuyi_keys();
    let look = async |keys: &IhuyiKeys| {
        let incoming = client.signed_with(keys, &Ent3fGetNum::new(), client.now_ms());
        let answer = client.send::<Ent3fGetNum>(incoming).await;
        answer.map_or_else(|refusal| refusal.code, |_| 2)
    };
    assert!(client.sandbox.update_account("sandbox-account", |account| {
        account.with_credentials("sandbox-account", "new-key")
    }));
    assert!(!client.sandbox.update_account("nobody", |account| account));
    assert_eq!(look(&old).await, 40502);
    assert_eq!(look(&client.sandbox.ihuyi_keys()).await, 2);
    client.sandbox.reset();
    assert_eq!(look(&old).await, 2);
}

#[test]
fn debug_shows_neither_name_nor_key() {
    let shown = format!("{:?}", Account::new("hidden-name", "hidden-key"));
    assert!(!shown.contains("hidden"), "{shown}");
    let config = Config::default().with_account(Account::new("hidden-name", "hidden-key"));
    assert!(!format!("{config:?}").contains("hidden"));
}
