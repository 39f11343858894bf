//! Holds the settings of a run: credentials, addresses and limits of each vendor.

use enterprise_registry::idcode::{self, Dialect, Idcode};
use enterprise_registry::ihuyi::{self, Auth, Ihuyi};
use enterprise_registry::{BaseUrl, Vendor, Visit};
use secrecy::{ExposeSecret, SecretString};

use crate::config::{
    self, CallsPerSecond, ClockLimit, ConfigFile, Connection, Given, Profile, SettingReport,
};
use crate::error::CommandError;
use crate::record;

/// A vendor that the command can call: its operations and its settings.
pub(crate) trait ConfiguredVendor: Vendor {
    fn endpoints(visitor: &mut impl Visit<Self>);
    /// Visits the operations known from public clients only.
    fn unverified_endpoints(_visitor: &mut impl Visit<Self>) {}
    fn keys(settings: &Settings) -> Result<Self::Keys, CommandError>;
    /// The keys of a client that sends nothing.
    fn placeholder_keys() -> Self::Keys;
    fn base_url(settings: &Settings) -> Option<&BaseUrl>;
    fn calls_per_second(settings: &Settings) -> Option<CallsPerSecond>;
    fn correct_clock(settings: &Settings) -> Option<ClockLimit>;
    /// The configured variant of requests (dialect or authentication), for the log.
    fn request_variant(settings: &Settings) -> String;
    /// Reports every setting of this vendor, the two credentials first.
    fn report(settings: &Settings) -> Vec<SettingReport>;
    /// The error in the environment, reported only once this vendor is to be called.
    fn wrong(settings: &Settings) -> Option<&CommandError>;
}

impl ConfiguredVendor for Idcode {
    fn endpoints(visitor: &mut impl Visit<Self>) {
        idcode::endpoints(visitor);
        #[cfg(feature = "unverified")]
        idcode::unverified_endpoints(visitor);
    }

    fn unverified_endpoints(visitor: &mut impl Visit<Self>) {
        idcode::unverified_endpoints(visitor);
    }

    fn keys(settings: &Settings) -> Result<Self::Keys, CommandError> {
        let (access_token, auth_code) = settings.idcode()?;
        let keys = idcode::IdcodeKeys::new(access_token.clone(), auth_code.clone());
        Ok(keys.with_dialect(settings.idcode_dialect()))
    }

    fn placeholder_keys() -> Self::Keys {
        idcode::IdcodeKeys::new("none", "none")
    }

    fn base_url(settings: &Settings) -> Option<&BaseUrl> {
        value(settings.profile.idcode.base_url.as_ref())
    }

    fn calls_per_second(settings: &Settings) -> Option<CallsPerSecond> {
        value(settings.profile.idcode.calls_per_second.as_ref()).copied()
    }

    fn correct_clock(settings: &Settings) -> Option<ClockLimit> {
        value(settings.profile.idcode.correct_clock.as_ref()).copied()
    }

    fn request_variant(settings: &Settings) -> String {
        settings.idcode_dialect().to_string()
    }

    fn report(settings: &Settings) -> Vec<SettingReport> {
        settings.profile.idcode.report()
    }

    fn wrong(settings: &Settings) -> Option<&CommandError> {
        settings.profile.idcode.wrong.as_ref()
    }
}

impl ConfiguredVendor for Ihuyi {
    fn endpoints(visitor: &mut impl Visit<Self>) {
        ihuyi::endpoints(visitor);
        #[cfg(feature = "unverified")]
        ihuyi::unverified_endpoints(visitor);
    }

    fn keys(settings: &Settings) -> Result<Self::Keys, CommandError> {
        let (account, api_key) = settings.ihuyi()?;
        let keys = ihuyi::IhuyiKeys::new(account.expose_secret(), api_key.clone());
        Ok(keys.with_auth(settings.ihuyi_auth()))
    }

    fn placeholder_keys() -> Self::Keys {
        ihuyi::IhuyiKeys::new("none", "none")
    }

    fn base_url(settings: &Settings) -> Option<&BaseUrl> {
        value(settings.profile.ihuyi.base_url.as_ref())
    }

    fn calls_per_second(settings: &Settings) -> Option<CallsPerSecond> {
        value(settings.profile.ihuyi.calls_per_second.as_ref()).copied()
    }

    fn correct_clock(settings: &Settings) -> Option<ClockLimit> {
        value(settings.profile.ihuyi.correct_clock.as_ref()).copied()
    }

    fn request_variant(settings: &Settings) -> String {
        config::auth_in_a_word(settings.ihuyi_auth()).to_owned()
    }

    fn report(settings: &Settings) -> Vec<SettingReport> {
        settings.profile.ihuyi.report()
    }

    fn wrong(settings: &Settings) -> Option<&CommandError> {
        settings.profile.ihuyi.wrong.as_ref()
    }
}

/// The settings of a run.
#[derive(Debug)]
pub(crate) struct Settings {
    profile: Profile,
}

impl Settings {
    pub(crate) fn new(profile: Profile) -> Self {
        Self { profile }
    }

