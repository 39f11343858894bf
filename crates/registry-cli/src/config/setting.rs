//! Describes a setting: its key, its variable, its parser and the origin of its value.

use core::fmt;
use core::str::FromStr;
use std::env::VarError;

use enterprise_registry::{BaseUrl, Vendor};
use secrecy::SecretString;

use crate::error::CommandError;
use crate::toml_file::Section;

/// A setting of a profile or the environment.
#[derive(Debug)]
pub(crate) struct Setting<T> {
    /// Its key in a profile.
    pub(crate) key: &'static str,
    /// The environment variable that overrides the profile.
    pub(crate) variable: &'static str,
    is_number: bool,
    is_needed: bool,
    /// Whether an empty variable is an error. A script that fails to fill in an address must not
    /// reach the paid service, and an empty limit or proxy must not mean none.
    is_never_empty: bool,
    /// Parses the text, or says what it must be. The message does not repeat the text.
    read: fn(&str) -> Result<T, String>,
}

/// A value with its origin.
#[derive(Debug, Clone)]
pub(crate) struct Given<T> {
    pub(crate) value: T,
    pub(crate) origin: Origin,
}

/// The origin of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    Environment(&'static str),
    Profile {
        name: String,
        /// File, line, column and field.
        place: String,
    },
    Sandbox,
}

/// A setting for display: its key, its origin and its value.
#[derive(Debug)]
pub(crate) struct SettingReport {
    pub(crate) key: &'static str,
    /// Whether calls need it.
    pub(crate) is_needed: bool,
    pub(crate) origin: Option<Origin>,
    /// The value, unless it is secret.
    pub(crate) value: Option<String>,
}

impl<T> Setting<T> {
    /// A text setting.
    pub(crate) const fn text(
        key: &'static str,
        variable: &'static str,
        read: fn(&str) -> Result<T, String>,
    ) -> Self {
        Self {
            key,
            variable,
            is_number: false,
            is_needed: false,
            is_never_empty: false,
            read,
        }
    }

    /// A numeric setting.
    pub(crate) const fn number(
        key: &'static str,
        variable: &'static str,
        read: fn(&str) -> Result<T, String>,
    ) -> Self {
        Self {
            is_number: true,
            is_never_empty: true,
            ..Self::text(key, variable, read)
        }
    }

    /// A text setting that must not be empty, such as a limit or a proxy.
    pub(crate) const fn limit(
        key: &'static str,
        variable: &'static str,
        read: fn(&str) -> Result<T, String>,
    ) -> Self {
        Self {
            is_never_empty: true,
            ..Self::text(key, variable, read)
        }
    }

    /// Its value in a profile.
    pub(crate) fn in_profile(
        &self,
        name: &str,
        section: &Section<'_>,
    ) -> Result<Option<Given<T>>, CommandError> {
        let written = if self.is_number {
            section.number(self.key)
        } else {
            section.text(self.key)
        };
        let Some(written) = written? else {
            return Ok(None);
        };
        let value = (self.read)(&written).map_err(|wrong| section.invalid(self.key, wrong))?;
        let origin = Origin::Profile {
            name: name.to_owned(),
            place: section.location(self.key),
        };
        Ok(Some(Given { value, origin }))
    }

    /// Overrides the value with that of the environment. An empty variable counts as not set,
    /// except for the address of a vendor, a proxy, a number or another limit.
    pub(crate) fn override_from_environment(
        &self,
        given: &mut Option<Given<T>>,
    ) -> Result<(), CommandError> {
        let variable = self.variable;
        let wrong = |reason: &str| {
            CommandError::configuration(format!("the environment variable {variable}: {reason}"))
                .with_parameter(variable)
                .with_remedy("correct or unset it; `entreg help` describes it")
        };
        let written = match std::env::var(variable) {
            Ok(written) if written.is_empty() && !self.is_never_empty => return Ok(()),
            Ok(written) => written,
            Err(VarError::NotPresent) => return Ok(()),
            Err(VarError::NotUnicode(_)) => return Err(wrong("it is not UTF-8 text")),
        };
        let value = (self.read)(&written).map_err(|reason| {
            if written.is_empty() {
                wrong(&format!("it is empty; {reason}"))
            } else {
                wrong(&reason)
            }
        })?;
        tracing::debug!(variable, "set by the environment");
        *given = Some(Given {
            value,
            origin: Origin::Environment(variable),
        });
        Ok(())
    }

    /// The setting for display, with the part of its value that `show` returns.
    pub(crate) fn report(
        &self,
        given: Option<&Given<T>>,
        show: impl Fn(&T) -> Option<String>,
    ) -> SettingReport {
        SettingReport {
            key: self.key,
            is_needed: self.is_needed,
            origin: given.map(|given| given.origin.clone()),
            value: given.and_then(|given| show(&given.value)),
        }
    }
}

impl Setting<BaseUrl> {
    /// The address of a vendor.
    pub(crate) const fn base_url<V: Vendor>(variable: &'static str) -> Self {
        Self {
            is_never_empty: true,
            ..Self::text("base_url", variable, base_url::<V>)
        }
    }
}

impl Setting<SecretString> {
    /// A credential, which calls need and which is never shown.
    pub(crate) const fn credential(key: &'static str, variable: &'static str) -> Self {
        Self {
            is_needed: true,
            ..Self::text(key, variable, secret)
        }
    }
}

impl<T> Given<T> {
    pub(crate) fn by_sandbox(value: T) -> Self {
        Self {
            value,
            origin: Origin::Sandbox,
        }
    }

    /// Converts the value and keeps its origin.
    pub(crate) fn map<U>(self, convert: impl FnOnce(T) -> U) -> Given<U> {
        Given {
            value: convert(self.value),
            origin: self.origin,
        }
    }
}

/// As the subject of an error.
impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Environment(variable) => write!(f, "the environment variable {variable}"),
            Self::Profile { place, .. } => f.write_str(place),
            Self::Sandbox => f.write_str("the sandbox"),
        }
    }
}

/// Parses a credential: any text that is not blank.
pub(super) fn secret(text: &str) -> Result<SecretString, String> {
    if text.trim().is_empty() {
        return Err("is empty".to_owned());
    }
    Ok(text.into())
}

/// Parses a value by its `FromStr`.
pub(super) fn parsed<T: FromStr<Err: fmt::Display>>(text: &str) -> Result<T, String> {
    text.parse().map_err(|error: T::Err| error.to_string())
}

/// Parses the address of a vendor.
pub(super) fn base_url<V: Vendor>(text: &str) -> Result<BaseUrl, String> {
    BaseUrl::parse(text, V::NAME, V::PLAIN_HTTP).map_err(|error| error.to_string())
}
