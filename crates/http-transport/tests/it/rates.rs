//! Tests the rate limit, and calls that wait for it.

use std::num::NonZeroU32;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use endpoint_core::{Endpoint, Knowledge, Spec};
use http_transport::{Client, Error, RateLimit, TransportErrorKind};
use idcode_api::operations::{GetCompanyBaseInfo, UnitRegist};
use idcode_api::{Idcode, Locality};
use ihuyi_api::Ihuyi;

use crate::calls::{Operation, Setup, free, idcode_keys, ihuyi_keys, paid};
use crate::in_memory::{Fake, fails, says};
use crate::scripted::{Server, Step, keep_alive_response, promise};

fn limited(fake: &Fake, limit: &RateLimit) -> Client<Ihuyi> {
    let setup = Setup::to("http://127.0.0.1:1");
    Client::builder(ihuyi_keys(), Arc::new(fake.clone()))
        .limits(setup.limits)
        .retry(setup.retry)
        .rate_limit(limit.clone())
        .build()
        .unwrap()
}

fn answers() -> Fake {
    Fake::new([says(200, Operation::Paid.success())])
}

/// The times between the received requests.
fn pauses(fake: &Fake) -> Vec<Duration> {
    let seen = fake.seen();
    seen.windows(2).map(|two| two[1].at - two[0].at).collect()
}

const PER_SECOND: u32 = 40;

/// On a socket and by the server's own clock, with connections that are new at first and reused
/// later. The best of a few runs counts, because a machine under load delays the server.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_second_has_more_calls_than_the_rate_as_the_server_counts_them() {
    let mut most = usize::MAX;
    for _ in 0..3 {
        most = most.min(fullest_second().await);
        if most <= PER_SECOND as usize {
            break;
        }
    }
    let reached = format!("{most} calls in the fullest second of {PER_SECOND} allowed");
    promise("rate limit", most <= PER_SECOND as usize, &reached);
}

/// The most calls of 120 that a server counts within a second.
async fn fullest_second() -> usize {
    let arrivals = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&arrivals);
    let answer = keep_alive_response("200 OK", Operation::Free.success().as_bytes());
    let script = vec![
        Step::Read,
        Step::then(move |_| {
            noted.lock().unwrap().push(Instant::now());
            vec![Step::Write(answer.clone())]
        }),
        Step::Again,
    ];
    let server = Server::start_in_thread([script]);
    let setup = Setup::to(server.url());
    let limit = RateLimit::per_second(NonZeroU32::new(PER_SECOND).unwrap());
    let client = || {
        Client::<Idcode>::builder(idcode_keys(), Arc::clone(&setup.service))
            .base_url(&setup.base)
            .rate_limit(limit.clone())
            .build()
            .unwrap()
    };
    // Two clients of one account, each with 60 tasks.
    let calls: Vec<_> = [client(), client()]
        .into_iter()
        .flat_map(|client| std::iter::repeat_n(client, 60))
        .map(|client| tokio::spawn(async move { client.call(free()).await.map(drop) }))
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let mut arrivals = arrivals.lock().unwrap().clone();
    arrivals.sort_unstable();
    assert_eq!(arrivals.len(), 120);
    arrivals
        .iter()
        .map(|from| {
            let until = *from + Duration::from_secs(1);
            arrivals
                .iter()
                .filter(|at| (*from..until).contains(at))
                .count()
        })
        .max()
        .unwrap()
}

#[test]
fn a_rate_returns_its_pause_of_at_most_a_year() {
    let (quick, year) = (Duration::from_millis(200), Duration::from_secs(31_536_000));
    let limit = RateLimit::every(quick);
    assert_eq!(limit.pause(), Some(quick));
    assert!(format!("{limit:?}").contains("200ms"), "{limit:?}");
    assert_eq!(RateLimit::every(Duration::MAX).pause(), Some(year));
    assert_eq!(RateLimit::every(Duration::ZERO).pause(), None);
}

