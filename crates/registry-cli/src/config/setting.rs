//! What is a setting called in a profile and in the environment, and who has set it?

use core::fmt;
use core::str::FromStr;
use std::env::VarError;

use enterprise_registry::{BaseUrl, Vendor};
use secrecy::SecretString;

use crate::error::CommandError;
use crate::toml_file::Section;

/// Something that can be set.
#[derive(Debug)]
pub(crate) struct Setting<T> {
    /// As it is called in a profile.
    pub(crate) key: &'static str,
    /// What overrides the profile.
    pub(crate) variable: &'static str,
    is_number: bool,
    is_needed: bool,
    /// Whether an empty variable is refused. An address that a script failed to fill in must not
    /// lead to the service where queries are paid, nor a limit or a proxy to there being none.
    is_never_empty: bool,
    /// Reads it, or says what it has to be. That is shown, so it repeats nothing of the text.
    read: fn(&str) -> Result<T, String>,
}

/// What was set, and by whom.
#[derive(Debug, Clone)]
pub(crate) struct Given<T> {
    pub(crate) value: T,
    pub(crate) origin: Origin,
}

/// Who has set something.
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

/// A setting as it is told to a person: whether it is set, by whom, and to what.
#[derive(Debug)]
pub(crate) struct SettingReport {
    pub(crate) key: &'static str,
    /// Without it nothing can be called.
    pub(crate) is_needed: bool,
    pub(crate) origin: Option<Origin>,
    /// Nothing of what is secret.
    pub(crate) value: Option<String>,
}

impl<T> Setting<T> {
    /// One that is written as a text.
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

    /// One that is written as a number.
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

    /// One that limits what is done, or whom it is sent to, and is written as a text, such as a time.
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

    /// What the profile of this name says of it.
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

    /// What the environment says instead. An empty variable counts as not set, unless it is the
    /// address of a vendor, a proxy, a number or another limit.
    pub(crate) fn or_environment(&self, given: &mut Option<Given<T>>) -> Result<(), CommandError> {
        let variable = self.variable;
        let wrong = |reason: &str| {
            CommandError::configuration(format!("the environment variable {variable}: {reason}"))
                .with_parameter(variable)
                .with_remedy("correct it or unset it; `entreg help` says what it is")
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

    /// As it is told to a person, with as much of its value as `show` shows.
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
    /// Where a vendor is called.
    pub(crate) const fn base_url<V: Vendor>(variable: &'static str) -> Self {
        Self {
            is_never_empty: true,
            ..Self::text("base_url", variable, base_url::<V>)
        }
    }
}

impl Setting<SecretString> {
    /// One without which nothing can be called, and which is never shown.
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

    /// The same, made more of.
    pub(crate) fn map<U>(self, more: impl FnOnce(T) -> U) -> Given<U> {
        Given {
            value: more(self.value),
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

/// Reads a credential: any text is one.
pub(super) fn secret(text: &str) -> Result<SecretString, String> {
    if text.trim().is_empty() {
        return Err("is empty".to_owned());
    }
    Ok(text.into())
}

/// Reads what has a form of its own.
pub(super) fn parsed<T: FromStr<Err: fmt::Display>>(text: &str) -> Result<T, String> {
    text.parse().map_err(|error: T::Err| error.to_string())
}

/// Reads the address of a vendor.
pub(super) fn base_url<V: Vendor>(text: &str) -> Result<BaseUrl, String> {
    BaseUrl::parse(text, V::NAME, V::PLAIN_HTTP).map_err(|error| error.to_string())
}
