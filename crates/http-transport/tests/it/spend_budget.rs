//! Tests paid queries under a budget and a balance, and the errors of those that are not sent.

use std::sync::Arc;
use std::time::Duration;

use endpoint_core::{Invalid, Knowledge};
use http_transport::{Client, Error, Settlement, SpendBudget, TransportErrorKind};
use ihuyi_api::Ihuyi;
use ihuyi_api::products::Ent3fGetNum;

use crate::calls::{Operation, Setup, ihuyi_keys, paid};
use crate::in_memory::{Deed, Fake, fails, says};
use crate::scripted::{Event, Gate, Server, Step, keep_alive_response, promise};

fn client(fake: &Fake, spend_budget: &SpendBudget) -> Client<Ihuyi> {
    let setup = Setup::to("http://127.0.0.1:1");
    Client::builder(ihuyi_keys(), Arc::new(fake.clone()))
        .base_url(setup.base)
        .retry(setup.retry)
        .spend_budget(spend_budget.clone())
        .build()
        .unwrap()
}

fn success() -> Deed {
    says(200, Operation::Paid.success())
}

/// The queries that were spent, may have been spent, and remain.
fn counts(spend_budget: &SpendBudget) -> (u64, u64, Option<u64>) {
    (
        spend_budget.spent(),
        spend_budget.unknown(),
        spend_budget.remaining(),
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_tasks_send_exactly_what_the_budget_allows() {
    // The responses wait until all tasks have started, so that most meet a budget with all queries
    // in progress.
    let gate = Gate::closed();
    let answer = keep_alive_response("200 OK", Operation::Paid.success().as_bytes());
    let script = vec![
        Step::Read,
        Step::Wait(gate.clone()),
        Step::Write(answer),
        Step::Again,
    ];
    let server = Server::start([script]).await;
    let setup = Setup::to(server.url());
    let client = Client::<Ihuyi>::builder(ihuyi_keys(), setup.service)
        .base_url(setup.base)
        .max_spend(100)
        .build()
        .unwrap();
    let calls: Vec<_> = (0..1000)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.call(paid()).await })
        })
        .collect();
    let spend_budget = client.spend_budget().unwrap().clone();
    while spend_budget.remaining() != Some(0) {
        tokio::task::yield_now().await;
    }
    gate.open();
    let mut answered = 0;
    for call in calls {
        match call.await.unwrap() {
            Ok(_) => answered += 1,
            Err(error) => {
                let over = matches!(
                    &error,
                    Error::Invalid(Invalid::OverBudget { limit: 100, .. })
                );
                assert!(over, "{error:?}");
                assert_eq!(error.was_sent(), Knowledge::No);
                assert_eq!(error.charged(), Knowledge::No);
                assert!(!error.is_retryable());
            }
        }
    }
    assert_eq!(counts(&spend_budget), (100, 0, Some(0)));
    drop(client);
    let seen = server.requests().await.len();
    let reached = format!("{seen} billed requests of 1,000 tasks under a budget of 100");
    promise("spend guard", (answered, seen) == (100, 100), &reached);
}

#[tokio::test]
async fn clients_that_share_a_budget_share_it_exactly() {
    let fake = Fake::new([success()]);
    let spend_budget = SpendBudget::at_most(3);
    let (one, other) = (client(&fake, &spend_budget), client(&fake, &spend_budget));
    for client in [&one, &other, &one] {
        client.call(paid()).await.unwrap();
    }
    for client in [&one, &other] {
        client.call(paid()).await.unwrap_err();
    }
    assert_eq!(fake.seen().len(), 3);
}

