//! Tests calls from a machine with a wrong clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, UNIX_EPOCH};

use endpoint_core::{ClockOffset, Refusal, Vendor};
use http_transport::{Client, ClientBuilder, Error};
use idcode_api::Idcode;
use ihuyi_api::Ihuyi;

use crate::calls::{Operation, SAMPLE_TIME, Setup, free, idcode_keys, ihuyi_keys, paid, write};
use crate::in_memory::{Fake, says};
use crate::scripted::{Request, Script, Server, Step, promise};

/// The responses of a vendor to a signature that is more than a minute old or early.
struct Strict {
    refusal: &'static str,
    success: &'static str,
    /// The unit of signature times, in milliseconds.
    unit_ms: u64,
}

const IHUYI: Strict = Strict {
    refusal: r#"{"code":40501,"msg":"动态密码已过期"}"#,
    success: r#"{"code":2,"msg":"提交成功","idcardid":"1","result":{"status":2}}"#,
    unit_ms: 1000,
};

/// It has no code for an expired signature.
const IDCODE: Strict = Strict {
    refusal: r#"{"ResultCode":-2,"ResultMsg":"未授权！"}"#,
    success: r#"{"OrganUnitName":"汉信","ResultCode":1,"ResultMsg":"成功"}"#,
    unit_ms: 1,
};

/// A vendor with a right clock.
async fn vendor(strict: &'static Strict) -> Server {
    let script: Script = vec![
        Step::Read,
        Step::then(move |request: &Request| {
            let time: u64 = request.param("time").unwrap().parse().unwrap();
            let apart = (time * strict.unit_ms).abs_diff(SAMPLE_TIME);
            let body = if apart > 60_000 {
                strict.refusal
            } else {
                strict.success
            };
            vec![Step::Write(dated(body))]
        }),
    ];
    Server::start([script]).await
}

fn dated(body: &str) -> Vec<u8> {
    let now = UNIX_EPOCH + Duration::from_millis(SAMPLE_TIME);
    format!(
        "HTTP/1.1 200 OK\r\nDate: {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        httpdate::fmt_http_date(now),
        body.len()
    )
    .into()
}

/// A clock ahead of the vendor's by this much.
fn clock_ahead(ms: i64) -> impl Fn() -> u64 + Send + Sync + 'static {
    move || SAMPLE_TIME.checked_add_signed(ms).unwrap()
}

fn builder<V: Vendor>(server: &Server, keys: V::Keys, ahead_ms: i64) -> ClientBuilder<V> {
    let setup = Setup::to(server.url());
    Client::builder(keys, setup.service)
        .base_url(setup.base)
        .retry(setup.retry)
        .clock(clock_ahead(ahead_ms))
}

