//! A server that does to each connection exactly what its script says.
//!
//! A script is a list of [`Step`]s; at its end the connection is closed. The first connection
//! plays the first script and so on; the last script is played by all that follow. Everything
//! that happens is noted in the order in which it happened, and tests wait for a note, never
//! for a time.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinHandle;

/// One thing that the server does.
#[derive(Clone)]
pub(crate) enum Step {
    /// Reads one request with its body and notes it.
    Read,
    /// Reads whatever comes, at least a byte.
    ReadSome,
    /// Writes these bytes.
    Write(Vec<u8>),
    /// Writes what this makes of the request that was read last.
    Reply(fn(&Request) -> Vec<u8>),
    /// Writes these bytes one at a time, slower than any deadline of these tests.
    Dribble(Vec<u8>),
    /// Writes these bytes again and again until the client goes away.
    Pour(Vec<u8>),
    /// Waits until the gate is open.
    Wait(Gate),
    /// Says nothing until the client goes away.
    Silence,
    /// Cuts the connection off instead of closing it.
    Reset,
}

/// Reads a request and answers it, then closes.
pub(crate) fn answering(reply: impl Into<Vec<u8>>) -> Vec<Step> {
    vec![Step::Read, Step::Write(reply.into())]
}

/// An answer as HTTP/1.1 has it, after which the connection is closed.
pub(crate) fn answer(status: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

/// The same, after which the connection stays open.
pub(crate) fn answer_and_stay(status: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

/// Closed until somebody opens it.
#[derive(Clone)]
pub(crate) struct Gate(Arc<Semaphore>);

impl Gate {
    pub(crate) fn closed() -> Self {
        Self(Arc::new(Semaphore::new(0)))
    }

    pub(crate) fn open(&self) {
        self.0.add_permits(Semaphore::MAX_PERMITS / 2);
    }

    async fn pass(&self) {
        drop(self.0.acquire().await);
    }
}

/// What happened on the connection of this number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Event {
    Accepted(usize),
    Received(usize, Request),
    /// The server came to the end of its script, or reset the connection.
    Closed(usize),
    /// The client closed the connection before the script was over.
    Abandoned(usize),
    /// The server came to a connection that only asks how far it is.
    Probed(SocketAddr),
}

/// A request as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Request {
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Request {
    pub(crate) fn target(&self) -> &str {
        self.head.split(' ').nth(1).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (given, value) = line.split_once(':')?;
            given.eq_ignore_ascii_case(name).then_some(value.trim())
        })
    }

    /// The value of a parameter, as it stands in query or form.
    pub(crate) fn param(&self, name: &str) -> Option<&str> {
        let query = self.target().split_once('?').map_or("", |(_, query)| query);
        query
            .split('&')
            .chain(self.body.split('&'))
            .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
    }
}

/// A server on loopback.
pub(crate) struct Server {
    address: SocketAddr,
    events: watch::Receiver<Vec<Event>>,
    probes: Arc<Mutex<HashSet<SocketAddr>>>,
    accepting: JoinHandle<()>,
}

impl Server {
    pub(crate) async fn start(scripts: impl IntoIterator<Item = Vec<Step>>) -> Self {
        Self::start_at(SocketAddr::from(([127, 0, 0, 1], 0)), scripts).await
    }

