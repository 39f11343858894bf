//! Reads the settings of IDcode.

use enterprise_registry::BaseUrl;
use enterprise_registry::idcode::{Dialect, Idcode as Vendor};
use secrecy::SecretString;

use super::clock_limit::ClockLimit;
use super::pace::CallsPerSecond;
use super::setting::{self, Given, Setting, SettingReport};
use crate::error::CommandError;
use crate::toml_file::Section;

const ACCESS_TOKEN: Setting<SecretString> =
    Setting::credential("access_token", "IDCODE_ACCESS_TOKEN");
const AUTH_CODE: Setting<SecretString> = Setting::credential("auth_code", "IDCODE_AUTH_CODE");
const BASE_URL: Setting<BaseUrl> = Setting::base_url::<Vendor>("IDCODE_BASE_URL");
const DIALECT: Setting<Dialect> = Setting::text("dialect", "IDCODE_DIALECT", setting::parsed);
const CALLS_PER_SECOND: Setting<CallsPerSecond> = Setting::number(
    "calls_per_second",
    "IDCODE_CALLS_PER_SECOND",
    setting::parsed,
);
const CORRECT_CLOCK: Setting<ClockLimit> =
    Setting::limit("correct_clock", "IDCODE_CORRECT_CLOCK", setting::parsed);

#[derive(Debug, Default)]
pub(crate) struct Idcode {
    pub(crate) access_token: Option<Given<SecretString>>,
    pub(crate) auth_code: Option<Given<SecretString>>,
    pub(crate) base_url: Option<Given<BaseUrl>>,
    pub(crate) dialect: Option<Given<Dialect>>,
    pub(crate) calls_per_second: Option<Given<CallsPerSecond>>,
    pub(crate) correct_clock: Option<Given<ClockLimit>>,
    /// An error in the environment, reported only if this vendor is called.
    pub(crate) wrong: Option<CommandError>,
}

impl Idcode {
    pub(super) fn from_section(name: &str, section: Section<'_>) -> Result<Self, CommandError> {
        let idcode = Self {
            access_token: ACCESS_TOKEN.in_profile(name, &section)?,
            auth_code: AUTH_CODE.in_profile(name, &section)?,
            base_url: BASE_URL.in_profile(name, &section)?,
            dialect: DIALECT.in_profile(name, &section)?,
            calls_per_second: CALLS_PER_SECOND.in_profile(name, &section)?,
            correct_clock: CORRECT_CLOCK.in_profile(name, &section)?,
            wrong: None,
        };
        section.refuse_unknown()?;
        Ok(idcode)
    }

    pub(super) fn override_from_environment(&mut self) {
        self.wrong = self.override_all().err();
    }

    fn override_all(&mut self) -> Result<(), CommandError> {
        let Self {
            access_token,
            auth_code,
            base_url,
            dialect,
            calls_per_second,
            correct_clock,
            wrong: _,
        } = self;
        ACCESS_TOKEN.override_from_environment(access_token)?;
        AUTH_CODE.override_from_environment(auth_code)?;
        BASE_URL.override_from_environment(base_url)?;
        DIALECT.override_from_environment(dialect)?;
        CALLS_PER_SECOND.override_from_environment(calls_per_second)?;
        CORRECT_CLOCK.override_from_environment(correct_clock)
    }

    /// Every setting, the two credentials first.
    pub(crate) fn report(&self) -> Vec<SettingReport> {
        let Self {
            access_token,
            auth_code,
            base_url,
            dialect,
            calls_per_second,
            correct_clock,
            wrong: _,
        } = self;
        vec![
            ACCESS_TOKEN.report(access_token.as_ref(), |_| None),
            AUTH_CODE.report(auth_code.as_ref(), |_| None),
            BASE_URL.report(base_url.as_ref(), |url| Some(url.to_string())),
            DIALECT.report(dialect.as_ref(), |dialect| Some(dialect.to_string())),
            CALLS_PER_SECOND.report(calls_per_second.as_ref(), |calls| Some(calls.to_string())),
            CORRECT_CLOCK.report(correct_clock.as_ref(), |limit| Some(limit.to_string())),
        ]
    }
}
