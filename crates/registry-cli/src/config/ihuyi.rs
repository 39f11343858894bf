//! Reads the settings of ihuyi.

use enterprise_registry::BaseUrl;
use enterprise_registry::ihuyi::{Auth, Ihuyi as Vendor};
use secrecy::SecretString;

use super::clock_limit::ClockLimit;
use super::pace::CallsPerSecond;
use super::setting::{self, Given, Setting, SettingReport};
use crate::error::CommandError;
use crate::toml_file::Section;

const ACCOUNT: Setting<SecretString> = Setting::credential("account", "IHUYI_ACCOUNT");
const API_KEY: Setting<SecretString> = Setting::credential("api_key", "IHUYI_API_KEY");
const BASE_URL: Setting<BaseUrl> = Setting::base_url::<Vendor>("IHUYI_BASE_URL");
const AUTH: Setting<Auth> = Setting::text("auth", "IHUYI_AUTH", auth);
const MAX_SPEND: Setting<u64> = Setting::number("max_spend", "IHUYI_MAX_SPEND", |text| {
    text.parse()
        .map_err(|_| "must be a whole number of at least 0".to_owned())
});
const CALLS_PER_SECOND: Setting<CallsPerSecond> = Setting::number(
    "calls_per_second",
    "IHUYI_CALLS_PER_SECOND",
    setting::parsed,
);
const CORRECT_CLOCK: Setting<ClockLimit> =
    Setting::limit("correct_clock", "IHUYI_CORRECT_CLOCK", setting::parsed);

#[derive(Debug, Default)]
pub(crate) struct Ihuyi {
    pub(crate) account: Option<Given<SecretString>>,
    pub(crate) api_key: Option<Given<SecretString>>,
    pub(crate) base_url: Option<Given<BaseUrl>>,
    pub(crate) auth: Option<Given<Auth>>,
    /// The most paid queries of one run.
    pub(crate) max_spend: Option<Given<u64>>,
    pub(crate) calls_per_second: Option<Given<CallsPerSecond>>,
    pub(crate) correct_clock: Option<Given<ClockLimit>>,
    /// An error in the environment, reported only if this vendor is called.
    pub(crate) wrong: Option<CommandError>,
}

impl Ihuyi {
    pub(super) fn from_section(name: &str, section: Section<'_>) -> Result<Self, CommandError> {
        let ihuyi = Self {
            account: ACCOUNT.in_profile(name, &section)?,
            api_key: API_KEY.in_profile(name, &section)?,
            base_url: BASE_URL.in_profile(name, &section)?,
            auth: AUTH.in_profile(name, &section)?,
            max_spend: MAX_SPEND.in_profile(name, &section)?,
            calls_per_second: CALLS_PER_SECOND.in_profile(name, &section)?,
            correct_clock: CORRECT_CLOCK.in_profile(name, &section)?,
            wrong: None,
        };
        section.refuse_unknown()?;
        Ok(ihuyi)
    }

    pub(super) fn override_from_environment(&mut self) {
        self.wrong = self.override_all().err();
    }

    fn override_all(&mut self) -> Result<(), CommandError> {
        let Self {
            account,
            api_key,
            base_url,
            auth,
            max_spend,
            calls_per_second,
            correct_clock,
            wrong: _,
        } = self;
        ACCOUNT.override_from_environment(account)?;
        API_KEY.override_from_environment(api_key)?;
        BASE_URL.override_from_environment(base_url)?;
        AUTH.override_from_environment(auth)?;
        MAX_SPEND.override_from_environment(max_spend)?;
        CALLS_PER_SECOND.override_from_environment(calls_per_second)?;
        CORRECT_CLOCK.override_from_environment(correct_clock)
    }

    /// Every setting, the two credentials first.
    pub(crate) fn report(&self) -> Vec<SettingReport> {
        let Self {
            account,
            api_key,
            base_url,
            auth,
            max_spend,
            calls_per_second,
            correct_clock,
            wrong: _,
        } = self;
        vec![
            ACCOUNT.report(account.as_ref(), |_| None),
            API_KEY.report(api_key.as_ref(), |_| None),
            BASE_URL.report(base_url.as_ref(), |url| Some(url.to_string())),
            AUTH.report(auth.as_ref(), |auth| Some(auth_in_a_word(*auth).to_owned())),
            MAX_SPEND.report(max_spend.as_ref(), |queries| Some(queries.to_string())),
            CALLS_PER_SECOND.report(calls_per_second.as_ref(), |calls| Some(calls.to_string())),
            CORRECT_CLOCK.report(correct_clock.as_ref(), |limit| Some(limit.to_string())),
        ]
    }
}

/// The authentication mode in its text form.
pub(crate) fn auth_in_a_word(auth: Auth) -> &'static str {
    match auth {
        Auth::Static => "static",
        _ => "dynamic",
    }
}

fn auth(text: &str) -> Result<Auth, String> {
    match text {
        "dynamic" => Ok(Auth::Dynamic),
        "static" => Ok(Auth::Static),
        _ => Err("must be `dynamic` or `static`".to_owned()),
    }
}
