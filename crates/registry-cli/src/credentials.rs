//! With which credentials is a vendor called, and at which address?

use enterprise_registry::idcode::{self, Dialect, Idcode, InvalidDialect};
use enterprise_registry::ihuyi::{self, Auth, Ihuyi};
use enterprise_registry::{Vendor, Visit};
use secrecy::{ExposeSecret, SecretString};

use crate::config::Profile;
use crate::failure::Failure;
use crate::setting::{Origin, Setting};

/// A vendor that the command can call: where its operations and its credentials are.
pub(crate) trait Configured: Vendor {
    fn endpoints(visitor: &mut impl Visit<Self>);
    /// Those that only public clients show.
    fn unverified_endpoints(_visitor: &mut impl Visit<Self>) {}
    fn keys(settings: &Settings) -> Result<Self::Keys, Failure>;
    fn base_url(settings: &Settings) -> Option<&str>;
    /// How requests are built where that is a setting, in a word for the log.
    fn manner(settings: &Settings) -> Result<String, Failure>;
    /// Every setting of this vendor, the two credentials first.
    fn all(profile: &Profile) -> Vec<Setting>;
}

impl Configured for Idcode {
    fn endpoints(visitor: &mut impl Visit<Self>) {
        idcode::endpoints(visitor);
        #[cfg(feature = "unverified")]
        idcode::unverified_endpoints(visitor);
    }

    fn unverified_endpoints(visitor: &mut impl Visit<Self>) {
        idcode::unverified_endpoints(visitor);
    }

    fn keys(settings: &Settings) -> Result<Self::Keys, Failure> {
        let (access_token, auth_code) = settings.idcode()?;
        let keys = idcode::Keys::new(access_token.clone(), auth_code.clone());
        Ok(keys.with_dialect(settings.idcode_dialect()?))
    }

    fn base_url(settings: &Settings) -> Option<&str> {
        settings.profile.idcode.base_url.as_deref()
    }

    fn manner(settings: &Settings) -> Result<String, Failure> {
        Ok(settings.idcode_dialect()?.to_string())
    }

    fn all(profile: &Profile) -> Vec<Setting> {
        let crate::config::Idcode {
            access_token,
            auth_code,
            base_url,
            dialect,
        } = &profile.idcode;
        vec![
            Setting::credential(
                "access_token",
                "IDCODE_ACCESS_TOKEN",
                access_token.is_some(),
            ),
            Setting::credential("auth_code", "IDCODE_AUTH_CODE", auth_code.is_some()),
            Setting::option("base_url", Some("IDCODE_BASE_URL"), base_url.is_some()),
            Setting::option("dialect", Some("IDCODE_DIALECT"), dialect.is_some()),
        ]
    }
}

impl Configured for Ihuyi {
    fn endpoints(visitor: &mut impl Visit<Self>) {
        ihuyi::endpoints(visitor);
        #[cfg(feature = "unverified")]
        ihuyi::unverified_endpoints(visitor);
    }

    fn keys(settings: &Settings) -> Result<Self::Keys, Failure> {
        let (account, api_key) = settings.ihuyi()?;
        let keys = ihuyi::Keys::new(account.expose_secret(), api_key.clone());
        Ok(keys.with_auth(settings.ihuyi_auth()?))
    }

    fn base_url(settings: &Settings) -> Option<&str> {
        settings.profile.ihuyi.base_url.as_deref()
    }

    fn manner(settings: &Settings) -> Result<String, Failure> {
        let manner = match settings.ihuyi_auth()? {
            Auth::Static => "static",
            _ => "dynamic",
        };
        Ok(manner.to_owned())
    }

    fn all(profile: &Profile) -> Vec<Setting> {
        let crate::config::Ihuyi {
            account,
            api_key,
            base_url,
            auth,
            max_spend,
        } = &profile.ihuyi;
        vec![
            Setting::credential("account", "IHUYI_ACCOUNT", account.is_some()),
            Setting::credential("api_key", "IHUYI_API_KEY", api_key.is_some()),
            Setting::option("base_url", Some("IHUYI_BASE_URL"), base_url.is_some()),
            Setting::option("auth", Some("IHUYI_AUTH"), auth.is_some()),
            Setting::option("max_spend", None, max_spend.is_some()),
        ]
    }
}

/// A profile with what the environment says instead.
#[derive(Debug)]
pub(crate) struct Settings {
    profile: Profile,
    is_sandbox: bool,
}

impl Settings {
    /// The profile, overridden by the environment. An empty variable counts as not set.
    pub(crate) fn of(mut profile: Profile) -> Result<Self, Failure> {
        override_with("IDCODE_ACCESS_TOKEN", &mut profile.idcode.access_token)?;
        override_with("IDCODE_AUTH_CODE", &mut profile.idcode.auth_code)?;
        override_with("IDCODE_BASE_URL", &mut profile.idcode.base_url)?;
        override_with("IDCODE_DIALECT", &mut profile.idcode.dialect)?;
        override_with("IHUYI_ACCOUNT", &mut profile.ihuyi.account)?;
        override_with("IHUYI_API_KEY", &mut profile.ihuyi.api_key)?;
        override_with("IHUYI_BASE_URL", &mut profile.ihuyi.base_url)?;
        override_with("IHUYI_AUTH", &mut profile.ihuyi.auth)?;
        Ok(Self {
            profile,
            is_sandbox: false,
        })
    }