#[tokio::test(start_paused = true)]
async fn calls_are_sent_evenly_in_their_order() {
    let fake = answers();
    let client = limited(&fake, &RateLimit::every(Duration::from_millis(100)));
    let order = Arc::new(Mutex::new(Vec::new()));
    let calls: Vec<_> = (0..20)
        .map(|number| {
            let (client, order) = (client.clone(), Arc::clone(&order));
            tokio::spawn(async move {
                client.call(paid()).await.unwrap();
                order.lock().unwrap().push(number);
            })
        })
        .collect();
    for call in calls {
        call.await.unwrap();
    }
    assert_eq!(*order.lock().unwrap(), (0..20).collect::<Vec<_>>());
    for pause in pauses(&fake) {
        assert!(pause >= Duration::from_millis(100), "{pause:?}");
        assert!(pause <= Duration::from_millis(102), "{pause:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_thousand_calls_dropped_in_line_delay_the_next_by_at_most_a_slot() {
    let slot = Duration::from_millis(100);
    let fake = answers();
    let client = limited(&fake, &RateLimit::every(slot));
    client.call(paid()).await.unwrap();
    let queued: Vec<_> = (0..1000)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.call(paid()).await.map(drop) })
        })
        .collect();
    // All of them are in line.
    tokio::time::sleep(slot / 2).await;
    for call in &queued {
        call.abort();
    }
    let began = tokio::time::Instant::now();
    client.call(paid()).await.unwrap();
    let waited = began.elapsed();
    let left = fake.seen().len() - 2;
    let reached =
        format!("{waited:?} behind 1,000 dropped calls, a slot is {slot:?}; {left} of them left");
    promise("rate limit", waited <= slot && left == 0, &reached);
}

