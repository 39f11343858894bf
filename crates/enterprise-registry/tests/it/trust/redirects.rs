//! Does a redirect lead anything anywhere?

use enterprise_registry::{Error, TransportErrorKind};
use test_support::{IdleListener, Server, promise, respond_once};

use super::samples::{Setup, samples};

const STATUSES: [u16; 5] = [301, 302, 303, 307, 308];

#[tokio::test]
async fn nothing_reaches_the_address_of_a_redirect() {
    let samples = samples();
    // What listens there is a trap: one visit is too many.
    let other_port = IdleListener::bind([127, 0, 0, 1]);
    let other_host = IdleListener::bind([127, 0, 0, 2]);
    let other_scheme = IdleListener::bind([127, 0, 0, 1]);
    let mut calls = 0;
    let mut back = 0;
    let mut unsaid = 0;
    for status in STATUSES {
        for to in [
            "/AllInterFace/Elsewhere".to_owned(),
            format!("http://{}/", other_port.address()),
            format!("http://{}/", other_host.address()),
            format!("https://{}/", other_scheme.address()),
        ] {
            let head = format!("HTTP/1.1 {status} There\r\nLocation: {to}\r\n");
            let reply = format!("{head}Content-Length: 0\r\nConnection: close\r\n\r\n");
            let server = Server::start_in_thread([respond_once(reply)]);
            let clients = Setup::to(server.url()).clients();
            for sample in &samples {
                let ended = sample.call(&clients).await;
                let is_said = matches!(&ended, Err(Error::Transport(transport))
                    if transport.kind() == TransportErrorKind::Status(status));
                if !is_said {
                    eprintln!("{status} to {to}, {}: {ended:?}", sample.spec.name);
                    unsaid += 1;
                }
            }
            calls += samples.len();
            let requests = server.requests().await;
            // A request too many at the first server would be one that followed.
            back += requests.len() - samples.len();
            assert!(requests.iter().all(|one| one.header("referer").is_none()));
        }
    }
    let visits = other_port.connections() + other_host.connections() + other_scheme.connections();
    promise(
        "redirects",
        visits + back + unsaid == 0,
        &format!(
            "{calls} calls, {} operations x {} statuses x 4 destinations: {visits} connections to \
             the second server, {back} requests more to the first, {unsaid} not told as redirected",
            samples.len(),
            STATUSES.len()
        ),
    );
}
