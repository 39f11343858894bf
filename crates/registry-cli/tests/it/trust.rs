//! No output of `entreg` holds a secret, whatever operation it calls and whatever a server does.

#[cfg(unix)]
mod lists;
#[cfg(target_os = "linux")]
mod place;
#[cfg(target_os = "linux")]
mod runs;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use serde_json::Value;
use test_support::{
    Canaries, Request, SampleRequests, Script, Server, Step, promise, reflections, respond_once,
};

use crate::process::{Entreg, entreg};

#[cfg(target_os = "linux")]
mod rows;

/// Credentials with every character that is encoded in a URL, in a form or in JSON.
const TOKEN: &str = "CanaryToken+/=%&\"中文 1";
const CODE: &str = "CanaryCode+/=%&\"中文 2";
const ACCOUNT: &str = "CanaryAccount+/=%&\"中文 3";
const KEY: &str = "CanaryKey+/=%&\"中文 4";
const PASSWORD: &str = "CanaryPassword+/=%&\"中文 5";

/// Processes that run at once: most of them wait for their next attempt.
const AT_ONCE: usize = 8;

fn faults() -> Vec<Script> {
    let reflections = reflections().into_iter();
    let mut faults: Vec<Script> = reflections
        .map(|reflection| vec![Step::Read, Step::Reply(reflection)])
        .collect();
    faults.extend([
        vec![Step::Read],
        respond_once("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"),
    ]);
    faults
}

/// The text of a parameter in the sample with the most parameters.
fn sample(operation: &str, parameter: &str) -> Option<String> {
    let mut samples = SampleRequests::default();
    idcode_api::samples(&mut samples);
    ihuyi_api::samples(&mut samples);
    idcode_api::unverified_samples(&mut samples);
    ihuyi_api::unverified_samples(&mut samples);
    let samples = samples.full();
    let sample = samples
        .iter()
        .find(|sample| sample.spec.name == operation)?;
    sample.params.text(parameter).map(str::to_owned)
}

/// The words that call an operation with all its parameters.
pub(crate) fn words(operation: &Value, picture: &str) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let name = text(&operation["name"]);
    let mut words = vec!["call".to_owned(), text(&operation["vendor"]), name.clone()];
    for parameter in operation["parameters"].as_array().unwrap() {
        let parameter_name = text(&parameter["name"]);
        let value = match parameter_name.as_str() {
            _ if parameter["common"] == true => continue,
            "loginPassword" | "loginPswd" => Some(PASSWORD.to_owned()),
            other => sample(&name, other),
        };
        if let Some(value) = value {
            words.push(format!("{parameter_name}={value}"));
        } else if parameter["type"] == "file" {
            words.push(format!("{parameter_name}=@{picture}"));
        }
    }
    words
}

fn proofs(requests: &[Request]) -> Canaries {
    let proof = |one| Request::param(one, "hash").or(Request::param(one, "password"));
    Canaries::new(requests.iter().filter_map(proof))
}

#[test]
fn no_secret_of_any_operation_is_in_what_the_command_prints() {
    let folder = tempfile::tempdir().unwrap();
    let picture = folder.path().join("file.png");
    std::fs::write(&picture, b"\x89PNG\r\n\x1a\n1\n2\n3\n").unwrap();
    let picture = picture.to_str().unwrap();
    let operations = entreg(["operations", "--output", "json"])
        .expect_code(0)
        .json();
    let calls: Vec<Vec<String>> = operations
        .as_array()
        .unwrap()
        .iter()
        // The signed address of a browser page is the result.
        .filter(|operation| operation["body"] != "page")
        .map(|operation| words(operation, picture))
        .collect();
    let canaries = Canaries::new([TOKEN, CODE, ACCOUNT, KEY, PASSWORD]);
    let faults = faults();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (runs, printed) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let hits = Mutex::new(Vec::new());
    for (number, script) in faults.iter().enumerate() {
        let server = Server::start_in_thread([script.clone()]);
        let all = Mutex::new(String::new());
        let next = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..AT_ONCE {
                scope.spawn(|| {
                    while let Some(call) = calls.get(next.fetch_add(1, Relaxed)) {
                        let format = ["table", "json"][runs.fetch_add(1, Relaxed) % 2];
                        let words = call.iter().map(String::as_str);
                        let run = Entreg::new(words.chain(["-vvv", "--output", format]))
                            .env("IDCODE_ACCESS_TOKEN", TOKEN)
                            .env("IDCODE_AUTH_CODE", CODE)
                            .env("IDCODE_BASE_URL", &server.url())
                            .env("IHUYI_ACCOUNT", ACCOUNT)
                            .env("IHUYI_API_KEY", KEY)
                            .env("IHUYI_BASE_URL", &server.url())
                            .env("RUST_LOG", "trace")
                            .run();
                        assert!(run.stderr.contains("http_transport"), "{run:#?}");
                        let said = format!("{}\n{}", run.stdout, run.stderr);
                        if let Some(hit) = canaries.find_in(&said) {
                            hits.lock()
                                .unwrap()
                                .push(format!("fault {number}, {}: {hit}", call[2]));
                        }
                        printed.fetch_add(said.len(), Relaxed);
                        all.lock().unwrap().push_str(&said);
                    }
                });
            }
        });
        // Which secrets signed the requests is known only now.
        let requests = runtime.block_on(server.requests());
        assert!(requests.len() >= calls.len(), "{} requests", requests.len());
        let hit = proofs(&requests).find_in(&all.lock().unwrap());
        hits.lock()
            .unwrap()
            .extend(hit.map(|hit| format!("fault {number}: {hit}")));
    }
    let hits = hits.into_inner().unwrap();
    for hit in hits.iter().take(20) {
        eprintln!("{hit}");
    }
    promise(
        "secrets",
        hits.is_empty() && faults.len() >= 12,
        &format!(
            "{} hits in {} runs of entreg, {} operations x {} faults; {} KiB printed",
            hits.len(),
            runs.into_inner(),
            calls.len(),
            faults.len(),
            printed.into_inner() / 1024
        ),
    );
}
