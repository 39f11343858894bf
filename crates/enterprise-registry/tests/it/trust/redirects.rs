//! No redirect is followed.

use enterprise_registry::{Error, TransportErrorKind};
use test_support::{IdleListener, Server, promise, respond_once};

use super::samples::{Setup, samples};

const STATUSES: [u16; 5] = [301, 302, 303, 307, 308];

#[tokio::test]
async fn no_redirect_is_followed() {
    let samples = samples();
    // Nothing may connect to these listeners.
    let other_port = IdleListener::bind([127, 0, 0, 1]);
    let other_host = IdleListener::bind([127, 0, 0, 2]);
    let other_scheme = IdleListener::bind([127, 0, 0, 1]);
    let mut calls = 0;
    let mut back = 0;
    let mut unreported = 0;
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
                let is_reported = matches!(&ended, Err(Error::Transport(transport))
                    if transport.kind() == TransportErrorKind::Status(status));
                if !is_reported {
                    eprintln!("{status} to {to}, {}: {ended:?}", sample.spec.name);
                    unreported += 1;
                }
            }
            calls += samples.len();
            let requests = server.requests().await;
            // An additional request at the first server would follow the redirect.
            back += requests.len() - samples.len();
            assert!(requests.iter().all(|one| one.header("referer").is_none()));
        }
    }
    let visits = other_port.connections() + other_host.connections() + other_scheme.connections();
    promise(
        "redirects",
        visits + back + unreported == 0,
        &format!(
            "{calls} calls, {} operations x {} statuses x 4 destinations: {visits} connections to \
             the second server, {back} requests more to the first, {unreported} not reported as redirects",
            samples.len(),
            STATUSES.len()
        ),
    );
}
