//! Every call ends soon after its deadline, whatever the server does.

use std::time::{Duration, Instant};

use enterprise_registry::{File, Params, TransportErrorKind};
use test_support::{FullListener, IdleListener, Server, Step, promise};

use super::samples::{Sample, Setup, samples};

const ATTEMPT: Duration = Duration::from_millis(250);
const OVERALL: Duration = Duration::from_millis(500);
const ALLOWED: Duration = Duration::from_millis(250);

/// Repetitions: a call that is late by design is late every time, a call delayed by a busy machine
/// is not.
const RUNS: usize = 8;

/// More than a socket buffers.
const LARGE: usize = 4 * 1024 * 1024;

const HEAD: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n";

fn faults() -> Vec<(&'static str, Vec<Step>)> {
    vec![
        ("never answers", vec![Step::Read, Step::Hang]),
        (
            "head only",
            vec![Step::Read, Step::Write(HEAD.to_vec()), Step::Hang],
        ),
        (
            "dribbled head",
            vec![Step::Read, Step::WriteSlowly(HEAD.repeat(9))],
        ),
        (
            "dribbled body",
            vec![
                Step::Read,
                Step::Write(HEAD.to_vec()),
                Step::WriteSlowly(vec![b' '; 2_000]),
            ],
        ),
        (
            "endless body",
            vec![
                Step::Read,
                Step::Write(b"HTTP/1.1 200 OK\r\n\r\n".to_vec()),
                Step::WriteForever(vec![b' '; 64 * 1024]),
            ],
        ),
    ]
}

/// Calls all operations at once, and returns the delay of the last one: in the first run within the
/// allowance, or in the best run.
async fn lateness(fault: &str, base: &str, samples: &[Sample]) -> Duration {
    let mut best = Duration::MAX;
    for _ in 0..RUNS {
        best = best.min(lateness_of_one_run(fault, base, samples).await);
        if best <= ALLOWED {
            break;
        }
    }
    best
}

async fn lateness_of_one_run(fault: &str, base: &str, samples: &[Sample]) -> Duration {
    let mut setup = Setup::to(base).deadlines(ATTEMPT, OVERALL);
    // Keeps the copying speed of the machine out of the measurement.
    setup.limits.body = 256 * 1024;
    // All calls are prepared before the first begins, so that preparing does not delay any.
    let calls: Vec<_> = samples
        .iter()
        .map(|sample| (sample.spec.name, sample.call(&setup.clients())))
        .collect();
    let calls: Vec<_> = calls
        .into_iter()
        .map(|(name, call)| {
            tokio::spawn(async move {
                let began = Instant::now();
                let error = call.await.unwrap_err();
                (name, began.elapsed(), error)
            })
        })
        .collect();
    let mut longest = Duration::ZERO;
    for call in calls {
        let (name, took, error) = call.await.unwrap();
        let enterprise_registry::Error::Transport(transport) = &error else {
            panic!("{fault}, {name}: {error:?}");
        };
        let kind = transport.kind();
        let is_expected = match fault {
            "connect hangs" => kind == TransportErrorKind::ConnectTimeout,
            "endless body" => kind != TransportErrorKind::Build,
            _ => matches!(
                kind,
                TransportErrorKind::Timeout | TransportErrorKind::ConnectTimeout
            ),
        };
        assert!(is_expected, "{fault}, {name}: {error:?}");
        longest = longest.max(took);
    }
    longest.saturating_sub(OVERALL)
}

/// The same calls with files larger than a connection buffers.
fn with_large_files(mut samples: Vec<Sample>) -> Vec<Sample> {
    for sample in &mut samples {
        let mut params = Params::default();
        for (name, value) in sample.params.iter() {
            let value = match value {
                endpoint_core::Value::File(_) => File::new("large.png", vec![b'\n'; LARGE]).into(),
                text => text.clone(),
            };
            params.push(name.to_owned(), value);
        }
        sample.params = params;
    }
    samples
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_call_ends_soon_after_its_deadline_whatever_the_server_does() {
    let samples = samples();
    let mut reached = Vec::new();
    for (fault, script) in faults() {
        let server = Server::start_in_thread([script]);
        reached.push((fault, lateness(fault, &server.url(), &samples).await));
    }
    let hanging = FullListener::start().await;
    let base = format!("http://{}", hanging.address());
    reached.push((
        "connect hangs",
        lateness("connect hangs", &base, &samples).await,
    ));
    // Connections are accepted there, and never read.
    let hole = IdleListener::bind([127, 0, 0, 1]);
    let base = format!("http://{}", hole.address());
    let large = with_large_files(samples.clone());
    reached.push(("black hole", lateness("black hole", &base, &large).await));

    let worst = reached.iter().map(|(_, late)| *late).max().unwrap();
    promise(
        "deadlines",
        reached.len() == 7 && worst <= ALLOWED,
        &format!(
            "{} calls, {} operations x {} faults: at most {} ms after the deadline",
            samples.len() * reached.len(),
            samples.len(),
            reached.len(),
            worst.as_millis()
        ),
    );
}
