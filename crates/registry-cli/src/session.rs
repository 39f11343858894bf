//! Opens the session of a command: its settings, and clients of the vendors or of an embedded
//! sandbox.

use std::collections::BTreeMap;
use std::sync::{Arc, Once};

use enterprise_registry::idcode;
use enterprise_registry::ihuyi;
use enterprise_registry::{BaseUrl, Client, HyperService, RateLimit, SpendBudget, Vendor as _};
use registry_sandbox::server::{Running, Server};
use registry_sandbox::{Config, Sandbox};

use crate::config::{CallsPerSecond, Given, Idcode, Ihuyi, Profile};
use crate::error::{CommandError, Kind};
use crate::global_options::Global;
use crate::notice;
use crate::record::Record;
use crate::redaction;
use crate::settings::{ConfiguredVendor, Settings};
use crate::stderr;
use crate::stdout;

/// The memory needed for connections, the largest reply and its decoded form.
const REQUIRED_MEMORY: usize = 128 * 1024 * 1024;

/// Refuses to send anything where so little memory is allowed that reading the reply could abort
/// the program. Only address space is reserved, so the check itself uses no memory.
fn check_memory() -> Result<(), CommandError> {
    let mut reserved: Vec<u8> = Vec::new();
    reserved.try_reserve_exact(REQUIRED_MEMORY).map_err(|_| {
        let mib = REQUIRED_MEMORY / 1024 / 1024;
        CommandError::new(Kind::Output, "too little memory to read a reply")
            .not_sent()
            .with_remedy(format!(
                "raise the memory limit of this process by {mib} MiB (`ulimit -v`)"
            ))
    })
}

/// Where the replies to paid calls are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Replies {
    /// In the record of this run.
    InRecord,
    /// In a ledger, by its workers.
    InLedger,
}

/// The settings and connections of one run.
#[derive(Debug)]
pub(crate) struct Session {
    settings: Settings,
    service: Arc<HyperService>,
    /// The spend budget, shared by all clients of this run.
    spend_budget: SpendBudget,
    /// Every client of this run reports its calls here.
    record: Arc<Record>,
    /// Rate limits by the vendor's name.
    rates: BTreeMap<&'static str, RateLimit>,
    /// Serves until it is dropped.
    _sandbox: Option<Running>,
}

impl Session {
    /// Opens the session that the global options describe.
    pub(crate) async fn open(global: &Global) -> Result<Self, CommandError> {
        Ok(Self::open_without_warnings(global).await?.warned())
    }

    /// As [`open`](Self::open), for a command that prints the warnings itself.
    pub(crate) async fn open_without_warnings(global: &Global) -> Result<Self, CommandError> {
        if global.sandbox {
            return Self::embedded(global, sandbox_config()).await;
        }
        Self::with(global, settings(global)?, None)
    }

    /// Reads all settings and starts no sandbox.
    pub(crate) fn for_dry_run(global: &Global) -> Result<Self, CommandError> {
        Ok(Self::with(global, settings(global)?, None)?.warned())
    }

    fn warned(self) -> Self {
        for warning in self.service.root_certificate_warnings() {
            stderr::note(&format!("warning: {warning}"));
        }
        self
    }

    /// Starts a sandbox in this process, on a free port of loopback.
    pub(crate) async fn embedded(global: &Global, config: Config) -> Result<Self, CommandError> {
        stdout::check()?;
        check_memory()?;
        let address = "127.0.0.1:0".parse().expect("this is an address");
        let server = bind(address, config).await?;
        let settings = Settings::new(sandbox_profile(&server.base_url()));
        Self::with(global, settings, Some(server.spawn()))
    }

    /// Uses a sandbox that another process of this machine runs.
    pub(crate) fn running_sandbox(global: &Global, base_url: &str) -> Result<Self, CommandError> {
        Self::with(global, Settings::new(sandbox_profile(base_url)), None)
    }

    /// Every client comes from here, so this refuses runs whose output could not be written.
    fn with(
        global: &Global,
        settings: Settings,
        sandbox: Option<Running>,
    ) -> Result<Self, CommandError> {
        stdout::check()?;
        check_memory()?;
        redaction::hide(settings.secrets());
        let limit = settings.max_spend();
        let service = settings.connection().service()?;
        Ok(Self {
            service: Arc::new(service),
            spend_budget: limit.map_or_else(SpendBudget::unlimited, SpendBudget::at_most),
            rates: [
                rate::<idcode::Idcode>(&settings),
                rate::<ihuyi::Ihuyi>(&settings),
            ]
            .into(),
            record: Arc::clone(&global.record),
            settings,
            _sandbox: sandbox,
        })
    }

    /// Makes a client of this vendor.
    pub(crate) fn client<V: ConfiguredVendor>(&self) -> Result<Client<V>, CommandError> {
        self.client_with(V::keys(&self.settings)?)
    }

    /// Makes a client that sends nothing. Invalid settings are refused as in a real run; missing
    /// credentials are only noted.
    pub(crate) fn dry_run_client<V: ConfiguredVendor>(
        &self,
        global: &Global,
    ) -> Result<Client<V>, CommandError> {
        let settings = &self.settings;
        if let Some(wrong) = V::wrong(settings) {
            return Err(wrong.clone());
        }
        let keys = V::keys(settings).unwrap_or_else(|missing| {
            let missing = missing.summary();
            notice::say(global, &format!("note: {missing}; the run needs them"));
            V::placeholder_keys()
        });
        self.client_with(keys)
    }

