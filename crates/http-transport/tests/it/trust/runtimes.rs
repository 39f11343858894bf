//! Tests calls in every kind of runtime, and with few resources left: they succeed, or fail at once
//! and unsent.

use core::future::Future;
use core::pin::pin;
use core::task::{Context, Poll, Waker};
use std::process::Command;
use std::time::{Duration, Instant};

use endpoint_core::Knowledge;
use http_transport::{Error, HyperService, TransportErrorKind};
use test_support::{Request, Server, Step, keep_alive_response, promise, response};
use tokio::runtime::{Builder, Runtime};

use crate::calls::{Clients, Operation, Setup};
use crate::uploads::{DONE, Letters, upload};

const TARGET: &str = "HTTP_TRANSPORT_TEST_RUNTIMES";

/// Far below the deadline of an attempt.
const AT_ONCE: Duration = Duration::from_secs(5);

/// The body of the response to a request.
fn body(request: &Request) -> &'static [u8] {
    let body = if request.target().contains("UploadCodeFile") {
        DONE
    } else if request.target().contains("ent3f") {
        Operation::Paid.success()
    } else {
        Operation::Free.success()
    };
    body.as_bytes()
}

/// Responds to each request, on connections that stay open.
fn server() -> Server {
    let answers =
        |request: &Request| vec![Step::Write(keep_alive_response("200 OK", body(request)))];
    Server::start_in_thread([vec![Step::Read, Step::then(answers), Step::Again]])
}

#[derive(Debug, Clone, Copy)]
enum Call {
    Paid,
    Free,
    Upload,
}

const CALLS: [Call; 3] = [Call::Paid, Call::Free, Call::Upload];

/// Directly, and through a proxy.
fn ways(server: &Server) -> [Clients; 2] {
    let direct = Setup::to(server.url());
    let proxied = HyperService::builder().proxy(server.url()).build();
    let proxied = Setup::to("http://127.0.0.1:1").through(proxied.unwrap());
    [direct.clients(), proxied.clients()]
}

async fn call(clients: &Clients, call: Call) -> Result<(), Error> {
    match call {
        Call::Paid => clients.call(Operation::Paid).await,
        Call::Free => clients.call(Operation::Free).await,
        Call::Upload => {
            let file = Letters::new(200_000, 200_000).file();
            clients.idcode.call(upload(file)).await.map(drop)
        }
    }
}

fn whole() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// The result of one case: whether it succeeded, or failed unsent for lack of a runtime.
#[derive(Default)]
struct Seen {
    worked: usize,
    unsent: usize,
    wrong: Vec<String>,
}

impl Seen {
    fn note(&mut self, case: &str, must_work: bool, began: Instant, ended: &Result<(), Error>) {
        let took = began.elapsed();
        let is_right = match ended {
            Ok(()) => must_work,
            Err(error) => {
                let is_unfit = |error: &Error| matches!(error, Error::Transport(t) if t.kind() == TransportErrorKind::Runtime);
                let no = (Knowledge::No, Knowledge::No);
                !must_work && is_unfit(error) && (error.was_sent(), error.charged()) == no
            }
        };
        match ended {
            Ok(()) => self.worked += 1,
            Err(_) => self.unsent += 1,
        }
        if !is_right || took > AT_ONCE {
            self.wrong.push(format!("{case}: {ended:?} in {took:?}"));
        }
    }
}

#[test]
fn a_call_works_or_fails_unsent_whatever_runtime_it_is_made_in() {
    let server = server();
    let mut seen = Seen::default();
    for clients in ways(&server) {
        for what in CALLS {
            let mut run = |case: &str, must_work, runtime: &Runtime| {
                let began = Instant::now();
                let ended = runtime.block_on(call(&clients, what));
                seen.note(&format!("{case}, {what:?}"), must_work, began, &ended);
            };
            // Both are alive; the connections of one do not progress while the other runs.
            let (one, other) = (whole(), whole());
            for _ in 0..2 {
                run("the one of two", true, &one);
                run("the other of two", true, &other);
            }
            drop(one);
            run("the first is gone", true, &other);
            let several = Builder::new_multi_thread()
                .worker_threads(2)
                .enable_all()
                .build()
                .unwrap();
            run("with threads", true, &several);
            drop(several);
            run("the one with threads is gone", true, &other);
            run(
                "no timers, no IO",
                false,
                &Builder::new_current_thread().build().unwrap(),
            );
            let no_timers = Builder::new_current_thread().enable_io().build().unwrap();
            run("no timers", false, &no_timers);
            let no_io = Builder::new_current_thread().enable_time().build().unwrap();
            run("no IO", false, &no_io);
            run("after all that", true, &whole());

            let began = Instant::now();
            let mut alone = pin!(call(&clients, what));
            let polled = alone.as_mut().poll(&mut Context::from_waker(Waker::noop()));
            let Poll::Ready(ended) = polled else {
                panic!("{what:?} waits without a runtime");
            };
            seen.note("no runtime", false, began, &ended);
        }
    }
    let Seen {
        worked,
        unsent,
        wrong,
    } = seen;
    for line in &wrong {
        println!("{line}");
    }
    let reached = format!(
        "{worked} calls worked and {unsent} failed at once and unsent; {} other",
        wrong.len()
    );
    promise("runtimes", wrong.is_empty(), &reached);
}

