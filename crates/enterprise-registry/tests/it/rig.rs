//! A sandbox and a journal that can fail or kill a flow at any call or save.

use core::time::Duration;
use std::sync::{Arc, Mutex, MutexGuard};

use async_trait::async_trait;
use endpoint_core::wire::Response;
use enterprise_registry::flow::{Journal, JournalError};
use enterprise_registry::idcode::Idcode;
use enterprise_registry::ihuyi::Ihuyi;
use enterprise_registry::sandbox::{Config, Incoming, Sandbox, SandboxService};
use enterprise_registry::{
    Client, HttpService, Outgoing, RetryPolicy, SendError, TransportErrorKind,
};
use tokio::sync::Notify;

/// The point of a call or save at which the process dies or the connection is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// Before it reaches the vendor or the disk.
    Before,
    /// After it reached them, and before the flow hears of it.
    After,
}

/// How calls are disturbed.
#[derive(Debug, Clone, Default)]
pub(crate) enum Script {
    /// Not at all.
    #[default]
    Pass,
    /// The process dies in the call of this number, counted from 0.
    Die(usize, Side),
    /// The connection is lost in the first call of this path.
    Lose(&'static str, Side),
    /// Calls of this path get this response.
    Answer(&'static str, String),
    /// The connection is lost in the call of this number, and the vendor carries the request out
    /// this much later.
    Late(usize, Duration),
    /// A proxy sends the first call of this path twice and returns the second response.
    Twice(&'static str),
}

#[derive(Default)]
struct Disturbances {
    script: Script,
    calls: usize,
    saves: usize,
    /// The save at which the process dies.
    dies_at_save: Option<(usize, Side)>,
    /// Saves fail after the first response of this path.
    is_full_after: Option<&'static str>,
    is_full: bool,
    text: Option<String>,
    /// Every saved text.
    texts: Vec<String>,
}

/// The first time of a lagging sandbox's clock.
pub(crate) const BEGAN_MS: u64 = 1_700_000_000_000;

/// A sandbox whose calls can be disturbed, and a journal that outlives its flows.
#[derive(Clone)]
pub(crate) struct Rig {
    pub(crate) sandbox: Sandbox,
    wires: Arc<Mutex<Disturbances>>,
    died: Arc<Notify>,
}

impl Rig {
    pub(crate) fn new() -> Self {
        Self::with(Config::default().with_sms(true))
    }

    pub(crate) fn with(config: Config) -> Self {
        Self {
            sandbox: Sandbox::new(config),
            wires: Arc::default(),
            died: Arc::default(),
        }
    }

    /// A platform whose lists lag behind, by the runtime's clock, which a test may have paused.
    pub(crate) fn lagging(lag: Duration) -> Self {
        Self::lagging_with(lag, true)
    }

    /// Like [`Rig::lagging`], for a platform that verifies phones or does not.
    pub(crate) fn lagging_with(lag: Duration, sms: bool) -> Self {
        let began = tokio::time::Instant::now();
        let clock = move || {
            let passed = u64::try_from(began.elapsed().as_millis()).unwrap();
            BEGAN_MS + passed
        };
        Self::with(
            Config::default()
                .with_sms(sms)
                .with_time_window(None)
                .with_listing_lag(lag)
                .with_clock(clock),
        )
    }

    fn wires(&self) -> MutexGuard<'_, Disturbances> {
        self.wires.lock().unwrap()
    }

    pub(crate) fn script(&self, script: Script) {
        self.wires().script = script;
    }

    pub(crate) fn die_at_save(&self, save: usize, side: Side) {
        self.wires().dies_at_save = Some((save, side));
    }

    /// Fills the disk after the first response of this path.
    pub(crate) fn fill_after(&self, path: &'static str) {
        self.wires().is_full_after = Some(path);
    }

    /// Ends all disturbances.
    pub(crate) fn heal(&self) {
        let mut wires = self.wires();
        wires.script = Script::Pass;
        wires.dies_at_save = None;
        (wires.is_full_after, wires.is_full) = (None, false);
    }

    /// The numbers of calls and saves begun.
    pub(crate) fn counts(&self) -> (usize, usize) {
        let wires = self.wires();
        (wires.calls, wires.saves)
    }

    pub(crate) fn text(&self) -> Option<String> {
        self.wires().text.clone()
    }

    pub(crate) fn texts(&self) -> Vec<String> {
        self.wires().texts.clone()
    }

    /// The same vendors, with another journal.
    pub(crate) fn stranger(&self) -> Self {
        Self {
            sandbox: self.sandbox.clone(),
            wires: Arc::default(),
            died: Arc::default(),
        }
    }

    /// Replaces the journal's text, as another process would find it.
    pub(crate) fn with_text(self, text: &str) -> Self {
        self.wires().text = Some(text.to_owned());
        self
    }

    pub(crate) fn clients(&self) -> (Client<Idcode>, Client<Ihuyi>) {
        let service: Arc<dyn HttpService> = Arc::new(self.clone());
        let once = RetryPolicy {
            attempts: 1,
            ..RetryPolicy::default()
        };
        let idcode = Client::builder(self.sandbox.idcode_keys(), Arc::clone(&service))
            .retry(once)
            .build();
        let ihuyi = Client::builder(self.sandbox.ihuyi_keys(), service)
            .retry(once)
            .build();
        (idcode.unwrap(), ihuyi.unwrap())
    }

    /// Runs until the end, or until the process dies (`None`).
    pub(crate) async fn or_dies<T>(&self, run: impl Future<Output = T>) -> Option<T> {
        tokio::select! {
            biased;
            () = self.died.notified() => None,
            ended = run => Some(ended),
        }
    }

    async fn die(&self) -> ! {
        self.died.notify_one();
        core::future::pending::<()>().await;
        unreachable!("a pending future does not complete")
    }

    /// The number of calls of an operation.
    pub(crate) fn called(&self, operation: &str) -> usize {
        let calls = self.sandbox.calls();
        calls
            .iter()
            .filter(|call| call.operation == operation)
            .count()
    }

    /// The number of successful calls of an operation.
    pub(crate) fn succeeded(&self, operation: &str) -> usize {
        let calls = self.sandbox.calls();
        let is_it = |call: &&enterprise_registry::sandbox::Call| {
            call.operation == operation && call.reason.is_none()
        };
        calls.iter().filter(is_it).count()
    }
}

/// Keeps a paused clock from advancing while a thread reads a file: an idle runtime advances it to
/// its next deadline.
async fn busy<T>(work: impl Future<Output = T>) -> T {
    let turning = async {
        loop {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        biased;
        done = work => done,
        never = turning => never,
    }
}

#[async_trait]
impl HttpService for Rig {
    async fn send(&self, outgoing: Outgoing<'_>) -> Result<Response, SendError> {
        let (number, script) = {
            let mut wires = self.wires();
            wires.calls += 1;
            (wires.calls - 1, wires.script.clone())
        };
        let path = outgoing.request.path().to_owned();
        let lost = || Err(SendError::new(TransportErrorKind::ConnectionLost, ""));
        match &script {
            Script::Die(at, Side::Before) if *at == number => self.die().await,
            Script::Lose(at, Side::Before) if *at == path => {
                self.heal();
                return lost();
            }
            Script::Late(at, later) if *at == number => {
                let (sandbox, later) = (self.sandbox.clone(), *later);
                let request = Incoming {
                    method: outgoing.request.method.as_str().to_owned(),
                    target: outgoing.request.target.clone(),
                    content_type: outgoing.request.body.content_type(),
                    body: busy(outgoing.read_body()).await?,
                };
                tokio::spawn(async move {
                    tokio::time::sleep(later).await;
                    sandbox.respond(request).await;
                });
                return lost();
            }
            Script::Twice(at) if *at == path => {
                self.script(Script::Pass);
                let service = SandboxService::new(self.sandbox.clone());
                busy(service.send(outgoing)).await?;
            }
            Script::Answer(at, body) if *at == path => {
                return Ok(Response {
                    status: 200,
                    content_type: None,
                    date: None,
                    retry_after: None,
                    body: body.clone().into(),
                });
            }
            _ => {}
        }
        let service = SandboxService::new(self.sandbox.clone());
        let answer = busy(service.send(outgoing)).await;
        {
            let mut wires = self.wires();
            wires.is_full |= wires.is_full_after == Some(path.as_str());
        }
        match script {
            Script::Die(at, Side::After) if at == number => self.die().await,
            Script::Lose(at, Side::After) if at == path => {
                self.heal();
                lost()
            }
            _ => answer,
        }
    }
}

#[async_trait]
impl Journal for Rig {
    async fn load(&mut self) -> Result<Option<String>, JournalError> {
        Ok(self.text())
    }

    async fn save(&mut self, state: &str) -> Result<(), JournalError> {
        let side = {
            let mut wires = self.wires();
            if wires.is_full {
                return Err(JournalError::new("no room"));
            }
            wires.saves += 1;
            let number = wires.saves - 1;
            let dies = wires.dies_at_save;
            let side = dies.filter(|(at, _)| *at == number).map(|(_, side)| side);
            if side != Some(Side::Before) {
                wires.text = Some(state.to_owned());
                wires.texts.push(state.to_owned());
            }
            side
        };
        if side.is_some() {
            self.die().await;
        }
        Ok(())
    }
}
