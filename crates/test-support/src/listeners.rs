//! Offers addresses that refuse connections, or accept them and never answer.

use std::net::{SocketAddr, TcpListener as StdListener};
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket, TcpStream};

/// An address without a listener, reserved so that no other process can listen there.
#[derive(Debug)]
pub struct RefusingPort(TcpSocket);

impl RefusingPort {
    /// Starts on loopback.
    #[must_use]
    pub fn start() -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
        Self(socket)
    }

    /// The address without a listener.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.0.local_addr().unwrap()
    }
}

/// A listener with a full queue: further connections hang.
#[derive(Debug)]
pub struct FullListener {
    listener: TcpListener,
    _queue: Vec<TcpStream>,
}

impl FullListener {
    /// Starts on loopback.
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

    /// The address where connections hang.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.listener.local_addr().unwrap()
    }
}

/// A listener that accepts connections and never reads or answers.
///
/// It counts its connections, so a test can prove that none was made.
#[derive(Debug)]
pub struct IdleListener(StdListener);

impl IdleListener {
    /// Listens on this loopback address, on any port.
    #[must_use]
    pub fn bind(host: [u8; 4]) -> Self {
        let listener = StdListener::bind(SocketAddr::from((host, 0))).unwrap();
        listener.set_nonblocking(true).unwrap();
        Self(listener)
    }

    /// Its address.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.0.local_addr().unwrap()
    }

    /// The number of new connections since the last call; closes them.
    #[must_use]
    pub fn connections(&self) -> usize {
        core::iter::from_fn(|| self.0.accept().ok()).count()
    }
}