/// A panic of other code is reported as before, and ours is hidden.
#[test]
fn the_check_for_timers_is_silent_and_other_panics_are_not() {
    let ran = child("speaks", "", "");
    let said = String::from_utf8_lossy(&ran.stderr);
    assert_eq!(said.matches("panicked at").count(), 1, "{said}");
    assert!(said.contains("somebody else's"), "{said}");
}

#[test]
#[ignore = "is started by the test above"]
fn speaks() {
    let server = server();
    let [clients, _] = ways(&server);
    let bare = Builder::new_current_thread().build().unwrap();
    bare.block_on(call(&clients, Call::Free)).unwrap_err();
    let other = std::thread::spawn(|| panic!("somebody else's"));
    other.join().unwrap_err();
}

/// Runs a test of this module in a new process, under these limits of the shell.
fn child(name: &str, target: &str, limits: &str) -> std::process::Output {
    let test = format!("trust::runtimes::{name}");
    Command::new("sh")
        .arg("-c")
        .arg(format!(
            "{limits} exec \"$0\" --exact {test} --ignored --nocapture --test-threads=1"
        ))
        .arg(std::env::current_exe().unwrap())
        .env(TARGET, target)
        .env("RUST_BACKTRACE", "0")
        .output()
        .unwrap()
}

/// Calls while no further file can be opened, and then when some can.
#[test]
#[ignore = "is started by the test below, with a server to call"]
fn without_files() {
    let target = std::env::var(TARGET).expect("the parent says whom to call");
    let by_name = target.replace("127.0.0.1", "localhost");
    let proxied = HyperService::builder().proxy(&by_name).build().unwrap();
    let ways = [
        Setup::to(&target).clients(),
        Setup::to(&by_name).clients(),
        Setup::to("http://127.0.0.1:1").through(proxied).clients(),
    ];
    let runtime = whole();
    for clients in &ways {
        for what in CALLS {
            let mut held = Vec::new();
            while let Ok(file) = std::fs::File::open("/dev/null") {
                held.push(file);
            }
            let error = runtime.block_on(call(clients, what)).unwrap_err();
            drop(held);
            let after = runtime.block_on(call(clients, what));
            println!(
                "\ncase {} {} {} {error}",
                error.was_sent() == Knowledge::No,
                error.to_string().contains("too many open files"),
                after.is_ok(),
            );
        }
    }
}

#[test]
fn without_free_file_descriptors_a_call_fails_unsent_and_says_why() {
    let closing = |request: &Request| vec![Step::Write(response("200 OK", body(request)))];
    let server = Server::start_in_thread([vec![Step::Read, Step::then(closing)]]);
    let ran = child("without_files", &server.url(), "ulimit -n 64;");
    let said = String::from_utf8_lossy(&ran.stdout);
    let cases: Vec<_> = said
        .lines()
        .filter_map(|line| line.strip_prefix("case "))
        .collect();
    let is_right = |case: &&&str| case.starts_with("true true true ");
    let right = cases.iter().filter(is_right).count();
    if right < cases.len() || cases.is_empty() {
        println!("{ran:?}");
    }
    let reached = format!(
        "{right} of {} calls without a file to open say so, unsent",
        cases.len()
    );
    promise("runtimes", right == cases.len() && right == 9, &reached);
}

/// A sixth of the default stack of threads; unoptimised code needs some 300 KiB.
const SMALL_KIB: usize = 384;

#[test]
fn a_small_stack_is_enough_for_a_call() {
    let server = server();
    for clients in ways(&server) {
        for what in CALLS {
            let clients = clients.clone();
            let thread = std::thread::Builder::new()
                .stack_size(SMALL_KIB * 1024)
                .spawn(move || whole().block_on(call(&clients, what)));
            thread.unwrap().join().unwrap().unwrap();
        }
    }
}
