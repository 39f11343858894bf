//! A server in place of a vendor, which responds byte for byte as a test wants.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// The response to a request that was read to its end.
#[derive(Debug, Clone)]
pub(crate) enum Reply {
    /// Status 200 and this body.
    Body(String),
    /// These bytes.
    Raw(Vec<u8>),
    /// The connection is closed without a byte.
    Nothing,
}

impl Reply {
    pub(crate) fn body(body: &str) -> Self {
        Self::Body(body.to_owned())
    }

    fn bytes(self) -> Vec<u8> {
        match self {
            Self::Body(body) => format!(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
                 Connection: close\r\n\r\n{body}",
                body.len()
            )
            .into_bytes(),
            Self::Raw(bytes) => bytes,
            Self::Nothing => Vec::new(),
        }
    }
}

/// A listener on loopback, with a thread that lives as long as the test process.
pub(crate) struct StandIn {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
}

impl StandIn {
    /// Gives every request this response.
    pub(crate) fn always(reply: Reply) -> Self {
        Self::with(move |_| reply.clone())
    }

    /// Gives each request the response for its first line.
    pub(crate) fn with(reply: impl Fn(&str) -> Reply + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let request = read(&mut stream);
                if request.is_empty() {
                    continue;
                }
                let first = request.lines().next().unwrap_or_default().to_owned();
                seen.lock().unwrap().push(request);
                // The client may have closed the connection.
                let _gone = stream.write_all(&reply(&first).bytes());
            }
        });
        Self { address, requests }
    }

    pub(crate) fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The requests so far, heads and bodies.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    /// The only request.
    #[track_caller]
    pub(crate) fn request(&self) -> String {
        let requests = self.requests();
        assert_eq!(requests.len(), 1, "{requests:#?}");
        requests[0].clone()
    }
}

/// An address where no server listens: its port is never assigned automatically, so no other
/// test can listen there.
pub(crate) fn unreachable_address() -> String {
    "http://127.0.0.1:1".to_owned()
}

fn read(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, _)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .filter_map(|line| line.split_once(':'))
                .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
                .map_or(0, |(_, value)| value.trim().parse().unwrap());
            if bytes.len() >= head.len() + 4 + length {
                return text.into_owned();
            }
        }
        match stream.read(&mut chunk) {
            Ok(0) | Err(_) => return String::from_utf8_lossy(&bytes).into_owned(),
            Ok(length) => bytes.extend_from_slice(&chunk[..length]),
        }
    }
}
