//! No answer takes more memory than it may, whatever its rows look like.
//!
//! Measured from outside: a process of its own reads the answers one after the other, and the
//! kernel counts the peak of its resident memory.

use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use endpoint_core::wire::Response;
use enterprise_registry::{Error, Failure, HttpService, Outgoing};
use test_support::{Flood, floods, promise, xml_floods};

use super::samples::{Sample, Setup, samples};

/// What may be taken beside the answer.
const ALLOWED_MIB: usize = 64;

/// With this in the environment all floods are tried, with answers of so many MiB: 8 is what an
/// answer may have. Without it one of [`EACH`], with 2 MiB, which is enough to reach every bound.
const SIZE: &str = "TRUST_ROWS_MIB";
const EACH: usize = 7;

const CHILD: &str = "ENTERPRISE_REGISTRY_TEST_ROWS";

/// MiB of an answer, and whether all floods are tried.
fn size() -> (usize, bool) {
    let said = std::env::var(SIZE).ok();
    let said = said.and_then(|text| text.parse().ok());
    (said.unwrap_or(2), said.is_some())
}

/// Answers with these bytes.
#[derive(Clone, Default)]
struct Canned(Arc<Mutex<bytes::Bytes>>);

#[async_trait]
impl HttpService for Canned {
    async fn send(&self, _: Outgoing<'_>) -> Result<Response, Failure> {
        Ok(Response {
            status: 200,
            content_type: None,
            date: None,
            retry_after: None,
            body: self.0.lock().unwrap().clone(),
        })
    }
}

/// Resident memory now, and its peak, in KiB.
fn resident() -> (u64, u64) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let of = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        let kib = line.unwrap().trim().trim_end_matches(" kB");
        kib.parse().unwrap()
    };
    (of("VmRSS:"), of("VmHWM:"))
}

/// Every operation with lists, and what its answer can become. In few of them, all shapes come up
/// over all operations.
fn cases() -> Vec<(Sample, Vec<Flood>)> {
    let all = size().1;
    let mut next = 0;
    samples()
        .into_iter()
        .map(|sample| {
            let mut floods = floods(&sample.fixture("success"));
            if sample.vendor == "ihuyi" && !floods.is_empty() {
                floods.extend(xml_floods());
            }
            let is_tried = |_: &Flood| {
                next += 1;
                all || next % EACH == 0
            };
            (sample, floods.into_iter().filter(is_tried).collect())
        })
        .filter(|(_, floods): &(_, Vec<_>)| !floods.is_empty())
        .collect()
}

/// The child's part: all calls, and a line for each.
#[tokio::test]
#[ignore = "is started by the test below"]
async fn child() {
    std::env::var(CHILD).expect("is started by the test below");
    let size = size().0 * 1024 * 1024;
    let canned = Canned::default();
    let clients = Setup::through(canned.clone(), "http://127.0.0.1:9").clients();
    // Memory that an answer leaves behind counts as taken by those after it.
    let (before, _) = resident();
    for (sample, floods) in cases() {
        for flood in floods {
            *canned.0.lock().unwrap() = flood.body(size).into();
            // The peak begins anew.
            std::fs::write("/proc/self/clear_refs", "5").unwrap();
            let began = Instant::now();
            let ended = sample.call(&clients).await;
            let took = began.elapsed();
            let (_, peak) = resident();
            let word = match &ended {
                Ok(()) => "read".to_owned(),
                Err(Error::Malformed(malformed)) => {
                    let kept = ended
                        .as_ref()
                        .unwrap_err()
                        .body()
                        .map_or(0, |body| body.len());
                    assert_eq!(kept, canned.0.lock().unwrap().len());
                    assert_eq!(malformed.operation(), sample.spec.name);
                    let kind = if malformed.reason().is_beyond_bound() {
                        let has_path = !malformed.reason().path().is_empty();
                        assert!(has_path || flood.name.starts_with("XML"), "{malformed}");
                        "bound"
                    } else {
                        "malformed"
                    };
                    format!("{kind} ({})", malformed.reason())
                }
                Err(error) => format!("WRONG {error}"),
            };
            println!(
                "\nflood {} {} {}: {}: {word}",
                peak.saturating_sub(before),
                took.as_millis(),
                sample.spec.name,
                flood.name,
            );
        }
    }
}

#[test]
fn no_shape_of_rows_takes_more_memory_than_is_allowed() {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "trust::rows::child", "--ignored", "--nocapture"]);
    let ran = command.env(CHILD, "yes").output().unwrap();
    let said = String::from_utf8_lossy(&ran.stdout);
    assert!(
        ran.status.success(),
        "{said}\n{}",
        String::from_utf8_lossy(&ran.stderr)
    );
    let (mib, all) = size();
    let allowed = (mib + ALLOWED_MIB) as u64 * 1024;
    let mut worst = (0, "");
    let (mut count, mut bound, mut longest) = (0, 0, 0);
    for line in said.lines().filter_map(|line| line.strip_prefix("flood ")) {
        if all {
            println!("{line}");
        }
        let mut words = line.splitn(3, ' ');
        let grew: u64 = words.next().unwrap().parse().unwrap();
        let took: u64 = words.next().unwrap().parse().unwrap();
        let what = words.next().unwrap();
        assert!(!what.contains("WRONG"), "{line}");
        worst = worst.max((grew, what));
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
