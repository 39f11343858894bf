//! Tests that loopback is never reached through a proxy that was not configured.
//!
//! The variables of the environment are read at most once per process, so each combination is a
//! separate process.

use http_transport::HyperService;
use std::process::Command;
use test_support::{IdleListener, Server, promise, respond_once, response};

use crate::calls::{Operation, Setup};
use crate::proxies::VARIABLES;

const TARGET: &str = "HTTP_TRANSPORT_TEST_LOOPBACK";
const PROXY: &str = "HTTP_TRANSPORT_TEST_PROXY";

/// The child's part: a call without a proxy, and one with a configured proxy.
#[tokio::test]
#[ignore = "is started by the test below, with servers to call"]
async fn child() {
    let target = std::env::var(TARGET).expect("the parent says whom to call");
    let proxy = std::env::var(PROXY).expect("the parent says through whom");
    Setup::to(&target).call(Operation::Paid).await.unwrap();
    let through = HyperService::builder().proxy(proxy).build().unwrap();
    let setup = Setup::to(&target).through(through);
    setup.call(Operation::Paid).await.unwrap();
}

/// Each of these five with each of these six.
fn combinations(trap: &str) -> Vec<Vec<(&'static str, String)>> {
    let url = format!("http://{trap}");
    let proxies: [Vec<(&'static str, String)>; 5] = [
        vec![("HTTP_PROXY", url.clone())],
        vec![("http_proxy", url.clone()), ("HTTPS_PROXY", url.clone())],
        vec![("ALL_PROXY", url.clone())],
        vec![("all_proxy", trap.to_owned()), ("https_proxy", url.clone())],
        VARIABLES
            .iter()
            .filter(|name| !name.eq_ignore_ascii_case("no_proxy"))
            .map(|name| (*name, url.clone()))
            .collect(),
    ];
    let exempt = [
        None,
        Some(("NO_PROXY", "")),
        Some(("NO_PROXY", "example.com")),
        Some(("no_proxy", "localhost,10.0.0.0/8")),
        Some(("NO_PROXY", "127.0.0.1")),
        Some(("NO_PROXY", "*")),
    ];
    let mut all = Vec::new();
    for proxy in proxies {
        for exempt in exempt {
            let mut variables = proxy.clone();
            variables.extend(exempt.map(|(name, value)| (name, value.to_owned())));
            all.push(variables);
        }
    }
    all
}

#[tokio::test]
async fn loopback_is_called_directly_unless_a_proxy_was_configured_by_name() {
    let trap = IdleListener::bind([127, 0, 0, 1]);
    let success = response("200 OK", Operation::Paid.success().as_bytes());
    let vendor = Server::start_in_thread([respond_once(success.clone())]);
    let proxy = Server::start_in_thread([respond_once(success)]);
    let combinations = combinations(&trap.address().to_string());
    let count = combinations.len();
    let mut failed = 0;
    for variables in combinations {
        let mut command = Command::new(std::env::current_exe().unwrap());
        let name = "trust::loopback::child";
        command
            .args(["--exact", name, "--ignored", "--test-threads=1"])
            .env(TARGET, vendor.url())
            .env(PROXY, proxy.url());
        for name in VARIABLES {
            command.env_remove(name);
        }
        command.envs(variables.clone());
        let ran = tokio::task::spawn_blocking(move || command.output().unwrap());
        let ran = ran.await.unwrap();
        let said = String::from_utf8_lossy(&ran.stdout);
        if !ran.status.success() || !said.contains("1 passed") {
            println!("{variables:?}: {said}");
            failed += 1;
        }
    }
    let direct = vendor.requests().await;
    let through = proxy.requests().await;
    let is_direct = |target: &str| target.starts_with('/');
    let kept = direct.iter().filter(|one| is_direct(one.target())).count();
    let led = through
        .iter()
        .filter(|one| one.target().starts_with(&vendor.url()))
        .count();
    promise(
        "loopback",
        count == 30
            && [kept, direct.len(), led, through.len()] == [count; 4]
            && failed + trap.connections() == 0,
        &format!(
            "{count} combinations: {kept} of {count} direct, {led} of {count} through the \
             configured proxy, {failed} with a call that failed"
        ),
    );
}