    /// The settings of a sandbox: nothing else counts.
    pub(crate) fn exactly(profile: Profile) -> Self {
        Self {
            profile,
            is_sandbox: true,
        }
    }

    /// Every setting of a vendor with where it comes from.
    pub(crate) fn origins<V: Configured>(&self) -> impl Iterator<Item = (Setting, Origin)> {
        V::all(&self.profile).into_iter().map(|setting| {
            let origin = setting.origin(self.profile.name.as_deref(), self.is_sandbox);
            (setting, origin)
        })
    }

    /// What must not be seen in any output.
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
        .map(|secret| secret.expose_secret().to_owned())
        .collect()
    }

    pub(crate) fn proxy(&self) -> Option<&str> {
        self.profile.proxy.as_ref().map(ExposeSecret::expose_secret)
    }

    /// How many paid queries this run may send.
    pub(crate) fn max_spend(&self) -> Option<u64> {
        self.profile.ihuyi.max_spend
    }

    /// Access token and authorisation code.
    pub(crate) fn idcode(&self) -> Result<(&SecretString, &SecretString), Failure> {
        let idcode = &self.profile.idcode;
        match (&idcode.access_token, &idcode.auth_code) {
            (Some(access_token), Some(auth_code)) => Ok((access_token, auth_code)),
            (token, code) => Err(self.missing(
                "idcode",
                &[
                    ("IDCODE_ACCESS_TOKEN", "access_token", token.is_none()),
                    ("IDCODE_AUTH_CODE", "auth_code", code.is_none()),
                ],
            )),
        }
    }

    /// The authorisation code alone, for a path that has its access token.
    pub(crate) fn auth_code(&self) -> Result<&SecretString, Failure> {
        let code = self.profile.idcode.auth_code.as_ref();
        code.ok_or_else(|| self.missing("idcode", &[("IDCODE_AUTH_CODE", "auth_code", true)]))
    }

    /// In which dialect calls of IDcode are signed.
    pub(crate) fn idcode_dialect(&self) -> Result<Dialect, Failure> {
        let dialect = self.profile.idcode.dialect.as_deref().unwrap_or_default();
        dialect.parse().map_err(|error: InvalidDialect| {
            Failure::configuration("IDCODE_DIALECT or `dialect` of the profile is no dialect")
                .with_cause(error.to_string())
                .with_remedy(
                    "leave it out for the default; `entreg help sandbox` lists the answers",
                )
        })
    }

    /// Account and API key.
    pub(crate) fn ihuyi(&self) -> Result<(&SecretString, &SecretString), Failure> {
        let ihuyi = &self.profile.ihuyi;
        match (&ihuyi.account, &ihuyi.api_key) {
            (Some(account), Some(api_key)) => Ok((account, api_key)),
            (account, key) => Err(self.missing(
                "ihuyi",
                &[
                    ("IHUYI_ACCOUNT", "account", account.is_none()),
                    ("IHUYI_API_KEY", "api_key", key.is_none()),
                ],
            )),
        }
    }

    /// How calls of ihuyi authenticate.
    pub(crate) fn ihuyi_auth(&self) -> Result<Auth, Failure> {
        match self.profile.ihuyi.auth.as_deref() {
            None | Some("dynamic") => Ok(Auth::Dynamic),
            Some("static") => Ok(Auth::Static),
            Some(_) => Err(Failure::configuration(
                "IHUYI_AUTH or `auth` of the profile must be `dynamic` or `static`",
            )),
        }
    }

    fn missing(&self, vendor: &str, needed: &[(&str, &str, bool)]) -> Failure {
        let missing = || needed.iter().filter(|(_, _, is_missing)| *is_missing);
        let variables: Vec<_> = missing().map(|(variable, _, _)| *variable).collect();
        let keys: Vec<_> = missing().map(|(_, key, _)| format!("`{key}`")).collect();
        let profile = self.profile.name.as_deref().unwrap_or("NAME");
        Failure::configuration(format!(
            "credentials of {vendor} are missing: {}",
            variables.join(" and ")
        ))
        .with_remedy(format!(
            "set {} in the environment, or {} under [profiles.{profile}.{vendor}] in the \
             configuration file; --sandbox needs none",
            variables.join(" and "),
            keys.join(" and "),
        ))
    }
}

fn override_with<T: From<String>>(
    variable: &'static str,
    setting: &mut Option<T>,
) -> Result<(), Failure> {
    match std::env::var(variable) {
        Ok(value) if value.is_empty() => Ok(()),
        Ok(value) => {
            tracing::debug!(variable, "set by the environment");
            *setting = Some(value.into());
            Ok(())
        }
        Err(std::env::VarError::NotPresent) => Ok(()),
        Err(std::env::VarError::NotUnicode(_)) => Err(Failure::configuration(format!(
            "the environment variable {variable} is not UTF-8 text"
        ))),
    }
}
