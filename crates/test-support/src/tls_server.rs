//! Serves one fixed response over TLS, with certificates valid and invalid.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// The certificate of [`SecureServer`], self-signed for `localhost` and 127.0.0.1 until 2120, and
/// trusted by tests only.
pub const CERTIFICATE: &str = "\
-----BEGIN CERTIFICATE-----
MIIBWjCCAQCgAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
CWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABAF8Gjbh5lYqhEsW
hSpbdoAblDsT1y5E8errJIu/HzZloC7mSOed35aHrvqXqKdpcDmBCsQoxqzOuahN
ggelnXKjQTA/MBoGA1UdEQQTMBGCCWxvY2FsaG9zdIcEfwAAATAMBgNVHRMBAf8E
AjAAMBMGA1UdJQQMMAoGCCsGAQUFBwMBMAoGCCqGSM49BAMCA0gAMEUCIQC4ArG7
EWX7Lzt7gpoBjznrTo9OLOjAj1kNqanXn0V5wgIgFismzdtsO7/u38ubbtZO8Oq7
8VNOWVCNDIKC8gWaUDM=
-----END CERTIFICATE-----
";

/// A certificate like [`CERTIFICATE`] that expired at the beginning of 2021.
pub const EXPIRED: &str = "\
-----BEGIN CERTIFICATE-----
MIIBczCCARqgAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
c3QwHhcNMjAwMTAxMDAwMDAwWhcNMjEwMTAxMDAwMDAwWjAUMRIwEAYDVQQDDAls
b2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQBfBo24eZWKoRLFoUq
W3aAG5Q7E9cuRPHq6ySLvx82ZaAu5kjnnd+Wh676l6inaXA5gQrEKMaszrmoTYIH
pZ1yo10wWzAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCQYDVR0TBAIwADAT
BgNVHSUEDDAKBggrBgEFBQcDATAdBgNVHQ4EFgQUXrq/oS+XAAf0w29ut7wOUuGR
I7MwCgYIKoZIzj0EAwIDRwAwRAIgc10AgAOr0glnfxUYBzXSKk8LHUzZgYObm3YP
AWPN0QQCIDpk5jDLDZgFZ2rLo42EGSFEC3c679w/MrRgWnR6wqfX
-----END CERTIFICATE-----
";

/// A certificate like [`CERTIFICATE`] that is not valid before 2119.
pub const FUTURE: &str = "\
-----BEGIN CERTIFICATE-----
MIIBeTCCAR6gAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
c3QwIhgPMjExOTAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowFDESMBAGA1UE
AwwJbG9jYWxob3N0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEAXwaNuHmViqE
SxaFKlt2gBuUOxPXLkTx6uski78fNmWgLuZI553floeu+peop2lwOYEKxCjGrM65
qE2CB6WdcqNdMFswGgYDVR0RBBMwEYIJbG9jYWxob3N0hwR/AAABMAkGA1UdEwQC
MAAwEwYDVR0lBAwwCgYIKwYBBQUHAwEwHQYDVR0OBBYEFF66v6EvlwAH9MNvbre8
DlLhkSOzMAoGCCqGSM49BAMCA0kAMEYCIQDJ/Y4zWQQe5EcgklakE01t4yAcgML7
QaIcol2Pmdb61AIhALTAEKyBfWFVBS/MAOyyJnDJOa3B9epryFIkZD5t+ewB
-----END CERTIFICATE-----
";

/// A certificate like [`CERTIFICATE`] for `registry.example` and `www.registry.example`.
pub const OTHER_NAME: &str = "\
-----BEGIN CERTIFICATE-----
MIIBjDCCATOgAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
CWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABAF8Gjbh5lYqhEsW
hSpbdoAblDsT1y5E8errJIu/HzZloC7mSOed35aHrvqXqKdpcDmBCsQoxqzOuahN
ggelnXKjdDByMDEGA1UdEQQqMCiCEHJlZ2lzdHJ5LmV4YW1wbGWCFHd3dy5yZWdp
c3RyeS5leGFtcGxlMAkGA1UdEwQCMAAwEwYDVR0lBAwwCgYIKwYBBQUHAwEwHQYD
VR0OBBYEFF66v6EvlwAH9MNvbre8DlLhkSOzMAoGCCqGSM49BAMCA0cAMEQCIA6t
EKpp2ZJ8av0AzFaXfKhP2+2m3ooggUISKDlgpDBiAiBhrgc7E10ol5XgQ/9lbzT1
cIo24whU+ex6xUABMxwTqg==
-----END CERTIFICATE-----
";

/// Their key, as PKCS #8 in hexadecimal digits.
const KEY: &str = "
    308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b02010104201c4d19c704edd073b302
    8e2889cb82548c9b3f264c2181954c1e0426bf79944ea14403420004017c1a36e1e6562a844b16852a5b76801b94
    3b13d72e44f1eaeb248bbf1f3665a02ee648e79ddf9687aefa97a8a7697039810ac428c6acceb9a84d8207a59d72
";

/// A server on loopback that speaks TLS and gives every request the same answer, in a thread that
/// lives as long as the test process.
#[derive(Debug)]
pub struct SecureServer {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
}

impl SecureServer {
    /// A server that responds with these bytes and closes the connection.
    #[must_use]
    pub fn start(answer: Vec<u8>) -> Self {
        Self::showing(CERTIFICATE, answer)
    }

    /// The same, with another certificate of this module.
    #[must_use]
    pub fn showing(certificate: &str, answer: Vec<u8>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (seen, config) = (Arc::clone(&requests), Arc::new(config(certificate)));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
                let stream = stream.unwrap();
                // Else the response may still be unsent when the connection closes.
                stream.set_nodelay(true).unwrap();
                let mut stream = StreamOwned::new(connection, stream);
                // A client that does not trust the certificate leaves in the handshake.
                if let Some(request) = head(&mut stream) {
                    seen.lock().unwrap().push(request);
                    stream.write_all(&answer).unwrap();
                    stream.conn.send_close_notify();
                    stream.flush().unwrap();
                }
            }
        });
        Self { address, requests }
    }

    /// The port on `localhost` and 127.0.0.1.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Its address.
    #[must_use]
    pub fn url(&self) -> String {
        format!("https://{}", self.address)
    }

    /// The heads of all requests.
    #[must_use]
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

fn config(certificate: &str) -> ServerConfig {
    let certificates = CertificateDer::pem_slice_iter(certificate.as_bytes());
    let digits: Vec<u32> = KEY.chars().filter_map(|digit| digit.to_digit(16)).collect();
    let key = digits
        .chunks(2)
        .map(|two| u8::try_from(two[0] * 16 + two[1]));
    let key = PrivatePkcs8KeyDer::from(key.collect::<Result<Vec<_>, _>>().unwrap());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(certificates.collect::<Result<_, _>>().unwrap(), key.into())
        .unwrap()
}

/// The head of a request, with no more of its body than comes along; `None` if the client leaves
/// before the end of the head.
fn head(stream: &mut StreamOwned<ServerConnection, TcpStream>) -> Option<String> {
    let mut received = Vec::new();
    let mut chunk = [0; 1024];
    loop {
        let end = received.windows(4).position(|four| four == b"\r\n\r\n");
        if let Some(end) = end {
            received.truncate(end + 4);
            return String::from_utf8(received).ok();
        }
        match stream.read(&mut chunk) {
            Ok(0) | Err(_) => return None,
            Ok(length) => received.extend_from_slice(&chunk[..length]),
        }
    }
}
