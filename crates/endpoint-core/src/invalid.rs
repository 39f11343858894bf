//! Errors in a request before anything is signed, sent or paid.

use std::borrow::Cow;

/// A request that was refused before sending; nothing was sent and nothing was spent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Invalid {
    /// A required parameter is missing.
    #[error("parameter `{name}` is missing")]
    Missing {
        /// The parameter's name on the wire.
        name: Cow<'static, str>,
    },
    /// The operation has no such parameter.
    #[error("unknown parameter `{name}`{}", hint(.nearest.as_deref()))]
    Unknown {
        /// The given name.
        name: String,
        /// The most similar existing name.
        nearest: Option<String>,
    },
    /// A parameter was given more than once.
    #[error("parameter `{name}` is given more than once")]
    Repeated {
        /// The parameter's name on the wire.
        name: String,
    },
    /// A value is invalid.
    #[error("parameter `{name}`: {reason}")]
    Value {
        /// The parameter's name on the wire.
        name: Cow<'static, str>,
        /// The error and the remedy; never the value of a secret.
        reason: String,
    },
    /// Parameters contradict each other.
    #[error("{reason}")]
    Combination {
        /// The parameters, by their names on the wire.
        names: Vec<Cow<'static, str>>,
        /// The broken rule.
        reason: String,
    },
    /// A paid query beyond the spend budget.
    #[error(
        "{operation} is not sent: of {limit} paid queries that may be spent, {spent} are, \
         {unknown} may be and {in_flight} are in progress; raise `max_spend` to allow more"
    )]
    OverBudget {
        /// The operation's name in the catalogue.
        operation: &'static str,
        /// The paid queries that the budget allows.
        limit: u64,
        /// The paid queries that were charged.
        spent: u64,
        /// The paid queries that may have been charged: their responses were lost.
        unknown: u64,
        /// The paid queries without a response yet.
        in_flight: u64,
    },
    /// A paid query of a product whose balance is zero, as far as is known.
    #[error(
        "{operation} is not sent: the last known balance of {product} is used up; top the account \
         up and ask {product}.GetNum"
    )]
    BalanceUsedUp {
        /// The operation's name in the catalogue.
        operation: &'static str,
        /// The product.
        product: &'static str,
    },
}

/// The words with which a predicate begins.
const PREDICATES: &[&str] = &[
    "is ",
    "must ",
    "has ",
    "contains ",
    "may ",
    "needs ",
    "does ",
];

/// Joins the name of a field and the reason why it is invalid. A reason may be a predicate.
///
/// ```
/// use endpoint_core::field_error;
///
/// assert_eq!(field_error("company.name", "is missing"), "`company.name` is missing");
/// assert_eq!(field_error("company.name", "no such file"), "`company.name`: no such file");
/// ```
#[must_use]
pub fn field_error(field: &str, reason: &str) -> String {
    let is_predicate = PREDICATES.iter().any(|verb| reason.starts_with(verb));
    let colon = if is_predicate { "" } else { ":" };
    format!("`{field}`{colon} {reason}")
}

impl Invalid {
    /// An invalid value of the parameter `name`.
    pub fn value(name: impl Into<Cow<'static, str>>, reason: impl Into<String>) -> Self {
        Self::Value {
            name: name.into(),
            reason: reason.into(),
        }
    }

    /// Refuses an empty or blank text for the required parameter `name`.
    ///
    /// # Errors
    ///
    /// [`Invalid::Value`] if `text` is empty or blank.
    pub fn if_empty(name: &'static str, text: &str) -> Result<(), Self> {
        if text.trim().is_empty() {
            return Err(Self::value(name, "must not be empty"));
        }
        Ok(())
    }

    /// A value of the parameter `name` that is not among the listed values with their meanings: see
    /// [`Param::values`](crate::Param::values).
    pub fn unlisted(
        name: impl Into<Cow<'static, str>>,
        listed: &[(&'static str, &'static str)],
    ) -> Self {
        let listed: Vec<String> = listed
            .iter()
            .map(|(code, meaning)| format!("{code} ({meaning})"))
            .collect();
        Self::value(name, format!("must be one of {}", listed.join(", ")))
    }

    /// Refuses a text of more than `most` characters for the parameter `name`.
    ///
    /// # Errors
    ///
    /// [`Invalid::Value`] with both lengths.
    pub fn if_longer(name: &'static str, text: &str, most: usize) -> Result<(), Self> {
        let length = text.chars().count();
        if length > most {
            return Err(Self::value(
                name,
                format!("has {length} characters, at most {most} are allowed"),
            ));
        }
        Ok(())
    }

    /// The names of the parameters; empty for errors about money.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        match self {
            Self::Missing { name } | Self::Value { name, .. } => vec![name],
            Self::Unknown { name, .. } | Self::Repeated { name } => vec![name],
            Self::Combination { names, .. } => names.iter().map(AsRef::as_ref).collect(),
            Self::OverBudget { .. } | Self::BalanceUsedUp { .. } => Vec::new(),
        }
    }
}

fn hint(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |name| format!(", did you mean `{name}`?"))
}
