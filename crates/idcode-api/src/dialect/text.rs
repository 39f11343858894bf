//! Reads and writes a dialect as the text of a configuration file.

use core::fmt;
use core::str::FromStr;

use sign_core::idcode::{Encoding, Hashed, Sort};

use super::{Coverage, Dialect, FormPlacement, JsonCredentials, MultipartPlacement, Order, Unset};

/// An option and its values, the default first.
struct DialectOption {
    name: &'static str,
    values: &'static [Choice],
}

/// The name of a value, and a function that sets it.
type Choice = (&'static str, fn(Dialect) -> Dialect);

/// All options, in the order of the fields.
const OPTIONS: &[DialectOption] = &[
    DialectOption {
        name: "sort",
        values: &[
            ("code-point", |dialect| sorted(dialect, Sort::CodePoint)),
            ("ignore-case", |dialect| sorted(dialect, Sort::IgnoreCase)),
        ],
    },
    DialectOption {
        name: "hashed",
        values: &[
            ("raw", |dialect| hashed(dialect, Hashed::Raw)),
            ("encoded", |dialect| hashed(dialect, Hashed::Encoded)),
        ],
    },
    DialectOption {
        name: "encoding",
        values: &[
            ("rfc3986", |dialect| encoded(dialect, Encoding::Rfc3986)),
            ("dotnet", |dialect| encoded(dialect, Encoding::DotNet)),
        ],
    },
    DialectOption {
        name: "form",
        values: &[
            ("body", |dialect| with_form(dialect, FormPlacement::Body)),
            ("query", |dialect| with_form(dialect, FormPlacement::Query)),
            ("credentials-in-query", |dialect| {
                with_form(dialect, FormPlacement::CredentialsInQuery)
            }),
        ],
    },
    DialectOption {
        name: "coverage",
        values: &[
            ("all-texts", |dialect| covering(dialect, Coverage::AllTexts)),
            ("query-only", |dialect| {
                covering(dialect, Coverage::QueryOnly)
            }),
        ],
    },
    DialectOption {
        name: "multipart",
        values: &[
            ("parts", |dialect| files(dialect, MultipartPlacement::Parts)),
            ("query", |dialect| files(dialect, MultipartPlacement::Query)),
        ],
    },
    DialectOption {
        name: "json",
        values: &[
            ("token-inside", |dialect| {
                json(dialect, JsonCredentials::TokenInside)
            }),
            ("token-inside-and-beside", |dialect| {
                json(dialect, JsonCredentials::TokenInsideAndBeside)
            }),
            ("all-inside", |dialect| {
                json(dialect, JsonCredentials::AllInside)
            }),
        ],
    },
    DialectOption {
        name: "order",
        values: &[
            ("sorted", |dialect| ordered(dialect, Order::Sorted)),
            ("declared", |dialect| ordered(dialect, Order::Declared)),
        ],
    },
    DialectOption {
        name: "unset",
        values: &[
            ("leave-out", |dialect| unset(dialect, Unset::LeaveOut)),
            ("send-empty", |dialect| unset(dialect, Unset::SendEmpty)),
        ],
    },
];

/// The text of the default dialect.
const DEFAULT: &str = "default";

fn sorted(mut dialect: Dialect, sort: Sort) -> Dialect {
    dialect.signature.sort = sort;
    dialect
}

fn hashed(mut dialect: Dialect, hashed: Hashed) -> Dialect {
    dialect.signature.hashed = hashed;
    dialect
}

fn encoded(mut dialect: Dialect, encoding: Encoding) -> Dialect {
    dialect.signature.encoding = encoding;
    dialect
}

fn with_form(dialect: Dialect, form: FormPlacement) -> Dialect {
    Dialect { form, ..dialect }
}

fn covering(dialect: Dialect, coverage: Coverage) -> Dialect {
    Dialect {
        coverage,
        ..dialect
    }
}

fn files(dialect: Dialect, multipart: MultipartPlacement) -> Dialect {
    Dialect {
        multipart,
        ..dialect
    }
}

fn json(dialect: Dialect, json: JsonCredentials) -> Dialect {
    Dialect { json, ..dialect }
}

fn ordered(dialect: Dialect, order: Order) -> Dialect {
    Dialect { order, ..dialect }
}

fn unset(dialect: Dialect, unset: Unset) -> Dialect {
    Dialect { unset, ..dialect }
}

impl Dialect {
    /// Every dialect, the default first, for tests.
    ///
    /// ```
    /// use idcode_api::Dialect;
    ///
    /// let all = Dialect::all();
    /// assert_eq!(all.len(), 1152);
    /// assert_eq!(all.first(), Some(&Dialect::default()));
    /// ```
    #[must_use]
    pub fn all() -> Vec<Self> {
        OPTIONS
            .iter()
            .fold(vec![Self::default()], |dialects, option| {
                dialects
                    .into_iter()
                    .flat_map(|dialect| option.values.iter().map(move |(_, apply)| apply(dialect)))
                    .collect()
            })
    }
}

/// Writes the values other than the defaults, such as `hashed=encoded,form=query`, or `default`.
impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut pairs = Vec::new();
        for option in OPTIONS {
            // The current value is that whose function changes nothing.
            let given = option
                .values
                .iter()
                .position(|(_, apply)| apply(*self) == *self)
                .filter(|position| *position > 0);
            if let Some((value, _)) = given.and_then(|position| option.values.get(position)) {
                pairs.push(format!("{}={value}", option.name));
            }
        }
        if pairs.is_empty() {
            return f.write_str(DEFAULT);
        }
        f.write_str(&pairs.join(","))
    }
}