#[tokio::test(start_paused = true)]
async fn a_call_without_a_slot_in_time_is_not_sent() {
    let fake = answers();
    let client = limited(&fake, &RateLimit::every(Duration::from_secs(3600)));
    client.call(paid()).await.unwrap();
    let began = tokio::time::Instant::now();
    let error = client.call(paid()).await.unwrap_err();
    assert!(matches!(&error, Error::Transport(t) if t.kind() == TransportErrorKind::NoSlot));
    assert_eq!(error.was_sent(), Knowledge::No);
    assert_eq!(error.charged(), Knowledge::No);
    assert!(error.is_retryable());
    assert_eq!(
        error.to_string(),
        "ihuyi ent3f.Submit: the rate limit left no slot in time; POST \
         https://api.ihuyi.com/idcard/ent3f/Submit.json (ent_name, ent_code, name)"
    );
    // An attempt cut short would be useless: the call gives up before its deadline.
    assert!(began.elapsed() <= Duration::from_secs(60));
    assert_eq!(fake.seen().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_retry_without_a_slot_returns_the_earlier_error() {
    let fake = Fake::new([fails(TransportErrorKind::ConnectionRefused)]);
    let client = limited(&fake, &RateLimit::every(Duration::from_secs(3600)));
    let error = client.call(paid()).await.unwrap_err();
    let Error::Transport(transport) = &error else {
        panic!("{error:?}");
    };
    assert_eq!(transport.kind(), TransportErrorKind::ConnectionRefused);
    assert_eq!(transport.attempts(), 1);
    assert_eq!(fake.seen().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn every_attempt_takes_a_slot() {
    let unsent = || fails(TransportErrorKind::ConnectionRefused);
    let fake = Fake::new([unsent(), unsent(), says(200, Operation::Paid.success())]);
    let client = limited(&fake, &RateLimit::every(Duration::from_secs(1)));
    client.call(paid()).await.unwrap();
    for pause in pauses(&fake) {
        assert!(pause >= Duration::from_secs(1), "{pause:?}");
    }
}

fn registration() -> UnitRegist {
    let locality = Locality::from_division("110108".parse().unwrap());
    UnitRegist::new(
        "91110108MA0000015T",
        "样例（北京）有限公司",
        1003_u64,
        locality,
    )
}

/// The document asks for 0.5 to 1 second from one 309 to the next.
#[tokio::test(start_paused = true)]
async fn registrations_of_309_keep_the_documented_pause_and_delay_nothing_else() {
    const PAUSE: Duration = UnitRegist::SPEC.pause;
    assert_eq!(PAUSE, Duration::from_secs(1));
    let limit = RateLimit::unlimited();
    assert_eq!(limit.pause(), None);
    let fake = Fake::new([says(200, r#"{"ResultCode":-1,"ResultMsg":"参数错误！"}"#)]);
    let setup = Setup::to("http://127.0.0.1:1").through(fake.clone());
    let client = setup.idcode();
    for _ in 0..3 {
        client.call(registration()).await.unwrap_err();
        // Between them, as fast as possible.
        client.call(free()).await.unwrap_err();
    }
    let times = |spec: Spec| -> Vec<_> {
        let seen = fake.seen().into_iter();
        seen.filter(|seen| seen.request.path() == spec.path)
            .map(|seen| seen.at)
            .collect()
    };
    let registered = times(UnitRegist::SPEC);
    assert_eq!(registered.len(), 3);
    for two in registered.windows(2) {
        let pause = two[1] - two[0];
        assert!(
            (PAUSE..PAUSE + Duration::from_millis(5)).contains(&pause),
            "{pause:?}"
        );
    }
    for (read, registered) in times(GetCompanyBaseInfo::SPEC).iter().zip(registered) {
        assert!(*read - registered <= Duration::from_millis(5));
    }
}

/// Wherever in a second it is refused, and however long it waits for its next slot.
#[tokio::test(start_paused = true)]
async fn an_attempt_after_40501_is_signed_with_a_new_time_at_any_rate() {
    const EXPIRED: &str = r#"{"code":40501,"msg":"动态密码已过期"}"#;
    let (mut calls, mut anew) = (0, 0);
    for pause in [1, 300, 999, 1000, 2500].map(Duration::from_millis) {
        for overall in [900, 1500, 60_000].map(Duration::from_millis) {
            for phase in (0..1000).step_by(90) {
                let fake = Fake::new([says(200, EXPIRED), says(200, Operation::Paid.success())]);
                let began = tokio::time::Instant::now();
                let clock = move || {
                    let since = u64::try_from(began.elapsed().as_millis()).unwrap();
                    1_700_000_000_000 + phase + since
                };
                let setup = Setup::to("http://127.0.0.1:1");
                let client = Client::<Ihuyi>::builder(ihuyi_keys(), Arc::new(fake.clone()))
                    .clock(clock)
                    .limits(http_transport::Limits {
                        overall,
                        ..setup.limits
                    })
                    .rate_limit(RateLimit::every(pause))
                    .build()
                    .unwrap();
                let ended = client.call(paid()).await;
                let seen = fake.seen();
                // Without time for a new one, the refusal is final.
                assert_eq!(ended.is_ok(), seen.len() == 2, "{ended:?}");
                assert!(ended.is_ok() || overall < Duration::from_secs(60));
                calls += 1;
                if let [first, second] = &seen[..] {
                    assert_ne!(first.request, second.request, "{pause:?} {phase}");
                    anew += 1;
                }
            }
        }
    }
    let reached = format!("{calls} calls refused with 40501: {anew} sent again, 0 with their time");
    promise("asked rate", anew > calls / 2, &reached);
}

/// A stopped clock gives no new time, and is not waited for until the deadline.
#[tokio::test(start_paused = true)]
async fn a_stopped_clock_delays_nothing() {
    let fake = Fake::new([says(200, r#"{"code":40501,"msg":""}"#)]);
    let client = Client::<Ihuyi>::builder(ihuyi_keys(), Arc::new(fake.clone()))
        .clock(|| 1_700_000_000_500)
        .build()
        .unwrap();
    let began = tokio::time::Instant::now();
    let error = client.call(paid()).await.unwrap_err();
    assert!(matches!(&error, Error::Refused(refusal) if refusal.code == 40501));
    assert_eq!(fake.seen().len(), 2);
    assert!(began.elapsed() <= Duration::from_secs(1));
}

/// The best of a few runs counts, because the machine may be busy.
#[tokio::test]
async fn a_configured_rate_is_reached() {
    let mut reached = Vec::new();
    let mut is_kept = true;
    for asked in [50_u32, 500, 1000] {
        let mut best = 0.0_f64;
        for _ in 0..4 {
            let fake = answers();
            let limit = RateLimit::per_second(NonZeroU32::new(asked).unwrap());
            let client = limited(&fake, &limit);
            let calls: Vec<_> = (0..=asked)
                .map(|_| {
                    let client = client.clone();
                    tokio::spawn(async move { client.call(paid()).await.map(drop) })
                })
                .collect();
            for call in calls {
                call.await.unwrap().unwrap();
            }
            let seen = fake.seen();
            let took = seen.last().unwrap().at - seen[0].at;
            best = best.max(f64::from(asked) / took.as_secs_f64());
            is_kept &= best <= f64::from(asked);
            if best >= f64::from(asked) * 0.98 {
                break;
            }
        }
        is_kept &= best >= f64::from(asked) * 0.98;
        reached.push(format!("{best:.0} of {asked}"));
    }
    let reached = format!("{} a second", reached.join(", "));
    promise("asked rate", is_kept, &reached);
}
