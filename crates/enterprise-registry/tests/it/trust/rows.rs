//! No response takes more memory than allowed, whatever its rows look like.
//!
//! Measured from outside: a separate process reads each response, and the kernel counts the peak of
//! its resident memory.

use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use endpoint_core::wire::Response;
use enterprise_registry::{Error, HttpService, Outgoing, SendError};
use test_support::{OversizedBody, chosen, oversized_bodies, oversized_xml_bodies, promise};

use super::samples::{Sample, Setup, samples};

/// The memory allowed besides the response.
const ALLOWED_MIB: usize = 64;

/// The environment variable that selects all oversized bodies, of this many MiB; without it
/// those that are [`chosen`], with the largest allowed response.
const SIZE: &str = "TRUST_ROWS_MIB";
const MOST_MIB: usize = 8;

const CHILD: &str = "ENTERPRISE_REGISTRY_TEST_ROWS";

/// The size of a response, in MiB.
fn size() -> usize {
    let said = std::env::var(SIZE).ok();
    said.and_then(|text| text.parse().ok()).unwrap_or(MOST_MIB)
}

fn is_all() -> bool {
    std::env::var_os(SIZE).is_some()
}

/// Responds with these bytes.
#[derive(Clone, Default)]
struct Canned(Arc<Mutex<bytes::Bytes>>);

#[async_trait]
impl HttpService for Canned {
    async fn send(&self, _: Outgoing<'_>) -> Result<Response, SendError> {
        Ok(Response {
            status: 200,
            content_type: None,
            date: None,
            retry_after: None,
            body: self.0.lock().unwrap().clone(),
        })
    }
}

/// Current and peak resident memory, in KiB.
fn resident() -> (u64, u64) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let of = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        let kib = line.unwrap().trim().trim_end_matches(" kB");
        kib.parse().unwrap()
    };
    (of("VmRSS:"), of("VmHWM:"))
}

/// Every operation with lists, with all oversized bodies of its response.
fn cases() -> Vec<(Sample, OversizedBody)> {
    let of = |sample: Sample| {
        let mut bodies = oversized_bodies(&sample.fixture("success"));
        if sample.vendor == "ihuyi" && !bodies.is_empty() {
            bodies.extend(oversized_xml_bodies());
        }
        bodies
            .into_iter()
            .map(move |oversized| (sample.clone(), oversized))
    };
    samples().into_iter().flat_map(of).collect()
}

/// The child process: one call, and one line about it.
#[tokio::test]
#[ignore = "the test below starts it"]
async fn child() {
    let case = std::env::var(CHILD).expect("the test below starts it");
    let (sample, oversized) = cases().swap_remove(case.parse().unwrap());
    let canned = Canned::default();
    let clients = Setup::through(canned.clone(), "http://127.0.0.1:9").clients();
    let (before, _) = resident();
    let body = oversized.body(size() * 1024 * 1024);
    *canned.0.lock().unwrap() = body.into();
    // Resets the peak.
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    let began = Instant::now();
    let ended = sample.call(&clients).await;
    let took = began.elapsed();
    let (_, peak) = resident();
    let word = match &ended {
        Ok(()) => "read".to_owned(),
        Err(error @ Error::Malformed(malformed)) => {
            let kept = error.body().map_or(0, |body| body.len());
            assert_eq!(kept, canned.0.lock().unwrap().len());
            assert_eq!(malformed.operation(), sample.spec.name);
            let kind = if malformed.reason().is_beyond_bound() {
                let has_path = !malformed.reason().path().is_empty();
                assert!(has_path || oversized.name.starts_with("XML"), "{malformed}");
                "bound"
            } else {
                "malformed"
            };
            format!("{kind} ({})", malformed.reason())
        }
        Err(error) => format!("WRONG {error}"),
    };
    println!(
        "\noversized {} {} {}: {}: {word}",
        peak.saturating_sub(before),
        took.as_millis(),
        sample.spec.name,
        oversized.name,
    );
}

/// Runs one case in a separate process, so that no other case affects its peak.
fn measured(case: usize) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "trust::rows::child", "--ignored", "--nocapture"]);
    let ran = command.env(CHILD, case.to_string()).output().unwrap();
    let said = String::from_utf8_lossy(&ran.stdout);
    let line = said
        .lines()
        .find_map(|line| line.strip_prefix("oversized "));
    match line.filter(|_| ran.status.success()) {
        Some(line) => line.to_owned(),
        None => panic!("{said}\n{}", String::from_utf8_lossy(&ran.stderr)),
    }
}

#[test]
fn no_shape_of_rows_takes_more_memory_than_allowed() {
    let (mib, all) = (size(), is_all());
    let allowed = (mib + ALLOWED_MIB) as u64 * 1024;
    let mut worst = (0, String::new());
    let (mut count, mut bound, mut longest) = (0, 0, 0);
    let cases = cases();
    let names = cases.iter().map(|(_, oversized)| oversized.name.as_str());
    for case in chosen(names, all) {
        let line = measured(case);
        println!("{line}");
        let mut words = line.splitn(3, ' ');
        let grew: u64 = words.next().unwrap().parse().unwrap();
        let took: u64 = words.next().unwrap().parse().unwrap();
        let what = words.next().unwrap();
        assert!(!what.contains("WRONG"), "{line}");
        worst = worst.max((grew, what.to_owned()));
        longest = longest.max(took);
        count += 1;
        bound += usize::from(what.contains(": bound ("));
    }
    promise(
        "rows",
        count > 0 && worst.0 <= allowed,
        &format!(
            "{count} answers of {mib} MiB: at most {:.1} MiB more ({}), {bound} named a bound; {:?} the longest",
            worst.0 as f64 / 1024.0,
            worst.1,
            Duration::from_millis(longest),
        ),
    );
}
