//! What an observer is told of each call: once, however it ends.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use endpoint_core::Knowledge;
use http_transport::{Client, HttpService, Outcome, TransportErrorKind};
use idcode_api::Idcode;
use ihuyi_api::Ihuyi;

use crate::calls::{Operation, Setup, free, idcode_keys, ihuyi_keys, paid, write};
use crate::in_memory::{Deed, Fake, fails, says};

/// Everything that an observer was told.
#[derive(Clone, Default)]
struct Told(Arc<Mutex<Vec<Outcome>>>);

impl Told {
    fn observer(&self) -> impl Fn(Outcome) + Send + Sync + 'static {
        let told = self.clone();
        move |outcome| told.0.lock().unwrap().push(outcome)
    }

    /// The only outcome: sent, charged, changed, and how long its reply is.
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

/// Calls an operation of a vendor that does this, and returns what is told.
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
    // How each of them ends is asked of the observer alone.
    match operation {
        Operation::Paid => drop(ihuyi.build().unwrap().call(paid()).await),
        Operation::Free => drop(idcode.build().unwrap().call(free()).await),
        Operation::Write => drop(idcode.build().unwrap().call(write()).await),
    }
    told
}

#[tokio::test]
async fn an_answer_tells_what_was_charged_and_what_was_changed() {
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
async fn what_was_not_sent_has_done_nothing_and_a_lost_answer_leaves_it_open() {
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
async fn a_paid_reply_that_cannot_be_read_is_told_with_its_bytes() {
    let told = told(Operation::Paid, [says(200, "{\"code\":2,")]).await;
    assert_eq!(told.only(), (["yes", "unknown", "no"], Some(10)));
    let shown = format!("{:?}", told.0.lock().unwrap());
    assert!(!shown.contains("code"), "{shown}");
}

#[tokio::test]
async fn a_call_that_is_dropped_on_its_way_is_told_of() {
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
