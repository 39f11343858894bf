//! Where is nothing to be had: addresses that refuse, hang, or must not be called.

use std::net::{SocketAddr, TcpListener as StdListener};
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket, TcpStream};

/// An address where nobody listens, kept so that nobody comes to listen there.
#[derive(Debug)]
pub struct RefusingPort(TcpSocket);

impl RefusingPort {
    /// One on loopback.
    #[must_use]
    pub fn start() -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
        Self(socket)
    }

    /// Where nobody listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.0.local_addr().unwrap()
    }
}

/// A listener whose queue is full: further connections hang.
#[derive(Debug)]
pub struct FullListener {
    listener: TcpListener,
    _queue: Vec<TcpStream>,
}

impl FullListener {
    /// One on loopback.
    pub async fn start() -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
        let listener = socket.listen(0).unwrap();
        let address = listener.local_addr().unwrap();
        let mut queue = Vec::new();
        // A connection on loopback is made at once or not at all.
        let at_once = Duration::from_millis(300);
        while let Ok(stream) = tokio::time::timeout(at_once, TcpStream::connect(address)).await {
            queue.push(stream.unwrap());
        }
        Self {
            listener,
            _queue: queue,
        }
    }

    /// Where connections hang.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.listener.local_addr().unwrap()
    }
}

/// A listener that nobody attends to: connections are made and nothing comes of them.
///
/// As a trap it knows whether anybody came; as a black hole it swallows little and answers
/// nothing.
#[derive(Debug)]
pub struct IdleListener(StdListener);

impl IdleListener {
    /// One on this address of loopback.
    #[must_use]
    pub fn bind(host: [u8; 4]) -> Self {
        let listener = StdListener::bind(SocketAddr::from((host, 0))).unwrap();
        listener.set_nonblocking(true).unwrap();
        Self(listener)
    }

    /// Where it is.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.0.local_addr().unwrap()
    }

    /// How many connections have been made, none of which is kept.
    #[must_use]
    pub fn connections(&self) -> usize {
        core::iter::from_fn(|| self.0.accept().ok()).count()
    }
}
