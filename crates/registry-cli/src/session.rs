//! Settings of a run, and clients of the services themselves or of a sandbox in this process.

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

/// The memory that there has to be for connections, and for the largest answer and what is made of
/// it.
const ROOM: usize = 128 * 1024 * 1024;

/// Refuses to ask for anything where memory is so limited that reading the answer could end the
/// program. The limit is one of addresses, so that nothing is taken by trying.
fn check_room() -> Result<(), CommandError> {
    let mut room: Vec<u8> = Vec::new();
    room.try_reserve_exact(ROOM).map_err(|_| {
        let mib = ROOM / 1024 / 1024;
        CommandError::new(Kind::Output, "there is too little memory to read an answer")
            .not_sent()
            .with_remedy(format!(
                "raise the limit of this process to {mib} MiB more (`ulimit -v`)"
            ))
    })
}

/// Settings and connections of one run of the command.
#[derive(Debug)]
pub(crate) struct Session {
    settings: Settings,
    service: Arc<HyperService>,
    /// The budget of this run, whatever clients it makes.
    spend_budget: SpendBudget,
    /// What this run has done, told by all its clients.
    record: Arc<Record>,
    /// How fast its calls may leave, by the vendor's name.
    rates: BTreeMap<&'static str, RateLimit>,
    /// Answers as long as this lives.
    _sandbox: Option<Running>,
}

impl Session {
    /// What the global options ask for.
    pub(crate) async fn open(global: &Global) -> Result<Self, CommandError> {
        Ok(Self::open_without_warnings(global).await?.warned())
    }

    /// The same for a command that says itself what is doubtful about the settings.
    pub(crate) async fn open_without_warnings(global: &Global) -> Result<Self, CommandError> {
        if global.sandbox {
            return Self::embedded(global, sandbox_config()).await;
        }
        Self::with(global, settings(global)?, None)
    }

    /// The same for a dry run: all settings are read, and no sandbox listens.
    pub(crate) fn for_dry_run(global: &Global) -> Result<Self, CommandError> {
        Ok(Self::with(global, settings(global)?, None)?.warned())
    }

    fn warned(self) -> Self {
        for warning in self.service.root_certificate_warnings() {
            stderr::note(&format!("warning: {warning}"));
        }
        self
    }

    /// A sandbox of its own, on a free port of loopback.
    pub(crate) async fn embedded(global: &Global, config: Config) -> Result<Self, CommandError> {
        stdout::check()?;
        check_room()?;
        let address = "127.0.0.1:0".parse().expect("this is an address");
        let server = bind(address, config).await?;
        let settings = Settings::new(sandbox_profile(&server.base_url()));
        Self::with(global, settings, Some(server.spawn()))
    }

    /// A sandbox that runs somewhere else on this machine.
    pub(crate) fn running_sandbox(global: &Global, base_url: &str) -> Result<Self, CommandError> {
        Self::with(global, Settings::new(sandbox_profile(base_url)), None)
    }

    /// The one way to a client, and so the place where a run is refused whose answers nobody could
    /// see.
    fn with(
        global: &Global,
        settings: Settings,
        sandbox: Option<Running>,
    ) -> Result<Self, CommandError> {
        stdout::check()?;
        check_room()?;
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

    /// A client of this vendor.
    pub(crate) fn client<V: ConfiguredVendor>(&self) -> Result<Client<V>, CommandError> {
        self.client_with(V::keys(&self.settings)?)
    }

    /// The client of a dry run, which calls nobody. Settings that a run would refuse are refused;
    /// credentials that are missing are told alone.
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

    /// A client of this vendor that signs with other keys than the configured ones.
    pub(crate) fn client_with<V: ConfiguredVendor>(
        &self,
        keys: V::Keys,
    ) -> Result<Client<V>, CommandError> {
        let service = Arc::clone(&self.service);
        let settings = &self.settings;
        let record = Arc::clone(&self.record);
        let mut client = Client::builder(keys, service)
            .spend_budget(self.spend_budget.clone())
            .observer(move |outcome| record.note(outcome));
        if let Some(base_url) = V::base_url(settings) {
            client = client.base_url(base_url.as_str());
        }
        if let Some(rate) = self.rates.get(V::NAME) {
            client = client.rate_limit(rate.clone());
        }
        if let Some(limit) = V::correct_clock(settings) {
            client = client.correct_clock(limit.duration());
        }
        let client = client.build()?;
        tracing::info!(
            vendor = V::NAME,
            base = %client.base_url(),
            manner = V::manner(settings),
            proxy = settings.connection().proxy.is_some(),
            "calling"
        );
        Ok(client)
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What this run may spend.
    pub(crate) fn spend_budget(&self) -> &SpendBudget {
        &self.spend_budget
    }

    pub(crate) fn service(&self) -> &HyperService {
        &self.service
    }
}

/// The settings that the global options name, without opening anything.
pub(crate) fn settings(global: &Global) -> Result<Settings, CommandError> {
    if global.sandbox {
        return Ok(Settings::new(sandbox_profile("http://127.0.0.1")));
    }
    let profile = Profile::read(global.config.as_deref(), global.profile.as_deref())?;
    static TOLD: Once = Once::new();
    if let Some(warning) = profile.file.as_ref().and_then(|file| file.warning.as_ref()) {
        TOLD.call_once(|| notice::say(global, warning));
    }
    Ok(Settings::new(profile.or_environment()?))
}

/// How fast calls of a vendor may leave, all clients of this run together.
fn rate<V: ConfiguredVendor>(settings: &Settings) -> (&'static str, RateLimit) {
    let rate = V::calls_per_second(settings);
    let rate = rate.map_or_else(RateLimit::unlimited, CallsPerSecond::limit);
    (V::NAME, rate)
}

/// Begins to listen.
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

/// The credentials of every sandbox that this command starts. Samples, open to anybody: those
/// of IDcode stand in the vendor's document.
pub(crate) const ACCESS_TOKEN: &str = "J7X4LuOOfURXeAAEAAAAAABSK";
pub(crate) const AUTH_CODE: &str = "RORJOOfU4OJ44XUf4uuXU4JuRLeeRAX7";
pub(crate) const ACCOUNT: &str = "sandbox-account";
pub(crate) const API_KEY: &str = "sandbox-key-0000";

/// A sandbox with those credentials.
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
