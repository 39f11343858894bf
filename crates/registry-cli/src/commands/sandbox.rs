//! `entreg sandbox`: both vendors on loopback, until somebody stops it.

use core::time::Duration;
use std::net::SocketAddr;

use clap::Args;
use registry_sandbox::Config;
use serde::Serialize;

use super::Verdict;
use crate::access::{self, ACCESS_TOKEN, ACCOUNT, API_KEY, AUTH_CODE};
use crate::cli::Global;
use crate::failure::{Failure, Kind};
use crate::output::{self, Format};

/// Run a sandbox of both vendors on loopback until Ctrl-C.
///
/// It is as strict as the vendors' documents, remembers what is registered, and prints the
/// environment variables that point a client to it. Its credentials are samples, open to anybody.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Where to listen; port 0 lets the system choose.
    #[arg(long, default_value = "127.0.0.1:0", value_name = "ADDRESS:PORT")]
    listen: SocketAddr,
    /// How many seconds the time of a request may be off, or `off`.
    #[arg(long, default_value = "600", value_name = "SECONDS", value_parser = window)]
    time_window: Window,
    /// How many queries of each product of ihuyi there are.
    #[arg(long, default_value_t = 100, value_name = "QUERIES")]
    balance: u64,
    /// Charge queries of ihuyi that find nothing.
    #[arg(long)]
    charge_not_found: bool,
    /// Verify mobile phones by SMS: registering needs the code that GET /_sandbox/sms?phone=...
    /// returns after 303.
    #[arg(long)]
    sms: bool,
}

#[derive(Debug, Clone, Copy)]
struct Window(Option<Duration>);

fn window(text: &str) -> Result<Window, String> {
    if text == "off" {
        return Ok(Window(None));
    }
    text.parse()
        .map(|seconds| Window(Some(Duration::from_secs(seconds))))
        .map_err(|_| "give whole seconds, or `off`".to_owned())
}

pub(crate) fn run(global: &Global, arguments: &Arguments) -> Result<Verdict, Failure> {
    if !arguments.listen.ip().is_loopback() {
        return Err(Failure::configuration(format!(
            "the sandbox listens on loopback only, {} is another address",
            arguments.listen.ip()
        ))
        .with_remedy("its credentials are open to anybody: use 127.0.0.1 or [::1]"));
    }
    let config = Config::default()
        .with_time_window(arguments.time_window.0)
        .with_starting_balance(arguments.balance)
        .with_charge_for_not_found(arguments.charge_not_found)
        .with_sms(arguments.sms);
    super::runtime(&mut tokio::runtime::Builder::new_multi_thread())?.block_on(async {
        let server = access::bind(arguments.listen, config).await?;
        let base_url = server.base_url();
        // Before anybody can read the address, so that no signal is missed.
        let stop = Stop::new()?;
        let running = server.spawn();
        announce(global.output, &base_url)?;
        stop.wanted().await;
        running.stop().await;
        Ok(Verdict::Yes)
    })
}

/// Where it is and how to point a client to it.
#[derive(Debug, Serialize)]
struct Announcement<'a> {
    base_url: &'a str,
    environment: Environment<'a>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
struct Environment<'a> {
    idcode_base_url: &'a str,
    idcode_access_token: &'a str,
    idcode_auth_code: &'a str,
    ihuyi_base_url: &'a str,
    ihuyi_account: &'a str,
    ihuyi_api_key: &'a str,
}

fn announce(format: Format, base_url: &str) -> Result<(), Failure> {
    let environment = Environment {
        idcode_base_url: base_url,
        idcode_access_token: ACCESS_TOKEN,
        idcode_auth_code: AUTH_CODE,
        ihuyi_base_url: base_url,
        ihuyi_account: ACCOUNT,
        ihuyi_api_key: API_KEY,
    };
    if format != Format::Table {
        return output::value(
            format,
            &Announcement {
                base_url,
                environment,
            },
        );
    }
    // Everything but the exports is a comment, so that a shell can read it.
    output::text(&format!(
        "# listening on {base_url}, until Ctrl-C\n\
         export IDCODE_BASE_URL={base_url}\n\
         export IDCODE_ACCESS_TOKEN={ACCESS_TOKEN}\n\
         export IDCODE_AUTH_CODE={AUTH_CODE}\n\
         export IHUYI_BASE_URL={base_url}\n\
         export IHUYI_ACCOUNT={ACCOUNT}\n\
         export IHUYI_API_KEY={API_KEY}\n"
    ))
}

/// Ctrl-C, or on Unix the signal that service managers send.
struct Stop {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

impl Stop {
    #[cfg(unix)]
    fn new() -> Result<Self, Failure> {
        use tokio::signal::unix::{SignalKind, signal};
        let listen = |kind| {
            signal(kind).map_err(|error| {
                Failure::new(Kind::Output, "signals cannot be received")
                    .with_cause(error.to_string())
            })
        };
        Ok(Self {
            interrupt: listen(SignalKind::interrupt())?,
            terminate: listen(SignalKind::terminate())?,
        })
    }

    #[cfg(unix)]
    async fn wanted(mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }

    #[cfg(not(unix))]
    fn new() -> Result<Self, Failure> {
        Ok(Self {})
    }

    #[cfg(not(unix))]
    async fn wanted(self) {
        // Where Ctrl-C cannot be received the process is ended from outside.
        if tokio::signal::ctrl_c().await.is_err() {
            core::future::pending::<()>().await;
        }
    }
}