fn refusal(error: Error) -> Box<Refusal> {
    match error {
        Error::Refused(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

/// Three hours early, ten minutes early, ten minutes late.
const WRONG: [(i64, &str); 3] = [
    (-10_800_000, "3 h 0 min 0 s behind"),
    (-600_000, "10 min 0 s behind"),
    (600_000, "10 min 0 s ahead of"),
];

/// The error of a measured offset.
fn wrong_by(offset: Option<ClockOffset>, ahead_ms: i64) -> u64 {
    offset.unwrap().as_ms().abs_diff(-ahead_ms)
}

#[tokio::test]
async fn a_refusal_of_an_expired_password_states_the_clock_offset() {
    let mut worst = 0;
    for (ahead_ms, told) in WRONG {
        let server = vendor(&IHUYI).await;
        let client = builder::<Ihuyi>(&server, ihuyi_keys(), ahead_ms)
            .build()
            .unwrap();
        assert_eq!(client.clock_offset(), None);
        let error = client.call(paid()).await.unwrap_err();
        let text = error.to_string();
        let refusal = refusal(error);
        assert_eq!(refusal.code, 40501);
        worst = worst.max(wrong_by(refusal.clock_offset, ahead_ms));
        worst = worst.max(wrong_by(client.clock_offset(), ahead_ms));
        let told = format!("the clock of this machine is {told} the vendor's");
        assert!(text.ends_with(&told), "{text}");
        // Signed again once, by the same clock.
        assert_eq!(server.requests().await.len(), 2);
    }
    promise(
        "clock",
        worst <= 1000,
        &format!("offsets told within {worst} ms"),
    );
}

#[tokio::test]
async fn refused_credentials_state_a_suspicious_clock_offset() {
    for (ahead_ms, _) in WRONG {
        let server = vendor(&IDCODE).await;
        let client = builder::<Idcode>(&server, idcode_keys(), ahead_ms)
            .build()
            .unwrap();
        let refusal = refusal(client.call(free()).await.unwrap_err());
        assert!(wrong_by(refusal.clock_offset, ahead_ms) <= 1000);
        // No code names the time as the reason, so nothing is signed again without permission.
        assert_eq!(server.requests().await.len(), 1);
    }
    // Twenty seconds are no reason, and wrong credentials are wrong at any time.
    let refusing = vec![Step::Read, Step::Write(dated(IDCODE.refusal))];
    let server = Server::start([refusing]).await;
    let client = builder::<Idcode>(&server, idcode_keys(), -20_000)
        .build()
        .unwrap();
    let refusal = refusal(client.call(free()).await.unwrap_err());
    assert_eq!(refusal.clock_offset, None);
    assert!(wrong_by(client.clock_offset(), -20_000) <= 1000);
}

#[tokio::test]
async fn an_allowed_correction_signs_by_the_vendors_clock_from_then_on() {
    for (ahead_ms, _) in WRONG {
        let server = vendor(&IHUYI).await;
        let client = builder::<Ihuyi>(&server, ihuyi_keys(), ahead_ms)
            .correct_clock(Duration::from_secs(4 * 60 * 60))
            .build()
            .unwrap();
        client.call(paid()).await.unwrap();
        assert_eq!(server.requests().await.len(), 2);
        // The correction persists, and the reported offset is that of the clock, without the
        // correction.
        client.call(paid()).await.unwrap();
        assert_eq!(server.requests().await.len(), 3);
        assert!(wrong_by(client.clock_offset(), ahead_ms) <= 1000);
    }
}

/// They are refused before any work.
#[tokio::test]
async fn a_write_may_be_signed_again() {
    let server = vendor(&IDCODE).await;
    let client = builder::<Idcode>(&server, idcode_keys(), 600_000)
        .correct_clock(Duration::from_secs(3600))
        .build()
        .unwrap();
    client.call(write()).await.unwrap();
    assert_eq!(server.requests().await.len(), 2);
}

#[tokio::test]
async fn a_correction_is_asked_for_and_has_a_limit() {
    const HOUR: Duration = Duration::from_secs(3600);
    let mut signed_by_the_vendors_clock = Vec::new();
    for (ahead_ms, limit) in [
        (600_000, None),
        (-600_000, None),
        (-10_800_000, Some(HOUR)),
        (-600_000, Some(HOUR)),
        (600_000, Some(HOUR)),
    ] {
        let server = vendor(&IHUYI).await;
        let mut builder = builder::<Ihuyi>(&server, ihuyi_keys(), ahead_ms);
        if let Some(limit) = limit {
            builder = builder.correct_clock(limit);
        }
        let ended = builder.build().unwrap().call(paid()).await;
        let requests = server.requests().await;
        let ours = (SAMPLE_TIME.checked_add_signed(ahead_ms).unwrap() / 1000).to_string();
        let times = requests.iter().map(|one| one.param("time").unwrap());
        let corrected = times.filter(|time| *time != ours).count();
        signed_by_the_vendors_clock.push(corrected);
        assert_eq!(requests.len(), 2);
        match ended {
            Ok(_) => assert_eq!(corrected, 1),
            Err(error) => {
                let offset = refusal(error).clock_offset;
                assert!(wrong_by(offset, ahead_ms) <= 1000);
            }
        }
    }
    promise(
        "clock",
        signed_by_the_vendors_clock == [0, 0, 0, 1, 1],
        &format!(
            "corrected unasked {}, 3 h under a cap of 1 h {}, 10 min under it {} of 2",
            signed_by_the_vendors_clock[0] + signed_by_the_vendors_clock[1],
            signed_by_the_vendors_clock[2],
            signed_by_the_vendors_clock[3] + signed_by_the_vendors_clock[4],
        ),
    );
}

#[tokio::test]
async fn credentials_refused_after_a_correction_are_final() {
    let server = Server::start([vec![Step::Read, Step::Write(dated(IDCODE.refusal))]]).await;
    let client = builder::<Idcode>(&server, idcode_keys(), 600_000)
        .correct_clock(Duration::from_secs(3600))
        .build()
        .unwrap();
    for requests in [2, 3] {
        refusal(client.call(free()).await.unwrap_err());
        // The second call is signed correctly at once.
        assert_eq!(server.requests().await.len(), requests);
    }
}

#[tokio::test]
async fn the_middle_of_the_round_trip_counts() {
    // The vendor's clock is fixed; ours advances during the response.
    static NOW: AtomicU64 = AtomicU64::new(SAMPLE_TIME);
    let mut says = says(200, Operation::Paid.success()).unwrap();
    let now = UNIX_EPOCH + Duration::from_millis(SAMPLE_TIME);
    says.date = Some(httpdate::fmt_http_date(now));
    tokio::time::pause();
    let fake = Fake::slow(Duration::from_secs(8), [Ok(says)]);
    let client = Client::<Ihuyi>::builder(ihuyi_keys(), Arc::new(fake))
        .clock(|| NOW.load(Ordering::Relaxed))
        .build()
        .unwrap();
    client.call(paid()).await.unwrap();
    assert!(wrong_by(client.clock_offset(), 4000) <= 1000);
}

#[tokio::test]
async fn an_invalid_date_is_ignored() {
    let mut expired = says(200, IHUYI.refusal).unwrap();
    for date in ["", "yesterday", "Thu, 01 Jan 1960 00:00:00 GMT"] {
        expired.date = Some(date.to_owned());
        let fake = Fake::new([Ok(expired.clone())]);
        let setup = Setup::to("http://127.0.0.1:1").through(fake);
        let client = setup.client::<Ihuyi>(ihuyi_keys());
        let refusal = refusal(client.call(paid()).await.unwrap_err());
        assert_eq!(refusal.clock_offset, None);
        assert_eq!(client.clock_offset(), None);
    }
}