/// Reads `option=value,option=value`. Options that are not mentioned keep their defaults;
/// `default` and the empty text are the default dialect.
///
/// | option | values, the default first | open question |
/// |---|---|---|
/// | `sort` | `code-point`, `ignore-case` | OQ01 |
/// | `hashed` | `raw`, `encoded` | OQ02 |
/// | `encoding` | `rfc3986`, `dotnet` | OQ03 |
/// | `form` | `body`, `query`, `credentials-in-query` | OQ04 |
/// | `coverage` | `all-texts`, `query-only` | OQ05 |
/// | `multipart` | `parts`, `query` | OQ06 |
/// | `json` | `token-inside`, `token-inside-and-beside`, `all-inside` | OQ07 |
/// | `order` | `sorted`, `declared` | OQ08 |
/// | `unset` | `leave-out`, `send-empty` | OQ09 |
///
/// ```
/// use idcode_api::{Dialect, FormPlacement};
///
/// let dialect: Dialect = "form=query, hashed=encoded".parse()?;
/// assert_eq!(dialect.form, FormPlacement::Query);
/// assert_eq!(dialect.to_string(), "hashed=encoded,form=query");
/// let error = "from=query".parse::<Dialect>().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "unknown option in part 1 of the dialect; use sort, hashed, encoding, form, coverage, \
///      multipart, json, order, unset, as option=value,option=value",
/// );
/// # Ok::<(), idcode_api::InvalidDialect>(())
/// ```
impl FromStr for Dialect {
    type Err = InvalidDialect;

    fn from_str(text: &str) -> Result<Self, InvalidDialect> {
        let mut dialect = Self::default();
        if matches!(text.trim(), "" | DEFAULT) {
            return Ok(dialect);
        }
        let mut seen = Vec::new();
        for (pair, part) in text.split(',').zip(1..) {
            let (name, given) = pair.split_once('=').unwrap_or((pair, ""));
            let option = OPTIONS
                .iter()
                .find(|option| option.name == name.trim())
                .ok_or(InvalidDialect::UnknownOption { part })?;
            if seen.contains(&option.name) {
                return Err(InvalidDialect::Repeated {
                    option: option.name,
                });
            }
            seen.push(option.name);
            let (_, apply) = option
                .values
                .iter()
                .find(|(value, _)| *value == given.trim())
                .ok_or(InvalidDialect::UnknownValue {
                    option: option.name,
                })?;
            dialect = apply(dialect);
        }
        Ok(dialect)
    }
}

/// The text is not a dialect. It is not repeated, since a setting may contain secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidDialect {
    /// A part of the text names no known option.
    UnknownOption {
        /// The position of the part, counted from 1.
        part: usize,
    },
    /// The option has no such value.
    UnknownValue {
        /// The option.
        option: &'static str,
    },
    /// The option is given twice.
    Repeated {
        /// The option.
        option: &'static str,
    },
}

impl fmt::Display for InvalidDialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownOption { part } => {
                let names: Vec<_> = OPTIONS.iter().map(|option| option.name).collect();
                write!(
                    f,
                    "unknown option in part {part} of the dialect; use {}, as \
                     option=value,option=value",
                    names.join(", ")
                )
            }
            Self::UnknownValue { option } => {
                let values: Vec<_> = OPTIONS
                    .iter()
                    .filter(|known| known.name == *option)
                    .flat_map(|known| known.values)
                    .map(|(value, _)| *value)
                    .collect();
                write!(
                    f,
                    "`{option}` of the dialect must be one of {}",
                    values.join(", ")
                )
            }
            Self::Repeated { option } => {
                write!(f, "`{option}` of the dialect is given more than once")
            }
        }
    }
}

impl core::error::Error for InvalidDialect {}

#[cfg(test)]
mod tests {
    use super::{Dialect, InvalidDialect};

    #[test]
    fn all_dialects_differ_and_are_read_back_from_their_text() {
        let all = Dialect::all();
        let mut written: Vec<String> = all.iter().map(ToString::to_string).collect();
        for (dialect, text) in all.iter().zip(&written) {
            assert_eq!(text.parse(), Ok(*dialect), "{text}");
        }
        written.sort_unstable();
        written.dedup();
        assert_eq!(written.len(), 1152);
    }

    #[test]
    fn defaults_may_be_given_explicitly() {
        let default = Ok(Dialect::default());
        for text in [
            "",
            " default ",
            "sort=code-point",
            "unset=leave-out,form=body",
        ] {
            assert_eq!(text.parse(), default, "{text}");
        }
    }

    #[test]
    fn an_invalid_dialect_is_refused_with_place_and_remedy() {
        let wrong = |text: &str| text.parse::<Dialect>().unwrap_err();
        assert_eq!(
            wrong("form=query,,"),
            InvalidDialect::UnknownOption { part: 2 }
        );
        assert_eq!(
            wrong("form=query,form=body"),
            InvalidDialect::Repeated { option: "form" }
        );
        for text in ["json=inside", "json", "json="] {
            assert_eq!(
                wrong(text).to_string(),
                "`json` of the dialect must be one of token-inside, token-inside-and-beside, \
                 all-inside"
            );
        }
    }
}
