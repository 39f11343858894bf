//! What the runs of a ledger are about: their settings, and the rate of their requests.

use core::fmt;
use core::num::NonZeroU32;
use core::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::error::InvalidRow;
use super::machine::Moment;
use super::record::refuse_secrets;

/// The settings of a run: product, input file and its digest, columns, kept fields, a fingerprint
/// of the account. What they are is up to the caller.
#[derive(Clone, PartialEq, Eq)]
pub struct Settings(Value);

impl Settings {
    /// From anything that serde can turn into JSON.
    ///
    /// # Errors
    ///
    /// A field is a secret by its name, or has a signed URL in its value.
    pub fn new(settings: &impl Serialize) -> Result<Self, InvalidRow> {
        let value = serde_json::to_value(settings)
            .map_err(|error| InvalidRow::NotJson(error.to_string()))?;
        refuse_secrets_in("", &value)?;
        Ok(Self(value))
    }

    /// Reads them.
    ///
    /// # Errors
    ///
    /// They are not of this form: another version wrote them.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        T::deserialize(&self.0)
    }

    /// As JSON, the names in order: equal settings are equal texts.
    #[cfg(feature = "sqlite")]
    pub(super) fn to_text(&self) -> String {
        self.0.to_string()
    }

    #[cfg(feature = "sqlite")]
    pub(super) fn from_text(text: &str) -> Self {
        Self(serde_json::from_str(text).unwrap_or(Value::Null))
    }
}

/// They may name people: a kept column, a path.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings").finish_non_exhaustive()
    }
}

fn refuse_secrets_in(name: &str, value: &Value) -> Result<(), InvalidRow> {
    match value {
        Value::String(text) => refuse_secrets(name, text),
        Value::Array(values) => values.iter().try_for_each(|v| refuse_secrets_in(name, v)),
        Value::Object(fields) => fields.iter().try_for_each(|(n, v)| refuse_secrets_in(n, v)),
        _ => refuse_secrets(name, ""),
    }
}

/// A run of a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Its number, from 1.
    pub id: i64,
    /// Its settings.
    pub settings: Settings,
    /// When it was begun first.
    pub at: Moment,
}

/// So many requests in so much time, spread evenly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rate {
    interval: Duration,
}

impl Rate {
    /// So many in each second.
    #[must_use]
    pub fn per_second(requests: NonZeroU32) -> Self {
        Self::every(Duration::from_secs(1) / requests.get())
    }

    /// One in each such interval.
    #[must_use]
    pub const fn every(interval: Duration) -> Self {
        Self { interval }
    }

    /// The time from one request to the next.
    #[must_use]
    pub const fn interval(self) -> Duration {
        self.interval
    }
}

/// How long to wait for the next slot of a rate, and when the slot after it is. In nanoseconds,
/// since 1970.
#[cfg(feature = "sqlite")]
pub(super) fn next_slot(interval: i64, next: i64, now: i64) -> (Duration, i64) {
    let slot = next.max(now);
    let wait = u64::try_from(slot.saturating_sub(now)).unwrap_or(0);
    (
        Duration::from_nanos(wait),
        slot.saturating_add(interval.max(0)),
    )
}
