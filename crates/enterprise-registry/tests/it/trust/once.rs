//! A paid query is sent at most once, and every query that was sent is reported as such.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use enterprise_registry::ihuyi::products::Ent3fSubmit;
use enterprise_registry::{Error, Knowledge};
use test_support::{
    RefusingPort, Request, Script, SeededRng, Server, Step, keep_alive_response, promise, response,
};

use super::samples::{Clients, Setup, fixture};

const SEED: u64 = 20_261_122;
const CALLS: usize = 10_000;
const AT_ONCE: usize = 48;

/// The work of the vendor, by the intent that a request names.
#[derive(Default)]
struct Ledger {
    /// Requests that were carried out.
    accepted: Mutex<BTreeMap<String, usize>>,
    refused: AtomicUsize,
    /// Requests that were cut off, so that their intent is unknown.
    cut: AtomicUsize,
}

fn intent(request: &Request) -> String {
    request.param("name").unwrap().to_owned()
}

/// The fault after a complete request.
#[derive(Clone, Copy)]
enum Fault {
    /// A refusal before any work.
    Refused(&'static str),
    /// The query is carried out, and its response fails like this.
    Done(fn() -> Script),
}

fn ok(body: &[u8]) -> Script {
    vec![Step::Write(response("200 OK", body))]
}

/// The faults at the last request of a connection.
const FAULTS: [Fault; 16] = [
    Fault::Refused(r#"{"code":40501,"msg":"动态密码已过期"}"#),
    Fault::Refused(r#"{"code":4051,"msg":"剩余条数不足"}"#),
    Fault::Refused(r#"{"code":405,"msg":"API ID或API KEY不正确"}"#),
    Fault::Done(Script::new),
    Fault::Done(|| vec![Step::Reset]),
    Fault::Done(|| vec![Step::Hang]),
    Fault::Done(|| vec![Step::Write(b"HTTP/1.1 200 OK\r\nContent-Le".to_vec())]),
    Fault::Done(|| {
        vec![Step::Write(
            b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{".to_vec(),
        )]
    }),
    Fault::Done(|| vec![Step::Write(b"220 mail.example ESMTP\r\n".to_vec())]),
    Fault::Done(|| vec![Step::Write(response("500 Internal Server Error", b""))]),
    Fault::Done(|| vec![Step::Write(response("503 Service Unavailable", b"<html>"))]),
    Fault::Done(|| vec![Step::Write(response("429 Too Many Requests", b""))]),
    Fault::Done(|| vec![Step::Write(response("302 Found\r\nLocation: /", b""))]),
    Fault::Done(|| ok(b"<html>login</html>")),
    Fault::Done(|| ok(b"{\"code\":")),
    Fault::Done(|| ok(r#"{"code":408,"msg":"没有查询到结果"}"#.as_bytes())),
];

/// The script of the connection of this number: some responses, then a fault.
fn script(number: usize, ledger: &Arc<Ledger>) -> Script {
    let mut seeded = SeededRng::new(SEED ^ (number as u64) << 20);
    let mut script = Vec::new();
    let accept = |ledger: &Arc<Ledger>, rest: fn() -> Script| {
        let ledger = Arc::clone(ledger);
        Step::then(move |request| {
            let mut accepted = ledger.accepted.lock().unwrap();
            *accepted.entry(intent(request)).or_default() += 1;
            rest()
        })
    };
    for _ in 0..seeded.below(4) {
        let success = || {
            let body = fixture("ihuyi", "ent3f.Submit", "success");
            vec![Step::Write(keep_alive_response("200 OK", &body))]
        };
        script.extend([Step::Read, accept(ledger, success)]);
    }
    let cut = Arc::clone(ledger);
    match seeded.below(20) {
        chosen @ 0..16 => match FAULTS[chosen] {
            Fault::Refused(body) => {
                let ledger = Arc::clone(ledger);
                let refuse = Step::then(move |_| {
                    ledger.refused.fetch_add(1, Relaxed);
                    ok(body.as_bytes())
                });
                script.extend([Step::Read, refuse]);
            }
            Fault::Done(rest) => script.extend([Step::Read, accept(ledger, rest)]),
        },
        cut_off => {
            let bytes = 1 + seeded.below(60);
            let count = Step::call(move || {
                cut.cut.fetch_add(1, Relaxed);
            });
            script.extend([Step::ReadBytes(bytes), count]);
            if cut_off % 2 == 0 {
                script.push(Step::Reset);
            }
        }
    }
    script
}

/// The final result of an intent, as the caller sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reported {
    Answered,
    Unknown,
    NotCharged,
}

/// Performs one intent, and repeats it only if the error allows that.
async fn intend(number: usize, unreachable: &Clients, vendor: &Clients) -> Reported {
    let request = || {
        let code = "91310116761614322N".parse().unwrap();
        Ent3fSubmit::new("样例", code, format!("n{number}"))
    };
    // Some first call a port where nothing listens.
    let mut seeded = SeededRng::new(SEED ^ number as u64);
    let mut clients = if seeded.below(10) == 0 {
        unreachable
    } else {
        vendor
    };
    loop {
        let error = match clients.ihuyi.call(request()).await {
            Ok(_) => return Reported::Answered,
            Err(error) => error,
        };
        match error.charged() {
            Knowledge::No if error.is_retryable() => {
                assert_eq!(error.was_sent(), Knowledge::No, "{error:?}");
                clients = vendor;
            }
            Knowledge::No => {
                assert!(matches!(error, Error::Refused(_)), "{error:?}");
                return Reported::NotCharged;
            }
            Knowledge::Unknown | Knowledge::Yes => {
                assert!(!error.is_retryable(), "{error:?}");
                return Reported::Unknown;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_paid_query_is_sent_once_and_none_is_lost() {
    let ledger = Arc::new(Ledger::default());
    let server_ledger = Arc::clone(&ledger);
    let server =
        Server::start_in_thread_with(Arc::new(move |number| script(number, &server_ledger)));
    let refusing = RefusingPort::start();
    let patience = |base: String| {
        Setup::to(base).deadlines(Duration::from_millis(1500), Duration::from_secs(20))
    };
    let unreachable = patience(format!("http://{}", refusing.address())).clients();
    let vendor = patience(server.url()).clients();
    let next = Arc::new(AtomicUsize::new(0));
    let workers: Vec<_> = (0..AT_ONCE)
        .map(|_| {
            let (unreachable, vendor, next) =
                (unreachable.clone(), vendor.clone(), Arc::clone(&next));
            tokio::spawn(async move {
                let mut reported = Vec::new();
                loop {
                    let number = next.fetch_add(1, Relaxed);
                    if number >= CALLS {
                        return reported;
                    }
                    reported.push((number, intend(number, &unreachable, &vendor).await));
                }
            })
        })
        .collect();
    let mut reported = BTreeMap::new();
    for worker in workers {
        reported.extend(worker.await.unwrap());
    }
    drop((unreachable, vendor));
    server.all_over().await;

    let accepted = ledger.accepted.lock().unwrap().clone();
    let times = |number: &usize| {
        accepted
            .get(&format!("n{number}"))
            .copied()
            .unwrap_or_default()
    };
    let count = |wanted: Reported| reported.values().filter(|one| **one == wanted).count();
    let twice = accepted.values().filter(|times| **times > 1).count();
    let lost = reported
        .iter()
        .filter(|(number, reported)| match reported {
            Reported::Answered => times(number) == 0,
            Reported::NotCharged => times(number) > 0,
            Reported::Unknown => false,
        })
        .count();
    let (answered, unknown) = (count(Reported::Answered), count(Reported::Unknown));
    let cut = ledger.cut.load(Relaxed);
    let served = accepted.values().sum::<usize>() + cut;
    promise(
        "once",
        reported.len() == CALLS
            && twice + lost == 0
            && served == answered + unknown
            // Every kind of outcome occurs.
            && [answered, unknown, count(Reported::NotCharged), cut].iter().all(|some| *some > 100),
        &format!(
            "{} calls (seed {SEED}): {twice} sent twice, {lost} lost; the server counts {served}, \
             answered {answered} + unknown {unknown} = {}; {} refused unpaid",
            reported.len(),
            answered + unknown,
            count(Reported::NotCharged)
        ),
    );
}