    pub(crate) async fn start_at(
        address: SocketAddr,
        scripts: impl IntoIterator<Item = Vec<Step>>,
    ) -> Self {
        let scripts: Vec<_> = scripts.into_iter().collect();
        let listener = TcpListener::bind(address).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (notes, events) = watch::channel(Vec::new());
        let probes = Arc::new(Mutex::new(HashSet::new()));
        let known = Arc::clone(&probes);
        let accepting = tokio::spawn(async move {
            let mut numbers = 0..;
            loop {
                let (stream, client) = listener.accept().await.unwrap();
                if known.lock().unwrap().remove(&client) {
                    notes.send_modify(|events| events.push(Event::Probed(client)));
                    continue;
                }
                let number = numbers.next().unwrap();
                let script = scripts.get(number).or(scripts.last()).unwrap().clone();
                notes.send_modify(|events| events.push(Event::Accepted(number)));
                tokio::spawn(play(stream, script, number, notes.clone()));
            }
        });
        Self {
            address,
            events,
            probes,
            accepting,
        }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Refuses connections from now on.
    pub(crate) async fn stop(self) {
        self.accepting.abort();
        drop(self.accepting.await);
    }

    /// How many connections there have been. Waits for their ends, so that none is missed.
    pub(crate) async fn connections(&self) -> usize {
        let accepted = |event: &&Event| matches!(event, Event::Accepted(_));
        self.all_over().await.iter().filter(accepted).count()
    }

    /// The requests that have come. Waits for the ends of their connections, so that none is
    /// missed.
    pub(crate) async fn requests(&self) -> Vec<Request> {
        self.all_over()
            .await
            .into_iter()
            .filter_map(|event| match event {
                Event::Received(_, request) => Some(request),
                _ => None,
            })
            .collect()
    }

    /// What happened, once all connections are over that were made before this.
    async fn all_over(&self) -> Vec<Event> {
        // Connections are accepted in the order in which they were made.
        let probe = TcpSocket::new_v4().unwrap();
        probe.bind(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
        let client = probe.local_addr().unwrap();
        self.probes.lock().unwrap().insert(client);
        drop(probe.connect(self.address).await.unwrap());
        self.until(|event| *event == Event::Probed(client)).await;
        let events = self.events.borrow().clone();
        for event in events {
            if let Event::Accepted(number) = event {
                let ends = [Event::Closed(number), Event::Abandoned(number)];
                self.until(|event| ends.contains(event)).await;
            }
        }
        self.events.borrow().clone()
    }

    /// Waits until this has been noted.
    pub(crate) async fn until(&self, is_it: impl Fn(&Event) -> bool) {
        let mut events = self.events.clone();
        let seen = events.wait_for(|events| events.iter().any(&is_it));
        let seen = tokio::time::timeout(Duration::from_secs(20), seen).await;
        drop(seen.expect("what is waited for happens").unwrap());
    }
}

type Notes = watch::Sender<Vec<Event>>;

async fn play(mut stream: TcpStream, script: Vec<Step>, number: usize, notes: Notes) {
    stream.set_nodelay(true).unwrap();
    let mut last = None;
    for step in script {
        if step_through(&mut stream, step, number, &notes, &mut last)
            .await
            .is_none()
        {
            notes.send_modify(|events| events.push(Event::Abandoned(number)));
            return;
        }
    }
    drop(stream);
    notes.send_modify(|events| events.push(Event::Closed(number)));
}

/// `None` where the client has gone away.
async fn step_through(
    stream: &mut TcpStream,
    step: Step,
    number: usize,
    notes: &Notes,
    last: &mut Option<Request>,
) -> Option<()> {
    match step {
        Step::Read => {
            let request = read(stream).await?;
            *last = Some(request.clone());
            notes.send_modify(|events| events.push(Event::Received(number, request)));
        }
        Step::ReadSome => {
            let mut some = [0; 4096];
            stream.read(&mut some).await.ok().filter(|read| *read > 0)?;
        }
        Step::Write(bytes) => stream.write_all(&bytes).await.ok()?,
        Step::Reply(reply) => {
            let bytes = reply(last.as_ref().unwrap());
            stream.write_all(&bytes).await.ok()?;
        }
        Step::Dribble(bytes) => {
            for byte in bytes {
                stream.write_all(&[byte]).await.ok()?;
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
        Step::Pour(bytes) => {
            while stream.write_all(&bytes).await.is_ok() {}
            return None;
        }
        Step::Wait(gate) => gate.pass().await,
        Step::Silence => {
            let mut rest = Vec::new();
            drop(stream.read_to_end(&mut rest).await);
            return None;
        }
        Step::Reset => stream.set_zero_linger().unwrap(),
    }
    Some(())
}

async fn read(stream: &mut TcpStream) -> Option<Request> {
    let mut received = Vec::new();
    let end = loop {
        if let Some(at) = received.windows(4).position(|four| four == b"\r\n\r\n") {
            break at + 4;
        }
        stream
            .read_buf(&mut received)
            .await
            .ok()
            .filter(|read| *read > 0)?;
    };
    let mut request = Request {
        head: String::from_utf8(received[..end].to_vec()).unwrap(),
        body: String::new(),
    };
    let length: usize = request
        .header("content-length")
        .map_or(0, |length| length.parse().unwrap());
    while received.len() < end + length {
        stream
            .read_buf(&mut received)
            .await
            .ok()
            .filter(|read| *read > 0)?;
    }
    assert_eq!(received.len(), end + length, "one request at a time");
    request.body = String::from_utf8_lossy(&received[end..]).into_owned();
    Some(request)
}