    /// The credentials, to be redacted from all output.
    pub(crate) fn secrets(&self) -> Vec<String> {
        let Profile { idcode, ihuyi, .. } = &self.profile;
        [
            &idcode.access_token,
            &idcode.auth_code,
            &ihuyi.account,
            &ihuyi.api_key,
        ]
        .into_iter()
        .flatten()
        .map(|secret| secret.value.expose_secret().to_owned())
        .collect()
    }

    /// The configuration file, if one was read.
    pub(crate) fn config_file(&self) -> Option<&ConfigFile> {
        self.profile.file.as_ref()
    }

    pub(crate) fn connection(&self) -> &Connection {
        &self.profile.connection
    }

    /// The most paid queries of this run.
    pub(crate) fn max_spend(&self) -> Option<u64> {
        value(self.profile.ihuyi.max_spend.as_ref()).copied()
    }

    /// Refuses to start if `max_spend` allows fewer paid queries than this.
    pub(crate) fn check_spend(&self, queries: u64) -> Result<(), CommandError> {
        match &self.profile.ihuyi.max_spend {
            Some(Given { value, origin }) if *value < queries => {
                let wanted = record::queries(queries);
                Err(CommandError::configuration(format!(
                    "{origin}: allows {value} paid queries, but {wanted} will be sent"
                ))
                .not_sent()
                .with_remedy("raise `max_spend`"))
            }
            _ => Ok(()),
        }
    }

    /// Access token and authorisation code.
    pub(crate) fn idcode(&self) -> Result<(&SecretString, &SecretString), CommandError> {
        let idcode = &self.profile.idcode;
        unless_wrong::<Idcode>(self)?;
        match (&idcode.access_token, &idcode.auth_code) {
            (Some(access_token), Some(auth_code)) => Ok((&access_token.value, &auth_code.value)),
            (token, code) => Err(self.missing(
                "idcode",
                &[
                    ("IDCODE_ACCESS_TOKEN", "access_token", token.is_none()),
                    ("IDCODE_AUTH_CODE", "auth_code", code.is_none()),
                ],
            )),
        }
    }

    /// The authorisation code alone, for a path that holds the access token itself.
    pub(crate) fn auth_code(&self) -> Result<&SecretString, CommandError> {
        unless_wrong::<Idcode>(self)?;
        let code = value(self.profile.idcode.auth_code.as_ref());
        code.ok_or_else(|| self.missing("idcode", &[("IDCODE_AUTH_CODE", "auth_code", true)]))
    }

    /// The dialect in which IDcode's requests are built and signed.
    pub(crate) fn idcode_dialect(&self) -> Dialect {
        value(self.profile.idcode.dialect.as_ref())
            .copied()
            .unwrap_or_default()
    }

    /// Account and API key.
    pub(crate) fn ihuyi(&self) -> Result<(&SecretString, &SecretString), CommandError> {
        let ihuyi = &self.profile.ihuyi;
        unless_wrong::<Ihuyi>(self)?;
        match (&ihuyi.account, &ihuyi.api_key) {
            (Some(account), Some(api_key)) => Ok((&account.value, &api_key.value)),
            (account, key) => Err(self.missing(
                "ihuyi",
                &[
                    ("IHUYI_ACCOUNT", "account", account.is_none()),
                    ("IHUYI_API_KEY", "api_key", key.is_none()),
                ],
            )),
        }
    }

    /// How requests to ihuyi authenticate.
    pub(crate) fn ihuyi_auth(&self) -> Auth {
        value(self.profile.ihuyi.auth.as_ref())
            .copied()
            .unwrap_or_default()
    }

    fn missing(&self, vendor: &str, needed: &[(&str, &str, bool)]) -> CommandError {
        let missing = || needed.iter().filter(|(_, _, is_missing)| *is_missing);
        let variables: Vec<_> = missing().map(|(variable, _, _)| *variable).collect();
        let keys: Vec<_> = missing().map(|(_, key, _)| format!("`{key}`")).collect();
        let failure = CommandError::configuration(format!(
            "credentials of {vendor} are missing: {}",
            variables.join(" and ")
        ));
        if let Some(first) = self.profile.others.first() {
            let others = self.profile.others.join(", ");
            return failure
                .with_cause(format!(
                    "no profile is selected; the configuration file has {others}"
                ))
                .with_remedy(format!(
                    "select one with --profile {first}, or write default_profile = \"{first}\" at \
                     the top of the file"
                ));
        }
        let profile = self.profile.name.as_deref().unwrap_or("NAME");
        failure.with_remedy(format!(
            "set {} in the environment, or {} under [profiles.{profile}.{vendor}] in the \
             configuration file; --sandbox needs none",
            variables.join(" and "),
            keys.join(" and "),
        ))
    }
}

fn value<T>(given: Option<&Given<T>>) -> Option<&T> {
    given.map(|given| &given.value)
}

fn unless_wrong<V: ConfiguredVendor>(settings: &Settings) -> Result<(), CommandError> {
    V::wrong(settings).map_or(Ok(()), |wrong| Err(wrong.clone()))
}