#[tokio::test]
async fn retries_of_one_call_count_once() {
    let spend_budget = SpendBudget::at_most(1);
    let unsent = || fails(TransportErrorKind::ConnectionRefused);
    let expired = says(200, r#"{"code":40501,"msg":"动态密码已过期"}"#);
    let fake = Fake::new([unsent(), expired, success()]);
    client(&fake, &spend_budget).call(paid()).await.unwrap();
    assert_eq!(fake.seen().len(), 3);
    assert_eq!(counts(&spend_budget), (1, 0, Some(0)));
}

#[tokio::test]
async fn only_certainly_uncharged_queries_return_to_the_budget() {
    for (deed, left) in [
        (
            fails(TransportErrorKind::ConnectionRefused),
            (0, 0, Some(5)),
        ),
        (fails(TransportErrorKind::Tls), (0, 0, Some(5))),
        (says(200, r#"{"code":405,"msg":""}"#), (0, 0, Some(5))),
        (fails(TransportErrorKind::Timeout), (0, 1, Some(4))),
        (fails(TransportErrorKind::ConnectionLost), (0, 1, Some(4))),
        (says(502, ""), (0, 1, Some(4))),
        (says(200, "<html>"), (0, 1, Some(4))),
        (says(200, r#"{"code":2"#), (0, 1, Some(4))),
        // Nothing was found: a response that may be charged.
        (says(200, r#"{"code":408,"msg":""}"#), (0, 1, Some(4))),
        (success(), (1, 0, Some(4))),
    ] {
        let spend_budget = SpendBudget::at_most(5);
        let fake = Fake::new([deed.clone()]);
        drop(client(&fake, &spend_budget).call(paid()).await);
        assert_eq!(counts(&spend_budget), left, "{deed:?}");
    }
}

#[tokio::test]
async fn a_call_dropped_in_progress_may_have_been_charged() {
    let server = Server::start([vec![Step::Read, Step::Hang]]).await;
    let setup = Setup::to(server.url());
    let client = Client::<Ihuyi>::builder(ihuyi_keys(), setup.service)
        .base_url(setup.base)
        .max_spend(2)
        .build()
        .unwrap();
    let spend_budget = client.spend_budget().unwrap();
    tokio::select! {
        ended = client.call(paid()) => panic!("{ended:?}"),
        () = server.wait_until(|event| matches!(event, Event::Received(..))) => {}
    }
    assert_eq!(counts(spend_budget), (0, 1, Some(1)));
}

#[tokio::test(start_paused = true)]
async fn a_call_dropped_before_it_was_sent_is_not_charged() {
    let spend_budget = SpendBudget::at_most(2);
    let fake = Fake::new([fails(TransportErrorKind::Connect)]);
    let client = Client::<Ihuyi>::builder(ihuyi_keys(), Arc::new(fake.clone()))
        .spend_budget(spend_budget.clone())
        .build()
        .unwrap();
    // Its first attempt fails at once; then it waits for its second.
    let call = client.call(paid());
    tokio::time::timeout(Duration::from_millis(1), call)
        .await
        .unwrap_err();
    assert_eq!(fake.seen().len(), 1);
    assert_eq!(counts(&spend_budget), (0, 0, Some(2)));
}

#[tokio::test]
async fn a_free_call_needs_no_budget() {
    let spend_budget = SpendBudget::at_most(0);
    let fake = Fake::new([says(200, r#"{"code":2,"num":7}"#)]);
    let client = client(&fake, &spend_budget);
    client.call(Ent3fGetNum::new()).await.unwrap();
    assert_eq!(counts(&spend_budget), (0, 0, Some(0)));
    let error = client.call(paid()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "ent3f.Submit is not sent: of 0 paid queries that may be spent, 0 are, 0 may be and 0 \
         are in progress; raise `max_spend` to allow more"
    );
    assert_eq!(fake.seen().len(), 1);
}

#[tokio::test]
async fn a_balance_from_get_num_is_not_exceeded() {
    let spend_budget = SpendBudget::unlimited();
    let fake = Fake::new([says(200, r#"{"code":2,"num":"2"}"#), success()]);
    let client = client(&fake, &spend_budget);
    client.call(Ent3fGetNum::new()).await.unwrap();
    assert_eq!(spend_budget.balance("ent3f"), Some(2));
    client.call(paid()).await.unwrap();
    client.call(paid()).await.unwrap();
    let error = client.call(paid()).await.unwrap_err();
    assert!(matches!(
        error,
        Error::Invalid(Invalid::BalanceUsedUp {
            product: "ent3f",
            ..
        })
    ));
    assert_eq!(fake.seen().len(), 3);
}

#[tokio::test]
async fn a_refusal_for_another_reason_does_not_change_the_balance() {
    let spend_budget = SpendBudget::at_most(9);
    assert_eq!(spend_budget.limit(), Some(9));
    assert_eq!(SpendBudget::unlimited().limit(), None);
    let refused = says(200, r#"{"code":405,"msg":""}"#);
    let fake = Fake::new([refused, success()]);
    let client = client(&fake, &spend_budget);
    client.call(paid()).await.unwrap_err();
    assert_eq!(spend_budget.balance("ent3f"), None);
    client.call(paid()).await.unwrap();
    assert_eq!(counts(&spend_budget), (1, 0, Some(8)));
}

const NONE_LEFT: &str = r#"{"code":4051,"msg":"剩余条数不足"}"#;

/// The paths of the received requests.
fn paths(fake: &Fake) -> Vec<String> {
    let seen = fake.seen().into_iter();
    seen.map(|seen| seen.request.path().to_owned()).collect()
}

const QUERY: &str = "/idcard/ent3f/Submit.json";
const BALANCE: &str = "/idcard/ent3f/GetNum.json";

#[tokio::test(start_paused = true)]
async fn a_used_up_balance_is_requested_once_a_minute_until_it_is_topped_up() {
    let spend_budget = SpendBudget::at_most(9);
    let none_left = says(200, r#"{"code":2,"num":0}"#);
    let topped_up = says(200, r#"{"code":2,"num":50}"#);
    let fake = Fake::new([
        says(200, NONE_LEFT),
        none_left.clone(),
        none_left,
        topped_up,
        success(),
    ]);
    let client = client(&fake, &spend_budget);
    let refused = client.call(paid()).await.unwrap_err();
    assert!(matches!(refused, Error::Refused(_)));
    // A call every second, for a little more than a minute: two balance requests, and no paid
    // query.
    for _ in 0..62 {
        let error = client.call(paid()).await.unwrap_err();
        assert!(matches!(
            error,
            Error::Invalid(Invalid::BalanceUsedUp { .. })
        ));
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    assert_eq!(paths(&fake), [QUERY, BALANCE, BALANCE]);
    tokio::time::sleep(Duration::from_secs(60)).await;
    client.call(paid()).await.unwrap();
    client.call(paid()).await.unwrap();
    assert_eq!(
        paths(&fake),
        [QUERY, BALANCE, BALANCE, BALANCE, QUERY, QUERY]
    );
    assert_eq!(counts(&spend_budget), (2, 0, Some(7)));
    let left = spend_budget.balance("ent3f");
    let reached = "62 calls in 62 s without a balance asked for it twice and sent none; 2 of 2 \
                   went on after it was topped up";
    promise("healing", left == Some(48), reached);
}

#[tokio::test(start_paused = true)]
async fn concurrent_calls_request_a_balance_once_and_all_continue() {
    let spend_budget = SpendBudget::unlimited();
    let topped_up = says(200, r#"{"code":2,"num":50}"#);
    let fake = Fake::slow(Duration::from_secs(1), [topped_up, success()]);
    let client = client(&fake, &spend_budget);
    spend_budget.set_balance("ent3f", Some(0));
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.call(paid()).await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(spend_budget.spent(), 20);
    let asked = paths(&fake).iter().filter(|path| *path == BALANCE).count();
    assert_eq!((asked, fake.seen().len()), (1, 21));
}

/// A vendor that cannot state the balance reveals it with the next query, which it refuses free of
/// charge.
#[tokio::test(start_paused = true)]
async fn without_a_stated_balance_a_query_is_tried_once_a_minute() {
    let spend_budget = SpendBudget::unlimited();
    let no_such = || says(200, r#"{"code":403,"msg":"应用不存在"}"#);
    let fake = Fake::new([
        says(200, NONE_LEFT),
        no_such(),
        says(200, NONE_LEFT),
        no_such(),
        success(),
    ]);
    let client = client(&fake, &spend_budget);
    for _ in 0..4 {
        client.call(paid()).await.unwrap_err();
    }
    assert_eq!(paths(&fake), [QUERY, BALANCE, QUERY]);
    tokio::time::sleep(Duration::from_secs(60)).await;
    for _ in 0..3 {
        client.call(paid()).await.unwrap();
    }
    assert_eq!(paths(&fake).len(), 3 + 1 + 3);
    assert_eq!(spend_budget.spent(), 3);
}

/// A failed balance request says nothing, and a used-up budget needs no request.
#[tokio::test(start_paused = true)]
async fn nothing_is_sent_while_the_balance_request_fails_or_the_budget_is_used_up() {
    let fake = Fake::new([fails(TransportErrorKind::ConnectionRefused)]);
    let spend_budget = SpendBudget::unlimited();
    spend_budget.set_balance("ent3f", Some(0));
    client(&fake, &spend_budget).call(paid()).await.unwrap_err();
    assert!(paths(&fake).iter().all(|path| path == BALANCE));

    let fake = Fake::new([success()]);
    client(&fake, &SpendBudget::at_most(0))
        .call(paid())
        .await
        .unwrap_err();
    assert_eq!(fake.seen().len(), 0);
}

#[tokio::test]
async fn lost_responses_can_be_settled_and_the_budget_recovers() {
    let spend_budget = SpendBudget::at_most(4);
    let lost = fails(TransportErrorKind::ConnectionLost);
    let fake = Fake::new([says(200, r#"{"code":2,"num":"9"}"#), lost]);
    let client = client(&fake, &spend_budget);
    client.call(Ent3fGetNum::new()).await.unwrap();
    for _ in 0..4 {
        client.call(paid()).await.unwrap_err();
    }
    assert_eq!(counts(&spend_budget), (0, 4, Some(0)));
    assert_eq!(spend_budget.unknown_of("ent3f"), 4);
    assert_eq!(spend_budget.balance("ent3f"), Some(5));
    // Another product has nothing to settle.
    assert_eq!(
        spend_budget.settle("entinfov2", 1, Settlement::NotCharged),
        0
    );
    assert_eq!(spend_budget.settle("ent3f", 1, Settlement::Charged), 1);
    assert_eq!(counts(&spend_budget), (1, 3, Some(0)));
    assert_eq!(spend_budget.balance("ent3f"), Some(5));
    assert_eq!(spend_budget.settle("ent3f", 2, Settlement::NotCharged), 2);
    assert_eq!(counts(&spend_budget), (1, 1, Some(2)));
    assert_eq!(spend_budget.balance("ent3f"), Some(7));
    // The vendor's balance is newer than the last of them, and includes it.
    spend_budget.set_balance("ent3f", Some(8));
    assert_eq!(spend_budget.settle("ent3f", 9, Settlement::NotCharged), 1);
    assert_eq!(spend_budget.balance("ent3f"), Some(8));
    let reached = "4 lost answers settled, 1 as charged: 3 queries came back";
    promise("healing", counts(&spend_budget) == (1, 0, Some(3)), reached);
}
