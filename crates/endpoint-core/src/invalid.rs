//! What is wrong with a request before anything is signed, sent or paid.

use std::borrow::Cow;

/// A request that was refused on this side; nothing was sent and nothing was spent.
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
        /// The name that was given.
        name: String,
        /// The most similar name that exists.
        nearest: Option<String>,
    },
    /// A parameter was given more than once.
    #[error("parameter `{name}` is given more than once")]
    Repeated {
        /// The parameter's name on the wire.
        name: String,
    },
    /// A value cannot be right.
    #[error("parameter `{name}`: {reason}")]
    Value {
        /// The parameter's name on the wire.
        name: Cow<'static, str>,
        /// What is wrong and what would be right; never the value of a secret.
        reason: String,
    },
    /// Parameters do not go together.
    #[error("{reason}")]
    Combination {
        /// The parameters concerned, by their names on the wire.
        names: Vec<Cow<'static, str>>,
        /// Which rule they break.
        reason: String,
    },
    /// A paid query beyond what may be spent.
    #[error(
        "{operation} is not sent: of {limit} paid queries that may be spent, {spent} are, \
         {unknown} may be and {under_way} are under way; raise `max_spend` to allow more"
    )]
    OverBudget {
        /// The operation's name in the catalogue.
        operation: &'static str,
        /// How many paid queries may be spent.
        limit: u64,
        /// How many were.
        spent: u64,
        /// How many may have been: their answers were lost.
        unknown: u64,
        /// How many have no answer yet.
        under_way: u64,
    },
    /// A paid query of a product that has none left, as far as is known.
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

impl Invalid {
    /// A value of the parameter `name` that cannot be right.
    pub fn value(name: impl Into<Cow<'static, str>>, reason: impl Into<String>) -> Self {
        Self::Value {
            name: name.into(),
            reason: reason.into(),
        }
    }

    /// Refuses empty text (and text of blanks only) for the required parameter `name`.
    ///
    /// # Errors
    ///
    /// [`Invalid::Value`] where `text` has nothing in it.
    pub fn if_empty(name: &'static str, text: &str) -> Result<(), Self> {
        if text.trim().is_empty() {
            return Err(Self::value(name, "must not be empty"));
        }
        Ok(())
    }

    /// A value of the parameter `name` that is not among those listed, each with its meaning: see
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

    /// Refuses text of more than `most` characters for the parameter `name`.
    ///
    /// # Errors
    ///
    /// [`Invalid::Value`] that names both lengths.
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

    /// The names of the parameters concerned; none where it is about money.
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