    /// Makes a client that signs with these keys instead of the configured ones.
    pub(crate) fn client_with<V: ConfiguredVendor>(
        &self,
        keys: V::Keys,
    ) -> Result<Client<V>, CommandError> {
        self.build(keys, Replies::InRecord)
    }

    /// Makes a client for the rows of a ledger, which keeps their replies and their rate.
    pub(crate) fn ledger_client<V: ConfiguredVendor>(&self) -> Result<Client<V>, CommandError> {
        self.build(V::keys(&self.settings)?, Replies::InLedger)
    }

    /// The configured rate limit of a vendor.
    pub(crate) fn rate<V: ConfiguredVendor>(&self) -> RateLimit {
        let rate = self.rates.get(V::NAME);
        rate.cloned().unwrap_or_else(RateLimit::unlimited)
    }

    fn build<V: ConfiguredVendor>(
        &self,
        keys: V::Keys,
        replies: Replies,
    ) -> Result<Client<V>, CommandError> {
        let service = Arc::clone(&self.service);
        let settings = &self.settings;
        let record = Arc::clone(&self.record);
        let mut client = Client::builder(keys, service)
            .spend_budget(self.spend_budget.clone())
            .observer(move |outcome| match replies {
                Replies::InRecord => record.note(outcome),
                Replies::InLedger => record.note_without_reply(&outcome),
            });
        if let Some(base_url) = V::base_url(settings) {
            client = client.base_url(base_url.as_str());
        }
        if replies == Replies::InRecord {
            client = client.rate_limit(self.rate::<V>());
        }
        if let Some(limit) = V::correct_clock(settings) {
            client = client.correct_clock(limit.duration());
        }
        let client = client.build()?;
        tracing::info!(
            vendor = V::NAME,
            base = %client.base_url(),
            variant = V::request_variant(settings),
            proxy = settings.connection().proxy.is_some(),
            "calling"
        );
        Ok(client)
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The spend budget of this run.
    pub(crate) fn spend_budget(&self) -> &SpendBudget {
        &self.spend_budget
    }

    pub(crate) fn service(&self) -> &HyperService {
        &self.service
    }
}

/// Reads the settings that the global options select. Nothing is opened.
pub(crate) fn settings(global: &Global) -> Result<Settings, CommandError> {
    if global.sandbox {
        return Ok(Settings::new(sandbox_profile("http://127.0.0.1")));
    }
    let profile = Profile::read(global.config.as_deref(), global.profile.as_deref())?;
    static WARNED: Once = Once::new();
    if let Some(warning) = profile.file.as_ref().and_then(|file| file.warning.as_ref()) {
        WARNED.call_once(|| notice::say(global, warning));
    }
    Ok(Settings::new(profile.override_from_environment()?))
}

/// The rate limit of a vendor, for all clients of this run together.
fn rate<V: ConfiguredVendor>(settings: &Settings) -> (&'static str, RateLimit) {
    let rate = V::calls_per_second(settings);
    let rate = rate.map_or_else(RateLimit::unlimited, CallsPerSecond::limit);
    (V::NAME, rate)
}

/// Binds a sandbox to an address.
pub(crate) async fn bind(
    address: std::net::SocketAddr,
    config: Config,
) -> Result<Server, CommandError> {
    Server::bind(address, Sandbox::new(config))
        .await
        .map_err(|error| {
            CommandError::configuration(format!("the sandbox cannot listen on {address}"))
                .with_cause(error.to_string())
                .with_remedy("let the system choose a port: --listen 127.0.0.1:0")
        })
}

/// The public sample credentials of every sandbox that this command starts. Those of IDcode are
/// from the vendor's document.
pub(crate) const ACCESS_TOKEN: &str = "J7X4LuOOfURXeAAEAAAAAABSK";
pub(crate) const AUTH_CODE: &str = "RORJOOfU4OJ44XUf4uuXU4JuRLeeRAX7";
pub(crate) const ACCOUNT: &str = "sandbox-account";
pub(crate) const API_KEY: &str = "sandbox-key-0000";

/// The configuration of a sandbox with those credentials.
pub(crate) fn sandbox_config() -> Config {
    Config::default()
        .with_idcode_credentials(ACCESS_TOKEN, AUTH_CODE)
        .with_ihuyi_account(ACCOUNT, API_KEY)
}

fn sandbox_profile(base_url: &str) -> Profile {
    let base_url = |vendor, plain_http| {
        BaseUrl::parse(base_url, vendor, plain_http)
            .ok()
            .map(Given::by_sandbox)
    };
    let credential = |text: &str| Some(Given::by_sandbox(text.into()));
    Profile {
        idcode: Idcode {
            access_token: credential(ACCESS_TOKEN),
            auth_code: credential(AUTH_CODE),
            base_url: base_url(idcode::Idcode::NAME, idcode::Idcode::PLAIN_HTTP),
            ..Idcode::default()
        },
        ihuyi: Ihuyi {
            account: credential(ACCOUNT),
            api_key: credential(API_KEY),
            base_url: base_url(ihuyi::Ihuyi::NAME, ihuyi::Ihuyi::PLAIN_HTTP),
            ..Ihuyi::default()
        },
        ..Profile::default()
    }
}
