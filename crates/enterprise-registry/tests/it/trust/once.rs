//! Is a paid query sent at most once, and is every one that was sent known as such?

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

/// What the vendor did, by the intent that a request names.
#[derive(Default)]
struct Ledger {
    /// Requests that were not refused before any work.
    accepted: Mutex<BTreeMap<String, usize>>,
    refused: AtomicUsize,
    /// Requests that were cut off while they came, so that nobody can say whose they were.
    cut: AtomicUsize,
}

fn intent(request: &Request) -> String {
    request.param("name").unwrap().to_owned()
}

/// What becomes of a request that was read to its end.
#[derive(Clone, Copy)]
enum Fault {
    /// A refusal before any work.
    Refused(&'static str),
    /// The query is done, and this is what comes of the answer.
    Done(fn() -> Script),
}

fn ok(body: &[u8]) -> Script {
    vec![Step::Write(response("200 OK", body))]
}

/// What may happen to a connection at its last request.
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

/// What the server does with the connection of this number: some answers, then a fault.
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

/// What a caller was told of an intent in the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    Answered,
    Unknown,
    NotCharged,
}

/// One intent: repeated by the caller only where the error says that it may be.
async fn intend(number: usize, nobody: &Clients, vendor: &Clients) -> Told {
    let request = || {
        let code = "91310116761614322N".parse().unwrap();
        Ent3fSubmit::new("样例", code, format!("n{number}"))
    };
    // Some find nobody there at first.
    let mut seeded = SeededRng::new(SEED ^ number as u64);
    let mut clients = if seeded.below(10) == 0 {
        nobody
    } else {
        vendor
    };
    loop {
        let error = match clients.ihuyi.call(request()).await {
            Ok(_) => return Told::Answered,
            Err(error) => error,
        };
        match error.charged() {
            Knowledge::No if error.is_retryable() => {
                assert_eq!(error.was_sent(), Knowledge::No, "{error:?}");
                clients = vendor;
            }
            Knowledge::No => {
                assert!(matches!(error, Error::Refused(_)), "{error:?}");
                return Told::NotCharged;
            }
            Knowledge::Unknown | Knowledge::Yes => {
                assert!(!error.is_retryable(), "{error:?}");
                return Told::Unknown;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_paid_query_is_sent_once_and_none_is_lost() {
    let ledger = Arc::new(Ledger::default());
    let books = Arc::clone(&ledger);
    let server = Server::start_in_thread_with(Arc::new(move |number| script(number, &books)));
    let refusing = RefusingPort::start();
    let patience = |base: String| {
        Setup::to(base).deadlines(Duration::from_millis(1500), Duration::from_secs(20))
    };
    let nobody = patience(format!("http://{}", refusing.address())).clients();
    let vendor = patience(server.url()).clients();
    let next = Arc::new(AtomicUsize::new(0));
    let workers: Vec<_> = (0..AT_ONCE)
        .map(|_| {
            let (nobody, vendor, next) = (nobody.clone(), vendor.clone(), Arc::clone(&next));
            tokio::spawn(async move {
                let mut told = Vec::new();
                loop {
                    let number = next.fetch_add(1, Relaxed);
                    if number >= CALLS {
                        return told;
                    }
                    told.push((number, intend(number, &nobody, &vendor).await));
                }
            })
        })
        .collect();
    let mut told = BTreeMap::new();
    for worker in workers {
        told.extend(worker.await.unwrap());
    }
    drop((nobody, vendor));
    server.all_over().await;

    let accepted = ledger.accepted.lock().unwrap().clone();
    let times = |number: &usize| {
        accepted
            .get(&format!("n{number}"))
            .copied()
            .unwrap_or_default()
    };
    let count = |wanted: Told| told.values().filter(|one| **one == wanted).count();
    let twice = accepted.values().filter(|times| **times > 1).count();
    let lost = told
        .iter()
        .filter(|(number, told)| match told {
            Told::Answered => times(number) == 0,
            Told::NotCharged => times(number) > 0,
            Told::Unknown => false,
        })
        .count();
    let (answered, unknown) = (count(Told::Answered), count(Told::Unknown));
    let cut = ledger.cut.load(Relaxed);
    let served = accepted.values().sum::<usize>() + cut;
    promise(
        "once",
        told.len() == CALLS
            && twice + lost == 0
            && served == answered + unknown
            // Every kind of outcome is among them.
            && [answered, unknown, count(Told::NotCharged), cut].iter().all(|some| *some > 100),
        &format!(
            "{} calls (seed {SEED}): {twice} sent twice, {lost} lost; the server counts {served}, \
             answered {answered} + unknown {unknown} = {}; {} refused unpaid",
            told.len(),
            answered + unknown,
            count(Told::NotCharged)
        ),
    );
}
