//! Serves scripts on loopback and records events.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::thread;

use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::event::Log;
use crate::player::play;
use crate::{Event, Request, Script};

type Scripts = Arc<dyn Fn(usize) -> Script + Send + Sync>;

/// A server on loopback that follows its scripts.
///
/// The first connection plays the first script and so on; the last script is played by all that
/// follow.
pub struct Server {
    address: SocketAddr,
    log: Log,
    probes: Probes,
    life: Life,
}

type Probes = Arc<Mutex<HashSet<SocketAddr>>>;

/// The task or thread of the server.
enum Life {
    Task(JoinHandle<()>),
    /// In its own thread, which ends when this is dropped.
    Thread(oneshot::Sender<()>, thread::JoinHandle<()>),
}

impl Server {
    /// A server in the runtime of the test.
    pub async fn start(scripts: impl IntoIterator<Item = Script>) -> Self {
        Self::start_at(SocketAddr::from(([127, 0, 0, 1], 0)), scripts).await
    }

    /// The same at this address.
    pub async fn start_at(address: SocketAddr, scripts: impl IntoIterator<Item = Script>) -> Self {
        let listener = TcpListener::bind(address).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (log, probes) = (Log::new(), Probes::default());
        let serving = serve(listener, in_turn(scripts), log.clone(), Arc::clone(&probes));
        Self {
            address,
            log,
            probes,
            life: Life::Task(tokio::spawn(serving)),
        }
    }

    /// A server in its own thread, for tests whose runtime must not see the server, or is busy.
    pub fn start_in_thread(scripts: impl IntoIterator<Item = Script>) -> Self {
        Self::start_in_thread_with(in_turn(scripts))
    }

    /// The same, with a script chosen by the number of the connection.
    pub fn start_in_thread_with(scripts: Arc<dyn Fn(usize) -> Script + Send + Sync>) -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let (log, probes) = (Log::new(), Probes::default());
        let (life, ended) = oneshot::channel();
        let (notes, known) = (log.clone(), Arc::clone(&probes));
        let thread = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async move {
                let listener = TcpListener::from_std(listener).unwrap();
                tokio::select! {
                    () = serve(listener, scripts, notes, known) => {}
                    _ = ended => {}
                }
            });
        });
        Self {
            address,
            log,
            probes,
            life: Life::Thread(life, thread),
        }
    }

    /// Its address.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its address as a URL with plain HTTP.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Stops listening.
    pub async fn stop(self) {
        match self.life {
            Life::Task(task) => {
                task.abort();
                drop(task.await);
            }
            Life::Thread(life, thread) => {
                drop(life);
                thread.join().unwrap();
            }
        }
    }

    /// Adds a note to the events.
    pub fn note(&self, text: impl Into<String>) {
        self.log.note(Event::Noted(text.into()));
    }

    /// All events so far, in words.
    #[must_use]
    pub fn log(&self) -> Vec<String> {
        self.log.so_far().iter().map(Event::to_string).collect()
    }

    /// The number of connections. Waits for their ends, so that it misses none.
    pub async fn connections(&self) -> usize {
        let accepted = |event: &&Event| matches!(event, Event::Accepted(_));
        self.all_over().await.iter().filter(accepted).count()
    }

    /// All requests. Waits for the ends of their connections, so that it misses none.
    pub async fn requests(&self) -> Vec<Request> {
        self.all_over()
            .await
            .into_iter()
            .filter_map(|event| match event {
                Event::Received(_, request) => Some(request),
                _ => None,
            })
            .collect()
    }

    /// All events, after the end of every connection made before this call.
    pub async fn all_over(&self) -> Vec<Event> {
        // Connections are accepted in the order in which they are made.
        let probe = TcpSocket::new_v4().unwrap();
        probe.bind(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
        let client = probe.local_addr().unwrap();
        self.probes.lock().unwrap().insert(client);
        drop(probe.connect(self.address).await.unwrap());
        self.wait_until(|event| *event == Event::Probed(client))
            .await;
        let before = self.log.so_far();
        let made = before.iter().filter_map(accepted).count();
        self.log
            .wait_until(|events| {
                // Numbers are given in the order of connections.
                let over = events.iter().filter_map(ended).filter(|at| *at < made);
                over.count() == made
            })
            .await;
        self.log.so_far()
    }

    /// Waits for an event.
    pub async fn wait_until(&self, matches: impl Fn(&Event) -> bool) {
        self.log
            .wait_until(|events| events.iter().any(&matches))
            .await;
    }

    /// Waits for this line in the log.
    pub async fn until_log(&self, line: &str) {
        self.wait_until(|event| event.to_string() == line).await;
    }

    /// The same, blocking the thread.
    pub fn until_log_blocking(&self, line: &str) {
        self.log
            .until_blocking(|events| events.iter().any(|event| event.to_string() == line));
    }
}

impl core::fmt::Debug for Server {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Server")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

fn accepted(event: &Event) -> Option<usize> {
    match event {
        Event::Accepted(number) => Some(*number),
        _ => None,
    }
}

fn ended(event: &Event) -> Option<usize> {
    match event {
        Event::Closed(number) | Event::Reset(number) | Event::Abandoned(number) => Some(*number),
        _ => None,
    }
}

fn in_turn(scripts: impl IntoIterator<Item = Script>) -> Scripts {
    let scripts: Vec<Script> = scripts.into_iter().collect();
    Arc::new(move |number| scripts.get(number).or(scripts.last()).unwrap().clone())
}

async fn serve(listener: TcpListener, scripts: Scripts, log: Log, probes: Probes) {
    let mut numbers = 0..;
    loop {
        let (stream, client) = listener.accept().await.unwrap();
        if probes.lock().unwrap().remove(&client) {
            log.note(Event::Probed(client));
            continue;
        }
        let number = numbers.next().unwrap();
        log.note(Event::Accepted(number));
        tokio::spawn(play(stream, scripts(number), number, log.clone()));
    }
}
