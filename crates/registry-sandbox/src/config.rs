//! The configuration of a sandbox.

use core::fmt;
use core::time::Duration;
use std::sync::Arc;

use endpoint_core::{Clock, SystemClock};
use idcode_api::Dialect;

use crate::account::Account;

/// The access token that the IDcode document shows (section 4).
const ACCESS_TOKEN: &str = "J7X4LuOOfURXeAAEAAAAAABSK";
/// The authorisation code that belongs to it.
const AUTHORISATION_CODE: &str = "RORJOOfU4OJ44XUf4uuXU4JuRLeeRAX7";
const ACCOUNT: &str = "sandbox-account";
const API_KEY: &str = "sandbox-key-0000";
const TIME_WINDOW: Duration = Duration::from_secs(10 * 60);

const CLIENT_TIMEOUT: Duration = Duration::from_secs(30);
/// One year, because clocks end somewhere.
const LONGEST_TIMEOUT: Duration = Duration::from_secs(31_536_000);

/// The configuration of a sandbox. `Debug` shows no credential.
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
    /// The account in the sandbox's own examples.
    pub(crate) first: Account,
    pub(crate) others: Vec<Account>,
    pub(crate) time_window: Option<Duration>,
    pub(crate) charges_not_found: bool,
    pub(crate) masks_names: bool,
    pub(crate) copyrights_in_xml: bool,
    pub(crate) sms: bool,
    pub(crate) observed_spellings: bool,
    pub(crate) picture_addresses: bool,
    pub(crate) listing_lag: Duration,
    pub(crate) client_timeout: Duration,
    pub(crate) clock: Arc<dyn Clock>,
}

impl Config {
    /// Sets the credentials for IDcode. The default is the pair that the document shows: access
    /// token `J7X4LuOOfURXeAAEAAAAAABSK`, authorisation code `RORJOOfU4OJ44XUf4uuXU4JuRLeeRAX7`.
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

    /// Sets the dialect in which IDcode's requests are expected.
    #[must_use]
    pub fn with_dialect(mut self, dialect: Dialect) -> Self {
        self.dialect = dialect;
        self
    }

    /// Sets how long the server waits for a client: for the head of a request, between two
    /// requests, for reading any of a response, and for a body, which gets a second more for every
    /// 64 KiB. 30 s unless set.
    #[must_use]
    pub fn with_client_timeout(mut self, timeout: Duration) -> Self {
        self.client_timeout = timeout.min(LONGEST_TIMEOUT);
        self
    }

    /// Sets the credentials of the first account of ihuyi. The default is `sandbox-account` with
    /// the key `sandbox-key-0000`.
    #[must_use]
    pub fn with_ihuyi_account(
        mut self,
        account: impl Into<String>,
        api_key: impl Into<String>,
    ) -> Self {
        self.first = self.first.with_credentials(account, api_key);
        self
    }

    /// Adds an account of ihuyi, or replaces the one of the same name.
    #[must_use]
    pub fn with_account(mut self, account: Account) -> Self {
        let mut all = core::iter::once(&mut self.first).chain(&mut self.others);
        match all.find(|one| one.name() == account.name()) {
            Some(same) => *same = account,
            None => self.others.push(account),
        }
        self
    }

    /// Replaces all accounts of ihuyi. [`Sandbox::ihuyi_keys`](crate::Sandbox::ihuyi_keys) and
    /// [`Sandbox::balance`](crate::Sandbox::balance) use the first.
    #[must_use]
    pub fn with_accounts(
        mut self,
        first: Account,
        others: impl IntoIterator<Item = Account>,
    ) -> Self {
        self.first = first;
        self.others = Vec::new();
        others.into_iter().fold(self, Self::with_account)
    }

    /// Sets how far the time of a request may be from the sandbox's, for both vendors; `None`
    /// accepts any time. The default of ten minutes is a choice of this sandbox: neither vendor
    /// documents a limit (OQ11, `password-lifetime`).
    #[must_use]
    pub fn with_time_window(mut self, window: Option<Duration>) -> Self {
        self.time_window = window;
        self
    }

    /// Sets the first account's initial balance of each product; 100 unless set.
    #[must_use]
    pub fn with_starting_balance(mut self, queries: u64) -> Self {
        self.first = self.first.with_starting_balance(queries);
        self
    }

