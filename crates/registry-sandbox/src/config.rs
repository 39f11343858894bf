//! What a sandbox is set up with.

use core::fmt;
use core::time::Duration;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use idcode_api::Dialect;

/// The access token that the IDcode document shows (section 4).
const ACCESS_TOKEN: &str = "J7X4LuOOfURXeAAEAAAAAABSK";
/// The authorisation code that goes with it.
const AUTHORISATION_CODE: &str = "RORJOOfU4OJ44XUf4uuXU4JuRLeeRAX7";
const ACCOUNT: &str = "sandbox-account";
const API_KEY: &str = "sandbox-key-0000";
const TIME_WINDOW: Duration = Duration::from_secs(10 * 60);
const BALANCE: u64 = 100;

/// Tells the time: Unix time in milliseconds.
pub type Clock = Arc<dyn Fn() -> u64 + Send + Sync>;

/// How a sandbox is set up. `Debug` shows no credential.
///
/// ```
/// use registry_sandbox::{Config, Sandbox};
///
/// let config = Config::default()
///     .with_ihuyi_account("my-account", "my-key")
///     .with_balance("ent3f", 3)
///     .with_sms(true);
/// let sandbox = Sandbox::new(config);
/// assert_eq!(sandbox.balance("ent3f"), Some(3));
/// assert_eq!(sandbox.balance("entinfov2"), Some(100));
/// ```
#[derive(Clone)]
pub struct Config {
    pub(crate) access_token: String,
    pub(crate) authorisation_code: String,
    pub(crate) dialect: Dialect,
    pub(crate) account: String,
    pub(crate) api_key: String,
    pub(crate) time_window: Option<Duration>,
    pub(crate) starting_balance: u64,
    pub(crate) balances: BTreeMap<String, u64>,
    pub(crate) charges_not_found: bool,
    pub(crate) sms: bool,
    pub(crate) clock: Clock,
}

impl Config {
    /// With other credentials for IDcode. The default is the pair that the document shows:
    /// access token `J7X4LuOOfURXeAAEAAAAAABSK`, authorisation code
    /// `RORJOOfU4OJ44XUf4uuXU4JuRLeeRAX7`.
    #[must_use]
    pub fn with_idcode_credentials(
        mut self,
        access_token: impl Into<String>,
        authorisation_code: impl Into<String>,
    ) -> Self {
        self.access_token = access_token.into();
        self.authorisation_code = authorisation_code.into();
        self
    }

    /// Expecting IDcode's requests in another dialect.
    #[must_use]
    pub fn with_dialect(mut self, dialect: Dialect) -> Self {
        self.dialect = dialect;
        self
    }

    /// With another account of ihuyi. The default is `sandbox-account` with the key
    /// `sandbox-key-0000`.
    #[must_use]
    pub fn with_ihuyi_account(
        mut self,
        account: impl Into<String>,
        api_key: impl Into<String>,
    ) -> Self {
        self.account = account.into();
        self.api_key = api_key.into();
        self
    }

    /// How far the time of a request may be from the sandbox's, for both vendors; `None` lets any
    /// time pass. The default of ten minutes is a choice of this sandbox: neither vendor
    /// documents a limit (OQ11, `password-lifetime`).
    #[must_use]
    pub fn with_time_window(mut self, window: Option<Duration>) -> Self {
        self.time_window = window;
        self
    }

    /// How many queries of each product the account begins with; 100 unless set.
    #[must_use]
    pub fn with_starting_balance(mut self, queries: u64) -> Self {
        self.starting_balance = queries;
        self
    }

    /// How many queries of one product (`ent3f`) the account begins with.
    #[must_use]
    pub fn with_balance(mut self, product: impl Into<String>, queries: u64) -> Self {
        self.balances.insert(product.into(), queries);
        self
    }

    /// Whether an answer "found nothing" (408, 4201) is charged. Off unless set; the documents
    /// are silent (open question `charging`).
    #[must_use]
    pub fn with_charge_for_not_found(mut self, charges: bool) -> Self {
        self.charges_not_found = charges;
        self
    }

    /// Whether the platform verifies mobile phones by SMS, so that 301 checks `smsVerifyCode`
    /// (OQ46). Off unless set.
    #[must_use]
    pub fn with_sms(mut self, sms: bool) -> Self {
        self.sms = sms;
        self
    }

    /// With another clock: Unix time in milliseconds. The default is the system's.
    #[must_use]
    pub fn with_clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            access_token: ACCESS_TOKEN.to_owned(),
            authorisation_code: AUTHORISATION_CODE.to_owned(),
            dialect: Dialect::default(),
            account: ACCOUNT.to_owned(),
            api_key: API_KEY.to_owned(),
            time_window: Some(TIME_WINDOW),
            starting_balance: BALANCE,
            balances: BTreeMap::new(),
            charges_not_found: false,
            sms: false,
            clock: Arc::new(system_clock),
        }
    }
}

fn system_clock() -> u64 {
    let since_epoch = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    u64::try_from(since_epoch.as_millis()).unwrap_or(u64::MAX)
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            access_token: _,
            authorisation_code: _,
            dialect,
            account: _,
            api_key: _,
            time_window,
            starting_balance,
            balances,
            charges_not_found,
            sms,
            clock: _,
        } = self;
        f.debug_struct("Config")
            .field("dialect", dialect)
            .field("time_window", time_window)
            .field("starting_balance", starting_balance)
            .field("balances", balances)
            .field("charges_not_found", charges_not_found)
            .field("sms", sms)
            .finish_non_exhaustive()
    }
}
