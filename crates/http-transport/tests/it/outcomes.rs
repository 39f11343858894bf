//! Tests what an observer receives of each call: one outcome, however it ends.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use endpoint_core::Knowledge;
use http_transport::{Client, HttpService, Outcome, TransportErrorKind};
use idcode_api::Idcode;
use ihuyi_api::Ihuyi;

use crate::calls::{Operation, Setup, free, idcode_keys, ihuyi_keys, paid, write};
use crate::in_memory::{Deed, Fake, fails, says};

/// Everything that an observer received.
#[derive(Clone, Default)]
struct Told(Arc<Mutex<Vec<Outcome>>>);

impl Told {
    fn observer(&self) -> impl Fn(Outcome) + Send + Sync + 'static {
        let told = self.clone();
        move |outcome| told.0.lock().unwrap().push(outcome)
    }

    /// The only outcome: sent, charged, changed, and the length of its reply.
    #[track_caller]
    fn only(&self) -> ([&'static str; 3], Option<usize>) {
        let told = self.0.lock().unwrap();
        let [outcome] = &told[..] else {
            panic!("{told:?}");
        };
        let known = [outcome.sent, outcome.charged, outcome.changed];
        (
            known.map(Knowledge::as_str),
            outcome.reply.as_ref().map(|reply| reply.len()),
        )
    }
}

/// Calls an operation of a vendor with these results, and returns the reported outcomes.
async fn told(operation: Operation, deeds: impl IntoIterator<Item = Deed>) -> Told {
    let told = Told::default();
    let service: Arc<dyn HttpService> = Arc::new(Fake::new(deeds));
    let retry = Setup::to("http://127.0.0.1:1").retry;
    let idcode = Client::<Idcode>::builder(idcode_keys(), Arc::clone(&service))
        .retry(retry)
        .observer(told.observer());
    let ihuyi = Client::<Ihuyi>::builder(ihuyi_keys(), service)
        .retry(retry)
        .observer(told.observer());
    // The observer alone reports how each of them ends.
    match operation {
        Operation::Paid => drop(ihuyi.build().unwrap().call(paid()).await),
        Operation::Free => drop(idcode.build().unwrap().call(free()).await),
        Operation::Write => drop(idcode.build().unwrap().call(write()).await),
    }
    told
}

#[tokio::test]
async fn a_success_reports_its_charge_and_its_change() {
    for (operation, known) in [
        (Operation::Paid, ["yes", "yes", "no"]),
        (Operation::Free, ["yes", "no", "no"]),
        (Operation::Write, ["yes", "no", "yes"]),
    ] {
        let told = told(operation, [says(200, operation.success())]).await;
        let reply = (operation == Operation::Paid).then(|| operation.success().len());
        assert_eq!(told.only(), (known, reply), "{operation:?}");
    }
}

#[tokio::test]
async fn a_refusal_has_neither_charged_nor_changed_anything() {
    for operation in Operation::ALL {
        let told = told(operation, [says(200, operation.refusal())]).await;
        assert_eq!(told.only(), (["yes", "no", "no"], None), "{operation:?}");
    }
}

#[tokio::test]
async fn an_unsent_call_did_nothing_and_a_lost_response_leaves_it_unknown() {
    for (failure, paid, free, write) in [
        (
            TransportErrorKind::ConnectionRefused,
            ["no"; 3],
            ["no"; 3],
            ["no"; 3],
        ),
        (
            TransportErrorKind::ConnectionLost,
            ["unknown", "unknown", "no"],
            ["unknown", "no", "no"],
            ["unknown", "no", "unknown"],
        ),
    ] {
        for (operation, known) in Operation::ALL.into_iter().zip([paid, free, write]) {
            let told = told(operation, [fails(failure)]).await;
            assert_eq!(told.only(), (known, None), "{operation:?}: {failure:?}");
        }
    }
}

#[tokio::test]
async fn an_unreadable_paid_reply_is_reported_with_its_bytes() {
    let told = told(Operation::Paid, [says(200, "{\"code\":2,")]).await;
    assert_eq!(told.only(), (["yes", "unknown", "no"], Some(10)));
    let shown = format!("{:?}", told.0.lock().unwrap());
    assert!(!shown.contains("code"), "{shown}");
}

#[tokio::test]
async fn a_dropped_call_is_reported() {
    let told = Told::default();
    let silent = Fake::slow(
        Duration::from_secs(3600),
        [fails(TransportErrorKind::Timeout)],
    );
    let client = Client::<Ihuyi>::builder(ihuyi_keys(), Arc::new(silent))
        .observer(told.observer())
        .build()
        .unwrap();
    tokio::select! {
        biased;
        ended = client.call(paid()) => panic!("{ended:?}"),
        () = tokio::task::yield_now() => {}
    }
    assert_eq!(told.only(), (["unknown", "unknown", "no"], None));
}