    /// Sets the first account's initial balance of one product (`ent3f`).
    #[must_use]
    pub fn with_balance(mut self, product: impl Into<String>, queries: u64) -> Self {
        self.first = self.first.with_balance(product, queries);
        self
    }

    /// Sets whether "found nothing" (408, 4201) is charged. Off unless set; the documents are
    /// silent (open question `charging`).
    #[must_use]
    pub fn with_charge_for_not_found(mut self, charges: bool) -> Self {
        self.charges_not_found = charges;
        self
    }

    /// Sets whether responses mask the names of persons and of works, as the documents' samples do
    /// (`谢**`). Off unless set: entinfov2 says that real responses have them in full
    /// (`masked-samples`).
    #[must_use]
    pub fn with_masked_names(mut self, masks: bool) -> Self {
        self.masks_names = masks;
        self
    }

    /// Sets whether entcopy's queries are answered in XML. Off unless set: the document prints both
    /// forms and does not say what selects one (open question `xml-switch`).
    #[must_use]
    pub fn with_copyrights_in_xml(mut self, xml: bool) -> Self {
        self.copyrights_in_xml = xml;
        self
    }

    /// Sets whether the platform verifies mobile phones by SMS, so that 301 checks `smsVerifyCode`
    /// (OQ46). Off unless set.
    #[must_use]
    pub fn with_sms(mut self, sms: bool) -> Self {
        self.sms = sms;
        self
    }

    /// Sets whether IDcode's responses spell their keys as a client of the live service reads them
    /// where that differs in case from the document's tables (OQ29): `Linkman` and `Linkphone` in
    /// 306, 307 and 601, `CodeUse_ID` in 202. Off unless set; for clients that compare keys
    /// exactly.
    #[must_use]
    pub fn with_observed_spellings(mut self, observed: bool) -> Self {
        self.observed_spellings = observed;
        self
    }

    /// Sets whether 603 returns an address, as clients have received it, and not base64, as the
    /// document's table says (OQ27). The sandbox serves the last 100 pictures at their addresses.
    /// Off unless set.
    ///
    /// The addresses begin with that of the server; without a server they have a host that cannot
    /// exist, and the sandbox serves their paths all the same.
    #[must_use]
    pub fn with_picture_addresses(mut self, addresses: bool) -> Self {
        self.picture_addresses = addresses;
        self
    }

    /// Sets how long IDcode's free reads take to show a write, by the sandbox's clock: a unit in
    /// 307, its data in 306 and its status in 308, a category in 403 and 404, an upload in 502.
    /// Writes count at once: a second registration is refused. No delay unless set.
    #[must_use]
    pub fn with_listing_lag(mut self, lag: Duration) -> Self {
        self.listing_lag = lag;
        self
    }

    /// Replaces the clock. The default is the system's.
    #[must_use]
    pub fn with_clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            access_token: ACCESS_TOKEN.to_owned(),
            authorisation_code: AUTHORISATION_CODE.to_owned(),
            dialect: Dialect::default(),
            first: Account::new(ACCOUNT, API_KEY),
            others: Vec::new(),
            time_window: Some(TIME_WINDOW),
            charges_not_found: false,
            masks_names: false,
            copyrights_in_xml: false,
            sms: false,
            observed_spellings: false,
            picture_addresses: false,
            listing_lag: Duration::ZERO,
            client_timeout: CLIENT_TIMEOUT,
            clock: Arc::new(SystemClock),
        }
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            access_token: _,
            authorisation_code: _,
            dialect,
            first,
            others,
            time_window,
            charges_not_found,
            masks_names,
            copyrights_in_xml,
            sms,
            observed_spellings,
            picture_addresses,
            listing_lag,
            client_timeout,
            clock: _,
        } = self;
        f.debug_struct("Config")
            .field("dialect", dialect)
            .field("first", first)
            .field("others", others)
            .field("time_window", time_window)
            .field("charges_not_found", charges_not_found)
            .field("masks_names", masks_names)
            .field("copyrights_in_xml", copyrights_in_xml)
            .field("sms", sms)
            .field("observed_spellings", observed_spellings)
            .field("picture_addresses", picture_addresses)
            .field("listing_lag", listing_lag)
            .field("client_timeout", client_timeout)
            .finish_non_exhaustive()
    }
}
