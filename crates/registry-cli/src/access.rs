//! How is a vendor reached: the service itself, or a sandbox in this process?

use std::sync::Arc;

use enterprise_registry::{Client, ReqwestService, Spending};
use registry_sandbox::server::{Running, Server};
use registry_sandbox::{Config, Sandbox};

use crate::cli::Global;
use crate::config::{self, Idcode, Ihuyi, Profile};
use crate::credentials::{Configured, Settings};
use crate::failure::Failure;
use crate::output;

/// Settings and connections of one run of the command.
#[derive(Debug)]
pub(crate) struct Access {
    settings: Settings,
    service: Arc<ReqwestService>,
    /// The budget of this run, whatever clients it makes.
    spending: Spending,
    /// Answers as long as this lives.
    _sandbox: Option<Running>,
}

impl Access {
    /// What the global options ask for.
    pub(crate) async fn open(global: &Global) -> Result<Self, Failure> {
        if global.sandbox {
            return Self::embedded(sandbox_config()).await;
        }
        Self::with(settings(global)?, None)
    }

    /// A sandbox of its own, on a free port of loopback.
    pub(crate) async fn embedded(config: Config) -> Result<Self, Failure> {
        let address = "127.0.0.1:0".parse().expect("this is an address");
        let server = bind(address, config).await?;
        let settings = Settings::exactly(sandbox_profile(&server.base_url()));
        Self::with(settings, Some(server.spawn()))
    }

    /// A sandbox that runs somewhere else on this machine.
    pub(crate) fn running_sandbox(base_url: &str) -> Result<Self, Failure> {
        Self::with(Settings::exactly(sandbox_profile(base_url)), None)
    }

    fn with(settings: Settings, sandbox: Option<Running>) -> Result<Self, Failure> {
        let mut service = ReqwestService::builder();
        if let Some(proxy) = settings.proxy() {
            service = service.proxy(proxy);
        }
        output::hide(settings.secrets());
        let limit = settings.max_spend();
        Ok(Self {
            settings,
            service: Arc::new(service.build()?),
            spending: limit.map_or_else(Spending::unlimited, Spending::at_most),
            _sandbox: sandbox,
        })
    }

    /// A client of this vendor.
    pub(crate) fn client<V: Configured>(&self) -> Result<Client<V>, Failure> {
        self.client_with(V::keys(&self.settings)?)
    }

    /// A client of this vendor that signs with other keys than the configured ones.
    pub(crate) fn client_with<V: Configured>(&self, keys: V::Keys) -> Result<Client<V>, Failure> {
        let service = Arc::clone(&self.service);
        let mut client = Client::builder(keys, service).spending(self.spending.clone());
        if let Some(base_url) = V::base_url(&self.settings) {
            client = client.base_url(base_url);
        }
        let client = client.build()?;
        tracing::info!(
            vendor = V::NAME,
            base = %client.base_url(),
            manner = V::manner(&self.settings)?,
            proxy = self.settings.proxy().is_some(),
            "calling"
        );
        Ok(client)
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What this run has spent, and may spend.
    pub(crate) fn spending(&self) -> &Spending {
        &self.spending
    }

    pub(crate) fn service(&self) -> &ReqwestService {
        &self.service
    }
}

/// The settings that the global options name, without opening anything.
pub(crate) fn settings(global: &Global) -> Result<Settings, Failure> {
    if global.sandbox {
        return Ok(Settings::exactly(sandbox_profile("http://127.0.0.1")));
    }
    let profile = config::profile(global.config.as_deref(), global.profile.as_deref())?;
    Settings::of(profile)
}

/// Begins to listen.
pub(crate) async fn bind(address: std::net::SocketAddr, config: Config) -> Result<Server, Failure> {
    Server::bind(address, Sandbox::new(config))
        .await
        .map_err(|error| {
            Failure::configuration(format!("the sandbox cannot listen on {address}"))
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
    Profile {
        idcode: Idcode {
            access_token: Some(ACCESS_TOKEN.into()),
            auth_code: Some(AUTH_CODE.into()),
            base_url: Some(base_url.to_owned()),
            dialect: None,
        },
        ihuyi: Ihuyi {
            account: Some(ACCOUNT.into()),
            api_key: Some(API_KEY.into()),
            base_url: Some(base_url.to_owned()),
            auth: None,
            max_spend: None,
        },
        proxy: None,
        name: None,
    }
}
